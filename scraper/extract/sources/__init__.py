"""Where to look: one module per kind of source; none reads another, none decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from scraper.extract.block import Block, Site
from scraper.extract.lexicon import Lexicon
from scraper.model import Claim


class Source(NamedTuple):
    """The `claims` function of a module, and whether what it says concerns reviews only.

    A module that declares `REVIEWS_ONLY = True` is not asked about a page as a whole before the page is known
    to be one review: a listing's hundred lines, or a page that is cut into reviews, would be read for nothing.
    Its claims are about the film alone: neither the kind nor the facts of a page may hang on them.
    """

    claims: Callable[[Block, Lexicon, Site], Iterator[Claim]]
    reviews_only: bool


@cache
def all_sources() -> tuple[Source, ...]:
    """The `claims` function of every module here, in alphabetical order: a new source is a new file."""
    names = sorted(item.name for item in iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(
        Source(module.claims, getattr(module, "REVIEWS_ONLY", False)) for module in modules if hasattr(module, "claims")
    )
