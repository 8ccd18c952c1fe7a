"""The headline: which heading it is, and every way to read a film's title from it.

Also <title> and og:title, which say the same thing in the same voice with the site's name added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from scraper.extract.block import Block, Site, at_node, at_text
from scraper.extract.lexicon import Lexicon, load
from scraper.extract.opening import opening_line
from scraper.extract.page import Line, Page, Region
from scraper.extract.values.title import Reading, readings
from scraper.fields import fold
from scraper.model import Claim

_SITE_TAIL: Final = re.compile(r"\s+(?:[|–—•·»«:~]|-|::|//)\s+(?=\S)")
_MAX_LINES: Final = 3
_MAX_TITLE_LINE: Final = 200
_SCORE_ONLY: Final = re.compile(r"^\W*(?:\d{1,3}(?:[.,]\d+)?\s?/\s?(?:4|5|6|10|20|100)|\d{1,3}\s?%|[★☆⭐●½\s]+)\W*$")
_JOINTS: Final = re.compile(r"\s*[,&/;]\s*|\s+(?:and|et|und|y|e)\s+")
_HOME: Final = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.html?)?$")


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `headline`, `film_title`, `film_title_alt`, `film_year` and `directors`."""
    del site
    page = block.page
    if not page.elements:
        yield from _of_text(block, lexicon)
        return
    lines = headings(block, lexicon)
    for place, line in enumerate(lines):
        if place == 0:
            yield at_text(block, "headline", line.text, (line.start, line.end), "headline.line")
        for reading in _readings(line.text, lexicon.languages):
            yield from _of_reading(block, reading, line.start, "headline" if place == 0 else "heading")
    if block.whole:
        for name, text, path in document_titles(page):
            bare = strip_site_name(text, page, lines)
            for reading in _readings(bare, lexicon.languages):
                rule = f"{name}.{reading.shape}"
                yield at_node(block, "film_title", reading.title, text, path, rule)
                if reading.year is not None and not lines:
                    yield at_node(block, "film_year", reading.year, text, path, f"{name}.film_year")


