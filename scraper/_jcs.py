"""Canonical JSON: the same value always makes the same bytes (RFC 8785, JSON Canonicalization Scheme)."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SAFE: Final = 2**53


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any value of JSON
    r"""Bytes by RFC 8785.

    Documents made here hold ASCII keys, whole numbers below 2**53 and decimals that both Python
    and ECMAScript write the same way, so that the standard encoder gives the scheme's bytes;
    a test proves it equal to the rfc8785 library. Any other value goes to that library.

    >>> canonical({"b": 4.0, "a": "é"})
    b'{"a":"\xc3\xa9","b":4}'
    """
    if _simple(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    import rfc8785  # noqa: PLC0415 - the rare path

    return rfc8785.dumps(value)


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
