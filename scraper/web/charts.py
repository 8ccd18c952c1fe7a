"""Charts as SVG text: numbers in, shapes out. Words in them are escaped; colours come from the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

from scraper.operate.plots import bars, spark, svg

_STEP: Final = 11
_LANES: Final = 9


@dataclass(frozen=True, slots=True)
class Verdict:
    """One critic's score on 0..100, and where its review is."""

    norm: float
    label: str
    href: str


def verdicts(points: Sequence[Verdict], width: int) -> Markup:
    """Every verdict as a dot on one scale of 0 to 100; equal ones stand above each other.

    The median is a line. Each dot links to its review and says critic and score. `width` is in pixels:
    a phone gets a chart of its own, so that its words stay readable.
    """
    left, right = 14, width - 14
    scale = (right - left) / 100
    lanes: dict[int, int] = {}
    dots = []
    for point in sorted(points, key=lambda item: (item.norm, item.label)):
        x = left + point.norm * scale
        column = round(x / _STEP)
        lane = lanes[column] = lanes.get(column, -1) + 1
        dots.append((point, x, min(lane, _LANES)))
    height = 46 + _STEP * (max((lane for _, _, lane in dots), default=0) + 1)
    floor = height - 30
    parts = [_axis(left, right, floor, scale)]
    if points:
        middle = left + median([point.norm for point in points]) * scale
        parts.append(f'<line class="median" x1="{middle:.1f}" x2="{middle:.1f}" y1="4" y2="{floor + 4}"/>')
    for point, x, lane in dots:
        y = floor - 8 - lane * _STEP
        title = escape(point.label)
        parts.append(
            f'<a href="{escape(point.href)}"><circle class="dot band-{band(point.norm)}" cx="{x:.1f}" cy="{y}" r="4.6">'
            f"<title>{title}</title></circle></a>"
        )
    return Markup(svg(width, height, "Every verdict on a scale of 0 to 100", parts))  # noqa: S704 - words are escaped above


def _axis(left: float, right: float, floor: float, scale: float) -> str:
    ticks = "".join(
        f'<line class="tick" x1="{left + at * scale:.1f}" x2="{left + at * scale:.1f}" y1="{floor}" y2="{floor + 5}"/>'
        f'<text class="label" x="{left + at * scale:.1f}" y="{floor + 20}" text-anchor="middle">{at}</text>'
        for at in range(0, 101, 20)
    )
    return f'<line class="axis" x1="{left}" x2="{right}" y1="{floor}" y2="{floor}"/>{ticks}'


def plot_bars(values: Sequence[tuple[str, float]], *, name: str) -> Markup:
    """One bar for each (label, value)."""
    return Markup(bars(values, name=name))  # noqa: S704 - it escapes its words


def plot_spark(values: Sequence[float], *, name: str, scale: tuple[float, float] | None = None) -> Markup:
    """A small line of values over time."""
    return Markup(spark(values, name=name, scale=scale))  # noqa: S704 - it escapes its words


def median(values: Sequence[float]) -> float:
    """The middle value; the mean of the two middle ones of an even number.

    >>> median([40, 80, 60]), median([40, 80])
    (60, 60.0)
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def band(norm: float) -> int:
    """Which fifth of the scale a score lies in, 0 to 4."""
    return min(4, int(norm // 20))
