"""Review boxes and vote widgets as data: one TOML file per plug-in, one reader for all.

A file says by which classes a plug-in is known, where its total stands and on which scale, which
parts are criteria (sub-scores) and which belong to the readers. `docs/boxes.md` explains each key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from scraper.extract.page import Element, Page
from scraper.model import RatingKind

Zone = Literal["readers", "sub_score", "other_critic"]
MAX_FOUND: Final = 200


@dataclass(frozen=True, slots=True)
class Total:
    """Where a figure stands: a selector below the box, and how it is read there.

    `read` is "text", "width" (percent of an inline style), "attr:NAME", or "count:SELECTOR" (how
    many elements match). `factor` turns what is read into the value ("87" of 100 in tenths: 0.1).
    """

    select: str
    read: str = "text"
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The best value where the box matches `when` (a selector for it or something in it)."""

    best: float
    when: str = ""
    kind: RatingKind = "points"


@dataclass(frozen=True, slots=True)
class Facts:
    """Visible pairs of a label and a value: `row` holds both, `label` the label; `fields` maps words to fields."""

    row: str
    label: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """One plug-in."""

    name: str
    classes: tuple[str, ...]
    root: str = ""
    totals: tuple[Total, ...] = ()
    scales: tuple[Scale, ...] = ()
    zones: Mapping[str, Zone] = field(default_factory=dict)
    facts: tuple[Facts, ...] = ()
    unset: tuple[float, ...] = ()


def _read(name: str, data: Mapping[str, object]) -> Box:
    def rows(key: str) -> list[dict[str, object]]:
        value = data.get(key, [])
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def words(key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    zones: dict[str, Zone] = {}
    zones |= dict.fromkeys(words("criteria"), "sub_score")
    zones |= dict.fromkeys(words("readers"), "readers")
    zones |= dict.fromkeys(words("others"), "other_critic")
    return Box(
        name,
        words("classes"),
        str(data.get("root", "")),
        tuple(Total(**row) for row in rows("total")),  # type: ignore[arg-type]  # the file is checked by its test
        tuple(Scale(**row) for row in rows("scale")),  # type: ignore[arg-type]  # the same
        zones,
        tuple(Facts(**row) for row in rows("facts")),  # type: ignore[arg-type]  # the same
        tuple(float(item) for item in words("unset")),
    )


@cache
def boxes() -> tuple[Box, ...]:
    """Every plug-in that ships, by name."""
    folder = files("scraper.extract.boxes")
    found = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    named = sorted(found, key=lambda item: item.name)
    return tuple(_read(item.name[:-5], tomllib.loads(item.read_text("utf-8"))) for item in named)


@cache
def _by_class() -> dict[str, tuple[Box, ...]]:
    index: dict[str, list[Box]] = {}
    for box in boxes():
        for name in box.classes:
            index.setdefault(name, []).append(box)
    return {name: tuple(rows) for name, rows in index.items()}


def present(page: Page) -> tuple[Box, ...]:
    """The plug-ins that the page shows, told by their classes alone."""
    known = page.memo.get("boxes")
    if isinstance(known, tuple):
        return known
    names = _by_class().keys() & page.markup.classes.keys()
    shown = {name for name in names if page.by_class(name)}
    found = {box.name: box for name, rows in _by_class().items() if name in shown for box in rows} if shown else {}
    answer = tuple(found.values())
    page.memo["boxes"] = answer
    return answer


def _zones(page: Page) -> dict[int, Zone]:
    """The elements that a plug-in gives a zone, by index."""
    known = page.memo.get("box_zones")
    if isinstance(known, dict):
        return known
    found: dict[int, Zone] = {}
    for box in present(page):
        for selector, zone in box.zones.items():
            found.update((element.index, zone) for element in page.css(selector)[:MAX_FOUND])
    page.memo["box_zones"] = found
    return found


def zone_of(page: Page, element: Element) -> Zone | None:
    """In which part of a plug-in's box an element stands; None where in none, or in the critic's total."""
    zones = _zones(page)
    if not zones:
        return None
    return next((zones[item.index] for item in page.ancestors(element.index) if item.index in zones), None)


def zone_at(page: Page, start: int, end: int) -> Zone | None:
    """As `zone_of`, for a span of the text."""
    for index, zone in _zones(page).items():
        element = page.elements[index]
        if element.start <= start < end <= element.end:
            return zone
    return None


def in_box(page: Page, element: Element) -> bool:
    """Whether an element stands in a plug-in's box, which its own file reads."""
    if not present(page):
        return False
    boxed = page.memo.get("boxed")
    if not isinstance(boxed, frozenset):
        names = _by_class().keys() & page.markup.classes.keys()
        boxed = page.memo["boxed"] = frozenset(item.index for name in names for item in page.by_class(name))
    return any(item.index in boxed for item in page.ancestors(element.index))
