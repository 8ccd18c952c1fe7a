"""`scrape site`: site files by example, and a check that they still hold."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.config import Project, SiteFile
    from scraper.sites.propose import Sample

HELP = "propose a site file from a few pages, and check that site files still hold"
EPILOG = """examples:
  scrape site new https://reviews.example/harrow-lane/ https://reviews.example/nine-doors/
  scrape site check                       every site file, replayed on its fixtures
  scrape site check reviews.example

`new` fetches the pages politely, writes config/sites/<host>.toml with what they share and selectors that
give what the generic sources found, and keeps the pages under fixtures/<host>/ for `check`.
`check` names every field whose value or winning source changed, and answers 1 when there is one.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of `scrape site`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|check")
    new = actions.add_parser("new", help="propose config/sites/<host>.toml from a few review pages")
    new.add_argument("url", nargs="+", metavar="URL", help="addresses of reviews of one site; three to ten are best")
    new.add_argument(
        "--wait", type=float, default=120.0, metavar="SECONDS", help="wait for the host's turn (default 120)"
    )
    check = actions.add_parser("check", help="replay a site's fixtures with its site file")
    check.add_argument("host", nargs="*", metavar="HOST", help="default: every host with a site file")
    for action in (new, check):  # so that it may stand behind the action too
        action.add_argument("--project", metavar="DIR", default=argparse.SUPPRESS, help="project folder")


def run(args: argparse.Namespace) -> int:
    """Do one action."""
    from scraper.config import load_project
    from scraper.errors import UsageError

    if args.project is None:
        raise UsageError("a site file belongs to a project; make one with: scrape init, or name it with --project DIR")
    project = load_project(args.project)
    return _new(args, project) if args.action == "new" else _check(args, project)


def _new(args: argparse.Namespace, project: Project) -> int:
    from scraper.errors import UsageError
    from scraper.sites.propose import propose, to_toml

    samples = asyncio.run(_fetch(args.url, project, args.wait))
    proposal = propose(samples)
    path = args.project / "config" / "sites" / f"{proposal.host}.toml"
    if path.exists():
        raise UsageError(f"{path} exists; remove it first, or mend it by hand and run: scrape site check")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = to_toml(proposal)
    path.write_text(text, "utf-8")
    print(f"{path}:\n{text}")
    _keep(args.project / "fixtures" / proposal.host, samples, path)
    return 0


async def _fetch(urls: list[str], project: Project, wait: float) -> list[Sample]:
    from scraper.cli._fetching import Fetching
    from scraper.sites.propose import Sample

    samples = []
    async with Fetching(project, wait) as fetching:
        for url in urls:
            response = await fetching.fetch(url)
            samples.append(Sample(response.url, response.body))
    return samples


def _keep(folder: Path, samples: list[Sample], site_path: Path) -> None:
    """The pages, each with the sources that won on it."""
    from urllib.parse import urlsplit

    from scraper.cli.fixture import slug
    from scraper.config import load_site
    from scraper.sites.check import SOURCES, snapshot

    site = load_site(site_path)
    for sample in samples:
        place = folder / slug(urlsplit(sample.url).path)
        place.mkdir(parents=True, exist_ok=True)
        (place / "page.html").write_bytes(sample.content)
        told = {"url": sample.url, "fields": snapshot(sample.content, sample.url, site)}
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        (place / SOURCES).write_text(text + "\n", "utf-8")
        print(f"{place}: kept")


def _check(args: argparse.Namespace, project: Project) -> int:
    from scraper.errors import UsageError
    from scraper.sites.check import changes

    wanted: dict[str, SiteFile] = dict(project.sites)
    for host in args.host:
        if host not in wanted:
            raise UsageError(f"{host} has no site file; make one with: scrape site new URL ...")
    hosts = args.host or sorted(wanted)
    found = 0
    for host in hosts:
        for change in changes(args.project / "fixtures" / host, wanted[host]):
            print(change)
            found += 1
    print(f"{len(hosts)} site file(s), {found} change(s)")
    return 1 if found else 0
