"""Fit the weights of scraper/extract/weights.toml on labelled pages, split by site.

python benchmarks/fit/run.py LABELLED.jsonl ...            leave-sites-out: fitted without a third, measured on it
python benchmarks/fit/run.py --write LABELLED.jsonl ...    fit on everything and write the weights

Each group of agreeing claims about one field is an example: right or wrong by the label. Its chance of being
right is a logistic function of the sum of its voices' bits; every rule's bits are moved from where they stand
only as far as the examples force them (a normal prior around the present weight), so that a rule seen twice
keeps what was reasoned about it.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scraper.errors import ScraperError
from scraper.evaluate import read_rows
from scraper.evaluate.compare import judge
from scraper.evaluate.gold import Row
from scraper.extract import extract
from scraper.extract.resolve import Rule, Weights, grouped, resolve, weights
from scraper.flat import review_to_dict
from scraper.model import Answer, Claim, Review

FIELDS: Final = ("film_title", "film_year", "score", "reviewer", "published")
WEIGHTS: Final = Path(__file__).parents[2] / "scraper" / "extract" / "weights.toml"
BIT: Final = math.log(2)
PRIOR: Final = 0.25
STEPS: Final = 400
RATE: Final = 0.05
FEWEST: Final = 8
FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """All claims about one field of one labelled page, with its label."""

    site: str
    field: str
    label: dict[str, Any]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One group of agreeing claims: the rule that speaks for each voice, the marks' bits, and whether it is right."""

    field: str
    keys: tuple[str, ...]
    fixed: float
    right: bool


def samples_of(row: Row) -> list[Sample]:
    """The claims of a row's first review, field by field, where the label decides."""
    headers = {"content-type": "text/plain"} if row.plain else None
    extraction = extract(row.content(), row.url, headers=headers, assume=row.assume)
    if not extraction.reviews:
        return []
    answers = extraction.reviews[0].answers
    return [
        Sample(row.site, name, row.label, tuple(one.claim for one in answers[name].claims))
        for name in FIELDS
        if name in row.label and name in answers
    ]


def is_right(label: dict[str, Any], name: str, value: object) -> bool | None:
    """Whether a value is what the label says; None where it cannot be judged."""
    plain = review_to_dict(Review("", None, {name: Answer(value, "single", 1.0)}))
    for found in judge(label, {name: plain[name]}):
        if found.field == name and found.answered:
            return found.right == found.answered
    return None


def examples(samples: Iterable[Sample], table: Weights) -> list[Example]:
    """Every group of every sample that a label can judge."""
    made = []
    for sample in samples:
        for group in grouped(sample.field, sample.claims, table):
            right = is_right(sample.label, sample.field, group.best.value)
            if right is None:
                continue
            by_voice: dict[str, tuple[float, str]] = {}
            for claim, bits in group.claims:
                voice = table.rule(claim).voice
                if bits > by_voice.get(voice, (0.0, ""))[0]:
                    by_voice[voice] = (bits, table.key(claim))
            fixed = sum(bits - table.rules[key].bits for bits, key in by_voice.values() if key)
            fixed += sum(bits for bits, key in by_voice.values() if not key)
            keys = tuple(key for _, key in by_voice.values() if key)
            made.append(Example(sample.field, keys, fixed, right))
    return made


def fit(found: Sequence[Example], table: Weights) -> Weights:
    """The table with the bits of rules moved to the maximum a posteriori, by gradient steps."""
    bits = {key: table.rules[key].bits for one in found for key in one.keys}
    prior = dict(bits)
    counts: dict[str, int] = defaultdict(int)
    for one in found:
        for key in one.keys:
            counts[key] += 1
    for _ in range(STEPS):
        slopes: dict[str, float] = {key: (prior[key] - value) / PRIOR**2 for key, value in bits.items()}
        for one in found:
            score = one.fixed + sum(bits[key] for key in one.keys)
            chance = 1 / (1 + math.exp(-BIT * (score - table.policies[one.field].threshold + 0.5)))
            for key in one.keys:
                slopes[key] += BIT * (one.right - chance)
        for key, slope in slopes.items():
            step = RATE * slope / max(1.0, counts[key] * 0.2)
            bits[key] = min(9.0, max(0.1, bits[key] + step))
    moved = {key: value for key, value in bits.items() if counts[key] >= FEWEST}
    rules = {key: Rule(moved.get(key, rule.bits), rule.voice) for key, rule in table.rules.items()}
    return dataclasses.replace(table, rules=rules)


