"""What the catalogue left open, decided over its candidates and those of the services asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from scraper.errors import FetchError
from scraper.link import block, decide
from scraper.link.catalogue import Catalogue, Film
from scraper.link.decisions import Standing
from scraper.link.features import Background
from scraper.link.mention import Mention
from scraper.link.online import Resolver
from scraper.link.weights import load
from scraper.model import Identity

NOT_ASKED = "busy"
"""The code with which a resolver says that it may not ask and has no answer from before."""


def resolve(
    mention: Mention, standing: Standing, open_identity: Identity, catalogue: Catalogue, resolvers: Sequence[Resolver]
) -> Identity:
    """The decision with the services' films; the catalogue's own with a reason where they give none."""
    found: list[Film] = []
    asked: list[str] = []
    for resolver in resolvers:
        try:
            found += resolver.films(mention)
            asked.append(f"asked {resolver.name}")
        except FetchError as error:
            asked += [] if error.code == NOT_ASKED else [f"{resolver.name} gave no answer: {error}"]
    if not found:
        return dataclasses.replace(open_identity, reasons=(*open_identity.reasons, *asked))
    known = block.find(mention, catalogue)
    films = merged([*known.films, *found])
    ranked = decide.score(mention, films, Background(max(known.same_title, 1), catalogue.year_share), load())
    exact = sum(decide.is_exact(candidate) for _, candidate in ranked)
    usual = Background(max(known.same_title, exact), catalogue.year_share)
    ranked = decide.score(mention, films, usual, load())
    kept = [pair for pair in ranked if not standing.rejected.intersection(pair[0].ids.items())]
    decision = decide.decide(kept)
    return dataclasses.replace(decision, reasons=(*decision.reasons, *asked))


def merged(films: Iterable[Film]) -> list[Film]:
    """One film of all that share an id: its first name, and everything that any of them says.

    Films whose ids contradict each other in a scheme stay apart.
    """
    found: list[Film] = []
    for film in films:
        place = next((index for index, other in enumerate(found) if _same(film, other)), None)
        if place is None:
            found.append(film)
        else:
            found[place] = _union(found[place], film)
    return found


def _same(one: Film, other: Film) -> bool:
    shared = one.ids.keys() & other.ids.keys()
    return bool(shared) and all(one.ids[scheme] == other.ids[scheme] for scheme in shared)


def _union(one: Film, other: Film) -> Film:
    return dataclasses.replace(
        one,
        titles=tuple(dict.fromkeys((*one.titles, *other.titles))),
        years=one.years | other.years,
        kind=one.kind or other.kind,
        runtime=one.runtime or other.runtime,
        ids={**other.ids, **one.ids},
        publishable=one.publishable | other.publishable,
        credits=one.credits or other.credits,
    )
