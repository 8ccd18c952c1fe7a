"""Break pages in thousands of ways and read them all: no error may escape, and none may take long.

python benchmarks/mutate/run.py                    10,000 mutations of the fixtures
python benchmarks/mutate/run.py --count 500 --seed 7

Every mutation is made from its seed alone, so that a failing one can be made again: the program prints the seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scraper.extract import extract
from scraper.flat import to_dict

ROOT: Final = Path(__file__).parents[2]
SLOW: Final = 2.0
"""Seconds of CPU that no page may take."""
NOISE: Final = (
    "\x00",
    "\ufeff",
    "\u202e",
    "\ud83c",
    "&#x110000;",
    "<![CDATA[",
    "<!--",
    "]]>",
    '"',
    "'",
    "<",
    ">",
    "\\u",
)
FLOODS: Final = (
    "<div>",
    "<table><tr><td>",
    "<b><i>",
    '<p class="rating">',
    "<li><a href=x>",
    "★",
    "5/5 ",
    "Director: ",
    "(",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutation; `error` is None where it was read."""

    seed: int
    name: str
    seconds: float
    error: str | None


def cut(chance: random.Random, page: str) -> str:
    """End somewhere in the middle."""
    return page[: chance.randrange(len(page))]


def scramble(chance: random.Random, page: str) -> str:
    """Put noise in many places."""
    parts = list(page)
    for _ in range(chance.randrange(1, 60)):
        parts[chance.randrange(len(parts))] = chance.choice(NOISE)
    return "".join(parts)


def swap(chance: random.Random, page: str) -> str:
    """Exchange two stretches."""
    a, b, c, d = sorted(chance.randrange(len(page)) for _ in range(4))
    return page[:a] + page[c:d] + page[b:c] + page[a:b] + page[d:]


def flood(chance: random.Random, page: str) -> str:
    """Repeat one thing thousands of times somewhere."""
    place = chance.randrange(len(page))
    return page[:place] + chance.choice(FLOODS) * chance.randrange(10, 5000) + page[place:]


def repeat(chance: random.Random, page: str) -> str:
    """Say everything again, as pages with every post on them do."""
    return page * chance.randrange(2, 5)


def unclose(chance: random.Random, page: str) -> str:
    """Drop closing tags."""
    return page.replace(chance.choice(("</p>", "</div>", "</span>", "</script>", "</a>", '"')), "")


def attributes(chance: random.Random, page: str) -> str:
    """A tag with very many attributes."""
    many = " ".join(f'data-{number}="{number}"' for number in range(chance.randrange(10, 3000)))
    return page.replace("<article", f"<article {many}", 1).replace("<body", f"<body {many}", 1)


MUTATIONS: Final[Sequence[Callable[[random.Random, str], str]]] = (
    cut, scramble, swap, flood, repeat, unclose, attributes,
)  # fmt: skip


def mutate(seed: int, pages: Sequence[tuple[str, str]]) -> tuple[str, bytes, str]:
    """One mutated page: the fixture's name, the bytes, and an address."""
    chance = random.Random(seed)
    name, page = chance.choice(pages)
    for _ in range(chance.randrange(1, 4)):
        page = chance.choice(MUTATIONS)(chance, page) or "x"
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "cp1252", "utf-16", "gb18030", "shift_jis"))
    return (
        name,
        page.encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass"),
        f"https://m.example/{seed}/",
    )


def read(job: tuple[int, Sequence[tuple[str, str]]]) -> Outcome:
    """Mutate and read one page; whatever escapes is the finding."""
    seed, pages = job
    name, content, url = mutate(seed, pages)
    start = time.process_time()
    try:
        to_dict(extract(content, url))
    except Exception as error:  # noqa: BLE001 - what escapes is what this program looks for
        return Outcome(seed, name, time.process_time() - start, f"{type(error).__name__}: {error}")
    return Outcome(seed, name, time.process_time() - start, None)


def main() -> int:
    """Run, and say what escaped and what was slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    args = parser.parse_args()
    paths = sorted(ROOT.glob("fixtures/*/*/page.html"))
    pages = [(str(path.parent.relative_to(ROOT)), path.read_text("utf-8", "replace")) for path in paths]
    jobs = ((seed, pages) for seed in range(args.seed, args.seed + args.count))
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(read, jobs, chunksize=50))
    failed = [one for one in outcomes if one.error]
    slowest = max(outcomes, key=lambda one: one.seconds)
    for one in failed[:20]:
        print(f"seed {one.seed} ({one.name}): {one.error}")
    for one in sorted(outcomes, key=lambda one: -one.seconds)[:5]:
        print(f"{one.seconds:6.2f} s  seed {one.seed} ({one.name})")
    mean = 1000 * sum(one.seconds for one in outcomes) / len(outcomes)
    print(f"{len(outcomes)} mutations of {len(pages)} fixtures: {len(failed)} errors, {mean:.1f} ms CPU in the mean")
    print(f"no page may take more than {SLOW:g} s")
    return 1 if failed or slowest.seconds > SLOW else 0


if __name__ == "__main__":
    sys.exit(main())
