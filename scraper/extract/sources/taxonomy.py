"""Categories and tags as the page prints them: links with `rel`, containers, label lines, post classes.

A breadcrumb, a menu, a widget's cloud and a related post's labels are no taxonomy of this page:
regions keep them out. `rel` beats a container's class, which beats the address of the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from scraper.extract.block import at_node, at_text
from scraper.extract.page import Element, Line, Page, Region
from scraper.extract.place import head_places, in_breadcrumb, lines_of
from scraper.model import Claim

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

Kind = Literal["categories", "tags"]

MAX_LINKS: Final = 5_000
MAX_CLIMB: Final = 4
MAX_SECTION: Final = 30
MAX_NAME: Final = 60
MAX_LINE: Final = 600
MAX_LISTED: Final = 30
MAX_LISTED_TERMS: Final = 500
_KINDS: Final[dict[str, Kind]] = {"categories": "categories", "tags": "tags"}
# A line may begin with another label ("Posted by Ida Moss. Filed under: Drama"), or with a date before a bar.
_LATER_LABEL: Final = re.compile(r"[|•·]\s*[^\W\d_][\w ]{2,20}:\s")
_TWO_LABELS: Final = re.compile(r":.+:")

# Path segments before a term's slug: WordPress (with translated bases), Jekyll, Hugo, Ghost, Drupal, Pelican.
_CATEGORY_SEGMENTS: Final = frozenset(
    "category categories kategorie kategorien kategoria kategorier categorie categories-list categoria categorias "
    "categoría categorías kategori rubrik rubriken rubrique rubriques rubrika section sections cat".split(),
)
_TAG_SEGMENTS: Final = frozenset(
    "tag tags tagged schlagwort schlagworte schlagwoerter etiqueta etiquetas etiquette etiquettes mot-cle mots-cles "
    "keyword keywords stichwort tagi stikkord etikett label labels hashtag topic topics thema themen "
    "mot mots motcle argomento argomenti aihe aiheet".split(),
)
_CATEGORY_WORDS: Final = frozenset("cat cats category categories kategorie kategorien rubrik rubric".split())
_TAG_WORDS: Final = frozenset("tag tags taglist tagged keywords taglinks schlagworte".split())
_WORD: Final = re.compile(r"[A-Za-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
# The last two labels of a host, as near to its owner as can be had without a list.
_HOST: Final = re.compile(r"(?:https?:)?//(?:[^/?#:@]*\.)?([^/?#:.@]+\.[^/?#:.@]+)(?=[/?#:]|$)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"tag-(?:list)?\d+")
_POST_NUMBER: Final = re.compile(r"post-\d+")
_SLUG_CLASS: Final = re.compile(r"(?:post-in-)?(?P<kind>category|tag)-(?P<slug>[\w%-]{2,60})")
_HASHTAG_LINE: Final = re.compile(r"(?:#[^\s#,]{2,40}[\s,]*){2,40}")
_HASHTAG: Final = re.compile(r"#([^\s#,]{2,40})")
_SEPARATORS: Final = re.compile(r"\s*(?:[,;|•·/]|\s-\s)\s*")
# A scripted theme's "tagStyle_z4k" is about looks, and a cloud is of the site.
_LOOKS: Final = frozenset({"style", "styled", "cloud"})
_TRAIL_SIGNS: Final = re.compile(
    r"[←→⟵«»‹›<>]|^\W*(?:home|start|startseite|accueil|inicio|início|back|zurück|retour|volver|voltar|terug|all|alle|"
    r"more|mehr|toutes?|tod[ao]s|tutt[ei])\b",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"\s*\(\d+(?: \w+)?\)$")
_BAR: Final = re.compile(r"[|·•∙⋅]")
_BARRED: Final = re.compile(r"\s[|·•∙⋅]\s+(?=[^\W\d_]{4,12}\s[^\W\d_]{2,6}\b)")
_MORE: Final = re.compile(
    r"(?:more|mehr|plus|más|altro|weiter(?:lesen)?|alle|all|show|next)\W*$|\.\.\.|…"
    r"|(?:more|mehr|see|view|show|all|alle|top) (?:in|from|of|all|about|posts|aus)\b",
    re.IGNORECASE,
)
_NO_TERM: Final = re.compile(r"/author/|/feed\b|\.xml\b|/rss\b|^mailto:|^#|^javascript:", re.IGNORECASE)
_READ: Final = frozenset({Region.MAIN, Region.HEADER})


@dataclass(frozen=True, slots=True)
class _Term:
    kind: Kind
    name: str
    rule: str
    link: Element


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `categories` and `tags`, one per term, in page order for each rule."""
    del site
    page = block.page
    for term in _terms(page):
        if block.holds(term.link):
            marks = frozenset({"other_article"}) if block.whole and _elsewhere(page, term.link) else frozenset()
            span = (term.link.start, term.link.end)
            yield at_text(block, term.kind, term.name, span, term.rule, marks)
    if block.whole:
        yield from _section_links(block)
    yield from islice(_label_lines(block, lexicon), MAX_LISTED_TERMS)
    yield from _hashtags(block)
    if block.whole:
        yield from _classes(block)


