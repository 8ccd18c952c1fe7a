"""Printed dates of publication and change: labelled, alone on a line, beside a byline, in classed elements.

Only around the heading and in the last lines: a date in prose is the plot's, a release's, anything.
A page clock in the site's header, "watched on" and release dates are not the review's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scraper.extract.block import Block, Site, at_text
from scraper.extract.facts import iso_date
from scraper.extract.page import Element, Line, Page, Region
from scraper.extract.place import (
    FOOT,
    head_places,
    head_span,
    heading_place,
    heading_start,
    hints,
    in_other_article,
    in_site_header,
    lines_of,
)
from scraper.extract.values import Found
from scraper.extract.values.date import find
from scraper.fields import fold
from scraper.model import Claim, PartialDate

if TYPE_CHECKING:
    from scraper.extract.lexicon import Lexicon

MAX_FOUND: Final = 120
MAX_LINE: Final = 200
MAX_LEFT: Final = 14
"""Characters that a line may hold besides its date and still be a date line: a weekday, a time, a mark."""
MAX_METADATA: Final = 600
MAX_BEFORE: Final = 48
"""Characters that may stand before the date in an element that calls itself one: a label, an author, a weekday."""
MANY: Final = 2
MIN_NAME: Final = 4
_UPDATED: Final = re.compile(r"updat|modif|edited|aktualis|mis-a-jour", re.IGNORECASE)
# The foot of a post in the first themes of WordPress: "This entry was posted on 4 May 2009 and is filed under ...".
_METADATA: Final = "postmetadata"
_PUBLISHED: Final = re.compile(r"postmetadata|publish|entry-date|posted-on|post-date|pub-date|pubdate", re.IGNORECASE)
_NOT: Final = re.compile(
    r"comment|event|release|premiere|birth|copyright|footer|upcoming|start-?date|end-?date", re.IGNORECASE
)
_FIGURE: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_URL_DATE: Final = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])(?:[/-](?P<d>0?[1-9]|[12]\d|3[01]))?(?=[/-]|$)"
)
# Words that stand beside a date alone on its line, besides the days of the week.
_AROUND: Final = frozenset(
    "at am pm a p m uhr um h on the le el il op den de du of um o à às klo kl st nd rd th".split()
)
_READING: Final = re.compile(
    r"\(?\d{1,3}[ -]?(?:min\w*|comments?|words)\b(?: ?(?:de )?(?:read\w*|lecture|lettura|lectura))?\)?", re.IGNORECASE
)
# Three figures, or two from forty on: how long a film runs, not how long it takes to read about it.
_RUNTIME: Final = re.compile(r"\b(?:[4-9]\d|[12]\d\d)\s?(?:min|['′’])|\d\s?h\b", re.IGNORECASE)
MAX_LED: Final = 90
_SECONDS: Final = re.compile(r"[T ,]{1,2}\d{1,2}:\d{2}:\d{2}\b")
_DASHED: Final = re.compile(r"\)?\s?[–—|-]\s")
_PLACE: Final = re.compile(r"(?:[^\W\d_]{3,20}(?:[ /][^\W\d_]{3,20})?(?:, | \())?")
_GLUED: Final = re.compile(r"(?<=[^\W\d_]):(?=\d)")
_FIGURES: Final = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}")
# Top-level domains whose English is written day first.
_DAY_FIRST: Final = {"uk": "GB", "ie": "IE", "au": "AU", "nz": "NZ", "in": "IN", "za": "ZA", "sg": "SG", "hk": "HK"}
_READ: Final = frozenset({Region.MAIN})
_AWAY: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE, Region.FOOTER})


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `published` and `modified`."""
    reader = _Reader(block, lexicon, site.region or _region(block.page))
    yield from _lines(reader)
    yield from _elements(reader)


def _region(page: Page) -> str | None:
    """The region that the page's language tag or its domain names, for the order of day and month."""
    language = next((root.attr("lang") for root in page.markup.tagged("html")), "")
    subtag = language.replace("_", "-").partition("-")[2].upper()
    if len(subtag) == 2:
        return subtag
    try:
        host = urlsplit(page.url or "").hostname or ""
    except ValueError:
        return None
    return _DAY_FIRST.get(host.rpartition(".")[2])


