"""Addresses are found the cheapest way a site offers, and hostile lists do no harm."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scraper.crawl import feeds, rest, sitemaps
from scraper.crawl.rest import Cursor

DAY = 86400.0
XML = {"Content-Type": "application/xml"}


def answer(web: Any, body: str | bytes, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else body.encode()
    return web.answer(content, headers=headers or XML)


def urlset(*urls: str, lastmod: str = "") -> str:
    rows = "".join(f"<url><loc>{url}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


# --- reading -------------------------------------------------------------------------------


def test_a_sitemap_gives_addresses_and_times() -> None:
    entries = list(sitemaps.parse(urlset("https://ida.example/a", lastmod="2024-05-01").encode()))
    assert [(e.url, e.lastmod, e.index) for e in entries] == [("https://ida.example/a", 1714521600.0, False)]


def test_pictures_in_a_sitemap_are_not_pages() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://ida.example/a</loc>
      <image:image><image:loc>https://ida.example/poster.jpg</image:loc></image:image></url></urlset>"""
    assert [e.url for e in sitemaps.parse(body)] == ["https://ida.example/a"]


def test_gzipped_and_plain_text_sitemaps_are_read() -> None:
    assert len(list(sitemaps.parse(gzip.compress(urlset("https://ida.example/a").encode())))) == 1
    assert len(list(sitemaps.parse(b"\xef\xbb\xbfhttps://ida.example/a\nhttps://ida.example/b\nnonsense\n"))) == 2


HOSTILE = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
    "external": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><urlset/>',
    "cut": urlset("https://ida.example/a", "https://ida.example/b").encode()[:-30],
    "html": b"<html><p>Not found<br></html>",
    "bomb": gzip.compress(b"<urlset>" + b" " * 60_000_000 + b"</urlset>"),
    "half gzip": gzip.compress(urlset("https://ida.example/a").encode())[:40],
    "empty": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sitemaps_are_refused_or_give_nothing(name: str) -> None:
    try:
        entries = list(sitemaps.parse(HOSTILE[name]))
    except sitemaps.SitemapError:
        return
    assert entries == []


def test_a_sitemap_of_millions_is_cut() -> None:
    body = urlset(*(f"https://ida.example/{n}" for n in range(sitemaps.MOST_URLS + 10))).encode()
    assert sum(1 for _ in sitemaps.parse(body)) == sitemaps.MOST_URLS


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ida</title>
<item><title>Harrow Lane</title><link>https://ida.example/a</link>
<pubDate>Wed, 01 May 2024 08:00:00 GMT</pubDate></item>
<item><title>Nine Doors</title><link>https://ida.example/b</link></item></channel></rss>"""


def test_a_feed_gives_links_and_times() -> None:
    items = feeds.parse(RSS.encode(), "https://ida.example/feed/")
    assert items is not None
    assert [(i.url, i.changed) for i in items] == [
        ("https://ida.example/a", 1714550400.0),
        ("https://ida.example/b", None),
    ]


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\x00\xff" * 50, b"{}", RSS.encode()[:90]])
def test_what_is_no_feed_is_none_or_empty(body: bytes) -> None:
    assert not feeds.parse(body, "https://ida.example/feed/")


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "https://ida.example/x">]>' + RSS.encode()[21:].replace(
        b"https://ida.example/a", b"&a;"
    )
    items = feeds.parse(bomb, "https://ida.example/feed/")
    assert items is not None
    assert "https://ida.example/x" not in [item.url for item in items]


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'[{"link": 3}]', b"<html>", b"[" * 100_000])
def test_what_is_no_list_of_posts_is_none(body: bytes) -> None:
    assert rest.parse(body, Cursor()) is None


def test_a_post_that_was_dated_ahead_does_not_hide_later_changes() -> None:
    rows = [
        {"link": f"https://ida.example/{at}", "modified": at} for at in ("2026-01-02T10:00:00", "2031-05-11T10:00:00")
    ]
    now = datetime(2026, 1, 2, 9, tzinfo=UTC).timestamp()
    posts = rest.parse(json.dumps(rows).encode(), Cursor(), now)
    assert posts is not None
    assert len(posts.links) == 2
    assert posts.cursor.after == datetime(2026, 1, 2, 9, 59, 59, tzinfo=UTC).timestamp()


# --- crawling ------------------------------------------------------------------------------


LOCAL = 2 * 3600
"""The site's clock is two hours ahead of UTC."""


