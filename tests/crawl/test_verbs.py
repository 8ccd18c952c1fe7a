"""The crawl's verbs as an operator types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.cli import main
from scraper.config import Project


@pytest.fixture
def scrape(project: Project, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--project", str(project.folder)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


async def test_hosts_are_listed_paused_and_resumed(crawl: Any, scrape: Any, web: Any) -> None:
    await crawl(pages=1)
    assert web.netloc in scrape("hosts")[1]
    assert scrape("hosts", "pause", web.netloc, "--reason", "asked by its owner")[0] == 0
    listed = scrape("hosts")[1]
    assert "paused" in listed
    assert "asked by its owner" in listed
    assert "paused: asked by its owner" in scrape("plan")[1]
    web.asked.clear()
    await crawl()
    assert web.asked == []
    assert scrape("hosts", "resume", web.netloc)[0] == 0
    await crawl()
    assert web.asked != []


async def test_an_unknown_host_is_a_usage_error(crawl: Any, scrape: Any) -> None:
    await crawl(pages=1)
    assert scrape("hosts", "pause", "nowhere.example") == (
        2,
        "",
        "scrape: hosts pause: nowhere.example is unknown; `scrape hosts` lists what is known\n",
    )


async def test_the_archive_is_checked_and_exported(crawl: Any, scrape: Any, tmp_path: Path, web: Any) -> None:
    await crawl()
    assert scrape("archive", "check")[:2] == (0, "3 archived responses, 0 cannot be read\n")
    target = tmp_path / "out.warc.gz"
    assert scrape("archive", "export", "--warc", str(target), "--host", web.netloc)[0] == 0
    with target.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "response", "response", "response"]
    assert scrape("archive", "export", "--warc", str(target))[0] == 2


async def test_a_torn_archive_is_found(crawl: Any, scrape: Any, project: Project) -> None:
    await crawl()
    (path,) = (project.output / "archive").iterdir()
    path.write_bytes(path.read_bytes()[:-10])
    code, out, err = scrape("archive", "check")
    assert (code, out) == (1, "3 archived responses, 1 cannot be read\n")
    assert path.name in err
    summary = await crawl()
    assert path.name in summary.findings[0]


async def test_plan_names_a_site_that_was_never_asked(scrape: Any, web: Any) -> None:
    code, out, _ = scrape("plan")
    assert code == 0
    assert f"{web.root}  (new site, never asked)" in out
    assert web.asked == []


async def test_status_as_json_counts_pages_and_records(crawl: Any, scrape: Any) -> None:
    await crawl()
    code, out, _ = scrape("status", "--format", "json")
    assert code == 0
    assert '"records": 2' in out


@pytest.mark.parametrize("words", [("--for", "soon"), ("--for", "0"), ("--max-pages", "0"), ("nowhere.example",)])
def test_a_wrong_option_starts_nothing(words: tuple[str, ...], scrape: Any, project: Project) -> None:
    code, out, err = scrape("crawl", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not project.output.exists()


def test_forget_wants_one_thing(scrape: Any) -> None:
    assert scrape("forget")[0] == 2
    assert scrape("forget", "https://ida.example/", "--critic", "Ida")[0] == 2


def test_a_plan_without_sites_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:ida@lantern.invalid"\n')
    assert main(["plan", "--project", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "no site stands in config/sites/" in err
