"""The WordPress REST API as a source of addresses: posts by the time they were last changed.

Since WordPress 5.7 `modified_after` gives just what changed. The cursor is in the
site's own local time, written without an offset and given back as it came, so that no time zone
need be known.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urljoin

from scraper.crawl.sitemaps import parse_time

PER_PAGE: Final = 100
STEP: Final = 95
"""Pages overlap by five posts: one that is edited meanwhile moves all later ones up."""
_MOST_PAGES: Final = 400
_MARGIN: Final = 1.0
_ZONES: Final = 15 * 3600.0


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the posts are read: all up to local time `after`, and `pages` further pages since."""

    after: float | None = None
    pages: int = 0


BEGINNING: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Posts:
    """What one answer holds: (address, last change) of posts, and where to go on.

    `complete` tells that there are no more posts for now.
    """

    links: tuple[tuple[str, float | None], ...]
    cursor: Cursor
    complete: bool


def address(root: str) -> str:
    """The address that stands for a site's posts in the frontier.

    >>> address("https://ida.example/wp-json/")
    'https://ida.example/wp-json/wp/v2/posts'
    """
    if "?" in root:
        return root.rstrip("/") + "/wp/v2/posts"
    return urljoin(root if root.endswith("/") else root + "/", "wp/v2/posts")


def request(url: str, cursor: Cursor) -> str:
    """The address to ask for what comes after the cursor."""
    query: dict[str, str | int] = {
        "_fields": "link,modified,modified_gmt",
        "order": "asc",
        "orderby": "modified",
        "per_page": PER_PAGE,
    }
    if cursor.pages:
        query["offset"] = cursor.pages * STEP
    if cursor.after is not None:
        query["modified_after"] = _local(cursor.after)
    return url + ("&" if "?" in url else "?") + urlencode(query)


def parse(body: bytes, cursor: Cursor, now: float = math.inf) -> Posts | None:
    """The posts of an answer; None when it is none that WordPress gives.

    Changes that lie behind `now`, by more than a time zone can, do not move the cursor: a post that
    an import dated ahead bears that date as its last change, and would hide all later ones.
    """
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list):
        return None
    links: list[tuple[str, float | None]] = []
    times: list[float] = []
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("link"), str):
            return None
        links.append((row["link"], parse_time(str(row.get("modified_gmt", "")))))
        local = parse_time(str(row.get("modified", "")))
        times += [] if local is None or local > now + _ZONES else [local]
    complete = len(links) < PER_PAGE or cursor.pages >= _MOST_PAGES
    if not complete:
        return Posts(tuple(links), Cursor(cursor.after, cursor.pages + 1), complete=False)
    latest = max(times) - _MARGIN if times else cursor.after
    return Posts(tuple(links), Cursor(latest), complete=True)


def _local(seconds: float) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 - beside its only use

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
