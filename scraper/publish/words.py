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
_IDEOGRAPH: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = re.compile(rf"[{_IDEOGRAPH}]|(?:(?![{_IDEOGRAPH}])[^\W_])+")
_STRAY: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Control, surrogate and private-use characters: the last stand for the index's own words."""
_BASE: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h",
    "ŋ": "n", "ŧ": "t",
}  # fmt: skip
_PLAIN: Final = str.maketrans(_BASE)
_VOICED: Final = frozenset("\u3099\u309a")
"""Marks that make another letter of a kana."""


def fold(text: str) -> str:
    """Text as the index compares it: lower case, no diacritics, stroke letters as their base.

    >>> fold("Łódź"), fold("Amélie"), fold("чужой"), fold("한국")
    ('lodz', 'amelie', 'чужои', '한국')
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    bare = "".join(char for char in parts if char in _VOICED or not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


plain = lru_cache(maxsize=65_536)(fold)
"""`fold`, remembered: for single words, which come again and again."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False

    def match(self) -> str:
        """This term as FTS5 writes it; the words hold letters and digits only."""
        return '"' + " ".join(self.words) + '"' + ("*" if self.prefix else "")


def words_of(text: str) -> tuple[str, ...]:
    """Letters and digits only, folded, in order; each kana and ideograph is a word.

    Marks are folded away before words are cut, so that both spellings of "é" agree.

    >>> words_of("Harrow Lane, 2: 千と千尋")
    ('harrow', 'lane', '2', '千', 'と', '千', '尋')
    """
    return tuple(word[:MAX_WORD] for word in _WORD.findall(fold(_STRAY.sub(" ", text))))


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
