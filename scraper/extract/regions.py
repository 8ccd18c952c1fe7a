"""Which parts of a page are not the review: navigation, comments, related posts, widgets, footers.

An element is cut by what it says of itself (tag, role, class or id words). What it says is not
believed when it holds the page's main heading or most of the page's prose: themes put words like
"sidebar" or "comments" on wrappers of everything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from scraper.extract.page import Element, Page, Region
from scraper.fields import fold

_BY_TAG: Final = {"nav": Region.NAV, "aside": Region.ASIDE, "footer": Region.FOOTER, "form": Region.WIDGET}
_BY_ROLE: Final = {
    "navigation": Region.NAV,
    "complementary": Region.ASIDE,
    "contentinfo": Region.FOOTER,
    "banner": Region.HEADER,
    "search": Region.NAV,
    "dialog": Region.WIDGET,
    "menu": Region.NAV,
    "menubar": Region.NAV,
}
# Whole words of a class or id (split at "-", "_" and capitals). Sources: the starter themes of WordPress, Blogger,
# Ghost, Squarespace, Drupal, Jekyll and Hugo, and the plug-ins in docs/markup.
_WORDS: Final = {
    Region.NAV: "nav navbar navigation menu breadcrumb breadcrumbs pagination pager navlinks skip toc topbar "
    "sitenav prevnext postnav masthead",
    Region.ASIDE: "sidebar aside secondary widget widgets rail widgetarea blogroll",
    Region.FOOTER: "footer colophon copyright siteinfo",
    Region.COMMENT: "comment comments respond disqus commentlist reply replies discussion webmention webmentions",
    Region.RELATED: "related recommended recommendations recommend similar yarpp jprelatedposts morelike readnext "
    "popular recentposts crosslinks latestposts trending also",
    Region.WIDGET: "share sharing sharedaddy social socials newsletter subscribe subscription cookie cookies consent "
    "gdpr modal popup advert advertisement ads adsbygoogle sponsor promo banner donate login signup tooltip",
}
_WORD_REGION: Final = {word: region for region, words in _WORDS.items() for word in words.split()}
_PHRASES: Final = tuple(
    (re.compile(pattern), region)
    for pattern, region in (
        (
            (
                r"\b(?:more|other|latest|recent|next|previous|prev)[-_ ]?"
                r"(?:posts?|articles?|stories|reviews?|reading|from)\b"
            ),
            Region.RELATED,
        ),
        (r"\b(?:you[-_ ]?may|also[-_ ]?like|read[-_ ]?(?:next|more[-_ ]posts)|up[-_ ]?next)\b", Region.RELATED),
        (r"\bpost[-_ ]?(?:navigation|nav|nav-links|pager)\b", Region.NAV),
        (r"\b(?:user|reader|visitor)s?[-_ ]?(?:reviews?|rating|votes?|comments?)\b", Region.COMMENT),
        (
            r"\bauthor[-_ ]?(?:box|bio|info|card|description)\b|\babout[-_ ]?(?:the[-_ ]?)?author\b",
            Region.ASIDE,
        ),
        (r"\btag[-_ ]?cloud\b|\bcategory[-_ ]?list[-_ ]?widget\b", Region.ASIDE),
    )
)
_SPLIT: Final = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
# Words before or after that turn a class into a statement about layout or state, not about content.
_NOT: Final = re.compile(
    # The foot of a post holds its byline and its terms ("post-footer-line" of Blogger).
    r"\b(?:post|entry|article|blog[-_]item|hentry|single)s?[-_]+footer\b"
    r"|\b(?:has|no|with|without|hide|show|is|left|right|open|closed)[-_]"
    r"(?:sidebar|comments?|nav|menu|footer|widget|social|banner|related|topbar)"
    r"|[-_](?:open|closed|off|on|count|link|enabled|disabled|allowed|layout|icon|number|template|wide|wrap-all)\b"
    # Utility classes colour things "secondary": "text-secondary", "tw-bg-grey-secondary", "btn-outline-secondary".
    r"|(?:text|bg|border|font|btn|button|badge|fill|stroke|ring)-(?:\w+-)*secondary",
)
_INFO_BOX: Final = re.compile(
    r"(?:^|[\s_-])(?:fact|facts|fakta|fakten|info|infobox|details?|credits?|film|movie|steckbrief|fiche|ficha|scheda|datos)(?:$|[\s_-])",
    re.IGNORECASE,
)
# An aside beside the text may hold what is else its meta line: date, author, terms.
_META: Final = re.compile(r"\b(?:entry|post|article)[-_]?(?:meta|info|terms|details|tags|data)\b", re.IGNORECASE)
_MOST_HEADINGS: Final = 40
_SHORTEST_HEADING: Final = 8
_LONGEST_HEADING: Final = 300
_TELLING: Final = frozenset({*_BY_TAG, "header"})
_NEVER: Final = frozenset({"html", "body", "main", "h1"})
# Named once: in Python 3.11 a member of an enumeration is looked up slowly, and this runs on every element.
_MAIN: Final = Region.MAIN
_OWN: Final = frozenset({Region.MAIN, Region.HEADER})


def _tokens(value: str) -> list[str]:
    return [word.lower() for word in _SPLIT.split(value) if word]


def _says(element: Element) -> Region:
    """What an element's own words call it."""
    if element.tag in _NEVER:
        return _MAIN
    if element.tag == "aside" and (_is_info_box(element) or _META.search(element.attr("class"))):
        return _MAIN
    if (region := _BY_TAG.get(element.tag)) is not None:
        return region
    if not element.attrs:
        return _MAIN
    if "role" in element.attrs and (region := _BY_ROLE.get(element.attr("role"))) is not None:
        return region
    classes = element.classes
    # Blogger calls the posts themselves a widget: <div class="widget Blog" id="Blog1">.
    if "Blog" in classes and "widget" in classes:
        return _MAIN
    for name in (*classes, element.attr("id")):
        if name and (region := _named(name)) is not _MAIN:
            return region
    return _MAIN


