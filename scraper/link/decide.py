"""From scored candidates to `auto`, `ask` or `nil`, with the reasons in words.

`auto` needs a score, a lead, an agreement beside the title, and no cap. A cap is a named reason
why a person must look, whatever the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scraper.link.catalogue import Film
from scraper.link.features import Background, features
from scraper.link.mention import Mention
from scraper.link.weights import Weights
from scraper.model import Band, Candidate, Feature, Identity

AUTO: Final = 9.0
MARGIN: Final = 3.0
FLOOR: Final = 6.0
"""A best candidate below this is no candidate: `nil`."""
SHOWN: Final = 5
"""Candidates kept with a decision."""
SECOND: Final = 2.5
"""Bits that a year must add, less what a common title takes away, to count as a second agreement."""


def score(mention: Mention, films: Sequence[Film], usual: Background, weights: Weights) -> list[tuple[Film, Candidate]]:
    """Candidates with their features, best first."""
    scored = []
    for film in films:
        found = features(mention, film, usual, weights)
        total = round(sum(item.bits for item in found), 2)
        scored.append((film, Candidate(film.ids, film.title, film.year, total, found)))
    return sorted(scored, key=lambda pair: (-pair[1].score, -(pair[0].votes or 0), pair[0].key))


def decide(ranked: Sequence[tuple[Film, Candidate]]) -> Identity:
    """The decision over ranked candidates."""
    shown = shown_of(ranked)
    if not ranked:
        return Identity("nil", reasons=("no film of the catalogue has a like title",))
    film, best = ranked[0]
    lead = best.score - ranked[1][1].score if len(ranked) > 1 else None
    observed = {item.name: item for item in best.features}
    if best.score < FLOOR and not any(is_exact(candidate) for candidate in shown):
        return Identity("nil", score=best.score, candidates=shown, reasons=("no candidate is close enough",))
    against = tuple(_against(best, observed, lead))
    band: Band = "ask" if against else "auto"
    if band == "ask":
        return Identity(band, score=best.score, candidates=shown, reasons=against)
    return Identity(
        band, ids=dict(film.ids), publishable=film.publishable, score=best.score, candidates=shown,
        reasons=tuple(_reasons_for(observed, lead)), decided_by="rule", title=film.title, year=film.year,
    )  # fmt: skip


def shown_of(ranked: Sequence[tuple[Film, Candidate]]) -> tuple[Candidate, ...]:
    """The candidates to keep with a decision: the best, and any of exactly this title."""
    likely = [candidate for _, candidate in ranked if candidate.score >= 0 or is_exact(candidate)]
    return tuple(likely[:SHOWN])


def is_exact(candidate: Candidate) -> bool:
    """Whether the titles are equal; such a film is never dismissed, only asked about."""
    return any(item.name == "title" and item.value in ("equal", "lax") for item in candidate.features)


def _against(best: Candidate, observed: dict[str, Feature], lead: float | None) -> Iterator[str]:
    yield from caps(observed)
    if not agrees(observed):
        yield "nothing but the title agrees"
    if best.score < AUTO:
        yield f"score {best.score:g} is below {AUTO:g}"
    if lead is not None and lead < MARGIN:
        yield f"the next film is only {lead:g} bits behind"


def caps(observed: dict[str, Feature]) -> Iterator[str]:
    """Reasons why a person must look at this candidate, whatever its score."""
    relation = observed["title"].value
    director = observed.get("director")
    year = observed.get("year_distance")
    if director and director.value == "none":
        yield "the directors differ"
    if year and float(year.value) > 1:
        yield f"the years are {year.value:g} apart"
    if "kind_conflict" in observed:
        yield "the kinds of film differ"
    if "id" in observed and not observed["id"].value:
        yield "the page's link names another film"
    strong_director = director and director.value in ("equal", "subset", "initials")
    if relation in ("close", "contains", "none"):
        yield f"the titles are only alike ({relation})"
    elif relation == "near" and not strong_director:
        yield "the title is not exact, and no director agrees"
    elif relation == "base" and not (strong_director and year):
        yield "the subtitle is missing, and not both director and year agree"


def agrees(observed: dict[str, Feature]) -> bool:
    """Whether anything beside the title says that this is the film."""
    director = observed.get("director")
    if director and director.value in ("equal", "subset", "initials"):
        return True
    if "id" in observed and observed["id"].value:
        return True
    if "names" in observed or "named_director" in observed:
        return True
    if "people" in observed and float(observed["people"].value) > 1:
        return True
    names = ("year_distance", "same_title", "one_word", "director")
    return "year_distance" in observed and sum(observed[name].bits for name in names if name in observed) >= SECOND


def _reasons_for(observed: dict[str, Feature], lead: float | None) -> Iterator[str]:
    yield f"title: {observed['title'].value}"
    for name in ("names", "year_distance", "director", "named_director", "people", "runtime", "id"):
        if name in observed:
            yield f"{name.replace('_', ' ')}: {observed[name].value}"
    yield "no other candidate" if lead is None else f"{lead:g} bits before the next"
