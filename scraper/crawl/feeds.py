"""RSS and Atom feeds as a source of addresses, read by feedparser (imported when first needed)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 3 * 1024 * 1024
MOST_ENTRIES: Final = 500
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"/comments?/(?:feed|default)|[?&]feed=comments|/comments\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An address that a feed names and when it was last changed, as far as stated."""

    url: str
    changed: float | None


def parse(body: bytes, url: str) -> list[Item] | None:
    """The entries of a feed in its order; None when the document is no feed.

    A document type is cut out before anything is read, so that no entity can be declared.
    """
    import feedparser  # noqa: PLC0415 - 100 ms that only a crawl with feeds needs

    content = _DOCTYPE.sub(b"", body[:MOST_BYTES])
    found = feedparser.parse(content, response_headers={"content-location": url}, sanitize_html=False)
    if not found.get("version"):
        return None
    items = []
    for entry in found.entries[:MOST_ENTRIES]:
        link = entry.get("link")
        if isinstance(link, str) and link.startswith(("http://", "https://")):
            # feedparser passes off one date as the other, with a warning, unless the dictionary itself is asked.
            changed = dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed")
            items.append(Item(link, float(calendar.timegm(changed)) if changed else None))
    return items


def is_comment_feed(url: str) -> bool:
    """Whether a feed holds readers' comments instead of posts.

    >>> is_comment_feed("https://ida.example/comments/feed/"), is_comment_feed("https://ida.example/feed/")
    (True, False)
    """
    return bool(_COMMENTS.search(url))
