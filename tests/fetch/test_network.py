"""Connections on asyncio: bounded, honest about their end, and with httpcore's errors."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path

import httpcore
import pytest

from scraper.fetch.network import AsyncioBackend, Wire

PEM = Path(__file__).parents[1] / "support" / "selfsigned.pem"
BIG = bytes(range(256)) * 16_384

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]


async def served(serve: Serve, tls: ssl.SSLContext | None = None) -> tuple[asyncio.Server, int]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)  # type: ignore[arg-type]
    return server, server.sockets[0].getsockname()[1]


async def send_all(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(BIG)
    await writer.drain()
    writer.close()


async def read_all(stream: httpcore.AsyncNetworkStream) -> bytes:
    pieces = []
    while piece := await stream.read(65_536, timeout=10):
        assert len(piece) <= 65_536
        pieces.append(piece)
        await asyncio.sleep(0)
    return b"".join(pieces)


class Tap(asyncio.Transport):
    """A transport that tells whether it may go on."""

    running = True

    def pause_reading(self) -> None:
        self.running = False

    def resume_reading(self) -> None:
        self.running = True


async def test_a_sender_that_is_faster_than_the_reader_is_told_to_pause() -> None:
    tap, wire = Tap(), Wire()
    wire.connection_made(tap)
    sent = 0
    while tap.running:
        wire.data_received(b"x" * 65_536)
        sent += 65_536
    assert sent <= 512 * 1024
    while not tap.running:
        sent -= len(await wire.read(65_536))
    assert sent > 0, "it goes on before everything is read"


async def test_more_than_is_held_at_once_arrives_whole() -> None:
    server, port = await served(send_all)
    async with server:
        stream = await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
        assert await read_all(stream) == BIG
        await stream.aclose()


async def test_the_same_through_tls() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    server, port = await served(send_all, context)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with server:
        raw = await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
        stream = await raw.start_tls(trusting, "ida.example", timeout=10)
        assert stream.get_extra_info("ssl_object") is not None
        assert await read_all(stream) == BIG
        await stream.aclose()


async def test_a_certificate_that_nobody_vouches_for_is_told_with_its_reason() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    server, port = await served(send_all, context)
    async with server:
        raw = await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
        with pytest.raises(httpcore.ConnectError) as caught:
            await raw.start_tls(ssl.create_default_context(), "ida.example", timeout=10)
    assert isinstance(caught.value.args[0], ssl.SSLError)


async def test_a_connection_that_the_other_end_closed_is_not_used_again() -> None:
    server, port = await served(lambda _, writer: writer.close())
    async with server:
        stream = await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
        assert await stream.read(100, timeout=10) == b""
        assert stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"GET / HTTP/1.1\r\n\r\n", timeout=10)


async def test_silence_and_refusal_have_their_names() -> None:
    writers: list[asyncio.StreamWriter] = []
    server, port = await served(lambda _, writer: writers.append(writer))
    async with server:
        stream = await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
        assert not stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(100, timeout=0.01)
        await stream.aclose()
        for writer in writers:
            writer.close()
    with pytest.raises(httpcore.ConnectError):
        await AsyncioBackend().connect_tcp("127.0.0.1", port, timeout=10)
