"""Elements whose class calls them a rating and whose whole text is a score: `<div class="rating">3.5</div>`.

The class says what the number is, which a bare number in the text cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Element, Region
from scraper.extract.values.score import parse
from scraper.model import Claim

_OWN: Final = re.compile(
    r"(?:^|[-_])(?:rating|ratings|score|stars?|grade|note|voto|wertung|ocena|puntuacion|nota)(?:$|[-_])"
)
_NOT: Final = re.compile(
    r"user|reader|visitor|audience|average|count|votes?|imdb|tomato|metacritic|content|age|mpaa|cert|criteri|item|sub",
    re.IGNORECASE,
)
_ONLY_SCORE: Final = re.compile(
    r"^\W{0,3}\d{1,3}(?:[.,]\d{1,2})?\s?(?:/\s?\d{1,3}|%)?\W{0,2}$|^[★☆⭐½✭✮\s]+$|^[A-F][+\-−–]?$"
)
_CUT: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE, Region.FOOTER, Region.WIDGET})


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `score` from elements that are called a rating."""
    del site
    page = block.page
    found = [element for element in page.markup.classed_like(_own) if _is_rating(element) and block.holds(element)]
    told = [(element, page.text_of(element)) for element in found]
    scores = [(element, text) for element, text in told if text and _ONLY_SCORE.match(text)]
    several = len({text for _, text in scores}) > 1
    for element, text in scores:
        rating = parse(text, lexicon)
        if rating is None:
            continue
        start = page.text.index(text, element.start)
        marks = frozenset({"several"}) if several else frozenset()
        yield at_text(block, "score", rating, (start, start + len(text)), "rated.text", marks)


def _is_rating(element: Element) -> bool:
    short = element.index >= 0 and element.end - element.start <= 30
    return short and element.region not in _CUT and _named(element.attrs["class"] or "")


@lru_cache(maxsize=4096)  # a theme uses the same few classes all over
def _named(name: str) -> bool:
    return not _NOT.search(name)


@lru_cache(maxsize=4096)
def _own(name: str) -> bool:
    return _OWN.search(name.lower()) is not None
