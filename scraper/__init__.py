"""Polite crawler and metadata enricher for film reviews.

    extract(content, url)   one page's bytes or text into an Extraction
    scrape(url)             the same for an address, fetched politely (async)
    link(mention, catalogue)  a film's name into an Identity

Everything is imported at first use; `import scraper` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scraper.api import Extraction, Review, extract, link, scrape

__all__ = ["Extraction", "Review", "extract", "link", "scrape"]

_PUBLIC: Final = frozenset(__all__)


def __getattr__(name: str) -> object:
    """The public names, from `scraper.api`, when they are first asked for."""
    if name in _PUBLIC:
        return getattr(import_module("scraper.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(_PUBLIC | set(globals()))
