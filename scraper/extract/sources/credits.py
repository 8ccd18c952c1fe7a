"""Credits in sentences: "directed by Ida Ros", "Jon Vale plays Anton".

A cue says on which side of it the person stands. Whether the sentence is about this film is for
the marks to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from scraper.extract.block import Block, Site, at_text
from scraper.extract.characters import Characters
from scraper.extract.lexicon import Hit, Lexicon
from scraper.extract.page import Line
from scraper.extract.values import Found
from scraper.extract.values.person import is_name, names_at, of_genitive
from scraper.extract.words import occurrences
from scraper.model import Claim, Credit, Role

REVIEWS_ONLY: Final = True
_CUES: Final = frozenset(f"cue.{role}" for role in get_args(Role))
_LEAD_LINES: Final = 3
_MAX_LINE: Final = 8_000
_BY: Final = re.compile(r"\s?,?\s(?:by|from|von|par|por|di|da|av|af|od|door|του|της|lui)\s|,\s(?=[A-ZÀ-ÞĀ-Ž])")
_ARTICLE: Final = re.compile(r"(?:The|A|An|By|In|On|It|This|That|His|Her|Their|He|She|They)\b")
_ADJECTIVE: Final = re.compile(r"\s(\w{4,16})(?=\s)")
_JOINT: Final = re.compile(r"\s(?:e|y|i|og|och|und|et|and)\s")
_OWNED: Final = re.compile(r"['’]s?\s|,|^L['’]")
_PREPOSITION: Final = re.compile(r"(?:de|du|des|di|do|da|e|y|von|van|d['’])\s?(?=[A-ZÀ-ÞĀ-Ž]\S*\s)")
_ALSO: Final = re.compile(
    r"(?:[;,]\s|\s(?=(?:and|while|und|et|y|e|og|och)\s))(?:(?:and|while|und|et|y|e|og|och)\s)?(?P<name>[A-ZÀ-ÞĀ-Ž][\w'’.\-]+(?:\s[A-ZÀ-ÞĀ-Ž][\w'’.\-]+){1,3})"
    r"\s(?:is|as|ist|est|es|è|é|als)\s(?:(?:the|an?|der|die|das|le|la|el)\s)?(?P<role>[^.;,]{2,40})"
)
# What may follow the names of a credit line; a sentence about somebody goes on in other ways.
_CREDIT_ENDS: Final = re.compile(
    r"\s*(?:[.;|)\n]|$|,?\s(?:and|with|und|mit|et|avec|y|con|e|from|starring|written|based)\s|\s?[(–—-])"
)
_DOCUMENTARY: Final = re.compile(r"\b(?:documentar|dokumentar|documental|dokument)\w*")
_INTRODUCED: Final = re.compile(
    r"(?P<name>[A-ZÀ-ÞĀ-Ž][\w'’-]+(?:\s[A-ZÀ-ÞĀ-Ž][\w'’-]+){1,2}),\s(?:an?|the|who|ein|eine|une?|un[ao]?|der|die)\s",
)
# "Ida Ros's performance in Nine Doors": only a sentence that names this film means this film.
_IN_ANOTHER: Final = re.compile(r"\sin\s(?=[\"'“‘«A-ZÀ-Þ])")
_ABOUT_LINES: Final = 12
_OPENING_RULES: Final = frozenset({"credits.director_by_lead", "credits.director_noun_lead", "credits.director_line"})
_PLAYS: Final = frozenset({"plays", "as", "portrays", "voices", "playing", "stars as", "portraying", "appears as"})
_WORD: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]\w+")


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `directors` and `people` in running text."""
    del site
    prose = 0
    first: set[str] = set()
    characters = Characters(block, lexicon)
    for line in block.lines:
        if line.heading or len(line.text) > _MAX_LINE:
            continue
        found = [
            claim
            for claim in _cued(block, line, lexicon, lead=prose < _LEAD_LINES)
            if not (claim.field == "people" and characters.act(claim.value))
        ]
        yield from _of_this_film(found, first)
        first.update(_surname(claim.value) for claim in found if claim.rule in _OPENING_RULES)
        prose += len(line.text) > 60
    yield from _subject(block)


