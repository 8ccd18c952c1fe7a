"""Who wrote it and when, as the page shows it: author and date elements, byline lines, signatures.

The critic stands under the headline, above the text, or at its end. A class, a `rel` or a label
makes a name an author; a bare name only beside a date. An empty byline ("By | 2 comments") names
nobody; "written by" beside a film's credits is its screenwriter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_node, at_text
from scraper.extract.facts import SITE_WORDS, clean, is_full_name, iso_date, name_marks, plausible_name
from scraper.extract.page import Element, Line, Page, Region, squeeze
from scraper.extract.place import FOOT, head_places, head_span, hints, in_other_article, lines_of
from scraper.fields import fold
from scraper.model import Claim, PartialDate

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

MAX_FOUND: Final = 200
SIGNED_LINES: Final = 3
MAX_COPYRIGHT: Final = 200
MANY: Final = 2
"""More authors or dates than this outside the head are those of a list."""
_MAX_LINE: Final = 160

_MAX_BOX_LINE: Final = 60
# Class words that make an author's element something else: a picture, a text about them, their other posts.
_NOT_AUTHOR: Final = re.compile(
    r"avatar|image|photo|img|icon|bio\b|description|social|follow|comment|link-?list|posts|more|count|"
    r"widget|website|email|twitter|authorit|authoriz|title$|job|role|position|date|time|review[-_]?author|customer|"
    r"testimonial|user[-_]?review|glsr|source|recipe|caption|credit",
    re.IGNORECASE,
)
_SPLIT_AT: Final = re.compile(
    r"\s*(?:[|•·‧/\n\t]|\s[–—-]\s|\s@|\(|\[|,\s(?=[^\W_])|\d|//|\s(?:on|in|at|am|um)\s|\s(?:le|el|il|op|den)\s(?=\d)"
    r"|\s(?:posted|published|updated|veröffentlicht|publié|publicado|staff|senior|film critic|about)\b)",
    re.IGNORECASE,
)
_UPDATED: Final = re.compile(r"updat|modif|edited|last-?mod|aktualis|mis-a-jour|dt-modified", re.IGNORECASE)
_UPDATED_BEFORE: Final = re.compile(
    r"(?:updated|modified|edited|aktualisiert|geändert|mis à jour|actualizado|mod\.?)\W*(?:on|am|le|el)?\W*$",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"publish|posted|entry-date|post-date|post__date|dt-published|pubdate|created|article-date|post-meta|date-header",
    re.IGNORECASE,
)
_SIGN_CLASS: Final = re.compile(r"\bsign(?:ed|ature|atur)?\b|\bfirma\b|\bpodpis\b", re.IGNORECASE)
_SIGNED: Final = re.compile(r"^\s*[—–-]{1,3}\s*(?P<name>[^—–\d|]{3,40})$")
_BRACKETED: Final = re.compile(r"^\s*[\[(]\s*(?P<name>[^\[\]()\d|]{3,40})\s*[\])]\s*$")
_INITIALS: Final = re.compile(r"^\s*[—–\-(\[]{0,3}\s*(?P<letters>(?:[A-ZÀ-Þ]\.?\s?-?){2,4})[)\]]?\s*$")
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:by\s+)?(?:(?:19|20)\d\d\s*(?:[-–—]\s*(?:(?:19|20)\d\d|present|now))?)?[\s,.|-]*"
    r"(?:by\s+)?(?P<name>[^\d|•·©,.]{4,40}?)\s*(?:[|•·,.]|\d|$|\ball rights\b|\bpowered\b|\blicen)",
    re.IGNORECASE,
)
_BEFORE_COPYRIGHT: Final = re.compile(r"^(?P<name>[^\d|•·©,.]{4,40}?)\s*©")
_TITLE_PARTS: Final = re.compile(r"\s+[|~–—:·•-]\s+")
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-ÞΑ-ΩА-Я][\w'’.\-]*|de|del|della|di|da|du|van|von|der|den|ten|ter|la|le|el|al|bin|y|e|zu|[A-Z]\.)"
    r"(?:\s(?:[A-ZÀ-ÞΑ-ΩА-Я][\w'’.\-]*|de|del|della|di|da|du|dos|van|von|der|den|ten|ter|la|le|el|al|bin|y|e|zu)){0,4}",
)
_NO_NAME: Final = re.compile(
    r"(?:view|all posts|about|über|posts|more|see|read|published|posted|erstellt|photo|foto|image|quelle|source|"
    r"subscribe|follow|share|contact|comments?|leave|edit|login|home|get|фото|bild)\b|.*\b(?:RSS|feed)\b",
    re.IGNORECASE,
)
_READ: Final = frozenset({Region.MAIN, Region.HEADER})
_DOUBTFUL: Final = {Region.ASIDE: "aside", Region.FOOTER: "footer", Region.WIDGET: "widget"}


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about reviewer, authors, publication and change of the block."""
    del site
    yield from _elements(block, lexicon)
    yield from _times(block)
    yield from _lines(block, lexicon)
    if block.whole:
        yield from _boxes(block, lexicon)
        yield from _owner(block)


