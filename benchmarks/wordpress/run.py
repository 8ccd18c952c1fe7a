"""WordPress, there and back: crawl a real WordPress, compare, change it, break it, crawl again.

    make check-wordpress
    .venv/bin/python benchmarks/wordpress/run.py --themes twentytwentyone --misses 20

Installs Debian's packages where they are missing (as root), sets up WordPress in a throw-away folder
on loopback, fills it with invented posts (`content.py`) through WordPress's own functions, and crawls
it with `scrape crawl` under each theme. Exit status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import measure
from content import Post, site
from host import WordPress, install, versions
from story import Story, Target

from scraper.crawl.urls import canonical

THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")
DELAY = 0.2
SCRAPE = Path(sys.executable).with_name("scrape")


def project_in(folder: Path, wordpress: WordPress) -> Path:
    """A project with one site file for the WordPress."""
    sites = folder / "config" / "sites"
    sites.mkdir(parents=True)
    (folder / "config" / "scraper.toml").write_text('contact = "https://lantern.example/crawl"\n')
    (sites / f"{wordpress.host}.toml").write_text(
        f'host = "{wordpress.host}"\nown = true\ndelay = {DELAY}\nseeds = ["http://{wordpress.host}/"]\n'
    )
    return folder


def fill(wordpress: WordPress, posts: Sequence[Post]) -> None:
    """Put the posts in; each then knows its id and address."""
    from content import AUTHORS  # noqa: PLC0415 - beside its only use

    made = wordpress.run("fill", {"authors": AUTHORS, "posts": [post.row for post in posts]})
    for post in posts:
        post.id, post.link = made[post.key]["id"], canonical(made[post.key]["link"]) or ""


def first_crawl(wordpress: WordPress, posts: Sequence[Post], project: Path, target: Target, most: int) -> None:
    """`scrape crawl` from the command line on a site that it has never seen."""
    wordpress.log.unlink(missing_ok=True)
    answer = subprocess.run(
        [SCRAPE, "crawl", "--project", str(project)], capture_output=True, text=True, check=False, timeout=900
    )
    print("$ scrape crawl\n  " + (answer.stdout + answer.stderr).strip().replace("\n", "\n  "))
    target("scrape crawl ended well", answer.returncode == 0)
    (project / "posts.pickle").write_bytes(pickle.dumps(list(posts)))
    found = measure.records(project / "output")
    seen = measure.discovery(posts, found)
    total = seen.right + len(seen.lacking)
    requests, rest = measure.gaps(wordpress.answers())
    print(f"  reviews found {seen.right} of {total}; pages that are none but gave one: {len(seen.strangers)}")
    for post in seen.lacking[:most]:
        print(f"    lacking: {post.row['title']!r} {post.link} {post.shapes}")
    for link in seen.strangers[:most]:
        print(f"    no review: {link} {found[link].get('film_title')!r}")
    for post in seen.hidden:
        print(f"    hidden, but found: {post.hidden} {post.row['title']!r} {post.link}")
    target("every published review found", not seen.lacking)
    target("no draft, private, protected, scheduled or deleted one", not seen.hidden)
    target(
        f"pages that gave a review and hold one: {seen.precise:.4f} >= 0.99", seen.precise >= measure.LEAST_PRECISION
    )
    per = requests / max(seen.right, 1)
    target(f"requests for each found review: {requests} / {seen.right} = {per:.3f} <= 1.3", per <= 1.3)
    target(f"shortest rest between two requests: {rest:.4f} s >= {DELAY} s", rest >= DELAY)
    sums = measure.compare(posts, found)
    print("\n".join(measure.table(sums)))
    print("\n".join(measure.misses(sums, most)))
    for name in measure.ASKED:
        one = sums[name]
        good = one.precision >= measure.LEAST_PRECISION and one.recall >= measure.LEAST_RECALL
        target(f"{name}: precision {one.precision:.4f} >= 0.99, recall {one.recall:.4f} >= 0.97", good)


def main() -> int:
    """Run everything; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--themes", default=",".join(THEMES), help="which, joined by commas; the first is changed and broken too"
    )
    parser.add_argument("--reviews", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5, help="another seed draws other films, headlines and sentences")
    parser.add_argument("--misses", type=int, default=3, help="how many misses of each field are printed")
    parser.add_argument("--first", action="store_true", help="the first crawl of each theme only")
    parser.add_argument("--folder", type=Path, help="keep everything in this folder")
    args = parser.parse_args()
    install()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="wordpress-"))
    print(f"{versions()}\nPython {sys.version.split()[0]}")
    began, target = time.time(), Target()
    try:
        with WordPress(folder) as wordpress:
            posts = site(args.reviews, seed=args.seed)
            fill(wordpress, posts)
            print(f"filled with {len(posts)} posts and pages in {time.time() - began:.0f} s")
            for number, theme in enumerate(args.themes.split(",")):
                print(f"\n== {theme}")
                target.where = theme
                wordpress.run("change", [["theme", 0, theme]])
                project = project_in(folder / f"project-{theme}", wordpress)
                first_crawl(wordpress, posts, project, target, args.misses)
                last = number == len(args.themes.split(",")) - 1
                if last and not args.first:
                    Story(wordpress, posts, project, target, DELAY).tell()
    finally:
        if args.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{target.summary()} ({time.time() - began:.0f} s)")
    return int(bool(target.missed))


if __name__ == "__main__":
    raise SystemExit(main())
