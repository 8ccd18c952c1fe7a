"""Writes a catalogue beside the old one, then swaps: a reader never sees half a catalogue."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from scraper.errors import InputError
from scraper.link import schema
from scraper.link.names import name
from scraper.link.titles import title, variants

_STAGING: Final = """
CREATE TABLE film(id INTEGER PRIMARY KEY);
CREATE TABLE fact(film INTEGER, kind TEXT, runtime INTEGER, votes INTEGER);
CREATE TABLE film_year(film INTEGER, year INTEGER, source INTEGER);
CREATE TABLE title(film INTEGER, n INTEGER, text TEXT, lang TEXT, kind TEXT, source INTEGER);
CREATE TABLE title_key(key TEXT, film INTEGER);
CREATE TABLE block(hash INTEGER, film INTEGER);
CREATE TABLE word(hash INTEGER, film INTEGER);
CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE person_key(hash INTEGER, person INTEGER);
CREATE TABLE credit(film INTEGER, role INTEGER, ord INTEGER, person INTEGER, character TEXT);
CREATE TABLE identifier(film INTEGER, scheme INTEGER, value TEXT, source INTEGER);
CREATE TABLE person_identifier(person INTEGER, scheme INTEGER, value TEXT, source INTEGER);
"""
_BATCH: Final = 20_000
_EARLIEST, _LATEST = 1870, 2100
_MAX_TITLE: Final = 500


class Builder:
    """A catalogue being written to `target`; leave the `with` block without `finish` and nothing changes.

    >>> with Builder(Path("catalogue.sqlite")) as builder:  # doctest: +SKIP
    ...     film = builder.film({"wikidata": "Q1"}, "wikidata")
    ...     builder.title(film, "Harrow Lane", "wikidata")
    ...     builder.finish()
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._films: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._last_person = 0
        self._same: dict[int, int] = {}
        self._named: set[int] = set()
        self._titles: dict[int, int] = {}
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        self.skipped: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Begin in a folder of its own beside the target."""
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            prefix = f".{self._target.name}."
            _sweep(self._target.parent, prefix)
            self._folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self._target.parent))
            self._lock = (self._folder / "lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        except OSError as error:
            raise InputError(
                f"{self._target}: cannot write here ({error.strerror}); name another --catalogue"
            ) from error
        self._staging = sqlite3.connect(self._folder / "staging", isolation_level=None)
        self._staging.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_STAGING} BEGIN;")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away everything that `finish` did not put in place."""
        self._staging.close()
        self._lock.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def skip(self, reason: str) -> None:
        """Count one row of the input that could not be used."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def film(self, ids: Mapping[str, str], source: schema.Source) -> int:
        """The film that has any of these ids, made when there is none; further ids are added to it.

        Ids name different films when sources disagree: then the first known one counts, and the
        others are left out.
        """
        keys = {f"{scheme}:{value}": (scheme, value) for scheme, value in ids.items()}
        film = next((self._films[key] for key in keys if key in self._films), None)
        if film is None:
            film = len(self._titles) + 1
            self._titles[film] = 0
            self._put("film", film)
        for key, (scheme, value) in keys.items():
            if self._films.setdefault(key, film) == film:
                self._put("identifier", film, schema.SCHEMES.index(scheme), value, schema.SOURCES.index(source))
            else:
                self.skip("an id that another film already has")
        return film

    def known(self, scheme: str, value: str) -> int | None:
        """The film of an id, None when it is not in the catalogue."""
        return self._films.get(f"{scheme}:{value}")

    def alias(self, scheme: str, value: str, film: int) -> None:
        """Another id of the same scheme for a film, as merged items have; the first film to claim it keeps it."""
        if self._films.setdefault(f"{scheme}:{value}", film) == film:
            self._put("identifier", film, schema.SCHEMES.index(scheme), value, schema.SOURCES.index("merged"))

    def facts(
        self, film: int, *, kind: str | None = None, runtime: int | None = None, votes: int | None = None
    ) -> None:
        """What is known of a film beside its names; None leaves what stands. `runtime` is in minutes."""
        self._put("fact", film, kind, runtime, votes)

    def title(
        self, film: int, text: str, source: schema.Source, *, lang: str | None = None, kind: str = "alternative"
    ) -> None:
        """One name of a film; the first one given is the one shown."""
        text = schema.storable(" ".join(text.split()))[:_MAX_TITLE]
        if not text:
            return
        number = self._titles[film]
        self._titles[film] = number + 1
        self._put("title", film, number, text, lang, kind, schema.SOURCES.index(source))

    def year(self, film: int, year: int, source: schema.Source) -> None:
        """One year in which a film is said to have appeared; a film may have several."""
        if _EARLIEST <= year <= _LATEST:
            self._put("film_year", film, year, schema.SOURCES.index(source))
        else:
            self.skip("a year that no film has")

    def person(self, ids: Mapping[str, str], source: schema.Source, label: str | None = None) -> int:
        """The person of these ids; without ids, the one of this name (who never gets an id by it)."""
        keys = [f"{scheme}:{value}" for scheme, value in ids.items()] or [f"name:{name(label or '').key}"]
        person = next((self._people[key] for key in keys if key in self._people), None)
        if person is None:
            self._last_person += 1
            person = self._last_person
        for key in keys:
            known = self._people.setdefault(key, person)
            if known != person:
                self._same[known] = person
            if ids:
                scheme, value = key.split(":", 1)
                row = (schema.SCHEMES.index(scheme), value, schema.SOURCES.index(source))
                self._put("person_identifier", person, *row)
        if label:
            self.name(person, label)
        return person

    def name(self, person: int, label: str) -> None:
        """The name of a person; the first one given is the one shown."""
        label = schema.storable(" ".join(label.split()))[:_MAX_TITLE]
        self._put("person_key", schema.block_hash("name", name(label).key), person)
        if person not in self._named:
            self._named.add(person)
            self._put("person", person, label)

    def unnamed(self) -> Iterator[tuple[str, int]]:
        """Ids (`scheme:value`) of people who are credited and have no name yet."""
        return ((key, person) for key, person in self._people.items() if person not in self._named)

    def credit(self, film: int, role: str, order: int, person: int, character: str | None = None) -> None:
        """A person's part in a film; `order` is the billing."""
        self._put("credit", film, schema.ROLES.index(role), order, person, character)

    def finish(self) -> dict[str, int]:
        """Write the catalogue and put it in place; counts of films, titles and people."""
        self._file_titles()
        for table in list(self._rows):
            self._flush(table)
        self._merge_people()
        self._staging.execute("COMMIT")
        beside = self._folder / "catalogue"
        final = sqlite3.connect(beside, isolation_level=None)
        try:
            counts = self._write(final)
        finally:
            final.close()
        beside.replace(self._target)
        return counts

    def _merge_people(self) -> None:
        """Make one person of those whom two sources know by different ids and a third id joins."""
        pairs = []
        for old in self._same:
            person, steps = old, 0
            while person in self._same and steps <= len(self._same):
                person, steps = self._same[person], steps + 1
            pairs.append((old, person))
        self._staging.execute("CREATE TABLE same(old INTEGER PRIMARY KEY, new INTEGER)")
        self._staging.executemany("INSERT INTO same VALUES (?, ?)", pairs)
        for table in ("credit", "person_key", "person_identifier"):
            self._staging.execute(
                f"UPDATE {table} SET person = (SELECT new FROM same WHERE old = person) "  # noqa: S608 - our own names
                "WHERE person IN (SELECT old FROM same)"
            )
        self._staging.execute(
            "INSERT OR IGNORE INTO person SELECT new, name FROM person JOIN same ON old = id WHERE new != old"
        )

    def _file_titles(self) -> None:
        self._flush("title")
        for film, text in self._staging.execute("SELECT film, text FROM title"):
            item = title(text)
            for key in variants(text):
                self._put("title_key", key, film)
            for hashed in schema.filed_blocks(item):
                self._put("block", hashed, film)
            for hashed in schema.word_hashes(item):
                self._put("word", hashed, film)

    def _write(self, final: sqlite3.Connection) -> dict[str, int]:
        final.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA application_id={schema.APPLICATION_ID};"
            f"PRAGMA user_version={schema.VERSION}; {schema.TABLES}"
        )
        final.execute("ATTACH ? AS staging", (str(self._folder / "staging"),))
        final.executescript(_COPY.format(rare=schema.RARE_WORD) + schema.INDEXES)
        counts = {
            table: int(final.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0])  # noqa: S608 - names below
            for table in ("film", "title", "person", "credit", "identifier")
        }
        public = "SELECT count(DISTINCT film) FROM main.identifier WHERE scheme = 0"
        counts["wikidata"] = int(final.execute(public).fetchone()[0])
        built = datetime.now(UTC).isoformat(timespec="seconds")
        final.executemany(
            "INSERT INTO main.meta VALUES (?, ?)",
            [("built", built), *((table, str(count)) for table, count in counts.items())],
        )
        final.executescript("ANALYZE; DETACH staging;")
        return counts

    def _put(self, table: str, *row: object) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows = self._rows.get(table)
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._staging.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names
            rows.clear()


