"""Runs of stars, hearts, dots and the like: how many are filled, how many there are.

A run counts as a score only as far as its state can be seen: filled glyphs beside empty ones tell
value and scale, filled ones alone only the value, equal empty ones nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

FILLED: Final = "★⭐🌟✭✮✯⭑🟊●⬤⚫❤♥💖🧡💚💙💜🖤🟡🔴🟢🔵🟠🟣◆■🍿🎃💀☠🎬👑💎🦴🔪🎥⭓🌕"
EMPTY: Final = "☆✩✰⚝⭒○⚪◯♡🤍◇□⬜🌑🩶◌"
HALF: Final = "⯪⯨⯫🌗💔🌓✬"
_DICE: Final = "⚀⚁⚂⚃⚄⚅"
_DIE: Final = re.compile(f"[{_DICE}]")
_GLYPH: Final = re.compile(f"[{FILLED}{EMPTY}{HALF}💛{_DICE}]")
_SPACE: Final = r"[ \u00a0]?"
_RUN: Final = re.compile(
    rf"(?:[{FILLED}{EMPTY}{HALF}💛]\ufe0f?{_SPACE})+(?P<half>½|¼|¾|[1I]/2(?!\d)|[13]/4(?!\d)|\+\s?½)?",
)
_REST: Final = re.compile(rf"(?:{_SPACE}[{EMPTY}]\ufe0f?)+")
# "***", "**1/2", "* * *": never glued to a word on its right, as decoration and footnote marks are.
_ASTERISKS: Final = re.compile(r"(?<![\w*])\*(?:\s?\*){0,9}(?![*])\s?(?P<half>[½¼¾]|1/2(?!\d)|[13]/4(?!\d))?(?!\w)")
_WORDS: Final = re.compile(
    r"(?:[(\[:](?:full[ _-])?star[)\]:]\s?)+(?P<half>½|1/2(?!\d)|[(\[:]half(?:[ _-]star)?[)\]:])?", re.IGNORECASE
)
_SPOILER: Final = re.compile(r"spoiler|\bwarning\b", re.IGNORECASE)
_LONGEST: Final = 20
_FEW: Final = 2
_LONGEST_SCALE: Final = 10
_SHORT_LINE: Final = 40


class Run(NamedTuple):
    """A run of glyphs at `start`..`end`: `filled` with halves, `total` glyphs of all states.

    `form` is "glyphs" (filled and empty), "filled" (one state), "empty" (all empty: state lost, or a
    writer who draws with ☆), "asterisks", "decoration" (asterisks
    around words, or a single one), "words" ("(star)(star)") or "die".
    """

    start: int
    end: int
    filled: float
    total: int
    form: str
    glyph: str


def runs(text: str) -> Iterator[Run]:
    """Every run of rating glyphs in `text`, in order of kind."""
    if not text.isascii() and _GLYPH.search(text) is not None:
        for match in _RUN.finditer(text):
            if (run := _read(match)) is not None:
                yield run
        for match in _DIE.finditer(text):
            yield Run(match.start(), match.end(), _DICE.index(match.group()) + 1, 6, "die", match.group())
    if "*" in text:
        yield from _asterisks(text)
    if "star" in text or "Star" in text or "STAR" in text:
        for match in _WORDS.finditer(text):
            count = match.group().lower().count("star")
            half = match.group("half")
            count -= "star" in (half or "").lower()
            yield _trimmed(match, count + (0.5 if half else 0), count, "words", "(star)")


_HEARTS: Final = "\u2665\u2764\u2661"
_IN_WORDS: Final = re.compile(r"[^\W\d_]\s?[\u2665\u2764\u2661]\ufe0f?\s?[^\W\d_]")


def _read(match: re.Match[str]) -> Run | None:
    glyphs = [char for char in match.group() if char in FILLED or char in EMPTY or char in HALF or char == "💛"]
    empty, total = sum(char in EMPTY for char in glyphs), len(glyphs)
    filled = _filled(glyphs)
    if total > _LONGEST or (not empty and filled < 1):
        return None  # decoration, or a half of nothing
    if (
        total == 1
        and glyphs[0] in _HEARTS
        and _IN_WORDS.search(match.string, max(match.start() - 2, 0), match.end() + 2)
    ):
        return None  # a verb: "I \u2665 Mondays"
    form = "empty" if empty == total else "filled" if not empty else "glyphs" if _in_order(glyphs) else "mixed"
    # "★★★½☆" breaks the run at the half: the empties that follow belong to it.
    end = match.end()
    if match["half"] and not empty and (rest := _REST.match(match.string, end)):
        behind = sum(char in EMPTY for char in rest.group())
        return Run(match.start(), rest.end(), filled + _part(match["half"]), total + 1 + behind, "glyphs", glyphs[0])
    return _trimmed(match, (total if form == "empty" else filled) + _part(match["half"]), total, form, glyphs[0])


def _filled(glyphs: list[str]) -> float:
    """How many glyphs are filled. One that differs from all before it is a half: "❤❤❤💛", "⭐⭐⭐🌟"."""
    solid = [char for char in glyphs if char in FILLED or char == "💛"]
    filled = len(solid) + 0.5 * sum(char in HALF for char in glyphs)
    alike = len(set(solid[:-1])) == 1 and len(solid) == len(glyphs)
    return filled - 0.5 if len(solid) > _FEW and alike and solid[-1] != solid[0] else filled


def _part(printed: str | None) -> float:
    """What a fraction behind a run adds to it."""
    if printed is None:
        return 0.0
    return 0.25 if printed in {"¼", "1/4"} else 0.75 if printed in {"¾", "3/4"} else 0.5


def _in_order(glyphs: list[str]) -> bool:
    """Filled ones first, then halves, then empty ones."""
    states = [2 if char in EMPTY else 1 if char in HALF else 0 for char in glyphs]
    return states == sorted(states)


def _trimmed(match: re.Match[str], filled: float, total: int, form: str, glyph: str) -> Run:
    end = match.start() + len(match.group().rstrip(" \u00a0"))
    return Run(match.start(), end, filled, total, form, glyph)


def _asterisks(text: str) -> Iterator[Run]:
    """Runs of asterisks; those that stand in pairs around words are decoration."""
    found = list(_ASTERISKS.finditer(text))
    counts = [match.group().count("*") for match in found]
    often = Counter(counts)
    long, spoiler = len(text.strip()) > _SHORT_LINE, _SPOILER.search(text) is not None
    for match, count in zip(found, counts, strict=True):
        half = match.group("half") is not None
        if count > _LONGEST_SCALE:
            continue
        decoration = spoiler or (not half and (often[count] >= _FEW or (count < _FEW and long)))
        form = "decoration" if decoration else "asterisks"
        yield _trimmed(match, count + _part(match["half"]), count, form, "*")
