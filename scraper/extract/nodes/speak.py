"""How a claim about a node is made: where it stands, which block it belongs to, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scraper.extract.block import Block, at_node, at_pointer
from scraper.extract.facts import clean
from scraper.extract.nodes.node import Node, Table, Text
from scraper.extract.page import Element, Page, Region
from scraper.fields import fold
from scraper.model import Claim

_REGION_MARKS: Final = {
    Region.NAV: "nav",
    Region.ASIDE: "aside",
    Region.FOOTER: "footer",
    Region.COMMENT: "comment",
    Region.RELATED: "related",
    Region.WIDGET: "widget",
}
MAX_CLIMB: Final = 300
MENDED: Final = 3
"""The first rung of the repair ladder that changes what is written, not only its wrapping."""


def element_of(page: Page, node: Node) -> Element | None:
    """The element of the page's text that an item of markup is, or stands in."""
    at = node.at
    for _ in range(MAX_CLIMB):
        if at is None:
            return None
        element = page.element_of(at)
        if element is not None:
            return element
        at = at.parent
    return None


def region_marks(page: Page, node: Node) -> frozenset[str]:
    """The mark of the region that an item stands in; none for the main part and for JSON-LD."""
    element = element_of(page, node)
    mark = _REGION_MARKS.get(element.region) if element is not None else None
    return frozenset() if mark is None else frozenset({mark})


def _where(page: Page, text: Text) -> str:
    if text.at is None:
        return text.path
    element = page.element_of(text.at)
    path = page.css_path(element) if element is not None else _bare_path(text)
    return f"{path}@{text.attribute}" if text.attribute else path


def _bare_path(text: Text) -> str:
    """A path for what is no part of the text (`meta`, `link`, hidden items): tag and property."""
    node = text.at
    if node is None:
        return ""
    attrs = node.attributes
    key = next((name for name in ("itemprop", "property", "class") if attrs.get(name)), None)
    return f"{node.tag}[{key}='{attrs[key]}']" if key else str(node.tag)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Makes claims about nodes of one block; the source of each is the node's syntax."""

    block: Block
    table: Table

    def say(
        self, name: str, value: object, text: Text, node: Node, rule: str, marks: frozenset[str] = frozenset()
    ) -> Claim:
        """A claim read from `text`, a value of `node`; `rule` without the source's name.

        What stands in a block that had to be mended (commas, escapes, and worse) is marked `mended`.
        """
        if node.rung >= MENDED:
            marks |= {"mended"}
        full = f"{node.syntax}.{rule}"
        raw = text.value[:500]
        make = at_pointer if text.at is None else at_node
        return make(self.block, name, value, raw, _where(self.block.page, text), full, marks)

    def names(self, node: Node, *properties: str) -> Iterator[tuple[str, Text]]:
        """The cleaned names that properties hold, each once."""
        seen: set[str] = set()
        for prop in properties:
            for text in self.table.named(node, prop):
                name = clean(text.value)
                if name and fold(name) not in seen:
                    seen.add(fold(name))
                    yield name, text
