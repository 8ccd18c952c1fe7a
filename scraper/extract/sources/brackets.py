"""Actors in brackets: "Anton (Jon Vale)" or "Jon Vale (Anton)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line
from scraper.extract.values.person import is_name, small_words
from scraper.model import Claim, Credit, Role

REVIEWS_ONLY: Final = True
_MIN_LINE: Final = 60
_MAX_LINE: Final = 8_000
_PAIR: Final = re.compile(r"(?P<before>[^\W\d_][\w'’.\-]*(?:\s[\w'’.\-]+){0,4})\s\((?P<inside>[^()\n]{3,90})\)")
_PAIR_WORDS: Final = 5
_PAIR_REACH: Final = 96
# The longest word whose full stop ends no sentence: "Dr.", "Mrs.", "Prof.".
_TITLE_WORD: Final = 5
_WORD: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]\w+")
_OWNED: Final = re.compile(r"['’]s?\s|,|^L['’]")
# What follows a name within its bracket: "(Lea Brandt, who is superb)", "(Jon Vale of Nine Doors fame)".
_SAID_OF: Final = re.compile(r",\s(?=[a-zà-ÿ])|\s(?:of|as|who|from|als|en|como|come|jako)\s|\s[–—-]\s")
# "(Lea Brandt as a child, Ida Ros as a woman)".
_SHARED: Final = re.compile(r"\s(?:as|als|en|como|come|jako)\s")
_TITLE: Final = re.compile(r"[A-ZÀ-Þ]\w+(?:\s(?:of|the|and|in|de|la|der|die|das|und|et)\s|\s)+[A-ZÀ-Þ]")
_NEXT: Final = 60
_SLASH: Final = re.compile(r"\s?[/&,]\s?|\s(?:and|et|und|y|e|en|i|og|och)\s")
_OFFICES: Final[dict[str, Role]] = {
    "writer": "writer",
    "producer": "producer",
    "composer": "composer",
    "cinematographer": "cinematographer",
    "editor": "editor",
}
_Pair = tuple[Line, re.Match[str]]


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `people` from brackets in running text."""
    del site
    pairs = [
        (line, match)
        for line in block.lines
        if not line.heading and _MIN_LINE < len(line.text) <= _MAX_LINE and "(" in line.text
        for match in _pairs(line.text)
    ]
    if pairs:
        yield from _in_brackets(block, pairs, lexicon)
        yield from _offices(block, pairs, lexicon)


def _pairs(text: str) -> Iterator[re.Match[str]]:
    """What `_PAIR.finditer` gives, tried only from a few words before each bracket on: prose is long."""
    done, at = 0, text.find("(")
    while at >= 0:
        words = text[done:at].rsplit(None, _PAIR_WORDS)
        start = done + len(words[0]) if len(words) > _PAIR_WORDS else done
        match = _PAIR.search(text, start, at + _PAIR_REACH)
        if match is not None and match.start("inside") == at + 1:
            yield match
            done = match.end()
        at = text.find("(", max(at + 1, done))


def _in_brackets(block: Block, pairs: list[_Pair], lexicon: Lexicon) -> Iterator[Claim]:
    """`Character (Actor Name)` or `Actor Name (Character)`: one habit per review."""
    small = small_words(lexicon)
    inside = [pair for pair in pairs if _actors(pair[1]["inside"], lexicon) and not _other_office(pair[1], lexicon)]
    outside = [pair for pair in pairs if pair not in inside and _tail_name(pair[1]["before"])]
    roles = [pair for pair in outside if _is_character(pair[1]["inside"].strip())]
    if inside and len(inside) >= len(roles):
        for line, match in inside:
            if _beside_title(line, match, pairs, lexicon):
                continue
            for name, place in _actors(match["inside"], lexicon):
                start = line.start + match.start("inside") + place
                value = Credit(name, "actor", _character(match["before"], small))
                yield at_text(block, "people", value, (start, start + len(name)), "credits.actor_paren")
    elif len(roles) > 1 and not inside:
        for line, match in roles:
            name = _tail_name(match["before"]) or ""
            if name.split(maxsplit=1)[0].lower() in small:
                continue
            start = line.start + match.end("before") - len(name)
            value = Credit(name, "actor", match["inside"].strip())
            yield at_text(block, "people", value, (start, start + len(name)), "credits.paren_role")


