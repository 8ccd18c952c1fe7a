"""Why to distrust a claim, or to trust it more: computed once for every claim, whatever its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from scraper.extract.block import Block
from scraper.extract.boxes import zone_at
from scraper.extract.lexicon import Lexicon
from scraper.extract.values.title import quoted
from scraper.fields import fold
from scraper.model import Claim, Credit

_ABOUT_FILM: Final = frozenset({"directors", "people", "film_year", "availability", "genres"})
_SENTENCE_END: Final = re.compile(r"[.!?…。！？](?=\s|$|[”\"’»)])")
_DATED: Final = re.compile(
    r"(?P<title>[A-ZÀ-ÞĀ-Ž0-9][^()\[\]\n.,;!?]{0,60}?)\s?[(\[](?:[^()\[\]]{0,40}[,;]\s?)?(?:18[89]\d|19\d\d|20[0-4]\d)"
)
_NAMED: Final = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w'’-]+(?:\s(?:of|the|and|de|la|del|der|\d+|[A-ZÀ-ÞĀ-Ž][\w'’-]+))+")
_WORDS: Final = re.compile(r"\w+")
_MARKED: Final = frozenset({"em", "i", "cite"})


def mark(block: Block, claims: Sequence[Claim], title: object, lexicon: Lexicon) -> list[Claim]:
    """The claims with their marks, once the film's title is known."""
    return [_marked(block, _zoned(block, claim), title, lexicon) for claim in claims]


def _zoned(block: Block, claim: Claim) -> Claim:
    """A score in the readers' part of a review box, or among its criteria, is not the critic's verdict."""
    if claim.field != "score" or claim.locator.kind != "text" or claim.source == "box":
        return claim
    zone: str | None = zone_at(block.page, claim.locator.start, claim.locator.end)
    if zone is None and _decorative(block, claim):
        zone = "decoration"
    return claim if zone is None else replace(claim, marks=claim.marks | {zone})


def _decorative(block: Block, claim: Claim) -> bool:
    """Whether glyphs stand in an element that a label for screen readers describes: the label is the score."""
    line = block.page.line_at(claim.locator.start)
    if line is None or any(char.isalnum() for char in claim.raw):
        return False
    for index in line.inlines or ((line.element,) if line.element >= 0 else ()):
        element = block.page.elements[index]
        if element.start <= claim.locator.start and claim.locator.end <= max(element.end, element.start):
            for item in block.page.ancestors(index):
                if item.tag in {"p", "article", "section", "main", "body"} and item.index != index:
                    break
                label = item.attr("aria-label") or (item.attr("title") if item.attr("role") == "img" else "")
                if item.attr("aria-hidden") == "true" or any(char.isdigit() for char in label):
                    return True
    return False


def _marked(block: Block, claim: Claim, title: object, lexicon: Lexicon) -> Claim:
    if claim.field == "score" and claim.source == "score" and isinstance(title, str):
        return _scored(block, claim, title, lexicon)
    if claim.field not in _ABOUT_FILM or claim.locator.kind != "text" or not isinstance(title, str):
        return claim
    if claim.field in {"directors", "people"} and claim.source != "label" and _in_title(claim, title):
        return replace(claim, marks=claim.marks | {"in_title"})
    if not claim.rule.startswith(("credits.", "prose.", "availability.")):
        return claim
    marks = set(claim.marks)
    sentence, start = _sentence(block.page.text, claim.locator.start)
    if fold(title) in fold(sentence) or any(hit.kind == "this_film" for hit in lexicon.hits(sentence)):
        marks.add("titled")
    elif _other_film(block, sentence, start, claim.locator.start):
        marks.add("other_film")
    if claim.field == "directors" and _of_kin(sentence[: claim.locator.start - start].replace(title, ""), lexicon):
        marks.add("kin")
    if _inside_quotes(sentence, claim.locator.start - start):
        marks.add("quoted")
    return claim if marks == claim.marks else replace(claim, marks=frozenset(marks))


def _scored(block: Block, claim: Claim, title: str, lexicon: Lexicon) -> Claim:
    """Mark a score that is given to another film by name: "I gave *Nine Doors* four stars"."""
    if claim.rule.startswith(("score.label", "score.overall")):
        return claim
    sentence, start = _sentence(block.page.text, claim.locator.start)
    before = sentence[: claim.locator.start - start]
    gave = [hit for hit in lexicon.hits(before) if hit.kind in {"give", "other_gave"}]
    if not gave or fold(title) in fold(before):
        return claim
    named = _NAMED.search(before, gave[-1].end)
    if named is None or fold(named.group()) in fold(title):
        return claim
    return replace(claim, marks=claim.marks | {"other_film"})


def _of_kin(before: str, lexicon: Lexicon) -> bool:
    """Whether a father or a daughter was named just before: it is they who directed something."""
    return any(hit.kind == "kin" for hit in lexicon.hits(before[-60:]))


def _in_title(claim: Claim, title: str) -> bool:
    """Whether the person's name is only the film's name, or a part of it."""
    name = claim.value.name if isinstance(claim.value, Credit) else str(claim.value)
    return f" {_worded(name)} " in f" {_worded(title)} "


def _worded(text: str) -> str:
    """A text as its words alone: "House II: The Second Story" holds "House II"."""
    return " ".join(_WORDS.findall(fold(text)))


def _sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence that holds an offset, and where it starts."""
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    start = line_start
    for match in _SENTENCE_END.finditer(text, max(line_start, at - 600), at):
        start = match.end()
    ending = _SENTENCE_END.search(text, at, line_end)
    end = ending.end() if ending else line_end
    return text[start:end], start


def _other_film(block: Block, sentence: str, start: int, at: int) -> bool:
    """Whether the sentence names a film before the claim: in italics, or with a year in brackets.

    The film reviewed is not in the sentence, so it is another one.
    """
    head = sentence[: at - start + 40]
    if _DATED.search(head):
        return True
    line = block.page.line_at(at)
    if line is None:
        return False
    for index in line.inlines:
        element = block.page.elements[index]
        if element.end - element.start > 0.5 * len(line.text):
            continue
        if element.tag in _MARKED and start <= element.start < at + 40 and element.end - element.start > 2:
            return True
    return False


def _inside_quotes(sentence: str, at: int) -> bool:
    return any(begin <= at < end and end - begin > 40 for _, begin, end in quoted(sentence))
