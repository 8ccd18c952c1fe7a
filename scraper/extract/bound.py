"""Facts bound to the film by its name: read once the title is known.

"Title (2019)", "Ida Ros's Title", "Title by Ida Ros": the same words about another film mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from scraper.extract.block import Block, at_text
from scraper.extract.words import occurrences
from scraper.model import Claim

_YEAR: Final = r"(?P<year>18[89]\d|19\d\d|20[0-4]\d)"
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’.\-]*"
_PARTICLE: Final = r"(?:de|del|della|di|da|dos|du|van|von|der|den|ter|la|le|el|al|bin|ben|af|av|zu|y)"
_NAME: Final = rf"(?P<name>{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{1,3}})"
_CLOSING: Final = r"[”“\"’'»«*]?"
_AFTER: Final = re.compile(
    rf"{_CLOSING}\s?[(\[](?P<inner>[^()\[\]\n]{{0,60}}?){_YEAR}(?P<more>[^()\[\]\n]{{0,40}})[)\]]",
)
_BY: Final = re.compile(rf"{_CLOSING},?\s(?:by|von|de|di|av|af|door|od)\s{_NAME}")
_EASTERN: Final = re.compile(r"(?P<name>[\u3400-\u9fff·]{2,6})的\s?[《〈「『]?$")
_OWNER: Final = re.compile(rf"{_NAME}(?:['’]s?)\s(?:[\w-]+\s){{0,4}}[“\"‘'«*]?$")
_OPENING: Final = "“\"‘'«„”»"
_SHUTTING: Final = "”\"’'»“«"
_STOP: Final = re.compile(r"(?<=[^\W\d_]{3})\.$")
_OFFICE: Final = re.compile(
    r"(?:(?:Writer-)?[Dd]irector|Filmmaker|Auteur|Regisseur(?:in)?|Regie-?[Dd]uo|Regiss[öø]r|Réalisat\w+)\s(?=\S+\s)"
)
# Hungarian: "Vale Róbert Látogató című filmje", with the surname first.
_ENTITLED: Final = re.compile(r"\s(?:című|c\.)\s")
_BEFORE: Final = re.compile(rf"(?P<name>{_CAPITAL} {_CAPITAL})\s$")
_MAX_HITS: Final = 40


def claims(block: Block, title: str) -> Iterator[Claim]:
    """Claims about `film_year` and `directors` that stand beside the film's own name."""
    text = block.page.text
    for begin, end in islice(occurrences(text, title, block.start, block.end), _MAX_HITS):
        if dated := _AFTER.match(text, end):
            yield at_text(block, "film_year", int(dated["year"]), dated.span("year"), "bound.title_year")
        if made := _BY.match(text, end):
            quoted = text[begin - 1 : begin] in _OPENING and text[end : end + 1] in _SHUTTING and begin > 0
            rule = "bound.quoted_by" if quoted and not block.page.elements else "bound.title_by"
            office = _OFFICE.match(made["name"])
            start = made.start("name") + (office.end() if office else 0)
            name = _STOP.sub("", text[start : made.end("name")])
            yield at_text(block, "directors", name, (start, start + len(name)), rule)
        line_start = text.rfind("\n", 0, begin) + 1
        head = text[max(line_start, begin - 120) : begin]
        owned = _OWNER.search(head) or _EASTERN.search(head)
        if owned is None and _ENTITLED.match(text, end):
            owned = _BEFORE.search(head)
        if owned is not None:
            office = _OFFICE.match(owned["name"])
            start = begin - len(head) + owned.start("name") + (office.end() if office else 0)
            value = owned["name"][office.end() if office else 0 :]
            yield at_text(block, "directors", value, (start, start + len(value)), "bound.possessive")
