"""`scrape search`: look in the embedded index."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from scraper.errors import UsageError

if TYPE_CHECKING:
    from scraper.publish.search import Hit, Results

HELP: str = "find reviews by words, film, director, critic, site, year, score and channel"
EPILOG: str = """\
Words must all occur; "words in quotes" stand together, and harb* finds every word that begins so.
Accents and case do not matter. Names match by their words: --critic moss finds Ida Moss.

examples:
  scrape search harrow lane
  scrape search '"harrow lane"' --min-score 70
  scrape search --director "Dara Rector" --channel streaming --format json
  scrape search --film tt99000001
"""

CHANNELS: Final = ("theatrical", "digital", "streaming", "physical", "broadcast", "festival")
_PAGE: Final = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words, the filters, the form of the answer."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what to look for; nothing: the newest reviews")
    parser.add_argument(
        "--film", metavar="FILM", help="words of the title, or an id: Q90000001, tt99000001, tmdb:990001"
    )
    parser.add_argument("--director", metavar="NAME", help="words of a director's name")
    parser.add_argument("--critic", metavar="NAME", help="words of the critic's name")
    parser.add_argument("--site", metavar="HOST", help="the site's host name")
    parser.add_argument("--year", type=int, metavar="YEAR", help="the film's year, as the review states it")
    parser.add_argument(
        "--min-score", type=float, metavar="N", help="least score on 0..100; reviews without one drop out"
    )
    parser.add_argument("--channel", choices=CHANNELS, help="a channel by which the review says the film can be seen")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most N reviews (1..100, default 20)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(args: argparse.Namespace) -> int:
    """Print what was found; status 0 also when nothing was."""
    from scraper.publish.index import SearchIndex, index_path
    from scraper.publish.search import Query, search

    if not 1 <= args.limit <= _PAGE:
        raise UsageError(f"--limit is {args.limit}; give a number from 1 to {_PAGE}")
    if args.min_score is not None and not 0 <= args.min_score <= 100:  # noqa: PLR2004 - the scale
        raise UsageError(f"--min-score is {args.min_score:g}; scores are on a scale of 0 to 100")
    query = Query(
        " ".join(args.words),
        film=args.film,
        director=args.director,
        critic=args.critic,
        site=args.site,
        year=args.year,
        min_score=args.min_score,
        channel=args.channel,
        limit=args.limit,
    )
    index = SearchIndex(index_path(args.project), read_only=True)
    try:
        results = search(index, query)
    finally:
        index.close()
    _print_json(results) if args.format == "json" else _print_text(results)
    return 0


def _print_json(results: Results) -> None:
    import json

    def hit(item: Hit) -> dict[str, object]:
        marks = {"title": item.title.spans, "snippet": item.snippet.spans}
        return {**item.document, "snippet": item.snippet.text, "marks": marks}

    facets = {
        kind: [{"value": value.key, "label": value.label, "count": value.count} for value in values]
        for kind, values in results.facets.items()
    }
    answer = {
        "total": results.total,
        "exact": results.exact,
        "reviews": [hit(item) for item in results.hits],
        "facets": facets,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=1))


def _print_text(results: Results) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)

    def marked(pieces: list[tuple[str, bool]], style: str = "") -> Text:
        return Text.assemble(*((piece, "bold yellow" if hit else style) for piece, hit in pieces))

    console.print(Text(f"{'' if results.exact else 'more than '}{results.total:,} reviews"), style="dim")
    for hit in results.hits:
        document = hit.document
        year = f" ({document['year']})" if document["year"] else ""
        title = marked(hit.title.pieces() or [("(no title)", False)], "bold")
        console.print(Text.assemble("\n", title, year, "  ", (document["score_raw"] or "", "green")))
        about = [document["critic"], document["site"], document["published"]]
        console.print(Text("  " + " · ".join(filter(None, about)), style="cyan"))
        if hit.snippet.text:
            console.print(Text.assemble("  ", marked(hit.snippet.pieces())))
        console.print(Text("  " + (document["url"] or document["review_id"]), style="dim"))
    for kind, values in results.facets.items():
        if values and results.hits:
            line = ", ".join(f"{value.label} {value.count}" for value in values[:5])
            console.print(Text.assemble("\n" if kind == "site" else "", (f"{kind}: ", "dim"), line))
