"""Which blocks of a page are verdicts of their own: posts, capsules of a diary, or the one review.

A page of posts (several articles, each with a heading of its own) is cut at the posts; a page
whose headings name films is cut at those headings; anything else is one block.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Element, Line, Page, Region
from scraper.fields import fold

_YEAR: Final = re.compile(r"[(\[（][^()\[\]]{0,60}?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,30}[)\]）]")
_STARS: Final = re.compile("[★☆✭⭐●]{2,}")
_RATIO: Final = re.compile(r"\b\d{1,2}(?:[.,]\d)?\s?/\s?(?:4|5|6|10|20|100)\b")
_SCORE_WORDS: Final = ("grade", "rating", "score", "note", "voto", "wertung")
_SCORE_ALONE: Final = re.compile(r"\(?\d{1,3}(?:[.,]\d+)?\s?/\s?(?:4|5|6|10|20|100)\)?|[★☆✭✮⭐½\s]+")
_SCORE: Final = re.compile(rf"\b(?:{'|'.join(_SCORE_WORDS)})\b\W{{0,3}}\S", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"[(\[][^()\[\]]{2,80}[)\]]")
_CUT_SHORT: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_POST_CLASSES: Final = ("hentry", "h-entry", "post", "blog-post", "post-outer", "entry", "article", "teaser", "card")
MIN_VERDICT: Final = 220
"""Characters of prose from which a block may be a complete verdict; capsules of festival diaries are this short."""


@dataclass(slots=True)
class Part:
    """A candidate block: its lines, the heading that opens it, and what it looks like."""

    lines: list[Line]
    heading: Line | None = None
    root: Element | None = None
    teaser: bool = False
    prose: int = 0
    filmlike: bool = False


@dataclass(slots=True)
class Layout:
    """How a page is built: its main lines, its parts, and what cut them ("posts", "headings", "one")."""

    main: list[Line]
    parts: list[Part] = field(default_factory=list)
    how: str = "one"
    link_share: float = 0.0


def main_lines(page: Page) -> list[Line]:
    """The lines of the page's own content; everything when nothing is marked as main."""
    lines = [line for line in page.lines if line.region is Region.MAIN]
    return lines or [line for line in page.lines if line.region is Region.HEADER] or page.lines


def layout(page: Page, lexicon: Lexicon) -> Layout:
    """Cut a page into parts. Plain text is cut by `Title (Year)`-like lines only when they repeat."""
    main = main_lines(page)
    result = Layout(main, link_share=_link_share(page, main))
    posts = _posts(page)
    if len(posts) > 1:
        result.parts = [_part(page, _lines_in(main, root), root, lexicon) for root in posts]
        result.how = "posts"
        return result
    parts = _by_headings(page, main, lexicon)
    if len(parts) > 1:
        result.parts, result.how = parts, "headings"
        return result
    result.parts = [_part(page, main, None, lexicon)]
    return result


def _lines_in(lines: list[Line], root: Element) -> list[Line]:
    first = bisect_left(lines, root.start, key=_start)
    return list(takewhile(lambda line: line.end <= root.end + 1, lines[first:]))


def _start(line: Line) -> int:
    return line.start


def _posts(page: Page) -> list[Element]:
    """The outermost articles of the page that have a heading of their own."""
    found = [item for item in page.by_tag("article") if item.region is Region.MAIN and item.end > item.start]
    if len(found) < 2:
        found = _repeated(page)
    outer: list[Element] = []
    for item in found:
        # In page order, an article inside another stands in the last of the outermost ones.
        if not outer or not _inside(item, outer[-1]):
            outer.append(item)
    if len(outer) == 1 and len(found) > 1:
        outer = [item for item in found if item is not outer[0]]
    return [item for item in outer if _first_heading(page, item) is not None]


def _inside(inner: Element, outer: Element) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer.index < inner.index


def _repeated(page: Page) -> list[Element]:
    """Siblings that carry the same post class: themes without <article>."""
    for name in _POST_CLASSES:
        items = [item for item in page.by_class(name) if item.region is Region.MAIN and item.end > item.start]
        parents = Counter(item.parent for item in items)
        if parents and (top := parents.most_common(1)[0])[1] > 1:
            return [item for item in items if item.parent == top[0]]
    return []


def _first_heading(page: Page, root: Element) -> Line | None:
    for line in page.lines[bisect_left(page.lines, root.start, key=_start) :]:
        if line.start > root.end:
            return None
        if line.heading and line.region in {Region.MAIN, Region.HEADER}:
            return line
    return None