def _character(before: str, small: frozenset[str]) -> str | None:
    """The character that the words before an actor's bracket end with, None where only a sentence's first word does."""
    name = _tail_name(before) or _last_capital(before)
    words = name.split() if name else []
    while words and words[0].lower() in small:
        del words[0]
    return " ".join(words) or None


def _actors(inside: str, lexicon: Lexicon) -> list[tuple[str, int]]:
    """The full names in a bracket with their places: one with what is said of it, or several "as" somebody.

    "In Quiet Times" in brackets is a title in translation.
    """
    parts = inside.split(", ")
    found = []
    for piece in parts if all(map(_SHARED.search, parts)) else [inside]:
        name = _SAID_OF.split(piece.strip(), maxsplit=1)[0].strip()
        bare = name.removesuffix(", Jr.").removesuffix(", Sr.")
        if _is_full_name(bare) and not _is_other(bare, lexicon):
            found.append((name, inside.index(name)))
    return found


def _offices(block: Block, pairs: list[_Pair], lexicon: Lexicon) -> Iterator[Claim]:
    """What somebody did, in brackets behind the name: "Ida Ros (writer/director)"; directors are found elsewhere."""
    for line, match in pairs:
        kinds = [lexicon.label_kinds(part) for part in _SLASH.split(match["inside"].strip())]
        name = _tail_name(match["before"])
        if name is None or not all(kinds) or not _is_full_name(name) or _is_other(name, lexicon):
            continue
        start = line.start + match.end("before") - len(name)
        for kind in dict.fromkeys(kind for several in kinds for kind in several):
            if (role := _OFFICES.get(kind)) is not None:
                yield at_text(block, "people", Credit(name, role), (start, start + len(name)), "credits.paren_office")


def _is_other(name: str, lexicon: Lexicon) -> bool:
    """Whether what is written like a name is a phrase, a character with a rank, a company, or shouted."""
    first = name.split(maxsplit=1)[0].lower()
    if first in small_words(lexicon) or first.rstrip(".") in lexicon.words.get("rank", {}) or name.isupper():
        return True
    return any(hit.kind == "film_word" for hit in lexicon.hits(name))


def _other_office(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the word before a bracket is another office: "the director (Ida Ros)"."""
    word = match["before"].rsplit(None, 1)[-1].lower()
    return any(word in lexicon.words.get(f"cue.{role}", {}) for role in ("director", "writer", "producer", "composer"))


def _beside_title(line: Line, match: re.Match[str], pairs: list[_Pair], lexicon: Lexicon) -> bool:
    """Whether the next bracket of the sentence holds a title: then this is a title too, "Travis (Night Cab Driver)"."""
    for other, pair in pairs:
        gap = max(pair.start() - match.end("inside"), match.start() - pair.end("inside"))
        inside = pair["inside"].strip()
        if (
            other is line
            and pair is not match
            and gap < _NEXT
            and _TITLE.match(inside)
            and not _actors(inside, lexicon)
        ):
            return True
    return False


def _is_full_name(text: str) -> bool:
    return (
        1 <= text.count(" ") <= 3
        and "," not in text
        and not _OWNED.search(text)
        and is_name(text)
        and all(_WORD.match(word) for word in text.split()[::2])
    )


def _is_character(text: str) -> bool:
    return text.count(" ") <= 2 and _WORD.match(text) is not None and not any(char.isdigit() for char in text)


def _tail_name(text: str) -> str | None:
    """The full name that the words before a bracket end with."""
    words = text.split()
    tail: list[str] = []
    for word in reversed(words):
        if not _WORD.match(word) or (tail and word[-1] in ".!?" and len(word) > _TITLE_WORD):
            break
        tail.insert(0, word)
    return " ".join(tail) if len(tail) > 1 else None


def _last_capital(text: str) -> str | None:
    last = text.rsplit(maxsplit=1)[-1]
    return last if _WORD.match(last) else None
