"""Where to look: one module per kind of source; none reads another, none decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scraper.extract.block import Block, Site
from scraper.extract.lexicon import Lexicon
from scraper.model import Claim

Source = Callable[[Block, Lexicon, Site], Iterator[Claim]]


@cache
def all_sources() -> tuple[Source, ...]:
    """The `claims` function of every module here, in alphabetical order: a new source is a new file."""
    names = sorted(item.name for item in iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.claims for module in modules if hasattr(module, "claims"))
