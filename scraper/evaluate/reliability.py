"""Is a confidence of 0.9 right nine times in ten? All fields pooled, five bins of equal count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from scraper.evaluate.compare import judge
from scraper.evaluate.runs import Candidate, Judged
from scraper.fields import BY_NAME
from scraper.flat import review_to_dict
from scraper.model import Answer, Review

BINS: Final = 5


def candidates(review: Review) -> list[Candidate]:
    """The best candidate of each field: the answer, or what stayed below the threshold."""
    found = []
    for name, answer in review.answers.items():
        value = _candidate_value(name, answer)
        if name in BY_NAME and value not in (None, ()):
            plain = review_to_dict(Review(review.id, review.url, {name: Answer(value, "single", 1.0)}))
            found.append(Candidate(name, plain[name], answer.confidence))
    return found


def _candidate_value(name: str, answer: Answer) -> object:
    if answer.value not in (None, ()):
        return answer.value
    best = max(answer.claims, key=lambda one: one.weight, default=None)
    if best is None:
        return None
    value = best.claim.value
    many = name in BY_NAME and BY_NAME[name].many
    return (value,) if many and not isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin: how many candidates, their mean confidence, the share of them that is right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins from least to most confident, and the expected calibration error over them."""

    bins: tuple[Bin, ...]

    @property
    def error(self) -> float:
        """Expected calibration error: mean gap of confidence and share right, by count."""
        total = sum(one.count for one in self.bins)
        return sum(one.count * abs(one.confidence - one.right) for one in self.bins) / total if total else 0.0

    def text(self) -> str:
        """The table as aligned text."""
        lines = [f"{'bin':<5}{'candidates':>11}{'confidence':>12}{'right':>8}"]
        lines += [
            f"{number:<5}{one.count:>11}{one.confidence:>12.3f}{one.right:>8.3f}"
            for number, one in enumerate(self.bins, 1)
        ]
        return "\n".join([*lines, f"expected calibration error {self.error:.4f}"])

    def to_dict(self) -> dict[str, Any]:
        """The table as plain values."""
        return {
            "bins": [{"count": one.count, "confidence": one.confidence, "right": one.right} for one in self.bins],
            "expected_calibration_error": self.error,
        }


def reliability(judged: Iterable[Judged]) -> Reliability:
    """The table over all candidates whose field the row's label decides."""
    pairs = sorted(pair for one in judged if one.row.task == "review" for pair in _pairs(one))
    return Reliability(tuple(_bin(part) for part in _equal_parts(pairs, BINS) if part))


def _pairs(one: Judged) -> Iterable[tuple[float, bool]]:
    for candidate in one.given.candidates if one.given else ():
        for found in judge(one.row.label, {candidate.field: candidate.value}):
            if found.field == candidate.field and found.answered:
                yield candidate.confidence, found.right == found.answered


def _equal_parts(items: Sequence[tuple[float, bool]], parts: int) -> list[Sequence[tuple[float, bool]]]:
    ends = [round(len(items) * part / parts) for part in range(parts + 1)]
    return [items[start:end] for start, end in pairwise(ends)]


def _bin(pairs: Sequence[tuple[float, bool]]) -> Bin:
    count = len(pairs)
    return Bin(count, sum(pair[0] for pair in pairs) / count, sum(pair[1] for pair in pairs) / count)
