"""`scrape hosts`: the state of every host, and pausing or resuming one."""

from __future__ import annotations

import argparse
import time

from scraper.errors import UsageError

HELP: str = "list hosts with delay, state and reason; pause, resume or forget one"
EPILOG: str = """\
A host cools after five failures in a row, and is paused after three coolings: then someone should look.

examples:
  scrape hosts
  scrape hosts pause idamoss.example --reason "asked by its owner until May"
  scrape hosts resume idamoss.example
  scrape hosts forget idamoss.example      the same as: scrape forget idamoss.example
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and to which host."""
    parser.add_argument("action", nargs="?", choices=["list", "pause", "resume", "forget"], default="list")
    parser.add_argument("host", nargs="?", metavar="HOST", help="politeness key, as the list shows it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why it is paused; kept and shown")


def run(args: argparse.Namespace) -> int:
    """List or change."""
    from scraper.cli._store import project_of, store_of

    project = project_of(args.project)
    if args.action != "list" and not args.host:
        raise UsageError(f"hosts {args.action}: name a host as `scrape hosts` lists it")
    if args.action == "forget":
        from scraper.crawl.forget import forget

        print(forget(project, args.host).line())
        return 0
    with store_of(project) as store:
        if args.action == "list":
            now = time.time()
            for row in store.hosts(count=True):
                host = row.host
                at = _when(row.ready_at, now)
                why = f"  {host.reason}" if host.reason else ""
                print(f"{host.key:<40} {host.state:<8} {row.pages:>7} pages  delay {host.delay:.1f}s  next {at}{why}")
            return 0
        known = store.pause(args.host, args.reason) if args.action == "pause" else store.resume(args.host)
        if not known:
            raise UsageError(f"hosts {args.action}: {args.host} is unknown; `scrape hosts` lists what is known")
        print(f"{args.host} is {'paused' if args.action == 'pause' else 'resumed'}")
    return 0


def _when(at: float | None, now: float) -> str:
    return "never" if at is None else "now" if at <= now else f"in {at - now:.0f}s"