class _Reader:
    """Reads dates of one block, with what its address says about years and the order of figures."""

    def __init__(self, block: Block, lexicon: Lexicon, region: str | None) -> None:
        self.block = block
        self.lexicon = lexicon
        self.region = region
        found = _URL_DATE.search(block.page.url or "")
        self.year = int(found["y"]) if found is not None else None
        self.month = int(found["m"]) if found is not None else None

    def find(self, text: str) -> list[Found[PartialDate]]:
        """Dates with a year and a month, as printed; a missing year comes from the address where its month agrees."""
        dates = []
        # A label glued to its figures ("Published:15. January") is no clock; the length stays the same.
        for one in find(_GLUED.sub(" ", text), self.lexicon, region=self.region):
            value = self._with_address(one)
            if value.year is not None and value.month is not None:
                dates.append(Found(value, one.start, one.end, one.raw, one.rule, one.marks))
        return dates

    def _with_address(self, one: Found[PartialDate]) -> PartialDate:
        value = one.value
        if self.month is None or value.month is None or value.day is None:
            return value
        if value.year is None:
            return PartialDate(self.year, value.month, value.day) if value.month == self.month else value
        swapped = value.day == self.month != value.month and _FIGURES.fullmatch(one.raw.strip()) is not None
        return PartialDate(value.year, value.day, value.month) if swapped and value.year == self.year else value


def _lines(reader: _Reader) -> Iterator[Claim]:
    block = reader.block
    head, top = head_places(block), heading_place(block)
    lines = lines_of(block)
    prose = [place for place, line in enumerate(lines) if line.region in _READ]
    for place in head:
        line = lines[place]
        # The header of a post without an article counts; the site's own, above the heading, may hold a clock.
        below = line.region is Region.HEADER and place > top
        if (line.region in _READ or below) and len(line.text) <= MAX_LINE:
            yield from _line(reader, line, "head")
        elif line.region in _READ and place > top:
            yield from _dateline(reader, line)
    for place in prose[-FOOT:]:
        line = lines[place]
        if place not in head and len(line.text) <= MAX_LINE:
            # The last line of a plain text is its own; that of a page may be anything.
            last = block.page.tree is None and place == prose[-1]
            yield from _line(reader, line, "end" if last else "foot")


def _line(reader: _Reader, line: Line, where: str) -> Iterator[Claim]:
    """One line near the heading or the end: what its label says, else a date alone or beside a byline."""
    page = reader.block.page
    if _FIGURE.search(line.text) is None or _is_title(reader.block, line) or _other_date(page, line):
        return
    hit = reader.lexicon.label(line.text)
    kind = hit.kind if hit is not None else ""
    if hit is not None and kind in {"published", "modified"}:
        dates = reader.find(line.text[hit.value_start :])
        if dates and dates[0].start <= MAX_LEFT:
            yield from _said(reader, kind, dates[0], line.start + hit.value_start, f"dated.label_{where}")
        return
    if kind not in {"", "reviewer", "categories", "tags"}:
        return
    dates = reader.find(line.text)
    if not dates or len(dates) > MANY:
        return
    if _is_changed(reader, line.text[: dates[0].start]):
        yield from _said(reader, "modified", dates[0], line.start, f"dated.label_{where}")
        return
    rest = line.text[: dates[0].start] + line.text[dates[-1].end :]
    words = {word.lower() for word in _LETTERS.findall(rest)}
    rest = _READING.sub("", rest).strip()
    short = len(rest) <= MAX_LEFT and len(words) <= MANY
    if short or not words - _AROUND - reader.lexicon.words.get("weekday", {}).keys():
        rule = f"dated.line_{where}" if dates[0].value.complete else f"dated.month_{where}"
    elif kind == "reviewer" or _byline(reader, rest) or _signed(page, rest) or _names_author(page, line):
        rule = f"dated.byline_{where}"
    elif where == "head" and (_leads(line.text, dates[0]) or _stamped(line.text, dates[0])):
        rule = "dated.leads_head"
    else:
        return
    yield from _said(reader, "published", dates[0], line.start, rule)


def _dateline(reader: _Reader, line: Line) -> Iterator[Claim]:
    """The date that opens the first paragraph: "(4 May 2021) ...", "4.5.2021 - ...", "Vienna, 4 May 2021 - ..."."""
    opening = line.text[:MAX_LED]
    hit = reader.lexicon.label(opening)
    at = hit.value_start if hit is not None and hit.kind == "published" else 0
    dates = reader.find(opening[at:])
    if not dates or not dates[0].value.complete:
        return
    before, behind = opening[at : at + dates[0].start], opening[at + dates[0].end :]
    labelled = at > 0 and not before.strip()
    bracketed = before == "(" and behind.startswith(")")
    dashed = _DASHED.match(behind) is not None and _PLACE.fullmatch(before) is not None
    if labelled or bracketed or dashed:
        yield from _said(reader, "published", dates[0], line.start + at, "dated.dateline")


def _is_title(block: Block, line: Line) -> bool:
    """Whether a line is the main heading; a second line of its element may hold the date in small print."""
    return line.heading == 1 and not (line.start > heading_start(block) and line.text[:1].isdigit())


