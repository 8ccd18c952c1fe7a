"""What can be observed between a mention and a film, each as a named feature with its bits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from scraper.link import names
from scraper.link.catalogue import Film
from scraper.link.mention import Mention
from scraper.link.schema import MIN_FUZZY
from scraper.link.titles import Title, base, same_articles, title
from scraper.link.weights import Weights
from scraper.model import Feature

RELATIONS: Final = ("equal", "lax", "base", "near", "close", "contains", "none")
_NEAR, _CLOSE = 0.93, 0.85
_SERIES: Final = frozenset({"series", "season", "episode", "tvSeries", "tvMiniSeries", "tvEpisode"})
_SAME_RUNTIME, _OTHER_RUNTIME = 3, 20
_KNOWN_FILM: Final = 100_000
"""Votes at which a film is as well known as any."""


@dataclass(frozen=True, slots=True)
class Background:
    """How usual things are in the catalogue, which tells what an agreement is worth.

    `same_title`: films with exactly a title of the mention; `year_share`: the share of films that
    lie exactly so many years from a year.
    """

    same_title: int
    year_share: Callable[[int, int], float]


def features(mention: Mention, film: Film, usual: Background, weights: Weights) -> tuple[Feature, ...]:
    """Every feature that can be told, with its weight; what one side does not state gives none."""
    return tuple(_features(mention, film, usual, weights))


def _features(mention: Mention, film: Film, usual: Background, weights: Weights) -> Iterator[Feature]:
    relation = title_relation(mention, film)
    yield Feature("title", relation, weights["title"][relation])
    if relation in ("equal", "lax") and len(shared := _shared_names(mention, film)) > 1:
        yield Feature("names", len(shared), weights["names"]["both"])
    if relation in ("equal", "lax") and all(len(title(text).bare) == 1 for text in mention.titles):
        yield Feature("one_word", value=True, bits=weights["common"]["one_word"])
    if relation in ("equal", "lax") and usual.same_title > 1:
        common = weights["common"]
        bits = max(common["most"], common["doubling"] * math.log2(usual.same_title))
        yield Feature("same_title", usual.same_title, round(bits, 2))
    if mention.year is not None and film.years:
        distance = min(abs(mention.year - year) for year in film.years)
        yield Feature("year_distance", distance, _year_bits(mention.year, distance, usual, weights["year"]))
    if mention.directors and film.directors:
        agreement = names.best(mention.directors, film.directors)
        yield Feature("director", agreement, weights["director"][agreement])
        strangers = sum(names.best([one], film.directors) == "none" for one in mention.directors)
        if agreement != "none" and strangers:
            yield Feature("other_directors", strangers, strangers * weights["director"]["stranger"])
    yield from _people(mention, film, weights)
    yield from _runtime(mention, film, weights)
    yield from _kind(mention, film, weights)
    yield from _ids(mention, film, weights)
    if film.votes:
        share = min(1.0, math.log10(1 + film.votes) / math.log10(_KNOWN_FILM))
        yield Feature("known", film.votes, round(weights["popularity"]["most"] * share, 2))


def _year_bits(year: int, distance: int, usual: Background, weights: Mapping[str, float]) -> float:
    """Log2 of how much more often a film's own year lies so near than any film's year does."""
    share = weights.get(str(distance))
    if share is None:
        return weights["more"]
    bits = math.log2(share / usual.year_share(year, distance))
    return round(min(weights["most"], max(weights["least"], bits)), 2)


def title_relation(mention: Mention, film: Film) -> str:
    """The closest of `RELATIONS` between any name of the mention and any name of the film."""
    closest = len(RELATIONS) - 1
    for ours in mention.titles:
        for theirs in film.titles:
            closest = min(closest, RELATIONS.index(_relation(title(ours), title(theirs))))
            if closest == 0:
                return RELATIONS[0]
    return RELATIONS[closest]


def _shared_names(mention: Mention, film: Film) -> set[str]:
    """The names of a mention that the film has too, by key; two of them are an agreement of their own."""
    if len(mention.titles) == 1:
        return set()
    return {title(text).key for text in mention.titles} & {title(text).key for text in film.titles}


def _relation(ours: Title, theirs: Title) -> str:
    if ours.key == theirs.key:
        return "equal" if same_articles(ours, theirs) else "lax"
    if _base_equal(ours, theirs) or _base_equal(theirs, ours):
        return "base"
    if _one_contains(ours.bare, theirs.bare):
        return "contains"
    if ours.numbers != theirs.numbers or min(len(ours.key), len(theirs.key)) < MIN_FUZZY:
        return "none"
    ratio = Indel.normalized_similarity(ours.key, theirs.key, score_cutoff=_CLOSE)
    return "near" if ratio >= _NEAR else "close" if ratio >= _CLOSE else "none"


def _base_equal(short: Title, long: Title) -> bool:
    """Whether one title is the other without its subtitle; a number in the subtitle counts ("Part 2")."""
    split = base(long.text)
    return split is not None and title(split[0]).key == short.key and short.numbers == long.numbers


def _one_contains(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    short, long = sorted((ours, theirs), key=len)
    size = len(short)
    return any(long[start : start + size] == short for start in range(len(long) - size + 1))


def _people(mention: Mention, film: Film, weights: Weights) -> Iterator[Feature]:
    credited = [person.name for person in film.credits if person.role != "director"]
    if mention.people and not mention.directors and names.best(mention.people, film.directors) == "equal":
        # A page that names no director may still name them among others, as the writer say.
        yield Feature("named_director", value=True, bits=weights["people"]["director"])
    if not mention.people or not credited:
        return
    named = sum(names.RANK[names.best([one], credited)] >= names.RANK["initials"] for one in mention.people)
    if named:
        yield Feature("people", named, min(weights["people"]["most"], named * weights["people"]["each"]))


def _runtime(mention: Mention, film: Film, weights: Weights) -> Iterator[Feature]:
    if mention.runtime is None or film.runtime is None:
        return
    distance = abs(mention.runtime - film.runtime)
    if distance <= _SAME_RUNTIME:
        yield Feature("runtime", distance, weights["runtime"]["same"])
    elif distance > _OTHER_RUNTIME:
        yield Feature("runtime", distance, weights["runtime"]["other"])


def _kind(mention: Mention, film: Film, weights: Weights) -> Iterator[Feature]:
    if mention.kind is None or film.kind is None:
        return
    series = (mention.kind in _SERIES) != (film.kind in _SERIES)
    short = (mention.kind == "short") != (film.kind == "short")
    if series or short:
        yield Feature("kind_conflict", value=True, bits=weights["kind"]["conflict"])


def _ids(mention: Mention, film: Film, weights: Weights) -> Iterator[Feature]:
    shared = [scheme for scheme in mention.ids if scheme in film.ids]
    if not shared:
        return
    if any(mention.ids[scheme] == film.ids[scheme] for scheme in shared):
        yield Feature("id", value=True, bits=weights["id"]["verified"])
    else:
        yield Feature("id", value=False, bits=weights["id"]["contradicted"])
