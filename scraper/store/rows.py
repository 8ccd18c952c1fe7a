"""What goes into and comes out of a store: plain frozen rows. Times are POSIX seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import blake2b

from scraper.model import Host, Record


class Kind(IntEnum):
    """What a URL is asked for."""

    PAGE = 0
    LIST = 1
    FEED = 2
    SITEMAP = 3
    REST = 4


class Via(IntEnum):
    """How a URL came to be known."""

    SEED = 0
    LINK = 1
    FEED = 2
    SITEMAP = 3
    REST = 4
    NEXT = 5
    CANONICAL = 6
    REDIRECT = 7


class State(IntEnum):
    """What became of a page. DOOMED is gone for certain; its records go at the end of the run."""

    NEW = 0
    LIVE = 1
    SUSPECT = 2
    GONE = 3
    ALIAS = 4
    SKIPPED = 5
    DOOMED = 6


RANKS = 6
"""Pages of rank 0 are asked first, those of rank RANKS - 1 last."""


class FencedError(Exception):
    """The lease was lost: another worker holds the host, so nothing of this visit may be kept."""


def url_hash(url: str) -> int:
    """64 bits that stand for a URL in indexes, signed as databases want it.

    >>> url_hash("https://a.example/") == url_hash("https://a.example/")
    True
    """
    return int.from_bytes(blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to ask one host until `until`; `token` rises with every claim of the host."""

    host: int
    key: str
    token: int
    until: float
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that a visit brought to light.

    `due` None means: known, but not to be asked. `lastmod` is what a sitemap or feed states.
    `prefix` names the budget it counts against, empty for none; `cap` is its size, 0 the usual.
    """

    url: str
    kind: Kind = Kind.PAGE
    via: Via = Via.LINK
    rank: int = 3
    depth: int = 0
    due: float | None = 0.0
    lastmod: float | None = None
    prefix: str = ""
    cap: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One URL of the frontier with what its last visits taught; see the schema for the columns."""

    id: int
    host: int
    url: str
    kind: Kind = Kind.PAGE
    via: Via = Via.LINK
    rank: int = 3
    depth: int = 0
    due: float | None = 0.0
    state: State = State.NEW
    lastmod: float | None = None
    visited: float | None = None
    last_ok: float | None = None
    every: float | None = None
    misses: int = 0
    missed_at: float | None = None
    status: int | None = None
    label: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: bytes | None = None
    fingerprint: bytes | None = None
    epoch: str | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """Where a response lies: archive file, first byte, number of bytes of its gzip member."""

    file: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything one visit changes; a store keeps all of it in one transaction or nothing.

    `page` is the row as it shall stand afterwards. `records` None leaves the page's records as
    they are (304, failure); an empty tuple deletes them. `archived` names the responses it rests
    on, more than one where a review continues on further pages. `shape` tells whether a URL of
    that shape turned out to be a review. `release` frees the host's slot in the same transaction.
    `caps` bounds the URLs known of the host and of one path prefix.
    """

    page: Page
    at: float
    run: str = ""
    decision: str = "fetched"
    reason: str = ""
    status: int | None = None
    ms: int = 0
    bytes: int = 0
    directives: str = ""
    profile: str = ""
    archived: tuple[Archived, ...] = ()
    records: tuple[Record, ...] | None = None
    found: tuple[Found, ...] = ()
    observed: Mapping[str, int] | None = None
    shape: tuple[str, bool] | None = None
    host: Host | None = None
    lease: Lease | None = None
    release: bool = False
    caps: tuple[int, int] = (200_000, 5_000)


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did: `fenced` means nothing was kept; counts are of records and URLs."""

    fenced: bool = False
    upserts: int = 0
    deletes: int = 0
    new_urls: int = 0
    refused_urls: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """An archived response that some of the current records were made from."""

    visit: int
    url: str
    archived: tuple[Archived, ...]
    profile: str
    records: Mapping[str, bytes] = field(default_factory=dict)
    """Record id to its current document."""