def _section_links(block: Block) -> Iterator[Claim]:
    """Short links around the heading that lead to the folder in which the page lies: its section.

    /kultur above /kultur/harrow-lane-im-kino; neither the front page nor a breadcrumb.
    """
    page = block.page
    own = _folders(page.url or "")
    if not own:
        return
    found = list(_links_to_folders(block, own))
    if found and not _lies_in(page, own[0]):
        for link in found:
            span = (link.start, link.end)
            yield at_text(block, "categories", term_name(page.text_of(link)), span, "taxonomy.section_link")


def _links_to_folders(block: Block, own: list[str]) -> Iterator[Element]:
    page, lines = block.page, lines_of(block)
    for place in head_places(block):
        # A trail without a name of its own: "Home > Reviews", "« All reviews".
        if _TRAIL_SIGNS.search(lines[place].text) is not None:
            continue
        for index in lines[place].inlines:
            link = page.elements[index]
            if link.tag != "a" or not 1 < link.end - link.start <= MAX_SECTION or link.region not in _READ:
                continue
            there = "/".join(_folders(link.attr("href"), page=False))
            if there and there in own and _of_site(page.url, link.attr("href")) and not in_breadcrumb(page, link):
                yield link


def _lies_in(page: Page, folder: str) -> bool:
    """Whether the whole site lies in a folder (example.org/blog/): most links of the page lead there."""
    heads = [_folders(link.attr("href"), page=False)[:1] for link in page.by_tag("a")[:MAX_LINKS]]
    inner = [head for head in heads if head]
    return sum(head == [folder] for head in inner) * 4 > 3 * len(inner)


def _folders(address: str, *, page: bool = True) -> list[str]:
    """The folders of a page's address, each with those above it; of a folder's own address, its parts."""
    try:
        parts = [part.lower() for part in urlsplit(address).path.split("/") if part]
    except ValueError:
        return []
    if not page:
        return [*parts[:-1], parts[-1].removesuffix(".html")] if parts else []
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def term_name(text: str) -> str:
    """A term as printed, without the `#` of a hashtag, a count or a separator."""
    name = _COUNT.sub("", text.strip().strip(",;|•·").strip())
    return name[1:].strip() if name.startswith("#") else name


def _terms(page: Page) -> list[_Term]:
    known = page.memo.get("terms")
    if isinstance(known, list):
        return known
    found: list[_Term] = []
    links = (link for link in page.by_tag("a")[:MAX_LINKS] if link.region in _READ and link.end > link.start)
    found.extend(term for link in links if (term := _term(page, link)) is not None)
    page.memo["terms"] = found
    return found


def _term(page: Page, link: Element) -> _Term | None:
    rel = link.attr("rel").lower().split()
    name = term_name(page.text_of(link))
    if not name or len(name) > MAX_NAME or "\n" in name or _MORE.match(name):
        return None
    href = link.attr("href")
    # The site's list of all its categories, as WordPress prints it anywhere.
    if link.parent >= 0 and "cat-item" in page.elements[link.parent].classes:
        return None
    address = _address_kind(href) if _of_site(page.url, href) else None
    if "category" in rel or "tag" in rel:
        if in_breadcrumb(page, link):
            return None
        if "/search/label/" in href:
            return _Term("categories", name, "taxonomy.blogger_label", link)
        if "category" in rel:
            return _Term("categories", name, "taxonomy.rel_category", link)
        # Block themes and translated bases: rel="tag" on both, told apart by container or address.
        kind = _container_kind(page, link) or address or "tags"
        return _Term(kind, name, "taxonomy.rel_tag" if kind == "tags" else "taxonomy.rel_category", link)
    if address is None and not _class_kind(link):
        return _Term("tags", name, "taxonomy.container_tag", link) if _numbered_tag(page, link) else None
    return _unmarked(page, link, name, address)


def _numbered_tag(page: Page, link: Element) -> bool:
    """Whether a link is an item of Joomla's list of tags, whose addresses say nothing."""
    item = page.elements[link.parent] if link.parent >= 0 else None
    return item is not None and item.tag == "li" and any(_NUMBERED.fullmatch(name) for name in item.classes)


