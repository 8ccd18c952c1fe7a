"""Who signed it: the last lines, initials with their key, the owner of a personal site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_node, at_text
from scraper.extract.facts import SITE_WORDS, clean, is_full_name, name_marks
from scraper.extract.page import Line, Page, Region
from scraper.extract.place import FOOT, head_places, lines_of
from scraper.extract.writers import author_elements, is_personal, said, written_name
from scraper.model import Claim

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

SIGNED_LINES: Final = 3
MAX_COPYRIGHT: Final = 200
MIN_CAPSULE: Final = 12
_SIGN_CLASS: Final = re.compile(r"\bsign(?:ed|ature|atur)?\b|\bfirma\b|\bpodpis\b", re.IGNORECASE)
_SIGNED: Final = re.compile(r"^\s*[—–-]{1,3}\s*(?P<name>[^—–\d|]{3,40})$")
_BRACKETED: Final = re.compile(r"^\s*[\[(]\s*(?P<name>[^\[\]()\d|]{3,40})\s*[\])]\s*$")
_INITIALS: Final = re.compile(r"^\s*[—–\-(\[]{0,3}\s*(?P<letters>(?:[A-ZÀ-Þ]\.?\s?-?){2,4})[)\]]?\s*$")
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:by\s+)?(?:(?:19|20)\d\d\s*(?:[-–—]\s*(?:(?:19|20)\d\d|present|now))?)?[\s,.|-]*"
    r"(?:by\s+)?(?P<name>[^\d|•·©,.]{4,40}?)\s*(?:[|•·,.]|\d|$|\ball rights\b|\bpowered\b|\blicen)",
    re.IGNORECASE,
)
_MENTIONS_COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_BEFORE_COPYRIGHT: Final = re.compile(r"^(?P<name>[^\d|•·©,.]{4,40}?)\s*©")
_TITLE_PARTS: Final = re.compile(r"\s+[|~–—:·•-]\s+")
_READ: Final = frozenset({Region.MAIN, Region.HEADER})
_TAIL: Final = re.compile(r"(?:^|\s|(?<=[.!?…]))[—–-]{1,2}\s?(?P<letters>[A-ZÀ-Þ]{2,3}|(?:[A-ZÀ-Þ]\.\s?){2,3})\s*$")
# Capitals that end a text and are nobody: the end itself, media, certificates, agencies, countries.
_NO_INITIALS: Final = frozenset(
    "FIN END TV DVD HD UHD VOD PG NR MA AP AFP DPA US USA UK EU UN NYC LA OK RIP TBA TBC".split()
)
_KEY: Final = re.compile(r"(?:^|[.;,|]\s*)(?P<letters>[A-ZÀ-Þ]{2,3})\s*[:=–—-]\s*(?P<name>[^\W\d_][^.:;,|=]{3,40})")


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about reviewer and authors from the end of the block, and from whose site it is."""
    del lexicon, site
    head = head_places(block)
    lines = lines_of(block)
    prose = [number for number, line in enumerate(lines) if line.region in _READ]
    for number in [number for number in prose[-FOOT:] if number not in head][-SIGNED_LINES:]:
        yield from _signature(block, lines[number])
    # The last capsule may be followed by the key itself.
    for number in prose[-2:]:
        yield from _tail(block, lines[number])
    if block.whole:
        yield from _owner(block)


def _tail(block: Block, line: Line) -> Iterator[Claim]:
    """Initials behind the last words of a capsule ("... before the tea is cold. – RB"), with or without a key."""
    found = _TAIL.search(line.text)
    if found is None or len(line.text) < MIN_CAPSULE:
        return
    letters = found["letters"].strip()
    span = (line.start + found.start("letters"), line.start + found.start("letters") + len(letters))
    names = _full_names(block.page, re.sub(r"[^A-ZÀ-Þ]", "", letters))
    for name in names:
        yield from said(block, name, span, "signature.initials")
    if not names and letters not in _NO_INITIALS:
        yield at_text(block, "reviewer", letters, span, "signature.letters")


