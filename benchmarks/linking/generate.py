"""Writes IMDb-like TSV files of invented films, as many as one asks for.

    python benchmarks/linking/generate.py FOLDER --films 700000

Titles are made of a Zipf-distributed vocabulary, so that some are common and most are rare; a
third of the years lie in one decade, as they do in real lists; films have 2.4 titles on average,
1.1 directors, one of whom has made ten films on average, and three players. The same seed writes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import IO

SYLLABLES = [
    a + b for a in "b br c d dr f g gr h k l m n p r s st t tr v w z".split() for b in "a e i o u ai ou".split()
]
WORDS = 60_000
COLUMNS = {
    "name.basics": "nconst primaryName",
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.crew": "tconst directors writers",
    "title.principals": "tconst ordering nconst category job characters",
}


def vocabulary(rng: random.Random) -> list[str]:
    """Invented words, the commonest first."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 2, 3)))) + rng.choice(("", "n", "r", "s", "l"))] = (
            None
        )
    return [word.capitalize() for word in words]


class Titles:
    """Draws titles; every fifth begins with an article, every fiftieth is a sequel."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = vocabulary(rng)
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(WORDS)))

    def draw(self) -> str:
        """One title of one to five words."""
        size = self.rng.choices((1, 2, 3, 4, 5), (20, 35, 25, 12, 8))[0]
        text = " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=size))
        chance = self.rng.random()
        text = f"The {text}" if chance < 0.2 else text
        return f"{text} {self.rng.choice(('II', '2', 'III'))}" if chance > 0.98 else text


def year(rng: random.Random) -> int:
    """A year, one in three of the 2010s."""
    return rng.randint(2010, 2019) if rng.random() < 1 / 3 else rng.randint(1900, 2024)


def people(rng: random.Random, count: int, words: list[str]) -> Iterator[str]:
    """Names of two words."""
    for _ in range(count):
        yield f"{rng.choice(words[:4000])} {rng.choice(words)}"


def write(folder: Path, films: int, seed: int) -> None:
    """Write the five files."""
    rng = random.Random(seed)
    titles = Titles(rng)
    folder.mkdir(parents=True, exist_ok=True)
    directing, playing = max(1, films // 9), max(1, films // 3)
    names = list(people(rng, directing + playing, titles.words))
    with _file(folder, "name.basics") as out:
        out.writelines(f"nm{number:07}\t{name}\n" for number, name in enumerate(names))
    with (
        _file(folder, "title.basics") as basics,
        _file(folder, "title.akas") as akas,
        _file(folder, "title.crew") as crew,
        _file(folder, "title.principals") as principals,
    ):
        for number in range(films):
            tconst, main = f"tt{number:07}", titles.draw()
            original = titles.draw() if rng.random() < 0.3 else main
            basics.write(f"{tconst}\tmovie\t{main}\t{original}\t0\t{year(rng)}\t\\N\t{rng.randint(60, 180)}\tDrama\n")
            for order in range(rng.choices((0, 1, 2, 3), (35, 30, 20, 15))[0]):
                akas.write(f"{tconst}\t{order}\t{titles.draw()}\tXX\t\\N\timdbDisplay\t\\N\t0\n")
            directors = {f"nm{int(directing * rng.random() ** 1.5):07}" for _ in range(rng.choices((1, 2), (9, 1))[0])}
            crew.write(f"{tconst}\t{','.join(sorted(directors))}\t\\N\n")
            for order in range(3):
                player = f"nm{directing + int(playing * rng.random() ** 1.5):07}"
                principals.write(f"{tconst}\t{order}\t{player}\tactor\t\\N\t\\N\n")


def _file(folder: Path, name: str) -> IO[str]:
    out = gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8", compresslevel=1)  # noqa: SIM115 - the caller closes
    out.write("\t".join(COLUMNS[name].split()) + "\n")
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=700_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write(chosen.folder, chosen.films, chosen.seed)
