"""PostgreSQL full text: one table, a GIN index over weighted words, and a view that readers use.

Words are folded by us (`scraper.publish.words`), so accents do not matter and no extension is
needed: ask with `to_tsquery('simple', ...)` over folded words, see `docs/publishing.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import psycopg
from psycopg import sql

from scraper.errors import ConfigError
from scraper.publish.document import IndexDocument
from scraper.publish.engines import LAYOUT, BusyError, EngineError, Item, Rejected
from scraper.publish.words import words_of

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_COLUMNS: Final = "title, site, critic, published, year, score_norm"
_CREATE: Final = """
CREATE TABLE IF NOT EXISTS {table}(
  id text PRIMARY KEY, version bigint NOT NULL, deleted boolean NOT NULL,
  title text, site text, critic text, published text, year integer, score_norm real,
  document jsonb, words tsvector);
CREATE INDEX IF NOT EXISTS {words} ON {table} USING gin(words);
CREATE INDEX IF NOT EXISTS {facets} ON {table}(site, critic, year);
COMMENT ON TABLE {table} IS 'film reviews, layout {layout}; written by film-review-scraper'
"""
_UPSERT: Final = """
INSERT INTO {table} AS kept(id, version, deleted, title, site, critic, published, year, score_norm, document, words)
VALUES (%(id)s, %(version)s, %(deleted)s, %(title)s, %(site)s, %(critic)s, %(published)s, %(year)s, %(score_norm)s,
  %(document)s, setweight(to_tsvector('simple', %(a)s), 'A') || setweight(to_tsvector('simple', %(b)s), 'B')
  || setweight(to_tsvector('simple', %(c)s), 'C') || setweight(to_tsvector('simple', %(d)s), 'D'))
ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted, title = excluded.title,
  site = excluded.site, critic = excluded.critic, published = excluded.published, year = excluded.year,
  score_norm = excluded.score_norm, document = excluded.document, words = excluded.words
WHERE excluded.version > kept.version
"""
_VIEW: Final = (
    "CREATE OR REPLACE VIEW {view} AS SELECT id, version, {columns}, document, words FROM {table} WHERE NOT deleted"
)


def connect(name: str, settings: Mapping[str, object]) -> PostgresEngine:
    """The engine of a section: `url` is a libpq address, `index` the view's name (default `reviews`)."""
    view = str(settings.get("index") or "reviews")
    if not _NAME.fullmatch(view):
        raise ConfigError(f"[publish.{name}] index is {view!r}; use lower-case letters, digits and _")
    try:
        connection = psycopg.connect(str(settings.get("url") or ""), connect_timeout=10)
    except psycopg.Error as error:
        raise EngineError(f"[publish.{name}] PostgreSQL cannot be reached ({_line(error)}); check its url") from error
    return PostgresEngine(name, connection, view)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _folded(*parts: str | None) -> str:
    return " ".join(word for part in parts if part for word in words_of(part))


class PostgresEngine:
    """Table `<view>_v<layout>` behind the view `<view>`; a delete leaves its version in the table."""

    def __init__(self, name: str, connection: psycopg.Connection[Any], view: str) -> None:
        self.name = name
        self.connection = connection
        table = f"{view}_v{LAYOUT}"
        self.names = {
            "table": sql.Identifier(table),
            "view": sql.Identifier(view),
            "words": sql.Identifier(f"{table}_words"),
            "facets": sql.Identifier(f"{table}_facets"),
            "layout": sql.SQL(str(LAYOUT)),
            "columns": sql.SQL(_COLUMNS),
        }

    def _statement(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self.names)

    def prepare(self) -> None:
        """Create table and indexes where they are missing."""
        with self._transaction() as cursor:
            cursor.execute(self._statement(_CREATE))

    def activate(self) -> None:
        """Point the view at this layout's table."""
        with self._transaction() as cursor:
            cursor.execute(self._statement(_VIEW))

    def apply(self, items: Sequence[Item]) -> Sequence[Rejected]:
        """All of a batch in one transaction; one by one when the server refuses a row."""
        rows = [_row(item) for item in items]
        try:
            with self._transaction() as cursor:
                cursor.executemany(self._statement(_UPSERT), rows)
        except psycopg.DataError:
            return [rejected for item in items if (rejected := self._apply_one(item))]
        return []

    def _apply_one(self, item: Item) -> Rejected | None:
        try:
            with self._transaction() as cursor:
                cursor.execute(self._statement(_UPSERT), _row(item))
        except psycopg.DataError as error:
            return Rejected(item.id, item.version, _line(error))
        return None

    def _transaction(self) -> _Transaction:
        return _Transaction(self)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Id and version of every review that is not deleted."""
        with self._transaction() as cursor:
            cursor.execute(self._statement("SELECT id, version FROM {table} WHERE NOT deleted"))
            yield from cursor

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


class _Transaction:
    """A cursor in a transaction of its own; lost connections and locks are `BusyError`."""

    def __init__(self, engine: PostgresEngine) -> None:
        self.engine = engine

    def __enter__(self) -> psycopg.Cursor[Any]:
        self.cursor = self.engine.connection.cursor()
        return self.cursor

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        connection = self.engine.connection
        self.cursor.close()
        try:
            connection.commit() if error is None else connection.rollback()
        except psycopg.OperationalError as lost:
            error = error or lost
        if isinstance(error, psycopg.OperationalError):
            name = self.engine.name
            if connection.closed:
                raise EngineError(f"[publish.{name}] PostgreSQL hung up ({_line(error)}); run again") from error
            raise BusyError(f"[publish.{name}] PostgreSQL is busy ({_line(error)}); run again") from error


def _row(item: Item) -> dict[str, object]:
    document = item.document
    if document is None:
        empty = dict.fromkeys((*_COLUMNS.split(", "), "document"))
        return {"id": item.id, "version": item.version, "deleted": True, **empty, **dict.fromkeys("abcd", "")}
    return {
        "id": item.id,
        "version": item.version,
        "deleted": False,
        **{name: getattr(document, name) for name in _COLUMNS.split(", ")},
        "document": json.dumps(document.as_dict(), ensure_ascii=False),
        **_weighted(document),
    }


def _weighted(document: IndexDocument) -> dict[str, str]:
    """Folded words by weight: names of the film, people, headline and labels, abstract."""
    return {
        "a": _folded(document.title, *document.alternate_titles),
        "b": _folded(*document.directors, document.critic),
        "c": _folded(document.headline, *document.people, *document.genres, *document.categories, *document.tags),
        "d": _folded(document.abstract),
    }
