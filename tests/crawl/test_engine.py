"""A site crawled, changed and crawled again: what is asked, what is kept, what is let go."""

from __future__ import annotations

import gzip
from itertools import pairwise
from typing import Any

import pytest

DAY = 86400.0


def small_site(web: Any) -> None:
    web.listing("/", "/a-review", "/b-review", "/about")
    web.review("/a-review", "Harrow Lane")
    web.review("/b-review", "Nine Doors")
    web.other("/about")


async def test_every_page_is_asked_once_and_every_review_kept(web: Any, crawler: Any) -> None:
    small_site(web)
    tally = await crawler.crawl(web)
    assert web.asked[:2] == ["/robots.txt", "/.well-known/tdmrep.json"]
    assert sorted(web.asked[2:]) == ["/", "/a-review", "/about", "/b-review"]
    assert (tally.upserts, tally.decisions["new"], tally.decisions["no_review"]) == (2, 2, 2)
    assert crawler.outbox().count(("upsert", "review")) == 2


async def test_a_second_crawl_asks_nothing_before_it_is_due(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    web.taken()
    await crawler.crawl(web)
    assert web.asked == []
    assert crawler.store.last_version() == version


async def test_edited_removed_and_added_pages_are_exactly_three_changes(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    web.review("/a-review", "Harrow Lane, the long cut")
    del web.pages["/b-review"]
    web.listing("/", "/a-review", "/c-review", "/about")
    web.review("/c-review", "The Salt Road")
    for _ in range(3):
        crawler.now += 1.3 * DAY
        await crawler.crawl(web)
    assert sorted(change for change in crawler.outbox(version) if change[1] == "review") == [
        ("delete", "review"),
        ("upsert", "review"),
        ("upsert", "review"),
    ]


async def test_a_page_missing_once_is_kept_until_it_is_missing_a_day_later(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    del web.pages["/b-review"]
    crawler.now += 1.3 * DAY
    await crawler.crawl(web)
    assert crawler.decision(web, "/b-review") == "missed"
    assert crawler.outbox(version) == []
    crawler.now += 1.3 * DAY
    await crawler.crawl(web)
    assert crawler.decision(web, "/b-review") == "gone"
    assert ("delete", "review") in crawler.outbox(version)


async def test_410_and_noindex_take_a_review_down_at_once(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    web.pages["/a-review"].status = 410
    web.pages["/a-review"].headers.clear()
    web.review("/b-review", "Nine Doors", head='<meta name="robots" content="noindex">')
    crawler.now += 1.3 * DAY
    await crawler.crawl(web)
    assert crawler.outbox(version).count(("delete", "review")) == 2


async def test_304_is_seen_unchanged_and_doubles_the_interval(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    before = crawler.store.page(web.root + "a-review")
    crawler.now += 1.3 * DAY
    await crawler.crawl(web)
    after = crawler.store.page(web.root + "a-review")
    assert crawler.decision(web, "/a-review") == "unchanged"
    assert (after.status, after.every, after.last_ok > before.last_ok) == (304, 2 * before.every, True)
    assert crawler.store.last_version() == version


async def test_a_site_that_lost_most_pages_at_once_loses_no_record(web: Any, crawler: Any) -> None:
    paths = [f"/film-{n}" for n in range(8)]
    web.listing("/", *paths)
    for path in paths:
        web.review(path, f"Film {path}")
    await crawler.crawl(web)
    version = crawler.store.last_version()
    for path in paths[:6]:
        web.pages[path].status = 410
        web.pages[path].headers.clear()
    crawler.now += 1.3 * DAY
    tally = await crawler.crawl(web)
    assert crawler.outbox(version) == []
    assert "6 of 8 known pages went missing" in tally.findings[0]


async def test_a_few_pages_of_many_that_are_missing_twice_are_deleted(web: Any, crawler: Any) -> None:
    paths = [f"/film-{n}" for n in range(40)]
    web.listing("/", *paths)
    for path in paths:
        web.review(path, f"Film {path}")
    await crawler.crawl(web)
    for path in paths[:6]:
        del web.pages[path]
    crawler.now += 1.3 * DAY
    assert (await crawler.crawl(web)).deletes == 0
    crawler.now += 1.2 * DAY  # only the six are due by then
    tally = await crawler.crawl(web)
    assert (tally.deletes, tally.findings) == (6, [])


async def test_a_site_of_which_most_is_missing_for_days_loses_no_record(web: Any, crawler: Any) -> None:
    paths = [f"/film-{n}" for n in range(12)]
    web.listing("/", *paths)
    for path in paths:
        web.review(path, f"Film {path}")
    await crawler.crawl(web)
    for path in paths[:8]:
        del web.pages[path]
    for _ in range(4):
        crawler.now += 1.2 * DAY
        assert (await crawler.crawl(web)).deletes == 0


async def test_a_page_without_its_review_is_suspected_not_deleted(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web)
    version = crawler.store.last_version()
    web.other("/a-review")
    crawler.now += 1.3 * DAY
    await crawler.crawl(web)
    assert crawler.decision(web, "/a-review") == "missed"
    assert crawler.outbox(version) == []


async def test_robots_rules_are_obeyed_and_the_file_is_read_once_a_day(web: Any, crawler: Any) -> None:
    small_site(web)
    web.pages["/robots.txt"] = type(web.pages["/"])(b"User-agent: *\nDisallow: /b-\n")
    await crawler.crawl(web)
    assert "/b-review" not in web.taken()
    assert crawler.decision(web, "/b-review") == "skipped"
    crawler.now += 3600 * 2
    await crawler.crawl(web)
    assert "/robots.txt" not in web.asked


async def test_an_unreadable_robots_file_defers_the_whole_host(web: Any, crawler: Any) -> None:
    small_site(web)
    web.pages["/robots.txt"] = type(web.pages["/"])(b"", status=503)
    await crawler.crawl(web)
    assert web.taken() == []
    del web.pages["/robots.txt"]
    await crawler.crawl(web)
    assert web.asked == []
    crawler.now += 16 * 60
    await crawler.crawl(web)
    assert len(web.taken()) == 4


async def test_retry_after_is_written_to_the_host_and_never_slept_on(web: Any, crawler: Any) -> None:
    small_site(web)
    web.pages["/"] = type(web.pages["/"])(b"", status=503, headers={"Retry-After": "7200"})
    started = crawler.now
    await crawler.crawl(web)
    assert crawler.now - started < 60
    (row,) = crawler.store.hosts()
    assert abs(row.host.next_at - started - 7200) < 10
    assert row.ready_at is not None
    assert row.ready_at >= row.host.next_at


async def test_no_request_comes_sooner_than_the_delay(web: Any, crawler: Any) -> None:
    small_site(web)
    crawler.delay = 7.0
    times: list[float] = []
    web.on_ask = lambda _: times.append(crawler.now)
    await crawler.crawl(web)
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert len(times) == 6
    assert min(gaps) >= 7.0


async def test_a_redirected_page_is_an_alias_of_its_target(web: Any, crawler: Any) -> None:
    small_site(web)
    web.pages["/old"] = type(web.pages["/"])(b"", status=301, headers={"Location": "/a-review"})
    web.listing("/", "/old", "/b-review")
    tally = await crawler.crawl(web)
    assert crawler.decision(web, "/old") == "alias"
    assert tally.upserts == 2
    assert crawler.store.page(web.root + "a-review").label == "review"
    assert crawler.store.page(web.root + "old").due is None


async def test_a_copy_that_names_its_original_has_no_record_of_its_own(web: Any, crawler: Any) -> None:
    web.listing("/", "/a-review", "/z-print")
    web.review("/a-review", "Harrow Lane")
    web.review("/z-print", "Harrow Lane", head=f'<link rel="canonical" href="{web.root}a-review">')
    await crawler.crawl(web)
    assert crawler.outbox().count(("upsert", "review")) == 1


async def test_nofollow_links_are_not_followed(web: Any, crawler: Any) -> None:
    web.listing("/", "/a-review", head='<meta name="robots" content="nofollow">')
    web.review("/a-review", "Harrow Lane")
    await crawler.crawl(web)
    assert web.taken() == ["/"]


async def test_noarchive_pages_leave_no_body_in_the_archive(web: Any, crawler: Any) -> None:
    web.listing("/", "/a-review")
    web.review("/a-review", "Harrow Lane", head='<meta name="robots" content="noarchive">')
    await crawler.crawl(web)
    raw = b"".join(path.read_bytes() for path in (crawler.folder / "archive").iterdir())
    assert b"Harrow Lane" not in gzip.decompress(raw)


async def test_a_page_budget_ends_the_run_and_the_next_goes_on(web: Any, crawler: Any) -> None:
    small_site(web)
    await crawler.crawl(web, pages=2)
    assert len(web.taken()) == 2
    await crawler.crawl(web)
    assert len(web.taken()) == 2


async def test_a_fault_of_ours_on_one_page_is_a_finding_and_the_crawl_goes_on(web: Any, crawler: Any) -> None:
    small_site(web)
    good = crawler.process

    def process(response: Any, **more: Any) -> Any:
        if response.url.endswith("/a-review"):
            raise ZeroDivisionError("no")
        return good(response, **more)

    crawler.process = process
    tally = await crawler.crawl(web)
    assert tally.upserts == 1
    assert "ZeroDivisionError" in tally.findings[0]


async def test_a_host_is_asked_only_within_its_hours(web: Any, crawler: Any) -> None:
    small_site(web)
    crawler.now = 1_800_000_000.0 - 1_800_000_000.0 % DAY + 12 * 3600
    crawler.window = "22:00-23:00 UTC"
    await crawler.crawl(web)
    assert web.asked == []
    crawler.now += 10 * 3600 + 60
    tally = await crawler.crawl(web)
    assert tally.upserts == 2


@pytest.mark.parametrize(
    ("path", "written"),
    [("/film-1/", "/film-1/"), ("/%F0%9F%8E%AC-1/", "/%f0%9f%8e%ac-1/"), ("/%F0%9F%8E%AC-1/", "/\N{CLAPPER BOARD}-1/")],
)
async def test_a_review_in_two_pages_is_one_visit_one_record_and_no_address_more(
    web: Any, crawler: Any, path: str, written: str
) -> None:
    web.listing("/", path)
    web.review(path, "Film 1", f"{written}2/")
    web.review(f"{path}2/", "Film 1", written)
    tally = await crawler.crawl(web)
    assert tally.upserts == 1
    assert web.asked.count(f"{path}2/") == 1
    assert crawler.decision(web, f"{path}2/") is None


async def test_a_review_whose_second_page_is_out_of_order_is_left_for_later(web: Any, crawler: Any) -> None:
    web.listing("/", "/film-1/")
    web.review("/film-1/", "Film 1", "/film-1/2/")
    web.pages["/film-1/2/"] = web.answer(status=503)
    tally = await crawler.crawl(web, patience=0.0)
    assert tally.upserts == 0
    assert crawler.decision(web, "/film-1/") == "failed"
