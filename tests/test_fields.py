from __future__ import annotations

import unicodedata

from scraper.fields import fold

_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›「」『』《》〈〉″′"
_DASHES = "‐‑‒–—―−﹘﹣－"


def _char_by_char(text: str) -> str:
    """The definition, written out without a thought for speed."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = "".join("-" if c in _DASHES else "" if c in _QUOTES else c for c in bare)
    return " ".join(plain.casefold().split()).strip(".,:;- ").strip()


def test_folding_is_the_same_for_every_character_of_the_basic_plane() -> None:
    for code in range(0x20, 0xD800):
        text = f"Ab{chr(code)}ç {chr(code)}é.{chr(code)}"
        assert fold(text) == _char_by_char(text), hex(code)


def test_a_long_run_beyond_ascii_is_folded_as_a_whole() -> None:
    text = "é\u0301ü" * 200 + "한국 “Ça” – " + "ώ" * 70
    assert fold(text) == _char_by_char(text)
