"""Finds the films that a mention may mean: a union of ways, each of them cheap and none decisive.

First what can be linked by itself: films of exactly a title, ids, titles without their subtitle, the
director's films. Only where no film has the title are the vague ways gone: titles with one slip of
the pen, and rare words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from scraper.link import schema
from scraper.link.catalogue import Catalogue, Film
from scraper.link.mention import Mention
from scraper.link.titles import base, title, variants

MOST: Final = 200
"""Films of exactly a title; of more than these only those that something speaks for are looked at."""
_FILMOGRAPHY: Final = 60
_EACH: Final = 50
"""Films per block."""
_ALIKE: Final = 40
"""Films kept of the vague ways: those whose titles look most alike."""


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, and how many films of the catalogue have exactly a title of the mention."""

    films: tuple[Film, ...]
    same_title: int


def find(mention: Mention, catalogue: Catalogue) -> Found:
    """Candidates, at most a few hundred."""
    keys = {key for text in mention.titles for key in variants(text)}
    bases = {title(split[0]).key for text in mention.titles if (split := base(text))} - keys
    by_key = catalogue.by_keys(keys | bases)
    exact = set[int]().union(*(by_key.get(key, ()) for key in keys))
    directed = catalogue.filmography(mention.directors, _FILMOGRAPHY) if mention.directors else set()
    chosen = _narrowed(exact, directed, mention, catalogue)
    chosen += [film for item in mention.ids.items() if (film := catalogue.by_id(*item)) is not None]
    chosen += [film for key in bases for film in by_key.get(key, ())][:_EACH]
    chosen += catalogue.by_blocks((schema.block_hash("base", key) for key in keys | bases), _EACH)
    chosen += directed
    if not exact:
        chosen += _vague(mention, keys, catalogue)
    return Found(tuple(catalogue.films(dict.fromkeys(chosen))), len(exact))


def _narrowed(exact: set[int], directed: set[int], mention: Mention, catalogue: Catalogue) -> list[int]:
    """The films of exactly this title; of a crowd those that the director or the year speaks for come first."""
    if len(exact) <= MOST:
        return list(exact)
    near = set() if mention.year is None else catalogue.of_years(exact, mention.year - 1, mention.year + 1)
    return [*sorted(exact & directed), *sorted(near), *sorted(exact - near)[:_EACH]]


def _vague(mention: Mention, keys: Iterable[str], catalogue: Catalogue) -> Sequence[int]:
    """Films with a title like the mention's, most alike first."""
    hashes = {hashed for key in keys for hashed in schema.sought_halves(key)}
    hashes |= {hashed for text in mention.titles for hashed in schema.word_hashes(title(text))}
    titles = catalogue.titles(catalogue.by_blocks(hashes, _EACH))
    ours = [text.casefold() for text in mention.titles]

    def likeness(film: int) -> float:
        return max(Indel.normalized_similarity(text, other.casefold()) for text in ours for other in titles[film])

    return sorted(titles, key=lambda film: (-likeness(film), film))[:_ALIKE]
