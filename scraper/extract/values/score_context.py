"""What the words around a score say against it: whose it is, what it counts, whether it was given at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from scraper.extract.lexicon import Hit, Lexicon, fold
from scraper.extract.values import Found
from scraper.model import Rating

# Hits of these kinds speak against a score that stands this many characters behind (before) them.
_BEFORE: Final = {
    "aggregator": 44,
    "readers": 30,
    "other_critic": 44,
    "hypothetical": 36,
    "certificate": 12,
    "other_gave": 16,
    "extra": 30,
    "setting": 24,
    "others": 44,
    "if_not": 0,
}
_AFTER: Final = {"aggregator": 24, "readers": 24, "extra": 24, "if_not": 40}
_MARK: Final = {"if_not": "hypothetical", "other_gave": "other_critic", "setting": "other_count"}
# Another number in between takes the word for itself: "IMDb 7.1, my rating 8/10".
_NUMBER: Final = re.compile(r"\d")
_CLAUSE: Final = re.compile(r"[.!?;:](?:\s|$)|\n|[)\]]\s")
_SENTENCE: Final = re.compile(r"[.!?]\s")
_QUOTES: Final = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", "‹": "›"}
_FRACTION: Final = re.compile(
    r"\s*(?:of\s+(?:the|this|it|its|all|my|an?)\b|through\b|(?:the\s+)?(?:size|way|time)\b)", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    r"\s*(?:days?|weeks?|months?|years?|hours?|minutes?|mins?|times?|episodes?|seasons?|people|films?|movies|stories|"
    r"scenes?|cases|degrees?|fps|kg|km|mm|cm|k|usd|euros?|dollars?|votes|reviews|critics|recension|voti|voto dei|"
    r"tage|wochen|monate|jahre|stunden|minuten|ans|heures|minutes|horas|minutos|anni|minuti|jaar|uur|uren|minuten|"
    r"lat|minut|godzin|分鐘|分钟|年|月|日|時|时|시|년|월|일|분|회|편|회차|ans|años|anos)(?!\w)",
    re.IGNORECASE,
)
# "9 out of 10 were fools", "9 out of 10 horror films": so many of a crowd, not a verdict.
_CROWD: Final = re.compile(
    r"\s*(?:of\s+them|were|are|of\s+those|viewers|reviewers|raters|people|critics|(?:[^\W\d_]+\s)?(?:films|movies|people|viewers))\b",
    re.IGNORECASE,
)
# "3/5 on my Drive-In scale", '2.6/10 on the "B" scale': a scale with a name of its own is another one.
_NAMED_SCALE: Final = re.compile(
    r"[^.!?\n]{0,12}\bon\s+(?:my|our|the|his|her|a|an)\s+[\"“‘']?[A-Z][^.!?\n]{0,28}\b[Ss]cale\b"
)
_ARTICLE: Final = re.compile(
    r"(?:\b(?:the|its|their|his|her|these|those|our|other|both|all|big|pop|co|of|as)|['’]s)[\s-]+$",
    re.IGNORECASE,
)
_FOR_PART: Final = re.compile(
    r"\s*(?:for|on|in terms of|für|pour|por|per|för|para)\s+(?:(?:the|its|die|das|la|le|el)\s+)?",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"(?<![\d/])\d{1,2}\s?(?:[-–]|to|or|bis|à)\s?$")
_PERCENT_OF: Final = re.compile(r"\s*(?:[^\W\d_]|[-–]\w)")
_PART_BEFORE: Final = re.compile(r"(?:the|his|her|its|their|for)\s+([^\W\d_]+)(?:\s+an?)?\s+$", re.IGNORECASE)
_MINE: Final = re.compile(r"\s*(?:from|by|for|in) (?:me|us|my book)\b", re.IGNORECASE)
_WINDOW: Final = 48
_REACH: Final = 80  # further than any word of the tables reaches, and the word itself
_QUOTE: Final = 400


def marks(text: str, found: Found[Rating], lexicon: Lexicon, hits: Sequence[Hit]) -> frozenset[str]:
    """The reasons to distrust one score in its sentence; `hits` are those of the whole text, in order."""
    said = set(found.marks)
    low = bisect_left(hits, found.start - _REACH, key=lambda hit: hit.start)
    high = bisect_left(hits, found.end + _REACH, key=lambda hit: hit.start)
    said |= _neighbours(text, found, hits[low:high])
    if found.rule != "percent" and (_FRACTION.match(text, found.end) or _COUNTED.match(text, found.end)):
        said.add("other_count")
    if found.rule == "out_of" and _CROWD.match(text, found.end):
        said.add("other_count")
    if _NAMED_SCALE.match(text, found.end):
        said.add("odd_scale")
    if found.rule == "percent" and _PERCENT_OF.match(text, found.end):
        said.add("other_count")
    if found.rule in {"stars", "many_stars", "joke", "points"} and _ARTICLE.search(
        text, max(0, found.start - 16), found.start
    ):
        said.add("other_count")
    if _RANGE.search(text, max(0, found.start - 6), found.start):
        said.add("range")
    if _in_quotes(text, found.start, found.end):
        said.add("quoted")
    if _part(text, found, lexicon):
        said.add("sub_score")
    return frozenset(said)


def _neighbours(text: str, found: Found[Rating], hits: Sequence[Hit]) -> set[str]:
    said: set[str] = set()
    own = bool(_MINE.match(text, found.end)) or any(
        hit.kind == "give"
        and found.start - _WINDOW <= hit.start < found.start
        and not _SENTENCE.search(text, hit.end, found.start)
        for hit in hits
    )
    for hit in hits:
        kind = hit.kind
        if kind not in _BEFORE:
            continue
        if hit.end <= found.start:
            gap = text[hit.end : found.start]
            near = len(gap) <= _BEFORE[kind] and not _NUMBER.search(gap) and not _breaks(gap, kind)
            if kind == "other_gave" and own:
                near = False
        elif hit.start >= found.end:
            gap = text[found.end : hit.start]
            if own and kind in {"aggregator", "readers"}:  # "I gave it 8/10 on IMDb" is the writer's own
                continue
            near = len(gap) <= _AFTER.get(kind, 0) and not _NUMBER.search(gap) and not _CLAUSE.search(gap)
        else:
            near = False
        if near:
            said.add(_MARK.get(kind, kind))
    return said


def _breaks(gap: str, kind: str) -> bool:
    """Whether a clause ends between a word and the score: a colon does not part "IMDb: 7.1"."""
    if kind in {"aggregator", "readers", "certificate"}:
        gap = gap.replace(":", " ")
    return bool(_CLAUSE.search(gap)) or (kind == "hypothetical" and "," in gap)


def _in_quotes(text: str, start: int, end: int) -> bool:
    """Whether a quotation opens before the score on this line and closes behind it, with more than the score in it."""
    low, high = max(0, start - _QUOTE), end + _QUOTE
    for left, right in _QUOTES.items():
        begin = text.rfind(left, low, start)
        if begin < 0 or text.find(right, begin + 1, start) >= 0:
            continue
        close = text.find(right, end, high)
        if close >= 0 and close - begin > (end - start) + 12:
            return True
    if text.count('"', low, start) % 2 == 1 and (close := text.find('"', end, high)) >= 0:
        return close - text.rfind('"', low, start) > (end - start) + 12
    return False


def _part(text: str, found: Found[Rating], lexicon: Lexicon) -> bool:
    """Whether the score is given to a part of the film: "6/10 acting", "Acting: 6/10", "8 for the music"."""
    parts = lexicon.words.get("label.subscore", {}).keys() | lexicon.words.get("part", {}).keys()
    wholes = lexicon.words.get("label.score_overall", {})
    rest = fold(text[found.end : found.end + _WINDOW])
    lead = _FOR_PART.match(rest)
    tail = rest[lead.end() :] if lead else rest.lstrip(" -–:.,(")
    words = re.findall(r"[^\W\d_]+", tail[:32])[:2]
    follows = (
        bool(words)
        and (words[0] in parts or " ".join(words) in parts)
        and (lead is not None or not _new_sentence(text, found.end))
    )
    if follows and not (lead is None and len(rest) - len(tail) > 3):
        return True
    nearest = _PART_BEFORE.search(text, max(0, found.start - _WINDOW), found.start)
    if nearest is not None and fold(nearest[1]) in parts and fold(nearest[1]) not in wholes:
        return True
    before = re.search(
        r"([^\W\d_]+(?:[ \t][^\W\d_]+)?)\s*[:=–-]\s*\(?$", text[max(0, found.start - _WINDOW) : found.start]
    )
    if before is None:
        return False
    label = fold(before.group(1))
    last = label.rsplit(None, 1)[-1]
    first = label.split(None, 1)[0]
    return (label in parts or last in parts or first in parts) and label not in wholes and last not in wholes


def _new_sentence(text: str, end: int) -> bool:
    return bool(re.match(r"\s*[.!?]\s", text[end : end + 6]))
