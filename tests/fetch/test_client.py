"""One URL, asked as a guest would: what comes out, what is asked on the way, and when."""

from __future__ import annotations

import ssl
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fetching import CONTACT, Asker, Clock
from support.server import SELF_SIGNED, Answer, Request, Server, redirect

from scraper.errors import FetchError
from scraper.fetch.address import parse_address, politeness_key
from scraper.fetch.client import Fetcher
from scraper.fetch.exchange import Validators
from scraper.fetch.settings import FetchSettings, Terms

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


async def test_a_vouched_for_site_is_read_over_tls(asker: Asker) -> None:
    trusting = ssl.create_default_context(cafile=str(SELF_SIGNED))
    with Server({"/a": PAGE}, tls=True) as server:
        settings = FetchSettings(CONTACT, {f"{server.host}:{server.port}": Terms(own=True, delay=0.0)})
        async with Fetcher(settings, clock=asker.clock, sleep=asker.clock.sleep, tls=trusting) as fetcher:
            assert (await fetcher.fetch(server.url("/a"))).body == PAGE.body


async def test_one_connection_serves_a_site(asker: Asker) -> None:
    with Server({"/a": PAGE, "/b": Answer(status=404), "/c": PAGE}) as server:
        async with asker(server) as fetcher:
            await fetcher.fetch(server.url("/a"))
            await failure(fetcher, server.url("/b"))
            await fetcher.fetch(server.url("/c"))
    assert {request.connection for request in server.log} == {1}


async def test_a_redirect_in_utf8_is_read_as_such(asker: Asker) -> None:
    old = Answer(raw="HTTP/1.1 301 Moved\r\nLocation: /café\r\nContent-Length: 0\r\n\r\n".encode())
    with Server({"/old": old, "/caf%C3%A9": PAGE}) as server:
        async with asker(server) as fetcher:
            assert (await fetcher.fetch(server.url("/old"))).url == server.url("/caf%C3%A9")


async def test_no_proxy_of_the_environment_is_used(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server({"/a": PAGE}) as server, Server({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        async with asker(server) as fetcher:
            await fetcher.fetch(server.url("/a"))
    assert proxy.log == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://harrow.example/", "//", "http://[", "http://1"]))
def test_any_text_is_an_address_or_a_refusal(text: str, head: str) -> None:
    try:
        address = parse_address(head + text)
    except FetchError as fault:
        code = fault.code
    else:
        code = "none"
        assert parse_address(address.url) == address
        assert politeness_key(address.url)
    assert code in {"none", "bad_url", "unsupported_scheme"}
