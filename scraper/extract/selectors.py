"""CSS selectors that reproduce what the generic sources found: the material of a site file.

For each field of a page's one review: the elements that hold its evidence, every short selector
that names such an element, and whether reading by that selector gives the same value again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import NO_SITE, Site
from scraper.extract.engine import open_page, read_page
from scraper.extract.page import Element, Page
from scraper.extract.resolve import same_value
from scraper.extract.sources import site as site_source
from scraper.model import Review

FIELDS: Final = ("film_title", "film_year", "directors", "reviewer", "published", "score", "categories", "tags")
_STABLE_CLASS: Final = re.compile(r"^[a-zA-Z][a-zA-Z_-]{2,40}$")
_CLIMB: Final = 4
_MOST: Final = 40


class Bench:
    """One page on the bench: its review, and selectors tried against it."""

    def __init__(self, content: bytes, url: str) -> None:
        page, _ = open_page(content, url, {})
        read = read_page(page, NO_SITE, None)
        self._block, self._lexicon = read.whole, read.lexicon
        self.facts = read.facts
        self.review: Review | None = read.reviews[0] if len(read.reviews) == 1 else None

    def answered(self, field: str) -> bool:
        """Whether the generic sources give the field."""
        return self.review is not None and self.review.value(field) not in (None, ())

    def candidates(self, field: str) -> list[str]:
        """Selectors of the elements that hold the field's evidence and give its value again, short ones first."""
        if self.review is None or not self.answered(field):
            return []
        found: dict[str, None] = {}
        for proof in self.review.answers[field].evidence:
            if proof.start is None or proof.end is None:
                continue
            for element in _holders(self._block.page, proof.start, proof.end):
                for selector in _selectors(self._block.page, element):
                    found.setdefault(selector)
        tried = sorted(found, key=lambda selector: (selector.count(" "), len(selector)))[:_MOST]
        return [selector for selector in tried if self.reproduces(field, selector)]

    def reproduces(self, field: str, selector: str) -> bool:
        """Whether reading the field by this selector gives what the generic sources give (also: nothing)."""
        site = Site(selectors={field: selector})
        values = [claim.value for claim in site_source.claims(self._block, self._lexicon, site) if claim.field == field]
        if self.review is None or not self.answered(field):
            return not values
        value = self.review.value(field)
        if isinstance(value, tuple):
            return len(values) == len(value) and all(map(same_value(field), values, value))
        return len(values) == 1 and same_value(field)(values[0], value)


def _holders(page: Page, start: int, end: int) -> Iterator[Element]:
    """The smallest element that holds a span, and its nearest ancestors."""
    inside = [item for item in page.elements if item.start <= start and end <= item.end]
    if inside:
        smallest = min(inside, key=lambda item: (item.end - item.start, -item.index))
        for climbed, element in enumerate(page.ancestors(smallest.index)):
            if climbed >= _CLIMB or element.tag in {"body", "html", "main", "article"}:
                return
            yield element


def _selectors(page: Page, element: Element) -> Iterator[str]:
    """Short names of an element, by what themes keep stable: classes, itemprop, rel, the parent's class."""
    own = [f".{name}" for name in element.classes if _STABLE_CLASS.match(name)]
    own += [f'[{name}="{element.attr(name)}"]' for name in ("itemprop", "rel", "property") if element.attr(name)]
    yield from own
    yield from (f"{element.tag}{name}" for name in own)
    if element.tag in {"h1", "time"}:
        yield element.tag
    for climbed, parent in enumerate(page.ancestors(element.parent)):
        if climbed > 1:
            return
        for name in parent.classes:
            if _STABLE_CLASS.match(name):
                yield f".{name} {element.tag}"
                yield from (f".{name} {mine}" for mine in own)
