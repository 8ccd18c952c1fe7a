"""Where the searched words stand in a text: plain text and spans, never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scraper.publish.words import Term, plain

WINDOW: Final = 200
"""Characters of a snippet, cut at words."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the (start, end) code-point spans of what was searched for."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in order as (piece, searched for); joined they are the text."""
        found: list[tuple[str, bool]] = []
        position = 0
        for start, end in self.spans:
            found += [(self.text[position:start], False), (self.text[start:end], True)]
            position = end
        found.append((self.text[position:], False))
        return [piece for piece in found if piece[0]]


def _wanted(terms: Sequence[Term]) -> tuple[frozenset[str], tuple[str, ...]]:
    whole = {word for term in terms for word in (term.words[:-1] if term.prefix else term.words)}
    return frozenset(whole), tuple(term.words[-1] for term in terms if term.prefix)


def mark(text: str, terms: Sequence[Term]) -> Marked:
    """The whole text with every searched word marked.

    >>> mark("Amélie, again", [Term(("amelie",))]).spans
    ((0, 6),)
    """
    whole, prefixes = _wanted(terms)
    spans = tuple(
        match.span()
        for match in _WORD.finditer(text)
        if (word := plain(match.group())) in whole or (prefixes and word.startswith(prefixes))
    )
    return Marked(text, spans)


def snippet(texts: Sequence[str], terms: Sequence[Term]) -> Marked:
    """The text with most searched words, cut to a window around the first of them."""
    marked = [mark(text[:4_000], terms) for text in texts if text]
    if not marked:
        return Marked("")
    best = max(marked, key=lambda item: len({plain(item.text[a:b]) for a, b in item.spans}))
    if len(best.text) <= WINDOW:
        return best
    first = best.spans[0][0] if best.spans else 0
    start = max(0, min(first - WINDOW // 4, len(best.text) - WINDOW))
    start = best.text.find(" ", start) + 1 if start else 0
    end = best.text.rfind(" ", start, start + WINDOW)
    end = end if end > first else min(len(best.text), start + WINDOW)
    head, tail = ("…" if start else ""), ("…" if end < len(best.text) else "")
    shift = len(head) - start
    inside = tuple((a + shift, b + shift) for a, b in best.spans if a >= start and b <= end)
    return Marked(head + best.text[start:end] + tail, inside)
