"""How values are written: one grammar per kind of value, shared by labelled values and by sentences.

Every module offers `parse(text, lexicon)` for the value of a label and `find(text, lexicon)` for
whatever stands in a sentence. A grammar never decides whether a value is the film's: it says what
stands there, and marks what speaks against it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")
NO_MARKS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value in a text: `raw` is `text[start:end]`, `rule` names the form it has, `marks` what speaks against it."""

    value: T
    start: int
    end: int
    raw: str
    rule: str
    marks: frozenset[str] = NO_MARKS


def settle(found: Iterable[Found[T]], rank: Callable[[Found[T]], int] = lambda _: 0) -> list[Found[T]]:
    """Of readings that overlap, the longest, of equals the one of higher rank; in text order."""
    found = list(found)
    if len(found) < 2:
        return found
    kept: dict[int, Found[T]] = {}
    starts: list[int] = []
    for one in sorted(found, key=lambda item: (item.start - item.end, -rank(item))):
        place = bisect_left(starts, one.end)
        # What is kept does not overlap, so only the last that starts before this one's end can reach into it.
        if place == 0 or kept[starts[place - 1]].end <= one.start:
            kept[one.start] = one
            insort(starts, one.start)
    return [kept[start] for start in starts]
