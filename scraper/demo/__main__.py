"""`make demo`: serve the invented site, run the real command over it, show what came out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Final

from scraper.cli._formats import table_header, table_rows
from scraper.demo.site import Asked, DemoSite

ROOT: Final = Path(__file__).parents[2]
FILMS: Final = ROOT / "fixtures" / "catalogue" / "wikidata.json"
WWW: Final = ROOT / "fixtures" / "demo" / "www"
PROJECT: Final = ROOT / "output" / "demo"
EXPLAINED: Final = "/2021/08/nothing-but-road/"
UNLINKED: Final = "/2023/01/the-salt-ledger/"
FORBIDDEN: Final = "/members/early-word/"
_FIELDS: Final = ("film_title", "directors", "score", "availability", "film")

_SETTINGS: Final = """\
# Written by `make demo`. The contact is invented; the one host is the demo's own.
contact = "mailto:demo@lantern.invalid"

[hosts."{host}"]
own = true
delay = 0.2
"""


def main() -> int:
    """Run the demo; its exit code is that of the first command that failed."""
    start = time.monotonic()
    if not WWW.is_dir():
        print(f"{WWW} is missing; run the demo from a clone of the repository", file=sys.stderr)
        return 2
    with DemoSite(WWW) as site:
        _prepare(site)
        print(f"An invented review site runs on {site.origin} ({len(site.pages())} pages); nothing else is asked.\n")
        code = _catalogue() or _read_all(site) or _explain(site)
        _politeness(site.asked)
    records = len(list((PROJECT / "output").glob("reviews/**/*.jsonld")))
    print(f"{records} records, films, people, feed and search index: {PROJECT.relative_to(ROOT)}/output/")
    print(f"Done in {time.monotonic() - start:.0f} s.")
    return code


def _prepare(site: DemoSite) -> None:
    shutil.rmtree(PROJECT, ignore_errors=True)
    (PROJECT / "config").mkdir(parents=True)
    (PROJECT / "config" / "scraper.toml").write_text(_SETTINGS.format(host=site.host), encoding="utf-8")
    pages = [f"{site.origin}{path}\n" for path in site.pages()]
    (PROJECT / "pages.txt").write_text("".join(pages), encoding="utf-8")


def _catalogue() -> int:
    """Invented films to link the reviews to; one has the title of a film that is not among them."""
    done = subprocess.run(_command("catalogue", "build", "--from", "wikidata-dump", str(FILMS)), check=False)
    print()
    return done.returncode


def _read_all(site: DemoSite) -> int:
    command = _command("--from", str(PROJECT / "pages.txt"), "--format", "json", "--save")
    failed = reviews = linked = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        sys.stdout.write(table_header())
        others = []
        for line in process.stdout or ():
            flat = json.loads(line)
            flat["input"] = flat["input"].removeprefix(site.origin)
            if flat.get("reviews"):
                sys.stdout.write(table_rows(flat))
                sys.stdout.flush()
            else:
                others.append(table_rows(flat))
            reviews += len(flat.get("reviews", ()))
            linked += sum(review["film_link"] == "auto" for review in flat.get("reviews", ()))
            failed |= "error" in flat and flat["error"]["code"] != "robots_denied"
    print("\n" + "".join(others))
    print(f"{linked} of {reviews} reviews are linked to a film of the catalogue.\n")
    return int(failed)


def _explain(site: DemoSite) -> int:
    fields = [word for name in _FIELDS for word in ("--field", name)]
    done = subprocess.run(_command(site.origin + EXPLAINED, "--explain", *fields), check=False)
    print()
    subprocess.run(_command(site.origin + UNLINKED, "--explain", "--field", "film"), check=False)
    print()
    forbidden = subprocess.run(_command(site.origin + FORBIDDEN, "--explain"), check=False)
    print()
    return done.returncode or int(forbidden.returncode != 1)


def _command(*args: str) -> list[str]:
    shown = " ".join(arg.replace(str(ROOT) + "/", "") for arg in args)
    print(f"$ scrape {shown}\n", flush=True)
    return [sys.executable, "-m", "scraper", *args, "--project", str(PROJECT)]


def _politeness(asked: list[Asked]) -> None:
    gaps = [later.at - earlier.at for earlier, later in pairwise(asked)]
    forbidden = sum(item.path.startswith("/members/") for item in asked)
    print(f"The server saw {len(asked)} requests from {asked[0].agent}: {forbidden} below /members/,")
    print(f"never two within {min(gaps):.2f} s, robots.txt asked {sum(i.path == '/robots.txt' for i in asked)} time.")


if __name__ == "__main__":
    sys.exit(main())
