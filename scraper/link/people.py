"""People, found through the film's credits and never by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from scraper.link import names
from scraper.link.catalogue import Catalogue, Film
from scraper.model import Credit, Identity

_ENOUGH: Final = names.RANK["initials"]


def link(film: Film, printed: Iterable[Credit], catalogue: Catalogue) -> Mapping[str, Identity]:
    """Identities of the people a page names, for those whom the linked film's credits settle.

    A name must agree with exactly one credited person; in the same role it is preferred.
    """
    found: dict[str, Identity] = {}
    for credit in printed:
        identity = _one(film, credit, catalogue)
        if identity is not None and credit.name not in found:
            found[credit.name] = identity
    return found


def _one(film: Film, credit: Credit, catalogue: Catalogue) -> Identity | None:
    ranked: dict[int, tuple[int, bool]] = {}
    for person in film.credits:
        agreement = names.RANK[names.compare(credit.name, person.name)]
        if agreement >= _ENOUGH:
            ranked[person.key] = max(ranked.get(person.key, (0, False)), (agreement, person.role == credit.role))
    if not ranked:
        return None
    best = max(ranked.values())
    chosen = [key for key, rank in ranked.items() if rank == best]
    if len(chosen) != 1:
        return None
    ids, publishable = catalogue.person_ids(chosen[0])
    if not ids:
        return None
    shown = next(person for person in film.credits if person.key == chosen[0])
    level = next(level for level, rank in names.RANK.items() if rank == best[0])
    return Identity(
        "auto", ids=ids, publishable=publishable, decided_by="rule", title=shown.name,
        reasons=(f"credited as {shown.role} of {film.title}", f"name: {level}"),
    )  # fmt: skip
