"""`scrape serve`: the workbench in a browser."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from scraper.cli._store import project_of
from scraper.errors import ScraperError, UsageError

HELP: str = "open the workbench: search, films, reviews with their proofs, links to decide, sites, runs"
EPILOG: str = """\
It listens on loopback. Any other address needs a token: one is made and printed, unless
SCRAPE_TOKEN holds one. It speaks plain HTTP: for use across a network, put a TLS proxy before it.

examples:
  scrape serve
  scrape serve --port 9000
  scrape serve --host 0.0.0.0 --name bench.internal.example
"""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_TOKEN: Final = "SCRAPE_TOKEN"  # noqa: S105 - the name of a variable, not a secret
_LEAST: Final = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and under which name."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (default 127.0.0.1)"
    )
    parser.add_argument("--port", type=int, default=8765, metavar="N", help="port to listen on (default 8765)")
    parser.add_argument("--name", action="append", default=[], metavar="HOST", help="host name it also answers to")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    project = project_of(args.project)
    if not 0 < args.port < 65_536:  # noqa: PLR2004 - TCP
        raise UsageError(f"--port is {args.port}; give a number from 1 to 65535")
    try:
        import uvicorn

        from scraper.web.app import create_app
        from scraper.web.guard import LOOPBACK, Guard
    except ModuleNotFoundError as error:
        raise ScraperError(f"{error.name} is not installed; pip install 'film-review-scraper[serve]'") from error
    token = None if args.host in _LOOPBACK else _token()
    names = frozenset({*LOOPBACK, args.host.casefold(), *(name.casefold() for name in args.name)})
    shown = f"[{args.host}]" if ":" in args.host else args.host
    suffix = f"?token={token}" if token else ""
    print(f"workbench: http://{shown}:{args.port}/{suffix}", file=sys.stderr, flush=True)
    uvicorn.run(
        create_app(project, Guard(names, token)),
        host=args.host,
        port=args.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    return 0


def _token() -> str:
    import os
    import secrets

    given = os.environ.get(_TOKEN)
    if given is not None and len(given) < _LEAST:
        raise UsageError(f"${_TOKEN} has {len(given)} characters; use at least {_LEAST}, or leave it out")
    return given or secrets.token_urlsafe(24)
