"""A block: the part of a page that a source reads, and how sources make claims about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scraper.extract.page import Element, Line, Page
from scraper.model import Claim, Locator

NO_MARKS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of a host before its page is read: its site file, and what earlier pages taught.

    `selectors` maps a field to a CSS selector; `best` is the usual best score; `observed` are the
    summed counters of earlier pages (a profile). A site is a voice among others, never a bypass.
    """

    name: str | None = None
    language: str | None = None
    region: str | None = None
    best: float | None = None
    reviewer: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)
    observed: Mapping[str, int] = field(default_factory=dict)


NO_SITE: Final = Site()


@dataclass(slots=True)
class Block:
    """Lines that belong together: one review, or the whole page.

    `whole` blocks stand for the page: its markup, byline and taxonomy are theirs. `root` is the
    element that holds a block of several; `title` the line that names its film, where known.
    """

    index: int
    page: Page
    lines: list[Line]
    language: str = "en"
    whole: bool = True
    root: Element | None = None
    title: Line | None = None
    heading_place: int | None = None
    """Kept by `scraper.extract.place`, which all sources of bylines and dates ask."""

    @property
    def start(self) -> int:
        """Offset of the block's first character in the page's text."""
        return self.lines[0].start if self.lines else 0

    @property
    def end(self) -> int:
        """Offset behind the block's last character."""
        return self.lines[-1].end if self.lines else 0

    def holds(self, element: Element) -> bool:
        """Whether an element of the page belongs to the block."""
        return self.whole or (self.start <= element.start and element.end <= self.end + 1)


def at_text(
    block: Block,
    name: str,
    value: object,
    span: tuple[int, int],
    rule: str,
    marks: frozenset[str] = NO_MARKS,
) -> Claim:
    """A claim that stands in the text; `span` counts in the page's text, the rule names its source.

    The source of rule "label.director" is "label".
    """
    start, end = span
    raw = block.page.text[start:end]
    return Claim(name, value, raw, rule.partition(".")[0], rule, Locator("text", start, end), _index(block), marks)


def at_node(
    block: Block,
    name: str,
    value: object,
    raw: str,
    path: str,
    rule: str,
    marks: frozenset[str] = NO_MARKS,
) -> Claim:
    """A claim that stands in markup: `path` is a CSS path, with `@attribute` where one was read."""
    return Claim(name, value, raw, rule.partition(".")[0], rule, Locator("css", path=path), _index(block), marks)


def at_pointer(
    block: Block,
    name: str,
    value: object,
    raw: str,
    path: str,
    rule: str,
    marks: frozenset[str] = NO_MARKS,
) -> Claim:
    """A claim that stands in structured data: `path` is `script[n]` and a JSON Pointer."""
    return Claim(name, value, raw, rule.partition(".")[0], rule, Locator("pointer", path=path), _index(block), marks)


def _index(block: Block) -> int | None:
    return None if block.whole else block.index
