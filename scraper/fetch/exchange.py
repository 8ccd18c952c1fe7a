"""One request, one answer: guarded, bounded in size and time, and nothing followed.

Neither robots.txt nor the host's pace is looked at here: `scraper.fetch.client` does that.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpcore
import httpx

from scraper.errors import FetchError
from scraper.fetch.address import Address, is_own, parse_address
from scraper.fetch.body import ACCEPTED, BodyError, read_body
from scraper.fetch.faults import NOT_MODIFIED, is_transient, status_fault, transport_fault
from scraper.fetch.guard import GuardedBackend, GuardError, Resolve, Resolver, system_resolve
from scraper.fetch.retry import with_retry
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import HostState
from scraper.fetch.transport import GuardedTransport
from scraper.model import Response

PAGE_TYPES: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain", "application/json"}
)
"""What is read; beside these every `application/...+xml` and `...+json`."""
ARCHIVE_TYPES: Final = PAGE_TYPES | {"application/gzip", "application/x-gzip", "application/octet-stream"}
"""For sitemaps, which are often gzip files."""

LONGEST_IP_WAIT: Final = 10.0
"""Seconds that a request waits for others to the same IP address; the turn of its site is held meanwhile."""

_DRAINED: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer gave to ask "changed since?" with (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None


class Exchange:
    """Sends single requests over one transport per origin. Close it with `aclose`.

    Of the transports, the `kept` that were used last stay open.
    """

    def __init__(
        self,
        settings: FetchSettings,
        state: HostState,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = system_resolve,
        dialler: httpcore.AsyncNetworkBackend | None = None,
        kept: int = 512,
    ) -> None:
        self._settings = settings
        self._state = state
        self._clock = clock
        self._sleep = sleep
        self._tls = tls
        self._resolver = Resolver(settings.own, resolve)
        self._kept = kept
        self._backend = GuardedBackend(self._resolver, dialler)
        self._transports: OrderedDict[str, GuardedTransport] = OrderedDict()
        self._headers = [
            (b"User-Agent", settings.user_agent.encode("ascii")),
            (
                b"Accept",
                b"text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,text/plain;q=0.7",
            ),
            (b"Accept-Encoding", ACCEPTED.encode("ascii")),
            (b"Connection", b"keep-alive"),
        ]
        self._extensions = {
            "timeout": {
                "connect": settings.connect_timeout,
                "read": settings.total_timeout,
                "write": settings.connect_timeout,
                "pool": settings.connect_timeout,
            }
        }

    async def aclose(self) -> None:
        """Close every connection."""
        while self._transports:
            await self._transports.popitem()[1].aclose()

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        types: frozenset[str] = PAGE_TYPES,
        rest: float | None = None,
    ) -> Response:
        """The answer to one GET: 2xx, 304, or a redirect that is not followed.

        `rest` is the time to let pass before a second try where a connection broke; None (and
        anything too long to fit into the total time) means that there is none. Raises FetchError.
        """
        response = await self.send(url, validators, types=types, rest=rest)
        fault = status_fault(response, self._clock())
        if fault is not None:
            raise fault
        return response

    async def send(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        types: frozenset[str] | None = None,
        rest: float | None = None,
        cut: int | None = None,
    ) -> Response:
        """As `get`, but an answer of any status is returned, any type where `types` is None.

        With `cut` a longer body is cut to that many bytes.
        """
        address = parse_address(url)
        await self._rest_by_ip(address)

        async def once() -> Response:
            return await self._once(address, validators, types, cut)

        try:
            async with asyncio.timeout(self._settings.total_timeout):
                if rest is None or rest > self._settings.total_timeout / 2:
                    return await once()
                return await with_retry(once, transient=is_transient, rest=rest, sleep=self._sleep)
        except httpx.TransportError as error:
            raise transport_fault(error, address.url) from error
        except BodyError as error:
            raise FetchError(f"{address.url}: {error}", code=error.code, url=address.url) from error
        except TimeoutError as error:
            raise FetchError(
                f"{address.url}: not answered within {self._settings.total_timeout:g} s; try again later",
                code="timeout",
                url=address.url,
            ) from error

    async def _once(
        self, address: Address, validators: Validators | None, types: frozenset[str] | None, cut: int | None
    ) -> Response:
        started = time.perf_counter()
        request = httpx.Request(
            "GET", address.url, headers=self._with_validators(validators), extensions=self._extensions
        )
        transport = self._transport(address)
        if len(self._transports) > self._kept:
            await self._transports.popitem(last=False)[1].aclose()
        answer = await transport.handle_async_request(request)
        stream = answer.stream
        assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101 - our own transport made it; for mypy
        try:
            headers = tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers.raw
            )
            response = Response(address.url, answer.status_code, headers, b"", _utc(self._clock()), 0.0, address.url)
            body = await self._body(response, stream, types, cut)
        finally:
            await stream.aclose()
        return Response(
            response.url, response.status, headers, body, response.fetched, time.perf_counter() - started, response.url
        )

    async def _body(
        self, response: Response, stream: AsyncIterable[bytes], types: frozenset[str] | None, cut: int | None
    ) -> bytes:
        if response.status == NOT_MODIFIED:
            return b""
        if not 200 <= response.status < 300:  # noqa: PLR2004 - RFC 9110 section 15
            await read_body(stream, None, _DRAINED, cut=True)  # a short one, read to its end, spares a connection
            return b""
        if types is not None:
            _check_type(response, types)
        limit = cut or self._settings.max_body
        if cut is None and _length(response) > limit:
            raise BodyError(
                f"{_length(response)} bytes announced, at most {limit / 1048576:g} MiB are read", "too_large"
            )
        return await read_body(stream, _coding(response), limit, cut=cut is not None)

    def _transport(self, address: Address) -> GuardedTransport:
        transport = self._transports.get(address.origin)
        if transport is None:
            transport = GuardedTransport(self._backend, self._tls_for(address))
            self._transports[address.origin] = transport
        self._transports.move_to_end(address.origin)
        return transport

    def _tls_for(self, address: Address) -> ssl.SSLContext | None:
        """One context for all: loading the certificates of the authorities takes longer than a page."""
        if address.scheme == "https" and self._tls is None:
            self._tls = httpx.create_ssl_context(trust_env=False)
        return self._tls

    def _with_validators(self, validators: Validators | None) -> list[tuple[bytes, bytes]]:
        if validators is None:
            return self._headers
        asked = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified))
        return self._headers + [(name, value.encode("ascii")) for name, value in asked if value and _is_plain(value)]

    async def _rest_by_ip(self, address: Address) -> None:
        """Keep requests to one IP address apart, whatever sites share it; own hosts are exempt."""
        if is_own(address, self._settings.own) or not self._settings.address_delay:
            return
        try:
            addresses = await self._resolver.addresses(address.host, address.port, self._settings.connect_timeout)
        except GuardError as error:
            raise FetchError(f"{address.url}: {error}", code=error.code, url=address.url) from error
        now = self._clock()
        ip, delay = addresses[0], self._settings.address_delay
        turn = self._state.address_turn(ip, now=now, delay=delay, patience=LONGEST_IP_WAIT)
        if turn is None:
            text = f"{address.url}: many sites share its address {ip}; their requests come first"
            raise FetchError(text, code="busy", url=address.url, retry_at=now + LONGEST_IP_WAIT)
        if turn > now:
            await self._sleep(turn - now)


def _utc(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _is_plain(value: str) -> bool:
    return value.isprintable() and value.isascii()


def _length(response: Response) -> int:
    text = response.header("content-length") or ""
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - digits of a 64-bit number


def _coding(response: Response) -> str | None:
    codings = [value for name, value in response.headers if name == "content-encoding"]
    return ", ".join(codings) if codings else None


def _check_type(response: Response, types: frozenset[str]) -> None:
    """Refuse what no reader of ours understands, before its body is read. No type at all is let through."""
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    structured = kind.startswith("application/") and kind.endswith(("+xml", "+json"))
    if kind and kind not in types and not structured:
        raise FetchError(
            f"{response.url}: content type {kind[:60]!r}; only HTML, XML, plain text and JSON are read",
            code="unsupported_type",
            url=response.url,
            status=response.status,
        )
