"""Facts bound to the film by its name: read once the title is known.

"Title (2019)", "Ida Ros's Title", "Title by Ida Ros": the same words about another film mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import Block, at_text
from scraper.model import Claim

_YEAR: Final = r"(?P<year>18[89]\d|19\d\d|20[0-4]\d)"
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’.\-]*"
_PARTICLE: Final = r"(?:de|del|della|di|da|dos|du|van|von|der|den|ter|la|le|el|al|bin|ben|af|av|zu|y)"
_NAME: Final = rf"(?P<name>{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{1,3}})"
_MAX_HITS: Final = 40


def claims(block: Block, title: str) -> Iterator[Claim]:
    """Claims about `film_year` and `directors` that stand beside the film's own name."""
    text = block.page.text
    name = re.escape(title)
    closing = r"[”\"’'»*]?"
    after = re.compile(rf"{closing}\s?[(\[](?P<inner>[^()\[\]\n]{{0,60}}?){_YEAR}(?P<more>[^()\[\]\n]{{0,40}})[)\]]")
    by = re.compile(rf"{closing},?\s(?:by|von|de|di|av|af|door|od)\s{_NAME}")
    eastern = re.compile(r"(?P<name>[\u3400-\u9fff·]{2,6})的\s?[《〈「『]?$")
    owner = re.compile(rf"{_NAME}(?:['’]s?)\s(?:[\w-]+\s){{0,4}}[“\"‘'«*]?$")
    for count, match in enumerate(re.finditer(rf"(?<!\w){name}(?!\w)", text)):
        if count >= _MAX_HITS:
            break
        if not block.start <= match.start() <= block.end:
            continue
        if dated := after.match(text, match.end()):
            yield at_text(block, "film_year", int(dated["year"]), dated.span("year"), "bound.title_year")
        if made := by.match(text, match.end()):
            yield at_text(block, "directors", made["name"], made.span("name"), "bound.title_by")
        line_start = text.rfind("\n", 0, match.start()) + 1
        head = text[max(line_start, match.start() - 120) : match.start()]
        if owned := owner.search(head) or eastern.search(head):
            start = match.start() - len(head) + owned.start("name")
            value = owned["name"]
            yield at_text(block, "directors", value, (start, start + len(value)), "bound.possessive")
