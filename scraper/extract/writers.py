"""Names of writers as bylines print them: what is a name there, and which elements hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_text
from scraper.extract.facts import name_marks, plausible_name
from scraper.extract.lexicon import load
from scraper.extract.page import Element, Page, squeeze
from scraper.extract.place import hints
from scraper.fields import fold
from scraper.model import Claim

if TYPE_CHECKING:
    from scraper.extract.block import Block
    from scraper.extract.lexicon import Lexicon

MAX_FOUND: Final = 200
MAX_LINE: Final = 160
MAX_CO_AUTHORS: Final = 6
_COMMA: Final = re.compile(r",\s")
_SHORT_WORD: Final = 3
# Class words that make an author's element something else: a picture, a text about them, their other posts.
_NOT_AUTHOR: Final = re.compile(
    r"avatar|image|photo|img|icon|bio\b|description|social|follow|comment|link-?list|posts|more|count|"
    r"widget|website|email|twitter|authorit|authoriz|title$|job|role|position|date|time|review[-_]?author|customer|"
    r"testimonial|user[-_]?review|glsr|source|recipe|caption|credit",
    re.IGNORECASE,
)
_SPLIT_AT: Final = re.compile(
    r"\s*(?:[|•·‧/\n\t)\]]|\s[–—-]\s|\s@|\(|\[|,\s(?=[^\W_])|\d|//|\s(?:on|in|at|am|um)\s|\s(?:le|el|il|op|den)\s(?=\d)"
    r"|\s(?:posted|published|updated|veröffentlicht|publié|publicado|staff|senior|film critic|about)\b)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-ÞΑ-ΩА-Я][\w'’.\-]*|de|del|della|di|da|du|van|von|der|den|ten|ter|la|le|el|al|bin|y|e|zu|[A-Z]\.)"
    r"(?:\s(?:[A-ZÀ-ÞΑ-ΩА-Я][\w'’.\-]*|de|del|della|di|da|du|dos|van|von|der|den|ten|ter|la|le|el|al|bin|y|e|zu)){0,4}",
)
_NO_NAME: Final = re.compile(
    r"(?:view|all posts|about|über|posts|more|see|read|published|posted|erstellt|photo|foto|image|quelle|source|"
    r"subscribe|follow|share|contact|comments?|leave|edit|login|home|get|фото|bild)\b|.*\b(?:RSS|feed)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(r"^(?:& |und |and |et |e |y )?(?:[^\W\d_]+ ){0,2}[^\W\d_]+\s*[:：]\s*")
_LEAD_IN: Final = 48
"""Words before a byline's "by" take no more room: further on it is a sentence ("The screenplay is by ...")."""
_INNER_BY: Final = re.compile(r"\b(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f|[Pp]rzez)\s+(?=[^\W\d_])")


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


def person_in(block: Block, lexicon: Lexicon, text: str, start: int) -> tuple[str, tuple[int, int]] | None:
    """The name in an author's element or labelled value, with its span in the page's text."""
    offset = 0
    for _ in range(3):
        hit = lexicon.label(text[offset:])
        if hit is None or hit.kind not in {"reviewer", "writer"}:
            break
        offset += hit.value_start
    # "Post author By Ida Moss": themes set words for screen readers before the byline.
    for found in _INNER_BY.finditer(text, offset, offset + _LEAD_IN):
        if is_personal(written_name(text[found.end() :])):
            offset = found.end()
    name = _first_of(_OFFICE.sub("", _before_label(written_name(text[offset:]), lexicon)), lexicon)
    if not plausible_name(name) or len(name.split()) > 6 or _no_name(name, lexicon):
        return None
    at = block.page.text.find(name, start + offset)
    return (name, (at, at + len(name))) if at >= 0 else None


def _first_of(name: str, lexicon: Lexicon) -> str:
    """The first of two full names that an "and" joins."""
    for joint in _joints(lexicon.languages).finditer(name):
        if is_personal(name[: joint.start()]) and is_personal(name[joint.end() :]):
            return name[: joint.start()]
    return name


