"""What a page teaches about its site: counters, summed per host in any order.

A profile is a voice among others: it gives a bare "4" the scale that the site prints elsewhere. The
same counters show drift: which rule wins each field, and how often a field is given at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from scraper.model import Rating, Review

_ENOUGH: Final = 5
_SHARE: Final = 0.8
_SCALE: Final = "score.best:"


def observe(kind: str, reviews: Sequence[Review]) -> dict[str, int]:
    """Counters of one page: its kind, its printed scales, and for each field the rule that won.

    Keys: "kind:review", "score.best:5", "given:directors", "won:film_title:headline.year".
    """
    seen: Counter[str] = Counter([f"kind:{kind}"])
    for review in reviews:
        seen["reviews"] += 1
        for name, answer in review.answers.items():
            if answer.value in (None, ()):
                continue
            seen[f"given:{name}"] += 1
            if answer.evidence:
                seen[f"won:{name}:{answer.evidence[0].rule}"] += 1
        score = review.value("score")
        if isinstance(score, Rating) and score.scale == "printed" and isinstance(score.best, int | float):
            seen[f"{_SCALE}{score.best:g}"] += 1
    return dict(seen)


def usual_best(observed: Mapping[str, int]) -> float | None:
    """The best score of the scale that the site prints, once enough of its pages agree.

    >>> usual_best({"score.best:5": 9, "score.best:10": 1})
    5.0
    >>> usual_best({"score.best:5": 2}) is None
    True
    """
    scales = {float(key[len(_SCALE) :]): count for key, count in observed.items() if key.startswith(_SCALE)}
    total = sum(scales.values())
    best = max(scales, key=lambda scale: scales[scale], default=None)
    if best is None or total < _ENOUGH or scales[best] < _SHARE * total:
        return None
    return best
