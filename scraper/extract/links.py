"""Addresses on a page, and what the page asks of robots.

Not sources of claims: what they find goes to `Extraction.links`, `.directives` and
`Review.mentions` as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from scraper.extract.block import Block
from scraper.extract.nodes import node_table
from scraper.extract.page import Element, Page, Region, in_order
from scraper.model import Directives, Links

PRODUCT: Final = "film-review-scraper"
"""Our product token, by which a page or a header may address us alone."""
MAX_OUT: Final = 2_000
MAX_ADDRESS: Final = 2_000
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_DATABASES: Final = (
    (
        "imdb",
        re.compile(
            r"^https?://(?:www\.|m\.)?imdb\.com/(?:[a-z]{2}(?:-[a-z]{2})?/)?title/(tt\d{7,10})\b", re.IGNORECASE
        ),
    ),
    ("tmdb", re.compile(r"^https?://(?:www\.)?themoviedb\.org/movie/(\d{1,9})\b", re.IGNORECASE)),
    ("wikidata", re.compile(r"^https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q\d{1,12})\b", re.IGNORECASE)),
    ("letterboxd", re.compile(r"^https?://(?:www\.)?letterboxd\.com/(?:[\w-]+/)?film/([\w-]{1,80})", re.IGNORECASE)),
)
_ELSEWHERE: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE, Region.FOOTER, Region.WIDGET})
_FILMS: Final = ("movie", "film")
_LINKS: Final = frozenset({"a", "area"})
# Directives that carry a value behind a colon; any other word before a colon names a robot.
_VALUED: Final = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def mentions(block: Block) -> dict[str, str]:
    """Ids of film databases that the block links to; a database of which it names two films says nothing.

    Keys: "imdb" (`tt0123456`), "tmdb", "wikidata" (`Q...`), "letterboxd" (the film's slug).
    """
    found: dict[str, set[str]] = {}
    page = block.page
    for link in page.by_tag("a"):
        if link.region not in _ELSEWHERE and block.holds(link):
            _note(link.attr("href"), found)
    if block.whole:
        table = node_table(page)
        for film in table.of_type(*_FILMS)[:5]:
            for name in ("sameas", "url"):
                for text in table.texts(film, name):
                    _note(text.value, found)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def _note(address: str, found: dict[str, set[str]]) -> None:
    if len(address) > MAX_ADDRESS or "//" not in address:
        return
    for key, pattern in _DATABASES:
        match = pattern.match(address)
        if match is not None:
            found.setdefault(key, set()).add(match[1])


def links(page: Page) -> Links:
    """Canonical address, next page, feeds, WordPress API, AMP twin and the links a crawl may follow."""
    if page.tree is None:
        return Links()
    base = _base(page)
    one: dict[str, str] = {}
    feeds: list[str] = []
    for element in in_order(page.markup.tagged("link"), filter(_is_next, page.markup.having("rel")))[:MAX_OUT]:
        address = _absolute(base, element.attr("href"))
        if address is None:
            continue
        for rel in element.attr("rel").lower().split():
            if rel == "alternate" and element.attr("type").lower().strip() in _FEED_TYPES:
                feeds.append(address)
            elif rel in {"canonical", "next", "https://api.w.org/", "amphtml"}:
                one.setdefault(rel, address)
    return Links(
        canonical=one.get("canonical"),
        next=one.get("next"),
        out=tuple(_out(page, base)),
        feeds=tuple(dict.fromkeys(feeds)),
        wp_json=one.get("https://api.w.org/"),
        amp=one.get("amphtml"),
    )


def _is_next(element: Element) -> bool:
    return element.tag == "a" and "next" in element.attr("rel").lower().split()


def _base(page: Page) -> str:
    href = next((base.attr("href").strip() for base in page.markup.tagged("base") if "href" in base.attrs), "")
    try:
        return urljoin(page.url or "", href)
    except ValueError:
        return page.url or ""


def _absolute(base: str, href: str) -> str | None:
    """An http(s) address without fragment, None for anything else."""
    href = href.strip()
    if not href or href[0] == "#" or len(href) > MAX_ADDRESS:
        return None
    if not href.startswith(("http://", "https://")):
        if href.partition(":")[0].lower() in {"mailto", "javascript", "tel", "data", "whatsapp", "about"}:
            return None
        try:
            href = urljoin(base, href)
        except ValueError:
            return None
    if not href.startswith(("http://", "https://")) or not _splits(href):
        return None
    return urldefrag(href)[0] if "#" in href else href


def _splits(address: str) -> bool:
    """Whether an address has a readable host; only brackets can make one that has not."""
    if "[" not in address and "]" not in address:
        return True
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _out(page: Page, base: str) -> Iterator[str]:
    seen: set[str] = set()
    origin = _origin(base)
    for element in page.markup.having("href"):
        if element.tag not in _LINKS or "nofollow" in element.attr("rel").lower():
            continue
        href = element.attr("href").strip()
        # Joining is slow, and most links are either whole or begin at the root.
        rooted = href.startswith("/") and not href.startswith("//") and "/." not in href and origin
        address = _absolute(base, origin + href if rooted else href)
        if address is not None and address not in seen:
            seen.add(address)
            yield address
            if len(seen) >= MAX_OUT:
                return


def _origin(base: str) -> str:
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def directives(page: Page, headers: Mapping[str, str] | None = None) -> Directives:
    """What `meta` elements and headers (lower-case names) ask of every robot, or of ours by name."""
    words = set(_header_words((headers or {}).get("x-robots-tag", "")))
    reserved = _reserved((headers or {}).get("tdm-reservation"), (headers or {}).get("tdm-policy"), "header")
    policy: str | None = None
    reservation: str | None = None
    for meta in page.markup.tagged("meta"):
        name, content = meta.attr("name").strip().lower(), meta.attr("content").strip()
        if name in {"robots", PRODUCT}:
            words.update(word.strip().lower() for word in content.split(","))
        elif name == "tdm-reservation":
            reservation = content
        elif name == "tdm-policy":
            policy = content
    none = "none" in words
    return Directives(
        noindex=none or "noindex" in words,
        nofollow=none or "nofollow" in words,
        noarchive="noarchive" in words,
        reserved=reserved or _reserved(reservation, policy, "meta"),
    )


def _reserved(value: str | None, policy: str | None, where: str) -> str | None:
    if value is None or value.strip() != "1":
        return None
    return f"{where} tdm-reservation: 1" + (f" (policy {policy.strip()[:300]})" if policy else "")


def _header_words(value: str) -> Iterator[str]:
    """Directives of an X-Robots-Tag header that concern us: those of no robot, and those of ours.

    >>> sorted(_header_words("noarchive, otherbot: noindex, nofollow, film-review-scraper: noindex"))
    ['noarchive', 'noindex']
    """
    agent = ""
    for part in value[:4_000].split(","):
        head, colon, rest = part.partition(":")
        word = head.strip().lower()
        if colon and word not in _VALUED:
            agent, word = word, rest.strip().lower()
        if word and agent in {"", PRODUCT}:
            yield word
