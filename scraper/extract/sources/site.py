"""What the operator's site file says: where each field stands on this site's pages.

A strong voice, not a bypass: when it contradicts the generic sources, the markup has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from scraper.extract.block import Block, Site, at_node, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Element
from scraper.extract.values import date, person, score
from scraper.extract.values.title import clean
from scraper.model import Claim, Credit

_ATTRIBUTE: Final = re.compile(r"@([\w-]+)$")
_MANY: Final = frozenset({"directors", "categories", "tags", "genres", "people"})
_MOST: Final = 60


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims from the site file's selectors (`css` or `css@attribute`) and its one reviewer."""
    if site.reviewer and block.whole:
        yield at_node(block, "reviewer", site.reviewer, site.reviewer, "site file", "site.reviewer")
    for name, selector in site.selectors.items():
        attribute = _ATTRIBUTE.search(selector)
        css = selector[: attribute.start()] if attribute else selector
        for count, element in enumerate(block.page.css(css)):
            if count >= _MOST or (count and name not in _MANY):
                break
            if block.holds(element):
                yield from _read(block, name, element, attribute.group(1) if attribute else None, lexicon)


def _read(block: Block, name: str, element: Element, attribute: str | None, lexicon: Lexicon) -> Iterator[Claim]:
    text = element.attr(attribute) if attribute else block.page.text_of(element)
    if not text:
        return
    for value, raw in _values(name, text, lexicon):
        at = block.page.text.find(raw, element.start, element.end) if attribute is None else -1
        if at >= 0:
            yield at_text(block, name, value, (at, at + len(raw)), f"site.{name}")
        else:
            path = block.page.css_path(element) + (f"@{attribute}" if attribute else "")
            yield at_node(block, name, value, raw, path, f"site.{name}")


def _values(name: str, text: str, lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    reader = _READERS.get(name)
    if reader is not None:
        yield from reader(text, lexicon)
        return
    for line in text.splitlines():
        if line.strip():
            yield line.strip(), line.strip()


def _score(text: str, lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    rating = score.parse(text, lexicon)
    if rating is not None:
        yield rating, text


def _day(text: str, lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    day = date.parse(text, lexicon)
    if day is not None:
        yield day, text


def _year(text: str, _lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    year = re.search(r"(?:18|19|20)\d\d", text)
    if year is not None:
        yield int(year.group()), year.group()


def _names(text: str, lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    for name in person.parse(text, lexicon):
        yield name, name


def _cast(text: str, lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    for someone in person.people(text, lexicon):
        yield Credit(someone.name, "actor", someone.character), someone.name


def _title(text: str, _lexicon: Lexicon) -> Iterator[tuple[object, str]]:
    if title := clean(text):
        yield title, title


_READERS: Final[dict[str, Callable[[str, Lexicon], Iterator[tuple[object, str]]]]] = {
    "score": _score,
    "published": _day,
    "modified": _day,
    "film_year": _year,
    "directors": _names,
    "people": _cast,
    "film_title": _title,
    "film_title_alt": _title,
}
