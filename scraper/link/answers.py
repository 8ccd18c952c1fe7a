"""Decisions as JSON: the lines that `scrape link --mentions` writes."""

from __future__ import annotations

from scraper.model import Candidate, Identity

SCHEMES = ("wikidata", "imdb", "tmdb")


def to_dict(source: object, identity: Identity) -> dict[str, object]:
    """One answer; `input` is the mention as it was given, `film` is there for `auto` only."""
    film = None
    if identity.band == "auto":
        film = {
            **{scheme: identity.ids.get(scheme) for scheme in SCHEMES},
            "title": identity.title,
            "year": identity.year,
        }
    return {
        "input": source,
        "band": identity.band,
        "film": film,
        "score": identity.score,
        "reasons": list(identity.reasons),
        "candidates": [candidate_to_dict(candidate) for candidate in identity.candidates],
    }


def error_to_dict(source: object, message: str) -> dict[str, object]:
    """The answer to a line that is no mention: one line in, one line out."""
    return {**to_dict(source, Identity("nil", reasons=(message,))), "error": {"code": "input", "message": message}}


def candidate_to_dict(candidate: Candidate) -> dict[str, object]:
    """A candidate with its features in bits."""
    return {
        **{scheme: candidate.ids.get(scheme) for scheme in SCHEMES},
        "title": candidate.title,
        "year": candidate.year,
        "score": candidate.score,
        "features": {item.name: {"value": item.value, "bits": item.bits} for item in candidate.features},
    }
