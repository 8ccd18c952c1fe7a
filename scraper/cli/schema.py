"""`scrape schema`: the JSON Schemas of what the program reads and writes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

HELP = "print the JSON Schema of the flat form, of a record, of the settings or of a site file"
EPILOG = """examples:
  scrape schema flat              what `--format json` prints, one object for each input
  scrape schema record            what `--format jsonld` prints, and what is kept of a review
  scrape schema settings          config/scraper.toml
  scrape schema site              config/sites/<host>.toml
"""
PROJECT = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the argument of `scrape schema`."""
    parser.add_argument("name", choices=("flat", "record", "settings", "site"), help="which schema")


def run(args: argparse.Namespace) -> int:
    """Print one schema."""
    import json

    from scraper.config import config_schema, site_schema
    from scraper.record import flat_schema, record_schema

    schemas: dict[str, Callable[[], dict[str, Any]]] = {
        "flat": flat_schema,
        "record": record_schema,
        "settings": config_schema,
        "site": site_schema,
    }
    print(json.dumps(schemas[args.name](), indent=2, ensure_ascii=False))
    return 0
