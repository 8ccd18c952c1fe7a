"""What happens to the site after its first crawl: nothing, changes, an outage, and the way back."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import measure
from content import Post
from host import WordPress

from scraper.config import load_project
from scraper.crawl.pool import pool
from scraper.crawl.run import Run, Summary, Wanted, default_process
from scraper.crawl.urls import canonical

HOUR = 3600.0
_SCORE = re.compile(r"(?:Rating|Score|Final rating|Verdict): [\d.]+/\d+")
EDIT = "\n\nUpdated: a second visit changed nothing but the seat."


@dataclass(slots=True)
class Target:
    """Counts what was to be reached; calling it notes and prints one."""

    where: str = ""
    met: int = 0
    missed: list[str] = field(default_factory=list)

    def __call__(self, what: str, reached: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
        """Note one target."""
        print(f"  {'reached' if reached else 'MISSED '} {what}", flush=True)
        self.met += reached
        if not reached:
            self.missed.append(f"{self.where}: {what}")

    def summary(self) -> str:
        """All targets in a line, and the missed ones."""
        lines = [f"{self.met} of {self.met + len(self.missed)} targets reached"]
        return "\n".join([*lines, *(f"  MISSED {what}" for what in self.missed)])


@dataclass(slots=True)
class Story:
    """The visits after the first. They are made by the code of `scrape crawl` with a clock that is set forward."""

    wordpress: WordPress
    posts: Sequence[Post]
    project: Path
    target: Target
    delay: float

    @property
    def output(self) -> Path:
        """Where the project publishes."""
        return self.project / "output"

    def tell(self) -> None:
        """Everything in order."""
        self.nothing()
        self.changes()
        self.outage()

    def crawl(self, hours: float, seconds: float | None = None) -> tuple[Summary, list[dict[str, Any]]]:
        """A crawl some hours after the first one, and the requests that WordPress saw of it.

        `seconds` ends it where WordPress does not answer well: else it would wait for its turn.
        """
        self.wordpress.log.unlink(missing_ok=True)
        project = load_project(self.project)
        with pool() as executor:
            run = Run(
                project,
                Wanted(seconds=seconds),
                executor=executor,
                process=default_process(project),
                clock=lambda: time.time() + hours * HOUR,
            )
            summary = asyncio.run(run.run())
        rows = self.wordpress.answers()
        _, rest = measure.gaps(rows)
        limit = "" if seconds is None else f" --for {seconds:g}s"
        print(f"$ scrape crawl{limit}    (the clock {hours:g} hours ahead)\n  {summary.line()}")
        print(f"  {dict(summary.decisions)}")
        for finding in summary.findings[:3]:
            print(f"  finding: {finding}")
        self.target(f"shortest rest between two requests: {rest:.4f} s >= {self.delay} s", rest >= self.delay)
        return summary, rows

    def nothing(self) -> None:
        """A second crawl of an unchanged site."""
        print("\n== unchanged")
        before = measure.snapshot(self.output)
        _, rows = self.crawl(1.5)
        pages = [row for row in rows if self._is_post(str(row["uri"]))]
        share = len(pages) / max(len(self.posts), 1)
        self.target(f"pages fetched again: {len(pages)} of {len(self.posts)} = {share:.1%} <= 2 %", share <= 0.02)
        self.target("no output file changed, not even its time", before == measure.snapshot(self.output))

    def _is_post(self, uri: str) -> bool:
        address = canonical(f"http://{self.wordpress.host}{uri}")
        return address in {post.link for post in self.posts}

    def changes(self) -> None:
        """Edits, deletions and the rest through WordPress; exactly these changes come out."""
        print("\n== changed")
        base = max((row["version"] for row in measure.feed(self.output)), default=0)
        upserts, deletes = self._change()
        self.crawl(3)
        print("  after three hours: " + _counts(measure.feed(self.output, base)))
        self.crawl(29)
        print("  after a day:       " + _counts(measure.feed(self.output, base)))
        self.crawl(56)
        rows = measure.feed(self.output, base)
        print("  after two days:    " + _counts(rows))
        last = {row["id"]: row for row in rows}
        addresses = {_page_of(row) for row in last.values() if row["op"] == "upsert"}
        removed = sum(row["op"] == "delete" for row in last.values())
        for what in sorted(upserts - addresses):
            print(f"    lacking: {what}")
        for what in sorted(addresses - upserts):
            print(f"    not asked for: {what}")
        self.target(
            f"upserts in the outbox: {len(addresses)}, exactly the {len(upserts)} changed", addresses == upserts
        )
        self.target(f"deletes in the outbox: {removed}, exactly the {deletes} taken away", removed == deletes)
        found = measure.records(self.output)
        gone = {post.link for post in self.posts if post.shapes.get("gone")} & found.keys()
        self.target("what was taken away is nowhere", not gone)

    def _change(self) -> tuple[set[str], int]:
        """Change posts; the addresses whose records must come (again), and how many must go."""
        known = measure.records(self.output)
        reviews = [post for post in self.posts if post.link in known and "pages" not in post.shapes]
        scored = [post for post in reviews if _SCORE.fullmatch(post.shapes["score"])]
        edited, reviews = scored[:5], [post for post in reviews if post not in scored[:5]]
        deleted, trashed, unpublished, locked, moved, touched = (reviews[n * 3 : n * 3 + 3] for n in range(6))
        drafts = [post for post in self.posts if post.hidden == "draft" and "eview" in post.row["title"]][:2]
        due = [post for post in self.posts if post.hidden == "future" and "eview" in post.row["title"]][:2]
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() - 7200))
        steps: list[list[Any]] = [["content", post.id, _rescored(post)] for post in edited]
        steps += [["delete", post.id, None] for post in deleted]
        steps += [["trash", post.id, None] for post in trashed]
        steps += [["status", post.id, "draft"] for post in unpublished]
        steps += [["password", post.id, "goats"] for post in locked]
        steps += [["slug", post.id, f"moved-{post.id}"] for post in moved]
        steps += [["comment", post.id, "1/10 from me."] for post in touched]
        steps += [["status", post.id, "publish"] for post in drafts]
        steps += [["due", post.id, now] for post in due]
        answers = self.wordpress.run("change", steps)
        links = {int(number): canonical(link or "") or "" for number, link in answers.items()}
        for post in (*deleted, *trashed, *unpublished, *locked, *moved):
            post.shapes["gone"] = post.link
        changed = {links[post.id] for post in (*edited, *moved, *drafts, *due)}
        print(
            f"  edited {len(edited)}, deleted {len(deleted)}, to the bin {len(trashed)},"
            f" unpublished {len(unpublished)}, locked {len(locked)}, moved {len(moved)},"
            f" commented on {len(touched)}, published {len(drafts)}, come due {len(due)}"
        )
        return changed, sum(len(some) for some in (deleted, trashed, unpublished, locked, moved))

    def outage(self) -> None:
        """The database stops, then maintenance: nothing is lost; then all is as it was."""
        print("\n== out of order")
        before = measure.snapshot(self.output)
        self.wordpress.stop_database()
        for hours in (79, 79.1, 79.3):
            _, rows = self.crawl(hours, seconds=15)
            print(f"  WordPress answered {_statuses(rows)}")
        self.target("the database stopped: nothing lost, nothing deleted", before == measure.snapshot(self.output))
        self.wordpress.start_database()
        self.wordpress.maintain(on=True)
        _, rows = self.crawl(81, seconds=15)
        print(f"  WordPress answered {_statuses(rows)}")
        self.target("maintenance: nothing lost, nothing deleted", before == measure.snapshot(self.output))
        self.wordpress.maintain(on=False)
        summary, rows = self.crawl(88)
        print(f"  WordPress answered {_statuses(rows)}")
        self.target("back again: pages were asked", summary.pages > len(self.posts) // 2)
        self.target("back again: no output file changed", before == measure.snapshot(self.output))


def _rescored(post: Post) -> str:
    """The text with another score in its last line, as an editor mends it."""
    old = post.shapes["score"]
    head, _, tail = str(post.row["content"]).rpartition(old)
    label, _, value = old.partition(": ")
    other = "1" if not value.startswith("1/") else "2"
    return f"{head}{label}: {other}/{value.partition('/')[2]}{tail}{EDIT}"


def _page_of(row: Mapping[str, Any]) -> str:
    return str(row["doc"]["@graph"][0]["@id"]).partition("#")[0]


def _counts(rows: Sequence[Mapping[str, Any]]) -> str:
    upserts = sum(row["op"] == "upsert" for row in rows)
    return f"{upserts} upserts, {len(rows) - upserts} deletes of reviews in the feed"


def _statuses(rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in rows:
        found[int(row["status"])] = found.get(int(row["status"]), 0) + 1
    return found
