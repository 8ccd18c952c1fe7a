"""`scrape publish` and `scrape search` over a real store."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.model import Record
from scraper.store import Found, State, Visit, open_store


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:ops@lantern.example"\n')
    return tmp_path


@pytest.fixture
def keep(project, record):
    """Commit one page with its records (none: the page is gone)."""

    def do(url: str = "https://lantern.example/harrow-lane", *, gone: bool = False, **parts: object) -> str:
        import hashlib  # noqa: PLC0415 - used here alone

        store = open_store(project / "output" / "store.sqlite")
        store.put("lantern.example", [Found(url, due=0)])
        page = store.page(url)
        assert page is not None
        identity = hashlib.sha256(f"{url}#review".encode()).hexdigest()
        records = () if gone else (Record(identity, f"{url}#review", record(url, **parts), b"{}\n"),)
        state = State.GONE if gone else State.LIVE
        store.commit([Visit(replace(page, state=state), at=100.0, records=records)])
        store.close()
        return identity

    return do


def scrape(project, *args):
    return main([args[0], "--project", str(project), *args[1:]])


def test_what_was_committed_is_published_and_found(project, keep, capsys):
    identity = keep(title="Amélie of Harrow Lane")
    assert scrape(project, "publish") == 0
    assert (project / "output" / "reviews" / identity[:2] / f"{identity}.jsonld").exists()
    assert list((project / "output" / "feed").glob("*.ndjson"))
    capsys.readouterr()
    assert scrape(project, "search", "amelie", "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], answer["exact"]) == (1, True)
    assert answer["reviews"][0]["title"] == "Amélie of Harrow Lane"
    assert answer["facets"]["critic"] == [{"value": "ida moss", "label": "Ida Moss", "count": 1}]
    assert scrape(project, "publish", "--verify") == 0
    assert "search: in step, 1 reviews" in capsys.readouterr().out


def test_text_output_names_film_critic_and_address(project, keep, capsys):
    keep()
    scrape(project, "publish")
    capsys.readouterr()
    assert scrape(project, "search", "harrow") == 0
    printed = capsys.readouterr().out
    for words in ("1 reviews", "Harrow Lane (2021)", "4 out of 5", "Ida Moss", "https://lantern.example/harrow-lane"):
        assert words in printed


def test_the_feed_after_a_version_is_printed(project, keep, capsys):
    keep("https://lantern.example/1", title="First")
    scrape(project, "publish", "--since", "0")
    first = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["doc"]["@graph"][1]["name"] for line in first if line["kind"] == "review"] == ["First"]
    keep("https://lantern.example/2", title="Second")
    scrape(project, "publish", "--since", str(first[-1]["version"]))
    later = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["doc"]["@graph"][1]["name"] for line in later if line["kind"] == "review"] == ["Second"]


def test_an_engine_whose_key_is_not_set_is_refused(project, keep, capsys, monkeypatch):
    keep()
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    settings = '[publish.main]\nengine = "opensearch"\nurl = "http://127.0.0.1:9"\nkey_variable = "NO_SUCH_KEY"\n'
    path = project / "config" / "scraper.toml"
    path.write_text(path.read_text() + settings)
    assert scrape(project, "publish") == 2
    assert "NO_SUCH_KEY, which is not set; export it" in capsys.readouterr().err


def test_a_page_that_went_away_is_found_no_more(project, keep, capsys):
    keep()
    scrape(project, "publish")
    keep(gone=True)
    scrape(project, "publish")
    capsys.readouterr()
    scrape(project, "search", "harrow", "--format", "json")
    assert json.loads(capsys.readouterr().out)["total"] == 0
    assert scrape(project, "publish", "--verify") == 0


def test_verify_answers_1_when_the_index_lacks_something(project, keep, capsys):
    identity = keep()
    scrape(project, "publish")
    with sqlite3.connect(project / "output" / "search.sqlite") as db:
        db.execute("DELETE FROM applied")
    db.close()
    assert scrape(project, "publish", "--verify") == 1
    assert f"missing: {identity}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("search", "x", "--limit", "0"), "--limit is 0"),
        (("search", "x", "--min-score", "101"), "0 to 100"),
        (("publish", "--to", "nowhere"), "no [publish.nowhere]"),
        (("publish", "--since", "-3"), "versions are 0 or more"),
    ],
)
def test_a_call_that_cannot_be_is_one_line_and_status_2(project, keep, capsys, args, words):
    keep()
    assert scrape(project, *args) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_nothing_crawled_yet_is_said_with_the_remedy(project, capsys):
    assert scrape(project, "publish") == 1
    assert "`scrape crawl` makes it" in capsys.readouterr().err
    assert scrape(project, "search", "x") == 1
    assert "scrape publish" in capsys.readouterr().err


def test_control_characters_never_reach_the_terminal(project, keep, capsys):
    keep(title="Fog\x1b]0;gotcha\x07 Harbour\u202e", critic="\x1b[31mIda")
    scrape(project, "publish")
    capsys.readouterr()
    scrape(project, "search", "fog")
    printed = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(printed)
