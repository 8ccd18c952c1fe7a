"""Scores: `read` a labelled value, `find` what stands in a sentence.

    >>> from scraper.extract.lexicon import load
    >>> parse("3½ out of 5", load(("en",)))  # doctest: +ELLIPSIS
    Rating(value=3.5, best=5, raw='3½ out of 5', kind='points', scale='printed', ...)
    >>> parse("PG-13", load(("en",))) is None
    True

Formats and traps: docs/adding-a-language.md. Nothing here decides whose score it is; `marks` of
what is found say what speaks against it (`scraper.extract.values.score_context`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from scraper.extract.lexicon import Lexicon, fold, load
from scraper.extract.values import Found, settle
from scraper.extract.values.norm import normalise, table
from scraper.extract.values.number import FIGURE, number, number_words
from scraper.extract.values.score_context import marks
from scraper.extract.values.score_forms import forms, letter, may_hold, rating
from scraper.model import Rating

__all__ = ["find", "is_certificate", "letter_at_end", "normalise", "parse", "read", "verdict"]

MAX_FOUND: Final = 400
"""More readings than this in one line are no verdicts; the rest of the line is not read."""
# What a class label's value begins with: MPAA, BBFC, FSK, CBFC, the Dutch and Australian boards.
_CLASS: Final = re.compile(
    r"\W*(?:(?:PG|NC|TV|FSK|BBFC|CBFC|MPAA|Cert|NR|UR|PEGI|SR|NBFC)\b"
    r"|(?:G|R|U|M|MA|MA15|UA|U/A|X|E|PG13|R18|A-I+|A-IV|O|AL|AO|T)(?![\w+/-])|R\d{2}|K-?\d{1,2}\b"
    r"|(?:12A?|1[3-8])\+?(?![\d.,]*\s?[/%]|[.,]\d|\d|\s*(?:out|von|sur|su|uit|de|из|points|punkte))|not rated|unrated)",
)
_BARE: Final = re.compile(
    rf"\W{{0,3}}(?P<n>{FIGURE})(?P<sign>\s?[+](?!\w))?(?P<behind>\s*(?:[.!;,](?!\))|[)\]]\s*$|$|[—–|(\[-]\s?|\s[^\W\d]))",
)
_RANK: Final = {"ratio": 5, "out_of": 5, "of_max": 5, "glyphs": 4, "die": 4, "letter": 1, "given": 0, "given_letter": 0}
_STARTS: Final = 28
_HIGHEST_BARE: Final = 100
_OUT: Final = r"(?:out of|outta|from|of|/|von|sur|de|su|из|z|av|af|uit)"
_BEHIND: Final = re.compile(
    rf"\s*[,(\[]?\s*{_OUT}\s*(?:a possible\s+)?(?:(?P<m>\d{{1,3}})(?![\d/]|[.,]\d|\s?%)|(?P<word>[^\W\d_]{{3,12}})\b"
    r"|(?P<glyphs>\*(?:\s?\*){1,9}|[★⭐✭☆](?:\ufe0f?[★⭐✭☆]){1,9}))",
    re.IGNORECASE,
)
# A run behind such a word is the scale of what stands before it, whatever that is ("BOMB/****").
_SCALE_OF: Final = re.compile(r"(?:\b(?:out of|from|of|von|sur)|/)\s*$", re.IGNORECASE)
_UNDONE: Final = frozenset({"state_lost", "single", "decoration"})
_RUNS: Final = frozenset({"asterisks", "filled", "empty"})


def find(text: str, lexicon: Lexicon) -> list[Found[Rating]]:
    """Every score in a sentence or line, in order, with the marks its context gives it."""
    if not may_hold(text, lexicon):
        return []
    hits = lexicon.hits(text)
    read = (_with_best(text, one, lexicon) for one in islice(forms(text, lexicon), MAX_FOUND))
    chosen = settle(read, lambda one: _RANK.get(one.rule, 2))
    return [
        Found(one.value, one.start, one.end, one.raw, one.rule, marks(text, one, lexicon, hits))
        for one in chosen
        if "decoration" not in one.marks
        and not (one.rule in _RUNS and _SCALE_OF.search(text, max(0, one.start - 12), one.start))
    ]


def _with_best(text: str, found: Found[Rating], lexicon: Lexicon) -> Found[Rating]:
    """Glyphs and units whose best follows in words or glyphs, as in `*1/2 out of 4` and `** from ****`."""
    value = found.value.value
    if found.value.best is not None or not isinstance(value, int | float) or found.rule == "given":
        return found
    match = _BEHIND.match(text, found.end)
    if match is None:
        return found
    if match["glyphs"]:
        best: float | None = float(sum(char in "*★⭐✭☆" for char in match["glyphs"]))
    else:
        best = number(match["m"] or match["word"], lexicon)
    if best is None or best not in table()["scales"]["usual"] or value > best:
        return found
    raw = text[found.start : match.end()]
    score = rating(value, best, raw, found.value.kind, "printed")
    return Found(score, found.start, match.end(), raw, found.rule + "_of", found.marks - _UNDONE)


def is_certificate(text: str) -> bool:
    """Whether the value of a "Rating:" label is a class (PG-13, FSK 12, 15) and so never a score."""
    return bool(_CLASS.match(text))


def parse(text: str, lexicon: Lexicon) -> Rating | None:
    """The score that a labelled value prints, None where it prints none."""
    found = read(text, lexicon)
    return None if found is None else found.value


def read(text: str, lexicon: Lexicon, known: Sequence[Found[Rating]] | None = None) -> Found[Rating] | None:
    """The score at the head of a labelled value, with its place in it; `known` is what `find` gave for it."""
    if is_certificate(text):
        return None
    scores = find(text, lexicon) if known is None else known
    first = next((one for one in scores if one.value.value is not None), None)
    if first is not None and first.start <= _STARTS and first.rule not in {"given", "given_letter"}:
        return Found(
            first.value, first.start, first.end, first.raw, first.rule, first.marks - {"weak_of", "odd_scale", "hyphen"}
        )
    return _bare(text, lexicon) or _letter(text) or _spelled(text, lexicon) or verdict(text, lexicon)


def _bare(text: str, lexicon: Lexicon) -> Found[Rating] | None:
    match = _BARE.match(text)
    if match is None:
        return None
    value = number(match["n"], lexicon)
    behind = match["behind"]
    if value is None or value > _HIGHEST_BARE or (behind.strip().isalpha() and not _ends_score(text, match, lexicon)):
        return None
    start, end = match.span("n")
    return Found(rating(value, None, match["n"], "points"), start, end, match["n"], "bare")


def _ends_score(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the word behind a bare number leaves it a score: no unit of time, votes or money."""
    rest = fold(text[match.end("n") :]).split()
    if not rest:
        return True
    word = rest[0].strip(".,;:()")
    known = {**lexicon.words.get("points", {}), **lexicon.words.get("stars", {}), **lexicon.words.get("joke_unit", {})}
    return word in known or (text[match.end("n") :].lstrip()[:1].isupper() and len(text) < 60)