def measure(samples: Iterable[Sample], table: Weights) -> dict[str, tuple[int, int, int]]:
    """For each field: stated, answered, right, resolved with this table."""
    totals: dict[str, list[int]] = {name: [0, 0, 0] for name in FIELDS}
    for sample in samples:
        stated = sample.label[sample.field] not in (None, [])
        answer = resolve(sample.field, sample.claims, "", table)
        row = totals[sample.field]
        row[0] += stated
        if answer.value is not None and (right := is_right(sample.label, sample.field, answer.value)) is not None:
            row[1] += 1
            row[2] += right
    return {name: (row[0], row[1], row[2]) for name, row in totals.items()}


def fold(site: str) -> int:
    """Which third a site is in, the same on every machine."""
    return hashlib.sha256(site.encode()).digest()[0] % FOLDS


def show(title: str, totals: dict[str, tuple[int, int, int]]) -> None:
    """One table."""
    print(f"\n{title}\n{'field':<14}{'stated':>8}{'answered':>10}{'right':>7}{'precision':>11}{'recall':>8}")
    for name, (stated, answered, right) in totals.items():
        precision = right / answered if answered else 0.0
        print(f"{name:<14}{stated:>8}{answered:>10}{right:>7}{precision:>11.3f}{right / max(1, stated):>8.3f}")


def leave_sites_out(samples: Sequence[Sample], table: Weights) -> None:
    """Fit without each third of the sites, measure on that third, and add the thirds up."""
    before: dict[str, list[int]] = {name: [0, 0, 0] for name in FIELDS}
    after: dict[str, list[int]] = {name: [0, 0, 0] for name in FIELDS}
    for part in range(FOLDS):
        held = [one for one in samples if fold(one.site) == part]
        rest = [one for one in samples if fold(one.site) != part]
        fitted = fit(examples(rest, table), table)
        for totals, used in ((before, table), (after, fitted)):
            for name, row in measure(held, used).items():
                totals[name] = [a + b for a, b in zip(totals[name], row, strict=True)]
    show("weights as they ship, on all sites", {name: (r[0], r[1], r[2]) for name, r in before.items()})
    show("fitted without the third they are measured on", {name: (r[0], r[1], r[2]) for name, r in after.items()})


def write(table: Weights, fitted: Weights) -> int:
    """Put the moved weights into weights.toml, its comments kept; the number of lines changed."""
    text = WEIGHTS.read_text("utf-8")
    changed = 0
    for key, rule in fitted.rules.items():
        if abs(rule.bits - table.rules[key].bits) >= 0.1:
            line = re.compile(rf'^("{re.escape(key)}"|{re.escape(key)}) = [\d.]+', re.MULTILINE)
            text, count = line.subn(lambda match, bits=rule.bits: f"{match.group(1)} = {bits:.1f}", text)
            changed += count
    WEIGHTS.write_text(text, "utf-8")
    return changed


def main() -> int:
    """Fit, and show or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path, help="labelled sets, see docs/measuring.md")
    parser.add_argument("--write", action="store_true", help="fit on everything and write weights.toml")
    args = parser.parse_args()
    try:
        rows = [row for path in args.labelled for row in read_rows(path) if row.task == "review"]
    except ScraperError as error:
        print(error, file=sys.stderr)
        return 1
    with ProcessPoolExecutor() as pool:
        samples = [sample for found in pool.map(samples_of, rows, chunksize=8) for sample in found]
    table = weights()
    print(f"{len(rows)} pages of {len({row.site for row in rows})} sites, {len(examples(samples, table))} examples")
    leave_sites_out(samples, table)
    if args.write:
        print(f"\n{write(table, fit(examples(samples, table), table))} weights moved in {WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
