"""Fits the weights of linking on labelled mentions.

    python benchmarks/linking/fit.py LABELLED.jsonl --catalogue films.sqlite [--write]

For every mention the candidates of the blocking are pairs: one true, if the film is there, the rest false.
A feature's value weighs log2(m / u): how often true pairs show it over how often false ones do.

* `[year]`: the share of true pairs at each distance. The other side, how many films lie so near by chance,
  comes from the catalogue at run time.
* `[director]`: u is counted over false pairs of equal title, the ones a director must tell apart.
* `[title]`: u is counted over all false pairs.

Both are anchored at `equal`, so that only the differences between the values are fitted: what an equal title is
worth, how many films have it tells at run time; false pairs with an equal director are too few to count.

Each count starts with `PRIOR` pairs that show what the weights say now, so a value that is rarely
seen stays near its present weight. `--write` puts the result into scraper/link/weights.toml; without it the table of
old and new is printed. Check with benchmarks/linking/table.py afterwards, on other mentions than these.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.link.catalogue import Catalogue
from scraper.link.linker import rank
from scraper.link.mention import parse
from scraper.link.sources.lines import open_lines
from scraper.link.weights import load
from scraper.model import Candidate

PRIOR = 20.0
MOST = 10.0
"""Bits: no single feature says more than this."""
WEIGHTS = Path(str(files("scraper.link").joinpath("weights.toml")))
Counts = dict[str, Counter[str]]


def pairs(labelled: Path, catalogue: Catalogue) -> tuple[list[Candidate], list[Candidate]]:
    """True and false candidates of all mentions."""
    true: list[Candidate] = []
    false: list[Candidate] = []
    for line in open_lines(labelled):
        row: dict[str, Any] = json.loads(line)
        for film, candidate in rank(parse({key: row[key] for key in row if key != "gold"}), catalogue):
            (true if film.ids.get("imdb") == row["gold"] else false).append(candidate)
    return true, false


def counts(candidates: list[Candidate]) -> Counts:
    """How often each feature shows each value."""
    found: Counts = defaultdict(Counter)
    for candidate in candidates:
        for item in candidate.features:
            found[item.name][str(item.value)] += 1
    return found


def fitted(now: Mapping[str, float], true: Counter[str], false: Counter[str]) -> dict[str, float]:
    """Bits by value, `equal` as it was. Without labelled pairs the pseudo-pairs give the present weights."""
    prior = {value: 2.0 ** (bits / 2) for value, bits in now.items()}
    in_true, in_false = sum(prior.values()), sum(1 / weight for weight in prior.values())
    true_all, false_all = sum(true[value] for value in now) + PRIOR, sum(false[value] for value in now) + PRIOR
    bits = {}
    for value in now:
        m = (true[value] + PRIOR * prior[value] / in_true) / true_all
        u = (false[value] + PRIOR / prior[value] / in_false) / false_all
        bits[value] = math.log2(m / u)
    anchor = now["equal"] - bits["equal"]
    return {value: max(-MOST, min(MOST, one + anchor)) for value, one in bits.items()}


def fit(true: list[Candidate], false: list[Candidate]) -> dict[str, dict[str, float]]:
    """New weights by section."""
    now = load()
    rivals = [item for item in false if any(f.name == "title" and f.value in ("equal", "lax") for f in item.features)]
    seen, unseen, same = counts(true), counts(false), counts(rivals)
    years = seen["year_distance"]
    dated = sum(years.values()) + PRIOR
    return {
        "title": fitted(now["title"], seen["title"], unseen["title"]),
        "year": {near: (years[near] + PRIOR * now["year"][near]) / dated for near in ("0", "1", "2")},
        "director": fitted(now["director"], seen["director"], same["director"]),
    }


def write(weights: dict[str, dict[str, float]]) -> None:
    """Put new values into the file, its comments untouched."""
    section, lines = "", []
    for line in WEIGHTS.read_text("utf-8").splitlines():
        if head := re.match(r"\[(\w+)\]", line):
            section = head[1]
        value = re.match(r"(\w+) = \S+", line)
        new = weights.get(section, {}).get(value[1]) if value else None
        digits = 3 if section == "year" else 1
        lines.append(line if value is None or new is None else f"{value[1]} = {new:.{digits}f}{line[value.end() :]}")
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with Catalogue(args.catalogue) as catalogue:
        true, false = pairs(args.labelled, catalogue)
    weights = fit(true, false)
    print(f"{len(true)} true pairs, {len(false)} false ones")
    for section, values in weights.items():
        for value, bits in values.items():
            print(f"{section:>10} {value:<9} {load()[section][value]:>7.3f} -> {bits:>7.3f}")
    if args.write:
        write(weights)


if __name__ == "__main__":
    main()
