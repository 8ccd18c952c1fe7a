"""When a page is visited again, and when it counts as gone. Pure functions.

Times are POSIX seconds, intervals seconds. A review hardly changes after its first week: it is
looked at after a day, then at twice the interval while nothing changes, at half when something
did. "Changed" means that the extracted record changed, never the body: bodies change with every
advertisement. Lists, feeds and sitemaps are asked between once an hour and once a day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from scraper.store import Kind, Page, State

HOUR: Final = 3600.0
DAY: Final = 86400.0
START: Final = DAY
SHORTEST: Final = 12 * HOUR
LONGEST: Final = 180 * DAY
JITTER: Final = 0.1
"""Intervals vary by a tenth either way, so that what was found together does not stay together."""
_SOURCES: Final = frozenset({Kind.FEED, Kind.SITEMAP, Kind.REST})
_RECHECKS: Final = (7 * DAY, 30 * DAY, 180 * DAY)
_TRANSIENT: Final = HOUR


def interval(every: float | None, *, changed: bool | None) -> float:
    """The next interval of a page; `changed` None (another extractor was at work) leaves it alone.

    >>> interval(None, changed=True), interval(DAY, changed=False) / DAY, interval(DAY, changed=True) / HOUR
    (86400.0, 2.0, 12.0)
    """
    if every is None:
        return START
    if changed is None:
        return every
    return min(max(every / 2 if changed else every * 2, SHORTEST), LONGEST)


def source_interval(every: float | None, fresh: int) -> float:
    """The next interval of a list, feed or sitemap that named `fresh` new URLs.

    >>> source_interval(None, 10) / HOUR, source_interval(6 * HOUR, 0) / HOUR, source_interval(DAY, 0) / HOUR
    (1.0, 9.0, 24.0)
    """
    if every is None or fresh:
        return max((every or 2 * HOUR) / 2, HOUR)
    return min(every * 1.5, DAY)


def due_at(now: float, every: float, chance: float, max_age: float = 0.0) -> float:
    """When a page is due after a visit at `now`; `chance` in [0, 1) draws the jitter.

    `max_age` is what the site says about freshness; it may only lengthen the interval.
    """
    return now + max(every * (1 - JITTER + 2 * JITTER * chance), min(max_age, LONGEST))


def seen(page: Page, now: float, *, changed: bool | None, chance: float, fresh: int = 0, max_age: float = 0.0) -> Page:
    """The page after a good answer (200 or 304)."""
    if page.kind in _SOURCES or (page.kind is Kind.LIST and page.depth == 0):
        every = source_interval(page.every, fresh)
    elif page.label in {"review", "reviews"} or page.kind is Kind.LIST:
        every = interval(page.every, changed=changed)
    else:
        # What is no review is looked at rarely: it may become one.
        every = LONGEST if page.every is not None else 30 * DAY
    return replace(
        page, visited=now, last_ok=now, every=every, misses=0, missed_at=None, state=State.LIVE,
        due=due_at(now, every, chance, max_age),
    )  # fmt: skip


def missed(page: Page, now: float, chance: float) -> Page:
    """The page after a 404, or a 200 that has no record where there was one: once is no proof.

    The second time, at least a day later, it is DOOMED: gone, unless the whole host looks ill.
    """
    first = page.missed_at if page.missed_at is not None and page.misses else now
    again = page.misses > 0 and now - first >= DAY
    if again or page.state is State.GONE:
        return doomed(page, now, chance)
    return replace(
        page, visited=now, misses=page.misses + 1, missed_at=first, state=State.SUSPECT,
        due=max(first + DAY, now + HOUR) + HOUR * chance,
    )  # fmt: skip


def doomed(page: Page, now: float, chance: float) -> Page:
    """The page after a proof that it is gone; asked again after 7, 30, then every 180 days."""
    tries = min(max(page.misses - 1, 0), len(_RECHECKS) - 1) if page.state is State.GONE else 0
    state = State.GONE if page.state is State.GONE else State.DOOMED
    return replace(
        page, visited=now, misses=page.misses + 1, missed_at=page.missed_at or now, state=state,
        every=_RECHECKS[tries], due=due_at(now, _RECHECKS[tries], chance),
    )  # fmt: skip


def failed(page: Page, now: float, chance: float, retry_at: float | None = None) -> Page:
    """The page after an answer that says nothing about it: 429, 5xx, no connection. Its interval stays."""
    return replace(page, visited=now, due=max(now + _TRANSIENT * (1 + chance), retry_at or 0.0))


def skipped(page: Page, now: float, chance: float, every: float = 30 * DAY) -> Page:
    """The page while it may not or cannot be read: robots.txt, a reservation, a wrong type."""
    return replace(page, visited=now, state=State.SKIPPED, due=due_at(now, every, chance))


def surge(bad: int, visited: int) -> bool:
    """Whether so many pages of a host went missing in one run that the site is ill, not the pages.

    >>> surge(1, 3), surge(5, 40), surge(9, 40)
    (False, False, True)
    """
    return bad >= 5 and bad > 0.2 * visited  # noqa: PLR2004 - the rule, told in the docstring
