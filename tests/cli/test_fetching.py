"""`scrape page` on addresses: politely, with the project's rules, and kept with --save."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scraper import cli
from scraper.demo.__main__ import WWW
from scraper.demo.site import DemoSite
from scraper.store import open_store

PAGE = "/2021/09/harrow-lane/"


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(WWW) as served:
        yield served


@pytest.fixture
def project(site: DemoSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config").mkdir()
    settings = f'contact = "mailto:ida@lantern.invalid"\n[hosts."{site.host}"]\nown = true\ndelay = 0.01\n'
    (tmp_path / "config" / "scraper.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRAPE_PROJECT", raising=False)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = cli.main(list(args))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_an_address_is_fetched_and_read(project, site, capsys) -> None:
    code, out, _ = run(capsys, site.origin + PAGE, "--format", "json")
    flat = json.loads(out)
    assert code == 0
    assert flat["url"] == site.origin + PAGE
    assert flat["reviews"][0]["directors"] == ["Ida Ros"]
    assert site.asked[-1].agent.endswith("(+mailto:ida@lantern.invalid)")


def test_without_a_contact_nothing_is_fetched_and_the_message_says_how_to_set_one(
    project, site, capsys, monkeypatch, tmp_path_factory
) -> None:
    asked = len(site.asked)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, err = run(capsys, site.origin + PAGE)
    assert (code, out) == (2, "")
    assert "scrape init" in err
    (project / "config" / "scraper.toml").write_text("", encoding="utf-8")
    code, out, err = run(capsys, site.origin + PAGE, "--project", str(project))
    assert (code, out) == (2, "")
    assert "scraper.toml" in err
    assert len(site.asked) == asked


def test_what_robots_txt_forbids_is_not_fetched_and_the_line_is_named(project, site, capsys) -> None:
    code, out, err = run(capsys, site.origin + "/members/early-word/", "--explain")
    assert code == 1
    assert "line 3 'Disallow: /members/' of group 'User-agent: *'" in out
    assert err.startswith("scrape: robots_denied: ")
    assert not any(item.path.startswith("/members/") for item in site.asked)


def test_a_missing_page_and_a_private_address_are_one_line_each_and_the_rest_is_done(project, site, capsys) -> None:
    (project / "list").write_text(f"{site.origin}/nowhere/\nhttp://10.0.0.1/\n{site.origin}{PAGE}\n", encoding="utf-8")
    code, out, _ = run(capsys, "--from", "list", "--format", "json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [item.get("error", {}).get("code") for item in answers] == ["http_404", "private_address", None]
    assert answers[2]["reviews"][0]["film_title"] == "Harrow Lane"


def test_save_keeps_the_visit_the_record_and_the_files(project, site, capsys) -> None:
    assert run(capsys, site.origin + PAGE, "--save")[0] == 0
    with closing(open_store(project / "output" / "store.sqlite")) as store:
        (change,) = [item for item in store.changes(0, 100) if item.kind == "review"]
        assert change.document is not None
    (record,) = (project / "output" / "reviews").rglob("*.jsonld")
    assert record.read_bytes().rstrip() == change.document.rstrip()
    # A second visit finds the same, and changes nothing.
    assert run(capsys, site.origin + PAGE, "--save")[0] == 0
    with closing(open_store(project / "output" / "store.sqlite")) as store:
        assert [item.version for item in store.changes(0, 100) if item.kind == "review"] == [change.version]


def test_a_file_is_no_visit(project, capsys) -> None:
    (project / "page.html").write_text("<p>Harrow Lane", encoding="utf-8")
    code, _, err = run(capsys, "page.html", "--save")
    assert code == 1
    assert "--save" in err


def test_save_needs_a_project(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "https://lantern.invalid/", "--save")[0] == 2


def test_what_was_taken_down_is_not_fetched_again(project, site, capsys) -> None:
    assert run(capsys, site.origin + PAGE, "--save", "--format", "json")[0] == 0
    assert run(capsys, "forget", site.origin + PAGE)[0] == 0
    asked = len(site.asked)
    code, out, _ = run(capsys, site.origin + PAGE, "--format", "json")
    assert code == 1
    assert json.loads(out)["error"]["code"] == "forgotten"
    assert len(site.asked) == asked