def _is_changed(reader: _Reader, before: str) -> bool:
    """Whether the words before a date, in the middle of a line, say that the text was changed then."""
    bare = fold(before).rstrip(" :")
    words = reader.lexicon.words.get("label.modified", {})
    return any(bare.endswith(fold(word)) and not bare[: -len(fold(word))][-1:].isalnum() for word in words)


def _names_author(page: Page, line: Line) -> bool:
    """Whether a short line holds a link to its author's page."""
    return len(line.text) <= MAX_LED and any(
        page.elements[index].tag == "a" and "author" in page.elements[index].attr("rel").split()
        for index in line.inlines
    )


def _stamped(text: str, date: Found[PartialDate]) -> bool:
    """Whether a short line has a date with a time to the second: a system's stamp, no event."""
    return len(text) <= MAX_LED and _SECONDS.match(text, date.end) is not None


def _leads(text: str, date: Found[PartialDate]) -> bool:
    """Whether a short line is a date and, behind a mark, something else: an author, a section, comments.

    An info line of the film ("3 May 2019 | 98 min") looks alike, so figures with a unit forbid it.
    """
    if len(text) > MAX_LED or _RUNTIME.search(text):
        return False
    behind = text[date.end :].lstrip()
    return date.start <= 2 and behind[:1] in set("|·•⋅∙/—–-,")


def _other_date(page: Page, line: Line) -> bool:
    """Whether the line's elements say that its date is an event's, a release's, a comment's."""
    holders = (line.element, *line.inlines) if line.element >= 0 else line.inlines
    return any(_NOT.search(page.elements[index].attr("class")) for index in holders)


def _byline(reader: _Reader, rest: str) -> bool:
    """Whether the rest of a line is a byline: a "by" or "posted" before few words, or only a name between marks."""
    words = {word.lower() for word in _LETTERS.findall(rest)}
    labels = reader.lexicon.words
    known = labels.get("label.reviewer", {}).keys() | labels.get("label.published", {}).keys()
    return len(words) <= 12 and not words.isdisjoint(known)


def _signed(page: Page, rest: str) -> bool:
    """Whether the rest of a line holds the name that the page's head gives as its author's."""
    name = fold(next(iter(page.markup.content("name", "author")), ""))
    return len(name) > MIN_NAME and name in fold(rest)


def _elements(reader: _Reader) -> Iterator[Claim]:
    """Elements that call themselves a date and say it in words."""
    block, page = reader.block, reader.block.page
    head = head_span(block)
    found: list[tuple[Element, Found[PartialDate]]] = []
    for element in hints(page).dates[:MAX_FOUND]:
        classes = element.attr("class")
        longest = MAX_METADATA if _METADATA in classes else MAX_LINE
        if not block.holds(element) or element.region in _AWAY or not 5 < element.end - element.start <= longest:
            continue
        if in_site_header(block, element):
            continue
        if _NOT.search(classes) or element.tag in {"body", "article", "main"} or iso_date(_machine(element)):
            continue
        dates = reader.find(page.text[element.start : element.end])
        if dates and dates[0].start <= MAX_BEFORE:
            found.append((element, dates[0]))
    far = {str(date.value) for element, date in found if not head[0] <= element.start <= head[1]}
    for element, date in found:
        near = head[0] <= element.start <= head[1]
        name = (
            "modified"
            if _UPDATED.search(element.attr("class")) and "publish" not in element.attr("class")
            else "published"
        )
        marks = frozenset({"several"}) if not near and len(far) > MANY else frozenset()
        if block.whole and in_other_article(page, element):
            marks |= {"other_article"}
        yield from _said(reader, name, date, element.start, _class_rule(reader, element, date, near=near), marks)


def _class_rule(reader: _Reader, element: Element, date: Found[PartialDate], *, near: bool) -> str:
    """Far from the heading, an element that says "published", by its class or a label, is believed more."""
    if near:
        return "dated.class_head"
    hit = reader.lexicon.label(reader.block.page.text[element.start : element.start + date.end])
    named = _PUBLISHED.search(element.attr("class")) is not None
    return "dated.class_published" if named or (hit is not None and hit.kind == "published") else "dated.class_far"


def _machine(element: Element) -> str:
    """The date that an element states for machines; where it does, its words are the lesser witness."""
    return element.attr("datetime") or element.attr("title")


def _said(
    reader: _Reader,
    name: str,
    date: Found[PartialDate],
    offset: int,
    rule: str,
    marks: frozenset[str] = frozenset(),
) -> Iterator[Claim]:
    span = (offset + date.start, offset + date.end)
    yield at_text(reader.block, name, date.value, span, rule, marks)
