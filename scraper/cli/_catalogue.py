"""Which catalogue a verb uses."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from scraper.errors import UsageError

HELP: Final = (
    "the catalogue file; default: what [link] catalogue in config/scraper.toml says, else output/catalogue.sqlite"
)


def path(args: argparse.Namespace) -> Path:
    """The file of `--catalogue`, else the project's own; there need not be one yet."""
    if args.catalogue:
        return Path(args.catalogue)
    from scraper.config import load_project

    if args.project is None:
        raise UsageError("no project folder here; say which catalogue with --catalogue PATH")
    return load_project(args.project).catalogue