class Posts:
    """The posts of a WordPress site behind its API."""

    def __init__(self, web: Any, *paths: str) -> None:
        self.web = web
        self.modified = {path: 1_700_000_000 + n for n, path in enumerate(paths)}
        self.asked: list[dict[str, list[str]]] = []
        web.dynamic["/wp-json/wp/v2/posts"] = self.answer

    def answer(self, path: str) -> Any:
        query = parse_qs(urlsplit(path).query)
        self.asked.append(query)
        rows = sorted(self.modified.items(), key=lambda row: row[1])
        after = sitemaps.parse_time(query["modified_after"][0]) if "modified_after" in query else 0.0
        offset = int(query.get("offset", ["0"])[0])
        found = [(p, at) for p, at in rows if at + LOCAL > (after or 0.0)][offset : offset + 100]
        body = [
            {
                "link": self.web.root + p.removeprefix("/"),
                "modified": f"{datetime.fromtimestamp(at + LOCAL, UTC):%Y-%m-%dT%H:%M:%S}",
                "modified_gmt": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}",
            }
            for p, at in found
        ]
        return self.web.answer(json.dumps(body).encode(), headers={"Content-Type": "application/json"})


def wordpress(web: Any, count: int) -> Posts:
    head = f'<link rel="https://api.w.org/" href="{web.root}wp-json/">'
    web.listing("/", "/tag/a/", "/tag/b/", "/tag/c/", "/tag/d/", "/tag/e/", head=head)
    for tag in "abcde":
        web.listing(f"/tag/{tag}/")
    for n in range(count):
        web.review(f"/film-{n}/", f"Film {n}", "/tag/a/")
    return Posts(web, *(f"/film-{n}/" for n in range(count)))


async def test_posts_come_from_the_api_and_few_other_links_are_followed(web: Any, crawler: Any) -> None:
    wordpress(web, 230)
    tally = await crawler.crawl(web)
    assert tally.upserts == 230
    assert tally.requests <= 230 * 1.1


async def test_archives_of_a_site_that_names_its_posts_are_not_asked_and_give_no_doubles(
    web: Any, crawler: Any
) -> None:
    wordpress(web, 6)
    head = f'<link rel="https://api.w.org/" href="{web.root}wp-json/">'
    months = [f"/2024/{n:02}/" for n in range(1, 10)]
    web.listing("/", *months, "/page/2/", "/tag/a/", head=head)
    for path in (*months, "/page/2/", "/tag/a/"):
        web.review(path, "Film 1", "/film-1/")
    tally = await crawler.crawl(web)
    assert tally.upserts == 6
    assert not {path for path in web.asked if path.startswith(("/2024", "/page", "/tag"))}
    # The home page, the posts and where they are named; what was spared is no page.
    assert (tally.visits, tally.decisions["needless"]) == (8, 11)


async def test_archives_that_must_be_walked_lead_to_reviews_and_hold_none(web: Any, crawler: Any) -> None:
    web.listing("/", "/2024/01/", "/tag/a/")
    web.review("/2024/01/", "Film 1", "/film-1/")
    web.review("/tag/a/", "Film 2", "/film-2/")
    web.review("/film-1/", "Film 1")
    web.review("/film-2/", "Film 2")
    assert (await crawler.crawl(web)).upserts == 2


async def test_feeds_of_the_comments_below_a_page_are_not_asked(web: Any, crawler: Any) -> None:
    web.listing("/", "/film-1/")
    web.review("/film-1/", "Film 1", head='<link rel="alternate" type="application/rss+xml" href="/film-1/feed/">')
    await crawler.crawl(web)
    assert "/film-1/feed/" not in web.asked


async def test_only_changed_posts_are_asked_again(web: Any, crawler: Any) -> None:
    posts = wordpress(web, 120)
    await crawler.crawl(web)
    web.taken()
    posts.modified["/film-7/"] = int(crawler.now)
    web.review("/film-7/", "Film 7, second look")
    web.review("/film-new/", "Film new")
    posts.modified["/film-new/"] = int(crawler.now) + 5
    crawler.now += 2 * 3600
    tally = await crawler.crawl(web)
    assert tally.upserts == 2
    assert [path for path in web.taken() if path.startswith("/film-")] == ["/film-new/", "/film-7/"]
    assert "modified_after" in posts.asked[-1]


