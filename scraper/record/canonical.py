"""Clean strings and plain numbers: the same document always makes the same bytes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

NAME_LIMIT: Final = 300
TEXT_LIMIT: Final = 500

_LARGEST: Final = 1_000_000  # no scale in use has a larger best
_WHITESPACE: Final = re.compile(r"\s+")
_UNWANTED: Final = re.compile(
    # Controls, lone surrogates, direction marks and overrides, byte order marks, noncharacters:
    # nothing a name needs, and all a name can be spoofed with. Joiners stay: Persian needs them.
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    r"""A string fit to be kept: NFC, one line, no controls or direction overrides, at most `limit` characters.

    >>> clean(" Harrow\x00\u202e\n Lane ")
    'Harrow Lane'
    """
    # Cut first: a megabyte in the place of a name must not cost a megabyte's work.
    plain = _UNWANTED.sub("", text[: 4 * limit])
    return unicodedata.normalize("NFC", _WHITESPACE.sub(" ", plain).strip())[:limit].rstrip()


def clean_all(items: Iterable[object]) -> list[str]:
    """Strings made clean, in order, each once, without empty ones."""
    return list(dict.fromkeys(text for item in items if (text := clean(str(item)))))


def plain_number(value: object) -> float | None:
    """A number as records write it: whole, or with as few decimals as it has; None for anything else.

    >>> plain_number(4.0), plain_number(3.5), plain_number(float("nan")), plain_number("A-")
    (4, 3.5, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or abs(value) > _LARGEST:
        return None
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded
