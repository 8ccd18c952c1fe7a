"""Where in a block something stands: near its heading, among its last lines, in another article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from scraper.extract.block import Block
from scraper.extract.page import Element, Line, Page, Region, in_order
from scraper.fields import fold

HEAD_BEFORE: Final = 4
HEAD_AFTER: Final = 8
FOOT: Final = 10
MIN_TITLE: Final = 3
MIN_WORDS: Final = 4
MAX_TITLE: Final = 200
MAX_TRAIL: Final = 8
_TRAIL_NAMES: Final = ("id", "aria-label", "itemtype")
_BREADCRUMB: Final = re.compile(r"bread-?_?crumb", re.IGNORECASE)
READ: Final = frozenset({Region.MAIN, Region.HEADER})


def lines_of(block: Block) -> list[Line]:
    """The lines in which a byline can stand: a block's own; of the whole page also the header, where titles are.

    Places in this module count in these lines.
    """
    if not block.whole:
        return block.lines
    known = block.page.memo.get("read_lines")
    if isinstance(known, list):
        return known
    lines = [line for line in block.page.lines if line.region in READ]
    block.page.memo["read_lines"] = lines
    return lines


def heading_place(block: Block) -> int:
    """The place among `lines_of` the line that names the block: its title, its main heading, its first line."""
    if block.heading_place is None:
        block.heading_place = _heading_place(block)
    return block.heading_place


def _heading_place(block: Block) -> int:
    if block.title is not None:
        return next((place for place, line in enumerate(lines_of(block)) if line.index == block.title.index), 0)
    if (titled := _titled_place(block)) is not None:
        return titled
    main = [place for place, line in enumerate(lines_of(block)) if line.heading == 1 and line.region in READ]
    if main:
        return main[-1] if len(main) > 1 and lines_of(block)[main[0]].region is Region.HEADER else main[0]
    return next((place for place, line in enumerate(lines_of(block)) if line.heading), 0)


def _titled_place(block: Block) -> int | None:
    """The heading whose words the document's title holds, the longest of several (the site's name is one too)."""
    title = document_title(block.page)
    best: tuple[int, int] | None = None
    for place, line in enumerate(lines_of(block)):
        if not line.heading or line.region not in READ or not MIN_TITLE <= len(line.text) <= MAX_TITLE:
            continue
        folded = fold(line.text)
        named = folded in title or (line.heading == 1 and _mostly_in(folded, title))
        if len(folded) >= MIN_TITLE and named and (best is None or len(folded) > best[0]):
            best = (len(folded), place)
    return best[1] if best is not None else None


def _mostly_in(heading: str, title: str) -> bool:
    """Whether the title has most of a long heading's words: one of the two is cut, or badly encoded."""
    words = heading.split()
    return len(words) >= MIN_WORDS and sum(word in title for word in words) * 4 >= len(words) * 3


def document_title(page: Page) -> str:
    """The document's title, folded; empty without one."""
    known = page.memo.get("document_title")
    if isinstance(known, str):
        return known
    title = fold((page.markup.title() or "")[:500])
    page.memo["document_title"] = title
    return title


def head_places(block: Block) -> range:
    """Places of the lines around the heading, in which a byline is expected."""
    place = heading_place(block)
    return range(max(0, place - HEAD_BEFORE), min(len(lines_of(block)), place + HEAD_AFTER))


def head_span(block: Block) -> tuple[int, int]:
    """Offsets of the lines around the heading."""
    places = head_places(block)
    lines = lines_of(block)
    return (lines[places[0]].start, lines[places[-1]].end) if places else (0, 0)


def heading_start(block: Block) -> int:
    """The offset of the line that names the block."""
    place, lines = heading_place(block), lines_of(block)
    return lines[place].start if place < len(lines) else 0


