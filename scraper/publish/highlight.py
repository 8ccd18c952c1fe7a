"""Where the searched words stand in a text: plain text and spans, never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from scraper.publish.words import Term, plain

WINDOW: Final = 200
"""Characters of a snippet, cut at words."""
_WORD: Final = re.compile(r"[^\W_]+")
_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


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


class _Pattern(NamedTuple):
    """What is looked for: whole words, beginnings, and runs of kana and ideographs (no spaces between words).

    `plain` finds words and beginnings in text that is ASCII, at once.
    """

    whole: frozenset[str]
    prefixes: tuple[str, ...]
    runs: tuple[str, ...]
    plain: re.Pattern[str]


@lru_cache(maxsize=16)
def _pattern(terms: tuple[Term, ...]) -> _Pattern:
    runs = tuple("".join(term.words) for term in terms if all(len(word) == 1 for word in term.words))
    whole = {word for term in terms for word in (term.words[:-1] if term.prefix else term.words)}
    prefixes = tuple(term.words[-1] for term in terms if term.prefix)
    words = [f"{word}(?![A-Za-z0-9])" for word in sorted(whole) if word.isascii()]
    found = "|".join([*words, *(f"{word}[A-Za-z0-9]*" for word in prefixes if word.isascii())]) or "(?!)"
    plain_text = re.compile(rf"(?<![A-Za-z0-9])(?:{found})", re.IGNORECASE | re.ASCII)
    return _Pattern(frozenset(whole), prefixes, tuple(run for run in runs if _IDEOGRAPHS.fullmatch(run)), plain_text)


def mark(text: str, terms: Sequence[Term]) -> Marked:
    """The whole text with every searched word marked.

    >>> mark("Amélie, again", [Term(("amelie",))]).spans
    ((0, 6),)
    """
    wanted = _pattern(tuple(terms))
    if text.isascii():
        return Marked(text, tuple(match.span() for match in wanted.plain.finditer(text)))
    spans = [
        match.span()
        for match in _WORD.finditer(text)
        if (word := plain(match.group())) in wanted.whole or (wanted.prefixes and word.startswith(wanted.prefixes))
    ]
    for run in wanted.runs:
        spans += [match.span() for match in re.finditer(re.escape(run), text)]
    return Marked(text, tuple(_apart(spans)) if wanted.runs else tuple(spans))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap left out."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


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
