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
ROUNDS = 5
PEER_ROUNDS = 2
SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "5 MB": 5_000_000}


def cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU milliseconds of one call: the least of `rounds`, since noise only ever adds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best * 1000


def record(html: bytes) -> None:
    """From bytes to records, as the pipeline does without a catalogue."""
    extraction = extract(html, URL)
    build(extraction, tuple(LinkedReview(review) for review in extraction.reviews))


def stages(html: bytes) -> dict[str, float]:
    """CPU milliseconds of one page: each stage alone, and all of them."""
    text = decode(html).text
    extraction = extract(html, URL)
    linked = tuple(LinkedReview(review) for review in extraction.reviews)
    return {
        "Lexbor parse alone": cpu(lambda: LexborHTMLParser(text)),
        "decode": cpu(lambda: decode(html)),
        "parse and layout of text": cpu(lambda: parse_html(text, URL)),
        "extract, all": cpu(lambda: extract(html, URL)),
        "record and ledger": cpu(lambda: build(extraction, linked)),
        "flat form": cpu(lambda: to_dict(extraction)),
        "bytes to record": cpu(lambda: record(html)),
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
        done = subprocess.run(
            [python, HERE / "peer.py", name, str(PEER_ROUNDS)], check=True, capture_output=True, text=True
        )
    times = json.loads(done.stdout)
    return sum(times.values()) / len(times)


def table(title: str, rows: dict[str, float]) -> None:
    """Print milliseconds, and each as a multiple of the Lexbor parse and of ours."""
    lexbor, ours = rows["Lexbor parse alone"], rows["bytes to record"]
    print(f"\n{title}\n{'':<28}{'CPU ms':>9}{'x Lexbor':>10}{'x ours':>9}")
    for name, value in rows.items():
        print(f"{name:<28}{value:>9.2f}{value / lexbor:>10.1f}{value / ours:>9.2f}")


def scaling() -> None:
    """Print the time over sizes: milliseconds per 100 KB must not rise."""
    print(f"\nfrom bytes to record, by size\n{'':<10}{'CPU ms':>9}{'ms per 100 KB':>15}")
    for name, size in SIZES.items():
        html = page(size, seed=9)
        spent = cpu(lambda html=html: record(html), rounds=3 if size < 1_000_000 else 1)
        print(f"{name:<10}{spent:>9.1f}{spent * 100_000 / len(html):>15.2f}")


def main() -> int:
    """Time everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-peer", action="store_true", help="leave the usual tools out")
    parser.add_argument("pages", nargs="?", type=Path, help="time also the pages below this folder")
    args = parser.parse_args()
    python = None if args.without_peer else peer_python()
    sets = {"fixtures": fixtures(), "generated pages of 100 KB": [page(100_000, seed) for seed in range(6)]}
    if args.pages is not None:
        sets[str(args.pages)] = folder(args.pages)
    for title, pages in sets.items():
        record(pages[0])  # compile once: patterns, lexicons, schemas
        rows = mean_stages(pages)
        if python is not None:
            rows["extruct+trafilatura+htmldate"] = peer(python, pages)
        kilobytes = sum(map(len, pages)) / len(pages) / 1000
        table(f"{title}: {len(pages)} pages, {kilobytes:.0f} KB each on average", rows)
    scaling()
    return 0


if __name__ == "__main__":
    sys.exit(main())
