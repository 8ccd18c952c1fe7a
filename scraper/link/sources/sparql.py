"""Wikidata over SPARQL: its own query service, or QLever and others with the same data.

Films are asked for by year of publication, three questions a year (facts, names, credits); a year
that is too much for the service is asked month by month. Every answer is kept beside the catalogue until
it is complete, so that an interrupted build goes on where it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scraper.errors import FetchError
from scraper.link.builder import Builder
from scraper.link.online.client import Client, Request
from scraper.link.sources import entity
from scraper.link.sources.imdb import imdb_id

WIKIDATA: Final = "https://query.wikidata.org/sparql"
FIRST_YEAR: Final = 1888
_TOO_MUCH: Final = frozenset({"http_5xx", "timeout", "bad_encoding", "too_large"})
_ACCEPT: Final = "application/sparql-results+json"
_QID: Final = re.compile(r"^https?://www\.wikidata\.org/entity/(Q[1-9]\d{0,11})$")
_YEAR: Final = re.compile(r"^\+?(\d{4})-")
_YEAR_PRECISION: Final = 9
_MONTHS: Final = 12
Progress = Callable[[str, float | None], None]
Row = dict[str, str]

_PREFIXES: Final = """\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_CLASSES: Final = _PREFIXES + "SELECT DISTINCT ?class WHERE { ?class wdt:P279* wd:Q11424 }"
_FILMS: Final = """\
  VALUES ?class { %s }
  ?film wdt:P31 ?class ; p:P577 ?stated .
  ?stated psv:P577 ?when ; wikibase:rank ?rank .
  FILTER(?rank != wikibase:DeprecatedRank)
  ?when wikibase:timeValue ?date ; wikibase:timePrecision ?precision .
  FILTER(?date >= "%s-01T00:00:00Z"^^xsd:dateTime && ?date < "%s-01T00:00:00Z"^^xsd:dateTime)
"""
_FACTS: Final = """SELECT DISTINCT ?film ?class ?date ?precision ?imdb ?tmdb WHERE {
%s  OPTIONAL { ?film wdt:P345 ?imdb } OPTIONAL { ?film wdt:P4947 ?tmdb }
}"""
_NAMES: Final = """SELECT DISTINCT ?film ?kind ?name WHERE {
%s  { ?film rdfs:label ?name . BIND("label" AS ?kind) }
  UNION { ?film wdt:P1476 ?name . BIND("original" AS ?kind) }
  UNION { ?film skos:altLabel ?name . BIND("alias" AS ?kind) }
}"""
_CREDITS: Final = (
    """SELECT DISTINCT ?film ?role ?person ?name ?imdb WHERE {
%s  VALUES (?prop ?role) { """
    + " ".join(f'(wdt:{prop} "{role}")' for prop, role in entity.ROLES.items())
    + """ }
  ?film ?prop ?person .
  OPTIONAL { ?person rdfs:label ?name . FILTER(LANG(?name) = "en") }
  OPTIONAL { ?person wdt:P345 ?imdb }
}"""
)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` up to `end`, which is not in it; both as (year, month)."""

    first: tuple[int, int]
    end: tuple[int, int]

    @classmethod
    def year(cls, year: int) -> Period:
        """A whole year."""
        return cls((year, 1), (year + 1, 1))

    def months(self) -> Iterator[Period]:
        """Each month alone."""
        (year, month), end = self.first, self.end
        while (year, month) < end:
            after = (year + 1, 1) if month == _MONTHS else (year, month + 1)
            yield Period((year, month), after)
            year, month = after

    def __str__(self) -> str:
        """As people write it: a year, or a year and month."""
        return (
            f"{self.first[0]}"
            if self.end[0] > self.first[0] and self.first[1] == 1
            else "{:04}-{:02}".format(*self.first)
        )


def build(
    builder: Builder, client: Client, years: Sequence[int], *, endpoint: str = WIKIDATA, progress: Progress
) -> None:
    """Add all films published in `years`.

    Raises FetchError when the service is busy for long or even a month is too much for it: what
    was answered until then is kept, and the next build begins there.
    """
    classes = [qid for row in _ask(client, endpoint, _CLASSES) if (qid := _qid(row.get("class")))]
    classes = sorted({*classes, *entity.KINDS} - entity.NOT_FILMS, key=lambda qid: (len(qid), qid))
    for number, year in enumerate(years):
        progress(f"films of {year}", number / len(years))
        period = Period.year(year)
        try:
            _page(builder, client, endpoint, classes, period)
        except FetchError as error:
            if error.code not in _TOO_MUCH:
                raise
            for month in period.months():
                _page(builder, client, endpoint, classes, month)


def _page(builder: Builder, client: Client, endpoint: str, classes: Sequence[str], period: Period) -> None:
    """One period; nothing is added unless all three answers are there."""
    bounds = ("{:04}-{:02}".format(*period.first), "{:04}-{:02}".format(*period.end))
    films = _FILMS % (" ".join(f"wd:{qid}" for qid in classes), *bounds)
    queries = (_PREFIXES + query % films for query in (_FACTS, _NAMES, _CREDITS))
    facts, names, people = [_ask(client, endpoint, query) for query in queries]
    for row in facts:
        _add_fact(builder, row)
    for row in sorted(names, key=lambda row: (row.get("kind") != "label", row.get("name@lang") != "en")):
        film = builder.known("wikidata", _qid(row.get("film")) or "")
        if film is not None and "name" in row:
            builder.title(film, row["name"], "wikidata", lang=row.get("name@lang"), kind=row.get("kind", "alias"))
    for order, row in enumerate(people):
        _add_credit(builder, row, order)


def _ask(client: Client, endpoint: str, query: str) -> list[Row]:
    answer = client.json(Request(endpoint, form={"query": query}, accept=_ACCEPT))
    try:
        return [_row(binding) for binding in answer["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise FetchError(
            f"{endpoint}: the answer has no results; is this a SPARQL service?", code="bad_encoding", url=endpoint
        ) from error


def _row(binding: dict[str, Any]) -> Row:
    """Values by variable, a literal's language as `name@lang`; unknown values (blank nodes) are left out."""
    row: Row = {}
    for name, cell in binding.items():
        value = str(cell.get("value", ""))
        if cell.get("type") == "bnode" or "/.well-known/genid/" in value:
            continue
        row[name] = value
        if "xml:lang" in cell:
            row[f"{name}@lang"] = cell["xml:lang"]
    return row


def _add_fact(builder: Builder, row: Row) -> None:
    qid = _qid(row.get("film"))
    if qid is None:
        return
    ids = {"wikidata": qid}
    imdb = imdb_id(row.get("imdb"))
    if imdb and imdb.startswith("tt"):
        ids["imdb"] = imdb
    if row.get("tmdb", "").isdecimal():
        ids["tmdb"] = row["tmdb"]
    film = builder.film(ids, "wikidata")
    found = _YEAR.match(row.get("date", ""))
    precision = row.get("precision", "")
    if found and precision.isdecimal() and int(precision) >= _YEAR_PRECISION:
        builder.year(film, int(found[1]), "wikidata")
    kind = entity.KINDS.get(_qid(row.get("class")) or "")
    builder.facts(film, kind=kind)


def _add_credit(builder: Builder, row: Row, order: int) -> None:
    film, person = builder.known("wikidata", _qid(row.get("film")) or ""), _qid(row.get("person"))
    if film is None or person is None or row.get("role") not in entity.ROLES.values():
        return
    ids = {"wikidata": person}
    imdb = imdb_id(row.get("imdb"))
    if imdb and imdb.startswith("nm"):
        ids["imdb"] = imdb
    builder.credit(film, row["role"], order, builder.person(ids, "wikidata", row.get("name")))


def _qid(iri: str | None) -> str | None:
    found = _QID.match(iri or "")
    return found[1] if found else None
