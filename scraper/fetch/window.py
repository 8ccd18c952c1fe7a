"""Hours in which a host may be asked: "22:00-06:00 Europe/Paris"."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from scraper.errors import ConfigError

_SHAPE = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})(?:\s+([\w/+-]+))?", re.ASCII)
_LAST = (24, 0)


@dataclass(frozen=True, slots=True)
class Window:
    """A daily span of local time; it crosses midnight when it ends before it starts.

    >>> night = parse_window("22:00-06:00 Europe/Paris")
    >>> night.contains(datetime(2026, 1, 5, 4, 30, tzinfo=UTC).timestamp())
    True
    >>> datetime.fromtimestamp(night.next_open(datetime(2026, 7, 5, 12, tzinfo=UTC).timestamp()), UTC).hour
    20
    """

    start: time
    end: time
    zone: str = "UTC"

    def contains(self, now: float) -> bool:
        """Whether POSIX time `now` lies in the window; its end is outside."""
        at = self._local(now).time()
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def next_open(self, now: float) -> float:
        """`now` inside the window, else the POSIX time at which it next opens."""
        if self.contains(now):
            return now
        today = self._local(now)
        for days in (0, 1):
            opening = datetime.combine(today.date() + timedelta(days=days), self.start, today.tzinfo)
            if opening.timestamp() > now:
                return opening.timestamp()
        return now + timedelta(days=1).total_seconds()

    def _local(self, now: float) -> datetime:
        return datetime.fromtimestamp(now, UTC if self.zone == "UTC" else zoneinfo.ZoneInfo(self.zone))


def parse_window(text: str) -> Window:
    """Read `HH:MM-HH:MM [time zone]` (UTC where none is named).

    Raises ConfigError saying what is wrong with it.
    """
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise ConfigError(f'window {text!r}: write it as "22:00-06:00 Europe/Paris"')
    zone = found[5] or "UTC"
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"window {text!r}: no time zone is called {zone!r}; use a name like Europe/Paris") from error
    return Window(_time(found[1], found[2], text), _time(found[3], found[4], text), zone)


def _time(hour: str, minute: str, text: str) -> time:
    if (int(hour), int(minute)) == _LAST:
        return time(0)
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ConfigError(f"window {text!r}: {hour}:{minute} is no time of day") from error
