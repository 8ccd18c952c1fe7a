"""Verbs that take things down for good, and that look back over what is archived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scraper.model import Record
from scraper.store.commit import CommitVerbs
from scraper.store.database import Row
from scraper.store.nodes import authors, critic_key
from scraper.store.outbox import OutboxVerbs
from scraper.store.rows import Archived, url_hash

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the whole store; `oldest_due` is a POSIX time."""

    pages: Mapping[int, int]
    due: int
    oldest_due: float | None
    records: int
    cursors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page whose body is archived: its latest archived visit, and the records that stand."""

    page: int
    url: str
    visit: int
    epoch: str
    archived: tuple[Archived, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What a page's archived body says to another extractor; `epoch` names extractor and profile."""

    page: int
    epoch: str
    records: tuple[Record, ...]
    fingerprint: bytes | None


class ForgetVerbs(CommitVerbs, OutboxVerbs):
    """What `scrape forget`, `scrape extract` and `scrape status` ask of a store."""

    def forget_hash(self, text: str, *, now: float) -> None:
        """Remember a salted hash of a URL, `host:KEY` or `critic:name`, so that it is never taken in again."""
        self.database.run("INSERT INTO forgotten VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", (self.salted(text), now))
        self._forgotten = None

    def pages_at(self, url: str) -> list[int]:
        """Pages of a URL: its own row, and those whose records name it."""
        own = self.database.run("SELECT id FROM page WHERE hash = ?", (url_hash(url),))
        named = self.database.run(
            "SELECT DISTINCT page FROM record WHERE review_id >= ? AND review_id < ?", (f"{url}#", f"{url}$")
        )
        return sorted({row[0] for row in (*own, *named)})

    def pages_of(self, key: str) -> list[int]:
        """All pages of a host."""
        rows = self.database.run("SELECT p.id FROM page p JOIN host h ON h.id = p.host WHERE h.key = ?", (key,))
        return [row[0] for row in rows]

    def pages_by(self, critic: str) -> list[int]:
        """Pages with a record whose author has this name."""
        rows = self.database.run("SELECT r.page, o.document FROM record r JOIN outbox o ON o.version = r.version")
        return sorted({page for page, document in rows if critic_key(critic) in authors(bytes(document))})

    def urls_of(self, pages: Sequence[int]) -> list[str]:
        """Their addresses."""
        return [url for (url,) in self._each("SELECT url FROM page WHERE id IN", pages)]

    def places_of(self, pages: Sequence[int]) -> list[Archived]:
        """Everything that is archived of some pages."""
        sql = (
            "SELECT f.name, a.start, a.length FROM archived a JOIN visit v ON v.id = a.visit"
            " JOIN archive_file f ON f.id = a.file WHERE v.page IN"
        )
        return [Archived(*row) for row in self._each(sql, pages)]

    def all_places(self, key: str | None = None) -> list[Archived]:
        """Everything that is archived, of one host where `key` is given, in the order it lies."""
        only = " JOIN page p ON p.id = v.page JOIN host h ON h.id = p.host WHERE h.key = ?" if key else ""
        rows = self.database.run(
            "SELECT f.name, a.start, a.length FROM archived a JOIN visit v ON v.id = a.visit"
            f" JOIN archive_file f ON f.id = a.file{only} ORDER BY f.name, a.start",
            (key,) if key else (),
        )
        return [Archived(*row) for row in rows]

    def forget_pages(self, pages: Sequence[int], *, now: float) -> int:
        """Remove pages with all that is known of them, and post deletes of their records; how many records."""
        deleted = 0
        with self.database.transaction():
            self.database.lock_outbox()
            for page in pages:
                for (record,) in self.database.run("SELECT id FROM record WHERE page = ?", (page,)):
                    self.database.run("DELETE FROM outbox WHERE id = ?", (record,))
                    self._delete_record(record, now)
                    deleted += 1
                self.database.run("DELETE FROM archived WHERE visit IN (SELECT id FROM visit WHERE page = ?)", (page,))
                for table, column in (("visit", "page"), ("observation", "page"), ("page", "id")):
                    self.database.run(f"DELETE FROM {table} WHERE {column} = ?", (page,))
        self._known.clear()
        return deleted

    def forget_host(self, key: str) -> None:
        """Remove the row of a host and what was learnt of its addresses."""
        with self.database.transaction():
            for (host,) in self.database.run("SELECT id FROM host WHERE key = ?", (key,)):
                for table in ("budget", "shape"):
                    self.database.run(f"DELETE FROM {table} WHERE host = ?", (host,))
            self.database.run("DELETE FROM profile WHERE host = ?", (key,))
            self.database.run("DELETE FROM host WHERE key = ?", (key,))

    def compact_all(self) -> None:
        """Drop every change that a later one replaces, whoever has read it, and give the space back."""
        self.database.run(
            "DELETE FROM outbox WHERE EXISTS"
            " (SELECT 1 FROM outbox later WHERE later.id = outbox.id AND later.version > outbox.version)"
        )
        self.database.run("VACUUM")

    def archived_pages(self, *, after: int = 0, limit: int = 200) -> list[Kept]:
        """Pages with an archived body, in the order of their numbers, each with its latest."""
        rows = self.database.run(
            "SELECT p.id, p.url, v.id, v.profile FROM page p JOIN visit v ON v.id ="
            " (SELECT max(w.id) FROM visit w JOIN archived a ON a.visit = w.id WHERE w.page = p.id)"
            " WHERE p.id > ? ORDER BY p.id LIMIT ?",
            (after, limit),
        )
        return [Kept(page, url, visit, epoch, self._places(visit)) for page, url, visit, epoch in rows]

    def source_of(self, page: int) -> Kept | None:
        """The archived visit that the current records of a page were made from; None where none is archived."""
        rows = self.database.run(
            "SELECT p.id, p.url, v.id, m.profile FROM page p JOIN visit v ON v.id ="
            " (SELECT max(w.id) FROM visit w JOIN archived a ON a.visit = w.id WHERE w.page = p.id AND w.id <="
            " (SELECT max(r.visit) FROM record r WHERE r.page = p.id))"
            " JOIN visit m ON m.id = (SELECT max(r.visit) FROM record r WHERE r.page = p.id) WHERE p.id = ?",
            (page,),
        )
        if not rows:
            return None
        key, url, visit, epoch = rows[0]
        return Kept(key, url, visit, epoch, self._places(visit))

    def key_of(self, page: int) -> str:
        """The politeness key of a page's host."""
        ((key,),) = self.database.run("SELECT h.key FROM page p JOIN host h ON h.id = p.host WHERE p.id = ?", (page,))
        return str(key)

    def records_of(self, page: int) -> dict[str, tuple[bytes, bytes]]:
        """Document and ledger of each current record of a page, by record id."""
        rows = self.database.run(
            "SELECT r.id, o.document, o.ledger FROM record r JOIN outbox o ON o.version = r.version WHERE r.page = ?",
            (page,),
        )
        return {key: (bytes(document), bytes(ledger or b"")) for key, document, ledger in rows}

    def rewrite(self, reread: Reread, *, now: float) -> tuple[int, int]:
        """Keep what another reading of an archived body gave: (upserts, deletes). Intervals stay as they are."""
        with self.database.transaction():
            ((visit,),) = self.database.run(
                "INSERT INTO visit (page, run, at, decision, reason, ms, bytes, profile)"
                " VALUES (?, 'extract', ?, 'extracted', '', 0, 0, ?) RETURNING id",
                (reread.page, now, reread.epoch),
            )
            upserts, deletes = self._write_records(reread.page, visit, reread.records, now)
            self.database.run(
                "UPDATE page SET fingerprint = ?, epoch = ? WHERE id = ?",
                (reread.fingerprint, reread.epoch, reread.page),
            )
            if not upserts and not deletes:
                self.database.run("DELETE FROM visit WHERE id = ?", (visit,))
        return upserts, deletes

    def figures(self, now: float) -> Figures:
        """Counts over the whole store; reads every page's row."""
        pages = {row[0]: row[1] for row in self.database.run("SELECT state, count(*) FROM page GROUP BY state")}
        ((due, oldest),) = self.database.run(
            "SELECT count(*), min(p.due) FROM page p JOIN host h ON h.id = p.host"
            " WHERE h.enabled = 1 AND p.due IS NOT NULL AND p.due <= ?",
            (now,),
        )
        ((records,),) = self.database.run("SELECT count(*) FROM record")
        cursors = {row[0]: row[1] for row in self.database.run("SELECT reader, version FROM cursor")}
        return Figures(pages, int(due), oldest, int(records), cursors)

    def _places(self, visit: int) -> tuple[Archived, ...]:
        rows = self.database.run(
            "SELECT f.name, a.start, a.length FROM archived a JOIN archive_file f ON f.id = a.file"
            " WHERE a.visit = ? ORDER BY a.part",
            (visit,),
        )
        return tuple(Archived(*row) for row in rows)

    def _each(self, sql: str, keys: Sequence[int]) -> Iterator[Row]:
        for start in range(0, len(keys), _BATCH):
            part = keys[start : start + _BATCH]
            yield from self.database.run(f"{sql} ({','.join('?' * len(part))})", part)
