"""How values are written: one grammar per kind of value, shared by labelled values and by sentences.

Every module offers `parse(text, lexicon)` for the value of a label and `find(text, lexicon)` for
whatever stands in a sentence. A grammar never decides whether a value is the film's: it says what
stands there, and marks what speaks against it.
"""

from __future__ import annotations

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
