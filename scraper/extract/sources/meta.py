"""`<meta>` elements and `<title>`: OpenGraph, `article:*`, Twitter labels, Dublin Core, parsely and plain names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_node
from scraper.extract.facts import clean, iso_date, name_marks, plausible_name, undated
from scraper.model import Claim

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

MAX_METAS: Final = 300

# name or property (lower case) -> (field, rule). Same rule, same trust.
_DATES: Final = {
    "article:published_time": ("published", "meta.article_published"),
    "og:article:published_time": ("published", "meta.article_published"),
    "article:modified_time": ("modified", "meta.article_modified"),
    "og:updated_time": ("modified", "meta.og_updated"),
    "article:published": ("published", "meta.article_published"),
    "article:modified": ("modified", "meta.article_modified"),
    "datepublished": ("published", "meta.date_published"),
    "datemodified": ("modified", "meta.date_modified"),
    "sailthru.date": ("published", "meta.vendor_date"),
    "parsely-pub-date": ("published", "meta.vendor_date"),
    "cxenseparse:recs:publishtime": ("published", "meta.vendor_date"),
    "publish-date": ("published", "meta.date"),
    "publish_date": ("published", "meta.date"),
    "pubdate": ("published", "meta.date"),
    "date": ("published", "meta.date"),
    "article_date_original": ("published", "meta.date"),
    "dc.date": ("published", "meta.dc_date"),
    "dc.date.issued": ("published", "meta.dc_date"),
    "dc.date.created": ("published", "meta.dc_date"),
    "dcterms.created": ("published", "meta.dc_date"),
    "dcterms.date": ("published", "meta.dc_date"),
    "dcterms.issued": ("published", "meta.dc_date"),
    "dcterms.modified": ("modified", "meta.dc_modified"),
    "last-modified": ("modified", "meta.last_modified"),
    "revised": ("modified", "meta.last_modified"),
}
_PEOPLE: Final = {
    "author": "meta.author",
    "article:author": "meta.article_author",
    "og:article:author": "meta.article_author",
    "article:author:name": "meta.article_author",
    "parsely-author": "meta.vendor_author",
    "sailthru.author": "meta.vendor_author",
    "cxenseparse:author": "meta.vendor_author",
    "byl": "meta.vendor_author",
    "dc.creator": "meta.dc_creator",
    "dcterms.creator": "meta.dc_creator",
    "citation_author": "meta.dc_creator",
}
_TEXTS: Final = {
    "og:title": ("headline", "meta.og_title"),
    "twitter:title": ("headline", "meta.twitter_title"),
    "dc.title": ("headline", "meta.dc_title"),
    "description": ("description", "meta.description"),
    "og:description": ("description", "meta.og_description"),
    "twitter:description": ("description", "meta.twitter_description"),
    "og:site_name": ("site_name", "meta.og_site_name"),
    "application-name": ("site_name", "meta.application_name"),
    "og:locale": ("page_language", "meta.og_locale"),
    "dc.language": ("page_language", "meta.language"),
    "content-language": ("page_language", "meta.language"),
    "language": ("page_language", "meta.language"),
}
_LISTS: Final = {
    "article:section": ("categories", "meta.article_section", ""),
    "og:article:section": ("categories", "meta.article_section", ""),
    "parsely-section": ("categories", "meta.vendor_section", ""),
    "article:tag": ("tags", "meta.article_tag", ""),
    "og:article:tag": ("tags", "meta.article_tag", ""),
    "parsely-tags": ("tags", "meta.vendor_tags", ","),
    "sailthru.tags": ("tags", "meta.vendor_tags", ","),
    "news_keywords": ("tags", "meta.news_keywords", ","),
    "keywords": ("tags", "meta.keywords", ","),
}


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """What the head of the page says; it speaks for the page, so only whole blocks hear it."""
    del lexicon, site
    if block.page.tree is None or not block.whole:
        return
    twitter: dict[str, str] = {}
    markup = block.page.markup
    ghost = any(name.startswith("Ghost") for name in markup.content("name", "generator")[:1])
    for meta in markup.tagged("meta")[:MAX_METAS]:
        attrs = meta.attrs
        for key in ("property", "name", "itemprop", "http-equiv") if "content" in attrs else ():
            name = (attrs.get(key) or "").lower().strip()
            if not name:
                continue
            content = clean(attrs["content"] or "")
            if content:
                twitter[name] = content
                path = f"meta[{key}='{attrs.get(key)}']@content"
                # Ghost prints its first tag only, and has the whole list here.
                if ghost and name == "article:tag":
                    yield at_node(block, "tags", content, content, path, "meta.ghost_tag")
                yield from _meta(block, name, content, path)
            break
    yield from _twitter(block, twitter)
    yield from _document(block)


def _meta(block: Block, name: str, content: str, path: str) -> Iterator[Claim]:
    if (date := _DATES.get(name)) is not None and (value := iso_date(content)) is not None:
        yield at_node(block, date[0], value, content, path, date[1], undated(block.page))
    elif (rule := _PEOPLE.get(name)) is not None:
        yield from _person(block, content, path, rule)
    elif (text := _TEXTS.get(name)) is not None:
        yield at_node(block, text[0], content, content[:500], path, text[1])
    elif (many := _LISTS.get(name)) is not None:
        field, rule, separator = many
        for item in content.split(separator)[:100] if separator else (content,):
            if item.strip():
                yield at_node(block, field, item.strip(), content[:500], path, rule)


def _person(block: Block, content: str, path: str, rule: str) -> Iterator[Claim]:
    if not plausible_name(content):
        return
    marks = name_marks(content, block.page)
    yield at_node(block, "authors", content, content, path, rule, marks)
    yield at_node(block, "reviewer", content, content, path, rule, marks)


# "Written by" in the languages of WordPress.com's SEO plug-ins; the label is translated, its place is not:
# the first pair is the writer, the second the reading time (Yoast), Ghost's second is "Filed under".
_FILED: Final = frozenset({"filed under"})
_TIME_WORDS: Final = ("min", "sec", "heure", "stund", "hour", "分", "мин", "perc", "dakika")


def _twitter(block: Block, metas: dict[str, str]) -> Iterator[Claim]:
    for number in ("1", "2"):
        label, data = metas.get(f"twitter:label{number}", "").lower(), metas.get(f"twitter:data{number}", "")
        if not label or not data:
            continue
        path = f"meta[name='twitter:data{number}']@content"
        if label in _FILED:
            for item in data.split(","):
                if item.strip():
                    yield at_node(block, "tags", item.strip(), data, path, "meta.twitter_filed_under")
        elif number == "1" and not any(char.isdigit() for char in data) and not _is_time(data):
            yield from _person(block, data, path, "meta.twitter_written_by")


def _is_time(data: str) -> bool:
    return any(word in data.lower() for word in _TIME_WORDS) and any(char.isdigit() for char in data)


def _document(block: Block) -> Iterator[Claim]:
    markup = block.page.markup
    if title := clean(markup.title() or ""):
        yield at_node(block, "headline", title, title[:500], "head > title", "meta.title")
    root = next(iter(markup.tagged("html")), None)
    language = (root.attr("lang") or root.attr("xml:lang")) if root is not None else ""
    if language.strip():
        yield at_node(block, "page_language", language.strip(), language, "html@lang", "meta.html_lang")
