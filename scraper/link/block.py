"""Finds the films that a mention may mean: a union of ways, each of them cheap and none decisive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scraper.link import schema
from scraper.link.catalogue import Catalogue, Film
from scraper.link.mention import Mention
from scraper.link.titles import base, title, variants

MOST: Final = 200
"""Candidates per mention."""
_EACH: Final = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, and how many films of the catalogue have exactly a title of the mention."""

    films: tuple[Film, ...]
    same_title: int


def find(mention: Mention, catalogue: Catalogue) -> Found:
    """Candidates by id, exact key, base title, director's films, near title and rare words."""
    titles = [title(text) for text in mention.titles]
    keys = {key for text in mention.titles for key in variants(text)}
    bases = {title(split[0]).key for text in mention.titles if (split := base(text))}
    by_key = catalogue.by_keys(keys | bases)
    exact = set().union(*(by_key.get(key, set()) for key in keys))
    found = list(exact)
    found += [film for scheme, value in mention.ids.items() if (film := catalogue.by_id(scheme, value)) is not None]
    found += [film for key in bases for film in by_key.get(key, ())]
    if mention.directors:
        found += catalogue.filmography(mention.directors, MOST)
    blocks = [schema.block_hash("base", key) for key in keys | bases]
    blocks += [hashed for key in keys for hashed in schema.sought_halves(key)]
    blocks += [hashed for item in titles for hashed in schema.word_hashes(item)]
    if len(found) < MOST:
        found += catalogue.by_blocks(blocks, _EACH)
    chosen = list(dict.fromkeys(found))[:MOST]
    return Found(tuple(catalogue.films(chosen)), len(exact))
