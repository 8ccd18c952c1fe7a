"""Builds a catalogue of generated films and links mentions to it: minutes, megabytes, milliseconds.

    python benchmarks/linking/run.py                     700,000 films, about 1.7 million titles
    python benchmarks/linking/run.py --films 20000       quickly

A third of the mentions are films of the catalogue as they are, a third have one letter wrong in the
title, a third are films that are not there; half state the director and half the year. Times are CPU
times of one process. Memory is the largest resident set of the linking process, the interpreter included.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate

from scraper.link.build import build
from scraper.link.catalogue import Catalogue
from scraper.link.linker import Linker
from scraper.link.mention import parse

MENTIONS = 3000


def mentions(catalogue: Path, films: int, seed: int = 2) -> list[dict[str, object]]:
    """Mentions with the id they should be linked to, None for films that are not there."""
    rng = random.Random(seed)
    unknown = generate.Titles(random.Random(seed + 1))
    rows = []
    with Catalogue(catalogue) as opened:
        chosen = opened.films(rng.sample(range(1, films + 1), min(films, MENTIONS * 2 // 3)))
    for number, film in enumerate(chosen):
        text = film.title
        if number % 2 and len(text) > 6:
            place = rng.randrange(1, len(text))
            text = text[:place] + "x" + text[place + 1 :]
        rows.append(_row(rng, text, film.year, film.directors, film.ids["imdb"]))
    rows += [
        _row(rng, unknown.draw(), generate.year(rng), ("Zeno Q. Nobody",), None) for _ in range(MENTIONS - len(rows))
    ]
    rng.shuffle(rows)
    return rows


def _row(
    rng: random.Random, title: str, year: int | None, directors: tuple[str, ...], gold: str | None
) -> dict[str, object]:
    row: dict[str, object] = {"title": title, "gold": gold}
    return (
        row
        | ({"year": year} if rng.random() < 0.5 else {})
        | ({"directors": list(directors)} if rng.random() < 0.5 else {})
    )


def measure(folder: Path) -> dict[str, float]:
    """Runs in a process of its own, so that memory is the linker's alone."""
    rows = json.loads((folder / "mentions.json").read_text())
    catalogue = folder / "catalogue.sqlite"
    linker = Linker(catalogue)
    times, wrong, linked = [], 0, 0
    for row in rows:
        started = time.process_time()
        identity = linker.link(parse(row))
        times.append((time.process_time() - started) * 1000)
        if identity.band == "auto":
            linked += 1
            wrong += identity.ids.get("imdb") != row["gold"]
    times.sort()
    return {
        "median_ms": times[len(times) // 2], "p99_ms": times[len(times) * 99 // 100], "most_ms": times[-1],
        "linked": linked, "wrong": wrong, "mentions": len(rows),
        "memory_mb": memory(),
    }  # fmt: skip


def memory() -> float:
    """Megabytes of the largest resident set so far. `getrusage` would count the parent's, from before the exec."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Generate, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=int, default=700_000)
    parser.add_argument("--folder", type=Path, help="keep the files here, and use those that are there already")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp())
    catalogue = folder / "catalogue.sqlite"
    if args.measure:
        print(json.dumps(measure(folder)))
        return
    if not (folder / "title.crew.tsv.gz").exists():
        generate.write(folder, args.films, seed=1)
    if not catalogue.exists():
        started, cpu = time.monotonic(), time.process_time()
        report = build([("imdb", [str(folder)])], catalogue, lambda _text, _share: None)
        spent = f"{time.monotonic() - started:.0f} s ({time.process_time() - cpu:.0f} s of CPU)"
        print(f"built in {spent}, {memory():.0f} MB of memory")
        print(f"{report.counts['film']} films, {report.counts['title']} titles")
    print(f"{catalogue.stat().st_size / 1e6:.0f} MB on disk")
    (folder / "mentions.json").write_text(json.dumps(mentions(catalogue, args.films)))
    command = [sys.executable, __file__, "--measure", "--folder", str(folder)]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        "a decision: {median_ms:.1f} ms median, {p99_ms:.1f} ms p99, {most_ms:.0f} ms at most (CPU)".format(**figures)
    )
    print("memory: {memory_mb:.0f} MB".format(**figures))
    print("{linked:.0f} of {mentions:.0f} mentions linked, {wrong:.0f} of them wrongly".format(**figures))


if __name__ == "__main__":
    main()
