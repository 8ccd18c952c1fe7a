"""`scrape page` on files, lists and bad input."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli import _inputs

REVIEW = """<!DOCTYPE html><html lang="en"><head><title>Harrow Lane (2021) Review</title></head><body><article>
<h1>Harrow Lane (2021) Review</h1><p>By Ida Moss</p>
<p>Harrow Lane was directed by Ida Ros and it is a thriller about a street, a shed and eleven houses.</p>
<p>The cast is good, the cinematography is better, and the film knows when to be quiet.</p>
<p>Rating: 3.5/5</p></article></body></html>"""
SHOP = "<html><head><title>Shop</title></head><body><h1>Teapots</h1><p>Add to cart. Price: 12.00</p></body></html>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRAPE_PROJECT", raising=False)
    (tmp_path / "review.html").write_text(REVIEW, encoding="utf-8")
    (tmp_path / "shop.html").write_text(SHOP, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = cli.main(list(args))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_default_form_is_json_ld_with_every_review_in_one_graph(folder, capsys) -> None:
    code, out, _ = run(capsys, "review.html", "--url", "https://lantern.example/harrow-lane")
    document = json.loads(out)
    assert code == 0
    assert document["@graph"][0]["@id"] == "https://lantern.example/harrow-lane#review"
    assert "CriticReview" in document["@graph"][0]["@type"]


def test_the_flat_form_names_the_input_as_written_and_no_address_it_was_not_given(folder, capsys) -> None:
    flat = json.loads(run(capsys, "review.html", "--format", "json")[1])
    assert (flat["format"], flat["input"], flat["url"], flat["page_kind"]) == (1, "review.html", None, "review")
    assert flat["reviews"][0]["film_title"] == "Harrow Lane"
    assert flat["reviews"][0]["id"].startswith("urn:sha256:")


def test_a_page_that_is_no_review_is_done_with_its_kind_and_no_record(folder, capsys) -> None:
    code, out, err = run(capsys, "shop.html")
    assert code == 0
    assert json.loads(out)["@graph"] == []
    assert err.startswith("scrape: shop.html: no review")


def test_gzip_is_read_through(folder, capsys) -> None:
    (folder / "review.html.gz").write_bytes(gzip.compress(REVIEW.encode()))
    flat = json.loads(run(capsys, "review.html.gz", "--format", "json")[1])
    assert flat["reviews"][0]["film_title"] == "Harrow Lane"


def test_a_gzip_bomb_is_refused_without_being_unpacked(folder, capsys) -> None:
    (folder / "bomb.html.gz").write_bytes(gzip.compress(b"<p>" + b" " * (_inputs.MAX_BYTES + 10)))
    code, out, err = run(capsys, "bomb.html.gz")
    assert (code, out) == (1, "")
    assert err.startswith("scrape: too_large: bomb.html.gz")


def test_text_is_text_and_html_is_known_by_name_or_by_a_tag() -> None:
    assert _inputs.is_html("a.HTML", b"no tag")
    assert _inputs.is_html("a.html.gz", b"no tag")
    assert _inputs.is_html("a.txt", b"\xef\xbb\xbf  <p class=x>Text")
    assert not _inputs.is_html("a.txt", b"I <3 films, 1 < 2")
    assert not _inputs.is_html("a", b"x" * 1024 + b"<p>late")


def test_standard_input_is_read(folder) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scraper", "-", "--format", "json"],
        input=REVIEW.encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["reviews"][0]["film_title"] == "Harrow Lane"


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda path: None, "input", "No such file"),
        (lambda path: path.mkdir(), "input", "a folder"),
        (lambda path: path.write_bytes(b""), "input", "empty"),
        (lambda path: path.write_bytes(b"\x1f\x8b\x08broken"), "bad_encoding", "gzip"),
    ],
)
def test_a_bad_file_is_one_line_and_the_others_are_done(folder, capsys, make, code, words) -> None:
    make(folder / "bad")
    status, out, err = run(capsys, "bad", "review.html", "--format", "json")
    lines = [json.loads(line) for line in _documents(out)]
    assert status == 1
    assert lines[0]["error"]["code"] == code
    assert words in lines[0]["error"]["message"]
    assert lines[1]["page_kind"] == "review"
    assert err.count("\n") == 1


def _documents(text: str) -> list[str]:
    return [part + "}" for part in text.replace("\n}\n", "\n\0\n").split("\0\n") if part.strip()]


def test_an_unknown_scheme_says_what_can_be_read(folder, capsys) -> None:
    code, out, err = run(capsys, "ftp://lantern.example/a.html")
    assert (code, out) == (1, "")
    assert err.startswith("scrape: unsupported_scheme: ftp://lantern.example/a.html")
    assert "http" in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "nothing to read"),
        (("a", "--from", "b"), "--from"),
        (("a", "b", "--url", "https://lantern.example/"), "--url"),
        (("a", "--url", "lantern.example"), "--url"),
        (("a", "--url", "https://[bad"), "--url"),
        (("a", "--field", "score"), "--explain"),
        (("a", "--explain", "--field", "scor"), "did you mean 'score'"),
        (("--from", "missing.txt"), "missing.txt"),
        (("--from", "l", "--explain"), "--explain"),
        (("a", "--format", "xml"), "--format"),
        (("a", "--wait", "-1"), "--wait"),
        (("a", "--wait", "nan"), "--wait"),
    ],
)
def test_a_call_that_cannot_be_carried_out_starts_nothing(folder, capsys, args, words) -> None:
    code, out, err = run(capsys, *args)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_an_escape_sequence_in_a_page_does_not_reach_the_terminal(folder, capsys) -> None:
    hostile = REVIEW.replace("Ida Moss", "Ida \x1b[31mMoss\u202e")
    (folder / "hostile.html").write_text(hostile, encoding="utf-8")
    for args in (("--explain",), ("--format", "table")):
        out = run(capsys, "hostile.html", *args)[1]
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_explain_shows_value_quote_position_and_every_claim(folder, capsys) -> None:
    out = run(capsys, "review.html", "--explain", "--field", "film_title")[1]
    assert "film_title" in out
    assert "Harrow Lane" in out
    assert "characters" in out
    assert "✓" in out
    assert "published" not in out


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(folder, capsys) -> None:
    (folder / "-2.html").write_text(SHOP, encoding="utf-8")
    (folder / "list").write_text("=cmd()\nreview.html\n", encoding="utf-8")
    code, out, _ = run(capsys, "--from", "list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert code == 1
    assert rows[0]["input"] == "'=cmd()"
    assert rows[1]["film_title"] == "Harrow Lane"


def test_a_list_gives_a_line_for_each_input_in_order_whatever_it_is(folder, capsys) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "review.html").write_text(REVIEW, encoding="utf-8")
    (folder / "sub" / "binary").write_bytes(bytes(range(256)) * 64)
    (folder / "sub" / "empty.html").touch()
    (folder / "sub" / "shop.html").write_text(SHOP, encoding="utf-8")
    lines = [
        "review.html",
        "",
        '{"file": "review.html", "url": "https://lantern.example/a", "label": {"ignored": 1}}',
        "{broken",
        '{"neither": 1}',
        '{"file": 7}',
        '{"url": "ftp://lantern.example/"}',
        '{"file": "review.html", "url": "hard::review"}',
        "missing.html",
        "nul\0name",
        "binary",
        "empty.html",
        "shop.html",
        "review.html",
    ]
    (folder / "sub" / "list").write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run(capsys, "--from", "sub/list", "--format", "json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert err == ""
    assert [answer["input"] for answer in answers] == [
        "review.html",
        "review.html",
        "{broken",
        '{"neither": 1}',
        '{"file": 7}',
        "ftp://lantern.example/",
        "review.html",
        "missing.html",
        "nul\0name",
        "binary",
        "empty.html",
        "shop.html",
        "review.html",
    ]
    assert [("error" in answer) for answer in answers] == [0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0]
    assert answers[1]["url"] == "https://lantern.example/a"
    assert answers[6]["url"] is None
    # No line changes another: the same page gives the same answer at the start and at the end.
    assert {**answers[0], "input": ""} == {**answers[-1], "input": ""}


def test_answers_come_while_the_list_is_still_being_written(folder) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "scraper", "--from", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"review.html\n")
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        process.stdin.write(b"shop.html\n")
        process.stdin.close()
        rest = process.stdout.read().splitlines()
    assert first["page_kind"] == "review"
    assert len(rest) == 1
    assert process.returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 400_000,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">Harrow Lane",
        b"\x00" * 10_000,
        b"<p>\xed\xa0\x80\xff\xfe" * 1000,
        b"<table><tr><td>" * 50_000,
        b"<script type='application/ld+json'>" + b"[" * 200_000,
        "<p>".encode("utf-16"),
    ],
    ids=["nested", "attributes", "nuls", "surrogates", "unclosed", "json", "utf-16"],
)
def test_hostile_bytes_get_a_result_or_a_clear_refusal(folder, capsys, content) -> None:
    (folder / "hostile.html").write_bytes(content)
    code, out, err = run(capsys, "hostile.html", "--format", "json")
    assert code in {0, 1}
    json.loads(out).keys()
    assert err.count("\n") == code


def test_an_interrupt_ends_a_list_that_still_waits_for_its_next_line(folder) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "scraper", "--from", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"review.html\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == b"scrape: interrupted\n"