def _of_this_film(found: list[Claim], first: set[str]) -> list[Claim]:
    """Without "director X" further down when the opening named others: X made another film that is spoken of."""
    if not first or any(claim.field == "directors" and _surname(claim.value) in first for claim in found):
        return found
    return [claim for claim in found if claim.rule != "credits.director_noun"]


def _surname(name: object) -> str:
    return str(name).rsplit(None, 1)[-1].casefold()


def _cued(block: Block, line: Line, lexicon: Lexicon, *, lead: bool) -> Iterator[Claim]:
    text = line.text
    if lexicon.kinds(text).isdisjoint(_CUES):
        return
    for hit in lexicon.hits(text):
        if not hit.kind.startswith("cue.") or text[hit.end : hit.end + 2].strip().startswith((":", "：")):
            continue
        role = hit.kind[4:]
        names = _names(text, hit, lexicon)
        if role == "director":
            yield from _directors(block, line, hit, names, lead=lead)
        elif role == "actor":
            yield from _actors(block, line, hit, names, lexicon, lead=lead)
        elif names and _touches(text, hit, names) and (role != "author" or " " in text[hit.start : hit.end]):
            for name in names[:4]:
                if " " in name.value or not name.value.isascii():
                    yield at_text(
                        block, "people", Credit(name.value, _role(role)), _span(line, name), _rule("", lead=lead)
                    )


def _names(text: str, hit: Hit, lexicon: Lexicon) -> list[Found[str]]:
    """The names beside a cue; "the score, by Ida Ros" has a "by" of its own."""
    if hit.side == "after":
        by = _BY.match(text, hit.end)
        found = names_at(text, by.end() if by else hit.end, "after", lexicon)
        if not found and (nation := _ADJECTIVE.match(text, hit.end)) and _is_place(nation.group(1), lexicon):
            found = names_at(text, nation.end(), "after", lexicon)
    else:
        # "The Last Ferry director Ida Ros": what "the" comes before is a film.
        found = [
            one for one in names_at(text, hit.start, "before", lexicon) if text[: one.start][-4:].lower() != "the "
        ]
    places = lexicon.words.get("region", {})
    parts = [part for name in map(_bare, found) for part in _split(name)]
    if text[hit.start : hit.end].lower() in lexicon.words.get("genitive_cue", {}):
        parts = [_nominative(name, hit.lang) for name in parts]
    return [name for name in parts if _is_person(name.value) and name.value.lower() not in places]


def _nominative(name: Found[str], language: str) -> Found[str]:
    """The name behind or before a word that puts it in the genitive: "Jon Vales film", "фильм Ивана Вала"."""
    value = of_genitive(name.value, language)
    return name if value is None else replace(name, value=value)


