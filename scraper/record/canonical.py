"""Clean strings and canonical bytes: the same document always makes the same bytes."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

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


def canonical(document: dict[str, Any]) -> bytes:
    """Bytes by RFC 8785 (JSON Canonicalization Scheme).

    Documents made here hold ASCII keys, whole numbers below 2**53 and decimals that both Python
    and ECMAScript write the same way, so that the standard encoder gives the scheme's bytes;
    a test proves it equal to the rfc8785 library. Any other document goes to that library.
    """
    if _simple(document):
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    import rfc8785  # noqa: PLC0415 - the rare path

    return rfc8785.dumps(document)


def _simple(value: Any) -> bool:  # noqa: ANN401 - any value of JSON
    if isinstance(value, str):
        return value.isascii() or not _SURROGATE.search(value)
    if isinstance(value, dict):
        return all(key.isascii() and _simple(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_simple, value))
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int):
        return abs(value) < _SAFE
    return 1e-4 <= abs(value) < 1e15 and not value.is_integer()  # noqa: PLR2004 - where the two notations agree


_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SAFE: Final = 2**53
