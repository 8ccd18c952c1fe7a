"""Languages by the labels that a text uses: an information block has hardly any small words to go by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from scraper.extract.lexicon.loader import available, language
from scraper.extract.lexicon.model import fold

_HEAD: Final = re.compile(r"\W{0,3}([^:：|=\n]{2,40}?)\s?(?:[:：|=]|$)")
_PIECES: Final = re.compile(r"[;|•]|\.\s")
_MOST_PIECES: Final = 8
_MAX_LINES: Final = 60
_FIRST_WORDS: Final = 3


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """Every label and review word with the languages that use it."""
    table: dict[str, set[str]] = {}
    for code in available():
        for kind, word in language(code).words_of("label.", "review_word"):
            if kind.startswith("label.") or kind == "review_word":
                table.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in table.items() if len(word) > 2}


def by_labels(lines: Iterable[str], most: int = 2) -> list[str]:
    """Codes of the languages whose labels begin the most lines, best first; labels of many languages count little.

    >>> by_labels(["Regie: Ida Ros", "Darsteller: Jon Vale", "Länge: 96 min"])[0]
    'de'
    """
    votes: Counter[str] = Counter()
    table = _words()
    for line, _ in zip(lines, range(_MAX_LINES), strict=False):
        for words in _heads(line):
            codes = table.get(words)
            if codes:
                votes.update(dict.fromkeys(codes, 1))
                for code in codes:
                    votes[code] += 0 if len(codes) > 3 else 3 - len(codes)
                break
    return [code for code, count in votes.most_common(most) if count > 1]


def _heads(line: str) -> list[str]:
    """What may be a label at the start of a line: all before a colon, else its first words, longest first."""
    pieces = _PIECES.split(line[:400])[:_MOST_PIECES]
    heads = [fold(match.group(1).strip()) for piece in pieces if (match := _HEAD.match(piece))]
    words = fold(line[:60]).split()
    heads += [" ".join(words[:count]).strip(".:") for count in range(min(_FIRST_WORDS, len(words)), 0, -1)]
    return heads