def written_name(text: str) -> str:
    """A name without what follows it on the same line: a date, an office, a handle, a section."""
    bare = squeeze(text).strip(' \u00a0,:;|•·*_-–—>@"“”')
    cut = _SPLIT_AT.search(bare)
    name = bare[: cut.start()] if cut is not None else bare
    return name.strip(' ,:;.|"“”') if not name.endswith((" Jr.", " Sr.")) else name


def is_personal(name: str) -> bool:
    """Whether a string is written like a person's full name: two to five capitalised words."""
    words = name.split()
    return 1 < len(words) <= 5 and _NAME.fullmatch(name) is not None and not name.isupper() | name.islower()


def _person(block: Block, lexicon: Lexicon, text: str, start: int) -> tuple[str, tuple[int, int]] | None:
    """The name in an author's element or labelled value, with its span in the page's text."""
    offset = 0
    for _ in range(3):
        hit = lexicon.label(text[offset:])
        if hit is None or hit.kind not in {"reviewer", "writer"}:
            break
        offset += hit.value_start
    # "Post author By Ida Moss": themes set words for screen readers before the byline.
    for found in _INNER_BY.finditer(text, offset):
        if is_personal(written_name(text[found.end() :])):
            offset = found.end()
    name = _OFFICE.sub("", written_name(text[offset:]))
    if not plausible_name(name) or len(name.split()) > 6 or _no_name(name, lexicon):
        return None
    at = block.page.text.find(name, start + offset)
    return (name, (at, at + len(name))) if at >= 0 else None


def _no_name(name: str, lexicon: Lexicon) -> bool:
    """Whether a string is a label, begins with one, or names an aggregator of scores."""
    if lexicon.is_label(name) is not None or _NO_NAME.match(name) is not None:
        return True
    hit = lexicon.label(name)
    if hit is not None and hit.kind in {"published", "modified", "categories", "tags"}:
        return True
    return any(hit.kind == "aggregator" for hit in lexicon.hits(name))


def _said(
    block: Block, name: str, span: tuple[int, int], rule: str, marks: frozenset[str] = frozenset()
) -> Iterator[Claim]:
    doubts = marks | name_marks(name, block.page)
    yield at_text(block, "authors", name, span, rule, doubts)
    yield at_text(block, "reviewer", name, span, rule, doubts)


def _author_elements(page: Page) -> list[tuple[Element, str]]:
    """Innermost elements that call themselves the author's, with the rule that found each."""
    known = page.memo.get("author_elements")
    if isinstance(known, list):
        return known
    found = [
        element
        for element in hints(page).authors[: 2 * MAX_FOUND]
        if element.end > element.start and not _NOT_AUTHOR.search(element.attr("class"))
    ]
    rows: list[tuple[Element, str]] = []
    for place, element in enumerate(found):
        if element.end - element.start > _MAX_LINE or element.tag in {"body", "html", "article", "main"}:
            continue
        # In page order, the first element inside this one is the next of all.
        inner = place + 1 < len(found) and found[place + 1].end <= element.end and found[place + 1].start < element.end
        if not inner:
            rows.append((element, _author_rule(element)))
    page.memo["author_elements"] = rows
    return rows


def _author_rule(element: Element) -> str:
    if "author" in element.attr("rel").lower().split():
        return "byline.rel_author"
    if re.search(
        r"author|byline|autor|auteur|writer|\bfn\b|posted-by|contributor", element.attr("class"), re.IGNORECASE
    ):
        return "byline.class_author"
    return "byline.href_author"


