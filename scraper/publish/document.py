"""A review's JSON-LD record as one flat document that search engines can index.

The record (docs/record.md) is a `@graph` of nodes that refer to each other by `@id`; an engine
wants one row. Nothing is added here: what the record does not say stays None or empty.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from scraper.errors import InputError

Node = Mapping[str, object]

MAX_TEXT: Final = 4_000
"""Characters kept of one text; the record itself is kept whole beside the index."""
MAX_ITEMS: Final = 64
"""Entries kept of one list: names, categories, tags."""

_CHANNELS: Final = ("theatrical", "digital", "streaming", "physical", "broadcast", "festival")
_LETTERS: Final = {
    "A+": 100, "A": 100, "A-": 91, "B+": 83, "B": 75, "B-": 67, "C+": 58, "C": 50, "C-": 42,
    "D+": 33, "D": 25, "D-": 16, "F+": 8, "F": 0,
}  # fmt: skip
_BANDS: Final = ("auto", "ask", "nil")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")
_FILM_IDS: Final = (
    ("wikidata", re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9]\d*)")),
    ("imdb", re.compile(r"https?://www\.imdb\.com/title/(tt\d{7,})")),
    ("tmdb", re.compile(r"https?://www\.themoviedb\.org/movie/(\d+)")),
)
_PROPERTY_IDS: Final = {"wikidata": "wikidata", "imdb": "imdb", "tmdb": "tmdb", "tmdb-movie": "tmdb"}


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One review, flat. Texts are plain (no markup, no control or direction characters).

    `id` is the record's hash, `review_id` its IRI. `film` is the film node's IRI, the same for
    every review of that film; `film_ids` has confirmed ids only, `film_link` is the link's band as
    the ledger has it. `published` is ISO 8601 as far as stated. `score_norm` is 0..100 with one
    decimal, None where the scale is unknown; `score_raw` is as printed. `channels` are the values
    of `scraper.model.Channel`.
    """

    id: str
    review_id: str
    url: str | None
    title: str | None
    alternate_titles: tuple[str, ...]
    year: int | None
    film: str | None
    film_ids: Mapping[str, str]
    film_link: str | None
    directors: tuple[str, ...]
    people: tuple[str, ...]
    critic: str | None
    site: str | None
    site_name: str | None
    headline: str | None
    published: str | None
    score_norm: float | None
    score_raw: str | None
    score_value: float | str | None
    score_best: float | str | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    genres: tuple[str, ...]
    channels: tuple[str, ...]
    language: str | None
    abstract: str | None

    def as_dict(self) -> dict[str, object]:
        """Plain data, as engines take it; tuples become lists."""
        pairs = ((name, getattr(self, name)) for name in self.__slots__)
        return {
            name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            for name, value in pairs
        }


