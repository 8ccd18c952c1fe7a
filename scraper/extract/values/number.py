"""Numbers as critics print them: figures, halves, words; shared by scores and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scraper.extract.lexicon import Lexicon, fold, load

# "3", "3.5", "4 .5", "3 1/2", "3½", "½"; a comma is a decimal sign only before one or two figures.
FIGURE: Final = r"(?:\d{1,3}(?:\s?[.,]\d{1,2}(?!\d))?(?:\s?[½¼¾]|[\s-]1/2(?!\d)|\s3/4(?!\d))?|½)"
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "3/4": 0.75}
_MIXED: Final = re.compile(r"(\d{1,3}) (\D.+)")
_FIGURE_START: Final = re.compile(r"[\d½]")
_FIGURE_PARTS: Final = re.compile(r"(\d{1,3})?(?:\s?[.,](\d{1,2}))?[\s-]*(½|¼|¾|1/2|3/4)?")


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first; never an empty alternative."""
    ordered = sorted({word for word in words if word}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or r"(?!)"


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Number words of a set of languages: a pattern for one, and what each means."""

    pattern: str
    values: dict[str, float]
    halves: dict[str, float]


@lru_cache(maxsize=64)
def number_words(languages: tuple[str, ...]) -> NumberWords:
    """The number words of a lexicon, with "and a half" and its like."""
    lexicon = load(languages)
    values = {word: float(key) for word, key in lexicon.words.get("number", {}).items()}
    halves = {word: float(key) for word, key in lexicon.words.get("half", {}).items()}
    pattern = rf"(?:{alternation(values)})(?:[\s-]+(?:{alternation(halves)}))?"
    return NumberWords(pattern, values, halves)


def figure(text: str) -> float | None:
    """The number that `text` prints in figures.

    >>> figure("3 1/2"), figure("7,5"), figure("½"), figure("4 .5")
    (3.5, 7.5, 0.5, 4.5)
    """
    match = _FIGURE_PARTS.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    whole, decimals, fraction = match.groups()
    value = float(f"{whole or 0}.{decimals or 0}")
    return value + _FRACTIONS.get(fraction or "", 0.0)


def number(text: str, lexicon: Lexicon) -> float | None:
    """The number that `text` prints in figures or words.

    >>> number("three and a half", load(("en",)))
    3.5
    """
    if (value := figure(text)) is not None:
        return value
    words = number_words(lexicon.languages)
    spelled = " ".join(fold(text).split())
    if (mixed := _MIXED.fullmatch(spelled)) and mixed[2] in words.halves:
        return float(mixed[1]) + words.halves[mixed[2]]
    if spelled in words.values:
        return words.values[spelled]
    for half, part in words.halves.items():
        if spelled.endswith(half):
            head = spelled[: -len(half)].rstrip(" -")
            if head in words.values:
                return words.values[head] + part
    return None


def plain(value: float) -> float | int:
    """A whole number as an integer, so that records print 4 and not 4.0."""
    return int(value) if value == int(value) else round(value, 2)


def from_figures(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `finditer` gives for a pattern that begins with a figure, tried at figures only."""
    figure = _FIGURE_START.search(text)
    while figure is not None:
        match = pattern.match(text, figure.start())
        if match is not None:
            yield match
        figure = _FIGURE_START.search(text, figure.end() if match is None else match.end())