def co_authors(block: Block, lexicon: Lexicon, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names that follow the first one of a byline ending at `end`: "Ida Moss, Jon Vale and Lea Brandt".

    Behind a comma an office or a place may stand: a name there counts where the list ends with an
    "and" and another name.
    """
    line = block.page.line_at(end - 1)
    if line is None:
        return
    held: list[tuple[str, tuple[int, int]]] = []
    for _ in range(MAX_CO_AUTHORS):
        rest = block.page.text[end : line.end]
        joint = _joints(lexicon.languages).match(rest)
        mark = joint or _COMMA.match(rest)
        if mark is None:
            return
        name = _first_of(written_name(rest[mark.end() :]), lexicon)
        at = block.page.text.find(name, end + mark.end(), line.end) if is_personal(name) else -1
        if at != end + mark.end() or _no_name(name, lexicon):
            return
        end = at + len(name)
        held.append((name, (at, end)))
        if joint is not None:
            yield from held
            held.clear()


@lru_cache(maxsize=64)
def _joints(languages: tuple[str, ...]) -> re.Pattern[str]:
    facts = load(languages).facts
    words = {"&", *(word for code in languages for word in facts[code].joiners)}
    return re.compile(rf",?\s(?:{'|'.join(map(re.escape, sorted(words)))})\s", re.IGNORECASE)


def _before_label(name: str, lexicon: Lexicon) -> str:
    """A name without a label glued behind it ("GREG KING Director: ...")."""
    words = name.split(" ")
    for place, word in enumerate(words[1:], start=1):
        # "Le" and "Di" are labels too, and parts of names.
        if len(word) <= _SHORT_WORD and not word.endswith(":"):
            continue
        if place == len(words) - 1 and lexicon.label_kinds(word) == ("reviewer",):
            return " ".join(words[:place])
        if lexicon.is_label(word.rstrip(":")) is not None and lexicon.label_kinds(word.rstrip(":")) != ("reviewer",):
            return " ".join(words[:place])
    return name


def is_signed_name(name: str) -> bool:
    """As `is_personal`, capitals allowed: behind an explicit "by", shouting is only a style."""
    return is_personal(name) or (name.isupper() and is_personal(name.title()))


def _no_name(name: str, lexicon: Lexicon) -> bool:
    """Whether a string is a label, begins with one, or names an aggregator of scores."""
    if lexicon.is_label(name) is not None or _NO_NAME.match(name) is not None:
        return True
    if fold(name) in _joining(lexicon):
        return True
    hit = lexicon.label(name)
    if hit is not None and hit.kind in {"published", "modified", "categories", "tags"}:
        return True
    return any(hit.kind == "aggregator" for hit in lexicon.hits(name))


@lru_cache(maxsize=64)
def _small(languages: tuple[str, ...]) -> frozenset[str]:
    facts = load(languages).facts
    words = (word for code in languages for word in (*facts[code].joiners, *facts[code].function_words))
    return frozenset(map(fold, words)) | {"innen"}


def _joining(lexicon: Lexicon) -> frozenset[str]:
    """Words that stand between or behind names ("und", "and", the "in" of "Autor/in") and are none."""
    return _small(lexicon.languages)


def said(
    block: Block, name: str, span: tuple[int, int], rule: str, marks: frozenset[str] = frozenset()
) -> Iterator[Claim]:
    """Claims that a name is the page's author and the block's reviewer."""
    doubts = marks | name_marks(name, block.page)
    yield at_text(block, "authors", name, span, rule, doubts)
    yield at_text(block, "reviewer", name, span, rule, doubts)


def author_elements(page: Page) -> list[tuple[Element, str]]:
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
        if element.end - element.start > MAX_LINE or element.tag in {"body", "html", "article", "main"}:
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
