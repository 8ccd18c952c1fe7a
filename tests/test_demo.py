"""The demo is what a newcomer sees first: it must run, be polite and come out right."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from scraper.demo.__main__ import PROJECT, WWW
from scraper.demo.site import DemoSite


@pytest.fixture(scope="module")
def shown() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scraper.demo"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demo_shows_the_reviews_of_its_site(shown: str) -> None:
    table = {line[:26].strip(): line for line in reversed(shown.splitlines())}
    assert "Tamsin Okoye-Hale" in table["Nothing But Road"]
    assert "4/5" in table["Nothing But Road"]
    assert "2021-08-24 digital" in table["Nothing But Road"]
    assert "8.2/10" in table["The Salt Ledger"]
    assert "7/10" in table["Das Boot am See"]
    assert "4/6" in table["Cicha ulica"]
    assert "2.5/5" in table["Nine Doors"]
    capsules = ("The Glass Ferry", "Borrowed Weather", "Nobody's Orchestra", "Low Tide, High Court", "Kiln")
    assert [table[title][70:79].strip() for title in capsules] == ["4/5", "3/5", "4.5/5", "2/5", "5/5"]


def test_the_demo_explains_a_record_and_the_robots_rule_it_obeyed(shown: str) -> None:
    assert "directed by Tamsin Okoye-Hale" in shown
    assert "Disallow: /members/" in shown
    assert "User-agent: *" in shown
    assert "0 below /members/" in shown


def test_the_demo_leaves_records_behind(shown: str) -> None:
    records = list((PROJECT / "output" / "reviews").rglob("*.jsonld"))
    assert f"{len(records)} records" in shown
    assert len(records) == 15
    assert all(json.loads(path.read_bytes())["@graph"] for path in records)
    assert all(path.with_suffix(".ledger.ndjson").exists() for path in records)


def test_pages_that_are_no_reviews_are_told_apart(shown: str) -> None:
    for path, kind in (("/", "listing"), ("/games/harbour-tycoon/", "other"), ("/news/harrow-lane-sequel/", "other")):
        assert f"{path}: no review: the page is {kind}" in shown


def test_the_site_answers_a_conditional_request_and_keeps_to_its_folder() -> None:
    with DemoSite(WWW) as site:
        with urllib.request.urlopen(site.origin + "/robots.txt", timeout=10) as answer:  # noqa: S310 - our own server
            tag = answer.headers["ETag"]
            assert site.origin.encode() in answer.read()
        again = urllib.request.Request(site.origin + "/robots.txt", headers={"If-None-Match": tag})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(again, timeout=10)  # noqa: S310
        assert site.body("/../../demo/www/../../../pyproject.toml") is None
        assert [item.status for item in site.asked] == [200, 304]


def test_every_page_of_the_site_is_on_disk() -> None:
    assert len(DemoSite(Path(WWW)).pages()) == 12
