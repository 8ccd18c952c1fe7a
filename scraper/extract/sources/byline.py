"""Who wrote it, as the page shows it: author elements, byline lines, the box about the author.

The critic stands under the headline, above the text, or at its end. A class, a `rel` or a label
makes a name an author; a bare name is none. An empty byline ("By | 2 comments") names nobody;
"written by" beside a film's credits is its screenwriter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_text
from scraper.extract.facts import name_marks
from scraper.extract.page import Element, Line, Page, Region
from scraper.extract.place import FOOT, head_places, head_span, hints, in_other_article, lines_of
from scraper.extract.writers import (
    MAX_FOUND,
    MAX_LINE,
    author_elements,
    co_authors,
    is_personal,
    is_signed_name,
    person_in,
    said,
)
from scraper.fields import fold
from scraper.model import Claim

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import LabelHit, Lexicon

MANY: Final = 2
"""More authors than this outside the head are those of a list."""
_MAX_BOX_LINE: Final = 60
_FACTS: Final = frozenset("director writer actor runtime year genre country title original_title producer".split())
_READ: Final = frozenset({Region.MAIN, Region.HEADER})
_DOUBTFUL: Final = {Region.ASIDE: "aside", Region.FOOTER: "footer", Region.WIDGET: "widget"}
_BY: Final = re.compile(
    r"(?:^|(?<=[\d|•·,/–—\-:.)]\s)|(?<=[\d|•·,/]))"
    r"(?:by|von|par|por|di|door|av|af|przez|od|από|Text|Texto|Tekst|words)\s+",
    re.IGNORECASE,
)
_BARS: Final = re.compile(r"\s*[|·•∙⋅]\s+")
_READING: Final = re.compile(r"\b[1-3]?\d[ -]?min\b", re.IGNORECASE)
_OPENS: Final = re.compile(r"\(?(?:written|reviewed?|words|text)?\s?by\s", re.IGNORECASE)
_INNER: Final = re.compile(r"(?:by|von|par|por|di|door|av|af|przez)\s", re.IGNORECASE)
_POSSESSED: Final = re.compile(r"(?P<name>(?:[A-ZÀ-ÞŐŰ]{2,}\s){1,2}[A-ZÀ-ÞŐŰ]{2,})\s(?:KRITIKÁJA|ÍRÁSA)\b")
"""Hungarian papers put the critic's name before "his review", in capitals."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_COLUMN_BY: Final = re.compile(
    r"(?:an?|the) (?:[\w-]+ )?(?:column|review|essay|critique|blog|notice) by\s+", re.IGNORECASE
)


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about reviewer and authors of the block."""
    del site
    yield from _elements(block, lexicon)
    yield from _lines(block, lexicon)
    yield from _far_label(block, lexicon)
    if block.whole:
        yield from _boxes(block, lexicon)
    else:
        yield from _of_page(block, lexicon)


def _elements(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """Names in author elements: those near the heading, and those elsewhere, doubted where they are many."""
    page = block.page
    head = head_span(block)
    far: list[tuple[str, tuple[int, int], str, frozenset[str]]] = []
    for element, rule in author_elements(page):
        if not block.holds(element) or element.region in {Region.COMMENT, Region.RELATED, Region.NAV}:
            continue
        found = person_in(block, lexicon, page.text_of(element), element.start)
        if found is None:
            continue
        doubt = _DOUBTFUL.get(element.region)
        marks = frozenset({doubt}) if doubt else frozenset()
        if block.whole and in_other_article(page, element):
            marks |= {"other_article"}
        if not marks and head[0] <= element.start <= head[1]:
            yield from _signed(block, lexicon, found, f"{rule}_head")
        else:
            far.append((*found, rule, marks))
    many = len({fold(name) for name, _, _, marks in far if not marks}) > MANY
    for name, span, rule, marks in far:
        yield from said(block, name, span, rule, marks | {"several"} if many else marks)


def _signed(block: Block, lexicon: Lexicon, person: tuple[str, tuple[int, int]], rule: str) -> Iterator[Claim]:
    """Who signs at a byline: its first name is the reviewer's, all are the page's authors."""
    yield from said(block, *person, rule)
    for name, span in co_authors(block, lexicon, person[1][1]):
        yield at_text(block, "authors", name, span, rule, name_marks(name, block.page))


def _of_page(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """The byline of a page of several reviews, right under its main heading: it speaks for each that names nobody."""
    page = block.page
    headings = [line for line in page.lines if line.heading == 1 and line.region in _READ and line.end < block.start]
    if len(headings) != 1:
        return
    first = headings[0].index + 1
    until = next((line.start for line in page.lines[first:] if line.heading), block.start)
    found = []
    for element, _ in author_elements(page):
        if headings[0].end < element.start < until and element.region in _READ:
            person = person_in(block, lexicon, page.text_of(element), element.start)
            found += [person] if person is not None and is_personal(person[0]) else []
    if len({fold(name) for name, _ in found}) == 1:
        yield from said(block, *found[0], "byline.page_head", frozenset({"page"}))


def _boxes(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """The box about the author under a post, where the page has one such person only."""
    page = block.page
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for box in hints(page).boxes[:MAX_FOUND]:
        if box.region in {Region.COMMENT, Region.RELATED, Region.NAV}:
            continue
        first = next((line for line in page.lines[_line_index(page, box) :][:2] if line.start <= box.end), None)
        if first is None or len(first.text) > _MAX_BOX_LINE:
            continue
        person = person_in(block, lexicon, first.text, first.start)
        if person is not None and is_personal(person[0]):
            found.setdefault(fold(person[0]), person)
    if len(found) == 1:
        (person,) = found.values()
        yield from said(block, *person, "byline.author_box")


def _line_index(page: Page, element: Element) -> int:
    line = page.line_at(element.start)
    return line.index if line is not None else len(page.lines)


def _lines(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """Byline lines around the heading and among the last lines."""
    head = head_places(block)
    lines = lines_of(block)
    prose = [number for number, line in enumerate(lines) if line.region in _READ]
    foot = [number for number in prose[-FOOT:] if number not in head]
    for number in (*head, *foot):
        line = lines[number]
        if line.region not in _READ:
            continue
        hungarian = "KRITIK" in line.text or "ÍRÁSA" in line.text
        for found in _POSSESSED.finditer(line.text) if hungarian else ():
            yield from said(block, found["name"], (line.start, line.start + found.end("name")), "byline.possessed")
        # A text that lost its line breaks begins with its byline all the same.
        if len(line.text) > MAX_LINE and not _OPENS.match(line.text):
            continue
        yield from _by_line(block, lexicon, line, near_head=number in head)


def _by_line(block: Block, lexicon: Lexicon, line: Line, *, near_head: bool) -> Iterator[Claim]:
    """Lines such as "By Ida Moss", "Reviewed by Ida Moss | 4 May", "4 May 2021 by Ida Moss", "Critic: Ida Moss"."""
    where = "head" if near_head else "foot"
    hit, start = _label(line.text, lexicon, barred=near_head)
    if hit is not None and hit.kind == "reviewer":
        rule = f"byline.label_{where}" if hit.separated else f"byline.by_{where}"
    elif hit is not None and near_head and (start > hit.value_start or not hit.separated):
        rule = "byline.written_by"
    elif near_head and (found := _BY.search(line.text) or _COLUMN_BY.match(line.text)) is not None:
        rule, start = f"byline.by_{where}", found.end()
    else:
        if near_head:
            yield from _piece(block, lexicon, line)
        return
    person = person_in(block, lexicon, line.text[start : start + MAX_LINE], line.start + start)
    if person is not None and is_signed_name(person[0]):
        yield from _signed(block, lexicon, person, rule)
    elif person is not None and hit is not None and hit.separated and len(person[0].split()) == 1:
        yield from said(block, *person, f"byline.nick_{where}")


def _far_label(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """The page's author on a labelled line far from heading and end ("Author: Ida Moss"), where one such name stands.

    Beside a label of a film's facts it is the author of a book; who reviews is not told by this.
    """
    lines = lines_of(block)
    head = head_places(block)
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for place, line in enumerate(lines):
        if place in head or line.region not in _READ or len(line.text) > _MAX_BOX_LINE * 2:
            continue
        hit = lexicon.label(line.text)
        if hit is None or hit.kinds != ("reviewer",) or not hit.separated or _beside_facts(lines, place, lexicon):
            continue
        person = person_in(block, lexicon, line.text[hit.value_start :], line.start + hit.value_start)
        if person is not None and is_personal(person[0]):
            found.setdefault(fold(person[0]), person)
    if len(found) == 1:
        (person,) = found.values()
        yield at_text(block, "authors", *person, "byline.label_far", name_marks(person[0], block.page))


def _beside_facts(lines: list[Line], place: int, lexicon: Lexicon) -> bool:
    """Whether a neighbouring line labels a fact of a film."""
    around = [*lines[max(0, place - 2) : place], *lines[place + 1 : place + 3]]
    hits = [lexicon.label(line.text) for line in around if len(line.text) <= _MAX_BOX_LINE * 2]
    return any(hit is not None and hit.separated and hit.kind in _FACTS for hit in hits)


def _label(text: str, lexicon: Lexicon, *, barred: bool) -> tuple[LabelHit | None, int]:
    """The writer's label that a line, or a part of it behind a bar, begins with, and where its value starts."""
    for start in (0, *(found.end() for found in _BARS.finditer(text) if barred)):
        hit, at = lexicon.label(text[start:]), start
        # "Publié le par Ida Moss": the date is missing, the writer is not.
        if hit is not None and hit.kind == "published" and _INNER.match(text, start + hit.value_start):
            at = start + hit.value_start
            hit = lexicon.label(text[at:])
        if hit is not None and hit.kind in {"reviewer", "writer"}:
            return hit, at + hit.value_start
    return None, 0


def _piece(block: Block, lexicon: Lexicon, line: Line) -> Iterator[Claim]:
    """A full name between marks on a line of the post's meta data ("27 May 2022 · 3 min · Ida Moss")."""
    holder = block.page.elements[line.element].attr("class") if line.element >= 0 else ""
    parts = _BARS.split(line.text)
    if len(parts) == 1 or not _YEAR.search(line.text):
        return
    if not _READING.search(line.text) and not re.search(r"\bmeta\b", holder):
        return
    # The film's own line of facts looks alike, but labels its people.
    if any(lexicon.label(part) is not None for part in parts):
        return
    at = 0
    for part in parts:
        at = line.text.index(part, at)
        person = person_in(block, lexicon, part, line.start + at)
        if person is not None and person[0] == part.strip() and is_personal(part.strip()):
            yield from said(block, *person, "byline.piece_head")
