"""What reading pages together with a catalogue gains: answers on labelled pages, with and without it.

    python benchmarks/linking/joint.py LABELLED.jsonl --films FILMS.jsonl.gz

The catalogue is made of the labelled films themselves (title, year, directors as labelled) among all films of
FILMS, which shows what a complete catalogue can do at best. A link is right when its title is the
labelled one, or the labelled title is one of the page's other names for it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.evaluate.compare import judge, same_text
from scraper.evaluate.gold import Row, read_rows
from scraper.extract import extract
from scraper.flat import review_to_dict
from scraper.link.build import build
from scraper.link.linker import Linker
from scraper.link.sources.lines import open_lines

FIELDS = ("film_title", "film_year", "directors")


def labelled_films(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """The films of the labels as a catalogue's rows, one for each title and directors."""
    for number, row in enumerate(rows):
        title = row.label.get("film_title")
        if row.task == "review" and title:
            yield {
                "id": f"Q{10_000_000 + number}",
                "title": title,
                "titles": row.label.get("film_title_alt") or [],
                "year": row.label.get("film_year"),
                "directors": row.label.get("directors") or [],
            }


def catalogue(rows: list[Row], films: Path, folder: Path) -> Path:
    """A catalogue of the labelled films among the others; those of one title and director are one."""
    path = folder / "films.jsonl"
    known: set[str] = set()
    with path.open("w", encoding="utf-8") as out:
        for film in labelled_films(rows):
            name = json.dumps([film["title"].casefold(), sorted(film["directors"])])
            if name not in known:
                known.add(name)
                out.write(json.dumps(film) + "\n")
        out.writelines(line + "\n" for line in open_lines(films))
    target = folder / "catalogue.sqlite"
    build([("jsonl", [str(path)])], target, lambda _text, _share: None)
    return target


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--films", type=Path, required=True)
    args = parser.parse_args()
    rows = [row for row in read_rows(args.labelled) if row.task == "review"]
    with tempfile.TemporaryDirectory() as folder:
        report(rows, Linker(catalogue(rows, args.films, Path(folder))))


def report(rows: list[Row], linker: Linker) -> None:
    """Count over all rows and print."""
    right = {(name, linked): 0 for name in FIELDS for linked in (False, True)}
    bands = {"auto": 0, "ask": 0, "nil": 0}
    wrong, changed = [], []
    for row in rows:
        extraction = extract(row.content(), row.url, assume=row.assume)
        if not extraction.reviews:
            continue
        own = extraction.reviews[0]
        linked = linker.review(own)
        bands[linked.film.band] += 1
        for with_catalogue, review in ((False, own), (True, linked.review)):
            for found in judge(row.label, review_to_dict(review)):
                if found.field in FIELDS:
                    right[found.field, with_catalogue] += not found.missed
        if linked.review is not own:
            changed.append((row.key, own.value("film_title"), linked.review.value("film_title"), linked.film.reasons))
        names = [row.label.get("film_title"), *(row.label.get("film_title_alt") or [])]
        if linked.film.band == "auto" and not any(same_text(str(name), linked.film.title) for name in names):
            wrong.append((row.key, names[0], linked.film.title, linked.film.year))
    print(f"{len(rows)} labelled reviews; bands {bands}; links to another title: {len(wrong)}")
    for name in FIELDS:
        print(f"{name:<12} right without {right[name, False]}, with the catalogue {right[name, True]}")
    for line in (*changed, *(("WRONG", *item) for item in wrong)):
        print(*line)


if __name__ == "__main__":
    main()
