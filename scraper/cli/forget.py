"""`scrape forget`: take something down for good."""

from __future__ import annotations

import argparse

from scraper.errors import UsageError

HELP: str = "take down a URL, a host, or everything of one critic, for good"
EPILOG: str = """\
Deletes go to every output, archived bodies are overwritten, the ledger goes with its record, and only a
salted hash is kept, so that it is not fetched again.

examples:
  scrape forget https://idamoss.example/reviews/harrow-lane
  scrape forget idamoss.example
  scrape forget --critic "Ida Moss"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to take down."""
    parser.add_argument("target", nargs="?", metavar="URL|HOST", help="an address, or a host of `scrape hosts`")
    parser.add_argument("--critic", metavar="NAME", help="everything by a critic of this name")


def run(args: argparse.Namespace) -> int:
    """Forget and say what was taken down."""
    from scraper.cli._store import project_of
    from scraper.crawl.forget import forget

    if bool(args.target) == bool(args.critic):
        raise UsageError("forget: name one thing, an address, a host, or --critic NAME")
    print(forget(project_of(args.project), args.target, critic=args.critic).line())
    return 0
