"""Names of people, compared by their parts and never by the likeness of strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from anyascii import anyascii

Agreement = Literal["equal", "subset", "initials", "similar", "surname", "none"]

RANK: Final[dict[Agreement, int]] = {
    "equal": 5, "subset": 4, "initials": 3, "similar": 2, "surname": 1, "none": 0,
}  # fmt: skip
_PARTICLES: Final = frozenset(
    "von van de der den del della di da du la le el al bin ibn dos das do ter ten zu af av".split()
)
_SUFFIXES: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "2", "iii": "3", "iv": "4"}
_JOINED: Final = re.compile(r"['’‘`´ʻʼʹ-]")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_SPLIT: Final = re.compile(r"\s*(?:[;/|]|,(?!\s*(?:jr|sr|ii|iii|iv)\b)|\s&\s|\s(?:and|und|et|y|e)\s)\s*", re.IGNORECASE)
_PAIR: Final = re.compile(r"^(?P<one>\S+)\s+(?:and|und|et|y|e|&)\s+(?P<two>\S+)\s+(?P<last>\S+)$", re.IGNORECASE)
_CAPITALS: Final = re.compile(r"\b([A-Z]{2})(?=\s+[A-Z][a-z])")
_SIBLINGS: Final = re.compile(r"^(?:the\s+)?(?P<last>\S+)\s+(?:brothers|bros|sisters|twins)$", re.IGNORECASE)
_MIN_TYPO = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: its words without particles, in order, and its generation ("jr", "2")."""

    text: str
    words: tuple[str, ...]
    generation: str | None

    @property
    def key(self) -> str:
        """Words in alphabetical order, which neither name order nor particles change."""
        return " ".join(sorted(self.words))


@lru_cache(maxsize=8192)
def name(text: str) -> Name:
    """Read a printed name.

    >>> name("Shindō Kaneto").key == name("Kaneto Shindô").key
    True
    """
    spaced = _CAPITALS.sub(lambda match: " ".join(match[1]), text)
    plain = anyascii(unicodedata.normalize("NFKC", spaced)).casefold()
    raw = _NOT_WORD.sub(" ", _JOINED.sub("", plain)).split()
    generation = next((_SUFFIXES[word] for word in raw[1:] if word in _SUFFIXES), None)
    words = [word for index, word in enumerate(raw) if not (index and word in _SUFFIXES)]
    kept = [word for word in words if word not in _PARTICLES] or words
    return Name(text, tuple(kept), generation)


def people(text: str) -> tuple[str, ...]:
    """Split a line of credits into names.

    >>> people("Ada and Noor Pell"), people("Ida Moss & Tom Reed, Jr.")
    (('Ada Pell', 'Noor Pell'), ('Ida Moss', 'Tom Reed, Jr.'))
    """
    if pair := _PAIR.match(text.strip()):
        return (f"{pair['one']} {pair['last']}", f"{pair['two']} {pair['last']}")
    return tuple(part.strip() for part in _SPLIT.split(text) if part.strip())


def compare(left: str, right: str) -> Agreement:
    """How far two names may be one person's.

    >>> compare("Paul T. Anders", "Paul W.S. Anders"), compare("D.W. Griff", "David Wark Griff")
    ('none', 'initials')
    """
    siblings = _SIBLINGS.match(left.strip())
    if siblings:
        return "surname" if name(siblings["last"]).words[-1:] == name(right).words[-1:] else "none"
    return _compare(name(left), name(right))


def _compare(left: Name, right: Name) -> Agreement:
    if not left.words or not right.words:
        return "none"
    if left.generation and right.generation and left.generation != right.generation:
        return "none"
    if sorted(left.words) == sorted(right.words):
        equal = left.generation == right.generation
        return "equal" if equal else "initials"
    if "".join(sorted("".join(left.words))) == "".join(sorted("".join(right.words))) and _same_letters(left, right):
        return "equal"
    short, long = sorted((left, right), key=lambda item: len(item.words))
    if len(short.words) == 1:
        return "surname" if short.words[0] in (long.words[-1], long.words[0]) else "none"
    if set(short.words) < set(long.words):
        return "subset"
    if _initials(short.words, long.words):
        return "initials"
    return "similar" if _similar(left.words, right.words) else "none"


def _same_letters(left: Name, right: Name) -> bool:
    """Whether the names differ only in where a word is cut ("Chang dong" and "Changdong")."""
    return "".join(left.words) == "".join(right.words) or "".join(left.words) == "".join(
        (*right.words[1:], right.words[0])
    )


def _initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether last names agree and first and middle names do, one side's as initials."""
    for turned in (long, (*long[1:], long[0])):
        if short[-1] != turned[-1]:
            continue
        given, other = short[:-1], turned[:-1]
        if _fits(given[0], other[0]) and _middles(given[1:], other[1:]):
            return True
    return False


def _middles(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    remaining = iter(long)
    return all(any(_fits(word, other) for other in remaining) for word in short)


def _fits(left: str, right: str) -> bool:
    return left == right or (1 in (len(left), len(right)) and left[0] == right[0])


def _similar(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one long word has one wrong, missing or extra letter and all others are equal."""
    if len(left) != len(right):
        return False
    ours, theirs = sorted(set(left) - set(right)), sorted(set(right) - set(left))
    return (
        len(ours) == len(theirs) == 1
        and min(len(ours[0]), len(theirs[0])) >= _MIN_TYPO
        and _one_edit(ours[0], theirs[0])
    )


def _one_edit(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((i for i, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    skip = 1 if len(long) == len(short) else 0
    return short[start + skip :] == long[start + 1 :]


def best(left: Iterable[str], right: Iterable[str]) -> Agreement:
    """The closest agreement between any name of one list and any of the other."""
    theirs = tuple(right)
    found = (compare(one, two) for one in left for two in theirs)
    return max(found, key=RANK.__getitem__, default="none")