@lru_cache(maxsize=4096)  # a theme uses the same few names all over
def _named(name: str) -> Region:
    """What a class or an id calls the element that bears it."""
    if _NOT.search(name):
        return _MAIN
    for word in _tokens(name):
        if (region := _WORD_REGION.get(word)) is not None:
            return region
    lower = name.lower()
    return next((region for pattern, region in _PHRASES if pattern.search(lower)), _MAIN)


def _is_info_box(element: Element) -> bool:
    """An aside that says it holds facts: themes put the film's credits there."""
    return _INFO_BOX.search(f"{element.attr('class')} {element.attr('id')}") is not None


def _holds_much(page: Page, element: Element, headings: list[Element]) -> bool:
    if any(element.start <= heading.start and heading.end <= element.end for heading in headings):
        return True
    return (element.end - element.start) > 0.6 * max(1, len(page.text))


def _main_headings(page: Page) -> list[Element]:
    """The only main heading; of several that which the document's title repeats (the site's name is the shorter)."""
    headings = [item for item in page.by_tag("h1") if item.end > item.start]
    if len(headings) < 2:
        return headings
    title = fold((page.markup.title() or "")[:500])
    texts = [fold(page.text_of(item)[:_LONGEST_HEADING]) for item in headings[:_MOST_HEADINGS]]
    longest = max((text for text in texts if len(text) >= _SHORTEST_HEADING and text in title), key=len, default=None)
    return [item for item, text in zip(headings, texts, strict=False) if text == longest]


def _of_article(page: Page, element: Element) -> bool:
    return any(item.tag in {"article", "main"} for item in page.ancestors(element.parent))


def mark_regions(page: Page) -> None:
    """Set `region` on every element and line; children inherit what an ancestor was cut as."""
    headings = _main_headings(page)
    elements = page.elements
    for element in elements:
        above = elements[element.parent].region if element.parent >= 0 else _MAIN
        # Most elements have neither a name nor a tag that says anything.
        if above not in _OWN or (not element.attrs and element.tag not in _TELLING):
            element.region = above
            continue
        region = _says(element)
        if element.tag == "header" and region is _MAIN:
            region = _MAIN if _of_article(page, element) else Region.HEADER
        # The foot of a post: "row footerRow", or an element of that name.
        if region is Region.FOOTER and _of_article(page, element):
            region = _MAIN
        if region not in _OWN and _holds_much(page, element, headings):
            region = _MAIN
        element.region = above if region is _MAIN else region
    for line in page.lines:
        if line.element >= 0:
            line.region = page.elements[line.element].region
            # An inline element can be cut too: <span class="share">.
            for index in line.inlines:
                inline = page.elements[index]
                if inline.region not in _OWN and inline.start <= line.start and inline.end >= line.end:
                    line.region = inline.region
