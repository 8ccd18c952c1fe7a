"""Verbs about hosts: the politeness state that `scraper.fetch` keeps here, pause and resume."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from scraper.model import Host, RobotsCopy
from scraper.store.base import HOST_COLUMNS, Base, ready_at, to_host

_CLOCK_SLACK: Final = 60.0
_LONGEST_WAIT: Final = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host as `scrape hosts` and `scrape plan` show it; `ready_at` None: nothing will be asked."""

    host: Host
    enabled: bool
    due: float | None
    ready_at: float | None
    leased_until: float
    served_at: float
    pages: int = 0


class HostVerbs(Base):
    """The state port of `scraper.fetch.state`, and what an operator may do to a host."""

    def host(self, key: str) -> Host:
        """The state of politeness key `key`; `Host(key)` when it was never asked."""
        found = self.database.run(f"SELECT {HOST_COLUMNS} FROM host WHERE key = ?", (key,))
        return to_host(found[0]) if found else Host(key)

    def known_host(self, key: str) -> bool:
        """Whether there is a host of this key."""
        return bool(self.database.run("SELECT 1 FROM host WHERE key = ?", (key,)))

    def claim(self, key: str, *, now: float, until: float) -> int | None:
        """Take the key's one slot until `until`: a fencing token, or None while another holds it.

        The slot is the same one that `lease` hands to a crawl's worker.
        """
        with self.database.transaction():
            host = self.host_id(key)
            found = self.database.run(
                "UPDATE host SET token = token + 1, lease_until = ?, ready_at ="
                " CASE WHEN ready_at IS NULL THEN NULL ELSE ? END, served_at = ?, owner = 'one-off'"
                " WHERE id = ? AND lease_until <= ? RETURNING token",
                (until, until, now, host, now),
            )
        return int(found[0][0]) if found else None

    def release(self, host: Host, token: int) -> bool:
        """Write `host` and free its slot; False, and nothing written, when fenced off."""
        with self.database.transaction():
            if not self._note(host, token):
                return False
            self._free(host.key)
        return True

    def note(self, host: Host, token: int) -> bool:
        """Write `host` and keep its slot; False, and nothing written, when fenced off."""
        with self.database.transaction():
            return self._note(host, token)

    def _note(self, host: Host, token: int) -> bool:
        found = self.database.run("SELECT token FROM host WHERE key = ?", (host.key,))
        if not found or found[0][0] != token:
            return False
        self._write_host(host)
        return True

    def _free(self, key: str) -> None:
        """Free a host's slot and say when it is ready again."""
        ((host, state, next_at, enabled),) = self.database.run(
            "SELECT id, state, next_at, enabled FROM host WHERE key = ?", (key,)
        )
        due = self._earliest_due(host) if enabled else None
        self.database.run(
            "UPDATE host SET lease_until = 0, due = ?, ready_at = ? WHERE id = ?",
            (due, ready_at(state, next_at, due), host),
        )

    def robots(self, origin: str) -> RobotsCopy | None:
        """What is known of an origin's robots.txt; None when it was never asked for."""
        found = self.database.run("SELECT copy FROM robots WHERE origin = ?", (origin,))
        return RobotsCopy(**json.loads(found[0][0])) if found else None

    def save_robots(self, copy: RobotsCopy) -> None:
        """Remember `copy` under its origin."""
        self.database.run(
            "INSERT INTO robots VALUES (?, ?) ON CONFLICT (origin) DO UPDATE SET copy = excluded.copy",
            (copy.origin, json.dumps(asdict(copy))),
        )

    def address_turn(self, ip: str, *, now: float, delay: float, patience: float) -> float | None:
        """When an IP address may be asked next, reserved for the caller; None, nothing reserved, when that is far off.

        Reservations are `delay` apart, whoever makes them; see `scraper.fetch.state.HostState`.
        """
        latest, strange = now + patience, now + patience + delay
        found = self.database.run(
            "INSERT INTO address VALUES (?, ?) ON CONFLICT (ip) DO UPDATE SET next_at ="
            " CASE WHEN address.next_at > ? THEN ? WHEN address.next_at > ? THEN address.next_at + ?"
            " ELSE excluded.next_at END WHERE address.next_at <= ? OR address.next_at > ? RETURNING next_at",
            (ip, now + delay, strange, now + 2 * delay, now, delay, latest, strange),
        )
        return float(found[0][0]) - delay if found else None

    def enable(self, keys: Iterable[str]) -> None:
        """Say which hosts a crawl may ask: these and no others."""
        with self.database.transaction():
            self.database.run("UPDATE host SET enabled = 0, ready_at = NULL WHERE enabled = 1 AND lease_until = 0")
            for key in keys:
                host = self.host_id(key)
                self.database.run("UPDATE host SET enabled = 1 WHERE id = ?", (host,))
                ((lease_until,),) = self.database.run("SELECT lease_until FROM host WHERE id = ?", (host,))
                if lease_until == 0:
                    self._free(key)

    def mend_clock(self, now: float) -> int:
        """Move what was written by a clock that ran ahead back beside `now`; how many hosts that were.

        Nothing is asked sooner for it: whatever was still to be waited for is waited for from now on.
        """
        self.database.run("DELETE FROM address WHERE next_at < ?", (now,))  # the table stays as small as what is busy
        ahead = self.database.run(
            "SELECT id, key, next_at, served_at, lease_until FROM host WHERE served_at > ?", (now + _CLOCK_SLACK,)
        )
        for host, key, next_at, served_at, lease_until in ahead:
            with self.database.transaction():
                wait = min(max(next_at - served_at, 0.0), _LONGEST_WAIT)
                held = now + lease_until - served_at if lease_until > served_at else 0.0
                self.database.run(
                    "UPDATE host SET next_at = ?, served_at = ?, lease_until = ? WHERE id = ?",
                    (now + wait, now, held, host),
                )
                self.database.run(
                    "UPDATE page SET due = CASE WHEN due IS NULL THEN NULL WHEN due > visited THEN due - visited + ?"
                    " ELSE ? END, last_ok = CASE WHEN last_ok > ? THEN ? ELSE last_ok END, visited = ?"
                    " WHERE host = ? AND visited > ?",
                    (int(now), int(now), int(now), int(now), int(now), host, int(now + _CLOCK_SLACK)),
                )
                self._free(key)
        return len(ahead)

    def pause(self, key: str, reason: str) -> bool:
        """Never ask a host until it is resumed; False when it is unknown."""
        return self._set_state(key, "paused", reason)

    def resume(self, key: str) -> bool:
        """Let a paused or cooling host be asked again; False when it is unknown."""
        return self._set_state(key, "ok", "")

    def _set_state(self, key: str, state: str, reason: str) -> bool:
        with self.database.transaction():
            changed = self.database.count(
                "UPDATE host SET state=?, reason=?, failures=0, coolings=0, backoff=0 WHERE key=?", (state, reason, key)
            )
            if changed:
                ((lease_until,),) = self.database.run("SELECT lease_until FROM host WHERE key = ?", (key,))
                if lease_until == 0:
                    self._free(key)
        return bool(changed)

    def hosts(self, *, count: bool = False) -> list[HostRow]:
        """Every host, by key; with `count` how many URLs are known of it, which reads them all."""
        pages: Mapping[int, int] = (
            {row[0]: row[1] for row in self.database.run("SELECT host, count(*) FROM page GROUP BY host")}
            if count
            else {}
        )
        rows = self.database.run(
            f"SELECT {HOST_COLUMNS}, enabled, due, ready_at, lease_until, served_at, id FROM host ORDER BY key"
        )
        return [
            HostRow(to_host(row[:10]), bool(row[10]), row[11], row[12], row[13], row[14], pages.get(row[15], 0))
            for row in rows
        ]
