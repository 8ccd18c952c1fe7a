"""`scrape init`: make a project folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from scraper.errors import UsageError

HELP: str = "make a project folder with settings, and set your contact"
EPILOG: str = """\
examples:
  scrape init --contact mailto:you@example.org
  scrape init reviews --contact https://example.org/bot

Sites see the contact in our user agent and in nothing else; without one nothing is fetched."""
PROJECT: Final = False

_TEMPLATE: Final = """\
# Settings of this project; `scrape schema config` prints every key with its meaning.

# Who answers for this crawler: an https page or a mailto address, sent with every request.
contact = "{contact}"
"""
_SITES: Final = """\
One file per site, `<host>.toml`: what this site prints where, its scale, its seeds.
`scrape schema site` prints every key with its meaning.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder and the contact."""
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the folder to make; default: this one")
    parser.add_argument("--contact", metavar="ADDRESS", help="an https page or mailto address; asked for if not given")


def run(args: argparse.Namespace) -> int:
    """Write the settings; never over ones that exist."""
    from scraper.config import check_contact

    folder = Path(args.folder)
    settings = folder / "config" / "scraper.toml"
    if settings.exists():
        raise UsageError(f"{settings} exists already; edit it, or name another folder")
    contact = check_contact(args.contact or _ask(), "--contact")
    try:
        (folder / "config" / "sites").mkdir(parents=True, exist_ok=True)
        (folder / "config" / "decisions").mkdir(exist_ok=True)
        (folder / "output").mkdir(exist_ok=True)
        (folder / "config" / "sites" / "README.md").write_text(_SITES, encoding="utf-8")
        settings.write_text(_TEMPLATE.format(contact=contact), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}; choose a folder that can be written") from error
    print(f"made {settings}")
    return 0


def _ask() -> str:
    if not sys.stdin.isatty():
        raise UsageError("no contact given; add --contact mailto:you@example.org (or an https page about your crawler)")
    sys.stderr.write("Contact, an https page or mailto address, sent with every request: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
