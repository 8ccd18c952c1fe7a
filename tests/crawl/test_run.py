"""A run over a project: outputs, summary, lock, signals, the archive read again, and taking down."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from scraper.config import Project, load_project
from scraper.crawl.forget import forget
from scraper.crawl.lock import locked
from scraper.crawl.plan import plan
from scraper.crawl.reextract import Reextraction
from scraper.crawl.run import Run, Wanted, store_of
from scraper.crawl.site import gather
from scraper.crawl.status import status
from scraper.errors import ConfigError, ScraperError, UsageError
from scraper.publish.feed import read as read_feed
from scraper.store import Found


def files(project: Project) -> dict[str, tuple[int, bytes]]:
    kept = project.output
    return {
        str(path.relative_to(kept)): (path.stat().st_mtime_ns, path.read_bytes())
        for folder in ("reviews", "films", "people", "feed")
        for path in sorted((kept / folder).rglob("*.*"))
    }


async def test_a_run_leaves_records_feed_summary_and_log(project: Project, crawl: Any) -> None:
    summary = await crawl()
    assert (summary.ended, summary.records["upserted"]) == ("done", 2)
    assert sum(name.startswith("reviews/") and name.endswith(".jsonld") for name in files(project)) == 2
    assert [row["version"] for row in read_feed(project.output / "feed")] == [1, 2, 3, 4, 5]
    kept = json.loads((project.output / "runs" / f"{summary.id}.json").read_text())
    assert kept["decisions"] == {"new": 2, "no_review": 1}
    log = (project.output / "runs" / f"{summary.id}.log.ndjson").read_text().splitlines()
    assert {json.loads(line)["decision"] for line in log} == {"new", "no_review"}


async def test_records_are_published_while_pages_are_still_asked_for(project: Project, web: Any, crawler: Any) -> None:
    web.listing("/", "/a-review", "/late-review")
    web.review("/late-review", "The Salt Road")
    seen: list[int] = []
    turns = Event()

    def wait_for_a_file(path: str) -> None:
        tries = 0
        while path == "/late-review" and not seen and tries < 100:
            tries += 1
            turns.wait(0.1)
            seen.extend(1 for _ in (project.output / "reviews").glob("*/*.jsonld"))

    web.on_ask = wait_for_a_file
    with ThreadPoolExecutor(1) as executor:
        run = Run(project, Wanted(), executor=executor, process=crawler.process, publish_every=0.0)
        summary = await run.run()
    assert seen == [1]
    assert summary.records["upserted"] == 2
    assert summary.published["feed"] == 6, "two reviews, two films, and their critic once in each round"


async def test_a_second_run_touches_no_output_file(project: Project, crawl: Any) -> None:
    await crawl()
    before = files(project)
    summary = await crawl()
    assert summary.pages == 0
    assert files(project) == before


async def test_a_run_beside_another_is_told_so_and_does_nothing(project: Project, crawl: Any, web: Any) -> None:
    with locked(project.output), pytest.raises(ScraperError, match="another run is at work") as caught:
        await crawl()
    assert caught.value.code == "locked"
    assert web.asked == []


def test_the_lock_is_free_after_kill_9(tmp_path: Path) -> None:
    code = "import sys, pathlib\nfrom scraper.crawl.lock import locked\n"
    code += "with locked(pathlib.Path(sys.argv[1])):\n print('held', flush=True)\n sys.stdin.read()\n"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(ScraperError):
        locked(tmp_path).__enter__()
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    with locked(tmp_path):
        pass


async def test_sigterm_finishes_what_is_in_flight_and_ends_well(project: Project, crawl: Any, web: Any) -> None:
    for n in range(40):
        web.review(f"/film-{n}", f"Film {n}")
    web.listing("/", *(f"/film-{n}" for n in range(40)))
    web.on_ask = lambda path: os.kill(os.getpid(), signal.SIGTERM) if path == "/film-3" else None
    summary = await crawl()
    assert summary.ended == "stopped"
    assert 3 <= summary.records["upserted"] < 40
    assert len([name for name in files(project) if name.startswith("reviews/")]) == 2 * summary.records["upserted"]


class Dying(ThreadPoolExecutor):
    """Its worker dies over one page, a moment after it was given it."""

    def submit(self, function: Any, job: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not job.response.url.endswith("/a-review"):
            return super().submit(function, job, *args, **kwargs)
        future: Future[Any] = Future()
        Timer(0.3, future.set_exception, [BrokenExecutor("killed")]).start()
        return future


async def test_pages_whose_readers_are_stopped_with_the_run_stay_due(project: Project, crawler: Any, web: Any) -> None:
    """Who stops a service stops all its processes at once, unless told otherwise."""
    asked: list[float] = []

    def stop(path: str) -> None:
        if path == "/a-review":
            asked.append(time.time())
            os.kill(os.getpid(), signal.SIGTERM)

    web.on_ask = stop
    with Dying(1) as executor:
        summary = await Run(project, Wanted(), executor=executor, process=crawler.process).run()
    assert (summary.ended, summary.error, summary.findings) == ("stopped", None, ())
    assert "failed" not in summary.decisions
    store = store_of(project)
    page, host = store.page(f"{web.root}a-review"), store.host(web.netloc)
    assert page is not None
    assert page.visited is None
    assert page in store.due(page.host, now=page.due or 0, limit=9)
    assert host.next_at >= asked[0], "it was asked, and rests"
    store.close()


async def test_a_page_whose_reader_dies_by_itself_is_left_for_later(project: Project, crawler: Any, web: Any) -> None:
    with Dying(1) as executor:
        summary = await Run(project, Wanted(), executor=executor, process=crawler.process).run()
    assert summary.decisions["failed"] == 1
    assert "the worker process that read it died" in summary.findings[0]


async def test_a_project_without_sites_or_contact_says_what_to_write(tmp_path: Path, crawler: Any) -> None:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "scraper.toml").write_text("")
    with pytest.raises(ConfigError, match="or give --seed URL"):
        Run(load_project(tmp_path), Wanted(), executor=ThreadPoolExecutor(1), process=crawler.process)
    with pytest.raises(ConfigError, match="no contact is set"):
        Run(
            load_project(tmp_path),
            Wanted(seeds=("https://ida.example/",)),
            executor=ThreadPoolExecutor(1),
            process=crawler.process,
        )


@pytest.mark.parametrize(("hosts", "seeds"), [(("ida.example",), ()), ((), ("ida.example",))])
def test_an_unknown_host_or_a_bad_seed_is_a_usage_error(project: Project, hosts: Any, seeds: Any) -> None:
    with pytest.raises(UsageError, match=r"ida\.example"):
        gather(project.sites, seeds, hosts)


async def test_plan_tells_what_when_and_why_without_asking(project: Project, crawl: Any, web: Any) -> None:
    await crawl(pages=1)
    web.asked.clear()
    store = store_of(project)
    rows = list(plan(store, gather(project.sites), now=store.hosts()[0].served_at + 10, delay=lambda _: 5.0))
    assert [row.url for row in rows] == [web.root + "a-review", web.root + "b-review"]
    assert rows[0].why == "new page, linked from a page"
    assert rows[1].at - rows[0].at == 5.0
    assert web.asked == []
    assert status(store, project.output, 1e10)["due_pages"] == 3
    store.close()


async def test_every_record_comes_out_of_the_archive_byte_for_byte(project: Project, crawl: Any, crawler: Any) -> None:
    await crawl()
    store = store_of(project)
    with ThreadPoolExecutor(1) as executor:
        work = Reextraction(store, project.output / "archive", gather(project.sites), crawler.process, executor, 2e9)
        outcome = work.check()
        assert (outcome.records, outcome.differing, outcome.torn) == (2, [], [])
        assert work.apply().upserts == 0
    store.close()


async def test_another_extractor_rewrites_records_and_leaves_intervals(
    project: Project, crawl: Any, crawler: Any, web: Any
) -> None:
    await crawl()
    store = store_of(project)
    due = store.page(web.root + "a-review").due  # type: ignore[union-attr] # it was just crawled

    def better(response: Any, **more: Any) -> Any:
        outcome = crawler.process(response, **more)
        first, *_ = outcome.records or (None,)
        if first is None:
            return outcome
        records = (replace(first, document=first.document.replace(b"Harrow", b"HARROW")),)
        return type(outcome)(outcome.extraction, records)

    web.asked.clear()
    with ThreadPoolExecutor(1) as executor:
        work = Reextraction(store, project.output / "archive", gather(project.sites), better, executor, 2e9)
        assert len(work.check().differing) == 1
        assert work.apply().upserts == 1
        assert work.check().differing == []
    assert store.page(web.root + "a-review").due == due  # type: ignore[union-attr] # the same
    assert web.asked == []
    store.close()


def everything(folder: Path) -> bytes:
    """All bytes below output/, compressed ones unpacked."""
    parts = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            parts.append(gzip.decompress(content) if path.suffix == ".gz" else content)
    return b"".join(parts)


async def test_a_forgotten_review_is_gone_from_every_file_and_never_asked_again(
    project: Project, crawl: Any, web: Any
) -> None:
    await crawl()
    url = web.root + "a-review"
    assert b"Harrow Lane" in everything(project.output)
    done = forget(project, url)
    assert (done.pages, done.records, done.bodies) == (1, 1, 1)
    left = everything(project.output)
    assert b"Harrow Lane" not in left
    assert url.encode() not in left
    assert b"Nine Doors" in left
    store = store_of(project)
    assert [(change.op, change.kind) for change in store.changes(0, 99)].count(("delete", "review")) == 1
    for row in store.hosts():
        store.put(row.host.key, [Found(url)])
    store.database.run("UPDATE page SET due = 0")
    store.close()
    web.asked.clear()
    await crawl()
    assert "/a-review" not in web.asked
    assert b"Harrow Lane" not in everything(project.output)
    again = forget(project, url)
    assert again.records == 0


async def test_everything_of_a_critic_or_host_can_be_forgotten(project: Project, crawl: Any, web: Any) -> None:
    await crawl()
    assert forget(project, critic="ida  moss").records == 2
    assert not [name for name in files(project) if name.startswith(("reviews/", "people/"))]
    web.review("/c-review", "The Salt Road")
    web.listing("/", "/c-review")
    store = store_of(project)
    store.database.run("UPDATE page SET due = 0")
    store.close()
    await crawl()
    assert not [name for name in files(project) if name.startswith(("reviews/", "people/"))]
    forget(project, web.netloc)
    web.asked.clear()
    await crawl()
    assert web.asked == []


def test_forgetting_what_is_unknown_is_a_usage_error(project: Project) -> None:
    with pytest.raises(UsageError, match="neither an address nor a host"):
        forget(project, "nowhere.example")


async def test_a_clock_set_back_loses_nothing_and_holds_nothing_up_for_long(
    project: Project, crawler: Any, web: Any
) -> None:
    crawler.now += 86400.0 * 400
    await crawler.crawl(web)
    crawler.now -= 86400.0 * 400
    web.review("/c-review", "The Salt Road")
    web.listing("/", "/a-review", "/b-review", "/c-review")
    web.taken()
    await crawler.crawl(web)
    assert web.taken() == []
    crawler.now += 2 * 3600
    await crawler.crawl(web)
    assert crawler.store.page(web.root + "c-review").label == "review"
    assert project.folder is not None


def test_the_command_crawls_and_its_exit_code_is_0(project: Project, web: Any) -> None:
    body = (
        "<html><head><title>Harrow Lane Review</title></head><body><article><h1>Harrow Lane (2021) Review</h1>"
        "<p>By Ida Moss</p><p>Directed by Lena Orr.</p>"
        + "<p>A film of doors, and of the people behind them.</p>" * 9
        + "<p>Final Score: 4 out of 5.</p></article></body></html>"
    )
    web.pages["/a-review"] = web.answer(body.encode())
    done = subprocess.run(
        [sys.executable, "-m", "scraper", "crawl", "--project", str(project.folder), "--for", "20s"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "records 1 upserted" in done.stdout or "records 2 upserted" in done.stdout
    connection = sqlite3.connect(project.output / "store.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    again = subprocess.run(
        [sys.executable, "-m", "scraper", "status", "--project", str(project.folder)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert again.returncode == 0
    assert "records" in again.stdout