def _unmarked(page: Page, link: Element, name: str, address: Kind | None) -> _Term | None:
    """A link without `rel`: its container says so, or it stands in a row of such links."""
    if in_breadcrumb(page, link):
        return None
    container = _class_kind(link) or _container_kind(page, link)
    if container is not None:
        kind = address or container
        return _Term(kind, name, f"taxonomy.container_{'tag' if kind == 'tags' else 'category'}", link)
    if address is not None and _row_of_links(page, link):
        return _Term(address, name, f"taxonomy.href_{'tag' if address == 'tags' else 'category'}", link)
    return None


def _of_site(url: str | None, href: str) -> bool:
    """Whether an address is of the page's own site: a tag on a social network is no term of this page."""
    if url is None or not href.startswith(("http:", "https:", "//")):
        return True
    own, other = _HOST.match(url), _HOST.match(href)
    return own is None or other is None or own[1].lower() == other[1].lower() or "web.archive.org" in other[0]


def _address_kind(href: str) -> Kind | None:
    if not href or len(href) > 500:
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    segments = [segment.lower() for segment in parts.path.split("/") if segment not in {"", ".", ".."}]
    # The address of a list of all terms ends with the segment: no term, unless a fragment names it.
    before = segments if parts.fragment else segments[:-1]
    for segment in reversed(before):
        if segment in _TAG_SEGMENTS:
            return "tags"
        if segment in _CATEGORY_SEGMENTS:
            return "categories"
    if re.search(r"(?:^|&)cat=\d", parts.query):
        return "categories"
    return "tags" if re.search(r"(?:^|&)tag=\w", parts.query) else None


def _class_kind(element: Element) -> Kind | None:
    value = element.attr("class")
    return _called(value) if value else None


@lru_cache(maxsize=4096)  # a theme uses the same few classes all over
def _called(value: str) -> Kind | None:
    words = {word.lower() for word in _WORD.findall(_CAMEL.sub(" ", value))}
    if words & _LOOKS:
        return None
    if words & _TAG_WORDS and not words & {"title", "line"}:
        return "tags"
    return "categories" if words & _CATEGORY_WORDS else None


def _container_kind(page: Page, link: Element) -> Kind | None:
    """What the nearest elements above call their links; a post's own classes do not count."""
    for depth, element in enumerate(page.ancestors(link.parent)):
        if depth >= MAX_CLIMB or element.tag in {"article", "main", "body", "section"}:
            return None
        classes = element.classes
        if "hentry" in classes or "post" in classes or "type-post" in classes:
            return None
        if (kind := _class_kind(element)) is not None:
            return kind
    return None


def _row_of_links(page: Page, link: Element) -> bool:
    """Whether the line of a link is mostly links and short words: a term list, no sentence."""
    line = page.line_at(link.start)
    return line is not None and not line.heading and _mostly_links(page, line)


def _mostly_links(page: Page, line: Line) -> bool:
    linked = sum(
        page.elements[index].end - page.elements[index].start
        for index in line.inlines
        if page.elements[index].tag == "a"
    )
    return linked * 2 >= len(line.text) or (len(line.text) - linked) <= 40


def _main_article(page: Page) -> Element | None:
    """The article that holds the only main heading; None where none or several do."""
    known = page.memo.get("main_article", page)
    if known is None or isinstance(known, Element):
        return known
    found: Element | None = None
    headings = [item for item in page.by_tag("h1") if item.region in _READ and item.end > item.start]
    if len(headings) == 1:
        for element in page.ancestors(headings[0].parent):
            if element.tag == "article" or "hentry" in element.classes:
                found = element
                break
    page.memo["main_article"] = found
    return found


def _elsewhere(page: Page, link: Element) -> bool:
    """Whether a link stands in another article than the page's main one."""
    main = _main_article(page)
    if main is None or main.start <= link.start < max(main.end, main.start + 1):
        return False
    numbers = _post_numbers(main)
    return any(
        (element.tag == "article" or "hentry" in element.classes)
        and element.index != main.index
        # A theme may print one post in two parts, a hero and the text.
        and not numbers & _post_numbers(element)
        for element in page.ancestors(link.parent)
    )


def _post_numbers(element: Element) -> set[str]:
    """The "post-12294" that WordPress gives to the element of a post."""
    return {name for name in element.classes if _POST_NUMBER.fullmatch(name)}