def _sweep(parent: Path, prefix: str) -> None:
    """Take away what a build that was killed left behind: its lock is held by nobody."""
    for folder in parent.glob(f"{prefix}*"):
        try:
            with (folder / "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)


_COPY: Final = """
INSERT INTO main.film SELECT f.id, t.text, x.kind, x.runtime, x.votes FROM staging.film f
  JOIN (SELECT film, text, min(n) FROM staging.title GROUP BY film) t ON t.film = f.id
  LEFT JOIN (SELECT film, max(kind) kind, max(runtime) runtime, max(votes) votes FROM staging.fact GROUP BY film) x
  ON x.film = f.id ORDER BY f.id;
INSERT INTO main.film_year SELECT film, year, min(source) FROM staging.film_year
  WHERE film IN (SELECT id FROM main.film) GROUP BY film, year ORDER BY film, year;
INSERT INTO main.year_films SELECT year, count(*) FROM main.film_year GROUP BY year ORDER BY year;
INSERT INTO main.title SELECT film, min(n), text, min(lang), min(kind), min(source) FROM staging.title
  GROUP BY film, text ORDER BY film, min(n);
INSERT INTO main.title_key SELECT DISTINCT key, film FROM staging.title_key ORDER BY key, film;
INSERT INTO main.block SELECT hash, film FROM staging.block UNION
  SELECT hash, film FROM staging.word WHERE hash IN
  (SELECT hash FROM staging.word GROUP BY hash HAVING count(DISTINCT film) <= {rare}) ORDER BY hash, film;
INSERT INTO main.person SELECT id, min(name) FROM staging.person GROUP BY id ORDER BY id;
INSERT INTO main.credit SELECT film, role, min(ord), person, min(character) FROM staging.credit
  WHERE person IN (SELECT id FROM main.person) AND film IN (SELECT id FROM main.film)
  GROUP BY film, role, person ORDER BY film, role, min(ord), person;
INSERT INTO main.person_key SELECT DISTINCT hash, person FROM staging.person_key
  WHERE person IN (SELECT person FROM main.credit WHERE role = 0) ORDER BY hash, person;
INSERT INTO main.identifier SELECT film, scheme, value, min(source) FROM staging.identifier
  WHERE film IN (SELECT id FROM main.film) GROUP BY film, scheme, value ORDER BY film, scheme, value;
INSERT INTO main.person_identifier SELECT person, scheme, value, min(source) FROM staging.person_identifier
  WHERE person IN (SELECT id FROM main.person) GROUP BY person, scheme, value ORDER BY person, scheme, value;
"""
