"""Bodies, read raw and decompressed here, so that no answer costs more memory than it may.

We offer `Accept-Encoding: gzip, deflate` (RFC 9110 section 8.4.1) and undo just these. The cap
holds for what came over the wire and for what it expands to, checked while reading.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable
from typing import Final

ACCEPTED: Final = "gzip, deflate"
_GZIP: Final = 31
_ZLIB: Final = 15
_RAW: Final = -15
_BOMB_RATIO: Final = 200
"""No page of words shrinks two-hundredfold; deflate reaches at most 1032."""
_BOMB_FROM: Final = 256 * 1024
_PIECE: Final = 64 * 1024


class BodyError(Exception):
    """A body that is not taken; `code` is `too_large`, `bad_encoding` or `network`."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def _too_large(limit: int) -> BodyError:
    return BodyError(f"more than {limit / 1048576:g} MiB", "too_large")


class Inflater:
    """Undoes one content coding piece by piece, never giving out more than `limit` bytes.

    `coding` is a Content-Encoding value: "gzip", "x-gzip" or "deflate" (zlib as RFC 9110 has
    it, or the bare stream that some servers send).

    >>> Inflater("gzip", 100).all(__import__("gzip").compress(b"four out of five"))
    b'four out of five'
    """

    def __init__(self, coding: str, limit: int) -> None:
        self._wbits = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}[coding]
        self._limit = limit
        self._engine = zlib.decompressobj(self._wbits)
        self._taken = 0
        self._given = 0
        self._begun = False

    def all(self, data: bytes) -> bytes:
        """The whole of a body at hand."""
        return self.feed(data) + self.end()

    def feed(self, data: bytes) -> bytes:
        """What the next raw bytes expand to; raises BodyError."""
        self._taken += len(data)
        pieces = []
        while data:
            if self._engine.eof:
                if self._wbits != _GZIP or not data.startswith(b"\x1f\x8b"):
                    break  # padding behind the stream, which every browser ignores
                self._engine = zlib.decompressobj(_GZIP)  # the next member (RFC 1952 section 2.2)
            piece = self._inflate(data)
            self._count(len(piece))
            pieces.append(piece)
            data = self._engine.unconsumed_tail or self._engine.unused_data
        return b"".join(pieces)

    def end(self) -> bytes:
        """Say that the body is over: what was still held back; raises BodyError when it was cut short."""
        if not self._taken:
            return b""
        rest = b"" if self._engine.eof else self._engine.flush()
        if not self._engine.eof:
            raise BodyError("the compressed body is cut short", "bad_encoding")
        self._count(len(rest))
        return rest

    def _inflate(self, data: bytes) -> bytes:
        try:
            piece = self._engine.decompress(data, _PIECE)
        except zlib.error as error:
            if self._wbits != _ZLIB or self._begun:
                raise BodyError(f"the compressed body is damaged ({error})", "bad_encoding") from error
            self._wbits = _RAW
            self._engine = zlib.decompressobj(_RAW)
            return self._inflate(data)
        self._begun = True
        return piece

    def _count(self, size: int) -> None:
        self._given += size
        used = self._taken - len(self._engine.unconsumed_tail)
        if self._given > _BOMB_FROM and self._given > _BOMB_RATIO * used:
            raise BodyError(f"{used} bytes expand more than {_BOMB_RATIO}-fold: a compression bomb", "too_large")
        if self._given > self._limit:
            raise _too_large(self._limit)


def inflater(content_encoding: str | None, limit: int) -> Inflater | None:
    """The undoing of a Content-Encoding header; None when there is nothing to undo.

    Raises BodyError `bad_encoding` for any coding that was not offered, and for several.
    """
    coding = (content_encoding or "").strip().lower()
    if coding in {"", "identity"}:
        return None
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise BodyError(f"Content-Encoding {coding[:40]!r}, only {ACCEPTED} were offered", "bad_encoding")
    return Inflater(coding, limit)


async def read_body(
    stream: AsyncIterable[bytes], content_encoding: str | None, limit: int, *, cut: bool = False
) -> bytes:
    """The decoded body of at most `limit` bytes; with `cut` a longer one is cut there.

    Raises BodyError, and whatever the stream raises.
    """
    coding = inflater(content_encoding, limit + _PIECE if cut else limit)
    pieces: list[bytes] = []
    size = raw = 0
    async for data in stream:
        raw += len(data)
        piece = data if coding is None else coding.feed(data)
        size += len(piece)
        pieces.append(piece)
        if cut and size >= limit:
            return b"".join(pieces)[:limit]
        if max(size, raw) > limit:
            raise _too_large(limit)
    if coding is not None:
        pieces.append(coding.end())
    return b"".join(pieces)
