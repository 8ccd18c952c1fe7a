"""Verbs about URLs: lease a host, read what is due, take in what was found."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

from scraper.store.base import Base
from scraper.store.database import Row
from scraper.store.hosts import HostVerbs
from scraper.store.rows import RANKS, FencedError, Found, Kind, Lease, Page, State, Via, url_hash

PAGE_COLUMNS: Final = (
    "id, host, url, kind, via, rank, depth, due, state, lastmod, visited, last_ok, every, misses, missed_at, status,"
    " label, etag, last_modified, digest, fingerprint, epoch"
)
_KNOWN_AT_MOST: Final = 50_000
_LENGTHS: Final = (4, 32, 128, 400)
_CHUNK: Final = _LENGTHS[-1]


def to_page(row: Row) -> Page:
    """A Page from `PAGE_COLUMNS`."""
    key, host, url, kind, via, rank, depth, due, state, *rest = row
    rest[4] = rest[4] or 0
    return Page(key, host, url, Kind(kind), Via(via), rank, depth, due, State(state), *rest)


class FrontierVerbs(HostVerbs, Base):
    """Hosts are leased, not URLs: who holds a host is alone with all of its pages."""

    def lease(self, owner: str, *, now: float, until: float, keys: Sequence[str] | None = None) -> Lease | None:
        """Lease the host that has been ready longest, of `keys` only where given; None when none is.

        A lease that ran out is handed to the next asker with a higher token.
        """
        only = f" AND key IN ({','.join('?' * len(keys))})" if keys is not None else ""
        with self.database.transaction():
            found = self.database.run(
                f"SELECT id, key FROM host WHERE enabled = 1 AND ready_at IS NOT NULL AND ready_at <= ?{only}"
                f" ORDER BY ready_at LIMIT 1{self.database.lock_row}",
                (now, *(keys or ())),
            )
            if not found:
                return None
            host, key = found[0]
            ((token,),) = self.database.run(
                "UPDATE host SET token = token + 1, owner = ?, lease_until = ?, ready_at = ?, served_at = ?"
                " WHERE id = ? RETURNING token",
                (owner, until, until, now, host),
            )
        return Lease(host, key, token, until, owner)

    def renew(self, lease: Lease, *, until: float) -> Lease:
        """Hold a host longer; raises FencedError when another has taken it."""
        changed = self.database.count(
            "UPDATE host SET lease_until = ?, ready_at = ? WHERE id = ? AND token = ?",
            (until, until, lease.host, lease.token),
        )
        if not changed:
            raise FencedError(lease.key)
        return Lease(lease.host, lease.key, lease.token, until, lease.owner)

    def leave(self, lease: Lease, *, not_before: float = 0.0) -> bool:
        """Free a leased host, not to be asked before `not_before`; False when fenced off."""
        with self.database.transaction():
            found = self.database.run("SELECT token FROM host WHERE id = ?", (lease.host,))
            if not found or found[0][0] != lease.token:
                return False
            if 0.0 < not_before < float("inf"):
                self.database.run(
                    "UPDATE host SET next_at = ? WHERE id = ? AND next_at < ?", (not_before, lease.host, not_before)
                )
            self._free(lease.key)
        return True

    def next_ready(self, keys: Sequence[str] | None = None, *, due_by: float = float("inf")) -> float | None:
        """When the next host with a page due by `due_by` is ready (or its lease runs out); None when none will be."""
        only = f" AND key IN ({','.join('?' * len(keys))})" if keys is not None else ""
        ((found,),) = self.database.run(
            f"SELECT min(ready_at) FROM host WHERE enabled = 1 AND ready_at IS NOT NULL AND due <= ?{only}",
            (due_by, *(keys or ())),
        )
        return None if found is None else float(found)

    def due(self, host: int, *, now: float, limit: int = 1) -> list[Page]:
        """Pages of a host that are due, the best rank first, then the longest due."""
        pages: list[Page] = []
        for rank in range(RANKS):
            rows = self.database.run(
                f"SELECT {PAGE_COLUMNS} FROM page WHERE host = ? AND rank = ? AND due IS NOT NULL AND due <= ?"
                " ORDER BY due, id LIMIT ?",
                (host, rank, now, limit - len(pages)),
            )
            pages += map(to_page, rows)
            if len(pages) >= limit:
                break
        return pages

    def page(self, url: str) -> Page | None:
        """The row of a URL; None when it is unknown."""
        found = self.database.run(f"SELECT {PAGE_COLUMNS} FROM page WHERE hash = ?", (url_hash(url),))
        return to_page(found[0]) if found else None

    def pages(self, key: str, *, after: int = 0, limit: int = 1000) -> list[Page]:
        """All pages of a host in the order they were found, for programs that look at everything."""
        rows = self.database.run(
            f"SELECT {', '.join('p.' + name for name in PAGE_COLUMNS.split(', '))} FROM page p"
            " JOIN host h ON h.id = p.host WHERE h.key = ? AND p.id > ? ORDER BY p.id LIMIT ?",
            (key, after, limit),
        )
        return [to_page(row) for row in rows]

    def doomed(self, host: int) -> list[Page]:
        """Pages that are gone for certain and whose records still stand."""
        rows = self.database.run(
            f"SELECT {PAGE_COLUMNS} FROM page WHERE host = ? AND state = {int(State.DOOMED)} ORDER BY id", (host,)
        )
        return [to_page(row) for row in rows]

    def ailing(self, host: int) -> tuple[int, int]:
        """How many pages of a host whose records stand are missing or gone, and how many there are."""
        missing = f"CASE WHEN state IN ({int(State.SUSPECT)}, {int(State.DOOMED)}) THEN 1 ELSE 0 END"
        (row,) = self.database.run(
            f"SELECT coalesce(sum({missing}), 0) AS bad, count(*) AS known"
            " FROM page WHERE host = ? AND fingerprint IS NOT NULL",
            (host,),
        )
        return int(row[0]), int(row[1])

    def sources(self, host: int) -> list[Page]:
        """Feeds, sitemaps and APIs of a host."""
        rows = self.database.run(
            f"SELECT {PAGE_COLUMNS} FROM page WHERE host = ? AND kind >= {int(Kind.FEED)}", (host,)
        )
        return [to_page(row) for row in rows]

    def put(self, key: str, found: Iterable[Found], *, caps: tuple[int, int] = (200_000, 5_000)) -> tuple[int, int]:
        """Take URLs of a host into the frontier; how many were new, and how many a budget refused."""
        self._taken_in.clear()
        with self.database.transaction():
            host = self.host_id(key)
            new, refused = self._put(host, list(found), caps)
            ((lease_until,),) = self.database.run("SELECT lease_until FROM host WHERE id = ?", (host,))
            if lease_until == 0:
                self._free(key)
        self._remember()
        return new, refused

    def _put(self, host: int, found: Sequence[Found], caps: tuple[int, int]) -> tuple[int, int]:
        hashes = {url_hash(item.url): item for item in found}
        self._taken_in.update(h for h, item in hashes.items() if item.lastmod is None)
        fresh = {h: item for h, item in hashes.items() if h not in self._known or item.lastmod is not None}
        known = self._present(list(fresh))
        self._touch([(h, item) for h, item in fresh.items() if h in known])
        wanted = [(h, i) for h, i in fresh.items() if h not in known and not self.is_forgotten(i.url)]
        if wanted and self._host_forgotten(host):
            return 0, len(wanted)
        kept = self._within_budget(host, wanted, caps)
        self.database.many(
            "INSERT INTO page (host, hash, url, kind, via, rank, depth, due, lastmod) VALUES (?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (hash) DO NOTHING",
            [
                (host, h, i.url, int(i.kind), int(i.via), i.rank, i.depth, _whole(i.due), _whole(i.lastmod))
                for h, i in kept
            ],
        )
        return len(kept), len(wanted) - len(kept)

    def unknown(self, urls: Iterable[str]) -> int:
        """How many of some addresses are not in the frontier yet."""
        hashes = {url_hash(url) for url in urls} - self._known
        return len(hashes - self._present(list(hashes)))

    def _present(self, hashes: Sequence[int]) -> set[int]:
        found: set[int] = set()
        for start in range(0, len(hashes), _CHUNK):
            part = hashes[start : start + _CHUNK]
            # Few lengths make few statements, which the database need not take apart anew.
            length = next(size for size in _LENGTHS if len(part) <= size)
            padded = [*part, *[part[0]] * (length - len(part))]
            rows = self.database.run(f"SELECT hash FROM page WHERE hash IN ({','.join('?' * length)})", padded)
            found.update(row[0] for row in rows)
        return found

    def _touch(self, items: Sequence[tuple[int, Found]]) -> None:
        """A known page with a newer `lastmod` than its last visit is due when the finder says so."""
        self.database.many(
            "UPDATE page SET lastmod = ?, due = CASE WHEN due IS NOT NULL AND ? IS NOT NULL AND due > ?"
            " AND coalesce(last_ok, 0) <= ? THEN ? ELSE due END WHERE hash = ? AND coalesce(lastmod, 0) < ?",
            [
                (
                    _whole(i.lastmod),
                    _whole(i.due),
                    _whole(i.due),
                    _whole(i.lastmod),
                    _whole(i.due),
                    h,
                    _whole(i.lastmod),
                )
                for h, i in items
                if i.lastmod is not None
            ],
        )

    def _within_budget(
        self, host: int, wanted: Sequence[tuple[int, Found]], caps: tuple[int, int]
    ) -> list[tuple[int, Found]]:
        """Those of the new URLs that the budgets of the host and of each path prefix still admit."""
        if not wanted:
            return []
        rows = self.database.run("SELECT prefix, used FROM budget WHERE host = ?", (host,))
        used = {str(prefix): int(count) for prefix, count in rows}
        before = dict(used)
        kept: list[tuple[int, Found]] = []
        for h, item in wanted:
            if used.get("", 0) >= caps[0] or (item.prefix and used.get(item.prefix, 0) >= (item.cap or caps[1])):
                continue
            for prefix in {"", item.prefix}:
                used[prefix] = used.get(prefix, 0) + 1
            kept.append((h, item))
        self.database.many(
            "INSERT INTO budget (host, prefix, used) VALUES (?,?,?) ON CONFLICT (host, prefix) DO UPDATE"
            " SET used = excluded.used",
            [(host, prefix, count) for prefix, count in used.items() if before.get(prefix) != count],
        )
        return kept

    def _remember(self) -> None:
        """Spare the database what it was just told; only after the commit."""
        if len(self._known) > _KNOWN_AT_MOST:
            self._known.clear()
        self._known |= self._taken_in

    def is_forgotten(self, text: str) -> bool:
        """Whether a URL, host key or critic was taken down for good."""
        if self._forgotten is None:
            self._forgotten = frozenset(row[0] for row in self.database.run("SELECT hash FROM forgotten"))
        return bool(self._forgotten) and self.salted(text) in self._forgotten

    def _host_forgotten(self, host: int) -> bool:
        if not self._forgotten:
            return False
        ((key,),) = self.database.run("SELECT key FROM host WHERE id = ?", (host,))
        return self.is_forgotten(f"host:{key}")

    def salted(self, text: str) -> str:
        """A hash that tells nothing of `text` to who lacks this store's salt."""
        if self._salt is None:
            self.database.run(
                "INSERT INTO meta VALUES ('salt', ?) ON CONFLICT (name) DO NOTHING", (secrets.token_hex(32),)
            )
            ((salt,),) = self.database.run("SELECT value FROM meta WHERE name = 'salt'")
            self._salt = bytes.fromhex(salt)
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=20).hexdigest()


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
