"""Second voices for terms: where the page prints what its data says that it is filed under.

Runs after the sources. A breadcrumb, a line over the heading or a row of links in a margin is no
taxonomy by itself; a section, keyword or class that names the same term makes it one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from scraper.extract.block import Block, at_text
from scraper.extract.page import Element, Line, Page, Region
from scraper.extract.place import head_places, in_breadcrumb, lines_of
from scraper.fields import fold
from scraper.model import Claim

MAX_LINKS: Final = 5_000
MAX_TERM: Final = 60
MAX_NAMED: Final = 2
_HIDDEN: Final = ("meta.article_section", "meta.article_tag", "meta.news_keywords")
_NODES: Final = (".article.section", ".article.section_joined", ".article.keywords", ".article.keywords_joined")
_CLASSES: Final = ("taxonomy.class_category", "taxonomy.class_tag")
_TAGS: Final = re.compile(
    r"(?:^|[\s_-])(?:tags?|keywords?|mots-cles|schlagwort\w*|stichwort\w*)(?:$|[\s_-])", re.IGNORECASE
)
_MAIN: Final = Region.MAIN
_OTHERS: Final = frozenset({Region.COMMENT, Region.RELATED})
_MARGINS: Final = frozenset({Region.ASIDE, Region.FOOTER})
_BORDER: Final = re.compile(r"\s*[|•·/>»›,:]\s*|\s[–—-]\s")
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNSLUGGED: Final = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class _Filed:
    """What a page's data files it under: names as given, and what a class or an address makes of them."""

    names: set[str] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.names or self.slugs)

    def has(self, text: str, href: str = "") -> bool:
        """Whether a printed text, or the address it leads to, is one of the terms."""
        if fold(text) in self.names or not self.slugs.isdisjoint(_slugs(text)):
            return True
        return bool(href) and _last_segment(href) in self.slugs


def filed_votes(block: Block, found: Sequence[Claim]) -> Iterator[Claim]:
    """Claims about `categories` and `tags` that stand in places which alone would prove nothing."""
    if not block.whole or block.page.tree is None:
        return
    categories, tags = _filed(found, "categories"), _filed(found, "tags")
    if categories:
        yield from _sections(block, categories)
    if tags:
        yield from _margins(block, tags)


def _filed(found: Sequence[Claim], name: str) -> _Filed:
    filed = _Filed()
    for claim in found:
        if claim.field != name or claim.marks or not isinstance(claim.value, str):
            continue
        if claim.rule in _CLASSES:
            filed.slugs.add(_UNSLUGGED.sub("-", claim.value.lower()).strip("-"))
        elif claim.rule in _HIDDEN or claim.rule.endswith(_NODES):
            filed.names.add(fold(claim.value))
    return filed


def _slugs(text: str) -> set[str]:
    """A term as WordPress writes it in an address: accents dropped, German umlauts written out."""
    lower = text.lower()
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    german = unicodedata.normalize("NFKD", lower.translate(_GERMAN)).encode("ascii", "ignore").decode()
    return {_UNSLUGGED.sub("-", one).strip("-") for one in (plain, german)} - {""}


def _last_segment(href: str) -> str:
    try:
        path = urlsplit(href).path
    except ValueError:
        return ""
    return unquote(path).rstrip("/").rpartition("/")[2].removesuffix(".html").lower()


def _sections(block: Block, filed: _Filed) -> Iterator[Claim]:
    """Sections as links of the text, in the breadcrumb, in a margin's category links, on lines around the heading."""
    page = block.page
    named: list[Element] = []
    for link in page.by_tag("a")[:MAX_LINKS]:
        if not 1 < link.end - link.start <= MAX_TERM or link.region in _OTHERS:
            continue
        terms = link.region in _MARGINS and "category" in link.attr("rel").split()
        if (terms or in_breadcrumb(page, link)) and not _leads_home(link):
            text = page.text_of(link)
            if filed.has(text, link.attr("href")):
                yield at_text(block, "categories", text, (link.start, link.end), "vote.filed_category")
                continue
        if link.region is _MAIN and fold(page.text_of(link)) in filed.names and _alone(page, link):
            named.append(link)
    # What the text links to again and again are teasers and menus.
    if len(named) <= MAX_NAMED:
        for link in named:
            yield at_text(block, "categories", page.text_of(link), (link.start, link.end), "vote.filed_category")
    lines = lines_of(block)
    for place in head_places(block):
        line = lines[place]
        if not line.heading and len(line.text) <= 2 * MAX_TERM:
            yield from _on_line(block, line, filed)


def _leads_home(link: Element) -> bool:
    """Whether a link leads to the front page, which is above every section."""
    try:
        return urlsplit(link.attr("href")).path in {"", "/"}
    except ValueError:
        return False


def _alone(page: Page, link: Element) -> bool:
    """Whether a link fills its line, alone or with others: "More in News" is no term."""
    line = page.line_at(link.start)
    if line is None or line.heading:
        return False
    links = (page.elements[index] for index in line.inlines if page.elements[index].tag == "a")
    return sum(item.end - item.start for item in links) * 10 >= 7 * len(line.text)


def _on_line(block: Block, line: Line, filed: _Filed) -> Iterator[Claim]:
    """The pieces of a line, between marks or as elements of their own, that are terms."""
    spans = [(element.start, element.end) for element in map(block.page.elements.__getitem__, line.inlines)]
    begin = 0
    for border in [*_BORDER.finditer(line.text), None]:
        end = border.start() if border is not None else len(line.text)
        spans.append((line.start + begin, line.start + end))
        begin = border.end() if border is not None else end
    seen: set[tuple[int, int]] = set()
    for start, end in spans:
        text = block.page.text[start:end].strip()
        if 1 < len(text) <= MAX_TERM and filed.has(text) and (start, end) not in seen:
            seen.add((start, end))
            yield at_text(block, "categories", text, (start, end), "vote.filed_category")


def _margins(block: Block, filed: _Filed) -> Iterator[Claim]:
    """Links in a margin or a foot that are marked as tags and lead to the page's own keywords."""
    page = block.page
    listed: dict[int, bool] = {}
    for link in page.by_tag("a")[:MAX_LINKS]:
        if link.region not in _MARGINS or not 1 < link.end - link.start <= MAX_TERM:
            continue
        if link.parent not in listed:
            listed[link.parent] = _lists_tags_around(page, link.parent)
        marked = listed[link.parent] or "tag" in link.attr("rel").split()
        if marked and filed.has(text := page.text_of(link), link.attr("href")):
            yield at_text(block, "tags", text, (link.start, link.end), "vote.filed_tag")


def _lists_tags_around(page: Page, index: int) -> bool:
    """Whether an element or one of the nearest above it calls itself a list of tags."""
    known = page.memo.get("listed_as_tag")
    if not isinstance(known, frozenset):
        lists = (one for one in page.markup.classed_like(_lists_tags) if "cloud" not in one.attr("class"))
        known = page.memo["listed_as_tag"] = frozenset(one.index for one in lists)
    return bool(known) and any(one.index in known for one, _ in zip(page.ancestors(index), range(4), strict=False))


@lru_cache(maxsize=4096)  # a theme uses the same few classes all over
def _lists_tags(name: str) -> bool:
    return _TAGS.search(name) is not None
