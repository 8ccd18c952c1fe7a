"""What the article nodes of a page say: headline, authors, dates, description, sections, keywords."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scraper.extract.facts import bare_name, clean, iso_date, name_marks, plausible_name, undated
from scraper.extract.nodes.node import Node, Text
from scraper.extract.nodes.speak import Speaker, element_of, region_marks
from scraper.extract.page import Page
from scraper.fields import fold
from scraper.model import Claim, PartialDate

ARTICLES: Final = (
    "article blogposting newsarticle report reportagenewsarticle opinionnewsarticle analysisnewsarticle "
    "reviewnewsarticle scholarlyarticle techarticle socialmediaposting liveblogposting advertisercontentarticle"
).split()
PAGES: Final = "webpage itempage profilepage".split()
_COMMENTS: Final = frozenset({"comment", "usercomments", "usercomment"})
_FREE: Final = {"true": True, "false": False}


def inside_comment(node: Node) -> bool:
    """Whether a node is or stands in somebody's comment."""
    return not _COMMENTS.isdisjoint(node.types) or any(
        not _COMMENTS.isdisjoint(above.types) or above.via == "comment" for above in node.ancestors()
    )


def _addresses(speaker: Speaker, node: Node) -> Iterator[str]:
    yield node.id
    for name in ("url", "mainentityofpage"):
        for value in speaker.table.values(node, name):
            yield value.value if isinstance(value, Text) else value.id


def _bare(address: str) -> str:
    return address.partition("#")[0].partition("?")[0].removeprefix("https:").removeprefix("http:").rstrip("/")


def _page_address(page: Page) -> frozenset[str]:
    found = {page.url or ""}
    links = [link for link in page.markup.tagged("link") if link.attr("rel").lower() == "canonical"]
    found.update(link.attr("href") for link in links[:2])
    found.update(page.markup.content("property", "og:url")[:2])
    return frozenset(_bare(address) for address in found if address)


def main_articles(speaker: Speaker) -> list[tuple[Node, frozenset[str]]]:
    """The article nodes of the block with the marks of those that are perhaps another page's.

    Of several, those that carry the page's own address are the page's; without any such, all are
    marked `several`.
    """
    if not speaker.block.whole:
        return _main_articles(speaker)
    memo = speaker.block.page.memo
    known = memo.get("main_articles")
    if not isinstance(known, list):
        known = memo["main_articles"] = _main_articles(speaker)
    return known


def _main_articles(speaker: Speaker) -> list[tuple[Node, frozenset[str]]]:
    block, table = speaker.block, speaker.table
    named = [node for node in table.of_type("creativework") if node.syntax != "jsonld" and "headline" in node.props]
    found = [node for node in (*table.of_type(*ARTICLES), *named) if not node.reference and not inside_comment(node)]
    if not block.whole:
        return [(node, frozenset()) for node in found if _in_block(speaker, node)]
    here = _page_address(block.page)
    own = [node for node in found if any(_bare(address) in here for address in _addresses(speaker, node) if address)]
    chosen = own or found
    marks = frozenset({"several"}) if len(chosen) > 1 and len({_title_key(speaker, n) for n in chosen}) > 1 else None
    return [(node, (marks or frozenset()) | region_marks(block.page, node)) for node in chosen[:20]]


def _title_key(speaker: Speaker, node: Node) -> str:
    text = speaker.table.text(node, "headline") or speaker.table.text(node, "name")
    return fold(clean(text.value)) if text is not None else ""


def _in_block(speaker: Speaker, node: Node) -> bool:
    block = speaker.block
    element = element_of(block.page, node)
    if element is not None:
        return block.holds(element)
    return block.title is not None and bool(key := _title_key(speaker, node)) and key == fold(block.title.text)


def author_claims(speaker: Speaker, node: Node, rule: str, marks: frozenset[str]) -> Iterator[Claim]:
    """Who wrote what a node describes: each name for the page, the first also as the reviewer."""
    for count, (given, text) in enumerate(speaker.names(node, "author", "creator")):
        name = bare_name(given)
        if count > 20:
            return
        if not plausible_name(name):
            continue
        doubts = marks | name_marks(name, speaker.block.page) | _organisation(speaker, node, name)
        yield speaker.say("authors", name, text, node, rule, doubts)
        yield speaker.say("reviewer", name, text, node, rule if count == 0 else f"{rule}_next", doubts)


