"""Responses as WARC 1.1 records (ISO 28500), one gzip member each. Pure functions over bytes.

The body is kept as it was after decompression. Headers that told of its transfer are kept under
`x-orig-` names, so that any reader takes the block as it is and ours gives back the same
`Response`: its times and redirects stand in named fields of the record.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
import zlib
from datetime import UTC, datetime
from typing import Final

from scraper.errors import ScraperError
from scraper.model import Response

_LEVEL: Final = 1
_MOVED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_PREFIX: Final = "x-orig-"
_END: Final = b"\r\n\r\n"


class TornError(ScraperError):
    """An archived record is cut short or damaged."""

    code = "archive"


def warcinfo(software: str, at: datetime) -> bytes:
    """The record that opens a file."""
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = [("WARC-Type", "warcinfo"), ("WARC-Date", _date(at)), ("Content-Type", "application/warc-fields")]
    return _member(fields, block, str(at))


def pack(response: Response) -> bytes:
    """A response record, compressed."""
    head = [f"HTTP/1.1 {response.status} "]
    head += [f"{_moved(name)}: {value}" for name, value in response.headers]
    block = "\r\n".join(head).encode("utf-8", "surrogateescape") + _END + response.body
    digest = base64.b32encode(hashlib.sha1(response.body, usedforsecurity=False).digest()).decode()
    fields = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", response.url),
        ("WARC-Date", _date(response.fetched)),
        ("WARC-Payload-Digest", f"sha1:{digest}"),
        ("Content-Type", "application/http; msgtype=response"),
        ("X-Elapsed", repr(response.elapsed)),
        ("X-Requested", json.dumps([response.requested_url, *response.redirects])),
    ]
    return _member(fields, block, response.url + _date(response.fetched))


def unpack(member: bytes, where: str) -> Response:
    """The response of a record that `pack` made; TornError naming `where` when it is damaged."""
    try:
        content = gzip.decompress(member)
        head, _, rest = content.partition(_END)
        fields = dict(line.split(": ", 1) for line in head.decode("utf-8", "surrogateescape").split("\r\n")[1:])
        block = rest[: int(fields["Content-Length"])]
        if len(block) != int(fields["Content-Length"]) or rest[len(block) :] != _END:
            raise TornError(f"{where}: the record is cut short; restore the file or crawl the page again")
        http, _, body = block.partition(_END)
        status, *lines = http.decode("utf-8", "surrogateescape").split("\r\n")
        headers = tuple(_header(line) for line in lines)
        requested, *redirects = json.loads(fields["X-Requested"])
        return Response(
            url=fields["WARC-Target-URI"],
            status=int(status.split(" ")[1]),
            headers=headers,
            body=body,
            fetched=datetime.fromisoformat(fields["WARC-Date"]),
            elapsed=float(fields["X-Elapsed"]),
            requested_url=requested,
            redirects=tuple(redirects),
        )
    except (OSError, EOFError, zlib.error, ValueError, KeyError, IndexError) as error:
        raise TornError(
            f"{where}: no whole record of ours lies there ({error}); restore the file or crawl the page again"
        ) from error


def _member(fields: list[tuple[str, str]], block: bytes, name: str) -> bytes:
    identity = uuid.UUID(bytes=hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:16], version=4)
    head = ["WARC/1.1", f"WARC-Record-ID: <urn:uuid:{identity}>"]
    head += [f"{key}: {value}" for key, value in fields]
    head.append(f"Content-Length: {len(block)}")
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    start = packer.compress("\r\n".join(head).encode("utf-8", "surrogateescape") + _END)
    return start + packer.compress(block) + packer.compress(_END) + packer.flush()


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moved(name: str) -> str:
    return _PREFIX + name if name in _MOVED or name.startswith(_PREFIX) else name


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name.removeprefix(_PREFIX), value


def erased(length: int) -> bytes:
    """A gzip member of exactly `length` bytes that holds an empty record: what is left of an erased response.

    Its comment field (RFC 1952) fills the length, so that what lies behind keeps its place.
    """
    identity = uuid.UUID(bytes=hashlib.sha256(b"erased").digest()[:16], version=4)
    record = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\n"
        "WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    ).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packer.compress(record) + packer.flush()
    tail = zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"  # flag 0x10: a comment follows
    room = length - len(head) - len(content) - len(tail) - 1
    if room < 0:
        raise ValueError(length)
    return head + b" " * room + b"\0" + content + tail
