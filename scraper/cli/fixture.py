"""`scrape fixture`: pages with what a careful person reads on them, replayed by the tests."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scraper.evaluate.fixtures import Difference, Fixture
    from scraper.model import Extraction, Review

HELP = "make, replay and correct fixtures: pages with what a careful person reads on them"
EPILOG = """examples:
  scrape fixture new page.html --url https://reviews.example/harrow-lane/
  scrape fixture rerun                                  every fixture, and what is not as expected
  scrape fixture rerun fixtures/reviews.example/harrow-lane
  scrape fixture accept fixtures/reviews.example/harrow-lane
`new` fills expected.json with what the program answers: read the page and correct it.
"""
PROJECT = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of `scrape fixture`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|rerun|accept")
    new = actions.add_parser("new", help="make a fixture of a page that is on disk")
    new.add_argument("file", type=Path, metavar="FILE", help="the page: .html, or text")
    new.add_argument("--url", required=True, help="the address that the page came from")
    new.add_argument("--guards", default="", metavar="TEXT", help="the trap that the fixture guards")
    rerun = actions.add_parser("rerun", help="replay fixtures and show what is not as expected")
    rerun.add_argument("path", nargs="*", type=Path, metavar="PATH", help="fixtures (default: all)")
    accept = actions.add_parser("accept", help="take the program's answer as expected")
    accept.add_argument("path", nargs="+", type=Path, metavar="PATH", help="fixtures")
    for action in (new, rerun, accept):
        action.add_argument("--folder", type=Path, default=Path("fixtures"), metavar="DIR", help="default: fixtures")


def run(args: argparse.Namespace) -> int:
    """Do one action; `rerun` answers 1 when something is not as expected."""
    if args.action == "new":
        return _new(args)
    return _rerun(args) if args.action == "rerun" else _accept(args)


def replay(fixture: Fixture) -> tuple[dict[str, Any], list[Difference]]:
    """The program's answer to a fixture in the flat form, and what is not as expected."""
    from scraper.evaluate.fixtures import differences
    from scraper.flat import to_dict

    extraction = _extract(fixture.page.read_bytes(), fixture.url, plain=fixture.plain, assume=fixture.assume)
    flat = to_dict(extraction, fixture.name)
    return flat, differences(fixture.expected, flat, [_proof(review) for review in extraction.reviews])


def _extract(content: bytes, url: str | None, *, plain: bool, assume: Any) -> Extraction:  # noqa: ANN401 - a literal
    from scraper.extract import extract

    headers = {"content-type": "text/plain; charset=utf-8"} if plain else None
    return extract(content, url, headers=headers, assume=assume)


def _proof(review: Review) -> dict[str, str]:
    return {name: "\n".join(one.exact for one in answer.evidence) for name, answer in review.answers.items()}


def _fixtures(args: argparse.Namespace) -> list[Fixture]:
    from scraper.evaluate.fixtures import read_fixture, read_fixtures

    return [read_fixture(path, path.parent.parent) for path in args.path] or read_fixtures(args.folder)


def _rerun(args: argparse.Namespace) -> int:
    wrong = 0
    fixtures = _fixtures(args)
    for fixture in fixtures:
        _, found = replay(fixture)
        for one in found:
            known = " (known)" if is_known(fixture, one) else ""
            wrong += not known
            print(f"{fixture.name}: {one}{known}")
        right = fixture.known_wrong - {field_of(one) for one in found}
        if right:
            print(f"{fixture.name}: {', '.join(sorted(right))} came right: take out of known_wrong in meta.toml")
    print(f"{len(fixtures)} fixtures, {wrong} values not as expected")
    return 1 if wrong else 0


def field_of(one: Difference) -> str:
    """The bare field of a difference: `reviews[0].score (evidence)` is about `score`."""
    return one.field.rpartition(".")[2].partition(" ")[0].partition("[")[0]


def is_known(fixture: Fixture, one: Difference) -> bool:
    """Whether a difference is among the fixture's `known_wrong`.

    Where the kind of the page or the number of its reviews is known to come out wrong, so is
    everything that stands in a review.
    """
    whole = bool(fixture.known_wrong & {"page_kind", "reviews"})
    return field_of(one) in fixture.known_wrong or (whole and one.field.startswith("reviews"))


def _accept(args: argparse.Namespace) -> int:
    from scraper.evaluate.fixtures import as_expected, write_expected

    for fixture in _fixtures(args):
        flat, _ = replay(fixture)
        write_expected(fixture.path / "expected.json", as_expected(flat))
        print(f"{fixture.name}: accepted; compare with the page before you commit it")
    return 0


def _new(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime
    from urllib.parse import urlsplit

    from scraper.errors import InputError, UsageError
    from scraper.evaluate.fixtures import as_expected, write_expected
    from scraper.flat import to_dict

    host, path = urlsplit(args.url).hostname, urlsplit(args.url).path
    if host is None:
        raise UsageError(f"--url is {args.url!r}; give the full address that the page came from")
    folder = args.folder / host / slug(path)
    if folder.exists():
        raise UsageError(f"{folder} exists; remove it first, or use `scrape fixture accept`")
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise InputError(f"{args.file}: cannot be read ({error.strerror}); give the page's file") from error
    plain = args.file.suffix == ".txt"
    flat = to_dict(_extract(content, args.url, plain=plain, assume=None))
    folder.mkdir(parents=True)
    (folder / ("page.txt" if plain else "page.html")).write_bytes(content)
    meta = {"url": args.url, "fetched": f"{datetime.now(UTC):%Y-%m-%d}", "guards": args.guards, "notes": ""}
    (folder / "meta.toml").write_text("".join(f"{name} = {_quoted(text)}\n" for name, text in meta.items()), "utf-8")
    write_expected(folder / "expected.json", as_expected(flat))
    print(f"{folder}: made; correct expected.json by what the page states, and say in meta.toml what it guards")
    return 0


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a subset of its own."""
    import json

    return json.dumps(text, ensure_ascii=False)


def slug(path: str) -> str:
    """A folder's name from an address's path.

    >>> slug("/2021/08/Harrow-Lane.html"), slug("/")
    ('2021-08-harrow-lane', 'home')
    """
    import re

    plain = re.sub(r"\.(html?|php|aspx?)$", "", path.lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "home"
