"""A project whose one site is read by the real pipeline, run after run, by a clock of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.config import load_project
from scraper.model import Response
from scraper.operate.drift import Finding
from scraper.operate.finish import finish
from scraper.pipeline import process
from scraper.publish.local import publish_local
from scraper.store import Found, State, Visit, open_store

HOST = "lantern.example"
START = 1_772_000_000.0
PAGE = """<!doctype html><html lang="en"><head><title>{title} review | The Lantern</title></head><body>
<article class="post"><header><h1>{title} (2021) review</h1>
<p class="byline">by <a rel="author" href="/ida">Ida Moss</a></p>
<time datetime="2021-08-{day:02d}">August {day}, 2021</time></header><div class="entry-content">
<p>{title} is a patient film about a street and the people who leave it, directed by Dara Rector, and it
takes its time to say so. The camera waits, the actors wait, and somehow nobody grew bored.</p>
<p>The performances are fine across the board and the music knows when to leave.</p>{score}
</div></article></body></html>"""
OLD = "<p>Final Score: {points} out of 5.</p>"
NEW = '<div class="meter" data-v="m{points}"><i></i></div>'


class Site:
    """A site whose markup a test may change between two runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = START
        self.number = 0
        (folder / "config").mkdir()
        (folder / "config" / "scraper.toml").write_text('contact = "https://lantern.example/crawler"\n')
        (folder / "config" / "sites").mkdir()
        (folder / "config" / "sites" / f"{HOST}.toml").write_text(f'host = "{HOST}"\n')

    @property
    def project(self):
        return load_project(self.folder)

    def run(self, score: str = OLD, *, reviews: int = 8, failed: int = 0, ended: str = "done") -> list[Finding]:
        """One run that finds so many new reviews; what `finish` says of it."""
        store = open_store(self.folder / "output" / "store.sqlite")
        store.enable([HOST])
        for _ in range(reviews):
            self.number += 1
            self._visit(store, score)
        publish_local(store, self.folder / "output")
        identity = f"run-{int(self.now)}"
        self._summary(identity, reviews, failed, ended)
        found = finish(self.project, store, identity)
        store.close()
        self.now += 1_800
        return found

    def _visit(self, store, score: str) -> None:
        url = f"https://{HOST}/film-{self.number}"
        place = ("Lane", "Mill", "Hill", "Wood", "Gate")[self.number % 5]
        title = f"Harrow {place} {chr(65 + self.number % 16)}"
        body = PAGE.format(title=title, day=1 + self.number % 28, score=score.format(points=1 + self.number % 5))
        when = datetime.fromtimestamp(self.now, UTC)
        headers = (("content-type", "text/html; charset=utf-8"),)
        outcome = process(Response(url, 200, headers, body.encode(), when, 0.1, url))
        store.put(HOST, [Found(url, due=0)])
        page = store.page(url)
        assert page is not None
        state = replace(page, state=State.LIVE, due=self.now + 86_400)
        store.commit([Visit(state, at=self.now, records=outcome.records)])

    def _summary(self, identity: str, reviews: int, failed: int, ended: str) -> None:
        counts = {"new": reviews, "failed": failed}
        summary = {
            "id": identity, "started": datetime.fromtimestamp(self.now, UTC).isoformat(), "seconds": 60.0,
            "ended": ended, "pages": reviews + failed, "decisions": counts,
            "records": {"upserted": reviews, "deleted": 0},
            "urls": {"new": 0, "refused": 0}, "hosts": {HOST: counts}, "findings": [],
        }  # fmt: skip
        folder = self.folder / "output" / "runs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{identity}.json").write_text(json.dumps(summary))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def new_markup() -> str:
    return NEW
