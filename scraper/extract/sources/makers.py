"""Whose film it is, told without a word for a director: "Ida Ros's new drama", "a thriller by Ida Ros".

A name in the genitive before a word for film, a name behind "film by", a name in the genitive behind the quoted title.
Whether the sentence is about this film is for the marks to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.facts import is_full_name
from scraper.extract.lexicon import Hit, Lexicon
from scraper.extract.page import Line
from scraper.extract.values.person import is_name, names_at, of_genitive, small_words
from scraper.extract.values.title import quoted
from scraper.model import Claim

REVIEWS_ONLY: Final = True
_LINES: Final = 12
_LEAD_LINES: Final = 1
_MAX_LINE: Final = 4_000
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’.\-]*"
_NAME: Final = rf"{_CAPITAL}(?:\s(?:(?:de|del|di|da|van|von|der|la|le|bin|af|av)\s){{0,2}}{_CAPITAL}){{1,3}}"
# Names begin with a word: a long run of capitals is not tried from every letter on.
_FULL: Final = re.compile(rf"(?<!\w){_NAME}")
_OWNER: Final = re.compile(rf"(?<!\w)(?P<name>{_NAME}?)(?:['’]s|(?<=[sxz])['’])\s")
_BY: Final = re.compile(r"(?:\s[^\W\d_]+)?\s(?:by|von|van|fan|par|de|di|av|af|od|door)\s(?=[^\W\d_a-z])")
_OPENING: Final = re.compile(r"^[^\w\"“”‘’'«»„]*(?:\[[^\]]{1,40}\][\W_]*)?|[…\]]\s+")
_OF_GENITIVE: Final = frozenset({"pl", "cs", "sk", "hr", "ru", "uk"})
_GENITIVE_S: Final = frozenset({"sv", "da", "no", "de", "nl", "is", "fi"})
_CONTRACTED: Final = re.compile(r"['’]s\s|['’](?:re|ll|ve)\b")
_REACH: Final = 50
_BEFORE: Final = 24
_MOST_WORDS: Final = 5


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `directors` from the first lines of a plain text; pages with markup say more and give none here."""
    del site
    if block.page.elements:
        return
    language = lexicon.languages[0]
    prose = 0
    for line in block.lines[:_LINES]:
        if line.heading or len(line.text) > _MAX_LINE:
            continue
        yield from _film_by(block, line, lexicon)
        yield from _owners(block, line, lexicon, lead=prose < _LEAD_LINES)
        if language in _OF_GENITIVE:
            yield from _behind_title(block, line, language)
            yield from _behind_film(block, line, lexicon)
        prose += len(line.text) > _REACH


def _claim(block: Block, line: Line, name: str, start: int, rule: str) -> Claim:
    return at_text(block, "directors", name, (line.start + start, line.start + start + len(name)), f"credits.{rule}")


def _is_film(hit: Hit, hits: list[Hit]) -> bool:
    """A word for a film, not one for its people."""
    return hit.kind in {"film_word", "genre_word"} and not any(
        other.start == hit.start and other.kind.startswith("cue.") and other.side == "after" for other in hits
    )


def _film_by(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`a thriller by Ida Ros`, `das Biopic von Ida Ros`, `film van Ida Ros`."""
    hits = lexicon.hits(line.text)
    for hit in hits:
        by = _BY.match(line.text, hit.end)
        if by is None or not _is_film(hit, hits):
            continue
        for name in names_at(line.text, by.end(), "after", lexicon)[:3]:
            if " " in name.value and is_name(name.value):
                yield _claim(block, line, name.value, name.start, "director_of")


def _owners(block: Block, line: Line, lexicon: Lexicon, *, lead: bool) -> Iterator[Claim]:
    """`Ida Ros's new drama`, `Ida Ros' film`, `Ida Rosens film`: the owner of a film, or of what opens the text."""
    text = line.text
    for name, start, end in _in_genitive(text, lexicon):
        behind = text[end : end + _REACH]
        hits = lexicon.hits(behind)
        before = text[max(0, start - _BEFORE) : start].rstrip()
        if any(hit.kind in {"tells", "other_role"} and hit.end == len(before) for hit in lexicon.hits(before)):
            continue  # "follows Ida Ros's last walk": a character
        film = next((hit for hit in hits if _is_film(hit, hits) or hit.kind == "cue.subject"), None)
        written = any(
            hit.kind in {"cue.author", "weak_book"} for hit in lexicon.hits(text[start + len(name) : end + _REACH])
        )
        if (
            film is not None
            and len(behind[: film.start].split()) < _MOST_WORDS
            and not set(".,") & set(behind[: film.start])
        ):
            yield _claim(block, line, name, start, "director_owner")
        elif lead and _opens(text, start) and _is_known(name) and not written:
            yield _claim(block, line, name, start, "director_owner_lead")


def _in_genitive(text: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Full names in the genitive: the name, its offset, the offset behind the ending and the space."""
    small = small_words(lexicon)
    language = lexicon.languages[0]
    for match in _OWNER.finditer(text):
        name = match["name"]
        if is_name(name) and not _CONTRACTED.search(name) and not any(word.lower() in small for word in name.split()):
            yield name, match.start("name"), match.end()
    if language not in _GENITIVE_S:
        return
    for match in _FULL.finditer(text):
        # In German what is owned has a capital too: the shortest name that ends so.
        words = [word.end() for word in re.finditer(r"\S+", match.group())]
        for end in words[1:]:
            bare = of_genitive(match.group()[:end], language)
            if bare is not None and (_is_known(bare) or (language != "de" and end == words[-1])):
                yield bare, match.start(), match.start() + end + 1
                break


def _is_known(name: str) -> bool:
    """Whether the first of the words is a given name for certain."""
    words = name.split()
    return is_full_name(f"{words[0]} {words[-1]}")


def _opens(text: str, start: int) -> bool:
    return any(match.end() == start for match in _OPENING.finditer(text, 0, start))


def _behind_title(block: Block, line: Line, language: str) -> Iterator[Claim]:
    """`„Cicha ulica” Jana Wala`: a name in the genitive right behind a quoted title."""
    for _, _, end in quoted(line.text):
        if (found := _undone(line.text, end + 2, language)) is not None:
            yield _inflected(block, line, end + 2, *found, "credits.director_genitive")


def _behind_film(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`nowy film Jana Wala`: a name in the genitive right behind a word for film; a title stands in the nominative."""
    hits = lexicon.hits(line.text)
    for hit in hits:
        found = _undone(line.text, hit.end + 1, lexicon.languages[0]) if _is_film(hit, hits) else None
        if found is not None and (_is_known(found[0]) or "\u0370" <= found[0][0] <= "\u04ff"):
            yield _inflected(block, line, hit.end + 1, *found, "credits.director_owner")


def _undone(text: str, at: int, language: str) -> tuple[str, int] | None:
    """The nominative of the full name in the genitive that begins at `at`, and the length it has in the text."""
    match = _FULL.match(text, at)
    if match is None:
        return None
    printed = re.split(r"\.\s", match.group(), maxsplit=1)[0].rstrip(".,")
    bare = of_genitive(printed, language) if " " in printed else None
    return None if bare is None or bare == printed else (bare, len(printed))


def _inflected(block: Block, line: Line, start: int, name: str, length: int, rule: str) -> Claim:
    return at_text(block, "directors", name, (line.start + start, line.start + start + length), rule)
