"""What a person typed, as an FTS5 expression that can mean nothing else.

Raw text never reaches `MATCH`: it is cut into words, phrases ("in quotes") and prefixes (harb*),
and each is written as a quoted FTS5 string, so operators, colons and quotes are only words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MAX_TERMS: Final = 24
MAX_WORD: Final = 64

_PIECE: Final = re.compile(r'"([^"]*)"?|(\S+)')
_WORD: Final = re.compile(r"[^\W_]+")
_BASE: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h",
    "ŋ": "n", "ŧ": "t",
}  # fmt: skip
_PLAIN: Final = str.maketrans(_BASE)
STROKES: Final = frozenset("".join(_BASE) + "".join(_BASE).upper())
"""Letters that do not decompose into a base and a mark."""


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """A word as the index compares it: lower case, no diacritics, stroke letters as their base.

    >>> plain("Łódź"), plain("Amélie")
    ('lodz', 'amelie')
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return "".join(char for char in folded if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False

    def match(self) -> str:
        """This term as FTS5 writes it; the words hold letters and digits only."""
        return '"' + " ".join(self.words) + '"' + ("*" if self.prefix else "")


def words_of(text: str) -> tuple[str, ...]:
    """Letters and digits only, plain, in order; private characters are never words.

    Combining marks are folded away before words are cut, so that both spellings of "é" agree.
    """
    kept = "".join(" " if unicodedata.category(char) in {"Co", "Cs", "Cc"} else char for char in text)
    return tuple(word[:MAX_WORD] for word in _WORD.findall(plain(kept)))


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a query, at most `MAX_TERMS`; empty when there is nothing to look for.

    >>> [term.match() for term in parse('"harrow lane" ida mos* AND ')]
    ['"harrow lane"', '"ida"', '"mos"*', '"and"']
    """
    terms: list[Term] = []
    for quoted, piece in _PIECE.findall(text[: MAX_TERMS * MAX_WORD]):
        words = words_of(quoted or piece)
        if words:
            terms.append(Term(words, prefix=piece.endswith("*")))
    return tuple(dict.fromkeys(terms))[:MAX_TERMS]


def phrase(text: str) -> str | None:
    """A whole text as one FTS5 phrase; None when it has no words."""
    words = words_of(text)
    return Term(words).match() if words else None
