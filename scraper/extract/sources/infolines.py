"""Unlabelled lines of facts: "France, 2019", "Ida Ros, 96 min", "(USA 2017)", "De Ida Ros".

Their order says what they are: a country beside a year, a name before minutes or a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line
from scraper.extract.places import country_years
from scraper.extract.values.person import is_name
from scraper.model import Claim

REVIEWS_ONLY: Final = True
_NAME_FIRST: Final = re.compile(
    r"^(?P<name>[^\W\d_][\w'’.\- ]{2,40}?)[.,]\s+(?:(?:12A?|15|18|U|PG|R|PG-13|K\d+),\s+)?"
    r"(?:\d{2,3}\s?min|(?P<year>19\d\d|20[0-4]\d)\b)",
)
_BARE_OF: Final = re.compile(r"^[Dd]e (?P<name>[A-ZÀ-ÞĀ-Ž][^,.;:\d]{2,40})$")
_OF_LANGUAGES: Final = frozenset({"pt", "fr", "es"})
_MINUTES_YEAR: Final = re.compile(
    r"\b\d{2,3}\s?(?:min\w{0,7}|Min\w{0,5})\.?[,;.]?\s+(?P<year>19\d\d|20[0-4]\d)\b(?![-/.]\d)"
)
_MAX_CREDITS: Final = 400
_MAX_LINE: Final = 220
_FIRST: Final = 8
_LAST: Final = 4


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `film_year` and `directors` from the first and last lines of the block."""
    del site
    lines = block.lines
    near = [*lines[:_FIRST], *lines[max(_FIRST, len(lines) - _LAST) :]]
    for line in lines:
        text = line.text
        if len(text) < _MAX_CREDITS and ("min" in text or "Min" in text) and (match := _MINUTES_YEAR.search(text)):
            span = (line.start + match.start("year"), line.start + match.end("year"))
            yield at_text(block, "film_year", int(match["year"]), span, "info.minutes_year")
    for line in near:
        if len(line.text) > _MAX_LINE:
            continue
        yield from _country_year(block, line)
        yield from _name_first(block, line)
        if lexicon.languages[0] in _OF_LANGUAGES and (match := _BARE_OF.match(line.text)) and is_name(match["name"]):
            span = (line.start + match.start("name"), line.start + match.end("name"))
            yield at_text(block, "directors", match["name"].strip(), span, "info.de_name")


def _country_year(block: Block, line: Line) -> Iterator[Claim]:
    found = next(country_years(line.text), None)
    if found is not None:
        span = (line.start + found.year_start, line.start + found.year_start + 4)
        yield at_text(block, "film_year", found.year, span, "info.country_year")


def _name_first(block: Block, line: Line) -> Iterator[Claim]:
    match = _NAME_FIRST.match(line.text)
    if match is None or " " not in match["name"] or not is_name(match["name"]):
        return
    span = (line.start + match.start("name"), line.start + match.end("name"))
    yield at_text(block, "directors", match["name"], span, "info.name_first")
    if match["year"]:
        span = (line.start + match.start("year"), line.start + match.end("year"))
        yield at_text(block, "film_year", int(match["year"]), span, "info.name_year")
