"""The ledger beside a record: for each field where its value stands, why it is believed, what lost.

NDJSON. Line 1 names the page and how it was read, line 2 the link decisions; then one line for
each field, in the order of `scraper.fields`. Selectors follow the Web Annotation data model
(TextQuoteSelector and TextPositionSelector, code points, end exclusive, over the page's text
whose SHA-256 stands in line 1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from scraper.fields import FIELDS
from scraper.flat import review_to_dict
from scraper.model import Answer, Evidence, Extraction, Identity, LinkedReview, Review, WeighedClaim
from scraper.record.canonical import TEXT_LIMIT, clean
from scraper.record.pointers import pointers

Line = dict[str, Any]

QUOTE_LIMIT: Final = 200
AROUND_LIMIT: Final = 32
_LOSERS: Final = 5
_CANDIDATES: Final = 3


@cache
def _version() -> str:
    return version("film-review-scraper")


def ledger(extraction: Extraction, linked: LinkedReview, document: dict[str, Any]) -> bytes:
    """The ledger of one review's record, as NDJSON bytes that end in a line break."""
    lines = [_page(extraction, linked), _identity(linked), *_fields(linked.review, document)]
    return b"".join(_bytes(line) for line in lines)


def _bytes(line: Line) -> bytes:
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def _page(extraction: Extraction, linked: LinkedReview) -> Line:
    return {
        "record": linked.review.id,
        "url": extraction.url,
        "page_kind": extraction.page_kind,
        "sha256": extraction.sha256,
        "text_sha256": extraction.text_sha256,
        "repairs": list(extraction.repairs),
        "extractor": f"film-review-scraper/{_version()}",
    }


def _identity(linked: LinkedReview) -> Line:
    return {
        "pointer": "/@graph/1/@id",
        "film": _decision(linked.film),
        "people": {clean(name): _decision(linked.people[name]) for name in sorted(linked.people)},
        "mentions": dict(linked.review.mentions),
    }


def _decision(identity: Identity) -> Line:
    """What was decided, by whom and why; ids that may not be published are not in it."""
    public = identity.publishable
    return {
        "band": identity.band,
        "decided_by": identity.decided_by,
        "score": None if identity.score is None else round(identity.score, 3),
        "ids": {key: value for key, value in sorted(identity.ids.items()) if key in public},
        "reasons": list(identity.reasons),
        "candidates": [
            {
                "title": clean(candidate.title),
                "year": candidate.year,
                "score": round(candidate.score, 3),
                "ids": {key: value for key, value in sorted(candidate.ids.items()) if key in public},
                "features": {feature.name: round(feature.bits, 3) for feature in candidate.features},
            }
            for candidate in identity.candidates[:_CANDIDATES]
        ],
    }


def _fields(review: Review, document: dict[str, Any]) -> Iterator[Line]:
    flat = review_to_dict(review)
    for row in FIELDS:
        answer = review.answers.get(row.name)
        if answer is None:
            continue
        places = pointers(row.name, review, document)
        yield {
            "field": row.name,
            "value": _plain(flat[row.name]),
            "status": answer.status,
            "confidence": round(answer.confidence, 3),
            "targets": list(_targets(answer, places)),
            "lost": [_loser(one) for one in _losers(answer)],
        }


def _targets(answer: Answer, places: list[str | None]) -> Iterator[Line]:
    """Evidence item by item; of a field with one value every piece proves that value."""
    many = isinstance(answer.value, tuple)
    for number, evidence in enumerate(answer.evidence):
        place = places[number if many else 0] if number < len(places) or (places and not many) else None
        yield {"pointer": place, "source": evidence.source, "rule": evidence.rule, "selector": _selectors(evidence)}


def _selectors(evidence: Evidence) -> list[Line]:
    exact = evidence.exact[:QUOTE_LIMIT]
    quote: Line = {"type": "TextQuoteSelector", "exact": exact}
    if evidence.start is None:
        markup = {"type": "FragmentSelector", "value": evidence.pointer or ""}
        return [markup, quote]
    cut = len(exact) < len(evidence.exact)
    quote |= {
        "prefix": evidence.prefix[-AROUND_LIMIT:],
        "suffix": "" if cut else evidence.suffix[:AROUND_LIMIT],
    }
    end = evidence.start + len(exact)
    return [quote, {"type": "TextPositionSelector", "start": evidence.start, "end": end}]


def _losers(answer: Answer) -> list[WeighedClaim]:
    lost = [one for one in answer.claims if not one.won]
    return sorted(lost, key=lambda one: (-one.weight, one.claim.rule, one.claim.raw))[:_LOSERS]


def _loser(one: WeighedClaim) -> Line:
    return {
        "rule": one.claim.rule,
        "raw": clean(one.claim.raw, QUOTE_LIMIT),
        "weight": round(one.weight, 3),
        "marks": sorted(one.claim.marks),
    }


def _plain(value: object) -> object:
    """A value of the flat form with its strings made fit to be kept."""
    if isinstance(value, str):
        return clean(value, TEXT_LIMIT)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
