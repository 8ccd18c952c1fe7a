"""Reads a catalogue: films by key, by block, by director, by id. Opening is cheap; nothing is loaded."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from scraper.errors import ConfigError
from scraper.link import schema
from scraper.link.names import name

_PUBLIC: Final = schema.SOURCES.index("wikidata")
"""What Wikidata states may be published, and its own ids (scheme 0) whoever states them."""
_MERGED: Final = schema.SOURCES.index("merged")
_REMEDY: Final = "make one with `scrape catalogue build` (from a list of films: --from jsonl FILE)"
_MAGIC: Final = b"SQLite format 3"
_IN: Final = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone credited with a film. `ids` by scheme; `character` only for actors."""

    key: int
    name: str
    role: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """What the catalogue knows of one film; `years` is the set of all years it is said to be of.

    `titles` has every name, the shown one first. `publishable` names the schemes whose id may be
    published (it stands in Wikidata, CC0); `runtime` is in minutes.
    """

    key: int
    title: str
    titles: tuple[str, ...]
    years: frozenset[int]
    kind: str | None = None
    runtime: int | None = None
    votes: int | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    publishable: frozenset[str] = frozenset()
    credits: tuple[Person, ...] = ()

    @property
    def year(self) -> int | None:
        """The first year, which is the one shown."""
        return min(self.years, default=None)

    @property
    def directors(self) -> tuple[str, ...]:
        """Names of the directors in billing order."""
        return tuple(person.name for person in self.credits if person.role == "director")