def _elements(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """Names in author elements: those near the heading, and those elsewhere, doubted where they are many."""
    page = block.page
    head = head_span(block)
    far: list[tuple[str, tuple[int, int], str, frozenset[str]]] = []
    for element, rule in _author_elements(page):
        if not block.holds(element) or element.region in {Region.COMMENT, Region.RELATED, Region.NAV}:
            continue
        found = _person(block, lexicon, page.text_of(element), element.start)
        if found is None:
            continue
        doubt = _DOUBTFUL.get(element.region)
        marks = frozenset({doubt}) if doubt else frozenset()
        if block.whole and in_other_article(page, element):
            marks |= {"other_article"}
        if not marks and head[0] <= element.start <= head[1]:
            yield from _said(block, *found, f"{rule}_head")
        else:
            far.append((*found, rule, marks))
    many = len({fold(name) for name, _, _, marks in far if not marks}) > MANY
    for name, span, rule, marks in far:
        yield from _said(block, name, span, rule, marks | {"several"} if many else marks)


def _boxes(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """The box about the author under a post, where the page has one such person only."""
    page = block.page
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for box in hints(page).boxes[:MAX_FOUND]:
        if box.region in {Region.COMMENT, Region.RELATED, Region.NAV}:
            continue
        first = next((line for line in page.lines[_line_index(page, box) :][:2] if line.start <= box.end), None)
        if first is None or len(first.text) > _MAX_BOX_LINE:
            continue
        person = _person(block, lexicon, first.text, first.start)
        if person is not None and is_personal(person[0]):
            found.setdefault(fold(person[0]), person)
    if len(found) == 1:
        (person,) = found.values()
        yield from _said(block, *person, "byline.author_box")


def _line_index(page: Page, element: Element) -> int:
    line = page.line_at(element.start)
    return line.index if line is not None else len(page.lines)


def _times(block: Block) -> Iterator[Claim]:
    """Dates that elements state for machines: `time[datetime]`, `abbr.published[title]`."""
    page = block.page
    head = head_span(block)
    rows = [row for element in hints(page).dates[:MAX_FOUND] if (row := _time(block, element))]
    far = {str(date) for element, date, marks in rows if not marks and not head[0] <= element.start <= head[1]}
    for element, date, marks in rows:
        near = head[0] <= element.start <= head[1]
        name, rule = _time_rule(page, element)
        if name == "published":
            rule = f"{rule}_head" if near else rule
        doubts = marks if near or len(far) <= MANY else marks | {"several"}
        attribute = "datetime" if element.attr("datetime") else "title"
        path = f"{page.css_path(element)}@{attribute}"
        yield at_node(block, name, date, element.attr(attribute), path, rule, doubts)


def _time(block: Block, element: Element) -> tuple[Element, PartialDate, frozenset[str]] | None:
    if not block.holds(element) or element.region in {Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE}:
        return None
    date = iso_date(element.attr("datetime") or element.attr("title"))
    if date is None:
        return None
    marks = frozenset({"other_article"}) if block.whole and in_other_article(block.page, element) else frozenset()
    return element, date, marks | {"footer"} if element.region is Region.FOOTER else marks


def _time_rule(page: Page, element: Element) -> tuple[str, str]:
    own = f"{element.attr('class')} {element.attr('itemprop')} {'pubdate' if 'pubdate' in element.attrs else ''}"
    if _UPDATED.search(own) and not _PUBLISHED.search(own):
        return "modified", "byline.time_updated"
    before = page.text[max(0, element.start - 24) : element.start].rpartition("\n")[2]
    if _UPDATED_BEFORE.search(before):
        return "modified", "byline.time_updated"
    if _PUBLISHED.search(own):
        return "published", "byline.time_published"
    for depth, item in enumerate(page.ancestors(element.parent)):
        if depth > 3 or item.tag in {"article", "main", "body"}:
            break
        words = item.attr("class")
        if _UPDATED.search(words) and not _PUBLISHED.search(words):
            return "modified", "byline.time_updated"
        if _PUBLISHED.search(words) or re.search(r"\bmeta\b|byline|entry-meta|date", words, re.IGNORECASE):
            return "published", "byline.time_published"
    return "published", "byline.time"


def _lines(block: Block, lexicon: Lexicon) -> Iterator[Claim]:
    """Byline lines around the heading, and signatures among the last lines."""
    head = head_places(block)
    lines = lines_of(block)
    prose = [number for number, line in enumerate(lines) if line.region in _READ]
    foot = [number for number in prose[-FOOT:] if number not in head]
    for number in (*head, *foot):
        line = lines[number]
        if line.region not in _READ or len(line.text) > _MAX_LINE:
            continue
        yield from _by_line(block, lexicon, line, near_head=number in head)
    for number in foot[-SIGNED_LINES:]:
        yield from _signature(block, lines[number])


_OFFICE: Final = re.compile(r"^(?:& |und |and |et |e |y )?(?:[^\W\d_]+ ){0,2}[^\W\d_]+\s*[:：]\s*")
_INNER_BY: Final = re.compile(r"\b(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f|[Pp]rzez)\s+(?=[^\W\d_])")
_BY: Final = re.compile(
    r"(?:^|(?<=[\d|•·,/–—\-:.)]\s)|(?<=[\d|•·,/]))"
    r"(?:by|von|par|por|di|door|av|af|przez|od|από|Text|Texto|Tekst|words)\s+",
    re.IGNORECASE,
)


def _by_line(block: Block, lexicon: Lexicon, line: Line, *, near_head: bool) -> Iterator[Claim]:
    """Lines such as "By Ida Moss", "Reviewed by Ida Moss | 4 May", "4 May 2021 by Ida Moss", "Critic: Ida Moss"."""
    hit = lexicon.label(line.text)
    where = "head" if near_head else "foot"
    if hit is not None and hit.kind == "reviewer":
        rule = f"byline.label_{where}" if hit.separated else f"byline.by_{where}"
        start = hit.value_start
    elif hit is not None and hit.kind == "writer" and near_head and not hit.separated:
        rule, start = "byline.written_by", hit.value_start
    elif (found := _BY.search(line.text)) is not None and near_head:
        rule, start = f"byline.by_{where}", found.end()
    else:
        return
    person = _person(block, lexicon, line.text[start:], line.start + start)
    if person is not None and is_personal(person[0]):
        yield from _said(block, *person, rule)
    elif person is not None and hit is not None and hit.separated and len(person[0].split()) == 1:
        yield from _said(block, *person, f"byline.nick_{where}")


def _signature(block: Block, line: Line) -> Iterator[Claim]:
    """The last lines: "— Ida Moss", "[Ida Moss]", or initials that a name on the page explains."""
    if len(line.text) > 60 or line.heading:
        return
    found = _SIGNED.match(line.text) or _BRACKETED.match(line.text)
    if found is not None and is_personal(name := found["name"].strip(" .")):
        at = line.start + line.text.index(name)
        yield from _said(block, name, (at, at + len(name)), "byline.signature")
        return
    initials = _INITIALS.match(line.text)
    if initials is not None:
        letters = re.sub(r"[^A-ZÀ-Þ]", "", initials["letters"])
        for name in _full_names(block.page, letters):
            yield from _said(block, name, (line.start, line.end), "byline.initials")
    elif is_personal(line.text) and not SITE_WORDS.search(line.text):
        rule = _last_rule(block.page, line)
        yield from _said(block, line.text, (line.start, line.end), rule)


def _last_rule(page: Page, line: Line) -> str:
    """Whether a bare name stands in an element that calls itself a signature, beside a dated line, or just so."""
    holders = zip(page.ancestors(line.element), range(3), strict=False) if line.element >= 0 else ()
    if any(_SIGN_CLASS.search(item.attr("class")) for item, _ in holders):
        return "byline.signed"
    near = [page.lines[index] for index in (line.index - 1, line.index + 1) if 0 <= index < len(page.lines)]
    dated = any(len(other.text) <= 40 and re.search(r"\b(?:19|20)\d\d\b", other.text) for other in near)
    return "byline.dated_line" if dated else "byline.last_line"


def _full_names(page: Page, letters: str) -> list[str]:
    """Names of the page's author elements that have these initials; the key to "— I.M."."""
    names = {written_name(page.text_of(element)) for element, _ in _author_elements(page)}
    found = [name for name in sorted(names) if "".join(word[0] for word in name.split()) == letters]
    return found if len(found) == 1 else []


def _owner(block: Block) -> Iterator[Claim]:
    """The person to whom a personal site belongs: named in its copyright line, or after its titles."""
    page = block.page
    for line in page.lines[-12:]:
        found = None
        if len(line.text) <= MAX_COPYRIGHT:
            found = _COPYRIGHT.search(line.text) or _BEFORE_COPYRIGHT.search(line.text)
        if found is None:
            continue
        name = found["name"].strip(" .,–—-")
        if is_full_name(name):
            at = line.start + found.start("name")
            doubts = name_marks(name, page) - {"site_named_so"}
            yield at_text(block, "reviewer", name, (at, at + len(name)), "byline.copyright", doubts)
            yield at_text(block, "authors", name, (at, at + len(name)), "byline.copyright", doubts)
    yield from _site_owner(block)


def _site_owner(block: Block) -> Iterator[Claim]:
    """A full name as the site's part of the document's title ("Harrow Lane ~ Ida Moss")."""
    tree = block.page.tree
    titles = tree.css("head > title")[:1] if tree is not None else []
    if not titles:
        return
    parts = _TITLE_PARTS.split(clean(titles[0].text(deep=True) or ""))
    if len(parts) > 1 and is_full_name(parts[-1]) and not _TITLE_PARTS.search(parts[-1]):
        yield at_node(block, "reviewer", parts[-1], parts[-1], "head > title", "byline.site_owner")
        yield at_node(block, "authors", parts[-1], parts[-1], "head > title", "byline.site_owner")
