"""People as labels list them."""

from __future__ import annotations

import re
from typing import Final

from scraper.extract.lexicon import Lexicon

_JOIN: Final = re.compile(r"\s*(?:,|&|/|;|\band\b)\s*")
_NAME: Final = re.compile(r"^[A-ZÀ-Þ][\w'’.\-]*(?: [\w'’.\-]+){0,4}\.?$")


def parse(text: str, lexicon: Lexicon) -> list[str]:
    """Names of a labelled value, in order."""
    del lexicon
    parts = _JOIN.split(re.sub(r"\([^()]*\)", "", text))
    return [part.strip(" .") for part in parts if _NAME.match(part.strip())]
