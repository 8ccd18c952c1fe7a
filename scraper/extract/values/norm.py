"""The one place where verdicts on different scales are made comparable."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scraper.extract.lexicon import fold
from scraper.model import Rating


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The tables of norms.toml."""
    return tomllib.loads((files("scraper.extract.values") / "norms.toml").read_text(encoding="utf-8"))


def normalise(rating: Rating) -> float | None:
    """The verdict as 0..100 with one decimal; None where the scale is unknown.

    >>> normalise(Rating(3.5, 5, "3½/5", "points")), normalise(Rating("B-", "A+", "B-", "letter"))
    (70.0, 67.0)
    >>> normalise(Rating(4, None, "****", "stars")) is None
    True
    """
    tables = table()
    if rating.kind == "letter":
        worth = tables["letter"].get(rating.value)
    elif rating.kind == "verdict":
        worth = tables["word"].get(fold(rating.raw).strip(" .!:"), tables["verdict"].get(rating.value))
    elif rating.kind == "percent" and isinstance(rating.value, int | float):
        worth = rating.value
    elif isinstance(rating.value, int | float) and isinstance(rating.best, int | float) and rating.best > 0:
        worth = 100 * rating.value / rating.best
    else:
        return None
    return None if worth is None else round(min(100.0, max(0.0, float(worth))), 1)