class Catalogue:
    """An opened catalogue file; picklable by its path.

    Raises ConfigError when the file is missing, is no catalogue, or is of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _open(path)
        self.version = self.info().get("built", "")
        self._years: dict[int, int] = dict(self._rows("SELECT year, films FROM year_films"))
        self._dated = sum(self._years.values())

    def __reduce__(self) -> tuple[type[Catalogue], tuple[Path]]:
        """Pickled as its path."""
        return Catalogue, (self.path,)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; the catalogue cannot be used afterwards."""
        self._db.close()

    def info(self) -> dict[str, str]:
        """When it was built and how many films, titles, people, credits and ids it has."""
        return dict(self._rows("SELECT name, value FROM meta ORDER BY name"))

    def year_share(self, year: int, distance: int) -> float:
        """The share of films that lie exactly `distance` years from `year`; never 0."""
        years = {year - distance, year + distance}
        return (sum(self._years.get(one, 0) for one in years) + 1) / (self._dated + 100)

    def by_keys(self, keys: Iterable[str]) -> dict[str, set[int]]:
        """Films under each key of a title."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, film in self._rows(f"SELECT key, film FROM title_key WHERE key {_IN}", _many(keys)):  # noqa: S608
            found[key].add(film)
        return found

    def by_prefix(self, key: str, limit: int) -> list[int]:
        """Films with a title whose key begins with this one, in order of key."""
        rows = self._rows(
            "SELECT DISTINCT film FROM title_key WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (schema.storable(key), schema.storable(key) + "\U0010ffff", limit),
        )
        return [film for (film,) in rows]

    def by_blocks(self, hashes: Iterable[int], limit: int) -> set[int]:
        """Films under any of these blocks, at most `limit` of them for each."""
        found: set[int] = set()
        for hashed in hashes:
            found |= {film for (film,) in self._rows("SELECT film FROM block WHERE hash = ? LIMIT ?", (hashed, limit))}
        return found

    def by_id(self, scheme: str, value: str) -> int | None:
        """The film of an id."""
        rows = self._rows(
            "SELECT film FROM identifier WHERE value = ? AND scheme = ?",
            (schema.storable(value), schema.SCHEMES.index(scheme)),
        )
        return int(rows[0][0]) if rows else None

    def filmography(self, names: Iterable[str], limit: int) -> set[int]:
        """Films directed by someone of one of these names."""
        hashes = _many(schema.block_hash("name", name(text).key) for text in names)
        rows = self._rows(
            "SELECT c.film FROM person_key k JOIN credit c ON c.person = k.person "  # noqa: S608 - no outside text
            f"WHERE k.hash {_IN} AND c.role = 0 LIMIT ?",
            (*hashes, limit),
        )
        return {film for (film,) in rows}

    def of_years(self, keys: Iterable[int], first: int, last: int) -> set[int]:
        """Those of these films that are said to be of a year from `first` to `last`."""
        rows = self._rows(
            f"SELECT film FROM film_year WHERE film {_IN} AND year BETWEEN ? AND ?",  # noqa: S608 - no outside text
            (*_many(keys), first, last),
        )
        return {film for (film,) in rows}

    def titles(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """Every name of each of these films."""
        rows = self._grouped("SELECT film, text FROM title WHERE film", _many(keys), "ORDER BY film, n")
        return {film: [text for (text,) in found] for film, found in rows.items()}

    def films(self, keys: Iterable[int]) -> list[Film]:
        """Films by their keys, in order of key, with names, years, ids and directors."""
        chosen = _many(keys)
        titles = self._grouped("SELECT film, text FROM title WHERE film", chosen, "ORDER BY film, n")
        years = self._grouped("SELECT film, year FROM film_year WHERE film", chosen)
        ids = self._grouped("SELECT film, scheme, value, source FROM identifier WHERE film", chosen)
        people = self._grouped(
            "SELECT film, p.id, p.name, role, character FROM credit JOIN person p ON p.id = person WHERE film",
            chosen, "ORDER BY film, role, ord",
        )  # fmt: skip
        rows = self._rows(f"SELECT id, title, kind, runtime, votes FROM film WHERE id {_IN} ORDER BY id", chosen)  # noqa: S608
        return [
            Film(
                key, shown, tuple(text for (text,) in titles[key]), frozenset(year for (year,) in years[key]),
                kind, runtime, votes,
                _first_of_each(ids[key]),
                frozenset(schema.SCHEMES[scheme] for scheme, _, source in ids[key] if source == _PUBLIC or not scheme),
                tuple(Person(who, label, schema.ROLES[role], part) for who, label, role, part in people[key]),
            )
            for key, shown, kind, runtime, votes in rows
        ]  # fmt: skip

    def person_ids(self, person: int) -> tuple[dict[str, str], frozenset[str]]:
        """The ids of a person by scheme, and which of them may be published."""
        rows = self._rows("SELECT scheme, value, source FROM person_identifier WHERE person = ?", (person,))
        return (
            {schema.SCHEMES[scheme]: value for scheme, value, _ in rows},
            frozenset(schema.SCHEMES[scheme] for scheme, _, source in rows if source == _PUBLIC),
        )

    def person_name(self, identifier: str) -> str | None:
        """The name of the person who has this id, in whatever scheme."""
        rows = self._rows(
            "SELECT name FROM person_identifier JOIN person ON id = person WHERE value = ?",
            (schema.storable(identifier),),
        )
        return str(rows[0][0]) if rows else None

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise ConfigError(f"{self.path}: this catalogue is damaged ({error}); {_REMEDY}") from error

    def _grouped(self, query: str, chosen: tuple[str], order: str = "") -> defaultdict[int, list[tuple[Any, ...]]]:
        grouped: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for key, *rest in self._rows(f"{query} {_IN} {order}", chosen):
            grouped[key].append(tuple(rest))
        return grouped


def _first_of_each(rows: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """The ids to show, by scheme: the first of each that is not a merged one."""
    found: dict[str, str] = {}
    for scheme, value, source in rows:
        if source != _MERGED:
            found.setdefault(schema.SCHEMES[scheme], value)
    return found


def _many(values: Iterable[object]) -> tuple[str]:
    return (json.dumps(list(values)),)


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise ConfigError(f"{path}: no catalogue is there; {_REMEDY}")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        names = ("application_id", "user_version", "page_size", "page_count")
        (application, version, size, count) = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    except sqlite3.DatabaseError as error:
        connection.close()
        with path.open("rb") as file:
            ours = file.read(len(_MAGIC)) == _MAGIC
        wrong = "this catalogue is cut short or damaged" if ours else "this file is no catalogue"
        raise ConfigError(f"{path}: {wrong}; {_REMEDY}") from error
    foreign = (application, version) != (schema.APPLICATION_ID, schema.VERSION)
    if foreign or size * count > path.stat().st_size:
        connection.close()
        wrong = f"this file is no catalogue of version {schema.VERSION}" if foreign else "this catalogue is cut short"
        raise ConfigError(f"{path}: {wrong}; {_REMEDY}")
    return connection