def _letter(text: str) -> Found[Rating] | None:
    start = len(text) - len(text.lstrip(" \u00a0\t:–—-\"'“‘([*"))
    found = letter(text, start)
    if found is None or (text[start].islower() and len(text.strip()) > 3):
        return None
    rest = text[found.end :].strip()
    closed = not rest or not (rest[0].isalnum()) or found.end - found.start > 1
    return found if closed else None


_GRADES: Final = frozenset("ABCDF")
_LETTER_END: Final = re.compile(
    r"(?:[)\]:|–—-]\s*|\s[(\[]|\s{2,})(?P<grade>[A-DF](?:\s?[+−–-])?)[)\]]?\.?\s*$|\s(?P<signed>[A-DF][+−–-])\.?\s*$"
)


def letter_at_end(text: str) -> Found[Rating] | None:
    """A letter grade that closes a title line: "Harrow Lane (B)", "Harrow Lane (PG) B-", "Harrow Lane: C"."""
    # Most titles end with other letters; the pattern may begin at any mark or blank.
    match = None if _GRADES.isdisjoint(text.rstrip()[-5:]) else _LETTER_END.search(text)
    if match is None:
        return None
    group = "grade" if match["grade"] else "signed"
    return letter(text, match.start(group))


@lru_cache(maxsize=64)
def _spelled_head(languages: tuple[str, ...]) -> re.Pattern[str]:
    words = number_words(languages).pattern
    return re.compile(
        rf"\W{{0,3}}(?:(?:a|an|en|et|een|ein|eine|un|une|uno|una)\s+(?:[^\W\d_]+\s+)?)?(?P<n>{words})(?=\W|$)",
        re.IGNORECASE,
    )


def _spelled(text: str, lexicon: Lexicon) -> Found[Rating] | None:
    match = _spelled_head(lexicon.languages).match(text)
    if match is None or (value := number(match["n"], lexicon)) is None:
        return None
    rest = text[match.end("n") :].strip(" .!)\u00a0")
    if rest:
        return None
    return Found(rating(value, None, match["n"], "points"), *match.span("n"), match["n"], "spelled")


_STEP_ENDS: Final = re.compile(r"[.!;,(|–—\n]|\s[-/]\s")


def verdict(text: str, lexicon: Lexicon) -> Found[Rating] | None:
    """The step of a verdict ladder that `text` is as a whole ("Skip it.", "Must-see!"); never a part of a sentence."""
    start = len(text) - len(text.lstrip(" \u00a0\t:–—-\"'“‘([*►▶»✓✔✗✘"))
    bare = _STEP_ENDS.split(text[start:], maxsplit=1)[0].strip(" \u00a0\"'”’)]*")
    step = _steps(lexicon.languages).get(fold(bare))
    return (
        None if step is None else Found(rating(step, None, bare, "verdict"), start, start + len(bare), bare, "verdict")
    )


@lru_cache(maxsize=64)
def _steps(languages: tuple[str, ...]) -> dict[str, str]:
    """The words of a ladder of verdicts, each with its step; of two steps, the higher one."""
    words = load(languages).words
    ladder = ("avoid", "skip", "qualified", "recommend", "must")
    return {word: step for step in ladder for word in words.get(f"verdict.{step}", {})}
