"""Countries beside a year: "France/Denmark, 2019", "(USA 2017)", in any language of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_YEAR: Final = re.compile(r"(?<![\d\u2044])(?:18[89]\d|19\d\d|20[0-4]\d)(?!\d)")
_GAP: Final = re.compile(r"[\s,./;:)(|–-]{0,4}$")
_JOINT: Final = re.compile(r"(?:\s?[,/&+|–-]\s?|\s(?:and|und|et|y|e|i|a|og|och|ja|en|és|ve|и)\s)$")
_BEHIND: Final = re.compile(r"\s?[,/|·]\s?")
_TOKEN: Final = re.compile(r"[\w.'’-]+")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LONGEST: Final = 28
_MOST_WORDS: Final = 4
_MOST_COUNTRIES: Final = 8


class CountryYear(NamedTuple):
    """A year and the countries beside it: offsets of both in the text."""

    start: int
    """Where the first country (or the year before it) begins."""
    year: int
    year_start: int
    end: int


@cache
def _countries() -> frozenset[str]:
    lines = (files("scraper.extract") / "countries.txt").read_text("utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(name for part in text.split(";") if (name := part.strip()))


def is_country(text: str) -> bool:
    """Whether the words are a country's name, as films' data lines print it.

    >>> is_country("France"), is_country("EUA"), is_country("Harrow")
    (True, True, False)
    """
    return text.strip().lower() in _countries()


def country_before(text: str, end: int) -> int | None:
    """Where the country's name begins that ends at `end`; None where none does."""
    head = text[max(0, end - _LONGEST) : end]
    tokens = list(_TOKEN.finditer(head))
    if not tokens or tokens[-1].end() != len(head):
        return None
    for token in tokens[-_MOST_WORDS:]:
        if token.start() == 0 and end > _LONGEST:
            continue
        if head[token.start() :].lower() in _countries() and head[token.start()].isupper() | _unspaced(head[-1]):
            return end - len(head) + token.start()
    return None


def _unspaced(char: str) -> bool:
    return _UNSPACED.match(char) is not None


def country_years(text: str) -> Iterator[CountryYear]:
    """Years with a country right before them, or behind them where the year opens the line or a bracket.

    >>> [(found.year, text[found.start :]) for text in ["Harrow Lane, France/Germany, 2019"]
    ...  for found in country_years(text)]
    [(2019, 'France/Germany, 2019')]
    """
    for match in _YEAR.finditer(text):
        gap = _GAP.search(text, max(0, match.start() - 4), match.start())
        stop = gap.start() if gap else match.start()
        start = country_before(text, stop) if stop < match.start() else None
        if start is not None:
            yield CountryYear(_first(text, start), int(match.group()), match.start(), match.end())
        elif not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in "([（":
            joint = _BEHIND.match(text, match.end())
            if joint is not None and (end := _country_end(text, joint.end())):
                yield CountryYear(match.start(), int(match.group()), match.start(), end)


def _first(text: str, start: int) -> int:
    """Where a list of countries begins whose last one begins at `start`."""
    for _ in range(_MOST_COUNTRIES):
        joint = _JOINT.search(text, max(0, start - 6), start)
        before = country_before(text, joint.start()) if joint else None
        if before is None:
            break
        start = before
    return start


def _country_end(text: str, start: int) -> int:
    """Where the country's name ends that begins at `start`; 0 where none does."""
    tokens = list(_TOKEN.finditer(text, start, start + _LONGEST))[:_MOST_WORDS]
    if not tokens or tokens[0].start() != start:
        return 0
    return next((token.end() for token in tokens[::-1] if is_country(text[start : token.end()])), 0)


def only_facts(text: str) -> bool:
    """Whether a line holds nothing but countries and a year: it is no title.

    >>> only_facts("France/Germany, 2019"), only_facts("Harrow Lane, France, 2019"), only_facts("USA")
    (True, False, True)
    """
    if is_country(text.strip(" .,;()")):
        return True
    found = next(country_years(text), None)
    return found is not None and not text[: found.start].strip(" (,") and not text[found.end :].strip(" ).,;")
