"""Where the politeness state of hosts is kept: a port, and its implementation in memory.

One-off calls keep it in a file of the user's cache folder (`scraper.fetch.onceoff`), a project
in its store. Both promise the same: **one request in flight per politeness key across all
processes that share the state**. `claim` takes that one slot, `release` gives it back and
writes what the request taught about the host in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from scraper.model import Host, RobotsCopy


class HostState(Protocol):
    """What a fetch remembers between calls. All times are POSIX seconds."""

    def host(self, key: str) -> Host:
        """The state of politeness key `key`; `Host(key)` when it was never asked."""

    def claim(self, key: str, *, now: float, until: float) -> int | None:
        """Take the key's one slot until `until`: a fencing token, or None while another holds it.

        A slot whose `until` lies at or before `now` counts as free: its holder died. Tokens of
        one key only rise. Whether the host's `next_at` has come is the caller's to look at,
        under the slot, where nobody else can move it.
        """

    def release(self, host: Host, token: int) -> bool:
        """Write `host` and free the slot of `host.key`; False, and nothing written, when fenced off.

        Fenced off means that the slot expired and another took it: `token` is no longer the last.
        """

    def robots(self, origin: str) -> RobotsCopy | None:
        """What is known of an origin's robots.txt; None when it was never asked for."""

    def save_robots(self, copy: RobotsCopy) -> None:
        """Remember `copy` under `copy.origin`."""

    def address_turn(self, ip: str, *, now: float, delay: float, patience: float) -> float | None:
        """When an IP address may be asked next, reserved for the caller; None, nothing reserved, when that is far off.

        Reservations are `delay` apart, over all processes that share the state. Far off is more
        than `patience` away. A time further ahead than anybody reserves means that the clock was
        set back: then one delay is waited and no more.
        """


_MOST_ADDRESSES = 1024


@dataclass(slots=True)
class _Slot:
    host: Host
    token: int = 0
    until: float = 0.0


@dataclass(slots=True)
class MemoryState:
    """Host state that lives as long as the process: for tests and for programs of one run.

    >>> state = MemoryState()
    >>> state.claim("example.org", now=0.0, until=30.0), state.claim("example.org", now=1.0, until=31.0)
    (1, None)
    >>> state.release(Host("example.org", next_at=6.0), 1), state.host("example.org").next_at
    (True, 6.0)
    """

    _slots: dict[str, _Slot] = field(default_factory=dict)
    _robots: dict[str, RobotsCopy] = field(default_factory=dict)
    _addresses: dict[str, float] = field(default_factory=dict)

    def host(self, key: str) -> Host:
        """See `HostState.host`."""
        slot = self._slots.get(key)
        return Host(key) if slot is None else slot.host

    def claim(self, key: str, *, now: float, until: float) -> int | None:
        """See `HostState.claim`."""
        slot = self._slots.setdefault(key, _Slot(Host(key)))
        if slot.until > now:
            return None
        slot.token += 1
        slot.until = until
        return slot.token

    def release(self, host: Host, token: int) -> bool:
        """See `HostState.release`."""
        slot = self._slots.get(host.key)
        if slot is None or slot.token != token:
            return False
        slot.host, slot.until = host, 0.0
        return True

    def robots(self, origin: str) -> RobotsCopy | None:
        """See `HostState.robots`."""
        return self._robots.get(origin)

    def save_robots(self, copy: RobotsCopy) -> None:
        """See `HostState.save_robots`."""
        self._robots[copy.origin] = copy

    def address_turn(self, ip: str, *, now: float, delay: float, patience: float) -> float | None:
        """See `HostState.address_turn`."""
        turn = self._addresses.get(ip, now)
        if turn > now + patience + delay:
            turn = now + delay
        elif turn > now + patience:
            return None
        if len(self._addresses) > _MOST_ADDRESSES:
            self._addresses = {other: at for other, at in self._addresses.items() if at > now}
        self._addresses[ip] = max(turn, now) + delay
        return max(turn, now)
