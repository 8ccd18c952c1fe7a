"""What a worker process does with one response: read it, and pack it for the archive.

Only plain data goes in and out, so any `concurrent.futures.Executor` can run it: a process pool
on one machine, Dask's on many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, Final, Protocol

from scraper._faults import FaultError, attempt
from scraper.crawl import feeds, rest, sitemaps
from scraper.crawl.urls import canonical
from scraper.crawl.warc import pack
from scraper.model import Directives, Extraction, Record, Response
from scraper.store import Kind

_LINKS_AT_MOST = 500


class Outcome(Protocol):
    """What the pipeline makes of a response."""

    @property
    def extraction(self) -> Extraction:
        """What the page's bytes say."""

    @property
    def records(self) -> Sequence[Record]:
        """One record per review."""


Process = Callable[..., Outcome]
"""`process(response, *, site, profile) -> Outcome`; picklable by name."""


@dataclass(frozen=True, slots=True)
class Job:
    """One response to read. `site` is the site file, `profile` what the site's pages taught so far."""

    response: Response
    kind: Kind
    process: Process
    site: Any = None
    profile: Mapping[str, int] = field(default_factory=dict)
    cursor: rest.Cursor = rest.BEGINNING
    archive: bool = True
    digest: bytes | None = None
    """Of the body archived last: the same body is not archived twice."""
    more: tuple[Response, ...] = ()
    """The further pages of the same text."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address found, in canonical form, with the time of its last change where stated."""

    url: str
    kind: Kind = Kind.PAGE
    changed: float | None = None
    next: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What one response said, small enough to travel. `member` is it packed for the archive.

    `out` are the addresses of a page's plain links, `links` all that is more than an address.
    `label` is the page's kind, or for a source `complete`, `more`, `index`, or `broken: ...`; `fault`
    where we failed ourselves.
    """

    label: str
    reason: str = ""
    out: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    canonical: str | None = None
    directives: Directives = field(default_factory=Directives)
    records: tuple[Record, ...] = ()
    observed: Mapping[str, int] = field(default_factory=dict)
    member: bytes | None = None
    digest: bytes = b""
    cursor: rest.Cursor = rest.BEGINNING


def work(job: Job) -> Read:
    """Read one response; runs in a worker process. A fault of ours is an answer too."""
    try:
        return attempt(partial(_READERS.get(job.kind, _page), job))
    except FaultError as error:  # one hostile page must not end a crawl; it becomes a finding
        return Read("fault", str(error))


def _page(job: Job) -> Read:
    response = job.response
    if job.more:
        from scraper.pipeline import whole  # noqa: PLC0415 - the stages are imported when something is read

        response = whole(response, job.more)
    outcome = job.process(response, site=job.site, profile=job.profile)
    return read_of(response, outcome, archive=job.archive, digest=job.digest)


def read_of(response: Response, outcome: Outcome, *, archive: bool = True, digest: bytes | None = None) -> Read:
    """What an outcome of the pipeline says, in the form that is kept; `digest` is of the body archived last."""
    found = outcome.extraction
    now = sha256(response.body).digest()
    keep = archive and not found.directives.noarchive and now != digest
    return Read(
        label=found.page_kind,
        reason=found.reason or "",
        out=() if found.directives.nofollow else tuple(_out(found)),
        links=() if found.directives.nofollow else tuple(_links(found)),
        canonical=canonical(found.links.canonical) if found.links.canonical else None,
        directives=found.directives,
        records=tuple(outcome.records),
        observed=dict(found.observed),
        member=pack(response) if keep else None,
        digest=now,
    )


def _out(found: Extraction) -> list[str]:
    return [url for raw in found.links.out[:_LINKS_AT_MOST] if (url := canonical(raw)) is not None]


def _links(found: Extraction) -> list[Link]:
    links = found.links
    out: list[Link] = []
    if links.next and (url := canonical(links.next)):
        out.append(Link(url, next=True))
    for raw in links.feeds:
        url = canonical(raw)
        if url is not None and not feeds.is_comment_feed(url):
            out.append(Link(url, Kind.FEED))
    if links.wp_json and (url := canonical(links.wp_json)):
        out.append(Link(rest.address(url), Kind.REST))
    return out


def _feed(job: Job) -> Read:
    items = feeds.parse(job.response.body, job.response.url)
    if items is None:
        return Read("broken: no feed")
    return Read("complete", links=tuple(_kept((item.url, item.changed, Kind.PAGE) for item in items)))


def _sitemap(job: Job) -> Read:
    entries: list[sitemaps.Entry] = []
    label = "complete"
    try:
        for entry in sitemaps.parse(job.response.body):
            entries.append(entry)  # noqa: PERF402 - what stood before a fault is kept
    except sitemaps.SitemapError as error:
        label = f"broken: {error}"
    children = sitemaps.worth_reading([entry for entry in entries if entry.index])
    pages = [entry for entry in entries if not entry.index]
    links = _kept([(e.url, e.lastmod, Kind.SITEMAP) for e in children] + [(e.url, e.lastmod, Kind.PAGE) for e in pages])
    if children and label == "complete":
        label = "index"
    return Read(label if links or label.startswith("broken") else "broken: empty", links=tuple(links))


def _posts(job: Job) -> Read:
    posts = rest.parse(job.response.body, job.cursor, job.response.fetched.timestamp())
    if posts is None:
        return Read("broken: no list of posts")
    links = _kept((url, at, Kind.PAGE) for url, at in posts.links)
    return Read("complete" if posts.complete else "more", links=tuple(links), cursor=posts.cursor)


def _kept(rows: Any) -> list[Link]:  # noqa: ANN401 - any iterable of triples
    return [Link(url, kind, changed) for raw, changed, kind in rows if (url := canonical(raw)) is not None]


_READERS: Final = {Kind.FEED: _feed, Kind.SITEMAP: _sitemap, Kind.REST: _posts}
