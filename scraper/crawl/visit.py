"""What one visit means: from an answer to the row its page becomes. Pure, but for `commit` at the end.

Three things may have come of asking: a response that was read, "not modified", or a FetchError.
`judge` turns each into a `Judged`; the engine adds archive, host and lease, and the store keeps
all of it in one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from scraper.crawl import schedule, urls
from scraper.crawl.worker import Link, Read
from scraper.errors import FetchError
from scraper.extract.parts import is_part
from scraper.fetch.faults import HURTING
from scraper.model import Record, Response
from scraper.store import Found, Kind, Page, State, Via

REVIEWS: Final = frozenset({"review", "reviews"})
_FOREVER: Final = frozenset({"reserved", "too_large", "unsupported_type", "bad_encoding", "private_address", "bad_url"})
_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})", re.IGNORECASE)
_SOURCES: Final = frozenset({Kind.FEED, Kind.SITEMAP, Kind.REST})
_PROBES: Final = 3
"""Pages of one unknown shape that are looked at although a source names every post."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The page as it shall be kept, and what else the visit changes.

    `records` None leaves them alone. `decision` is one word for the log: `new`, `changed`,
    `unchanged`, `missed`, `gone`, `failed`, `skipped`, `needless`, `alias`, `source`, `no_review`, `refused`.
    """

    page: Page
    decision: str
    reason: str = ""
    records: tuple[Record, ...] | None = None
    shape: tuple[str, bool] | None = None


def fingerprint(records: Sequence[Record]) -> bytes | None:
    """What tells whether the records of a page changed; None without records."""
    if not records:
        return None
    ordered = sorted(records, key=lambda record: record.id)
    return sha256(b"".join(sha256(record.document).digest() for record in ordered)).digest()


def not_modified(page: Page, now: float, chance: float) -> Judged:
    """304: seen, unchanged. It never removes anything."""
    kept = schedule.seen(page, now, changed=False, chance=chance)
    proof = _lastmod_proof(page, changed=False)
    return Judged(replace(kept, status=304), "unchanged", "not modified", shape=proof)


def fault(page: Page, error: FetchError, now: float, chance: float) -> Judged:
    """A URL that gave no page."""
    asked = replace(page, status=error.status)
    if error.code == "http_410":
        return Judged(schedule.doomed(asked, now, chance), "gone", str(error))
    if error.code == "http_404":
        shape = (urls.shape(page.url), False) if page.visited is None else None
        # An address that never led to a page is no loss: it is not asked for a second proof.
        missed = schedule.missed(asked, now, chance) if page.last_ok else schedule.doomed(asked, now, chance)
        gone = missed.state in {State.DOOMED, State.GONE}
        return Judged(missed, "gone" if gone else "missed", str(error), shape=shape)
    if error.code in HURTING or error.code in {"robots_unreadable", "busy"}:
        return Judged(schedule.failed(asked, now, chance, error.retry_at), "failed", str(error))
    if error.code == "robots_denied":
        return Judged(schedule.skipped(page, now, chance, 7 * schedule.DAY), "skipped", str(error))
    if error.code in _FOREVER or page.last_ok is None:
        return Judged(schedule.skipped(asked, now, chance), "skipped", str(error))
    return Judged(schedule.failed(asked, now + schedule.DAY, chance), "failed", str(error))


def judge(
    page: Page, response: Response, read: Read, now: float, chance: float, *, epoch: str, fresh: int = 0
) -> Judged:
    """A page that answered 200 and was read. `epoch` names the extractor and profile that read it.

    `fresh` is how many addresses it named that nobody knew: lists and sources that bring something
    are asked again sooner.
    """
    asked = replace(
        page,
        status=response.status,
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        digest=read.digest if read.member is not None else page.digest,
    )
    if page.kind in _SOURCES:
        return _source(asked, read, now, chance, fresh)
    if urls.LOGIN.search(response.url) and not urls.LOGIN.search(page.url):
        return Judged(schedule.doomed(asked, now, chance), "gone", f"redirected to a login page, {response.url}")
    if read.directives.noindex:
        return Judged(schedule.doomed(asked, now, chance), "gone", "the page asks not to be indexed")
    if read.directives.reserved:
        return Judged(schedule.skipped(asked, now, chance), "skipped", f"reserved: {read.directives.reserved}")
    read = as_list(page.url, read)
    if page.fingerprint is not None and not read.records:
        missed = schedule.missed(asked, now, chance)
        return Judged(missed, "gone" if missed.state is State.DOOMED else "missed", f"no review any more: {read.label}")
    mark = fingerprint(read.records)
    # Another record from another reader is no change of the page; the same record is none either way.
    changed = False if mark == asked.fingerprint else True if asked.epoch in {None, epoch} else None
    kind = Kind.LIST if read.label == "listing" else asked.kind
    labelled = replace(asked, label=read.label, fingerprint=mark, epoch=epoch, kind=kind)
    kept = schedule.seen(labelled, now, changed=changed, chance=chance, fresh=fresh, max_age=max_age(response))
    return _decided(page, kept, read, changed=changed)


def as_list(url: str, read: Read) -> Read:
    """What was read, without the records of a month's, subject's or author's archive and of a home page.

    The reviews that it prints stand at addresses of their own; kept here too, they would be doubles
    that change whenever something is published.
    """
    return replace(read, label="listing", reason="an archive", records=()) if is_list(url, read.label) else read


def is_list(url: str, kind: str) -> bool:
    """Whether a page of that kind prints reviews whose own addresses are others.

    >>> is_list("https://ida.example/tag/noir/", "review"), is_list("https://ida.example/", "reviews")
    (True, True)
    >>> is_list("https://ida.example/harrow-lane/", "review"), is_list("https://ida.example/", "review")
    (False, False)
    """
    home = kind == "reviews" and urlsplit(url).path in {"", "/"}
    return kind in REVIEWS and (home or urls.is_archive(url))


def _source(page: Page, read: Read, now: float, chance: float, fresh: int) -> Judged:
    if read.label.startswith("broken"):
        kept = schedule.seen(
            replace(page, label=read.label, etag=None, last_modified=None), now, changed=False, chance=chance
        )
        return Judged(replace(kept, due=schedule.due_at(now, schedule.DAY, chance)), "source", read.label)
    labelled = replace(page, label=read.label)
    if page.kind is Kind.REST:
        more = read.label == "more"
        labelled = replace(
            labelled, label=f"more:{read.cursor.pages}" if more else "complete", lastmod=read.cursor.after
        )
        kept = schedule.seen(labelled, now, changed=None, chance=chance, fresh=fresh)
        return Judged(replace(kept, due=now) if more else kept, "source", f"{len(read.links)} posts")
    kept = schedule.seen(labelled, now, changed=None, chance=chance, fresh=fresh)
    return Judged(kept, "source", f"{len(read.links)} addresses")


def _decided(before: Page, kept: Page, read: Read, *, changed: bool | None) -> Judged:
    """The word for a page that was read, its records, and what it teaches of its address."""
    review = read.label in REVIEWS
    first = before.last_ok is None
    shape = (urls.shape(before.url), review) if first else _lastmod_proof(before, changed=changed)
    if not review:
        decision = "refused" if read.label == "refused" else "no_review"
        return Judged(kept, decision, f"{read.label}: {read.reason}", (), shape)
    decision = "new" if before.fingerprint is None else "unchanged" if changed is False else "changed"
    return Judged(kept, decision, read.reason, read.records, shape)


def _lastmod_proof(page: Page, *, changed: bool | None) -> tuple[str, bool] | None:
    """Whether a `lastmod` newer than the last visit was right; None where there was none to judge."""
    if changed is None or page.lastmod is None or page.last_ok is None or page.lastmod <= page.last_ok:
        return None
    return ("lastmod", changed)


def alias(page: Page, now: float, target: str) -> Judged:
    """A page that is another's second address: it is not asked again and has no records of its own."""
    kept = replace(page, state=State.ALIAS, visited=now, due=None, fingerprint=None)
    return Judged(kept, "alias", f"the same as {target}", ())


