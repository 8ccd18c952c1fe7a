"""Connections for httpcore straight on asyncio, which spares every request the layers between.

httpcore's own backend goes through anyio: nine cancel scopes and two looks at the socket's names
for each answer, a third of what an answer costs.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import httpcore

_MUCH: Final = 256 * 1024
"""Bytes that wait to be read before the sender is told to pause."""
T = TypeVar("T")


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections; `host` is an address in figures that the guard let through."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection; raises ConnectError or ConnectTimeout."""
        loop = asyncio.get_running_loop()
        local = None if local_address is None else (local_address, 0)
        with _named(httpcore.ConnectError, httpcore.ConnectTimeout):
            making = loop.create_connection(Wire, host, port, local_addr=local)
            transport, wire = await _within(timeout, making)
        for option in socket_options or ():
            transport.get_extra_info("socket").setsockopt(*option)
        return _Stream(transport, wire)

    async def sleep(self, seconds: float) -> None:
        """Part of httpcore's interface."""
        await asyncio.sleep(seconds)


class Wire(asyncio.Protocol):
    """What came over a connection and was not read yet; at most about `_MUCH` bytes of it."""

    def __init__(self) -> None:
        self.came = bytearray()
        self.over = False
        self.fault: Exception | None = None
        self._pausable: asyncio.Transport | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._full = self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio's interface, as the next five."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP's is one; for mypy
        self._pausable = transport

    def data_received(self, data: bytes) -> None:
        """Keep what came."""
        self.came += data
        if len(self.came) > _MUCH and not self._paused and self._pausable is not None:
            self._paused = True
            self._pausable.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        """The other end sends nothing more; false: close."""
        self.over = True
        _wake(self._reader)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The end, with its reason where it was none of ours."""
        self.over, self.fault, self._full = True, exc, False
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        """The other end takes no more for now."""
        self._full = True

    def resume_writing(self) -> None:
        """It does again."""
        self._full = False
        _wake(self._writer)

    def secured(self, transport: asyncio.Transport) -> None:
        """From now on what comes comes through TLS."""
        self._pausable = transport

    async def read(self, most: int) -> bytes:
        """The next bytes, empty at the end."""
        while not self.came and not self.over:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if not self.came and self.fault is not None:
            raise self.fault
        piece = bytes(self.came[:most])
        del self.came[:most]
        if self._paused and len(self.came) < _MUCH and self._pausable is not None:
            self._paused = False
            self._pausable.resume_reading()
        return piece

    async def drained(self) -> None:
        """Wait until the connection takes more."""
        while self._full:
            self._writer = asyncio.get_running_loop().create_future()
            await self._writer
        if self.over and self.fault is not None:
            raise self.fault


class _Stream(httpcore.AsyncNetworkStream):
    def __init__(self, transport: asyncio.Transport, wire: Wire) -> None:
        self._transport = transport
        self._wire = wire

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - as above
        with _named(httpcore.ReadError, httpcore.ReadTimeout):
            return await _within(timeout, self._wire.read(max_bytes))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        if not buffer:
            return
        with _named(httpcore.WriteError, httpcore.WriteTimeout):
            if self._transport.is_closing():
                raise ConnectionResetError("the connection is closed")
            self._transport.write(buffer)
            await _within(timeout, self._wire.drained())

    async def aclose(self) -> None:
        self._transport.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            with _named(httpcore.ConnectError, httpcore.ConnectTimeout):
                making = loop.start_tls(self._transport, self._wire, ssl_context, server_hostname=server_hostname)
                transport = await _within(timeout, making)
        except BaseException:
            self._transport.abort()
            raise
        if transport is None:
            raise httpcore.ConnectError("the connection broke while it was being secured")
        self._wire.secured(transport)
        return _Stream(transport, self._wire)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's
        if info == "is_readable":  # before a request is sent: something came unasked, or the other end is gone
            return bool(self._wire.came) or self._wire.over
        names = {"ssl_object": "ssl_object", "client_addr": "sockname", "server_addr": "peername", "socket": "socket"}
        return self._transport.get_extra_info(names[info]) if info in names else None


async def _within(seconds: float | None, work: Awaitable[T]) -> T:
    async with asyncio.timeout(seconds):
        return await work


@contextmanager
def _named(broken: type[Exception], late: type[Exception]) -> Iterator[None]:
    """The errors of the system and of TLS as httpcore's, each with its cause."""
    try:
        yield
    except TimeoutError as error:
        raise late(error) from error
    except OSError as error:  # ssl.SSLError is one too
        raise broken(error) from error


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