@lru_cache(maxsize=64)  # heading, `og:title` and the document's title say the same on most pages
def _readings(headline: str, languages: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(readings(headline, load(languages)))


def _of_text(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """The line of a plain text that names the film; its grade says how much speaks for it."""
    line, grade = opening_line(block, lexicon)
    if line is None:
        return
    yield at_text(block, "headline", line.text, (line.start, line.end), "headline.line")
    for reading in _readings(line.text, lexicon.languages):
        yield from _of_reading(block, reading, line.start, grade)


def _of_reading(block: Block, reading: Reading, offset: int, source: str) -> Iterator[Claim]:
    span = (offset + reading.start, offset + reading.end)
    yield at_text(block, "film_title", reading.title, span, f"{source}.{reading.shape}")
    line = block.page.line_at(offset)
    whole = (offset, line.end if line else span[1])
    if source == "heading":
        return
    if reading.alt:
        at = block.page.text.find(reading.alt, *whole)
        if at >= 0:
            yield at_text(block, "film_title_alt", reading.alt, (at, at + len(reading.alt)), f"{source}.alt")
    if reading.year is not None:
        at = block.page.text.find(str(reading.year), span[1], whole[1])
        if at >= 0:
            yield at_text(block, "film_year", reading.year, (at, at + 4), f"{source}.film_year")
    if reading.names:
        at = block.page.text.find(reading.names, *whole)
        for name, start, end in _names(reading.names, at):
            # Without a year or a "by" the name in brackets may be an actor's.
            rule = "director_bracket" if reading.year is None and not reading.shape.endswith("by_name") else "director"
            yield at_text(block, "directors", name, (start, end), f"{source}.{rule}")


def _names(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Full names that commas and "and" part, with their spans."""
    at = 0
    for joint in (*_JOINTS.finditer(text), None):
        end = len(text) if joint is None else joint.start()
        name = text[at:end].strip()
        if " " in name and offset >= 0:
            start = offset + text.index(name, at)
            yield name, start, start + len(name)
        at = end if joint is None else joint.end()


def document_titles(page: Page) -> Iterator[tuple[str, str, str]]:
    """What the document calls itself in its head: rule prefix, text, CSS path."""
    known = page.memo.get("document_titles")
    if not isinstance(known, tuple):
        known = page.memo["document_titles"] = tuple(_document_titles(page))
    yield from known


def _document_titles(page: Page) -> Iterator[tuple[str, str, str]]:
    stated = next(iter(page.markup.content("property", "og:title")), "")
    for rule, title, path in (
        ("og_title", stated, "meta[property='og:title']@content"),
        ("doc_title", page.markup.title() or "", "head > title"),
    ):
        text = " ".join(title.split())
        if text:
            yield rule, text, path


def strip_site_name(title: str, page: Page, lines: list[Line]) -> str:
    """A document title without the site's name at its end (or start)."""
    for line in lines:
        if fold(line.text) and fold(line.text) in fold(title):
            return line.text
    name = site_name(page)
    parts = list(_SITE_TAIL.finditer(title))
    if name:
        for match in parts:
            if fold(title[match.end() :]) == fold(name):
                return title[: match.start()]
            if fold(title[: match.start()]) == fold(name):
                return title[match.end() :]
        return title
    return title[: parts[-1].start()] if parts else title


def site_name(page: Page) -> str | None:
    """The site's name as og:site_name gives it."""
    return next(iter(page.markup.content("property", "og:site_name")), "").strip() or None


def headings(block: Block, lexicon: Lexicon) -> list[Line]:
    """Lines that may be the block's headline, best first."""
    if not block.page.elements:
        line, _ = opening_line(block, lexicon)
        return [] if line is None else [line]
    if block.title is not None:
        return [block.title]
    page = block.page
    titles = [fold(text) for _, text, _ in document_titles(page)]
    name = fold(site_name(page) or "")
    pool = page.lines if block.whole else block.lines
    scored = [
        (_heading_score(page, line, titles, name), -line.index, line)
        for line in pool
        if line.heading
        and line.region in {Region.MAIN, Region.HEADER}
        and len(line.text) <= _MAX_TITLE_LINE
        and not _SCORE_ONLY.match(line.text)
    ]
    scored.sort(reverse=True, key=lambda item: item[:2])
    best = [line for score, _, line in scored if score > 0]
    if best:
        return best[:1] + [line for line in best[1:_MAX_LINES] if line.heading == best[0].heading]
    return _titled_line(block, titles)


def _titled_line(block: Block, titles: list[str]) -> list[Line]:
    """A line that is no heading but says what the document is called: themes of divs."""
    for line in block.lines[:30]:
        text = fold(line.text)
        if len(text) > 1 and any(title == text or title.startswith(text + " ") for title in titles):
            return [line]
    return []


def _heading_score(page: Page, line: Line, titles: list[str], name: str) -> float:
    score = {1: 5.0, 2: 3.0, 3: 1.5}.get(line.heading, 0.5)
    text = fold(line.text)
    if line.region is Region.HEADER:
        score -= 1.0
    if any(text and text in title for title in titles):
        score += 4.0 if len(text) > 2 else 0.5
    if (name and text == name) or _links_home(page, line):
        score -= 6.0
    return score


def _links_home(page: Page, line: Line) -> bool:
    host = re.match(r"https?://[^/]+", page.url or "")
    around = [page.elements[index] for index in line.inlines] + list(page.ancestors(line.element))[:4]
    for element in around:
        if element.tag == "a":
            href = element.attr("href")
            if host and href.startswith(host.group()):
                href = href[len(host.group()) :]
            if _HOME.match(href) and not _HOME.match(page.url or "x"):
                return True
    return False
