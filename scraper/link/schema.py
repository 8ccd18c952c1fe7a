"""The tables of a catalogue file, and the codes in them.

Keys are 32-bit hashes of a kind and a text: a rare collision only adds a candidate, which the
scoring then drops. Nothing here changes without raising `VERSION`.
"""

from __future__ import annotations

import zlib
from typing import Final, Literal

from scraper.link.titles import Title, base, title

APPLICATION_ID: Final = 0x46696C6D
VERSION: Final = 1
Source = Literal["wikidata", "imdb", "tmdb", "list", "merged"]
SOURCES: Final[tuple[Source, ...]] = ("wikidata", "imdb", "tmdb", "list", "merged")
"""Who says so. `merged` marks an id that once was another item's: it finds the film and is never shown."""
SCHEMES: Final = ("wikidata", "imdb", "tmdb", "letterboxd", "rottentomatoes", "metacritic")
ROLES: Final = (
    "director", "writer", "producer", "executive_producer", "cinematographer",
    "composer", "editor", "actor", "narrator", "subject", "author",
)  # fmt: skip
RARE_WORD: Final = 200
"""A word in the titles of more films than this is no way to find one of them."""
MIN_FUZZY: Final = 6
"""A shorter title is only ever matched exactly."""

TABLES: Final = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT NOT NULL, kind TEXT, runtime INTEGER, votes INTEGER);
CREATE TABLE film_year(film INTEGER, year INTEGER, source INTEGER, PRIMARY KEY(film, year)) WITHOUT ROWID;
CREATE TABLE year_films(year INTEGER PRIMARY KEY, films INTEGER NOT NULL);
CREATE TABLE title(film INTEGER, n INTEGER, text TEXT NOT NULL, lang TEXT, kind TEXT, source INTEGER,
  PRIMARY KEY(film, n)) WITHOUT ROWID;
CREATE TABLE title_key(key TEXT, film INTEGER, PRIMARY KEY(key, film)) WITHOUT ROWID;
CREATE TABLE block(hash INTEGER, film INTEGER, PRIMARY KEY(hash, film)) WITHOUT ROWID;
CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE person_key(hash INTEGER, person INTEGER, PRIMARY KEY(hash, person)) WITHOUT ROWID;
CREATE TABLE credit(film INTEGER, role INTEGER, ord INTEGER, person INTEGER, character TEXT,
  PRIMARY KEY(film, role, ord, person)) WITHOUT ROWID;
CREATE TABLE identifier(film INTEGER, scheme INTEGER, value TEXT, source INTEGER,
  PRIMARY KEY(film, scheme, value)) WITHOUT ROWID;
CREATE TABLE person_identifier(person INTEGER, scheme INTEGER, value TEXT, source INTEGER,
  PRIMARY KEY(person, scheme, value)) WITHOUT ROWID;
"""
INDEXES: Final = """
CREATE INDEX credit_director ON credit(person, film) WHERE role = 0;
CREATE INDEX identifier_value ON identifier(value, scheme, film);
CREATE INDEX person_identifier_value ON person_identifier(value, scheme, person);
"""


def block_hash(kind: str, text: str) -> int:
    """The key of one way to find a film: `kind` is `base`, `word`, `head<n>` or `tail<n>`."""
    return zlib.crc32(storable(f"{kind}:{text}").encode())


def storable(text: str) -> str:
    r"""Text that UTF-8 can hold: half a surrogate pair, which JSON may spell, becomes a question mark.

    >>> storable("Harrow \ud800Lane")
    'Harrow ?Lane'
    """
    return text.encode("utf-8", "replace").decode()


def filed_blocks(item: Title) -> set[int]:
    """Under what a catalogue files a title besides its key and its words.

    Halves serve titles with one wrong letter: whichever half is untouched finds the film.
    """
    hashes = {block_hash("base", title(split[0]).key)} if (split := base(item.text)) else set()
    size = len(item.key)
    if size >= MIN_FUZZY:
        hashes |= {block_hash(f"head{size}", item.key[: size // 2]), block_hash(f"tail{size}", item.key[size // 2 :])}
    return hashes


def sought_halves(key: str) -> set[int]:
    """The halves under which a title is filed that differs from `key` in at most one letter."""
    hashes: set[int] = set()
    for size in range(max(MIN_FUZZY, len(key) - 1), len(key) + 2):
        head, tail = size // 2, size - size // 2
        hashes |= {block_hash(f"head{size}", key[:head]), block_hash(f"tail{size}", key[len(key) - tail :])}
    return hashes


def word_hashes(item: Title) -> set[int]:
    """The words of a title, as blocks; those on too many films are left out of the file."""
    return {block_hash("word", word) for word in item.bare if len(word) > 2}  # noqa: PLR2004 - "of", "la", "no"
