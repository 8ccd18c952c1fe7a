"""The fitted weights, read once from the file that the fitting program writes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Weights = Mapping[str, Mapping[str, float]]


@cache
def load() -> Weights:
    """Bits by feature and value; see the comments in `weights.toml`."""
    text = files("scraper.link").joinpath("weights.toml").read_text("utf-8")
    return tomllib.loads(text)