def max_age(response: Response) -> float:
    """Seconds for which the site says the page stays fresh; it may only lengthen an interval."""
    found = _MAX_AGE.search(response.header("cache-control") or "")
    if found:
        return float(found[1])
    try:
        expires = parsedate_to_datetime(response.header("expires") or "")
    except ValueError:
        return 0.0
    at = expires if expires.tzinfo else expires.replace(tzinfo=UTC)
    return max((at - response.fetched).total_seconds(), 0.0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What decides which found addresses are worth asking: scope, shapes seen, and whether a source is complete.

    `complete` tells that the site's API or sitemap names every post: then links are followed only
    where their shape gave reviews, and a few of each unknown shape. `touches` is how many
    addresses of a sitemap may be asked again early because of their `lastmod`.
    """

    scope: urls.Scope
    ranks: Mapping[str, int]
    complete: bool = False
    touches: int = 5


def found(page: Page, links: Sequence[Link], outlook: Outlook, now: float) -> list[Found]:
    """The addresses of a visit as the frontier takes them in."""
    rows: dict[str, Found] = {}
    early = 0
    for link in links:
        early += link.changed is not None
        stale = page.kind is Kind.SITEMAP and early > outlook.touches
        item = _found(page, replace(link, changed=None) if stale else link, outlook, now)
        if item is not None:
            rows.setdefault(link.url, item)
    return list(rows.values())


def _found(page: Page, link: Link, outlook: Outlook, now: float) -> Found | None:
    if link.kind is Kind.FEED and page.depth and (outlook.complete or link.url.startswith(page.url)):
        return None  # of the comments below one page, or of one subject
    if link.kind is not Kind.PAGE:
        same_site = outlook.scope.has(link.url)
        deep = page.kind is Kind.SITEMAP and page.depth >= 3  # noqa: PLR2004 - an index of indexes is enough
        depth = page.depth + 1 if link.kind is Kind.SITEMAP else 0
        return Found(link.url, link.kind, _via(page), 0, depth, now, link.changed) if same_site and not deep else None
    seen = urls.look(link.url)
    if seen.trap or not outlook.scope.admits(link.url):
        return None
    rank = outlook.ranks.get(seen.shape, 3)
    if page.kind in _SOURCES:
        return Found(link.url, Kind.PAGE, _via(page), min(rank, 2), 1, now, link.changed)
    if page.depth >= urls.DEEPEST or is_part(link.url, page.url) or (outlook.complete and urls.is_archive(link.url)):
        return None
    if link.next:
        return Found(link.url, Kind.LIST, Via.NEXT, 2, page.depth + 1, now, prefix="next")
    if outlook.complete and rank != 1:
        probe = f"probe:{seen.shape}"
        return Found(link.url, Kind.PAGE, Via.LINK, rank, page.depth + 1, now, prefix=probe, cap=_PROBES)
    # What gave reviews before may go on: its budget is the host's alone.
    budget = "" if rank == 1 else seen.prefix
    return Found(link.url, Kind.PAGE, Via.LINK, rank, page.depth + 1, now, prefix=budget)


def _via(page: Page) -> Via:
    return {Kind.FEED: Via.FEED, Kind.SITEMAP: Via.SITEMAP, Kind.REST: Via.REST}.get(page.kind, Via.LINK)
