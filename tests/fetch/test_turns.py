"""One request at a time to a site, its delay apart, whoever asks: this call, this process, this user."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from support.fetching import CONTACT, Asker, Clock
from support.server import Answer, Request, Server, redirect

from scraper.errors import ConfigError, FetchError
from scraper.fetch import Fetcher, FetchSettings, OnceOffState, Terms
from scraper.fetch.address import politeness_key
from scraper.fetch.exchange import Exchange
from scraper.fetch.pace import paused
from scraper.fetch.state import MemoryState

PAGE = Answer(b"<h1>Harrow Lane</h1>")
IP = "93.184.215.14"


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    return caught.value


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.harrow.example/a", "harrow.example"),
        ("http://reviews.harrow.co.uk:8080/", "harrow.co.uk"),
        ("https://idamoss.blogspot.com/", "idamoss.blogspot.com"),
        ("https://idamoss.wordpress.com/", "idamoss.wordpress.com"),
        ("https://blogspot.com/", "blogspot.com"),
        ("http://localhost/", "localhost"),
        ("http://WWW.Kinömann.example./", "xn--kinmann-c1a.example"),
        ("http://93.184.215.14/", "93.184.215.14"),
        ("http://[2606:2800::1]:8080/", "[2606:2800::1]:8080"),
    ],
)
def test_sites_of_one_owner_are_one_and_blogs_of_one_service_are_many(url: str, key: str) -> None:
    assert politeness_key(url) == key


def test_own_hosts_stand_for_themselves() -> None:
    own = {"a.harrow.example", "127.0.0.1:9"}
    assert politeness_key("http://a.harrow.example/", own) == "a.harrow.example"
    assert politeness_key("http://b.harrow.example/", own) == "harrow.example"
    assert politeness_key("http://127.0.0.1:9/", own) == "127.0.0.1:9"


async def test_two_names_of_one_owner_share_a_delay_of_at_least_five_seconds(asker: Asker, clock: Clock) -> None:
    at: list[float] = []

    def page(request: Request) -> Answer:
        at.append(clock.now)
        return PAGE

    with Server(dict.fromkeys(("/robots.txt", "/.well-known/tdmrep.json", "/a"), page)) as server:
        names = {"www.harrow.example": [IP], "blog.harrow.example": ["93.184.215.15"]}
        async with asker.internet(names, {IP: server, "93.184.215.15": server}) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://{name}/a") for name in names))
    assert len(at) == 6
    assert all(late - early >= 5.0 for early, late in pairwise(at))


async def test_sites_that_share_an_address_are_kept_a_second_apart(asker: Asker, clock: Clock) -> None:
    at: list[float] = []

    def page(request: Request) -> Answer:
        at.append(clock.now)
        return PAGE

    names = {f"blog{number}.example": [IP] for number in range(4)}
    with Server(dict.fromkeys(("/robots.txt", "/.well-known/tdmrep.json", "/a"), page)) as server:
        async with asker.internet(names, {IP: server}) as fetcher:
            for name in names:
                await fetcher.fetch(f"http://{name}/a")
    assert len(at) == 12
    assert all(late - early >= 1.0 for early, late in pairwise(at))


async def test_a_redirect_to_another_site_obeys_that_sites_rules(asker: Asker) -> None:
    forbid = Answer(b"User-agent: *\nDisallow: /\n")
    with (
        Server({"/robots.txt": forbid, "/a": PAGE}) as closed,
        Server({"/a": redirect("http://closed.example/a")}) as site,
    ):
        names = {"open.example": [IP], "closed.example": ["93.184.215.15"]}
        async with asker.internet(names, {IP: site, "93.184.215.15": closed}) as fetcher:
            fault = await failure(fetcher, "http://open.example/a")
    assert (fault.code, fault.url) == ("robots_denied", "http://closed.example/a")
    assert closed.paths() == ["/robots.txt"]


async def test_a_crawl_delay_is_obeyed_from_the_first_page_on(asker: Asker, clock: Clock) -> None:
    at: list[float] = []

    def page(request: Request) -> Answer:
        at.append(clock.now)
        return Answer(b"User-agent: *\nCrawl-delay: 20\n") if request.path == "/robots.txt" else PAGE

    with Server(dict.fromkeys(("/robots.txt", "/.well-known/tdmrep.json", "/a"), page)) as server:
        async with asker(server, delay=0.0) as fetcher:
            await fetcher.fetch(server.url("/a"))
            await fetcher.fetch(server.url("/a"))
    assert [late - early for early, late in pairwise(at)] == [20.0, 20.0, 20.0]


async def test_a_turn_beyond_the_wait_is_answered_busy_with_its_time(asker: Asker, clock: Clock) -> None:
    with Server({"/a": Answer(status=503, headers=(("Retry-After", "3600"),)), "/b": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            await failure(fetcher, server.url("/a"))
            fault = await failure(fetcher, server.url("/b"))
    assert fault.code == "busy"
    assert fault.retry_at == clock.now + 3600
    assert "3600 s" in str(fault)
    assert "/b" not in server.paths()


async def test_a_slot_that_another_holds_is_waited_for_and_then_answered_busy(asker: Asker, clock: Clock) -> None:
    with Server({"/a": PAGE}) as server:
        async with asker(server, delay=0.0, wait=10.0) as fetcher:
            key = fetcher.key(server.url())
            asker.state.claim(key, now=clock.now, until=clock.now + 4)
            await fetcher.fetch(server.url("/a"))
            assert 4.0 <= clock.slept < 5.0
            asker.state.claim(key, now=clock.now, until=clock.now + 1000)
            assert (await failure(fetcher, server.url("/a"))).code == "busy"
    assert clock.slept < 16.0


async def test_a_paused_host_is_not_asked_and_the_remedy_is_named(asker: Asker, clock: Clock) -> None:
    with Server({"/a": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            key = fetcher.key(server.url())
            token = asker.state.claim(key, now=clock.now, until=clock.now + 1)
            assert token is not None
            asker.state.release(paused(asker.state.host(key), "their request"), token)
            fault = await failure(fetcher, server.url("/a"))
    assert "scrape hosts resume" in str(fault)
    assert "their request" in str(fault)
    assert server.log == []


async def test_the_operators_hours_hold_for_one_call_too(asker: Asker, clock: Clock) -> None:
    with Server({"/a": PAGE}) as server:
        hosts = {f"{server.host}:{server.port}": Terms(own=True, delay=0.0, window="03:00-04:00")}
        settings = FetchSettings(CONTACT, hosts)
        async with Fetcher(settings, asker.state, clock=clock, sleep=clock.sleep) as fetcher:
            assert (await failure(fetcher, server.url("/a"))).code == "busy"  # the clock stands at 08:00 UTC


PROGRAM = """
import asyncio, sys
from pathlib import Path
from scraper.fetch import Fetcher, FetchSettings, OnceOffState, Terms
async def main(url, netloc, file):
    with OnceOffState(Path(file)) as state:
        settings = FetchSettings("https://crawler.example/about", {netloc: Terms(own=True, delay=0.3)})
        async with Fetcher(settings, state) as fetcher:
            for _ in range(2):
                await fetcher.fetch(url)