def clean(text: object, limit: int = MAX_TEXT) -> str:
    r"""Text without control, direction, private or unassigned characters, spaces collapsed, bounded.

    The joiners that Persian, Hindi and emoji need are kept.

    >>> clean("Harrow\u202e\x00  Lane\n")
    'Harrow Lane'
    """
    if not isinstance(text, str):
        return ""
    window = text[: 4 * limit]
    if window.isascii() and window.isprintable():  # most are, and nothing there is invisible
        return " ".join(window.split())[:limit].strip()
    kept = (
        char if char in _JOINERS else " " if char in "\t\n\r\x0b\x0c" else char
        for char in window
        if char in _JOINERS or char in "\t\n\r\x0b\x0c" or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join("".join(kept).split())[:limit].strip()


def listed(value: object) -> list[object]:
    """A JSON-LD property's values: it may be absent, one, or a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


class Graph:
    """The nodes of one record, found by `@id` or by type."""

    def __init__(self, document: bytes) -> None:
        try:
            data = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise InputError(f"a record is not JSON ({error}); make it again with `scrape extract`") from error
        nodes = listed(data.get("@graph", data)) if isinstance(data, dict) else []
        self.nodes: list[Node] = [node for node in nodes if isinstance(node, dict)]
        self.by_id: dict[str, Node] = {str(node["@id"]): node for node in self.nodes if "@id" in node}

    def first(self, kind: str) -> Node | None:
        """The first node of a schema.org type."""
        return next((node for node in self.nodes if kind in listed(node.get("@type"))), None)

    def follow(self, value: object) -> Iterator[Node]:
        """The nodes a property points at, by reference or nested."""
        for item in listed(value):
            if isinstance(item, dict):
                yield self.by_id.get(str(item.get("@id")), item)
            elif isinstance(item, str) and item in self.by_id:
                yield self.by_id[item]


def _text(node: Node, key: str) -> str | None:
    return next((text for item in listed(node.get(key)) if (text := clean(item))), None)


def _texts(values: Iterator[object] | list[object]) -> tuple[str, ...]:
    """Distinct texts in order; entries that only differ in case or accents stay as printed."""
    found = dict.fromkeys(text for item in values if (text := clean(item)))
    return tuple(found)[:MAX_ITEMS]


def _names(graph: Graph, value: object) -> tuple[str, ...]:
    plain = [item for item in listed(value) if isinstance(item, str) and item not in graph.by_id]
    return _texts([*(node.get("name") for node in graph.follow(value)), *plain])


def _cast(graph: Graph, movie: Node) -> tuple[str, ...]:
    """Every credited name but the directors', whatever property it stands under."""
    directors = set(_names(graph, movie.get("director")))
    roles = ("actor", "author", "producer", "musicBy", "contributor", "editor", "about", "creator")
    found: list[object] = []
    for role in roles:
        for node in graph.follow(movie.get(role)):
            inner = [person.get("name") for key in ("actor", "contributor") for person in graph.follow(node.get(key))]
            found.extend(inner or [node.get("name")])
    return tuple(name for name in _texts(found) if name not in directors)


def _film_ids(movie: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for address in [movie.get("@id"), *listed(movie.get("sameAs"))]:
        for kind, pattern in _FILM_IDS:
            if isinstance(address, str) and (match := pattern.match(address)):
                found.setdefault(kind, match.group(1))
    for item in listed(movie.get("identifier")):
        if isinstance(item, dict) and (name := _PROPERTY_IDS.get(str(item.get("propertyID")))):
            found.setdefault(name, clean(item.get("value"), 64))
    return dict(sorted(found.items()))


def _keywords(graph: Graph, review: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Categories and tags: `keywords` that are terms of a set named so."""
    sets: dict[str, list[object]] = {"categories": [], "tags": []}
    for item in listed(review.get("keywords")):
        if isinstance(item, str):
            sets["tags"].append(item)
            continue
        for node in graph.follow(item):
            home = next(graph.follow(node.get("inDefinedTermSet")), {})
            label = f"{home.get('name', '')} {home.get('@id', '')} {node.get('inDefinedTermSet')}".casefold()
            sets["categories" if "categor" in label else "tags"].append(node.get("name"))
    return _texts(sets["categories"]), _texts(sets["tags"])


def _channels(movie: Node) -> tuple[str, ...]:
    """Channels of the film's release events (their names), festival screenings and services."""
    found: list[str] = []
    for event in (item for key in ("releasedEvent", "subjectOf", "potentialAction") for item in listed(movie.get(key))):
        if not isinstance(event, dict):
            continue
        kinds = listed(event.get("@type"))
        if event.get("name") in _CHANNELS:
            found.append(str(event["name"]))
        elif "ScreeningEvent" in kinds:
            found.append("festival")
        elif "WatchAction" in kinds:
            found.append("streaming")
    return tuple(dict.fromkeys(found))


def _ledger(ledger: bytes | None) -> tuple[float | None, str | None]:
    """What only the ledger says: the norm (a verdict in words has no figures) and the film link's band."""
    norm, band = None, None
    for line in (ledger or b"").splitlines():
        if b'"field":"score"' in line:
            value = json.loads(line).get("value")
            norm = _number(value.get("norm")) if isinstance(value, dict) else None
        elif b'"candidates"' in line and b'"band"' in line:
            film = json.loads(line).get("film")
            band = film.get("band") if isinstance(film, dict) else None
    return norm, band if band in _BANDS else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def normalised(value: object, best: object) -> float | None:
    """A score on 0..100, one decimal; None where the scale is unknown or the value lies outside it.

    >>> normalised(3.5, 5), normalised("A-", "A+"), normalised(7, None)
    (70.0, 91.0, None)
    """
    if best == "A+":
        grade = _LETTERS.get(str(value))
        return None if grade is None else float(grade)
    number, top = _number(value), _number(best)
    if number is None or top is None or not 0 <= number <= top or top <= 0:
        return None
    return round(100 * number / top, 1)


def _plain(value: object) -> float | str | None:
    number = _number(value)
    if number is not None:
        return int(number) if number.is_integer() else number
    return clean(value, 32) or None


def _year(movie: Node) -> int | None:
    for key in ("dateCreated", "copyrightYear", "datePublished"):
        match = re.match(r"\d{4}", str(movie.get(key, "")))
        if match:
            return int(match.group())
    return None


def _site(graph: Graph, review: Node, url: str | None) -> tuple[str | None, str | None]:
    """Host (without `www.`) and printed name of the outlet."""
    name = next(iter(_names(graph, review.get("publisher"))), None)
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        host = None
    return (host.removeprefix("www.") if host else None), name


def to_document(record_id: str, record: bytes, ledger: bytes | None = None) -> IndexDocument | None:
    """The flat document of one review record; None when the record holds no review.

    The ledger, where there is one, adds the norm of a verdict that is given in words.

    Raises `InputError` when the bytes are not JSON.
    """
    graph = Graph(record)
    review = graph.first("Review")
    if review is None:
        return None
    movie: Node = next(graph.follow(review.get("itemReviewed")), {})
    rating: Node = next(graph.follow(review.get("reviewRating")), {})
    url = _text(review, "url") or _text(review, "mainEntityOfPage")
    site, site_name = _site(graph, review, url)
    categories, tags = _keywords(graph, review)
    value, best = rating.get("ratingValue"), rating.get("bestRating")
    norm = normalised(value, best)
    ledger_norm, band = _ledger(ledger)
    return IndexDocument(
        id=record_id,
        review_id=str(review.get("@id", record_id)),
        url=url,
        title=_text(movie, "name"),
        alternate_titles=_texts(listed(movie.get("alternateName"))),
        year=_year(movie),
        film=clean(movie.get("@id"), 512) or None,
        film_ids=_film_ids(movie),
        film_link=band,
        directors=_names(graph, movie.get("director")),
        people=_cast(graph, movie),
        critic=next(iter(_names(graph, review.get("author"))), None),
        site=site,
        site_name=site_name,
        headline=_text(review, "name") or _text(review, "headline"),
        published=_text(review, "datePublished"),
        score_norm=ledger_norm if norm is None else norm,
        score_raw=_text(rating, "ratingExplanation"),
        score_value=_plain(value),
        score_best=_plain(best),
        categories=categories,
        tags=tags,
        genres=_names(graph, movie.get("genre")),
        channels=_channels(movie),
        language=_text(review, "inLanguage"),
        abstract=_text(review, "abstract") or _text(review, "description"),
    )
