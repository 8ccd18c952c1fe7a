"""robots.txt as it really comes: missing, broken, slow, huge; and what stays in force meanwhile."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from support.fetching import Asker, Clock
from support.server import Answer, Reply, Server, redirect

from scraper.errors import FetchError
from scraper.fetch import Fetcher, Terms
from scraper.fetch.robots import decide, due_at, explain, is_due, tdmrep_is_due
from scraper.model import RobotsCopy

PAGE = Answer(b"<h1>Harrow Lane</h1>")
FORBID = b"User-agent: *\nDisallow: /drafts/\n"
RULES = FORBID.decode()
DAY = 86400.0


async def outcome(fetcher: Fetcher, url: str) -> str:
    try:
        await fetcher.fetch(url)
    except FetchError as fault:
        return fault.code
    return "page"


@pytest.mark.parametrize(
    ("robots", "open_page", "draft"),
    [
        (Answer(status=404), "page", "page"),
        (Answer(status=410), "page", "page"),
        (Answer(status=400), "page", "page"),
        (Answer(status=401), "robots_denied", "robots_denied"),
        (Answer(status=403), "robots_denied", "robots_denied"),
        (Answer(status=429), "robots_unreadable", "robots_unreadable"),
        (Answer(status=500), "robots_unreadable", "robots_unreadable"),
        (Answer(status=503), "robots_unreadable", "robots_unreadable"),
        (Answer(hang=True), "timeout", "robots_unreadable"),
        (Answer(raw=b""), "network", "robots_unreadable"),
        (redirect("/robots.txt"), "robots_unreadable", "robots_unreadable"),
        (redirect("http://169.254.169.254/"), "robots_unreadable", "robots_unreadable"),
        (Answer(FORBID, headers=(("Content-Encoding", "br"),)), "robots_unreadable", "robots_unreadable"),
        (Answer(FORBID), "page", "robots_denied"),
        (Answer(b"\xef\xbb\xbf" + FORBID), "page", "robots_denied"),
        (Answer(gzip.compress(FORBID), headers=(("Content-Encoding", "gzip"),)), "page", "robots_denied"),
        (Answer(FORBID + b"#" * 2_000_000), "page", "robots_denied"),
        (Answer(b"# \xff\xfe\n" + FORBID), "page", "robots_denied"),
        (Answer(b"<!doctype html><p>Welcome to Harrow Lane"), "page", "page"),
        (Answer(b""), "page", "page"),
    ],
)
async def test_what_robots_txt_answers_decides(asker: Asker, robots: Reply, open_page: str, draft: str) -> None:
    with Server({"/robots.txt": robots, "/review": PAGE, "/drafts/1": PAGE}) as server:
        patience = 0.6 if open_page == "timeout" else 30.0
        async with asker(server, delay=0.0, total_timeout=patience, wait=90.0) as fetcher:
            assert await outcome(fetcher, server.url("/review")) == open_page
            assert await outcome(fetcher, server.url("/drafts/1")) == draft
        asked = [path for path in server.paths() if path in {"/review", "/drafts/1"}]
    assert len(asked) == [open_page, draft].count("page")


async def test_rules_behind_the_first_half_mebibyte_are_not_read(asker: Asker) -> None:
    long = b"User-agent: *\n" + b"#" * (512 * 1024) + b"\nDisallow: /drafts/\n"
    with Server({"/robots.txt": Answer(long), "/drafts/1": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            assert await outcome(fetcher, server.url("/drafts/1")) == "page"


async def test_five_redirects_of_robots_txt_are_followed_and_its_rules_hold_where_it_began(asker: Asker) -> None:
    hops: dict[str, Reply] = {f"/r{n}": redirect(f"/r{n + 1}") for n in range(1, 5)}
    with Server({"/robots.txt": redirect("/r1"), **hops, "/r5": Answer(FORBID), "/drafts/1": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            assert await outcome(fetcher, server.url("/drafts/1")) == "robots_denied"
    assert server.paths() == ["/robots.txt", "/r1", "/r2", "/r3", "/r4", "/r5"]


async def test_a_copy_is_asked_for_once_a_day(asker: Asker, clock: Clock) -> None:
    with Server({"/robots.txt": Answer(FORBID), "/review": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            for hours in (0, 12, 23.9, 24.1):
                clock.now = 1_800_000_000.0 + hours * 3600
                await fetcher.fetch(server.url("/review"))
    assert server.paths().count("/robots.txt") == 2


async def test_the_last_good_copy_stays_in_force_for_a_month(asker: Asker, clock: Clock) -> None:
    answers: dict[str, Reply] = {"/robots.txt": Answer(FORBID), "/review": PAGE, "/drafts/1": PAGE}
    with Server(answers) as server:
        async with asker(server, delay=0.0, wait=7200.0) as fetcher:
            assert await outcome(fetcher, server.url("/review")) == "page"
            answers["/robots.txt"] = Answer(status=503)
            clock.now += 2 * DAY
            assert await outcome(fetcher, server.url("/review")) == "page"
            assert await outcome(fetcher, server.url("/drafts/1")) == "robots_denied"
            clock.now += 30 * DAY
            assert await outcome(fetcher, server.url("/review")) == "robots_unreadable"


def test_an_unreadable_robots_txt_is_asked_for_ever_more_rarely() -> None:
    copy = RobotsCopy("https://a.example", 0.0, "unreadable", unreadable_since=0.0)
    waits = []
    for _ in range(7):
        wait = due_at(copy) - copy.checked_at
        waits.append(wait / 60)
        copy = RobotsCopy("https://a.example", due_at(copy), "unreadable", unreadable_since=0.0)
    assert waits == [15, 15, 30, 60, 120, 240, 360]


async def test_a_retry_after_of_robots_txt_is_waited_for(asker: Asker, clock: Clock) -> None:
    ill = Answer(status=503, headers=(("Retry-After", "86400"),))
    with Server({"/robots.txt": ill}) as server:
        async with asker(server) as fetcher:
            copy = await fetcher.refresh(server.url("/a"), None, key=fetcher.key(server.url()), rest=5.0)
    assert due_at(copy) == clock.now + DAY
    assert not tdmrep_is_due(copy, clock.now)


def test_a_copy_from_the_future_is_not_trusted() -> None:
    assert is_due(RobotsCopy("https://a.example", 10 * DAY, "rules"), 0.0)


def test_after_a_month_unreadable_the_operator_is_told() -> None:
    copy = RobotsCopy("https://a.example", 40 * DAY, "unreadable", unreadable_since=0.0, reason="status 503")
    assert "ask the site or drop it" in decide(copy, "https://a.example/", 40 * DAY).reason


@pytest.mark.parametrize(
    ("copy", "path", "says"),
    [
        (RobotsCopy("o", 0.0, "rules", 200, RULES, 0.0), "/drafts/1", "line 2 'Disallow: /drafts/' of group"),
        (
            RobotsCopy("o", 0.0, "rules", 200, FORBID.decode(), 0.0),
            "/a",
            "no line of group 'User-agent: *' concerns it",
        ),
        (RobotsCopy("o", 0.0, "rules", 200, "User-agent: *\nAllow: /a", 0.0), "/a", "allowed by line 2 'Allow: /a'"),
        (RobotsCopy("o", 0.0, "rules", 200, "", 0.0), "/a", "has no group for us or for everybody"),
        (RobotsCopy("o", 0.0, "allow_all", 404, good_at=0.0), "/a", "has no robots.txt (status 404"),
        (RobotsCopy("o", 0.0, "deny_all", 403), "/a", "answered with status 403"),
        (
            RobotsCopy("o", 0.0, "unreadable", 503, reason="status 503"),
            "/a",
            "could not be read at 1970-01-01 00:00 UTC",
        ),
    ],
)
def test_a_decision_says_which_line_and_when_it_was_read(copy: RobotsCopy, path: str, says: str) -> None:
    assert says in explain(copy, "https://a.example" + path, 60.0)


async def test_two_callers_ask_for_one_robots_txt(asker: Asker) -> None:
    with Server({"/robots.txt": Answer(FORBID), "/a": PAGE, "/b": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url(path)) for path in ("/a", "/b")))
    assert server.paths().count("/robots.txt") == 1


# --- reservations of text and data mining --------------------------------------------------


@pytest.mark.parametrize(
    ("routes", "code"),
    [
        ({"/a": Answer(b"x", headers=(("TDM-Reservation", "1"),))}, "reserved"),
        ({"/a": Answer(b"x", headers=(("TDM-Reservation", "0"),))}, "page"),
        ({"/a": Answer(b"x", headers=(("Content-Usage", "train-ai=n"),))}, "reserved"),
        ({"/a": Answer(b"x", headers=(("Content-Usage", "train-ai=n, search=y"),))}, "page"),
        ({"/a": Answer(b"x", headers=(("Content-Usage", "train-ai=y"),))}, "page"),
        ({"/.well-known/tdmrep.json": Answer(b'[{"location": "/", "tdm-reservation": 1}]')}, "reserved"),
        ({"/.well-known/tdmrep.json": Answer(b'[{"location": "/b*", "tdm-reservation": 1}]')}, "page"),
        ({"/.well-known/tdmrep.json": Answer(b'[{"location": "/a$", "tdm-reservation": 1}]')}, "reserved"),
        ({"/.well-known/tdmrep.json": Answer(b"<html>not here, but status 200</html>")}, "page"),
        ({"/.well-known/tdmrep.json": Answer(b"[" * 100_000)}, "page"),
        ({"/.well-known/tdmrep.json": Answer(status=403)}, "page"),
        ({"/robots.txt": Answer(b"User-agent: *\nAllow: /\nContent-Usage: bots=n\n")}, "reserved"),
        ({"/robots.txt": Answer(b"User-agent: otherbot\nContent-Usage: bots=n\n")}, "page"),
    ],
)
async def test_a_site_that_reserves_data_mining_is_left_alone(
    asker: Asker, routes: dict[str, Reply], code: str
) -> None:
    with Server({"/a": PAGE, **routes}) as server:
        async with asker(server, delay=0.0) as fetcher:
            assert await outcome(fetcher, server.url("/a")) == code


async def test_the_operator_may_settle_a_reservation_for_one_site_with_a_reason(asker: Asker) -> None:
    tdmrep = Answer(b'[{"location": "/", "tdm-reservation": 1}]')
    routes = {"/.well-known/tdmrep.json": tdmrep, "/a": Answer(b"x", headers=(("TDM-Reservation", "1"),))}
    names = {"settled.example": ["93.184.215.14"], "other.example": ["93.184.215.14"]}
    hosts = {"settled.example": Terms(reserved="written permission of 2026-03-01")}
    with Server(routes) as server:
        async with asker.internet(names, {"93.184.215.14": server}, hosts) as fetcher:
            assert await outcome(fetcher, "http://settled.example/a") == "page"
            assert await outcome(fetcher, "http://other.example/a") == "reserved"


async def test_tdmrep_is_asked_for_once_a_week(asker: Asker, clock: Clock) -> None:
    with Server({"/a": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            for days in (0, 2, 4, 6.9, 7.1):
                clock.now = 1_800_000_000.0 + days * DAY
                await fetcher.fetch(server.url("/a"))
    assert server.paths().count("/.well-known/tdmrep.json") == 2
