"""Names of characters: what a review says that somebody plays is nobody who made the film."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from scraper.extract.block import Block
from scraper.extract.lexicon import Lexicon, fold, load
from scraper.extract.values.number import alternation
from scraper.extract.words import occurrences
from scraper.model import Credit

_BEFORE: Final = 40
_BRACKETED: Final = re.compile(r"\s\((?:[a-z]+ by )?[A-ZÀ-ÞА-Я][\w'’-]+\s[A-ZÀ-ÞА-Я]")
_NOT_BY: Final = r"(?!(?:by|von|par|por|da|door|przez|av|af)\s)"
_ACTING: Final = frozenset({"actor", "narrator"})


@lru_cache(maxsize=64)
def _links(languages: tuple[str, ...]) -> re.Pattern[str]:
    """The words between an actor and a part, with the few that may stand before the part's name."""
    words = load(languages).words
    links = alternation({*words.get("as_role", {}), *words.get("acts_part", {})})
    return re.compile(rf"(?<![\w'’-])(?:{links})\s(?:{_NOT_BY}[^\W\d_]+\s){{0,3}}$")


class Characters:
    """The names of characters in a block: "as Anton Rook", "plays Anton Rook", "Anton Rook (Jon Vale)" say so."""

    def __init__(self, block: Block, lexicon: Lexicon) -> None:
        self._text = block.page.text[block.start : block.end]
        self._ranks = lexicon.words.get("rank", {})
        self._links = _links(lexicon.languages)
        self._known: dict[str, tuple[bool, bool]] = {}

    def __contains__(self, name: str) -> bool:
        """Whether a name is a character's, as far as a sentence about it tells: it has a rank, or is played."""
        return any(self._told(name))

    def act(self, value: object) -> bool:
        """Whether a credit for acting or narrating names a character: an actor's name stands in brackets behind it."""
        return isinstance(value, Credit) and value.role in _ACTING and self._told(value.name)[0]

    def _told(self, name: str) -> tuple[bool, bool]:
        """Whether a bracket says who plays the name, and whether other words say that it is played."""
        known = self._known.get(name)
        if known is None:
            spans = list(occurrences(self._text, name))
            bracketed = any(_BRACKETED.match(self._text, end) for _, end in spans)
            played = fold(name.split(" ", 1)[0]) in self._ranks or any(
                self._links.search(self._text, max(0, start - _BEFORE), start) for start, _ in spans
            )
            known = self._known[name] = (bracketed, played)
        return known
