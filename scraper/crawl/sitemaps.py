"""Sitemaps (sitemaps.org protocol 0.9): streamed, bounded, and no entity is ever expanded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit
from xml.parsers import expat

MOST_URLS: Final = 50_000
MOST_BYTES: Final = 50 * 1024 * 1024
_PIECE: Final = 64 * 1024
_LONGEST_TEXT: Final = 4096
_SIDE_ROADS: Final = re.compile(
    r"tax(?:onom|-)|categor|[-_/]tags?\b|post_tag|users?|authors?|image|video|product", re.IGNORECASE
)


class SitemapError(Exception):
    """The document is no sitemap, or one we do not read; its text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a sitemap names; `index` tells that it is a sitemap itself."""

    url: str
    lastmod: float | None
    index: bool


def parse(body: bytes) -> Iterator[Entry]:
    """The entries of a sitemap, a sitemap index, or a plain text list, at most MOST_URLS.

    Gzip files are read through. Raises SitemapError for a DOCTYPE, for what is not well-formed
    (after giving what stood before) and for more than MOST_BYTES.
    """
    if body[:2] == b"\x1f\x8b":
        pieces = _unzipped(body)
    else:
        pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and body[:2] != b"\x1f\x8b":
        yield from _lines(body)
        return
    reader = _Reader()
    given = 0
    for piece in pieces:
        reader.feed(piece)
        for entry in reader.taken():
            yield entry
            given += 1
            if given >= MOST_URLS:
                return
    reader.finish()


class _Reader:
    """Collects `loc` and `lastmod` of each `url` or `sitemap` element."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._entries: list[Entry] = []
        self._fields: dict[str, str] = {}
        self._name = ""
        self._depth = 0

    def feed(self, piece: bytes) -> None:
        self._run(piece, last=False)

    def finish(self) -> None:
        self._run(b"", last=True)

    def _run(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise SitemapError(f"not well-formed: {error}") from error

    def taken(self) -> list[Entry]:
        entries, self._entries = self._entries, []
        return entries

    def _start(self, name: str, _: object) -> None:
        local = name.rpartition(" ")[2]
        self._depth += 1
        if local in {"url", "sitemap"}:
            self._fields = {}
        # Only children of url and sitemap: image:loc and video:loc stand deeper or in another namespace.
        self._name = local if local in {"loc", "lastmod"} and "image" not in name and "video" not in name else ""

    def _text(self, text: str) -> None:
        if self._name and len(self._fields.get(self._name, "")) < _LONGEST_TEXT:
            self._fields[self._name] = self._fields.get(self._name, "") + text

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._depth -= 1
        self._name = ""
        if local in {"url", "sitemap"} and self._fields.get("loc"):
            lastmod = parse_time(self._fields.get("lastmod", ""))
            self._entries.append(Entry(self._fields["loc"].strip(), lastmod, local == "sitemap"))

    def _refuse(self, *_: object) -> None:
        raise SitemapError("it declares a document type, which a sitemap has no use for")


def _unzipped(body: bytes) -> Iterator[bytes]:
    """The content of a gzip file in bounded pieces."""
    unpacker = zlib.decompressobj(31)
    total, rest = 0, body
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, _PIECE)
        except zlib.error as error:
            raise SitemapError(f"a damaged gzip file: {error}") from error
        rest = unpacker.unconsumed_tail
        total += len(piece)
        if total > MOST_BYTES:
            raise SitemapError(f"more than {MOST_BYTES // 1024 // 1024} MiB")
        if not piece:
            return
        yield piece


def _lines(body: bytes) -> Iterator[Entry]:
    """A plain text sitemap: one address per line."""
    for number, line in enumerate(body.decode("utf-8-sig", "replace").splitlines()):
        if number >= MOST_URLS:
            return
        if line.startswith(("http://", "https://")):
            yield Entry(line.strip(), None, index=False)


def parse_time(text: str) -> float | None:
    """POSIX seconds of a W3C date or date and time; None for anything else.

    >>> parse_time("2024-05-01"), parse_time("2024-05-01T08:00:00+02:00"), parse_time("May")
    (1714521600.0, 1714543200.0, None)
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def worth_reading(children: list[Entry]) -> list[Entry]:
    """Of the sitemaps of an index those that lead to posts: lists of tags, authors and pictures are left out.

    >>> names = ["posts-post-1.xml", "taxonomies-category-1.xml", "users-1.xml"]
    >>> [e.url for e in worth_reading([Entry(f"https://a.example/{n}", None, True) for n in names])]
    ['https://a.example/posts-post-1.xml']
    """
    main = [entry for entry in children if not _SIDE_ROADS.search(urlsplit(entry.url).path)]
    return main or children
