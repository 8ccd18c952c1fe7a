"""One URL, asked as a guest would: what comes out, what is asked on the way, and when."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.fetching import Asker, Clock
from support.server import Answer, Request, Server, redirect

from scraper.errors import FetchError
from scraper.fetch.client import Fetcher
from scraper.fetch.exchange import Validators

PAGE = Answer(b"<h1>Harrow Lane</h1><p>Four out of five.</p>")


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    return caught.value


async def test_a_page_comes_with_status_headers_and_both_addresses(asker: Asker) -> None:
    with Server({"/review": PAGE, "/old": redirect("/review")}) as server:
        async with asker(server) as fetcher:
            response = await fetcher.fetch(server.url("/old#score"))
    assert (response.status, response.body) == (200, PAGE.body)
    assert response.header("content-type") == "text/html; charset=utf-8"
    assert response.url == server.url("/review")
    assert response.requested_url == server.url("/old")
    assert response.redirects == (server.url("/old"),)


async def test_robots_is_asked_first_and_once(asker: Asker) -> None:
    with Server({"/a": PAGE, "/b": PAGE}) as server:
        async with asker(server) as fetcher:
            await fetcher.fetch(server.url("/a"))
            await fetcher.fetch(server.url("/b"))
    assert server.paths() == ["/robots.txt", "/.well-known/tdmrep.json", "/a", "/b"]


async def test_who_asks_says_so(asker: Asker) -> None:
    with Server({"/a": PAGE}) as server:
        async with asker(server) as fetcher:
            await fetcher.fetch(server.url("/a"))
    agents = {request.headers["user-agent"] for request in server.log}
    assert len(agents) == 1
    assert agents.pop().startswith("film-review-scraper/")
    assert all("(+https://crawler.example/about)" in request.headers["user-agent"] for request in server.log)
    assert all(request.headers["accept-encoding"] == "gzip, deflate" for request in server.log)


async def test_requests_to_one_host_are_a_delay_apart_whatever_they_ask(asker: Asker, clock: Clock) -> None:
    at: list[float] = []

    def page(request: Request) -> Answer:
        at.append(clock.now)
        return redirect("/b") if request.path == "/a" else PAGE

    with Server({"/robots.txt": page, "/.well-known/tdmrep.json": page, "/a": page, "/b": page}) as server:
        async with asker(server, delay=5.0) as fetcher:
            await fetcher.fetch(server.url("/a"))
    assert [late - early for early, late in pairwise(at)] == [5.0, 5.0, 5.0]


async def test_a_forbidden_page_is_not_asked_for_and_the_line_is_named(asker: Asker) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /drafts/\n", type="text/plain")
    with Server({"/robots.txt": robots, "/drafts/1": PAGE}) as server:
        async with asker(server) as fetcher:
            fault = await failure(fetcher, server.url("/drafts/1"))
    assert fault.code == "robots_denied"
    assert "line 2 'Disallow: /drafts/' of group 'User-agent: *'" in str(fault)
    assert server.paths() == ["/robots.txt"]


async def test_an_unchanged_page_answers_304(asker: Asker) -> None:
    def page(request: Request) -> Answer:
        return Answer(status=304) if request.headers.get("if-none-match") == '"v1"' else PAGE

    with Server({"/a": page}) as server:
        async with asker(server) as fetcher:
            response = await fetcher.fetch(server.url("/a"), Validators(etag='"v1"'))
    assert (response.status, response.body) == (304, b"")
