"""A small httpx transport over httpcore's pool, so that the address guard sits in the connection.

httpx itself offers no place for a network backend; this uses the public interfaces of both and
nothing else. No proxies (a proxy resolves names itself, past the guard) and no environment.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator

import httpcore
import httpx

KEEP_ALIVE = 75.0
"""Seconds an idle connection is kept: longer than the delay between two requests to a site."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """One host's connections. Errors are httpx's, each with httpcore's as its cause.

    One pool per host and not one for all: a pool looks through all its connections at every
    request, which for 240 hosts costs ten times the request itself.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext | None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=2,
            max_keepalive_connections=1,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body is read from the response's stream, undecoded."""
        url = request.url
        try:
            answer = await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=_no_body(request),
                    extensions=request.extensions,
                )
            )
        except _CORE_ERRORS as error:
            raise translated(error) from error
        assert isinstance(answer.stream, AsyncIterable)  # noqa: S101 - an async pool's answer streams; for mypy
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except _CORE_ERRORS as error:
            raise translated(error) from error

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()


def _no_body(request: httpx.Request) -> AsyncIterable[bytes] | None:
    """A crawler only reads: a request without body needs no stream."""
    stream = request.stream
    return None if request.method in {"GET", "HEAD"} else stream if isinstance(stream, AsyncIterable) else None


_CORE_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


def translated(error: Exception) -> httpx.TransportError:
    """The error of httpx with the name of httpcore's, or of its nearest ancestor.

    >>> translated(httpcore.ReadTimeout("late"))
    ReadTimeout('late')
    """
    for ancestor in type(error).__mro__:
        twin = getattr(httpx, ancestor.__name__, None)
        if isinstance(twin, type) and issubclass(twin, httpx.TransportError):
            return twin(str(error))
    return httpx.TransportError(str(error))
