"""Which line of a plain text names the film: texts have no headings, only lines in an order.

A line is judged by what it is (short, quoted, dated, rated) and by what stands below it (credits,
a country and a year, a score): an information block follows its title in every language.
"""

from __future__ import annotations

import re
from typing import Final

from scraper.extract.block import Block
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line

_LOOK_AT: Final = 14
_MAX_LINE: Final = 200
_YEAR: Final = re.compile(r"[(\[（](?:[^()\[\]]{0,60}?[\s,;])?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,30}[)\]）]")
_BARE_YEAR: Final = re.compile(r"(?<!\d)(?:18[89]\d|19\d\d|20[0-4]\d)(?!\d)")
_SCORE: Final = re.compile(r"[★☆✭⭐●*]{2,}|\d\s?/\s?(?:4|5|6|10|20|100)\b|\b[A-F][+\-−]?$|\(\d{2,3}\s?%\)")
_QUOTED: Final = re.compile(r"^\W{0,3}[“\"„«»‘'《『〈\[][^”\"»«’'》』〉\]]{1,80}[”\"“»«’'》』〉\]]")
_PAGER: Final = re.compile(r"^\W*\d{1,4}\s?(?:of|z|von|de|/|sur|av|af)\s?\d{1,4}\W*$|^\W*[<«←].{0,40}$")
_ELIDED: Final = re.compile(r"^(?:\W*\[[^\]]*\]\W*)+$|^(?:…|\.\.\.)")
_RUNTIME: Final = re.compile(r"\b\d{2,3}\s?(?:min\b|mins\b|minut|Min\.|分|분)|\b\dh\s?\d{2}\b", re.IGNORECASE)
_CREDITS: Final = frozenset(
    {"director", "writer", "actor", "country", "genre", "runtime", "year", "certificate", "original_title", "producer"},
)
_SKIPPED_LABELS: Final = frozenset({"categories", "tags", "reviewer", "published", "modified", "viewed", "score"})


def opening_lines(block: Block, lexicon: Lexicon) -> list[Line]:
    """The line that most likely names the film, then up to two others; empty when none may."""
    lines = block.lines[:_LOOK_AT]
    scored = [(_likeness(lines, place, lexicon), -place, line) for place, line in enumerate(lines)]
    scored.sort(reverse=True, key=lambda item: item[:2])
    best = scored[0][0] if scored else 0.0
    return [line for score, _, line in scored[:3] if score > 0 and best - score < 0.8]


def _likeness(lines: list[Line], place: int, lexicon: Lexicon) -> float:
    text = lines[place].text
    if len(text) > _MAX_LINE or _is_no_title(text, lexicon):
        return -9.0
    score = 1.2 - 0.1 * place
    score += 3.0 * bool(_YEAR.search(text)) + 1.2 * bool(_QUOTED.match(text)) + 1.0 * bool(_SCORE.search(text))
    kinds = {hit.kind for hit in lexicon.hits(text)}
    score += 1.5 * ("review_word" in kinds)
    score += max(
        (_info(line.text, lexicon) / (1 + gap) for gap, line in enumerate(lines[place + 1 : place + 4])), default=0
    )
    words = len(text.split())
    score += 0.5 if words <= 6 else 0.0 if words <= 14 else -1.0
    if text[-1] in ".…" and words > 8:
        score -= 1.5
    if text[0].islower():
        score -= 0.8
    return score


def _info(text: str, lexicon: Lexicon) -> float:
    """How much a line looks like facts about a film."""
    label = lexicon.label(text) if len(text) < 400 else None
    if label is not None and _CREDITS & set(label.kinds):
        return 2.5 if label.separated or " " in text[label.start : label.end] else 1.0
    if _CREDITS & set(lexicon.label_kinds(text)):
        return 2.5
    if len(text) < 160 and _BARE_YEAR.search(text) and any(hit.kind == "region" for hit in lexicon.hits(text)):
        return 2.0
    return 1.0 if len(text) < 30 and _SCORE.search(text) else 0.0


def _is_no_title(text: str, lexicon: Lexicon) -> bool:
    if not any(map(str.isalnum, text)) or _PAGER.match(text) or _ELIDED.match(text):
        return True
    label = lexicon.label(text)
    told = label is not None and bool(set(label.kinds) & (_CREDITS | _SKIPPED_LABELS))
    if label is not None and told and (label.separated or " " in text[label.start : label.end]):
        return True
    if _RUNTIME.search(text) and not _YEAR.search(text):
        return True
    left = list(text)
    for hit in lexicon.hits(text):
        if hit.kind in {"month", "weekday", "review_word", "film_word", "page_word", "teaser", "related"}:
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
    rest = "".join(left)
    # A date, or nothing but words of the site.
    return not re.search(r"[^\W\d_]{2}|\d{3,4}\b(?<!20\d\d)(?<!19\d\d)", rest) and rest != text
