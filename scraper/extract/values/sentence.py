"""Sentences about a film: which words only open one, and the word for "is"."""

from __future__ import annotations

import re
from typing import Final

from scraper.extract.lexicon import Lexicon
from scraper.extract.values.person import small_words

# Words that open sentences: with what follows they are no title, nor are they one alone.
_NO_TITLE: Final = frozenset(
    "there this that these those it he she they we you i what when where why how who as if while after before once"
    " here now then so but and or not everyone nobody someone something everything nothing both each some most many"
    " all his her its their our my your based".split()
)
_COPULAS: Final = {
    **dict.fromkeys(("en", "nl"), "is"), **dict.fromkeys(("cs", "sk", "hr"), "je"),
    **dict.fromkeys(("da", "no", "is"), "er"), "de": "ist", "fr": "est", "es": "es", "it": "è", "pt": "é", "pl": "jest",
    "sv": "är", "fi": "on", "ro": "este", "ru": "это", "id": "adalah",
}  # fmt: skip


def opens_sentence(words: str, lexicon: Lexicon) -> bool:
    """Whether words in capitals are the beginning of a sentence and no title: "There", "When Harrow", "As"."""
    first = words.split(maxsplit=1)[0].lower().strip(":,.")
    return first in _NO_TITLE or (" " not in words and first in small_words(lexicon))


def copula(text: str, at: int, lexicon: Lexicon) -> int:
    """Where the word for "is" ends that follows at `at` behind a space; 0 where none does."""
    word = re.match(r"[”\"’'»]?\s([^\W\d_]{1,6})\s", text[at : at + 12])
    said = word is not None and any(_COPULAS.get(code) == word.group(1) for code in lexicon.languages)
    return at + word.end() if said and word is not None else 0
