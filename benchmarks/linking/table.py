"""Precision at `auto` and coverage on labelled mentions, whole and with fields withheld.

    scrape catalogue build --from jsonl films.jsonl.gz --catalogue films.sqlite
    python benchmarks/linking/table.py LABELLED.jsonl --catalogue films.sqlite [--absent] [--show]

A line of LABELLED is a mention with `gold`: the IMDb id it means, or null for a film that is not in the
catalogue. `--absent` takes the labelled films out of every answer, as if the catalogue lacked them: then every
link is a wrong one. `--show` prints the mentions that were linked wrongly, and those that were not linked.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.link.catalogue import Catalogue
from scraper.link.decisions import Standing
from scraper.link.linker import link
from scraper.link.mention import parse
from scraper.link.sources.lines import open_lines
from scraper.model import Identity

WITHHELD = {
    "title, year, director": (),
    "year withheld": ("year",),
    "director withheld": ("directors",),
    "both withheld": ("year", "directors"),
}


@dataclass
class Tally:
    """What came of one set of mentions; `times` are CPU milliseconds."""

    mentions: int = 0
    there: int = 0
    right: int = 0
    wrong: int = 0
    bands: dict[str, int] = field(default_factory=lambda: {"auto": 0, "ask": 0, "nil": 0})
    times: list[float] = field(default_factory=list)

    def add(self, gold: str | None, identity: Identity, milliseconds: float) -> str | None:
        """Count one answer; "wrong" or "missed" where it is not as labelled."""
        self.mentions += 1
        self.there += gold is not None
        self.bands[identity.band] += 1
        self.times.append(milliseconds)
        if identity.band != "auto":
            return "missed" if gold is not None else None
        right = identity.ids.get("imdb") == gold
        self.right += right
        self.wrong += not right
        return None if right else "wrong"

    def __str__(self) -> str:
        """One line of the table."""
        ranked = sorted(self.times)
        linked = self.right + self.wrong
        precision = f"{self.right / linked:.4f}" if linked else "   -  "
        coverage = f"{self.right / self.there:.3f}" if self.there else "  -  "
        middle, late = ranked[len(ranked) // 2], ranked[len(ranked) * 99 // 100]
        bands = f"{self.bands['ask']:>5} {self.bands['nil']:>6}"
        return f"{linked:>7} {self.wrong:>6}  {precision:>9}  {coverage:>8}  {bands}  {middle:>6.1f} {late:>6.1f}"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Labelled mentions."""
    for line in open_lines(path):
        if line.strip():
            yield json.loads(line)


def answer(
    row: dict[str, Any], withheld: tuple[str, ...], catalogue: Catalogue, *, absent: bool
) -> tuple[Identity, float]:
    """The decision on a mention without the withheld fields, and its CPU milliseconds."""
    mention = {key: value for key, value in row.items() if key != "gold" and key not in withheld}
    gone = Standing(rejected=frozenset({("imdb", row["gold"])})) if absent and row["gold"] else Standing()
    started = time.process_time()
    identity = link(parse(mention), catalogue, gone)
    return identity, (time.process_time() - started) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--absent", action="store_true", help="as if no labelled film were in the catalogue")
    parser.add_argument("--show", action="store_true", help="print what is not as labelled")
    args = parser.parse_args()
    labelled = list(rows(args.labelled))
    print(f"{'given':<24} linked  wrong  precision  coverage    ask    nil     ms    p99")
    with Catalogue(args.catalogue) as catalogue:
        for name, withheld in WITHHELD.items():
            tally, shown = Tally(), []
            for row in labelled:
                gold = None if args.absent else row["gold"]
                identity, spent = answer(row, withheld, catalogue, absent=args.absent)
                verdict = tally.add(gold, identity, spent)
                if verdict and args.show:
                    shown.append(
                        f"  {verdict}: {json.dumps(row, ensure_ascii=False)} {identity.title} {identity.reasons}"
                    )
            print(f"{name:<24}{tally}")
            for line in shown:
                print(line)


if __name__ == "__main__":
    main()
