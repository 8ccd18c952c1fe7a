"""Plots as SVG text: numbers in, shapes out. Words are escaped; colours come from the page's style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

_FEW: Final = 7
"""So many bars can all have their label."""


def bars(values: Sequence[tuple[str, float]], *, name: str, width: int = 720, height: int = 140) -> str:
    """One bar for each (label, value), from the left; labels stand below, of many bars the first and last."""
    if not values:
        return ""
    top = _nice(max((value for _, value in values), default=0))
    few = len(values) <= _FEW
    step = min(92 if few else 46, (width - 44) / len(values))
    gap = 1 if step < 6 else 3  # noqa: PLR2004 - pixels
    floor = height - 22
    parts = [_rules(width, floor, top)]
    for number, (label, value) in enumerate(values):
        tall = (floor - 10) * value / top
        parts.append(
            f'<rect class="bar" x="{40 + number * step:.1f}" y="{floor - tall:.1f}" width="{max(1, step - gap):.1f}" '
            f'height="{tall:.1f}" rx="1.5"><title>{escape(label)}: {value:g}</title></rect>'
        )
    parts.append(_every_label(values, step, floor) if few else _end_labels(values, step, floor))
    return svg(width, height, name, parts)


def _every_label(values: Sequence[tuple[str, float]], step: float, floor: float) -> str:
    return "".join(
        f'<text class="label" x="{40 + (number + 0.5) * step:.1f}" y="{floor + 16}" text-anchor="middle">'
        f"{escape(label)}</text>"
        for number, (label, _) in enumerate(values)
    )


def _end_labels(values: Sequence[tuple[str, float]], step: float, floor: float) -> str:
    """The first label and the last, for bars that are too many to name."""
    right = max(40 + len(values) * step, 240)
    return (
        f'<text class="label" x="40" y="{floor + 16}">{escape(values[0][0])}</text>'
        f'<text class="label" x="{right:.1f}" y="{floor + 16}" text-anchor="end">{escape(values[-1][0])}</text>'
    )


def _rules(width: int, floor: float, top: float) -> str:
    lines = []
    for share in (0, 0.5, 1):
        y = floor - (floor - 10) * share
        lines.append(f'<line class="rule" x1="40" x2="{width - 4}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="label" x="34" y="{y + 4:.1f}" text-anchor="end">{_short(top * share)}</text>')
    return "".join(lines)


def _nice(value: float) -> float:
    """The next round number, so that an axis and its middle are round too.

    >>> _nice(267), _nice(89), _nice(0)
    (300, 100, 2)
    """
    power = 10 ** math.floor(math.log10(value)) if value >= 1 else 1
    return next(step * power for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= max(value, 2))


def _short(value: float) -> str:
    """A number as an axis has room for."""
    if value >= 10_000:  # noqa: PLR2004 - five digits no longer fit
        return f"{value / 1000:.0f}k"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def spark(values: Sequence[float], *, name: str, scale: tuple[float, float] | None = None) -> str:
    """A small line of values over time, its last point marked; empty below two values.

    `scale` is the least and the greatest value that the line has room for; default: its own.
    """
    if len(values) < 2:  # noqa: PLR2004 - one point is no line
        return ""
    width, height = 120, 26
    low, high = scale or (min(values), max(values))
    span = (high - low) or 1
    step = (width - 8) / (len(values) - 1)
    points = [(4 + n * step, height - 5 - (height - 10) * (value - low) / span) for n, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    parts = [
        f'<polyline class="spark" points="{line}"/>',
        f'<circle class="spark-end" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>',
    ]
    return svg(width, height, name, parts, "spark-chart")


def svg(width: int, height: float, name: str, parts: Sequence[str], kind: str = "chart") -> str:
    """An SVG of these parts that says its name to whoever cannot see it."""
    head = f'<svg class="{kind}" viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{escape(name)}">'
    return head + "".join(parts) + "</svg>"