async def test_sitemaps_of_robots_txt_are_read_and_their_side_roads_left_out(web: Any, crawler: Any) -> None:
    root = web.root
    web.other("/")
    web.pages["/robots.txt"] = answer(
        web, f"User-agent: *\nDisallow:\nSitemap: {root}wp-sitemap.xml\n", **{"Content-Type": "text/plain"}
    )
    index = "".join(f"<sitemap><loc>{root}{name}.xml</loc></sitemap>" for name in ("posts-1", "taxonomies-tag-1"))
    web.pages["/wp-sitemap.xml"] = answer(web, f"<sitemapindex>{index}</sitemapindex>")
    web.pages["/posts-1.xml"] = answer(web, urlset(*(f"{root}film-{n}/" for n in range(6))))
    for n in range(6):
        web.review(f"/film-{n}/", f"Film {n}")
    tally = await crawler.crawl(web)
    assert tally.upserts == 6
    assert "/taxonomies-tag-1.xml" not in web.asked


async def test_feeds_announced_by_a_page_are_followed_but_not_comment_feeds(web: Any, crawler: Any) -> None:
    head = '<link rel="alternate" href="/feed/"><link rel="alternate" href="/comments/feed/">'
    web.listing("/", head=head)
    web.pages["/feed/"] = answer(web, RSS.replace("https://ida.example/", web.root))
    web.review("/a", "Harrow Lane")
    web.review("/b", "Nine Doors")
    tally = await crawler.crawl(web)
    assert tally.upserts == 2
    assert "/comments/feed/" not in web.asked


async def test_pagination_is_walked(web: Any, crawler: Any) -> None:
    web.listing("/", "/film-1", head='<link rel="next" href="/page/2/">')
    web.listing("/page/2/", "/film-2", head='<link rel="next" href="/page/3/">')
    web.listing("/page/3/", "/film-3")
    for n in (1, 2, 3):
        web.review(f"/film-{n}", f"Film {n}")
    assert (await crawler.crawl(web)).upserts == 3


async def test_a_calendar_without_end_does_not_hold_up_the_crawl(web: Any, crawler: Any) -> None:
    web.listing("/", "/film-1", "/events/2030/01/")
    web.review("/film-1", "Film 1")
    web.dynamic["/events"] = lambda path: web.answer(f'<h1>Nothing</h1><a href="{path}x/">next</a>'.encode())
    tally = await crawler.crawl(web)
    assert tally.upserts == 1
    assert tally.requests < 10


async def test_a_lastmod_that_proved_wrong_is_not_trusted_any_more(web: Any, crawler: Any) -> None:
    root = web.root
    web.other("/")
    web.pages["/robots.txt"] = answer(web, f"Sitemap: {root}s.xml\n", **{"Content-Type": "text/plain"})
    paths = [f"film-{n}/" for n in range(12)]
    for path in paths:
        web.review(f"/{path}", path)
    web.pages["/s.xml"] = answer(web, urlset(*(root + path for path in paths)))
    await crawler.crawl(web)
    early = []
    for _ in range(3):
        crawler.now += 3 * 3600
        today = datetime.fromtimestamp(crawler.now, UTC).isoformat()
        web.pages["/s.xml"] = answer(web, urlset(*(root + path for path in paths), lastmod=today))
        web.taken()
        await crawler.crawl(web)
        early.append(sum(path.startswith("/film-") for path in web.taken()))
    assert early[0] == 5
    assert early[1:] == [0, 0]


async def test_a_feed_that_brings_something_is_asked_again_within_the_hour_and_a_barren_one_ever_less(
    web: Any, crawler: Any
) -> None:
    web.listing("/", head='<link rel="alternate" href="/feed/">')
    web.pages["/feed/"] = answer(web, RSS.replace("https://ida.example/", web.root))
    for path in ("/a", "/b", "/c"):
        web.review(path, f"Film {path}")
    await crawler.crawl(web)
    feed = web.root + "feed/"
    assert crawler.store.page(feed).every == 3600.0
    for _ in range(9):
        crawler.now += DAY * 1.2
        await crawler.crawl(web)
    assert crawler.store.page(feed).every == DAY
    web.pages["/feed/"] = answer(web, RSS.replace("https://ida.example/b", web.root + "c"))
    crawler.now += DAY * 1.2
    await crawler.crawl(web)
    assert crawler.store.page(feed).every == DAY / 2
    assert crawler.store.page(web.root + "c").label == "review"
