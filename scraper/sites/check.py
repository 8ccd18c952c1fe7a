"""Has a site changed under its site file? Its fixtures are replayed, with the file and without.

Beside each fixture stands `sources.json`: the rule that won each field when it was made. A value or
a winning source that differs is named; so is a selector that the generic sources contradict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scraper.config import SiteFile
from scraper.errors import InputError
from scraper.extract import extract
from scraper.flat import review_to_dict
from scraper.model import Review
from scraper.pipeline import site_facts

SOURCES: Final = "sources.json"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one page that is no longer what it was."""

    page: str
    field: str
    what: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.page}: {self.field}: {self.what}"


def snapshot(content: bytes, url: str, site: SiteFile | None) -> dict[str, dict[str, object]]:
    """For each field that is given: its value in the flat form, and the rule that won."""
    page = extract(content, url, site=site_facts(site))
    if len(page.reviews) != 1:
        return {}
    return {name: {"value": value, "rule": rule} for name, value, rule in _fields(page.reviews[0])}


def _fields(review: Review) -> Iterator[tuple[str, object, str]]:
    flat = review_to_dict(review)
    for name, answer in review.answers.items():
        if answer.value not in (None, ()) and answer.evidence:
            yield name, flat.get(name), answer.evidence[0].rule


def changes(folder: Path, site: SiteFile | None) -> Iterator[Change]:
    """Every change on the fixtures of one host's folder, since their sources.json was written."""
    for path in sorted(folder.glob(f"*/{SOURCES}")):
        pages = sorted(path.parent.glob("page.*"))
        if len(pages) != 1:
            raise InputError(f"{path.parent}: holds {len(pages)} pages; a fixture has one page.html or page.txt")
        try:
            before = json.loads(path.read_text("utf-8"))
            url, fields = str(before["url"]), dict(before["fields"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: is not what `scrape site new` wrote; make the fixture again") from error
        now = snapshot(pages[0].read_bytes(), url, site)
        yield from _compare(f"{folder.name}/{path.parent.name}", fields, now)


def _compare(page: str, before: dict[str, dict[str, object]], now: dict[str, dict[str, object]]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        if old is None and new is not None:
            yield Change(page, name, f"was not given, now {_show(new['value'])} by {new['rule']}")
        elif new is None and old is not None:
            yield Change(page, name, f"was {_show(old['value'])} by {old['rule']}, now nothing")
        elif old is not None and new is not None and old["value"] != new["value"]:
            yield Change(
                page, name, f"was {_show(old['value'])} by {old['rule']}, now {_show(new['value'])} by {new['rule']}"
            )
        elif old is not None and new is not None and old["rule"] != new["rule"]:
            yield Change(page, name, f"still {_show(new['value'])}, won by {new['rule']} instead of {old['rule']}")


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 60 else text[:57] + "..."  # noqa: PLR2004 - a line on a terminal
