"""The archive is standard WARC, gives back what was put in, and notices damage."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.crawl.archive import Archive, read
from scraper.crawl.export import check, export
from scraper.crawl.warc import TornError, erased, pack, unpack
from scraper.model import Response

fastwarc = pytest.importorskip("fastwarc.warc")

AT = datetime(2024, 5, 1, 8, 30, 15, 123456, tzinfo=UTC)


def response(n: int = 1, body: bytes = b"") -> Response:
    headers = (
        ("content-type", "text/html; charset=utf-8"),
        ("content-encoding", "gzip"),
        ("x-orig-content-length", "7"),
        ("content-length", "99"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("x-name", "Amélie\xff"),
    )
    content = body or f"<h1>Harrow Lane {n}</h1>\r\n\r\n".encode() * 50
    return Response(
        f"https://ida.example/{n}", 200, headers, content, AT, 0.1234567, "https://ida.example/old", ("https://ida.example/old",)
    )  # fmt: skip


def test_a_response_comes_back_as_it_was() -> None:
    assert unpack(pack(response()), "here") == response()
    binary = response(body=bytes(range(256)) * 20)
    assert unpack(pack(binary), "here") == binary


def test_warcio_and_fastwarc_read_every_record(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {})
    for n in range(5):
        archive.append(pack(response(n)), AT)
    archive.close()
    content = (tmp_path / "crawl-000001.warc.gz").read_bytes()
    records = [
        (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
        for r in ArchiveIterator(BytesIO(content))
    ]
    assert [kind for kind, *_ in records] == ["warcinfo"] + ["response"] * 5
    assert records[3][1:] == ("https://ida.example/2", response(2).body)
    found = [
        (r.headers["WARC-Target-URI"], r.http_headers.status_code, r.reader.read())
        for r in fastwarc.ArchiveIterator(BytesIO(content), record_types=fastwarc.WarcRecordType.response)
    ]
    assert found == [(f"https://ida.example/{n}", 200, response(n).body) for n in range(5)]


def test_what_no_commit_vouches_for_is_cut_off_at_the_next_start(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {})
    first = archive.append(pack(response(1)), AT)
    archive.append(pack(response(2)), AT)
    archive.close()
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[:-20])
    again = Archive(tmp_path, {first.file: first.start + first.length})
    third = again.append(pack(response(3)), AT)
    again.close()
    assert third.start == first.start + first.length
    assert [read(tmp_path, place).url for place in (first, third)] == ["https://ida.example/1", "https://ida.example/3"]
    assert len(gzip.decompress(path.read_bytes())) > 0


def test_a_file_shorter_than_vouched_for_is_named_and_left_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {})
    place = archive.append(pack(response(1)), AT)
    archive.close()
    (tmp_path / place.file).write_bytes((tmp_path / place.file).read_bytes()[:-5])
    again = Archive(tmp_path, {place.file: place.start + place.length})
    assert place.file in again.torn[0]
    assert again.append(pack(response(2)), AT).file != place.file
    again.close()
    with pytest.raises(TornError, match="ends too early"):
        read(tmp_path, place)
    assert len(check(tmp_path, [place])) == 1


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {})
    place = archive.append(pack(response(1)), AT)
    archive.close()
    path = tmp_path / place.file
    content = bytearray(path.read_bytes())
    content[place.start + place.length // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(TornError, match="restore the file"):
        read(tmp_path, place)


def test_full_files_are_rotated(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {}, rotate=1000)
    places = [archive.append(pack(response(n, body=bytes([n]) * 3 + str(n).encode() * 300)), AT) for n in range(1, 9)]
    archive.close()
    assert len({place.file for place in places}) > 1
    assert [read(tmp_path, place).url for place in places] == [f"https://ida.example/{n}" for n in range(1, 9)]


def test_an_erased_record_leaves_a_whole_file_of_the_same_length(tmp_path: Path) -> None:
    archive = Archive(tmp_path, {})
    places = [archive.append(pack(response(n)), AT) for n in range(3)]
    archive.close()
    path = tmp_path / places[1].file
    content = path.read_bytes()
    cut = content[: places[1].start] + erased(places[1].length) + content[places[1].start + places[1].length :]
    path.write_bytes(cut)
    assert len(cut) == len(content)
    assert [r.rec_type for r in ArchiveIterator(BytesIO(cut))] == ["warcinfo", "response", "metadata", "response"]
    assert [r.headers["WARC-Type"] for r in fastwarc.ArchiveIterator(BytesIO(cut))] == [
        "warcinfo",
        "response",
        "metadata",
        "response",
    ]
    assert read(tmp_path, places[2]) == response(2)


def test_an_export_holds_just_the_places_it_was_given(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a", {})
    places = [archive.append(pack(response(n)), AT) for n in range(4)]
    archive.close()
    target = tmp_path / "out.warc.gz"
    assert export(tmp_path / "a", places[1:3], target) == 2
    urls = [r.rec_headers.get_header("WARC-Target-URI") for r in ArchiveIterator(BytesIO(target.read_bytes()))]
    assert urls == [None, "https://ida.example/1", "https://ida.example/2"]
