"""Links mentions and reviews to films of one catalogue, minding what people decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from scraper.link import block, decide, decisions, joint, people
from scraper.link.catalogue import Catalogue, Film
from scraper.link.decisions import NOTHING, Decisions, Standing
from scraper.link.features import Background
from scraper.link.mention import Mention
from scraper.link.online import Online, open_resolvers
from scraper.link.resolve import resolve
from scraper.link.weights import load
from scraper.model import Candidate, Credit, Extraction, Identity, LinkedReview, Review

_REMEMBERED: Final = 10_000
"""Mentions whose answers are kept: reviews of one film come in crowds."""


def link(mention: Mention, catalogue: Catalogue, standing: Standing = NOTHING) -> Identity:
    """Which film of the catalogue a mention means, or why that cannot be told.

    `standing` is what a person decided for it, which outranks whatever the features say.
    """
    ranked = rank(mention, catalogue)
    kept = [pair for pair in ranked if not standing.rejected.intersection(pair[0].ids.items())]
    if standing.none:
        return _none(standing, kept)
    if standing.accepted:
        return _accepted(standing.accepted, ranked, catalogue)
    return decide.decide(kept)


def _none(standing: Standing, kept: Sequence[tuple[Film, Candidate]]) -> Identity:
    """A person's "none of these", which stays until the catalogue has a likely film that they did not see."""
    fresh = (
        [pair for pair in kept if not standing.none_of.intersection(pair[0].ids.items())] if standing.none_of else []
    )
    decision = decide.decide(fresh)
    if decision.band == "nil":
        reason = "a person decided: none of these"
        return Identity("nil", reasons=(reason,), candidates=decide.shown_of(kept), decided_by="person")
    reason = "a person decided that it is none of the earlier films; the catalogue has another now"
    return Identity("ask", score=decision.score, candidates=decision.candidates, reasons=(reason, *decision.reasons))


def candidate_ids(mention: Mention, catalogue: Catalogue) -> list[str]:
    """The ids of all films that a person who decides on a mention may have looked at."""
    likely = [
        film for film, candidate in rank(mention, catalogue) if candidate.score >= 0 or decide.is_exact(candidate)
    ]
    return [text for film in likely if (text := decisions.written_id(film.ids)) is not None]


def rank(mention: Mention, catalogue: Catalogue) -> list[tuple[Film, Candidate]]:
    """The films that a mention may mean, with their features, best first."""
    found = block.find(mention, catalogue)
    usual = Background(found.same_title, catalogue.year_share)
    return decide.score(mention, found.films, usual, load())


def _accepted(film_id: tuple[str, str], ranked: Sequence[tuple[Film, Candidate]], catalogue: Catalogue) -> Identity:
    """A person's choice, with all ids the catalogue has for it; with that one where it is not (any more) there."""
    scheme, value = film_id
    key = catalogue.by_id(scheme, value)
    film = next(iter(catalogue.films([key])), None) if key is not None else None
    return Identity(
        "auto",
        ids=dict(film.ids) if film else {scheme: value},
        publishable=(film.publishable if film else frozenset()) | {scheme},
        reasons=("a person decided",) if film else ("a person decided", "the catalogue does not have this film"),
        candidates=decide.shown_of(ranked),
        decided_by="person",
        title=film.title if film else None,
        year=film.year if film else None,
    )


class Linker:
    """An opened catalogue, what people decided, and services for the rest; cheap to open, and picklable.

    Called with an extraction it gives one linked review for each review, in page order. Mentions
    that say the same are decided once, and together.
    """

    def __init__(self, catalogue: Path, decided: Path | None = None, online: Online | None = None) -> None:
        self.catalogue = Catalogue(catalogue)
        self._decided = decided
        self._online = online
        self._resolvers = open_resolvers(online) if online else []
        self._decisions = decisions.load(decided) if decided else Decisions()
        self._remembered: dict[tuple[object, ...], Identity] = {}

    def __reduce__(self) -> tuple[type[Linker], tuple[Path, Path | None, Online | None]]:
        """Pickled as its paths and settings."""
        return Linker, (self.catalogue.path, self._decided, self._online)

    def __call__(self, extraction: Extraction) -> tuple[LinkedReview, ...]:
        """One linked review for each review of a page."""
        return tuple(self.review(review) for review in extraction.reviews)

    def link(self, mention: Mention) -> Identity:
        """Which film a mention means."""
        group = mention.group
        if group not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[group] = self._link(mention)
        return self._remembered[group]

    def _link(self, mention: Mention) -> Identity:
        standing = self._decisions.of(mention)
        identity = link(mention, self.catalogue, standing)
        if not self._resolvers or identity.band == "auto" or identity.decided_by == "person":
            return identity
        return resolve(mention, standing, identity, self.catalogue, self._resolvers)

    def review(self, review: Review) -> LinkedReview:
        """A review with its film and people, read together with the catalogue."""
        read, film = joint.read(review, self.link)
        # An id that the page itself states is no secret of the catalogue's source.
        stated = {scheme for scheme, value in review.mentions.items() if film.ids.get(scheme) == value}
        film = dataclasses.replace(film, publishable=film.publishable | stated)
        return LinkedReview(read, film, self._people(read, film))

    def _people(self, review: Review, film: Identity) -> Mapping[str, Identity]:
        key = next((key for item in film.ids.items() if (key := self.catalogue.by_id(*item)) is not None), None)
        if film.band != "auto" or key is None:
            return {}
        directors = [Credit(name, "director") for name in review.many("directors") if isinstance(name, str)]
        others = [credit for credit in review.many("people") if isinstance(credit, Credit)]
        return people.link(self.catalogue.films([key])[0], [*directors, *others], self.catalogue)
