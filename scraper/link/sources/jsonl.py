"""A list of one's own: JSON lines, one film each, plain or gzipped.

    {"id": "tt0000000", "title": "Harrow Lane", "original": "Harrow Lane", "year": 1995, "directors": ["Ada Pell"]}

Read are `id` (an IMDb `tt...`, a Wikidata `Q...` or a TMDb number), `imdb`, `wikidata`, `tmdb`,
`title`, `original`, `titles` (a list), `year` or `years`, `directors`, `kind` and `runtime`
(minutes). Only a title is required; unknown keys are ignored; several lines of one id are one film.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from scraper.errors import InputError
from scraper.link.builder import Builder
from scraper.link.sources.lines import open_lines

_SHAPES: Final = {
    "imdb": re.compile(r"tt\d{1,10}"),
    "wikidata": re.compile(r"Q[1-9]\d{0,11}"),
    "tmdb": re.compile(r"[1-9]\d{0,9}"),
}


def build(builder: Builder, path: Path) -> None:
    """Add every film of a list; lines that hold none are counted in `builder.skipped`."""
    seen = False
    for line in open_lines(path):
        row = _row(line)
        if row is None:
            builder.skip("a line that is no JSON object with a title")
            continue
        seen = True
        _add(builder, row)
    if not seen:
        raise InputError(
            f'{path}: no line holds a film; a line looks like {{"id": "tt0000000", "title": "Harrow Lane"}}'
        )


def _row(line: str) -> Mapping[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and isinstance(row.get("title"), str) and row["title"].strip() else None


def _add(builder: Builder, row: Mapping[str, object]) -> None:
    film = builder.film(ids(row), "list")
    for key, label in (("title", "label"), ("original", "original"), ("titles", "alternative")):
        for text in _texts(row.get(key)):
            builder.title(film, text, "list", kind=label)
    for year in _years(row):
        builder.year(film, year, "list")
    for order, director in enumerate(_texts(row.get("directors"))):
        builder.credit(film, "director", order, builder.person({}, "list", director))
    kind, runtime = row.get("kind"), row.get("runtime")
    builder.facts(
        film,
        kind=kind if isinstance(kind, str) else None,
        runtime=runtime if isinstance(runtime, int) and 0 < runtime < 10_000 else None,  # noqa: PLR2004 - a week
    )


def ids(row: Mapping[str, object]) -> dict[str, str]:
    """The ids of a row, by scheme; values of another shape are left out.

    >>> ids({"id": "tt0000001", "tmdb": 12, "wikidata": "nonsense"})
    {'imdb': 'tt0000001', 'tmdb': '12'}
    """
    found: dict[str, str] = {}
    for scheme, shape in _SHAPES.items():
        for value in (row.get(scheme), row.get("id")):
            text = str(value).strip() if isinstance(value, str | int) else ""
            if scheme not in found and shape.fullmatch(text):
                found[scheme] = text
    return found


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()


def _years(row: Mapping[str, object]) -> Iterator[int]:
    years = row.get("years")
    for value in [row.get("year"), *(years if isinstance(years, list) else [])]:
        text = str(value).strip() if isinstance(value, str | int) else ""
        if re.fullmatch(r"\d{4}", text):
            yield int(text)