def _organisation(speaker: Speaker, node: Node, name: str) -> frozenset[str]:
    """The mark of an author that is the site: typed as an organisation, or named like the publisher."""
    people = speaker.table.items(node, "author")
    typed = any(
        "organization" in item.types and "person" not in item.types and fold(name) == _name_key(speaker, item)
        for item in people
    )
    sites = (*speaker.table.of_type("website"), *speaker.table.items(node, "publisher"))
    organisations = (item for item in sites if item.types != {"person"})
    named = any(fold(name) == _name_key(speaker, item) for item in organisations)
    if typed:
        return frozenset({"site_as_author"})
    # That a site is called like its only writer is no doubt of the writer; `name_marks` weighs the name.
    return name_marks(name, speaker.block.page, site=True) if named else frozenset()


def _name_key(speaker: Speaker, node: Node) -> str:
    text = speaker.table.text(node, "name")
    return fold(clean(text.value)) if text is not None else ""


def date_claims(speaker: Speaker, node: Node, rule: str, marks: frozenset[str]) -> Iterator[Claim]:
    """When it was published and last changed; a change before the publication is marked."""
    published: PartialDate | None = None
    for prop, name in (("datepublished", "published"), ("datemodified", "modified")):
        text = speaker.table.text(node, prop)
        date = iso_date(text.value) if text is not None else None
        if text is None or date is None:
            continue
        doubts = marks
        if name == "published":
            published = date
        elif published is not None and str(date) < str(published):
            doubts = marks | {"before_published"}
        yield speaker.say(name, date, text, node, f"{rule}.{name}", doubts)


def _list_claims(
    speaker: Speaker, node: Node, prop: str, name: str, marks: frozenset[str], rule: str
) -> Iterator[Claim]:
    """Sections or keywords: a list says each by itself, a single string may be several joined."""
    texts = list(speaker.table.named(node, prop))
    joined = len(texts) == 1 and "," in texts[0].value
    for text in texts[:100]:
        for part in clean(text.value).split(",") if joined else (clean(text.value),):
            if item := part.strip():
                yield speaker.say(name, item, text, node, f"{rule}_joined" if joined else rule, marks)


def article_claims(speaker: Speaker) -> Iterator[Claim]:
    """Claims of every article node of the block."""
    for node, marks in main_articles(speaker):
        if (text := speaker.table.text(node, "headline")) is not None:
            yield speaker.say("headline", clean(text.value), text, node, "article.headline", marks)
        yield from author_claims(speaker, node, "article.author", marks)
        yield from date_claims(speaker, node, "article", marks)
        yield from _list_claims(speaker, node, "articlesection", "categories", marks, "article.section")
        yield from _list_claims(speaker, node, "keywords", "tags", marks, "article.keywords")
        yield from _page_facts(speaker, node, marks)


def _page_facts(speaker: Speaker, node: Node, marks: frozenset[str]) -> Iterator[Claim]:
    if (text := speaker.table.text(node, "description")) is not None:
        yield speaker.say("description", clean(text.value), text, node, "article.description", marks)
    if (text := speaker.table.text(node, "isaccessibleforfree")) is not None:
        free = _FREE.get(local := text.value.strip().lower(), _FREE.get(local.rpartition("/")[2]))
        if free is not None:
            yield speaker.say("free", free, text, node, "article.free", marks)
    if (text := speaker.table.text(node, "inlanguage")) is not None:
        yield speaker.say("page_language", text.value.strip(), text, node, "article.language", marks)


def page_claims(speaker: Speaker) -> Iterator[Claim]:
    """Claims of WebPage and WebSite nodes; they speak of the page, not of the article on it."""
    if not speaker.block.whole:
        return
    for node in speaker.table.of_type(*PAGES)[:5]:
        if node.reference or node.parent is not None:
            continue
        yield from author_claims(speaker, node, "webpage.author", frozenset())
        yield from date_claims(speaker, node, "webpage", undated(speaker.block.page))
        if (text := speaker.table.text(node, "description")) is not None:
            yield speaker.say("description", clean(text.value), text, node, "webpage.description")
        if (text := speaker.table.text(node, "inlanguage")) is not None:
            yield speaker.say("page_language", text.value.strip(), text, node, "webpage.language")
    for node in speaker.table.of_type("website")[:5]:
        if (text := speaker.table.text(node, "name")) is not None and clean(text.value):
            yield speaker.say("site_name", clean(text.value), text, node, "website.name")
