"""Dates that elements state for machines: `time[datetime]`, `abbr.published[title]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_node
from scraper.extract.facts import iso_date
from scraper.extract.page import Element, Page, Region
from scraper.extract.place import head_span, hints, in_other_article, in_site_header
from scraper.model import Claim, PartialDate

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

MAX_FOUND: Final = 200
MANY: Final = 2
"""More dates than this outside the head are those of a list."""
_UPDATED: Final = re.compile(r"updat|modif|edited|last-?mod|aktualis|mis-a-jour|dt-modified", re.IGNORECASE)
_UPDATED_BEFORE: Final = re.compile(
    r"(?:updated|modified|edited|aktualisiert|geändert|mis à jour|actualizado|mod\.?)\W*(?:on|am|le|el)?\W*$",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"publish|posted|entry-date|post-date|post__date|dt-published|pubdate|created|article-date|post-meta|date-header",
    re.IGNORECASE,
)


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `published` and `modified`."""
    del lexicon, site
    page = block.page
    head = head_span(block)
    rows = [row for element in hints(page).dates[:MAX_FOUND] if (row := _time(block, element))]
    far = {str(date) for element, date, marks in rows if not marks and not head[0] <= element.start <= head[1]}
    for element, date, marks in rows:
        near = head[0] <= element.start <= head[1]
        name, rule = _time_rule(page, element)
        if name == "published":
            rule = f"{rule}_head" if near else rule
        doubts = marks if near or len(far) <= MANY else marks | {"several"}
        attribute = "datetime" if element.attr("datetime") else "title"
        path = f"{page.css_path(element)}@{attribute}"
        yield at_node(block, name, date, element.attr(attribute), path, rule, doubts)


def _time(block: Block, element: Element) -> tuple[Element, PartialDate, frozenset[str]] | None:
    if not block.holds(element) or element.region in {Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE}:
        return None
    if in_site_header(block, element):
        return None
    date = iso_date(element.attr("datetime") or element.attr("title"))
    if date is None:
        return None
    marks = frozenset({"other_article"}) if block.whole and in_other_article(block.page, element) else frozenset()
    return element, date, marks | {"footer"} if element.region is Region.FOOTER else marks


def _time_rule(page: Page, element: Element) -> tuple[str, str]:
    own = f"{element.attr('class')} {element.attr('itemprop')} {'pubdate' if 'pubdate' in element.attrs else ''}"
    if _UPDATED.search(own) and not _PUBLISHED.search(own):
        return "modified", "timed.updated"
    before = page.text[max(0, element.start - 24) : element.start].rpartition("\n")[2]
    if _UPDATED_BEFORE.search(before):
        return "modified", "timed.updated"
    if _PUBLISHED.search(own):
        return "published", "timed.published"
    for depth, item in enumerate(page.ancestors(element.parent)):
        if depth > 3 or item.tag in {"article", "main", "body"}:
            break
        words = item.attr("class")
        if _UPDATED.search(words) and not _PUBLISHED.search(words):
            return "modified", "timed.updated"
        if _PUBLISHED.search(words) or re.search(r"\bmeta\b|byline|entry-meta|date", words, re.IGNORECASE):
            return "published", "timed.published"
    return "published", "timed.bare"
