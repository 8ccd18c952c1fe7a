"""The embedded search index: one SQLite file with FTS5, kept in step with the outbox.

It is a reader like any other: its cursor stands in the same file and moves in the same
transaction as the rows, so a crash leaves either both or neither. A change older than what is
known of its id is ignored; a delete leaves its version behind, so nothing comes back.

Row numbers count in order of publication. A broad query can therefore stop early and still give
the newest reviews, which keeps stop words fast.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from scraper.errors import ScraperError
from scraper.model import Change
from scraper.publish.document import IndexDocument, to_document
from scraper.publish.outbox import Outbox
from scraper.publish.words import words_of

READER: Final = "search"
SCHEMA_VERSION: Final = 2
TEXTS: Final = ("title", "alternates", "directors", "people", "critic", "headline", "labels", "abstract")
"""Searchable columns, in the order of their bm25 weights in `scraper.publish.search`. They hold folded
words (`scraper.publish.words`): text and query are cut and folded by the same function."""
GAP: Final = "\ue001"
"""Stands between two entries of a list, so that no phrase runs across them."""
_KEY: Final = "\ue000"
_DAY_BITS: Final = 24
_SCORE_STEP: Final = 5

_SCHEMA: Final = f"""
CREATE TABLE state(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE applied(id TEXT PRIMARY KEY, version INTEGER NOT NULL, row INTEGER) WITHOUT ROWID;
CREATE TABLE document(row INTEGER PRIMARY KEY, json TEXT NOT NULL, {", ".join(f"{name} TEXT" for name in TEXTS)},
  keys TEXT);
CREATE TABLE facet(row INTEGER PRIMARY KEY, norm REAL, vals TEXT NOT NULL);
CREATE TABLE value(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL,
  count INTEGER NOT NULL, UNIQUE(kind, key));
CREATE INDEX value_count ON value(kind, count);
CREATE TABLE coverage(site TEXT NOT NULL, field TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(site, field))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE fts USING fts5({", ".join(TEXTS)}, keys, content='document', content_rowid='row',
  tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4');
INSERT INTO fts(fts, rank) VALUES('automerge', 8);
INSERT INTO state VALUES('cursor', 0);
PRAGMA user_version = {SCHEMA_VERSION};
"""


COVERED: Final = ("title", "year", "directors", "critic", "published", "score_raw", "categories", "tags", "channels")
"""Fields whose coverage is counted for each site; `reviews` counts all of a site's."""


class _Row(NamedTuple):
    """What one review is in the tables; `values` are (kind, key, label) of its facets."""

    number: int
    texts: tuple[str, ...]
    keys: str
    json: str
    norm: float | None
    values: tuple[tuple[str, str, str], ...]


def key_token(kind: str, key: str) -> str:
    """The word under which a facet value stands in the index.

    It begins with a private-use character, which no query can contain (`words.words_of`).
    """
    return f"{_KEY}{kind}{blake2b(key.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def name_token(word: str) -> str:
    """A word as it stands among the names of a review only: title, directors, critic."""
    return f"{_KEY}n{word}"


def facet_key(label: str) -> str:
    """The form in which two labels are one facet value: their words, plain."""
    return " ".join(words_of(label)) or label


def _facets(document: IndexDocument) -> Iterator[tuple[str, str, str]]:
    """The facet values of a document: kind, key, label."""
    for kind, labels in (
        ("director", document.directors),
        ("critic", (document.critic,) if document.critic else ()),
        ("channel", document.channels),
    ):
        yield from {(key := facet_key(label)): (kind, key, label) for label in labels}.values()
    if document.site:
        yield "site", document.site, document.site
    if document.year:
        yield "year", str(document.year), str(document.year)
    if document.score_norm is not None:
        band = min(int(document.score_norm // 20), 4) * 20
        yield "score", str(band), f"{band}-{band + 20}"


def _keys(document: IndexDocument, values: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for kind, key, _ in values:
        yield key_token(kind, key)
    titles = [title for title in (document.title, *document.alternate_titles) if title]
    yield from sorted({key_token("title", " ".join(words_of(title))) for title in titles})
    for name in (*titles, *document.directors, document.critic or ""):
        yield GAP
        yield from map(name_token, words_of(name))
    yield GAP
    if document.film:
        yield key_token("film", document.film)
    for name, value in document.film_ids.items():
        yield key_token(name, value)
    if document.film_link:
        yield key_token("band", document.film_link)
    if document.score_norm is not None:
        for bound in range(0, int(document.score_norm) + 1, _SCORE_STEP):
            yield key_token("min", str(bound))


def _covered(document: Mapping[str, object]) -> list[tuple[str, str]]:
    """The (site, field) pairs that a document counts for."""
    site = str(document["site"] or "")
    return [(site, "reviews"), *((site, name) for name in COVERED if document[name] not in (None, [], ""))]


def _day(published: str | None) -> int:
    """The day as a number; 0 for an undated review. A missing month or day counts as the first."""
    year, month, day = [*(published or "").split("T")[0].split("-"), "01", "01"][:3]
    try:
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return 0


def _words(*texts: str | None) -> str:
    """The folded words of these texts, with a gap between two texts."""
    return f" {GAP} ".join(" ".join(words_of(text)) for text in texts if text)


def keep_in_step(outbox: Outbox, index: SearchIndex, *, batch: int = 500) -> int:
    """Bring the index up to date from its own cursor; how many changes it was given.

    Its own cursor, not the outbox's: a deleted index file is then simply built anew.
    """
    given = 0
    while changes := outbox.changes(index.cursor(), batch):
        index.apply(changes)
        given += len(changes)
    outbox.advance(READER, index.cursor())
    return given


def index_path(project: Path | None) -> Path:
    """Where a project keeps its index."""
    return (project or Path.cwd()) / "output" / "search.sqlite"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=30)


class SearchIndex:
    """The index file; made when it does not exist, and anew when another layout stands there.

    One writer at a time (SQLite sees to it); readers are never blocked and never see half a batch.
    """

    name = READER

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        if read_only and not path.exists():
            raise ScraperError(f"{path} does not exist yet; run `scrape publish` to build the search index")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = _open(path)
        try:
            self._prepare(read_only=read_only)
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise ScraperError(
                f"{path} cannot be used ({error}); delete it, then `scrape publish` builds it anew"
            ) from error

    def _prepare(self, *, read_only: bool) -> None:
        (version,) = self.db.execute("PRAGMA user_version").fetchone()
        if version not in (0, SCHEMA_VERSION) and not read_only:
            self.db.close()
            for name in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + name).unlink(missing_ok=True)
            self.db, version = _open(self.path), 0
        if read_only and version != SCHEMA_VERSION:
            raise sqlite3.DatabaseError(f"it has layout {version}, this program reads {SCHEMA_VERSION}")
        self.db.execute("PRAGMA cache_size = -65536")
        if read_only:
            self.db.execute("PRAGMA query_only = 1")
            return
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        if version == 0:
            with self._writing():
                for statement in _SCHEMA.split(";\n"):
                    self.db.execute(statement)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self.db:  # commits, or rolls back whatever ended it
            self.db.execute("BEGIN IMMEDIATE")
            yield

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def cursor(self) -> int:
        """The outbox version up to which the index is in step."""
        (value,) = self.db.execute("SELECT value FROM state WHERE name = 'cursor'").fetchone()
        return int(value)

    def document(self, key: str) -> dict[str, Any] | None:
        """The flat document of one review by its id; None when it cannot be found."""
        found = self.db.execute(
            "SELECT json FROM applied JOIN document ON document.row = applied.row WHERE applied.id = ?", (key,)
        ).fetchone()
        return None if found is None else dict(json.loads(found[0]))

    def coverage(self) -> dict[str, dict[str, int]]:
        """By site, how many of its reviews say each of `COVERED`, and how many `reviews` it has."""
        found: dict[str, dict[str, int]] = {}
        for site, name, count in self.db.execute("SELECT site, field, count FROM coverage WHERE count > 0"):
            found.setdefault(site, {})[name] = count
        return found

    def score_bands(self) -> dict[str, int]:
        """How many reviews have a score in each fifth of the scale of 0 to 100."""
        counts = dict(self.db.execute("SELECT label, count FROM value WHERE kind = 'score'"))
        return {label: counts.get(label, 0) for label in (f"{low}-{low + 20}" for low in range(0, 100, 20))}

    def versions(self) -> dict[str, int]:
        """Version by id of every review that can be found."""
        return dict(self.db.execute("SELECT id, version FROM applied WHERE row IS NOT NULL"))

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the index in step with these changes and move its cursor, in one transaction.

        Applying a change twice, or an older one after a newer, changes nothing.
        """
        if not changes:
            return
        latest = {change.id: change for change in changes if change.kind == "review"}
        with self._writing():
            known = self._known(latest)
            newer = [change for change in latest.values() if change.version > known.get(change.id, (0, None))[0]]
            gone = [row for change in newer if (row := known.get(change.id, (0, None))[1]) is not None]
            self._replace(gone, newer)
            self.db.execute("UPDATE state SET value = max(value, ?) WHERE name = 'cursor'", (changes[-1].version,))

    def _known(self, ids: Iterable[str]) -> dict[str, tuple[int, int | None]]:
        rows = self.db.execute(
            "SELECT id, version, row FROM applied WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {identity: (version, row) for identity, version, row in rows}

    def _replace(self, gone: Sequence[int], newer: Sequence[Change]) -> None:
        """Take out old rows and put in new ones, rising, as FTS5 wants its row numbers."""
        counts: Counter[tuple[str, str]] = Counter()
        covered: Counter[tuple[str, str]] = Counter()
        labels: dict[tuple[str, str], str] = {}
        self._remove(sorted(gone), counts, covered)
        rows: list[tuple[_Row, Change]] = []
        taken: dict[int, int] = {}
        for change in newer:
            document = None if change.document is None else to_document(change.id, change.document, change.ledger)
            row = None if document is None else self._row(document, taken)
            if document is not None and row is not None:
                rows.append((row, change))
                covered.update(_covered(document.as_dict()))
                for kind, key, label in row.values:
                    counts[kind, key] += 1
                    labels[kind, key] = label
            self.db.execute(
                "INSERT OR REPLACE INTO applied VALUES(?, ?, ?)",
                (change.id, change.version, None if row is None else row.number),
            )
        self.db.executemany(
            "INSERT INTO coverage VALUES(?, ?, ?)"
            " ON CONFLICT(site, field) DO UPDATE SET count = count + excluded.count",
            ((site, name, number) for (site, name), number in covered.items()),
        )
        identities = self._count(counts, labels)
        for row, _ in sorted(rows):
            self._insert(row, identities)

    def _row(self, document: IndexDocument, taken: dict[int, int]) -> _Row:
        day = _day(document.published)
        if day not in taken:
            low = day << _DAY_BITS
            (top,) = self.db.execute(
                "SELECT max(row) FROM document WHERE row BETWEEN ? AND ?", (low, low + (1 << _DAY_BITS) - 1)
            ).fetchone()
            taken[day] = low if top is None else top
        taken[day] += 1
        values = tuple(_facets(document))
        texts = (
            _words(document.title),
            _words(*document.alternate_titles),
            _words(*document.directors),
            _words(*document.people),
            _words(document.critic),
            _words(document.headline),
            _words(*document.genres, *document.categories, *document.tags),
            _words(document.abstract),
        )
        return _Row(
            taken[day],
            texts,
            " ".join(_keys(document, values)),
            json.dumps(document.as_dict(), ensure_ascii=False, separators=(",", ":")),
            document.score_norm,
            values,
        )

    def _count(
        self, counts: Counter[tuple[str, str]], labels: dict[tuple[str, str], str]
    ) -> dict[tuple[str, str], int]:
        """Add to the totals per facet value; gives each value's number."""
        self.db.executemany(
            "INSERT INTO value(kind, key, label, count) VALUES(?, ?, ?, ?)"
            " ON CONFLICT(kind, key) DO UPDATE SET count = count + excluded.count",
            ((kind, key, labels.get((kind, key), key), number) for (kind, key), number in counts.items()),
        )
        find = "SELECT id FROM value WHERE kind = ? AND key = ?"
        return {pair: self.db.execute(find, pair).fetchone()[0] for pair in labels}

    def _insert(self, row: _Row, identities: dict[tuple[str, str], int]) -> None:
        columns = ", ".join(TEXTS)
        marks = ", ".join("?" * len(TEXTS))
        self.db.execute(
            f"INSERT INTO document(row, json, {columns}, keys) VALUES(?, ?, {marks}, ?)",
            (row.number, row.json, *row.texts, row.keys),
        )
        self.db.execute(
            f"INSERT INTO fts(rowid, {columns}, keys) VALUES(?, {marks}, ?)",
            (row.number, *row.texts, row.keys),
        )
        packed = " ".join(f"{kind[:2]}{identities[kind, key]}" for kind, key, _ in row.values)
        self.db.execute("INSERT INTO facet VALUES(?, ?, ?)", (row.number, row.norm, packed))

    def _remove(self, rows: Sequence[int], counts: Counter[tuple[str, str]], covered: Counter[tuple[str, str]]) -> None:
        columns = ", ".join(TEXTS)
        for number in rows:
            (text,) = self.db.execute("SELECT json FROM document WHERE row = ?", (number,)).fetchone()
            covered.subtract(_covered(json.loads(text)))
            for packed in self.db.execute("SELECT vals FROM facet WHERE row = ?", (number,)).fetchone()[0].split():
                kind, key = self.db.execute("SELECT kind, key FROM value WHERE id = ?", (packed[2:],)).fetchone()
                counts[kind, key] -= 1
            self.db.execute(
                f"INSERT INTO fts(fts, rowid, {columns}, keys)"  # noqa: S608 - names are constants
                f" SELECT 'delete', row, {columns}, keys FROM document WHERE row = ?",
                (number,),
            )
            self.db.execute("DELETE FROM document WHERE row = ?", (number,))
            self.db.execute("DELETE FROM facet WHERE row = ?", (number,))
