"""Every way in which a URL gives no page has a code, one line for a person, and nothing half done."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib

import pytest
from support.fetching import CONTACT, Asker, Clock, Loopback
from support.server import Answer, Reply, Request, Server, redirect

from scraper.errors import FETCH_CODES, FetchError
from scraper.fetch import Fetcher, FetchSettings

BODY = b"<h1>Harrow Lane</h1><p>Four out of five.</p>" * 50
PAGE = Answer(BODY)


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    fault = caught.value
    assert fault.code in FETCH_CODES
    assert "\n" not in str(fault)
    return fault


def gzipped(body: bytes) -> Answer:
    return Answer(gzip.compress(body), headers=(("Content-Encoding", "gzip"),))


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Answer(status=404), "http_404"),
        (Answer(status=410), "http_410"),
        (Answer(status=429), "http_429"),
        (Answer(status=403), "http_4xx"),
        (Answer(status=451), "http_4xx"),
        (Answer(status=500), "http_5xx"),
        (Answer(status=503), "http_5xx"),
        (redirect("/page"), "redirect_loop"),
        (lambda request: redirect(request.target + "x"), "redirect_loop"),
        (redirect("ftp://harrow.example/"), "bad_redirect"),
        (redirect("http://[::1"), "bad_redirect"),
        (Answer(status=302), "bad_redirect"),
        (Answer(BODY, type="video/mp4"), "unsupported_type"),
        (Answer(BODY, type="image/svg+xml"), "unsupported_type"),
        (Answer(BODY, headers=(("Content-Encoding", "br"),)), "bad_encoding"),
        (Answer(BODY, headers=(("Content-Encoding", "gzip, gzip"),)), "bad_encoding"),
        (Answer(BODY, headers=(("Content-Encoding", "gzip"),)), "bad_encoding"),
        (Answer(gzip.compress(BODY, mtime=0)[:-9], headers=(("Content-Encoding", "gzip"),)), "bad_encoding"),
        (Answer(b"x" * (5 * 1024 * 1024 + 1)), "too_large"),
        (Answer(b"x", length=10**12), "too_large"),
        (gzipped(b"x" * (5 * 1024 * 1024 + 1)), "too_large"),
        (Answer(BODY, drop_after=100), "network"),
        (Answer(BODY, length=len(BODY) + 10, close=True, drop_after=len(BODY)), "network"),
        (Answer(raw=b""), "network"),
        (Answer(raw=b"this is no HTTP\r\n\r\n"), "network"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"), "network"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000), "network"),
        (Answer(hang=True), "timeout"),
        (Answer(BODY, drip=(0.05, 1)), "timeout"),
    ],
)
async def test_an_answer_that_is_no_page_has_its_code(asker: Asker, reply: Reply, code: str) -> None:
    with Server({"/robots.txt": Answer(), "/page": reply, **({"/pagex" + "x" * n: reply for n in range(9)})}) as server:
        patience = 0.6 if code == "timeout" else 30.0
        async with asker(server, delay=0.0, total_timeout=patience) as fetcher:
            fault = await failure(fetcher, server.url("/page"))
    assert fault.code == code
    assert str(fault).startswith(f"{server.origin}/page")


async def test_a_longer_body_than_announced_is_cut_at_what_was_announced(asker: Asker) -> None:
    with Server({"/page": Answer(BODY, length=100)}) as server:
        async with asker(server, delay=0.0) as fetcher:
            assert (await fetcher.fetch(server.url("/page"))).body == BODY[:100]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0)),
        ("GZIP", gzip.compress(BODY[:900], mtime=0) + gzip.compress(BODY[900:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + b"\0" * 20),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY, wbits=-15)),
        ("identity", BODY),
    ],
)
async def test_bodies_come_decompressed(asker: Asker, coding: str, packed: bytes) -> None:
    answer = Answer(packed, headers=(("Content-Encoding", coding),), drip=(0.0, 777))
    with Server({"/page": answer}) as server:
        async with asker(server, delay=0.0) as fetcher:
            assert (await fetcher.fetch(server.url("/page"))).body == BODY


async def test_a_compression_bomb_costs_little_memory(asker: Asker) -> None:
    bomb = gzip.compress(b"\0" * (64 * 1024 * 1024))
    with Server({"/page": Answer(bomb, headers=(("Content-Encoding", "gzip"),)), "/other": PAGE}) as server:
        async with asker(server, delay=0.0) as fetcher:
            await fetcher.fetch(server.url("/other"))
            tracemalloc.start()
            fault = await failure(fetcher, server.url("/page"))
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
    assert fault.code == "too_large"
    assert "bomb" in str(fault)
    assert peak < 1024 * 1024


async def test_a_refused_connection_is_told_and_rested_from(asker: Asker, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server({}, port=0)
        port = taken.getsockname()[1]
    server.close()
    server.port = port
    async with asker(server, delay=0.0) as fetcher:
        fault = await failure(fetcher, server.url("/page"))
        assert fault.code == "connect"
        host = asker.state.host(fetcher.key(server.url()))
    assert host.next_at >= clock.now + 60


async def test_a_certificate_that_nobody_vouches_for_is_refused(asker: Asker) -> None:
    with Server({"/page": PAGE}, tls=True) as server:
        async with asker(server, delay=0.0) as fetcher:
            fault = await failure(fetcher, server.url("/page"))
    assert fault.code == "tls"
    assert "self-signed certificate" in str(fault)
    assert server.log == []


async def test_a_name_without_address_is_a_dns_failure_and_no_hosts_fault(asker: Asker) -> None:
    async with asker.internet({}, {}) as fetcher:
        fault = await failure(fetcher, "http://nowhere.example/")
        assert fault.code == "dns"
        assert asker.state.host("nowhere.example").failures == 0
        assert asker.state.robots("http://nowhere.example") is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://localhost.:{port}/",
        "http://LOCALHOST:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]:{port}/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0:{port}/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
    ],
)
async def test_private_addresses_are_refused_however_they_are_spelt(asker: Asker, url: str) -> None:
    with Server({"/": PAGE}) as server:
        async with asker() as fetcher:
            fault = await failure(fetcher, url.format(port=server.port))
    assert fault.code in {"private_address", "dns", "bad_url"}  # a spelling that nobody can read cannot be dialled
    assert server.log == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://harrow.example/", "unsupported_scheme"),
        ("file:///etc/passwd", "unsupported_scheme"),
        ("javascript:alert(1)", "unsupported_scheme"),
        ("harrow.example/review", "unsupported_scheme"),
        ("http://", "bad_url"),
        ("http:///review", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://harrow..example/", "bad_url"),
        ("http://harrow.example:99999/", "bad_url"),
        ("http://harrow.example:0/", "bad_url"),
        ("http://ida:secret@harrow.example/", "bad_url"),
        ("http://harrow.example/\x00", "bad_url"),
        ("http://harrow.example/\ud800", "bad_url"),
        ("http://１２７.0.0.1/", "bad_url"),
        ("http://" + "a" * 300 + ".example/", "bad_url"),
        ("http://" + "a" * 80 + ".example/", "dns"),
        ("http://harrow.example/" + "a" * 3000, "bad_url"),
    ],
)
async def test_an_address_that_cannot_be_fetched_is_refused_before_anything_is_asked(
    asker: Asker, url: str, code: str
) -> None:
    async with asker.internet({}, {}) as fetcher:
        fault = await failure(fetcher, url)
    assert fault.code == code
    assert len(str(fault)) < 400


async def test_another_site_cannot_lead_into_an_own_host(asker: Asker) -> None:
    with Server({"/": PAGE}) as mine, Server({"/page": redirect(mine.url("/")), "/robots.txt": Answer()}) as theirs:
        names = {"theirs.example": ["93.184.215.14"]}
        own = asker(mine).settings.hosts
        async with asker.internet(names, {"93.184.215.14": theirs}, dict(own)) as fetcher:
            fault = await failure(fetcher, "http://theirs.example/page")
    assert fault.code == "private_address"
    assert mine.log == []


async def test_a_name_that_changes_its_address_is_dialled_where_it_was_checked(asker: Asker) -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> list[str]:
        return answers.pop(0)

    with Server({"/page": PAGE, "/robots.txt": Answer()}) as site:
        dialler = Loopback({"93.184.215.14": site})
        seams = {"clock": asker.clock, "sleep": asker.clock.sleep, "resolve": rebinding, "dialler": dialler}
        async with Fetcher(FetchSettings(CONTACT), asker.state, **seams) as fetcher:
            await fetcher.fetch("http://changing.example/page")
    assert set(dialler.dialled) == {"93.184.215.14"}


async def test_only_the_public_addresses_of_a_name_are_dialled(asker: Asker) -> None:
    with Server({"/page": PAGE}) as site:
        names = {"mixed.example": ["10.1.2.3", "93.184.215.14"]}
        async with asker.internet(names, {"93.184.215.14": site}) as fetcher:
            assert (await fetcher.fetch("http://mixed.example/page")).body == BODY


async def test_the_next_address_is_dialled_where_one_does_not_answer(asker: Asker) -> None:
    with Server({"/page": PAGE}) as site:
        names = {"two.example": ["93.184.215.13", "93.184.215.14"]}
        async with asker.internet(names, {"93.184.215.14": site}) as fetcher:
            assert (await fetcher.fetch("http://two.example/page")).body == BODY


async def test_what_was_taken_down_for_good_is_not_fetched_and_not_led_to(asker: Asker) -> None:
    with Server({"/down": PAGE, "/old": redirect("/down"), "/up": PAGE}) as server:
        settings = asker(server, delay=0.0).settings
        async with Fetcher(settings, asker.state, forgotten=lambda url: url.endswith("/down")) as fetcher:
            assert (await failure(fetcher, server.url("/down"))).code == "forgotten"
            assert server.log == []
            assert (await failure(fetcher, server.url("/old"))).code == "forgotten"
            await fetcher.fetch(server.url("/up"))
    assert "/down" not in server.paths()


async def test_a_dropped_connection_is_tried_once_more_after_the_delay(asker: Asker, clock: Clock) -> None:
    at: list[float] = []

    def flaky(request: Request) -> Answer:
        at.append(clock.now)
        return Answer(raw=b"") if len(at) == 1 else PAGE

    with Server({"/page": flaky}) as server:
        async with asker(server, delay=5.0) as fetcher:
            assert (await fetcher.fetch(server.url("/page"))).body == BODY
    assert len(at) == 2
    assert at[1] - at[0] >= 5.0


async def test_a_broken_off_call_gives_its_turn_back(asker: Asker, clock: Clock) -> None:
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def hanging(request: Request) -> Answer:
        loop.call_soon_threadsafe(asked.set)
        return Answer(hang=True)

    with Server({"/robots.txt": Answer(), "/page": hanging}) as server:
        async with asker(server, delay=5.0) as fetcher:
            call = asyncio.create_task(fetcher.fetch(server.url("/page")))
            async with asyncio.timeout(10):
                await asked.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            key = fetcher.key(server.url())
            assert asker.state.claim(key, now=clock.now, until=clock.now + 1) is not None
            assert asker.state.host(key).next_at >= clock.now + 5.0
