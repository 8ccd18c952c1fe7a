"""Search over the embedded index: words and filters in, ranked hits and facets out.

Three rules keep every query short on 200,000 reviews. A filter is a word of the index (its key
token), so "all reviews of this site that say *the*" is a join of two sorted lists. At most
`CAP` matches, the newest, are looked at; beyond it the total is a lower bound and says so, and
facets count those. bm25 reads only terms that occur in at most `CAP` reviews: a word that is
everywhere says nothing about rank, and its list is what makes ranking slow.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice
from typing import Any, Final

from scraper.publish.highlight import Marked, mark, snippet
from scraper.publish.index import SearchIndex, key_token, name_token
from scraper.publish.words import Term, parse, phrase, words_of

CAP: Final = 500
FACETS: Final = ("site", "critic", "director", "year", "score", "channel")
FACET_VALUES: Final = 12
_ONCE: Final = 300
"""Values that occur once which are looked at: enough for every kind of a small answer."""
_WEIGHTS: Final = "12.0, 8.0, 6.0, 2.0, 5.0, 4.0, 2.0, 1.0, 0.0"
_MATCHES: Final = """SELECT fts.rowid, facet.vals FROM fts CROSS JOIN facet ON facet.row = fts.rowid
  WHERE fts MATCH ? ORDER BY fts.rowid DESC LIMIT ?"""
_MATCHES_FROM: Final = """SELECT fts.rowid, facet.vals FROM fts CROSS JOIN facet ON facet.row = fts.rowid
  WHERE fts MATCH ? AND facet.norm >= ? ORDER BY fts.rowid DESC LIMIT ?"""
_FILM_ID: Final = (
    ("wikidata", re.compile(r"Q[1-9]\d*")),
    ("imdb", re.compile(r"tt\d{7,}")),
    ("tmdb", re.compile(r"tmdb:(\d+)")),
    ("film", re.compile(r"(?:https?:|urn:)\S+")),
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Names match by their words; `film` also takes an id or IRI.

    `site` is a host, `year` the film's, `min_score` is on 0..100, `channel` as in the model,
    `band` the film link's.
    """

    text: str = ""
    film: str | None = None
    director: str | None = None
    critic: str | None = None
    site: str | None = None
    year: int | None = None
    min_score: float | None = None
    channel: str | None = None
    band: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One review found: its flat document, and title and snippet with the words marked."""

    document: Mapping[str, Any]
    title: Marked
    snippet: Marked


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow by, and how many of the counted matches have it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """`total` is exact when `exact`, else a lower bound; facets then count the newest `CAP` matches."""

    hits: tuple[Hit, ...]
    total: int
    exact: bool
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)


def _film(text: str) -> str | None:
    for kind, pattern in _FILM_ID:
        if match := pattern.fullmatch(text.strip()):
            return f'"{key_token(kind, match.group(match.lastindex or 0))}"'
    words = phrase(text)
    return f"{{title alternates}} : {words}" if words else None


def _filters(query: Query) -> list[str]:
    """The filters as FTS5 expressions; one that can match nothing is an impossible word."""
    found: list[str | None] = []
    if query.film:
        found.append(_film(query.film))
    for column, name in (("directors", query.director), ("critic", query.critic)):
        if name:
            words = phrase(name)
            found.append(f"{column} : {words}" if words else None)
    if query.site:
        found.append(f'"{key_token("site", query.site.casefold().removeprefix("www."))}"')
    if query.year is not None:
        found.append(f'"{key_token("year", str(query.year))}"')
    if query.band:
        found.append(f'"{key_token("band", query.band)}"')
    if query.channel:
        found.append(f'"{key_token("channel", query.channel)}"')
    if query.min_score is not None:
        found.append(f'"{key_token("min", str(int(min(query.min_score, 100)) // 5 * 5))}"')
    return [item or f'"{key_token("none", "")}"' for item in found]


class _Search:
    """One query over one connection."""

    def __init__(self, db: sqlite3.Connection, query: Query) -> None:
        self.db = db
        self.query = query
        self.terms = parse(query.text)
        self.filters = _filters(query)
        self.impossible = bool(query.text.strip()) and not self.terms

    def matches(self, expression: str, limit: int) -> dict[int, str]:
        """Row number to packed facet values of the newest matches."""
        least = self.query.min_score
        rows = (
            self.db.execute(_MATCHES, (expression, limit))
            if not least
            else self.db.execute(_MATCHES_FROM, (expression, least, limit))
        )
        return dict(rows.fetchall())

    def everything(self) -> dict[int, str]:
        """The newest reviews of all."""
        rows = self.db.execute("SELECT row, vals FROM facet ORDER BY row DESC LIMIT ?", (CAP + 1,))
        return dict(rows.fetchall())

    def rare(self) -> list[Term]:
        """The terms that occur in at most `CAP` reviews: those that bm25 can afford."""
        count = "SELECT count(*) FROM (SELECT 1 FROM fts WHERE fts MATCH ? LIMIT ?)"
        return [term for term in self.terms if self.db.execute(count, (term.match(), CAP + 1)).fetchone()[0] <= CAP]

    def ranked(self, found: Mapping[int, str]) -> list[int]:
        """Row numbers, best first; equal ones newest first."""
        if not self.terms:
            return list(found)
        rare = self.rare()
        if rare:
            scored = self.scores(" AND ".join(term.match() for term in rare))
            best = sorted(found, key=lambda row: (scored.get(row, 0.0), -row))
        else:
            named = [] if any(term.prefix for term in self.terms) else self.named()
            best = list(dict.fromkeys([*named, *found]))
        return self.exact_titles_first(best)

    def named(self) -> list[int]:
        """The newest reviews that have every word in their names; a short list even for stop words."""
        words = (Term(tuple(name_token(word) for word in term.words), term.prefix).match() for term in self.terms)
        return self.rows(" AND ".join([*self.filters, *words]))

    def rows(self, expression: str) -> list[int]:
        """Row numbers of the newest matches."""
        if self.query.min_score:
            return list(self.matches(expression, CAP))
        newest = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [row for (row,) in self.db.execute(newest, (expression, CAP))]

    def scores(self, expression: str) -> dict[int, float]:
        """bm25 of the matches; lower is better."""
        rows = self.db.execute(
            f"SELECT rowid, bm25(fts, {_WEIGHTS}) FROM fts WHERE fts MATCH ?",  # noqa: S608 - weights are constants
            (expression,),
        )
        return dict(rows.fetchall())

    def exact_titles_first(self, rows: Sequence[int]) -> list[int]:
        """A film whose whole title was typed stands before films whose title only holds the words."""
        title = f'"{key_token("title", " ".join(words_of(self.query.text)))}"'
        return list(dict.fromkeys([*self.rows(" AND ".join([*self.filters, title])), *rows]))

    def hits(self, rows: Sequence[int]) -> tuple[Hit, ...]:
        """The documents of these rows, in their order."""
        found = dict(
            self.db.execute(
                "SELECT row, json FROM document WHERE row IN (SELECT value FROM json_each(?))", (json.dumps(rows),)
            ).fetchall()
        )
        return tuple(self.hit(json.loads(found[row])) for row in rows)

    def hit(self, document: Mapping[str, Any]) -> Hit:
        """One document with the words marked."""
        names = " · ".join([*document["directors"], *document["people"]])
        labels = " · ".join([*document["genres"], *document["categories"], *document["tags"]])
        texts = [document["abstract"] or "", document["headline"] or "", names, labels, document["critic"] or ""]
        title = mark(document["title"] or "", self.terms)
        told = len({title.text[start:end] for start, end in title.spans}) >= sum(len(term.words) for term in self.terms)
        return Hit(document, title, snippet(texts[:1] if told and texts[0] else texts, self.terms))

    def facets(self, packed: Sequence[str]) -> dict[str, tuple[FacetValue, ...]]:
        """Counts per facet over the given matches, the most frequent first."""
        top = _most_frequent(Counter(" ".join(packed).split()))
        rows = self.db.execute(
            "SELECT id, kind, key, label FROM value WHERE id IN (SELECT value FROM json_each(?))",
            (f"[{','.join(top)}]",),
        )
        found: dict[str, list[FacetValue]] = {kind: [] for kind in FACETS}
        for identity, kind, key, label in rows:
            found[kind].append(FacetValue(key, label, top[str(identity)]))
        return {kind: _top(values) for kind, values in found.items()}

    def all_facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Counts per facet over the whole index, kept up to date as it changes."""
        top = "SELECT key, label, count FROM value WHERE kind = ? AND count > 0 ORDER BY count DESC LIMIT ?"
        return {kind: _top([FacetValue(*row) for row in self.db.execute(top, (kind, FACET_VALUES))]) for kind in FACETS}

    def run(self) -> Results:
        if self.impossible:
            return Results((), 0, exact=True, facets=dict.fromkeys(FACETS, ()))
        expression = " AND ".join([*self.filters, *(term.match() for term in self.terms)])
        found = self.matches(expression, CAP + 1) if expression else self.everything()
        exact = len(found) <= CAP
        if not exact:
            found.pop(min(found))
        order = self.ranked(found)
        page = order[self.query.offset : self.query.offset + self.query.limit]
        facets = self.facets(list(found.values())) if expression else self.all_facets()
        total, exact = (len(found), exact) if expression else (self.count(), True)
        return Results(self.hits(page), total, exact=exact, facets=facets)

    def count(self) -> int:
        (total,) = self.db.execute("SELECT count(*) FROM facet").fetchone()
        return int(total)


def _most_frequent(counts: Counter[str]) -> dict[str, int]:
    """Value number to count of each kind's most frequent values; `counts` has kind and number in one word.

    Most values of a broad query occur once: they are looked at only for kinds that lack others.
    """
    best: dict[str, list[tuple[int, str]]] = {kind[:2]: [] for kind in FACETS}
    for item, count in [pair for pair in counts.items() if pair[1] > 1]:
        best[item[:2]].append((count, item[2:]))
    lacking = {kind for kind, found in best.items() if len(found) < FACET_VALUES}
    once = (item for item, count in counts.items() if count == 1 and item[:2] in lacking)
    for item in islice(once, _ONCE):
        best[item[:2]].append((1, item[2:]))
    return {identity: count for found in best.values() for count, identity in nlargest(FACET_VALUES, found)}


def _top(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda value: (-value.count, value.label))[:FACET_VALUES])


def search(index: SearchIndex, query: Query) -> Results:
    """The reviews that match every word and every filter, best first."""
    return _Search(index.db, query).run()
