"""One page: one tree, one text with offsets, one list of lines.

The text is what a reader sees, with a newline at every border of a block, so that words of two
table cells never run together. Every rule works on lines; a plain text is lines without elements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_GAP: Final = r"\t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000\u00ad\u200b\ufeff"
# A lone blank is what it shall become, and most of them are: it is not matched.
_SPACE: Final = re.compile(rf" *[{_GAP}][ {_GAP}]*|  +")
_ODD: Final = re.compile(f"[{_GAP}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\x00]")
_HIDDEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\x00]")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\x00"))


_ENDS: Final = frozenset({"article", "main", "body"})


class Region(IntEnum):
    """Which part of a page something stands in; only MAIN (and HEADER for headings) is read by rules."""

    MAIN = 0
    HEADER = 1
    NAV = 2
    ASIDE = 3
    FOOTER = 4
    COMMENT = 5
    RELATED = 6
    WIDGET = 7


@dataclass(slots=True, eq=False)
class Element:
    """An element that stands in the text: `start`..`end` is the span of its text.

    `index` counts the elements of the text, `order` all of the tree; `index` is -1 for one that is no
    part of the text (the head's, a hidden one, what a drawing is made of). `parent` is the index of the
    nearest element of the text around it.
    """

    index: int
    tag: str
    parent: int
    attrs: dict[str, str | None]
    start: int
    node: LexborNode
    order: int = -1
    end: int = -1
    region: Region = Region.MAIN

    def attr(self, name: str) -> str:
        """An attribute's value, empty when missing."""
        return self.attrs.get(name) or ""

    @property
    def classes(self) -> list[str]:
        """The class names in order."""
        return self.attr("class").split()


@dataclass(slots=True, eq=False)
class Line:
    """Text between two block borders; `element` is the index of the block element, -1 in plain text."""

    index: int
    start: int
    end: int
    text: str
    tag: str = ""
    element: int = -1
    region: Region = Region.MAIN
    inlines: tuple[int, ...] = ()
    heading: int = field(init=False)
    """1 to 6 for a heading, else 0."""

    def __post_init__(self) -> None:
        """Tell headings by the tag, once for all who ask."""
        tag = self.tag
        self.heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


class Markup:
    """Every element of the tree, in the text or not, by tag, attribute and class; each list in page order.

    What a CSS selector finds by walking the whole tree: sources ask for two dozen such things of each page.
    """

    __slots__ = ("_by_attribute", "_by_class", "_by_tag", "_title", "elements")

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements
        self._title: tuple[str | None] | None = None
        self._by_tag: defaultdict[str, list[Element]] = defaultdict(list)
        self._by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
        self._by_class: defaultdict[str, list[Element]] | None = None
        for element in elements:
            self._by_tag[element.tag].append(element)
            for name in element.attrs:
                self._by_attribute[name].append(element)

    def tagged(self, tag: str) -> list[Element]:
        """Elements with this tag."""
        return self._by_tag.get(tag, _NO_ELEMENTS)

    def having(self, attribute: str) -> list[Element]:
        """Elements that have this attribute, were it empty."""
        return self._by_attribute.get(attribute, _NO_ELEMENTS)

    @property
    def classes(self) -> Mapping[str, list[Element]]:
        """The classes in use, each with its elements."""
        if self._by_class is None:
            self._by_class = defaultdict(list)
            for element in self.having("class"):
                for word in (element.attrs["class"] or "").split():
                    self._by_class[word].append(element)
        return self._by_class

    def classed(self, name: str) -> list[Element]:
        """Elements with this class."""
        return self.classes.get(name, _NO_ELEMENTS)

    def classed_like(self, test: Callable[[str], bool]) -> list[Element]:
        """Elements with a class of which the test holds, in page order; a page has few classes and many elements."""
        return in_order(*(elements for name, elements in self.classes.items() if test(name)))

    def content(self, key: str, name: str) -> list[str]:
        """The `content` of the `meta` elements whose attribute `key` ("name", "property") is `name`."""
        return [meta.attr("content") for meta in self.tagged("meta") if meta.attrs.get(key) == name]

    def title(self) -> str | None:
        """What `<title>` says, None where the head has none; a drawing's title is another thing."""
        if self._title is None:
            titles = (element.node for element in self.tagged("title"))
            of_head = (node for node in titles if node.parent is not None and node.parent.tag == "head")
            self._title = (next((node.text(deep=True) for node in of_head), None),)
        return self._title[0]


_NO_ELEMENTS: Final[list[Element]] = []


def in_order(*found: Iterable[Element]) -> list[Element]:
    """Elements of several lists in page order, each once."""
    merged = {element.order: element for elements in found for element in elements}
    return [merged[order] for order in sorted(merged)] if merged else []


@dataclass(slots=True)
class Page:
    """A parsed page. `tree` is None for plain text."""

    url: str | None
    text: str
    lines: list[Line]
    elements: list[Element] = field(default_factory=list)
    tree: LexborHTMLParser | None = None
    truncated: bool = False
    markup: Markup = field(default_factory=lambda: Markup([]))
    memo: dict[str, object] = field(default_factory=dict)
    """What sources have made of the whole page, so that it is made once for all blocks."""
    _by_node: dict[int, int] | None = None

    def ancestors(self, index: int) -> Iterator[Element]:
        """The element itself, then its parents up to the root."""
        while index >= 0:
            element = self.elements[index]
            yield element
            index = element.parent

    def under(self, index: int, marked: Collection[int], deepest: int) -> bool:
        """Whether an element or one of the nearest above it is among those marked, by index; never past an article.

        `deepest` is how many elements above it are looked at.
        """
        if not marked:
            return False
        for depth, element in enumerate(self.ancestors(index)):
            if depth > deepest or element.tag in _ENDS:
                return False
            if element.index in marked:
                return True
        return False

    def text_of(self, element: Element) -> str:
        """The element's text, lines joined as they stand."""
        return self.text[element.start : element.end].strip()

    def by_tag(self, tag: str) -> list[Element]:
        """Elements of the text with this tag, in page order."""
        return [element for element in self.markup.tagged(tag) if element.index >= 0]

    def by_class(self, name: str) -> list[Element]:
        """Elements of the text with this class, in page order."""
        return [element for element in self.markup.classed(name) if element.index >= 0]

    def css(self, selector: str) -> list[Element]:
        """Elements of the text that match a CSS selector, in page order."""
        if self.tree is None:
            return []
        found = (self.element_of(node) for node in self.tree.css(selector))
        return [element for element in found if element is not None]

    def element_of(self, node: LexborNode) -> Element | None:
        """The element of a tree node, None when it is not part of the text."""
        if self._by_node is None:
            self._by_node = {element.node.mem_id: element.index for element in self.elements}
        index = self._by_node.get(node.mem_id)
        return None if index is None else self.elements[index]

    def css_path(self, element: Element) -> str:
        """A CSS path that finds the element again: the nearest id, then child steps."""
        steps: list[str] = []
        for item in self.ancestors(element.index):
            if item.attr("id") and re.fullmatch(r"[A-Za-z][\w-]*", item.attr("id")):
                steps.append(f"#{item.attr('id')}")
                break
            same = 1
            sibling = item.node.prev
            while sibling is not None:
                same += sibling.tag == item.tag
                sibling = sibling.prev
            steps.append(item.tag if item.tag in {"html", "body"} else f"{item.tag}:nth-of-type({same})")
        return " > ".join(reversed(steps))

    def line_at(self, offset: int) -> Line | None:
        """The line that holds a text offset."""
        low, high = 0, len(self.lines)
        while low < high:
            mid = (low + high) // 2
            if self.lines[mid].end < offset:
                low = mid + 1
            else:
                high = mid
        return self.lines[low] if low < len(self.lines) and self.lines[low].start <= offset else None


def squeeze(text: str) -> str:
    """White space collapsed to single blanks, invisible characters removed."""
    # Most pieces of text have nothing to collapse, and a search that finds nothing is cheap.
    if _ODD.search(text) is None and "  " not in text:
        return text
    text = _SPACE.sub(" ", text)
    return text if _HIDDEN.search(text) is None else text.translate(_INVISIBLE)