def in_site_header(block: Block, element: Element) -> bool:
    """Whether an element stands in a header above the one of the heading: the site's own, which may hold a clock."""
    top = heading_start(block)
    if element.region is not Region.HEADER or element.start >= top:
        return False
    return not any(item.tag == "header" and item.end >= top for item in block.page.ancestors(element.parent))


def in_other_article(page: Page, element: Element) -> bool:
    """Whether an element stands in an article that is not the one of the main heading."""
    headings = [item for item in page.by_tag("h1") if item.end > item.start and item.region in READ]
    if len(headings) != 1:
        return False
    for item in page.ancestors(element.parent):
        if is_article(item):
            holds = item.start <= headings[0].start and headings[0].end <= item.end
            return not holds and any(is_article(other) for other in page.ancestors(headings[0].parent))
    return False


def in_breadcrumb(page: Page, element: Element) -> bool:
    """Whether an element stands in a trail of links from the front page down to this one."""
    known = page.memo.get("breadcrumbs")
    if not isinstance(known, frozenset):
        named = ((one, one.attrs[name] or "") for name in _TRAIL_NAMES for one in page.markup.having(name))
        trails = [*page.markup.classed_like(_is_trail), *(one for one, value in named if _is_trail(value))]
        known = page.memo["breadcrumbs"] = frozenset(one.index for one in trails)
    # Themes say "has-breadcrumbs" on the body.
    return page.under(element.parent, known, MAX_TRAIL)


@lru_cache(maxsize=4096)  # a theme uses the same few names all over
def _is_trail(name: str) -> bool:
    return _BREADCRUMB.search(name) is not None


def is_article(element: Element) -> bool:
    """Whether an element is a post: `article`, or the `hentry` of older themes."""
    return element.tag == "article" or "hentry" in element.classes


@dataclass(slots=True)
class Hints:
    """Elements that call themselves an author's or a date's, in page order; one pass for all who ask."""

    authors: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    dates: list[Element] = field(default_factory=list)


# Plain substrings of a lower-case class: patterns cost ten times as much.
_AUTHOR: Final = ("author", "byline", "autor", "auteur", "writer", "contributor", "posted-by")
_DATE: Final = ("date", "publish", "posted", "timestamp", "meta-time", "postmetadata")
_ADDRESS: Final = ("/author/", "/authors/", "/autor/", "/auteur/")
_BOX: Final = re.compile(
    r"author[-_]{0,2}(?:b(?:ox|io)|info|card|desc|profile|title)|about[-_]?(?:the[-_]?)?author", re.IGNORECASE
)


def hints(page: Page) -> Hints:
    """What the classes, `rel` and addresses of a page's elements say of author and date."""
    known = page.memo.get("hints")
    if isinstance(known, Hints):
        return known
    markup = page.markup
    abbreviations = (element for element in markup.tagged("abbr") if "title" in element.attrs)
    dates = in_order(markup.classed_like(_is_date), markup.tagged("time"), abbreviations)
    authors = in_order(markup.classed_like(_is_author), filter(_links_to_author, markup.tagged("a")))
    found = Hints([one for one in authors if one.index >= 0], [], [one for one in dates if one.index >= 0])
    found.boxes += (one for one in found.authors if _BOX.search(one.attr("class")))
    page.memo["hints"] = found
    return found


def _has(text: str, words: tuple[str, ...]) -> bool:
    # A loop, for `any` over a generator costs several times as much on every link and class.
    for word in words:  # noqa: SIM110 - see above
        if word in text:
            return True
    return False


@lru_cache(maxsize=4096)  # a theme uses the same few classes all over
def _is_author(name: str) -> bool:
    name = name.lower()
    return name == "fn" or _has(name, _AUTHOR)


@lru_cache(maxsize=4096)
def _is_date(name: str) -> bool:
    return _has(name.lower(), _DATE)


def _links_to_author(link: Element) -> bool:
    href = link.attrs.get("href") or ""
    return "author" in (link.attrs.get("rel") or "") or ("/aut" in href and _has(href, _ADDRESS))