asyncio.run(main(*sys.argv[1:]))
"""


def test_processes_of_one_user_never_ask_a_host_within_its_delay(tmp_path: Path) -> None:
    with Server({"/a": PAGE}) as server:
        arguments = [server.url("/a"), f"{server.host}:{server.port}", str(tmp_path / "hosts.sqlite3")]
        runs = [subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments]) for _ in range(2)]
        assert [run.wait(timeout=30) for run in runs] == [0, 0]
    assert server.paths().count("/a") == 4
    gaps = [late.at - early.at for early, late in pairwise(server.log)]
    assert min(gaps) >= 0.3


def test_a_killed_call_blocks_its_host_for_no_longer_than_its_slot(tmp_path: Path) -> None:
    file = tmp_path / "hosts.sqlite3"
    with Server({"/robots.txt": Answer(hang=True)}) as server:
        arguments = [server.url("/a"), f"{server.host}:{server.port}", str(file)]
        run = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments])
        while not server.log:
            time.sleep(0.01)
        run.kill()
        run.wait()
        key = f"{server.host}:{server.port}"
    with OnceOffState(file) as state:
        now = time.time()
        assert state.claim(key, now=now, until=now + 1) is None
        assert state.claim(key, now=now + 120, until=now + 121) is not None


# --- for callers that hold the slot themselves ----------------------------------------------


async def test_get_asks_once_and_follows_nothing(asker: Asker, clock: Clock) -> None:
    with Server({"/old": redirect("/new"), "/new": PAGE}) as server:
        async with asker(server, delay=5.0) as fetcher:
            answer = await fetcher.get(server.url("/old"))
            assert answer.status == 302
            assert fetcher.next_hop(answer, [answer.url]).url == server.url("/new")
            assert asker.state.host(fetcher.key(server.url())).next_at == 0.0
    assert server.paths() == ["/old"]
    assert clock.slept == 0.0


async def test_refresh_reads_both_files_a_delay_apart_and_saves_nothing(asker: Asker, clock: Clock) -> None:
    with Server({"/robots.txt": redirect("/r"), "/r": Answer(b"User-agent: *\nDisallow: /x\n")}) as server:
        async with asker(server) as fetcher:
            copy = await fetcher.refresh(server.url("/a"), None, key=fetcher.key(server.url()), rest=5.0)
    assert copy.verdict == "rules"
    assert server.paths() == ["/robots.txt", "/r", "/.well-known/tdmrep.json"]
    assert clock.slept == 10.0
    assert asker.state.robots(server.origin) is None


async def test_refresh_obeys_the_delay_that_it_has_just_read(asker: Asker, clock: Clock) -> None:
    with Server({"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 20\n")}) as server:
        async with asker(server) as fetcher:
            await fetcher.refresh(server.url("/a"), None, key=fetcher.key(server.url()), rest=5.0)
    assert clock.slept == 20.0


async def test_refresh_of_an_ill_site_is_a_copy_that_says_so(asker: Asker) -> None:
    with Server({"/robots.txt": Answer(status=503)}) as server:
        async with asker(server) as fetcher:
            copy = await fetcher.refresh(server.url("/a"), None, key=fetcher.key(server.url()), rest=5.0)
    assert (copy.verdict, copy.status) == ("unreadable", 503)


async def test_the_connections_of_the_hosts_asked_last_are_kept(asker: Asker) -> None:
    with Server({"/a": PAGE}) as first, Server({"/a": PAGE}) as second, Server({"/a": PAGE}) as third:
        exchange = Exchange(asker(first, second, third).settings, MemoryState(), kept=2)
        for server in (first, second, third, second, first):
            await exchange.get(server.url("/a"))
        await exchange.aclose()
    assert [request.connection for request in second.log] == [1, 1]
    assert [request.connection for request in first.log] == [1, 2]


# --- settings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "contact",
    [
        "",
        None,
        "me",
        "http://crawler.example/",
        "you@crawler.example",
        "mailto:",
        "https://a\r\nb.example/",
        "https://x",
    ],
)
def test_without_a_contact_nothing_is_fetched(contact: str | None) -> None:
    with pytest.raises(ConfigError, match=r"scrape init"):
        FetchSettings(contact)


@pytest.mark.parametrize(
    "contact", ["https://crawler.example/about", "https://crawler.example", "mailto:ida@moss.example"]
)
def test_a_page_or_a_mail_address_is_a_contact(contact: str) -> None:
    assert FetchSettings(contact).user_agent.endswith(f"(+{contact})")


@pytest.mark.parametrize(
    ("hosts", "delay"),
    [
        ({}, 4.9),
        ({}, float("nan")),
        ({"harrow.example": Terms(delay=1.0)}, 5.0),
        ({"*.example": Terms(own=True)}, 5.0),
        ({"127.0.0.0/8": Terms(own=True)}, 5.0),
        ({"127.0.0.1": Terms(own=True, delay=-1.0)}, 5.0),
        ({"127.0.0.1": Terms(own=True, window="whenever")}, 5.0),
    ],
)
def test_settings_that_would_be_impolite_or_vague_are_refused(hosts: dict[str, Terms], delay: float) -> None:
    with pytest.raises(ConfigError):
        FetchSettings(CONTACT, hosts, delay=delay)