def _part(page: Page, lines: list[Line], root: Element | None, lexicon: Lexicon) -> Part:
    heading = next((line for line in lines if line.heading), None)
    if heading is None and lines and _level(page, lines[0]):
        heading = lines[0]
    part = Part(lines, heading, root)
    prose = [line for line in lines if not line.heading and len(line.text) > 60]
    part.prose = sum(len(line.text) for line in prose)
    text = "\n".join(line.text for line in lines[:12])
    part.filmlike = bool(_YEAR.search(part.heading.text if part.heading else "") or _scored(text))
    part.filmlike = part.filmlike or _echoed(page, part)
    part.teaser = _is_teaser(page, lines, part, lexicon)
    return part


def _scored(text: str) -> bool:
    """Whether a text has what looks like a score: glyphs, a ratio, or the word for one."""
    if not text.isascii() and _STARS.search(text) is not None:
        return True
    if "/" in text and _RATIO.search(text) is not None:
        return True
    folded = text.lower()
    return any(word in folded for word in _SCORE_WORDS) and _SCORE.search(text) is not None


def _is_teaser(page: Page, lines: list[Line], part: Part, lexicon: Lexicon) -> bool:
    body = [line for line in lines if not line.heading]
    if _leads_away(page, part) and sum(len(line.text) > 60 for line in body) < 2 and part.prose < 6 * MIN_VERDICT:
        return True
    short = (line.text for line in body if len(line.text) < 80)
    if any(hit.kind == "teaser" and hit.start < 4 for text in short for hit in lexicon.hits(text)):
        return True
    if part.prose < MIN_VERDICT:
        return True
    longest = max(body, key=lambda line: len(line.text), default=None)
    return longest is not None and bool(_CUT_SHORT.search(longest.text)) and part.prose < 4 * MIN_VERDICT


def _echoed(page: Page, part: Part) -> bool:
    """Whether the heading stands again, set apart, in the text below it: a film's name does."""
    if part.heading is None or len(part.heading.text) > 80:
        return False
    name = fold(part.heading.text)
    for line in part.lines[1:4]:
        marked = [page.elements[index] for index in line.inlines if page.elements[index].tag in {"em", "i", "cite"}]
        if any(fold(page.text[item.start : item.end]) == name for item in marked):
            return True
    return False


def _leads_away(page: Page, part: Part) -> bool:
    """Whether the part's heading is a link to a page of its own."""
    line = part.heading
    if line is None:
        return False
    around = [page.elements[index] for index in line.inlines] + list(page.ancestors(line.element))[:3]
    here = (page.url or "").rstrip("/").rpartition("/")[2]
    for element in around:
        href = element.attr("href").partition("#")[0].rstrip("/") if element.tag == "a" else ""
        if href and not (here and href.endswith(here)):
            return True
    return False


def _by_headings(page: Page, main: list[Line], lexicon: Lexicon) -> list[Part]:
    """Parts that open with headings of one level which look like films."""
    levels = Counter(level for line in main if (level := _level(page, line)))
    for level, count in sorted(levels.items()):
        if count < 2:
            continue
        parts = _split(page, main, level, lexicon)
        likely = [part for part in parts if part.filmlike and part.prose > 80]
        named = [part for part in parts if part.heading and _YEAR.search(part.heading.text)]
        if len(likely) > 1 and (len(named) > 1 or len(likely) >= 0.6 * len(parts) > 1):
            return likely
    return []


def _level(page: Page, line: Line) -> int:
    """The heading level of a line; 7 for a short line that is bold as a whole, or but for facts in brackets."""
    if _SCORE_ALONE.fullmatch(line.text) is not None:
        return 0  # a heading that is only the score parts nothing from what it judges
    if line.heading:
        return line.heading
    if len(line.text) > 100 or not line.inlines or line.text[-1] in ".,;:":
        return 0
    first = page.elements[line.inlines[0]]
    if first.tag not in {"strong", "b"} or first.start > line.start + 1:
        return 0
    behind = line.text[max(0, first.end - line.start) :].strip()
    return 7 if len(behind) <= 1 or _BRACKETED.fullmatch(behind) else 0


def _split(page: Page, main: list[Line], level: int, lexicon: Lexicon) -> list[Part]:
    groups: list[list[Line]] = []
    for line in main:
        own = _level(page, line)
        if own == level:
            groups.append([line])
        elif own and own < level:
            groups.append([])
        elif groups:
            groups[-1].append(line)
    return [_part(page, group, None, lexicon) for group in groups if group and _level(page, group[0]) == level]


def _link_share(page: Page, main: list[Line]) -> float:
    """Share of the main text that stands in links."""
    total = sum(len(line.text) for line in main)
    linked = sum(min(item.end, 10**9) - item.start for item in page.by_tag("a") if item.region is Region.MAIN)
    return linked / total if total else 0.0
