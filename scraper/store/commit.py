"""The verb that matters: one visit, one transaction. Then the films and people it touched."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from scraper.model import Record
from scraper.store.database import Row
from scraper.store.frontier import PAGE_COLUMNS, FrontierVerbs
from scraper.store.nodes import NodeKind, authors, link_of, node_document, nodes_of
from scraper.store.rows import Archived, Committed, Lease, Visit, url_hash

_SETTLED_AT_ONCE: Final = 200
_PAGE_ASSIGNMENTS: Final = ", ".join(f"{name} = ?" for name in PAGE_COLUMNS.split(", ")[3:])


class CommitVerbs(FrontierVerbs):
    """Writes visits; every row they change is written together or not at all."""

    def commit(self, visits: Sequence[Visit]) -> list[Committed]:
        """Keep visits, all in one transaction. A visit whose lease was lost is passed over (`fenced`).

        The archived bytes that the visits name must be on the disk before: the commit vouches for them.
        """
        self._taken_in.clear()
        with self.database.transaction():
            done = [self._visit(visit) for visit in visits]
        self._remember()
        return done

    def _visit(self, visit: Visit) -> Committed:
        if visit.lease is not None and not self._holds(visit.lease):
            return Committed(fenced=True)
        page_id = self._write_page(visit)
        visit_id = self._write_visit(page_id, visit)
        upserts = deletes = 0
        if visit.records is not None:
            upserts, deletes = self._write_records(page_id, visit_id, visit.records, visit.at)
        new, refused = self._put(visit.page.host, visit.found, visit.caps) if visit.found else (0, 0)
        if visit.observed is not None:
            self._observe(page_id, visit)
        if visit.shape is not None:
            self._learn(visit.page.host, *visit.shape)
        if visit.host is not None:
            self._write_host(visit.host)
        if visit.release:
            ((key,),) = self.database.run("SELECT key FROM host WHERE id = ?", (visit.page.host,))
            self._free(key)
        return Committed(upserts=upserts, deletes=deletes, new_urls=new, refused_urls=refused)

    def _holds(self, lease: Lease) -> bool:
        found = self.database.run("SELECT token FROM host WHERE id = ?", (lease.host,))
        return bool(found) and found[0][0] == lease.token

    def _write_page(self, visit: Visit) -> int:
        page = visit.page
        values: tuple[object, ...] = (
            int(page.kind), int(page.via), page.rank, page.depth, _whole(page.due), int(page.state),
            _whole(page.lastmod), _whole(page.visited), _whole(page.last_ok), _whole(page.every), page.misses or None,
            _whole(page.missed_at), page.status, page.label, page.etag, page.last_modified, page.digest,
            page.fingerprint, page.epoch,
        )  # fmt: skip
        if page.id:
            self.database.run(f"UPDATE page SET {_PAGE_ASSIGNMENTS} WHERE id = ?", (*values, page.id))
            return page.id
        ((found,),) = self.database.run(
            f"INSERT INTO page (host, url, hash, {', '.join(PAGE_COLUMNS.split(', ')[3:])})"
            f" VALUES ({', '.join('?' * 22)})"
            f" ON CONFLICT (hash) DO UPDATE SET {_EXCLUDED} RETURNING id",
            (page.host, page.url, url_hash(page.url), *values),
        )
        return int(found)

    def _write_visit(self, page: int, visit: Visit) -> int:
        ((found,),) = self.database.run(
            "INSERT INTO visit (page, run, at, decision, reason, status, ms, bytes, directives, profile)"
            " VALUES (?,?,?,?,?,?,?,?,?,?) RETURNING id",
            (
                page, visit.run, visit.at, visit.decision, visit.reason, visit.status, visit.ms, visit.bytes,
                visit.directives, visit.profile,
            ),
        )  # fmt: skip
        for part, item in enumerate(visit.archived):
            self._vouch(int(found), part, item)
        return int(found)

    def _vouch(self, visit: int, part: int, item: Archived) -> None:
        ((file,),) = self.database.run(
            "INSERT INTO archive_file (name, committed) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET committed ="
            " CASE WHEN archive_file.committed > excluded.committed THEN archive_file.committed"
            " ELSE excluded.committed END RETURNING id",
            (item.file, item.start + item.length),
        )
        self.database.run(
            "INSERT INTO archived (visit, part, file, start, length) VALUES (?,?,?,?,?)",
            (visit, part, file, item.start, item.length),
        )

    def _write_records(self, page: int, visit: int, records: Sequence[Record], at: float) -> tuple[int, int]:
        """Outbox rows for what differs from what is kept; unchanged records are left untouched."""
        records = [record for record in records if not self._is_taken_down(record)]
        ids = [record.id for record in records]
        rows = self.database.run(
            "SELECT r.id, r.page, o.document, o.ledger FROM record r JOIN outbox o ON o.version = r.version"
            " WHERE r.page = ?" + (f" OR r.id IN ({','.join('?' * len(ids))})" if ids else ""),
            (page, *ids),
        )
        kept = {row[0]: (bytes(row[2]), link_of(row[3])) for row in rows}
        gone = [row[0] for row in rows if row[1] == page and row[0] not in ids]
        changed = [one for one in records if kept.get(one.id) != (one.document, link_of(one.ledger))]
        if changed or gone:
            self.database.lock_outbox()
        for record in changed:
            self._upsert(page, visit, record, at)
        for record_id in gone:
            self._delete_record(record_id, at)
        return len(changed), len(gone)

    def _is_taken_down(self, record: Record) -> bool:
        """Whether the review, or everything of its critic, was forgotten; a look at a set while nothing was."""
        url = record.review_id.partition("#")[0]
        if self.is_forgotten(url):
            return True
        return bool(self._forgotten) and any(self.is_forgotten(f"critic:{name}") for name in authors(record.document))

    def _upsert(self, page: int, visit: int, record: Record, at: float) -> None:
        version = self._post("upsert", "review", record.id, record.document, record.ledger, at)
        self.database.run(
            "INSERT INTO record VALUES (?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET review_id=excluded.review_id,"
            " page=excluded.page, visit=excluded.visit, version=excluded.version",
            (record.id, record.review_id, page, visit, version),
        )
        self._unuse(record.id)
        uses = list(nodes_of(record.document))
        self.database.many(
            "INSERT INTO node (id, kind, iri) VALUES (?,?,?) ON CONFLICT (id) DO UPDATE SET dirty = 1",
            [(_node_id(iri), kind, iri) for kind, iri, _ in uses],
        )
        self.database.many(
            "INSERT INTO node_use VALUES (?,?,?) ON CONFLICT (node, record) DO NOTHING",
            [(_node_id(iri), record.id, body) for _, iri, body in uses],
        )

    def _delete_record(self, record: str, at: float) -> None:
        self._post("delete", "review", record, None, None, at)
        self._unuse(record)
        self.database.run("DELETE FROM record WHERE id = ?", (record,))

    def _unuse(self, record: str) -> None:
        nodes = self.database.run("SELECT node FROM node_use WHERE record = ?", (record,))
        self.database.many("UPDATE node SET dirty = 1 WHERE id = ?", nodes)
        self.database.run("DELETE FROM node_use WHERE record = ?", (record,))

    def _post(self, op: str, kind: str, key: str, document: bytes | None, ledger: bytes | None, at: float) -> int:
        ((version,),) = self.database.run(
            "INSERT INTO outbox (op, kind, id, document, ledger, at) VALUES (?,?,?,?,?,?) RETURNING version",
            (op, kind, key, document, ledger, at),
        )
        return int(version)

    def settle(self, *, now: float) -> int:
        """Bring the documents of films and people up to date with the records; how many changed.

        A commit only marks them, so a critic of a thousand reviews is written once, not a
        thousand times. Call it before the readers of the outbox run.
        """
        changed = 0
        while (some := self.settle_some(now=now)) is not None:
            changed += some
        return changed

    def settle_some(self, *, now: float, limit: int = _SETTLED_AT_ONCE) -> int | None:
        """As `settle`, but at most `limit` films and people; None when none is left."""
        with self.database.transaction():
            rows = self.database.run(
                "SELECT id, kind, iri, version FROM node WHERE dirty = 1 ORDER BY id LIMIT ?", (limit,)
            )
            if not rows:
                return None
            self.database.lock_outbox()
            return sum(self._settle(row, now) for row in rows)

    def _settle(self, row: Row, now: float) -> bool:
        key, kind, iri, version = row
        uses = self.database.run(
            "SELECT r.review_id, u.body FROM node_use u JOIN record r ON r.id = u.record WHERE u.node = ?", (key,)
        )
        if not uses:
            self.database.run("DELETE FROM node WHERE id = ?", (key,))
            if version is not None:
                self._post("delete", kind, key, None, None, now)
            return version is not None
        document = _document(kind, iri, uses)
        kept = self.database.run("SELECT document FROM outbox WHERE version = ?", (version,)) if version else []
        if kept and bytes(kept[0][0]) == document:
            self.database.run("UPDATE node SET dirty = 0 WHERE id = ?", (key,))
            return False
        version = self._post("upsert", kind, key, document, None, now)
        self.database.run("UPDATE node SET dirty = 0, version = ? WHERE id = ?", (version, key))
        return True

    def _observe(self, page: int, visit: Visit) -> None:
        """Replace what a page teaches about its site; the sum over pages knows no order."""
        self.database.run(
            "INSERT INTO observation VALUES (?,?,?) ON CONFLICT (page) DO UPDATE SET counters = excluded.counters",
            (page, visit.page.host, json.dumps(dict(visit.observed or {}), sort_keys=True)),
        )

    def _learn(self, host: int, shape: str, review: bool) -> None:  # noqa: FBT001 - a fact, not a switch
        self.database.run(
            "INSERT INTO shape VALUES (?,?,?,?) ON CONFLICT (host, shape) DO UPDATE SET"
            " reviews = shape.reviews + excluded.reviews, others = shape.others + excluded.others",
            (host, shape, int(review), int(not review)),
        )

    def shapes(self, host: int) -> Mapping[str, tuple[int, int]]:
        """Shapes of URLs of a host: how many turned out to be reviews, how many not."""
        rows = self.database.run("SELECT shape, reviews, others FROM shape WHERE host = ?", (host,))
        return {shape: (reviews, others) for shape, reviews, others in rows}

    def archive_files(self) -> Mapping[str, int]:
        """Archive files and the bytes of each that commits vouch for."""
        return {row[0]: int(row[1]) for row in self.database.run("SELECT name, committed FROM archive_file")}

    def freeze_profile(self, key: str) -> tuple[str, Mapping[str, int]]:
        """What the pages of a host have taught so far, summed, kept under the hash that names it."""
        total: Counter[str] = Counter()
        rows = self.database.run(
            "SELECT o.counters FROM observation o JOIN host h ON h.id = o.host WHERE h.key = ?", (key,)
        )
        for (counters,) in rows:
            total.update(json.loads(counters))
        text = json.dumps(total, sort_keys=True)
        name = sha256(text.encode()).hexdigest()[:16]
        self.database.run("INSERT INTO profile VALUES (?,?,?) ON CONFLICT (hash) DO NOTHING", (name, key, text))
        return name, dict(total)

    def profile(self, name: str) -> Mapping[str, int]:
        """A frozen profile by its hash; empty when it is unknown."""
        found = self.database.run("SELECT counters FROM profile WHERE hash = ?", (name,))
        return dict(json.loads(found[0][0])) if found else {}


_EXCLUDED: Final = ", ".join(f"{name} = excluded.{name}" for name in PAGE_COLUMNS.split(", ")[3:])


def _document(kind: NodeKind, iri: str, uses: Sequence[Row]) -> bytes:
    return node_document(kind, iri, [(review, bytes(body)) for review, body in uses])


def _node_id(iri: str) -> str:
    return sha256(iri.encode("utf-8", "surrogatepass")).hexdigest()


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
