"""When a host may be asked next. Pure functions over `model.Host`; nothing here waits or asks.

Times are POSIX seconds, delays and latencies seconds. `chance` is a number in [0, 1) that
spreads hosts over time; callers draw it, tests choose it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from scraper.fetch.window import Window
from scraper.model import Host

LONGEST_RETRY_AFTER: Final = 7 * 86400.0
FIRST_BACKOFF: Final = 60.0
LAST_BACKOFF: Final = 86400.0
FORGIVEN_AFTER: Final = 30 * 60.0
FAILURES_TO_COOL: Final = 5
COOLING: Final = 3600.0
COOLINGS_TO_PAUSE: Final = 3
SLOWEST: Final = 60.0
"""Most that a site's slowness alone may space requests; what it asks for itself may be more."""
LATENCIES: Final = 5.0
"""A site gets this many times its own answering time to rest."""

_WEIGHT: Final = 0.3
_JITTER: Final = 0.02
"""Delays are drawn out by at most this share; never shortened, for a floor is a floor."""
_BACKOFF_JITTER: Final = 0.1
_SECONDS = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class Pace:
    """What bounds the delay of one site: `floor` is ours, `asked` is what its robots.txt asks for.

    `adaptive` is off for the operator's own hosts: they get exactly the delay they were given.
    """

    floor: float
    asked: float = 0.0
    adaptive: bool = True

    def delay(self, latency: float | None) -> float:
        """Seconds from the end of one request to the start of the next.

        >>> Pace(5.0).delay(0.2), Pace(5.0).delay(3.0), Pace(5.0).delay(40.0), Pace(5.0, asked=120.0).delay(1.0)
        (5.0, 15.0, 60.0, 120.0)
        """
        rest = LATENCIES * latency if self.adaptive and latency is not None else 0.0
        return max(self.floor, min(rest, max(SLOWEST, self.floor)), self.asked)


def turn_at(host: Host, now: float, pace: Pace, windows: Iterable[Window] = ()) -> float:
    """The earliest time at which `host` may be asked within its `windows`; infinity while it is paused.

    A delay that has grown since the host's last request (its robots.txt was read meanwhile) counts
    from that request. A time further away than any wait that is ever written means that the clock
    was set back: then one delay is waited and no more.
    """
    if host.state == "paused":
        return math.inf
    delay = pace.delay(host.latency)
    at = host.next_at + max(delay - host.delay, 0.0) if host.next_at else now
    if at > now + max(LONGEST_RETRY_AFTER, delay) * (1 + _BACKOFF_JITTER):
        at = now + delay
    return _within(max(at, now), tuple(windows))


def after_answer(host: Host, *, now: float, latency: float | None, good: bool, pace: Pace, chance: float) -> Host:
    """The host after it answered and was no worse for it; `good` for 2xx and 304, `latency` None where not known.

    Only a good answer may lower the delay. Back-off is forgiven after 30 quiet minutes.
    """
    known = _smoothed(host.latency, latency, may_fall=good)
    delay = pace.delay(known)
    return replace(
        host,
        next_at=now + delay * (1 + _JITTER * chance),
        delay=delay,
        latency=known,
        failures=0,
        coolings=0 if good else host.coolings,
        backoff=0.0 if _forgiven(host, now) else host.backoff,
        state="ok",
        reason="",
    )


def after_failure(
    host: Host, *, now: float, reason: str, pace: Pace, chance: float, retry_at: float | None = None
) -> Host:
    """The host after a request that hurt or found it ill: 429, 5xx, time-out, no connection.

    `retry_at` is its Retry-After; without one the back-off starts at a minute and doubles up to
    a day. Five failures in a row let the host cool for an hour, three coolings pause it.
    """
    backoff = host.backoff
    if retry_at is None:
        base = 0.0 if _forgiven(host, now) else host.backoff
        backoff = min(max(2 * base, FIRST_BACKOFF), LAST_BACKOFF)
    wait = backoff * (1 + _BACKOFF_JITTER * chance) if retry_at is None else min(retry_at - now, LONGEST_RETRY_AFTER)
    delay = pace.delay(host.latency)
    wait = max(wait, delay)
    failures = host.failures + 1
    failed = replace(
        host,
        next_at=now + wait,
        delay=delay,
        failures=failures,
        backoff=backoff,
        last_failure_at=now,
        reason=reason,
    )
    return failed if failures < FAILURES_TO_COOL else _cooled(failed, now, wait)


def resumed(host: Host) -> Host:
    """The host after the operator looked at it: not paused, nothing held against it; its next time stays."""
    return replace(host, failures=0, backoff=0.0, last_failure_at=None, coolings=0, state="ok", reason="")


def paused(host: Host, reason: str) -> Host:
    """The host as the operator wants it: not asked until resumed."""
    return replace(host, state="paused", reason=reason)


def parse_retry_after(value: str | None, now: float) -> float | None:
    """The time that a Retry-After header names, at most 7 days away; None where it names none.

    Both forms of RFC 9110 section 10.2.3 are read.

    >>> parse_retry_after("120", 1000.0), parse_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 946684790.0)
    (1120.0, 946684799.0)
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        at = now + int(text)
    else:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        at = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    return min(max(at, now), now + LONGEST_RETRY_AFTER)


def _within(at: float, windows: tuple[Window, ...]) -> float:
    """The first time from `at` on that lies in all windows; infinity where they never meet."""
    for _ in range(len(windows) + 1):
        for window in windows:
            at = window.next_open(at)
        if all(window.contains(at) for window in windows):
            return at
    return math.inf


def _smoothed(old: float | None, latest: float | None, *, may_fall: bool) -> float | None:
    if old is None or latest is None:
        return old if latest is None else latest
    new = old + _WEIGHT * (latest - old)
    return new if may_fall else max(old, new)


def _forgiven(host: Host, now: float) -> bool:
    """Whether 30 minutes passed quietly after the last back-off had run out."""
    return host.last_failure_at is None or now - host.last_failure_at - host.backoff >= FORGIVEN_AFTER


def _cooled(host: Host, now: float, wait: float) -> Host:
    coolings = host.coolings + 1
    if coolings >= COOLINGS_TO_PAUSE:
        return replace(host, failures=0, coolings=coolings, state="paused")
    return replace(host, failures=0, coolings=coolings, state="cooling", next_at=now + max(wait, COOLING))
