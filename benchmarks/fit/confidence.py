"""Fit how sure an answer is said to be (`[confidence]` of weights.toml) on labelled pages, split by site.

python benchmarks/fit/confidence.py LABELLED.jsonl ...            leave-sites-out: fitted on two thirds
python benchmarks/fit/confidence.py --write LABELLED.jsonl ...    fit on everything and write the numbers

The best candidate of every field of every page is right or wrong by the label. Its log-odds as they ship are moved
by a line (Platt's scaling), by a step where the resolver held the candidate back, and by one for plain text. Of plain
text there is little that is labelled: pages are read a second time as their bare lines.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scraper.errors import ScraperError
from scraper.evaluate import read_rows
from scraper.evaluate.compare import judge
from scraper.evaluate.gold import Row
from scraper.evaluate.reliability import candidates
from scraper.extract import extract
from scraper.extract.engine import open_page
from scraper.extract.resolve import weights
from scraper.extract.segment import main_lines

WEIGHTS: Final = Path(__file__).parents[2] / "scraper" / "extract" / "weights.toml"
STEPS: Final = 4_000
RATE: Final = 0.5
PRIOR: Final = 2.0
"""How many examples the line as it ships is worth, for each of its numbers."""
FOLDS: Final = 3
BINS: Final = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its log-odds as shipped, whether it was given out and read in plain text, whether it is right."""

    site: str
    odds: float
    given: bool
    bare: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Line:
    """New log-odds = shift + factor * old, less `step` for what was held back, less `bare` in plain text."""

    shift: float = 0.0
    factor: float = 1.0
    step: float = 0.0
    bare: float = 0.0

    def sure(self, one: Example) -> float:
        """The confidence of a candidate on this line."""
        odds = self.shift + self.factor * one.odds - self.step * (not one.given) - self.bare * one.bare
        return 1 / (1 + math.exp(-odds))


def examples_of(row: Row) -> tuple[list[Example], list[Example]]:
    """The candidates of a row's first review that its label decides; and those of its bare lines, if it has markup."""
    content = row.content()
    if row.plain:
        return _judged(row, content, row.url, bare=True), []
    page, _ = open_page(content, row.url, {})
    lines = "\n".join(line.text for line in main_lines(page))
    return _judged(row, content, row.url, bare=False), _judged(row, lines, None, bare=True)


def _judged(row: Row, content: bytes | str, url: str | None, *, bare: bool) -> list[Example]:
    headers = {"content-type": "text/plain"} if bare else None
    extraction = extract(content, url, headers=headers, assume="review" if bare else row.assume)
    made = []
    for candidate in candidates(extraction.reviews[0]) if extraction.reviews else ():
        if not 0.0 < candidate.confidence < 1.0:
            continue
        given = extraction.reviews[0].value(candidate.field) not in (None, ())
        odds = math.log(candidate.confidence / (1 - candidate.confidence))
        made += [
            Example(row.site, odds, given, bare, found.right == found.answered)
            for found in judge(row.label, {candidate.field: candidate.value})
            if found.field == candidate.field and found.answered
        ]
    return made


def fit(examples: Sequence[Example]) -> Line:
    """The line of the greatest likelihood, held near the one that ships."""
    line = Line()
    for _ in range(STEPS):
        gaps = [(one, one.right - line.sure(one)) for one in examples]
        shift = sum(gap for _, gap in gaps) - PRIOR * line.shift
        factor = sum(gap * one.odds for one, gap in gaps) - PRIOR * (line.factor - 1.0)
        step = -sum(gap for one, gap in gaps if not one.given) - PRIOR * line.step
        bare = -sum(gap for one, gap in gaps if one.bare) - PRIOR * line.bare
        rate = RATE / len(examples)
        line = Line(
            line.shift + rate * shift,
            line.factor + 0.1 * rate * factor,
            line.step + 10 * rate * step,
            line.bare + rate * bare,
        )
    return line


def error(examples: Sequence[Example], line: Line) -> float:
    """The expected calibration error over bins of equal count."""
    pairs = sorted((line.sure(one), one.right) for one in examples)
    total = 0.0
    for number in range(BINS):
        part = pairs[round(len(pairs) * number / BINS) : round(len(pairs) * (number + 1) / BINS)]
        total += abs(sum(sure for sure, _ in part) - sum(right for _, right in part))
    return total / max(1, len(pairs))


def fold(site: str) -> int:
    """Which third a site is in, the same on every machine."""
    return sum(site.encode()) % FOLDS


def write(line: Line) -> None:
    """Put the moved numbers into weights.toml, its comments kept."""
    table = weights()
    moved = {
        "offset": line.shift + line.factor * table.offset,
        "slope": line.factor * table.slope,
        "lead": line.factor * table.lead,
        "abstained": line.factor * table.abstained + line.step,
        "bare": line.factor * table.bare + line.bare,
    }
    text = WEIGHTS.read_text("utf-8")
    for name, value in moved.items():
        text = re.sub(rf"^{name} = -?[\d.]+", f"{name} = {value:.2f}", text, count=1, flags=re.MULTILINE)
    WEIGHTS.write_text(text, "utf-8")


def main() -> int:
    """Fit, and show or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path, help="labelled sets, see docs/measuring.md")
    parser.add_argument("--write", action="store_true", help="fit on everything and write weights.toml")
    args = parser.parse_args()
    sets: dict[str, list[Example]] = {}
    try:
        for path in args.labelled:
            rows = [row for row in read_rows(path) if row.task == "review"]
            with ProcessPoolExecutor() as pool:
                read = list(pool.map(examples_of, rows, chunksize=8))
            sets[path.name] = [one for found, _ in read for one in found]
            if any(again for _, again in read):
                sets[f"{path.name}, bare"] = [one for _, found in read for one in found]
    except ScraperError as problem:
        print(problem, file=sys.stderr)
        return 1
    everything = [one for found in sets.values() for one in found]
    lines = [fit([one for one in everything if fold(one.site) != part]) for part in range(FOLDS)]
    print(f"{'calibration error':<28}{'as it ships':>12}{'sites out':>12}")
    for name, found in sets.items():
        moved = [
            Example(one.site, math.log(sure / (1 - sure)), given=True, bare=False, right=one.right)
            for one in found
            for sure in (min(max(lines[fold(one.site)].sure(one), 1e-9), 1 - 1e-9),)
        ]
        print(f"{name:<28}{error(found, Line()):>12.4f}{error(moved, Line()):>12.4f}")
    print(fit(everything))
    if args.write:
        write(fit(everything))
    return 0


if __name__ == "__main__":
    sys.exit(main())