def _signature(block: Block, line: Line) -> Iterator[Claim]:
    """The last lines: "— Ida Moss", "[Ida Moss]", or initials that a name on the page explains."""
    if len(line.text) > 60 or line.heading:
        return
    found = _SIGNED.match(line.text) or _BRACKETED.match(line.text)
    if found is not None and is_personal(name := found["name"].strip(" .")):
        at = line.start + line.text.index(name)
        yield from said(block, name, (at, at + len(name)), "signature.signature")
        return
    initials = _INITIALS.match(line.text)
    if initials is not None:
        letters = re.sub(r"[^A-ZÀ-Þ]", "", initials["letters"])
        for name in _full_names(block.page, letters):
            yield from said(block, name, (line.start, line.end), "signature.initials")
    elif is_personal(line.text) and not SITE_WORDS.search(line.text):
        rule = _last_rule(block.page, line)
        yield from said(block, line.text, (line.start, line.end), rule)


def _last_rule(page: Page, line: Line) -> str:
    """Whether a bare name stands in an element that calls itself a signature, beside a dated line, or just so."""
    holders = zip(page.ancestors(line.element), range(3), strict=False) if line.element >= 0 else ()
    if any(_SIGN_CLASS.search(item.attr("class")) for item, _ in holders):
        return "signature.signed"
    near = [page.lines[index] for index in (line.index - 1, line.index + 1) if 0 <= index < len(page.lines)]
    dated = any(len(other.text) <= 40 and re.search(r"\b(?:19|20)\d\d\b", other.text) for other in near)
    return "signature.dated_line" if dated else "signature.last_line"


def _full_names(page: Page, letters: str) -> list[str]:
    """The name that these initials stand for: in a key ("RB: Ros Bellamy"), or of an author element."""
    keyed = {name for line in page.lines[-40:] for name in _keyed(line, letters)}
    if keyed:
        return list(keyed) if len(keyed) == 1 else []
    names = {written_name(page.text_of(element)) for element, _ in author_elements(page)}
    found = [name for name in sorted(names) if "".join(word[0] for word in name.split()) == letters]
    return found if len(found) == 1 else []


def _keyed(line: Line, letters: str) -> Iterator[str]:
    if len(line.text) <= MAX_COPYRIGHT and letters in line.text:
        for found in _KEY.finditer(line.text):
            name = found["name"].strip(" .")
            if found["letters"] == letters and is_personal(name):
                yield name


def _owner(block: Block) -> Iterator[Claim]:
    """The person to whom a personal site belongs: named in its copyright line, or after its titles."""
    page = block.page
    for line in page.lines[-12:]:
        if len(line.text) > MAX_COPYRIGHT or not _MENTIONS_COPYRIGHT.search(line.text):
            continue
        for found in (_COPYRIGHT.search(line.text), _BEFORE_COPYRIGHT.search(line.text)):
            name = found["name"].strip(" .,–—-") if found is not None else ""
            if found is not None and is_full_name(name):
                at = line.start + found.start("name")
                doubts = name_marks(name, page) - {"site_named_so"}
                yield at_text(block, "reviewer", name, (at, at + len(name)), "signature.copyright", doubts)
                yield at_text(block, "authors", name, (at, at + len(name)), "signature.copyright", doubts)
                break
    yield from _site_owner(block)


def _site_owner(block: Block) -> Iterator[Claim]:
    """A full name as the site's part of the document's title ("Harrow Lane ~ Ida Moss")."""
    parts = _TITLE_PARTS.split(clean(block.page.markup.title() or ""))
    if len(parts) > 1 and is_full_name(parts[-1]) and not _TITLE_PARTS.search(parts[-1]):
        yield at_node(block, "reviewer", parts[-1], parts[-1], "head > title", "signature.site_owner")
        yield at_node(block, "authors", parts[-1], parts[-1], "head > title", "signature.site_owner")
