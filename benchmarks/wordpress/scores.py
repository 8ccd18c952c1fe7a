"""How critics print a score: the words, and the value that a careful reader takes from them."""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Place = Literal["end", "start", "headline"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A score as printed, and where; `value` None where none is stated, `best` None where no scale is."""

    text: str
    value: float | str | None
    best: float | str | None
    place: Place = "end"

    def label(self) -> dict[str, Any] | None:
        """What `scraper.evaluate.compare` takes as the label."""
        return None if self.value is None else {"value": self.value, "best": self.best}


_WORDS = {1: "one", 1.5: "one and a half", 2: "two", 2.5: "two and a half", 3: "three", 3.5: "three and a half", 4: "four", 4.5: "four and a half"}  # fmt: skip
_WORTE = {1: "ein", 1.5: "eineinhalb", 2: "zwei", 2.5: "zweieinhalb", 3: "drei", 3.5: "dreieinhalb", 4: "vier", 4.5: "viereinhalb"}  # fmt: skip
_LETTERS = ("A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "F")
_VERDICTS = (("Recommendation: Skip it.", "skip"), ("Verdict: Must-see.", "must"), ("Verdict: Rent it.", "qualified"))


def _short(value: float, mark: str = ".") -> str:
    return f"{value:g}".replace(".", mark)


def _halves(rng: random.Random, most: int) -> float:
    return rng.randint(2, 2 * most - 1) / 2


def _stars(value: float, best: int) -> str:
    whole = int(value)
    half = "½" if value > whole else ""
    return "★" * whole + half + "☆" * (best - whole - len(half))


def _of(
    pattern: str, best: int, *, whole: bool = False, mark: str = ".", place: Place = "end"
) -> Callable[[random.Random], Printed]:
    def make(rng: random.Random) -> Printed:
        value = float(rng.randint(1, best)) if whole else _halves(rng, best)
        return Printed(pattern.format(v=_short(value, mark), n=best), value, best, place)

    return make


def _row(pattern: str, best: int, place: Place = "end") -> Callable[[random.Random], Printed]:
    def make(rng: random.Random) -> Printed:
        value = _halves(rng, best)
        row = _stars(value, best)
        # Without an empty star nobody can tell how many there might have been.
        return Printed(pattern.format(s=row), value, best if "☆" in row else None, place)

    return make


def _filled(rng: random.Random) -> Printed:
    value = rng.randint(2, 4)
    return Printed("★" * value, value, None)


def _words(rng: random.Random) -> Printed:
    value = rng.choice(list(_WORDS))
    unit = "star" if value == 1 else "stars"
    return Printed(f"{_WORDS[value].capitalize()} {unit} out of five.", value, 5)


def _worte(rng: random.Random) -> Printed:
    value = rng.choice([v for v in _WORTE if v > 1])
    return Printed(f"{_WORTE[value].capitalize()} von fünf Sternen.", value, 5)


def _percent(pattern: str) -> Callable[[random.Random], Printed]:
    def make(rng: random.Random) -> Printed:
        value = rng.randint(21, 97)
        return Printed(pattern.format(v=value), value, 100)

    return make


def _letter(pattern: str) -> Callable[[random.Random], Printed]:
    def make(rng: random.Random) -> Printed:
        value = rng.choice(_LETTERS)
        return Printed(pattern.format(v=value), value, None)

    return make


def _verdict(rng: random.Random) -> Printed:
    text, value = rng.choice(_VERDICTS)
    return Printed(text, value, None)


def _parts(rng: random.Random) -> Printed:
    value = _halves(rng, 10)
    parts = "<br />\n".join(f"{name}: {rng.randint(2, 9)}/10" for name in ("Story", "Acting", "Sound"))
    return Printed(f"{parts}<br />\n<strong>Overall: {_short(value)}/10</strong>", value, 10)


def _none(_: random.Random) -> Printed:
    return Printed("", None, None)


ENGLISH: tuple[Callable[[random.Random], Printed], ...] = (
    _of("Final Score: {v} out of {n}.", 5), _of("Rating: {v}/{n}", 10), _of("<strong>Rating:</strong> {v} out of {n}", 5),
    _of("Score: {v}/{n}", 10), _of("<strong>{v}/{n}</strong>", 10), _of("{v} out of {n}", 5), _of("{v} / {n}", 5),
    _of("My rating: {v} out of {n} stars", 5), _of("{v} out of {n} stars.", 4), _of("Overall: {v}/{n}", 10),
    _of("Final rating: {v}/{n}", 5), _of("I give it {v} out of {n}.", 10, whole=True), _of("Verdict: {v}/{n}", 10, whole=True),
    _of("Our rating: {v}/{n}", 100, whole=True), _of("{v} stars out of {n}", 5), _of("<em>Score: {v} out of {n}</em>", 10, place="start"),
    _of("Rating: {v}/{n} stars", 5, place="start"), _of(" – {v}/{n}", 10, whole=True, place="headline"),
    _row("{s}", 5), _row("Rating: {s}", 5), _row("{s}", 5, "start"), _row("<strong>{s}</strong>", 4), _row(" {s}", 5, "headline"),
    _filled, _words, _percent("Score: {v}%"), _percent("Final score: {v}%"), _letter("Grade: {v}"), _letter("Final Grade: {v}"),
    _letter("<strong>Grade: {v}</strong>"), _letter("Overall grade: {v}."), _verdict, _parts, _none, _none, _none,
)  # fmt: skip

GERMAN: tuple[Callable[[random.Random], Printed], ...] = (
    _of("Wertung: {v}/{n}", 10, mark=","), _of("Bewertung: {v} von {n}", 5, mark=","), _of("{v} von {n} Punkten", 10, mark=","),
    _of("Fazit: {v} von {n} Sternen", 5, mark=","), _of("<strong>{v}/{n}</strong>", 10, mark=","), _of("Bewertung: {v}/{n} Punkte", 10, whole=True),
    _of("Unsere Wertung: {v} von {n} Sternen", 5, mark=",", place="start"), _of("Gesamt: {v}/{n}", 10, mark=","),
    _of("Note: {v} von {n}", 10, whole=True), _row("{s}", 5), _row("Bewertung: {s}", 5), _percent("Wertung: {v} %"), _percent("Wertung: {v}%"),
    _worte, _none, _none,
)  # fmt: skip
