"""Search latency over generated reviews: builds the index, asks, prints a table.

    python benchmarks/search/run.py --reviews 200000

Queries are drawn from the generated world: titles, names, prose words by their frequency, phrases,
prefixes, filters, and stop words alone and together. Each is asked in a warm process, facets and
20 highlighted hits included; the time is that of `scraper.publish.search.search`. Time on the clock
counts; time on the processor stands beside it, for a machine that has other things to do.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generate import _COMMON, World, changes

from scraper.publish.index import SearchIndex
from scraper.publish.search import Query, search


def build(path: Path, reviews: int, seed: int) -> float:
    """Seconds to index `reviews` records, as one run after another would bring them."""
    index = SearchIndex(path)
    started = time.perf_counter()
    rows = changes(reviews, seed)
    while batch := list(itertools.islice(rows, 5_000)):
        index.apply(batch)
    index.close()
    return time.perf_counter() - started


def kinds(world: World, draw: random.Random) -> dict[str, Callable[[], Query]]:
    """One maker of queries per kind of search."""

    def word() -> str:
        return draw.choices(world.words, weights=[1 / rank for rank in range(1, len(world.words) + 1)])[0]

    def title() -> str:
        return str(draw.choice(world.films)["name"])

    return {
        "title": lambda: Query(title()),
        "title, quoted": lambda: Query(f'"{title()}"'),
        "critic": lambda: Query(draw.choice(world.critics)),
        "director": lambda: Query(draw.choice(world.people)),
        "one word": lambda: Query(word()),
        "two words": lambda: Query(f"{word()} {word()}"),
        "word and stop word": lambda: Query(f"{draw.choice(_COMMON)} {word()}"),
        "prefix": lambda: Query(word()[: draw.randint(2, 5)] + "*"),
        "words, filtered": lambda: Query(word(), site=draw.choice(world.sites), min_score=60),
        "filters alone": lambda: Query(critic=draw.choice(world.critics), min_score=draw.choice((50, 72, 90))),
        "nothing (newest)": lambda: Query(""),
        "stop word": lambda: Query(draw.choice(_COMMON)),
        "stop words": lambda: Query(" ".join(draw.sample(_COMMON, 3))),
        "stop-word phrase": lambda: Query(f'"{draw.choice(_COMMON)} {draw.choice(_COMMON)}"'),
        "stop word, filtered": lambda: Query(draw.choice(_COMMON), site=draw.choice(world.sites)),
        "one-letter prefix": lambda: Query(draw.choice("abcdefghilmnprstw") + "*"),
    }


def timed(index: SearchIndex, queries: Iterator[Query]) -> list[tuple[float, float]]:
    """Milliseconds per query: on the clock, on the processor."""
    found = []
    for query in queries:
        clock, processor = time.perf_counter(), time.process_time()
        search(index, query)
        found.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)))
    return found


def figures(times: list[float]) -> tuple[float, float, float]:
    """Median, 99th percentile, worst."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], ordered[-1]


def row(name: str, times: list[tuple[float, float]]) -> str:
    """One line of the table."""
    clock, processor = (figures([pair[side] for pair in times]) for side in (0, 1))
    return f"{name:22}{len(times):>6}" + "".join(f"{value:>10.2f}" for value in (*clock, *processor[:2]))


def main() -> int:
    """Build, ask, print; status 1 when the promise (median 5 ms, 99th percentile 50 ms) is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reviews", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=100, help="per kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--index", type=Path, help="keep the index here; used again when it exists")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.index or Path(folder) / "search.sqlite"
        if not path.exists():
            seconds = build(path, args.reviews, args.seed)
            print(f"indexed {args.reviews:,} reviews in {seconds:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
        index = SearchIndex(path, read_only=True)
        draw = random.Random(args.seed)
        world = World(args.seed, args.reviews)
        print(f"{'kind of query (ms)':22}{'n':>6}{'median':>10}{'p99':>10}{'worst':>10}{'cpu':>10}{'cpu p99':>10}")
        every: list[tuple[float, float]] = []
        for name, make in kinds(world, draw).items():
            times = timed(index, (make() for _ in range(args.queries)))
            every += times
            print(row(name, times))
        print(row("all", every))
        index.close()
    median, late, _ = figures([clock for clock, _ in every])
    return 0 if median < 5 and late < 50 else 1


if __name__ == "__main__":
    sys.exit(main())
