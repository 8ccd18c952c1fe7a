"""Runs of capitalised words in running text, in patterns: what may be a title, and whose it is."""

from __future__ import annotations

import re
from typing import Final

_SMALL: Final = (
    r"a|an|and|as|at|by|for|from|in|of|on|or|the|to|vs\.?|with|de|du|des|la|le|les|del|el|los|las|der|die|das|und|y"
    r"|et|e|il|di|da|do|von|van"
)
_WORD: Final = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я0-9][\w'’.&·-]*[!?]?)"
TITLE: Final = rf"{_WORD}(?:(?::|,)?\s(?:{_WORD}|(?:(?:{_SMALL})\s)+{_WORD}|&)){{0,9}}"
"""A run of words with capitals, small words and marks between them allowed: "Rain over the Harbour: Part Two"."""
OWNER: Final = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,3}}(?<=['’]s)\s|{_WORD}(?:\s{_WORD}){{1,3}}(?<=s['’])\s")
"""A full name in the genitive before what is owned: "Ida Ros's "."""
