"""Sums over judgements: precision and recall with 95 % Wilson intervals, as text or JSON."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scraper.evaluate.compare import Judgement

_Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Tally:
    """One field's sums: values stated by the labels, values answered, answers that are right."""

    field: str
    stated: int = 0
    answered: int = 0
    right: int = 0

    def plus(self, judgement: Judgement) -> Tally:
        """This tally with one more judgement."""
        return Tally(
            self.field,
            self.stated + judgement.stated,
            self.answered + judgement.answered,
            self.right + judgement.right,
        )

    @property
    def precision(self) -> float | None:
        """Right of answered; None when nothing was answered."""
        return self.right / self.answered if self.answered else None

    @property
    def recall(self) -> float | None:
        """Right of stated; None when nothing was stated."""
        return self.right / self.stated if self.stated else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where either is undefined."""
        total = self.stated + self.answered
        return 2 * self.right / total if total else None

    def to_dict(self) -> dict[str, Any]:
        """The sums, shares and intervals as plain values."""
        return {
            "field": self.field,
            "stated": self.stated,
            "answered": self.answered,
            "right": self.right,
            "precision": self.precision,
            "precision_95": wilson(self.right, self.answered),
            "recall": self.recall,
            "recall_95": wilson(self.right, self.stated),
            "f1": self.f1,
        }


def wilson(right: int, total: int) -> tuple[float, float] | None:
    """95 % score interval of a share (Wilson 1927); None of nothing.

    >>> [round(end, 3) for end in wilson(95, 100)]
    [0.888, 0.978]
    """
    if not total:
        return None
    share, square = right / total, _Z95**2
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = _Z95 / (1 + square / total) * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def tallies(judgements: Iterable[Judgement]) -> list[Tally]:
    """One tally for each field, in order of first appearance."""
    sums: dict[str, Tally] = {}
    for judgement in judgements:
        sums[judgement.field] = sums.get(judgement.field, Tally(judgement.field)).plus(judgement)
    return list(sums.values())


def grouped(pairs: Iterable[tuple[str, Judgement]]) -> dict[str, list[Tally]]:
    """Tallies for each group (a site, a language), groups in alphabetical order."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for group, judgement in pairs:
        groups[group].append(judgement)
    return {group: tallies(groups[group]) for group in sorted(groups)}


def text_table(rows: Sequence[Tally]) -> str:
    """The table as aligned text."""
    head = f"{'field':<18}{'stated':>7}{'answered':>9}{'right':>7}  {'precision':<21}{'recall':<21}{'F1':>5}"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Tally) -> str:
    precision = _share(row.precision, wilson(row.right, row.answered))
    recall = _share(row.recall, wilson(row.right, row.stated))
    f1 = "    -" if row.f1 is None else f"{row.f1:5.3f}"
    return f"{row.field:<18}{row.stated:>7}{row.answered:>9}{row.right:>7}  {precision:<21}{recall:<21}{f1}"


def _share(share: float | None, interval: tuple[float, float] | None) -> str:
    if share is None or interval is None:
        return "-"
    return f"{share:.3f} [{interval[0]:.3f} {interval[1]:.3f}]"
