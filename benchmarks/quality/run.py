"""The quality gate: precision and recall of every field over fixtures, held above their floors.

python benchmarks/quality/run.py                 fixtures/, against floors.json; 1 when one fell
python benchmarks/quality/run.py --raise         the same, then lift the floors to what was measured
python benchmarks/quality/run.py DIRECTORY       any labelled folder: fixtures, or .jsonl sets
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scraper.cli.evaluate import answer
from scraper.cli.fixture import replay
from scraper.errors import ScraperError
from scraper.evaluate import evaluate, read_rows, tallies, text_report
from scraper.evaluate.fixtures import judge_fixture, read_fixtures
from scraper.evaluate.floors import Floors, labels_hash, read_floors, write_floors
from scraper.evaluate.table import Tally, text_table

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")


def measured(folder: Path) -> list[Tally]:
    """Tallies over every fixture of a folder."""
    fixtures = read_fixtures(folder)
    return tallies(found for one in fixtures for found in judge_fixture(one.expected, replay(one)[0]))


def gate(folder: Path, *, lift: bool) -> int:
    """Print the table of a folder of fixtures and what fell below its floor."""
    rows, labels = measured(folder), labels_hash(folder)
    print(f"{folder.name}: {len(read_fixtures(folder))} fixtures\n{text_table(rows)}")
    floors = read_floors(FLOORS) if FLOORS.exists() else Floors("", {})
    broken = floors.broken(rows)
    print("\n".join(broken) or "no field fell below its floor")
    if lift and not broken:
        write_floors(FLOORS, floors.raised(rows, labels))
    elif floors.labels != labels:
        print("the labels are not those of floors.json: look at the change, then run this with --raise")
        return 1
    return 1 if broken else 0


def labelled(folder: Path) -> int:
    """Print the tables of any labelled folder."""
    sets = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
    for path in sets:
        judged = list(evaluate(read_rows(path), answer, 2))
        print(text_report(path.name, judged, by=None, misses=[], calibration=False), end="\n\n")
    if not sets:
        print(text_table(measured(folder)))
    return 0


def main() -> int:
    """Run the gate, or measure a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a labelled folder (default: fixtures/, with floors)")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    args = parser.parse_args()
    try:
        return gate(ROOT / "fixtures", lift=args.lift) if args.folder is None else labelled(args.folder)
    except ScraperError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
