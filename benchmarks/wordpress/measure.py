"""What came out, beside what was put in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from content import Post

from scraper.evaluate.compare import Judgement, judge

FIELDS = (
    "film_title",
    "directors",
    "score",
    "reviewer",
    "published",
    "categories",
    "tags",
    "film_year",
    "availability",
)
ASKED = FIELDS[:7]
"""The fields that the targets speak of."""
LEAST_PRECISION, LEAST_RECALL = 0.99, 0.97


@dataclass(slots=True)
class Sums:
    """One field over all reviews."""

    stated: int = 0
    answered: int = 0
    right: int = 0
    misses: list[tuple[Post, Judgement]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right of answered."""
        return self.right / self.answered if self.answered else 1.0

    @property
    def recall(self) -> float:
        """Right of stated."""
        return self.right / self.stated if self.stated else 1.0


def records(output: Path) -> dict[str, dict[str, Any]]:
    """The records of a project in the terms of the flat form, by the address of their page, from their ledgers."""
    found = {}
    for path in sorted((output / "reviews").rglob("*.jsonld")):
        document = json.loads(path.read_text())
        address = document["@graph"][0]["@id"].partition("#")[0]
        ledger = path.with_name(path.name.replace(".jsonld", ".ledger.ndjson"))
        lines = [json.loads(line) for line in ledger.read_text().splitlines()]
        found[address] = {line["field"]: line.get("value") for line in lines if "field" in line}
    return found


def compare(posts: Iterable[Post], found: Mapping[str, Mapping[str, Any]]) -> dict[str, Sums]:
    """Every field of every published review; one that was not found counts as silent."""
    sums: dict[str, Sums] = defaultdict(Sums)
    for post in posts:
        if post.label is None or post.hidden:
            continue
        for one in judge(post.label, found.get(post.link)):
            total = sums[one.field]
            total.stated += one.stated
            total.answered += one.answered
            total.right += one.right
            if one.missed:
                total.misses.append((post, one))
    return sums


def table(sums: Mapping[str, Sums]) -> list[str]:
    """Lines of a table."""
    lines = [f"  {'field':14} {'stated':>6} {'answered':>8} {'right':>6} {'precision':>10} {'recall':>8}"]
    for name in FIELDS:
        one = sums[name]
        short = name in ASKED and (one.precision < LEAST_PRECISION or one.recall < LEAST_RECALL)
        lines.append(
            f"  {name:14} {one.stated:6} {one.answered:8} {one.right:6} {one.precision:10.4f} {one.recall:8.4f}"
            + ("  below the target" if short else "")
        )
    return lines


def misses(sums: Mapping[str, Sums], most: int) -> list[str]:
    """At most so many misses of each field, in words."""
    lines = []
    for name in FIELDS:
        for post, one in sums[name].misses[:most]:
            lines.append(
                f"  {name}: {post.row['title']!r} wanted {one.expected!r}, got {one.given!r}; {_shapes(post, name)}"
            )
    return lines


def _shapes(post: Post, name: str) -> dict[str, str]:
    wanted = {"directors": "director", "film_title": "headline", "reviewer": "critic"}.get(name, name)
    return {key: value for key, value in post.shapes.items() if key in {wanted, "traps", "pages", "language"}}


@dataclass(frozen=True, slots=True)
class Found:
    """Which pages gave records."""

    right: int
    lacking: tuple[Post, ...]
    hidden: tuple[Post, ...]
    strangers: tuple[str, ...]

    @property
    def precise(self) -> float:
        """Pages with a review of those that gave one."""
        return self.right / max(self.right + len(self.hidden) + len(self.strangers), 1)


def discovery(posts: Sequence[Post], found: Mapping[str, object]) -> Found:
    """Compare the pages that gave records with those that hold a published review."""
    reviews = {post.link: post for post in posts if post.label is not None and not post.hidden}
    hidden = {post.link: post for post in posts if post.hidden}
    return Found(
        right=len(reviews.keys() & found.keys()),
        lacking=tuple(reviews[link] for link in sorted(reviews.keys() - found.keys())),
        hidden=tuple(hidden[link] for link in sorted(hidden.keys() & found.keys())),
        strangers=tuple(sorted(found.keys() - reviews.keys() - hidden.keys())),
    )


def gaps(rows: Sequence[Mapping[str, Any]]) -> tuple[int, float]:
    """How many requests the crawler made, and the shortest rest between one's end and the next one's beginning."""
    ours = [row for row in rows if str(row["agent"]).startswith("film-review-scraper/")]
    rests = [float(two["began"]) - float(one["ended"]) for one, two in pairwise(ours)]
    return len(ours), min(rests, default=float("inf"))


def feed(output: Path, after: int = 0) -> list[dict[str, Any]]:
    """The changes of reviews in the feed behind a version."""
    rows = []
    for path in sorted((output / "feed").glob("*.ndjson")):
        rows += [json.loads(line) for line in path.read_text().splitlines()]
    return [row for row in rows if row["version"] > after and row["kind"] == "review"]


def snapshot(output: Path) -> dict[str, tuple[int, int]]:
    """Name, time and size of every published file: records, films, people, feed."""
    folders = ("reviews", "films", "people", "feed")
    paths = [path for name in folders for path in (output / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(output)): (path.stat().st_mtime_ns, path.stat().st_size) for path in paths}
