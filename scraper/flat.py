"""The flat form: one plain object per input, for anyone who wants no JSON-LD.

Its shape is a promise (`"format": 1`): fields may be added, none removed or renamed.
"""

from __future__ import annotations

from typing import Final

from scraper.fields import FIELDS
from scraper.model import (
    NO_IDENTITY,
    Availability,
    Credit,
    Extraction,
    Identity,
    LinkedReview,
    PageFacts,
    PartialDate,
    Rating,
    Review,
)

FORMAT: Final = 1


def number(value: float | str | None) -> float | int | str | None:
    """A score as JSON writes it: whole numbers without a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _date(value: object) -> str | None:
    return str(value) if isinstance(value, PartialDate) else None


def _score(value: object) -> dict[str, object] | None:
    if not isinstance(value, Rating):
        return None
    return {
        "value": number(value.value),
        "best": number(value.best),
        "worst": number(value.worst),
        "scale": value.scale,
        "kind": value.kind,
        "norm": number(value.norm),
        "raw": value.raw,
    }


def _credit(value: object) -> dict[str, object]:
    if not isinstance(value, Credit):
        raise TypeError(value)
    return {"name": value.name, "role": value.role, "character": value.character}


def _availability(value: object) -> dict[str, object]:
    if not isinstance(value, Availability):
        raise TypeError(value)
    return {
        "date": None if value.date is None else str(value.date),
        "channel": value.channel,
        "platform": value.platform,
        "region": value.region,
        "basis": value.basis,
        "raw": value.raw,
    }


def page_to_dict(page: PageFacts) -> dict[str, object]:
    """What the page says of itself, as the flat form's `page`."""
    return {
        "headline": page.headline,
        "authors": list(page.authors),
        "published": _date(page.published),
        "modified": _date(page.modified),
        "description": page.description,
        "categories": list(page.categories),
        "tags": list(page.tags),
        "site_name": page.site_name,
        "language": page.language,
        "free": page.free,
    }


def review_to_dict(review: Review, film: Identity = NO_IDENTITY) -> dict[str, object]:
    """One review as an entry of the flat form's `reviews`; ids only for confirmed links."""
    ids = film.ids if film.band == "auto" else {}
    known = film is not NO_IDENTITY
    return {
        "id": review.id,
        "film_title": review.value("film_title"),
        "film_title_alt": list(review.many("film_title_alt")),
        "film_year": review.value("film_year"),
        "directors": list(review.many("directors")),
        "people": [_credit(item) for item in review.many("people")],
        "reviewer": review.value("reviewer"),
        "published": _date(review.value("published")),
        "modified": _date(review.value("modified")),
        "score": _score(review.value("score")),
        "categories": list(review.many("categories")),
        "tags": list(review.many("tags")),
        "genres": list(review.many("genres")),
        "availability": [_availability(item) for item in review.many("availability")],
        "language": review.language,
        "film_ids": {key: ids.get(key) for key in ("wikidata", "imdb", "tmdb")},
        "film_link": film.band if known else None,
        "confidence": {
            row.name: round(answer.confidence, 3)
            for row in FIELDS
            if (answer := review.answers.get(row.name)) is not None and answer.value not in (None, ())
        },
    }


def to_dict(
    extraction: Extraction, source: str | None = None, linked: tuple[LinkedReview, ...] | None = None
) -> dict[str, object]:
    """The flat form of one input; `source` is the input as the caller wrote it."""
    pairs = (
        [(review, NO_IDENTITY) for review in extraction.reviews]
        if linked is None
        else [(item.review, item.film) for item in linked]
    )
    return {
        "format": FORMAT,
        "input": source if source is not None else extraction.url,
        "url": extraction.url,
        "page_kind": extraction.page_kind,
        "reason": extraction.reason,
        "page": page_to_dict(extraction.page),
        "reviews": [review_to_dict(review, film) for review, film in pairs],
    }


def error_to_dict(source: str, code: str, message: str) -> dict[str, object]:
    """The flat form of an input that gave no answer."""
    return {"format": FORMAT, "input": source, "error": {"code": code, "message": message}}
