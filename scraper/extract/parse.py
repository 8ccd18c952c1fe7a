"""HTML or plain text to a `Page`: one walk over the tree, without recursion, within caps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scraper.extract.page import Element, Line, Page, squeeze
from scraper.extract.regions import mark_regions
from scraper.extract.tame import tame

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_NODES: Final = 150_000
MAX_DEPTH: Final = 300
MAX_TEXT: Final = 1_500_000
_BREAK_TAG: Final = re.compile(r"<br\s?/?>", re.IGNORECASE)

_BLOCK: Final = frozenset(
    "html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup li main nav ol p pre section summary table tbody thead tfoot tr td th ul "
    "caption legend search".split(),
)
_SKIP: Final = frozenset(
    "script style noscript template svg head iframe select button textarea object embed canvas audio video math "
    "datalist map title".split(),
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FIELD_DEPTH: Final = 5
_BLANKS: Final = " \t\n\r\f\v"
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A theme's menu of hundreds of links is no text; but pages do hide whole reviews behind "read more" classes,
# so only what says itself that it is hidden counts.


def _hidden(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or ("style" in attrs and _HIDDEN.search(attrs["style"] or "") is not None)


class _Builder:
    """Collects text, lines and elements in document order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.offset = 0
        self.parts: list[str] = []
        self.length = 0
        self.last = " "
        self.gap = False
        self.lines: list[Line] = []
        self.elements: list[Element] = []
        self.stack: list[int] = []
        self.blocks: list[int] = []
        self.inlines: list[int] = []

    @property
    def here(self) -> int:
        return self.offset + self.length

    def write(self, raw: str) -> None:
        # Half of all text is the blanks between two tags.
        if self.last == " " and not raw.strip(_BLANKS):
            return
        text = squeeze(raw)
        if text[:1] == " " and self.last == " ":
            text = text[1:]
        if not text:
            return
        # "</span><span>" between two words is a gap on screen (flex, float) far more often than not.
        if self.gap and self.last.isalnum() and text[0].isalnum():
            text = " " + text
        self.gap = False
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def end_line(self) -> None:
        # Most borders of blocks have no text between them.
        if self.parts:
            self._add_line("".join(self.parts).rstrip(" "))
            self.parts.clear()
            self.length = 0
        self.inlines.clear()
        self.last = " "
        self.gap = False

    def _add_line(self, text: str) -> None:
        if text:
            block = self.blocks[-1] if self.blocks else -1
            tag = self.elements[block].tag if block >= 0 else ""
            # Drupal wraps the title in a field inside its heading: <h1><div class="field">.
            if tag == "div":
                around = (self.elements[index].tag for index in self.blocks[-_FIELD_DEPTH:])
                tag = next((outer for outer in around if outer in _HEADINGS), tag)
            end = self.offset + len(text)
            self.lines.append(Line(len(self.lines), self.offset, end, text, tag, block, inlines=tuple(self.inlines)))
            self.done.append(text)
            self.offset = end + 1

    def open(self, node: LexborNode, tag: str, attrs: dict[str, str | None]) -> None:
        block = tag in _BLOCK
        if block:
            self.end_line()
        index = len(self.elements)
        parent = self.stack[-1] if self.stack else -1
        self.elements.append(Element(index, tag, parent, attrs, self.here, node))
        self.stack.append(index)
        if block:
            self.blocks.append(index)
        else:
            self.inlines.append(index)

    def close(self) -> None:
        index = self.stack.pop()
        element = self.elements[index]
        if element.tag in _BLOCK:
            self.end_line()
            self.blocks.pop()
            element.end = max(element.start, self.offset - 1)
        else:
            element.end = self.here
            self.gap = True


def _step(builder: _Builder, node: LexborNode, depth: int) -> bool:
    """Take one node in; True when its children are to be visited."""
    tag = node.tag or ""
    if tag == "-text":
        builder.write(node.text_content or "")
        return False
    if tag == "br":
        builder.end_line()
        return False
    if tag == "hr":
        builder.end_line()
    if not tag or not tag[0].isalpha() or tag in _SKIP:
        return False
    attrs = node.attributes
    if depth >= MAX_DEPTH or (attrs and _hidden(attrs)):
        return False
    builder.open(node, tag, attrs)
    return True


def _walk(root: LexborNode | None, builder: _Builder) -> bool:
    """Take a tree in, in document order; True when it was cut at the caps.

    The parents of the node at hand were all opened, for only then is a child visited.
    """
    node, depth = root, 0
    for _ in range(MAX_NODES):
        if node is None:
            return False
        if builder.offset > MAX_TEXT:
            return True
        if _step(builder, node, depth):
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
            builder.close()
        following = node.next
        while following is None and depth > 0:
            node = node.parent
            if node is None:
                return False
            depth -= 1
            builder.close()
            following = node.next
        node = following if depth > 0 else None
    return node is not None


def parse_html(html: str, url: str | None = None) -> Page:
    """Parse a page; pathological input is read up to the caps and the page says that it was cut."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - keeps `import scraper` light

    readable, truncated = tame(html.replace("\x00", ""))
    tree = LexborHTMLParser(readable)
    builder = _Builder()
    truncated |= _walk(tree.root, builder)
    while builder.stack:
        builder.close()
    builder.end_line()
    page = Page(url, "\n".join(builder.done), builder.lines, builder.elements, tree, truncated)
    mark_regions(page)
    return page


def parse_text(text: str, url: str | None = None) -> Page:
    """Plain text as a page: its lines, no elements. Line breaks that an export left as tags are breaks."""
    lines: list[Line] = []
    offset = 0
    for raw in _BREAK_TAG.sub("\n", text[:MAX_TEXT]).splitlines():
        squeezed = squeeze(raw).strip()
        if squeezed:
            lines.append(Line(len(lines), offset, offset + len(squeezed), squeezed))
            offset += len(squeezed) + 1
    return Page(url, "\n".join(line.text for line in lines), lines, truncated=len(text) > MAX_TEXT)
