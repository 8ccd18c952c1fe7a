"""HTML or plain text to a `Page`: one walk over the tree, without recursion, within caps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scraper.extract.page import Element, Line, Markup, Page, squeeze
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
# What a drawing only defines is not shown, and what a script or style holds is no markup.
_OPAQUE: Final = frozenset({"script", "style", "defs"})
_BREAKS: Final = frozenset({"br", "hr"})
_BLANKS: Final = " \t\n\r\f\v"
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
# A theme's menu of hundreds of links is no text; but pages do hide whole reviews behind "read more" classes,
# so only what says itself that it is hidden counts.


def _hidden(attrs: dict[str, str | None]) -> bool:
    if "hidden" in attrs:
        return True
    # The words are looked for first: a pattern that may begin with any blank is slow on a long style.
    style = (attrs.get("style") or "").lower()
    return ("none" in style or "hidden" in style) and _HIDDEN.search(style) is not None


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
        self.markup: list[Element] = []
        self.stack: list[Element] = []
        self.blocks: list[Element] = []
        self.inlines: list[int] = []

    def write(self, raw: str) -> None:
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
            self._add_line((self.parts[0] if len(self.parts) == 1 else "".join(self.parts)).rstrip(" "))
            self.parts.clear()
            self.length = 0
            self.last = " "
        if self.inlines:
            self.inlines.clear()
        self.gap = False

    def _add_line(self, text: str) -> None:
        if text:
            tag, block = (self.blocks[-1].tag, self.blocks[-1].index) if self.blocks else ("", -1)
            # Drupal wraps the title in a field inside its heading: <h1><div class="field">.
            if tag == "div":
                around = (block.tag for block in self.blocks[-_FIELD_DEPTH:])
                tag = next((outer for outer in around if outer in _HEADINGS), tag)
            end = self.offset + len(text)
            self.lines.append(Line(len(self.lines), self.offset, end, text, tag, block, inlines=tuple(self.inlines)))
            self.done.append(text)
            self.offset = end + 1

    def open(self, element: Element) -> None:
        element.index = len(self.elements)
        self.elements.append(element)
        self.stack.append(element)
        if element.tag in _BLOCK:
            self.end_line()
            self.blocks.append(element)
            element.start = self.offset
        else:
            self.inlines.append(element.index)
            element.start = self.offset + self.length

    def close(self) -> None:
        element = self.stack.pop()
        if self.blocks and element is self.blocks[-1]:
            self.end_line()
            self.blocks.pop()
            element.end = max(element.start, self.offset - 1)
        else:
            element.end = self.offset + self.length
            self.gap = True


def _walk(root: LexborNode | None, builder: _Builder) -> bool:  # noqa: C901, PLR0912 - every node of every page comes by
    """Take a tree in, in document order; True when it was cut at the caps.

    `unseen` is the depth of the element around the node whose inside is no text, -1 where there is none.
    The parents of a node of the text were all opened, for only then is it visited as such.
    """
    node, depth, unseen = root, 0, -1
    markup, stack = builder.markup, builder.stack
    for order in range(MAX_NODES):
        if node is None:
            return False
        tag, child = node.tag or "", None
        if tag == "-text":
            # Half of all text is the blanks between two tags.
            if unseen < 0 and (raw := node.text_content) and (builder.last != " " or raw.strip(_BLANKS)):
                builder.write(raw)
                if builder.offset > MAX_TEXT:
                    return True
        elif tag in _BREAKS:
            if unseen < 0:
                builder.end_line()
        elif tag >= "a":  # what is no element has a name that begins with "-" or "!"
            attrs = node.attributes
            child = None if tag in _OPAQUE else node.first_child
            element = Element(-1, tag, stack[-1].index if stack else -1, attrs, -1, node, order)
            markup.append(element)
            if unseen >= 0:
                pass
            elif tag in _SKIP or depth >= MAX_DEPTH or (("style" in attrs or "hidden" in attrs) and _hidden(attrs)):
                unseen = depth if child is not None else -1
            else:
                builder.open(element)
                if child is None:
                    builder.close()
        if child is not None:
            node, depth = child, depth + 1
            continue
        following = node.next
        while following is None and depth > 0:
            node = node.parent
            if node is None:
                return False
            depth -= 1
            if unseen < 0:
                builder.close()
            elif depth == unseen:
                unseen = -1
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
    page = Page(url, "\n".join(builder.done), builder.lines, builder.elements, tree, truncated, Markup(builder.markup))
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
