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
from scraper.extract.places import country_years, only_facts
from scraper.extract.values.person import is_name

_LOOK_AT: Final = 14
_MAX_LINE: Final = 200
_YEAR: Final = re.compile(r"[(\[（](?:[^()\[\]]{0,60}?[\s,;])?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,30}[)\]）]")
_SCORE: Final = re.compile(r"[★☆✭⭐●*]{2,}|\(star\)|\d\s?/\s?(?:4|5|6|10|20|100)\b|\b[A-F][+\-−]?$|\(\d{2,3}\s?%\)")
_QUOTED: Final = re.compile(r"^\W{0,3}[“\"„«»‘'《『〈\[][^”\"»«’'》』〉\]]{1,80}[”\"“»«’'》』〉\]]")
_PAGER: Final = re.compile(r"^\W*\d{1,4}\s?(?:of|z|von|de|/|sur|av|af)\s?\d{1,4}\W*$|^\W*[<«←].{0,40}$")
_ELIDED: Final = re.compile(r"^\[[a-z]|^(?:\W*\[[^\]]*\]\W*)+$|^(?:…|\.\.\.)|^<!")
_RUNTIME: Final = re.compile(r"\b\d{2,3}\s?(?:min\b|mins\b|minut|Min\.|分|분)|\b\dh\s?\d{2}\b", re.IGNORECASE)
_LEAST: Final = 1.0
_SUPPORTED: Final = 0.9
_DATED: Final = re.compile(
    r"^\W*(?:date\s)?(?:\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{2,4})\W*(?:\|?\s*\d{1,2}[:.]\d{2})?\W*$",
)
_CREDITS: Final = frozenset(
    {"director", "writer", "actor", "country", "genre", "runtime", "year", "certificate", "original_title", "producer"},
)
_SITE_WORDS: Final = frozenset(
    {"month", "weekday", "review_word", "film_word", "page_word", "teaser", "related", "platform", "certificate"}
)
_SKIPPED_LABELS: Final = frozenset({"categories", "tags", "reviewer", "published", "modified", "viewed", "score"})


def opening_line(block: Block, lexicon: Lexicon) -> tuple[Line | None, bool]:
    """The line that most likely names the film, and whether more than its place speaks for it."""
    lines = block.lines[:_LOOK_AT]
    scored = [(_likeness(lines, place, lexicon), -place, line) for place, line in enumerate(lines)]
    scored.sort(reverse=True, key=lambda item: item[:2])
    if not scored or scored[0][0] < _LEAST:
        return None, False
    line = scored[0][2]
    return line, _support(lines, lines.index(line), lexicon) > _SUPPORTED


def _likeness(lines: list[Line], place: int, lexicon: Lexicon) -> float:
    text = lines[place].text
    if len(text) > _MAX_LINE or _is_no_title(text, lexicon) or _in_facts(lines, place, lexicon):
        return -9.0
    score = 1.2 - 0.1 * place + _support(lines, place, lexicon)
    words = len(text.split())
    score += 0.5 if words <= 6 else 0.0 if words <= 14 else -1.0
    if text[-1] in ".…" and words > 8:
        score -= 1.5
    if text[0].islower():
        score -= 0.8
    return score


def _in_facts(lines: list[Line], place: int, lexicon: Lexicon) -> bool:
    """Whether a line stands between labelled lines: a label of a kind that nobody has listed."""
    text = lines[place].text
    if ": " not in text and not text.endswith((":", "…")):
        return False
    around = [lines[near].text for near in (place - 1, place + 1) if 0 <= near < len(lines)]
    labels = [lexicon.label(other) for other in around]
    return len(around) > 1 and all(label is not None and label.separated for label in labels)


def _support(lines: list[Line], place: int, lexicon: Lexicon) -> float:
    """What speaks for a line besides its place: a year, marks around it, a score, review words, facts below it."""
    text = lines[place].text
    quote = _QUOTED.match(text)
    score = 3.0 * bool(_YEAR.search(text)) + 1.0 * bool(_SCORE.search(text))
    score += 1.2 if quote is not None and quote.end() > 0.6 * len(text) else 0.0
    score += 1.5 * any(hit.kind == "review_word" for hit in lexicon.hits(text))
    below = lines[place + 1 : place + 4]
    return score + max((_info(line.text, lexicon) / (1 + gap) for gap, line in enumerate(below)), default=0.0)


def _info(text: str, lexicon: Lexicon) -> float:
    """How much a line looks like facts about a film."""
    label = lexicon.label(text) if len(text) < 400 else None
    if label is not None and _CREDITS & set(label.kinds):
        return 2.5 if label.separated or " " in text[label.start : label.end] else 1.0
    if _CREDITS & set(lexicon.label_kinds(text)):
        return 2.5
    if len(text) < 160 and next(country_years(text), None) is not None:
        return 2.0
    return 1.0 if len(text) < 30 and _SCORE.search(text) else 0.0


def _is_no_title(text: str, lexicon: Lexicon) -> bool:
    if not any(map(str.isalnum, text)) or text[0] in "(<#" or text[-1] == ":" or text.count("…") > 1:
        return True
    if text[:3].strip("\"“”«»'") == "…" or any(shape.match(text) for shape in (_PAGER, _ELIDED, _DATED)):
        return True
    return _is_fact(text, lexicon) or _is_of_site(text, lexicon)


def _is_fact(text: str, lexicon: Lexicon) -> bool:
    """A labelled line, a running time, a country: facts about a film, not its name."""
    if _YEAR.search(text):
        return False
    if _RUNTIME.search(text):
        return True
    if only_facts(text):
        return True
    if any(found.separated and _CREDITS & set(found.kinds) for found in lexicon.labels(text)):
        return True
    label = lexicon.label(text)
    if label is None:
        return False
    if _CREDITS & set(label.kinds) and is_name(text[label.value_start : label.value_end].strip(" .")):
        return True
    if {"title", "original_title"} & set(label.kinds):
        return False
    scored = "score" in label.kinds and _SCORE.search(text) is not None
    return label.separated or scored or " " in text[label.start : label.end]


def _is_of_site(text: str, lexicon: Lexicon) -> bool:
    """A date, or nothing but words of the site: "Kino", "Movie Reviews", "Netflix"."""
    left = list(text)
    dated = False
    for hit in lexicon.hits(text):
        if hit.kind in _SITE_WORDS or hit.kind.startswith(("verdict.", "channel.")):
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
            dated = dated or hit.kind in {"month", "weekday"}
    rest = "".join(left)
    if rest == text:
        return False
    return not re.search(r"[^\W\d_]{2}", rest) if dated else not re.search(r"[^\W\d_]{2}|\d{3,4}", rest)
