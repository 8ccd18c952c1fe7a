"""What a crawl would ask, when and why. No network: everything is read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from scraper.crawl.site import Sites
from scraper.fetch import robots
from scraper.fetch.address import parse_address
from scraper.store import Kind, Page, State, Store, Via
from scraper.store.hosts import HostRow

_WHY: Final = {
    Via.SEED: "named in the site file",
    Via.LINK: "linked from a page",
    Via.FEED: "named in a feed",
    Via.SITEMAP: "named in a sitemap",
    Via.REST: "named by the site's API",
    Via.NEXT: "the next page of a list",
    Via.CANONICAL: "named as the original of a copy",
    Via.REDIRECT: "a redirect led there",
}
_KINDS: Final = {Kind.LIST: "list", Kind.FEED: "feed", Kind.SITEMAP: "sitemap", Kind.REST: "API"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One address that would be asked, not before `at` (POSIX seconds), and why."""

    host: str
    url: str
    at: float
    why: str


def plan(
    store: Store, sites: Sites, *, now: float, delay: Callable[[str], float], limit: int = 50
) -> Iterator[Planned]:
    """The next addresses of each host in the order they would be asked, at most `limit` of each.

    `delay` tells the least delay of an address in seconds; the host's own may be longer.
    """
    for row in store.hosts():
        if row.host.state == "paused":
            yield Planned(row.host.key, "", float("inf"), f"paused: {row.host.reason or 'by the operator'}")
            continue
        at = max(now, row.host.next_at)
        for page in store.due(store.host_id(row.host.key), now=now, limit=limit):
            if sites.of(page.url) is None:
                continue
            why = _forbidden(store, page.url, now)
            yield Planned(row.host.key, page.url, at, why or reason(page, row, now))
            at += 0.0 if why else max(row.host.delay, delay(page.url))


def _forbidden(store: Store, url: str, now: float) -> str:
    """Why robots.txt as last read keeps a URL from being asked; empty where it does not."""
    copy = store.robots(parse_address(url).origin)
    if copy is None:
        return ""
    verdict = robots.decide(copy, url, now)
    return "" if verdict.allowed else f"will be passed over: {verdict.reason}"


def reason(page: Page, row: HostRow, now: float) -> str:
    """Why a page is due."""
    kind = _KINDS.get(page.kind, "page")
    waits = f"; {row.host.key} {row.host.state}: {row.host.reason}" if row.host.reason else ""
    if page.visited is None:
        return f"new {kind}, {_WHY[page.via]}{waits}"
    if page.state is State.SUSPECT:
        return f"{kind} missing at the last visit, looked at once more{waits}"
    if page.state in {State.GONE, State.DOOMED}:
        return f"{kind} gone, looked at rarely{waits}"
    if page.lastmod is not None and page.last_ok is not None and page.lastmod > page.last_ok:
        return f"{kind} said to have changed since the last visit{waits}"
    days = (page.every or 0.0) / 86400.0
    return f"{kind} seen {(now - page.visited) / 86400.0:.1f} days ago, looked at every {days:.1f} days{waits}"
