"""What a site may do to a crawl: each fault costs one page or one host, never the run."""

from __future__ import annotations

import gzip
import time
from typing import Any

import pytest

REVIEW = "/z-review"


def site(web: Any, *paths: str) -> None:
    web.listing("/", *paths, REVIEW)
    web.review(REVIEW, "Harrow Lane")


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "redirects in a circle": ({"status": 302, "headers": {"Location": "/fault"}}, "skipped"),
    "redirects to another site": ({"status": 301, "headers": {"Location": "http://127.0.0.9:1/x"}}, "skipped"),
    "redirects nowhere": ({"status": 301}, "skipped"),
    "is a picture": ({"body": b"\x89PNG", "headers": {"Content-Type": "image/png"}}, "skipped"),
    "unpacks to 60 MB": (
        {"body": gzip.compress(b" " * 60_000_000), "headers": {"Content-Encoding": "gzip"}},
        "skipped",
    ),
    "is no gzip": ({"body": b"plain", "headers": {"Content-Encoding": "gzip"}}, "skipped"),
    "has an unknown coding": ({"body": b"x", "headers": {"Content-Encoding": "br"}}, "skipped"),
    "is empty": ({"body": b""}, "no_review"),
    "is missing but answers 200": ({"body": b"<h1>Page not found</h1>"}, "no_review"),
    "is forbidden": ({"status": 403}, "skipped"),
    "reserves data mining": ({"body": b"<h1>x</h1>", "headers": {"tdm-reservation": "1"}}, "skipped"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_page_that(name: str, web: Any, crawler: Any) -> None:
    answer, decision = FAULTS[name]
    site(web, "/fault")
    web.pages["/fault"] = web.answer(**answer)
    tally = await crawler.crawl(web)
    assert crawler.decision(web, "/fault") == decision
    assert tally.upserts == 1


@pytest.mark.parametrize("fault", ["hang", "drop", "drip"])
async def test_a_page_that_never_comes_is_left_for_later(fault: str, web: Any, crawler: Any) -> None:
    site(web, "/fault")
    crawler.timeout = 0.4
    web.pages["/fault"] = web.answer(b"x" * 100, fault=fault)
    await crawler.crawl(web)
    assert crawler.decision(web, "/fault") == "failed"
    web.pages["/fault"].fault = ""
    crawler.now += 4 * 3600
    await crawler.crawl(web)
    assert crawler.store.page(web.root + REVIEW.removeprefix("/")).label == "review"


ROBOTS: dict[str, tuple[dict[str, Any], int]] = {
    "is missing": ({"status": 404}, 1),
    "is HTML": ({"body": b"<html><body>Welcome</body></html>"}, 1),
    "has a byte order mark": ({"body": b"\xef\xbb\xbfUser-agent: *\nDisallow: /"}, 0),
    "is 2 MB": ({"body": b"User-agent: *\nDisallow: /z-\n" + b"# padding\n" * 200_000}, 0),
    "is forbidden": ({"status": 403}, 0),
    "asks to come later": ({"status": 429}, 0),
    "is broken": ({"status": 503}, 0),
}


@pytest.mark.parametrize("name", ROBOTS)
async def test_a_robots_file_that(name: str, web: Any, crawler: Any) -> None:
    answer, reviews = ROBOTS[name]
    site(web)
    web.pages["/robots.txt"] = web.answer(**answer)
    started = time.perf_counter()
    assert (await crawler.crawl(web)).upserts == reviews
    assert time.perf_counter() - started < 10


async def test_a_site_whose_pages_fail_is_asked_ever_less(web: Any, crawler: Any) -> None:
    paths = [f"/film-{n}" for n in range(30)]
    web.listing("/", *paths)
    for path in paths:
        web.pages[path] = web.answer(status=500)
    await crawler.crawl(web)
    (row,) = crawler.store.hosts()
    assert row.host.state == "cooling"
    assert "status 500" in row.host.reason
    assert len(web.taken()) <= 7
    del web.pages["/"]
    for _ in range(10):
        crawler.now += 2 * 3600
        await crawler.crawl(web)
    assert len(web.taken()) < 50


async def test_a_site_of_consent_walls_loses_no_record(web: Any, crawler: Any) -> None:
    paths = [f"/film-{n}" for n in range(8)]
    web.listing("/", *paths)
    for path in paths:
        web.review(path, f"Film {path}")
    await crawler.crawl(web)
    version = crawler.store.last_version()
    for path in paths:
        web.pages[path] = web.answer(b"<h1>We value your privacy</h1>")
    for _ in range(4):
        crawler.now += 86400 * 1.5
        await crawler.crawl(web)
    assert crawler.outbox(version) == []
