"""CPU milliseconds per stage, beside a Lexbor parse alone and beside today's usual tools.

    make bench                                 or: python benchmarks/speed/run.py [--without-peer] [PAGES]

All figures of a table come from one run on one machine, so their ratios can be compared. The usual
tools (extruct with three syntaxes, trafilatura with metadata, htmldate) are installed on demand into
an environment of their own, `benchmarks/speed/.venv`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pages import fixtures, folder, page
from selectolax.lexbor import LexborHTMLParser

from scraper.extract import extract
from scraper.extract.decode import decode
from scraper.extract.parse import parse_html
from scraper.flat import to_dict
from scraper.model import LinkedReview
from scraper.record import build

HERE = Path(__file__).parent
PEERS = ("extruct", "trafilatura", "htmldate")
URL = "https://reel-ledger.example/2021/08/harrow-lane-review/"
OURS = "bytes to record"
PAGES = 30
T = TypeVar("T")
SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "5 MB": 5_000_000}


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    """CPU milliseconds of one call, and what it gave."""
    began = time.process_time()
    result = work()
    return (time.process_time() - began) * 1000, result


def stages(html: bytes) -> dict[str, float]:
    """CPU milliseconds of one page, read once: what a page leaves in a memory must not flatter it."""
    reading, extraction = cpu(lambda: extract(html, URL))
    linked = tuple(LinkedReview(review) for review in extraction.reviews)
    recording, _ = cpu(lambda: build(extraction, linked))
    flattening, _ = cpu(lambda: to_dict(extraction))
    decoding, decoded = cpu(lambda: decode(html))
    parsing, _ = cpu(lambda: parse_html(decoded.text, URL))
    lexbor, _ = cpu(lambda: LexborHTMLParser(decoded.text))
    return {
        "Lexbor parse alone": lexbor,
        "decode": decoding,
        "parse to text with offsets": parsing,
        "extract, all": reading,
        "record and ledger": recording,
        "flat form": flattening,
        OURS: reading + recording,
    }


def mean_stages(pages: list[bytes]) -> dict[str, float]:
    """The mean over pages, stage by stage."""
    rows = [stages(html) for html in pages]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def peer_python() -> Path | None:
    """The environment of the usual tools, made on first use; None when it cannot be made."""
    folder = HERE / ".venv"
    python = folder / "bin" / "python"
    if not (folder / ".installed").exists():
        print("installing the usual tools into benchmarks/speed/.venv ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=False, capture_output=True)
        if done.returncode:
            print("they cannot be installed here; the table goes without them")
            return None
        (folder / ".installed").touch()
    return python


def peer(python: Path, pages: list[bytes]) -> float:
    """Mean CPU milliseconds of the usual tools over pages."""
    with tempfile.TemporaryDirectory() as name:
        for number, html in enumerate(pages):
            (Path(name) / f"{number:03d}.html").write_bytes(html)
        done = subprocess.run([python, HERE / "peer.py", name], check=True, capture_output=True, text=True)
    times = json.loads(done.stdout)
    return sum(times.values()) / len(times)


def table(title: str, rows: dict[str, float]) -> None:
    """Print milliseconds, and each as a multiple of the Lexbor parse and of ours."""
    lexbor, ours = rows["Lexbor parse alone"], rows[OURS]
    print(f"\n{title}\n{'':<28}{'CPU ms':>9}{'x Lexbor':>10}{'x ours':>9}")
    for name, value in rows.items():
        print(f"{name:<28}{value:>9.2f}{value / lexbor:>10.1f}{value / ours:>9.2f}")


def scaling() -> None:
    """Print the time over sizes: milliseconds per 100 KB must not rise."""
    print(f"\nfrom bytes to record, by size\n{'':<10}{'CPU ms':>9}{'ms per 100 KB':>15}")
    for name, size in SIZES.items():
        pages = [page(size, seed) for seed in range(100, 100 + max(1, 1_000_000 // size))]
        spent = sum(stages(html)[OURS] for html in pages)
        print(f"{name:<10}{spent / len(pages):>9.1f}{spent * 100_000 / sum(map(len, pages)):>15.2f}")


def main() -> int:
    """Time everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-peer", action="store_true", help="leave the usual tools out")
    parser.add_argument("pages", nargs="?", type=Path, help="time also the pages below this folder")
    args = parser.parse_args()
    python = None if args.without_peer else peer_python()
    # The generated pages come first: they fill every memory that the fixtures' first reading left.
    sets = {"generated pages of 100 KB": [page(100_000, seed) for seed in range(PAGES)], "fixtures": fixtures()}
    if args.pages is not None:
        sets[str(args.pages)] = folder(args.pages)
    for html in fixtures():
        stages(html)  # compile once: patterns, lexicons of every language that occurs, schemas
    for title, pages in sets.items():
        rows = mean_stages(pages)
        if python is not None:
            rows["extruct+trafilatura+htmldate"] = peer(python, pages)
        kilobytes = sum(map(len, pages)) / len(pages) / 1000
        table(f"{title}: {len(pages)} pages, {kilobytes:.0f} KB each on average", rows)
    scaling()
    return 0


if __name__ == "__main__":
    sys.exit(main())