def _label_lines(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """Lines like "Categories: A, B" or "Filed under A. Tagged B", or such a label above a line of links."""
    for number, line in enumerate(block.lines):
        if line.region not in _READ or len(line.text) > MAX_LINE:
            continue
        first = lexicon.label(line.text)
        later = first is None and _LATER_LABEL.search(line.text) is not None
        if later or (first is not None and (first.kind in _KINDS or _TWO_LABELS.search(line.text))):
            for hit in lexicon.labels(line.text):
                kind = _KINDS.get(hit.kind)
                # Without a mark behind it the word may begin a sentence; then the line must be mostly links.
                if kind is not None and (hit.separated or _mostly_links(block.page, line)):
                    span = (line.start + hit.value_start, line.start + hit.value_end)
                    yield from _listed(block, line, span, kind, separated=hit.separated)
        elif _BAR.search(line.text) is not None and (piece := _BARRED.search(line.text)) is not None:
            yield from _behind_bar(block, lexicon, line, piece.end())
        elif first is None and len(line.text) <= MAX_NAME and number + 1 < len(block.lines):
            kind = _KINDS.get(lexicon.is_label(line.text) or "")
            if kind is not None:
                for below in _links_below(block, number + 1):
                    yield from _listed(block, below, (below.start, below.end), kind, separated=True)


def _links_below(block: Block, place: int) -> Iterator[Line]:
    """The line of links at a place, and those after it that are its like: items of one list."""
    page, first = block.page, block.lines[place]
    for line in block.lines[place : place + MAX_LISTED]:
        if not _all_links(page, line) or line.tag != first.tag or line.element < 0:
            return
        if line is not first and page.elements[line.element].parent != page.elements[first.element].parent:
            return
        yield line


def _behind_bar(block: Block, lexicon: Lexicon, line: Line, start: int) -> Iterator[Claim]:
    """A phrase behind a bar ("4 May ∙ filed under drama"): read only where the label has several words."""
    hit = lexicon.label(line.text[start:])
    kind = _KINDS.get(hit.kind) if hit is not None else None
    if hit is None or kind is None or " " not in line.text[start + hit.start : start + hit.end]:
        return
    span = (line.start + start + hit.value_start, line.start + start + hit.value_end)
    yield from _listed(block, line, span, kind, separated=span[1] - span[0] <= MAX_NAME)


def _listed(block: Block, line: Line, span: tuple[int, int], kind: Kind, *, separated: bool) -> Iterator[Claim]:
    """The terms of a labelled value: its links, else, behind a colon, its parts."""
    page = block.page
    rule = f"taxonomy.label_{'tag' if kind == 'tags' else 'category'}"
    links = [item for index in line.inlines if (item := page.elements[index]).tag == "a" and item.end > item.start]
    inside = [link for link in links if span[0] <= link.start and link.end <= span[1] + 1]
    if inside:
        for link in inside:
            name = term_name(page.text_of(link))
            own = _term(page, link)
            # "Filed under Drama, Tagged Ida Ros": what the link says of itself beats the word before it.
            if own is not None and own.kind != kind:
                continue
            if name and len(name) <= MAX_NAME and not _leads_elsewhere(link):
                yield at_text(block, kind, name, (link.start, link.end), f"{rule}_link")
    elif separated:
        at = span[0]
        for part in _SEPARATORS.split(page.text[span[0] : span[1]])[:60]:
            start = page.text.find(part, at)
            at = start + len(part)
            if (name := term_name(part)) and len(name) <= MAX_NAME:
                yield at_text(block, kind, name, (start, at), rule)


def _all_links(page: Page, line: Line) -> bool:
    linked = sum(page.elements[i].end - page.elements[i].start for i in line.inlines if page.elements[i].tag == "a")
    return linked * 10 >= 7 * len(line.text)


def _leads_elsewhere(link: Element) -> bool:
    """Whether a link in such a line is an author, a date, a feed or another site."""
    rel, href = link.attr("rel").lower(), link.attr("href")
    return any(word in rel for word in ("author", "bookmark", "external")) or bool(_NO_TERM.search(href))


def _hashtags(block: Block) -> Iterator[Claim]:
    for line in block.lines:
        if line.text.startswith("#") and line.region in _READ and _HASHTAG_LINE.fullmatch(line.text):
            yield from _hashtag_line(block, line)


def _hashtag_line(block: Block, line: Line) -> Iterator[Claim]:
    for found in _HASHTAG.finditer(line.text):
        span = (line.start + found.start(), line.start + found.end())
        yield at_text(block, "tags", found[1], span, "taxonomy.hashtag")


def _classes(block: Block) -> Iterator[Claim]:
    """`category-slug` and `tag-slug` on the post's element: what it is filed under, not how that is printed."""
    page = block.page
    main = _main_article(page)
    posts = [main] if main is not None else page.by_class("hentry")[:2]
    holders = [*page.by_tag("body"), *(posts if len(posts) == 1 else ())]
    for element in holders:
        path = ""
        for name in element.classes[:200]:
            found = _SLUG_CLASS.fullmatch(name)
            if found is None or (element.tag == "body" and not name.startswith("post-in-")):
                continue
            path = path or f"{page.css_path(element)}@class"
            kind: Kind = "categories" if found["kind"] == "category" else "tags"
            value = found["slug"].replace("-", " ").strip()
            yield at_node(block, kind, value, name, path, f"taxonomy.class_{found['kind']}")
