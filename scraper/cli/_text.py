"""Text of strangers on a terminal: no escape sequence, no direction override, no newline gets through."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def printable(text: str) -> str:
    """`text` on one line, fit to be printed.

    >>> printable("Harrow" + chr(27) + "[31m Lane" + chr(10))
    'Harrow [31m Lane'
    """
    return _CONTROL.sub(" ", text).strip()