def _is_place(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is of a country: "the French director Ida Ros", "la regista francese Ida Ros"."""
    return word.lower() in lexicon.words.get("region", {})


def _split(name: Found[str]) -> list[Found[str]]:
    """Two full names that a one-letter "and" joins: it is a particle of single names too."""
    joint = _JOINT.search(name.value)
    if joint is None:
        return [name]
    first, second = name.value[: joint.start()], name.value[joint.end() :]
    if " " not in first or " " not in second:
        return [name]
    start = name.start + joint.end()
    return [
        replace(name, value=first, end=name.start + len(first), raw=first),
        replace(name, value=second, start=start, raw=second),
    ]


def _is_person(name: str) -> bool:
    return bool(name) and not name[0].islower() and not _ARTICLE.match(name) and not _OWNED.search(name)


def _bare(name: Found[str]) -> Found[str]:
    """Take the small word off "de Ida Ros": behind a French or Spanish cue it belongs to the cue."""
    small = _PREPOSITION.match(name.value)
    if small is None:
        return name
    return replace(name, value=name.value[small.end() :], start=name.start + small.end(), raw=name.raw[small.end() :])


def _directors(block: Block, line: Line, hit: Hit, names: list[Found[str]], *, lead: bool) -> Iterator[Claim]:
    text = line.text
    if not _touches(text, hit, names):
        return
    strong = " " in text[hit.start : hit.end].strip() or not text[hit.start : hit.end].isascii()
    kind = "director_by" if strong and hit.side == "after" else "director_noun"
    if _opens_sentence(text, hit) and _CREDIT_ENDS.match(text, names[-1].end):
        kind, lead = "director_line", False
    for name in names[:6]:
        known = " " in name.value or not name.value.isascii()
        if known and len(name.value) > 1 and not _spills_over(block, _span(line, name)):
            yield at_text(block, "directors", name.value, _span(line, name), _rule(kind, lead=lead))


def _spills_over(block: Block, span: tuple[int, int]) -> bool:
    """Whether a name holds a term's link and more: the last category and the word before the tags ("Drama Tagged")."""
    rows = block.page.markup.having("rel")
    links = [item for item in rows if item.index >= 0 and item.tag == "a" and "tag" in item.attr("rel").split()]
    return any(
        span[0] < link.end and link.start < span[1] and (span[0] < link.start or link.end < span[1]) for link in links
    )


def _opens_sentence(text: str, hit: Hit) -> bool:
    """A sentence that begins with its cue ("Directed by Ida Ros. Written by ...") is a credit line of this film."""
    before = text[: hit.start].rstrip(" (\u2013-")
    return hit.side == "after" and " " in text[hit.start : hit.end] and (not before or before[-1] in ".!?;|")


def _actors(
    block: Block, line: Line, hit: Hit, names: list[Found[str]], lexicon: Lexicon, *, lead: bool
) -> Iterator[Claim]:
    text = line.text
    cue = text[hit.start : hit.end].lower()
    if not _touches(text, hit, names):
        return
    character = None
    if hit.side == "before":
        if len(names) > 1:
            names = names[-1:]
        after = names_at(text, hit.end, "after", lexicon)
        if not after and cue == "as":
            return
        character = after[0].value if after else None
    if cue in _PLAYS or hit.side == "before":
        yield from _also(block, line, hit.end, lead=lead)
    elsewhere = cue.startswith("'") and _IN_ANOTHER.match(text, hit.end) is not None
    rule = "credits.owner_elsewhere" if elsewhere else _rule("", lead=lead)
    for name in names[:8]:
        if " " in name.value or not name.value.isascii():
            yield at_text(block, "people", Credit(name.value, "actor", character), _span(line, name), rule)


def _also(block: Block, line: Line, start: int, *, lead: bool) -> Iterator[Claim]:
    """The second half of "Ida Ros plays Anna; Jon Vale is the foreman"."""
    for match in _ALSO.finditer(line.text, start, start + 160):
        span = (line.start + match.start("name"), line.start + match.end("name"))
        role = match["role"] if match["role"][0].isupper() else None
        yield at_text(block, "people", Credit(match["name"], "actor", role), span, _rule("", lead=lead))


def _touches(text: str, hit: Hit, names: list[Found[str]]) -> bool:
    """Whether nothing but small words stands between the cue and the nearest name."""
    if not names:
        return False
    gap = (
        _ADJECTIVE.sub("", _BY.sub("", text[hit.end : names[0].start]))
        if hit.side == "after"
        else text[names[-1].end : hit.start]
    )
    return len(gap) < 8


def _rule(kind: str, *, lead: bool) -> str:
    return f"credits.{kind}{'_lead' if lead else ''}" if kind else f"credits.{'lead' if lead else 'plain'}"


def _role(name: str) -> Role:
    roles: dict[str, Role] = {
        "writer": "writer",
        "producer": "producer",
        "executive_producer": "executive_producer",
        "cinematographer": "cinematographer",
        "composer": "composer",
        "editor": "editor",
        "narrator": "narrator",
        "subject": "subject",
        "author": "author",
    }
    return roles[name]


def _span(line: Line, name: Found[str]) -> tuple[int, int]:
    return (line.start + name.start, line.start + name.end)


def _subject(block: Block) -> Iterator[Claim]:
    """Whom a documentary is about: introduced with an apposition, and named again by the surname."""
    lines = [line for line in block.lines if len(line.text) <= _MAX_LINE]
    opening = "\n".join(line.text for line in lines[:_ABOUT_LINES]).lower()
    if "ument" not in opening or _DOCUMENTARY.search(opening) is None:
        return
    text = block.page.text
    for line in lines[:_ABOUT_LINES]:
        for match in _INTRODUCED.finditer(line.text):
            name = match["name"]
            start = line.start + match.start("name")
            again = next(occurrences(text, name.split()[-1], start + len(name), block.end), None)
            if again is not None and is_name(name) and not _ARTICLE.match(name):
                span = (start, start + len(name))
                yield at_text(block, "people", Credit(name, "subject"), span, "credits.subject_doc")
                return
