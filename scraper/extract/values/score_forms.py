"""The forms in which critics print a score. A form says what stands there, never whose score it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scraper.extract.lexicon import Hit, Lexicon, fold, load
from scraper.extract.values import Found, glyphs
from scraper.extract.values.norm import normalise, table
from scraper.extract.values.number import FIGURE, alternation, from_figures, number, number_words, plain
from scraper.model import Rating, RatingKind, RatingScale

_UNITS: Final = ("stars", "points", "joke_unit")
_BEFORE: Final = r"(?<![\w.,/:$€£#])"
_SLASH: Final = r"\s?[/⁄∕／]\s?"
_BEST: Final = r"\d{1,3}(?:[.,]0{1,2}(?!\d))?"
_RATIO: Final = re.compile(
    rf"{_BEFORE}(?P<minus>(?:(?<=\s)|(?<=\()|^)[-−](?=\d))?(?P<n>{FIGURE})(?P<sign>\s?\+|-(?=/))?{_SLASH}(?P<m>{_BEST})(?P<tail>\s?[+](?!\w))?"
    r"(?![\d/]|[.,]\d|\s?%|(?:st|nd|rd|th)\b)",
)
_PERCENT: Final = re.compile(rf"{_BEFORE}(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?(?:%|％|٪)(?!\w)")
_LETTER: Final = re.compile(
    r"(?P<letter>[ABCDFabcdf])(?P<sign>\s?[+＋]|\s?[-−–—](?![\w])|[\s-](?:plus|minus)\b)?(?![\w'’&*/])"
)
_CJK_UNIT: Final = re.compile(r"(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?(?P<unit>点|點|점|分(?!钟|鐘|間)|星|颗星|顆星|つ星)")
_GLYPH_NUMBER: Final = re.compile(
    r"(?:[★☆⭐]\ufe0f?\s?(?P<n>\d{1,2}(?:[.,]\d{1,2})?)(?!\d)|(?<![\w.,/])(?P<m>\d{1,2}(?:[.,]\d{1,2})?)\s?[★⭐☆])(?![★☆⭐])"
)
_STAR: Final = re.compile("[★☆⭐]")
_GLUED_NUMBER: Final = re.compile(r"(?<![\d.,/])(?P<n>\d(?:[.,]\d)?)$")
_SPELLED_SLASH: Final = re.compile(r"[^\W\d_]\s?/\s?\w")
_DIGIT: Final = re.compile(r"\d")
_SIGNS: Final = {"+": "+", "＋": "+", "plus": "+", "-": "-", "−": "-", "–": "-", "—": "-", "minus": "-"}
_NEAR: Final = 48
_FRACTION_BELOW: Final = frozenset({3, 4})  # three quarters is more often a share than a score
_FIVE: Final = 5
_MOST: Final = 10  # units of an unknown scale


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one set of languages, compiled once."""

    spelled: re.Pattern[str]
    unit: re.Pattern[str]
    figures: re.Pattern[str]
    given: re.Pattern[str]
    slashed: re.Pattern[str]
    before_scale: re.Pattern[str]
    before_grade: re.Pattern[str]
    of_max: re.Pattern[str]
    die: re.Pattern[str]
    percent: re.Pattern[str]
    joke: re.Pattern[str]


@lru_cache(maxsize=64)
def grammar(languages: tuple[str, ...]) -> Grammar:
    """Compile the forms for the words of some languages."""
    words = load(languages).words

    def any_of(*kinds: str) -> str:
        return alternation(word for kind in kinds for word in words.get(kind, {}))

    spelled = number_words(languages).pattern
    any_number = rf"(?:{FIGURE}(?:\s+(?:{any_of('half')}))?|{spelled})"
    nouns = rf"(?:[\s-]+(?P<unit>{any_of(*_UNITS)})\b|\s?(?P<glyph>[★⭐*]+))?"
    ratio = (
        rf"(?P<n>{any_number})(?:[\s-]+(?P<early>{any_of(*_UNITS)}))?[\s-]+(?:{any_of('out_of')})[\s-]+"
        rf"(?:(?:a|the|max|maximal|maximum)\.?\s+)?(?P<m>\d{{1,3}}|{spelled}){nouns}(?![\w/%]|[.,]\d)"
    )
    fillers = rf"(?:{any_of('filler')})\s+"
    given = (
        rf"\s*(?:[:=–-]\s*)?(?:(?:{any_of('article')})\s+)?(?:{fillers})*"
        rf"(?P<n>{any_number}|[a-df](?:[+−–-]|\s?(?:plus|minus)\b)?)(?![\w%/]|[.,]\d|\s?:)"
    )
    die = rf"(?:{any_of('die')})\s*[:–-]?\s*(?:(?:{any_of('article')})\s+)?(?P<n>[0-6](?![\d/]|[.,]\d)|{spelled})"
    unit = rf"{_BEFORE}(?P<n>{any_number})[\s-]*(?:{fillers})?(?P<unit>{any_of(*_UNITS)})(?!\w)"
    return Grammar(
        spelled=re.compile(rf"(?<!\w){ratio}", re.IGNORECASE),
        figures=re.compile(rf"{_BEFORE}(?={FIGURE}){ratio}", re.IGNORECASE),
        unit=re.compile(unit, re.IGNORECASE),
        slashed=re.compile(rf"(?<!\w)(?P<n>{spelled}){_SLASH}(?P<m>\d{{1,3}}|{spelled})(?![\w/])", re.IGNORECASE),
        before_scale=re.compile(
            rf"(?<![\w/*])(?P<n>1/2|{any_number}|no stars|no star|bomb)\s*(?:{any_of('long_of')}|from|/)\s*$",
            re.IGNORECASE,
        ),
        before_grade=re.compile(rf"(?<!\w)(?P<n>{any_number})\s+$", re.IGNORECASE),
        given=re.compile(given, re.IGNORECASE),
        of_max=re.compile(rf"(?P<m>\d{{1,3}})\s?(?:{any_of('of_max')})\s?(?P<n>{FIGURE})", re.IGNORECASE),
        die=re.compile(die, re.IGNORECASE),
        percent=re.compile(rf"{_BEFORE}(?P<n>\d{{1,3}})\s?(?:{any_of('percent')})(?!\w)", re.IGNORECASE),
        joke=re.compile(any_of("joke_unit"), re.IGNORECASE),
    )


# One set of characters, which is searched much faster than alternatives are.
_TELLING: Final = re.compile(rf"[\d*%👍👎{glyphs.FILLED}{glyphs.EMPTY}{glyphs.HALF}💛⚀-⚅½]")
_TELLING_ASCII: Final = re.compile(r"[0-9*%]")
_BRACKETS: Final = re.compile(r"[Ss][Tt][Aa][Rr]\)|\([A-DF][+)−–-]")


def may_hold(text: str, lexicon: Lexicon) -> bool:
    """Whether a text holds anything that a form begins with: most lines of prose do not."""
    if (_TELLING_ASCII if text.isascii() else _TELLING).search(text) is not None or (
        ")" in text and _BRACKETS.search(text) is not None
    ):
        return True
    return not lexicon.kinds(text).isdisjoint(_ANCHORED)


def rating(
    value: float | str | None,
    best: float | str | None,
    raw: str,
    kind: RatingKind,
    scale: RatingScale = "unknown",
    worst: float | str | None = None,
) -> Rating:
    """A rating with its norm; whole numbers are integers."""
    value = plain(value) if isinstance(value, int | float) else value
    best = plain(best) if isinstance(best, int | float) else best
    bare = Rating(value, best, raw, kind, scale, worst)
    return Rating(value, best, raw, kind, scale, worst, normalise(bare))


def forms(text: str, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    """Every form of a score in `text`; overlapping readings are left to `settle`."""
    patterns = grammar(lexicon.languages)
    yield from _glyph_runs(text, patterns, lexicon)
    if "/" in text and _SPELLED_SLASH.search(text):
        for match in patterns.slashed.finditer(text):
            yield from _ratio(text, match, lexicon, "ratio")
    if _DIGIT.search(text):
        yield from _figures(text, patterns, lexicon)
    yield from _around_words(text, patterns, lexicon)


def _found(text: str, start: int, end: int, score: Rating, rule: str, *marks: str) -> Found[Rating]:
    return Found(score, start, end, text[start:end], rule, frozenset(marks))


def _glyph_runs(text: str, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    for run in glyphs.runs(text):
        raw = text[run.start : run.end]
        before = patterns.before_scale.search(text, max(0, run.start - _NEAR), run.start)
        if before is not None and run.total == run.filled and (value := _before(before["n"], lexicon)) is not None:
            raw = text[before.start("n") : run.end]
            yield _found(text, before.start("n"), run.end, rating(value, run.total, raw, "stars", "printed"), "out_of")
        elif run.form != "die" and run.total > 1 and (printed := _number_before(text, run)) is not None:
            value, start = printed
            best = run.total if run.form in {"glyphs", "mixed", "empty"} and run.total >= value else None
            raw = text[start : run.end]
            score = rating(value, best, raw, "stars", "printed" if best else "unknown")
            yield _found(text, start, run.end, score, "glyphs" if best else "glyph_number")
        elif run.form == "die":
            yield _found(text, run.start, run.end, rating(run.filled, 6, raw, "die", "usual", 1), "die")
        elif run.form == "glyphs" and run.total > 1:
            yield _found(text, run.start, run.end, rating(run.filled, run.total, raw, "stars", "printed"), "glyphs")
        elif run.form == "filled":
            single = ("single",) if run.total == 1 and run.filled == 1 else ()
            yield _found(text, run.start, run.end, rating(run.filled, None, raw, "stars"), "filled", *single)
        elif run.form in {"asterisks", "words", "decoration"}:
            marks = ("decoration",) if run.form == "decoration" else ()
            form = "asterisks" if marks else run.form
            yield _found(text, run.start, run.end, rating(run.filled, None, raw, "stars"), form, *marks)
        elif run.form == "empty" and run.total > 1:
            yield _found(text, run.start, run.end, rating(run.filled, None, raw, "stars"), "empty", "state_lost")
        elif run.form == "mixed":
            yield _found(text, run.start, run.end, rating(None, None, raw, "stars"), "empty", "state_lost")


def _number_before(text: str, run: glyphs.Run) -> tuple[float, int] | None:
    """The figure glued to a run, which says more than its glyphs do: "3.5☆☆☆★★"."""
    match = _GLUED_NUMBER.search(text, max(0, run.start - 4), run.start)
    return (float(match["n"].replace(",", ".")), match.start("n")) if match and run.glyph in "★☆⭐" else None


def _before(text: str, lexicon: Lexicon) -> float | None:
    """The number before a scale of glyphs: "1/2 out of ****", "ZERO out of *****", "no stars"."""
    if text == "1/2":
        return 0.5
    value = number(text, lexicon)
    return 0.0 if value is None else value


def _figures(text: str, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    odd = not text.isascii()
    if "/" in text or odd:
        for match in _RATIO.finditer(text):
            yield from _ratio(text, match, lexicon, "ratio")
    for match in from_figures(patterns.figures, text):
        yield from _ratio(text, match, lexicon, "out_of")
    if odd or lexicon.words.get("of_max"):
        for match in patterns.of_max.finditer(text):
            yield from _ratio(text, match, lexicon, "of_max")
    yield from _percents(text, patterns, lexicon)
    if odd:
        yield from _with_signs(text, lexicon)


def _percents(text: str, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    found = [*_PERCENT.finditer(text)] if "%" in text or not text.isascii() else []
    if "percent" in lexicon.kinds(text):
        found += patterns.percent.finditer(text)
    for match in found:
        value = number(match["n"], lexicon)
        if value is not None and value <= 100:
            yield _found(text, *match.span(), rating(value, 100, match.group(), "percent", "printed"), "percent")


def _with_signs(text: str, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    """Numbers beside a sign for points or a star: "7.5点", "★ 7.5", "4.5★"."""
    for match in _CJK_UNIT.finditer(text):
        if (value := number(match["n"], lexicon)) is not None:
            kind: RatingKind = "stars" if "星" in match["unit"] else "points"
            yield _found(text, *match.span(), rating(value, None, match.group(), kind), "unit")
    for match in _GLYPH_NUMBER.finditer(text) if _STAR.search(text) is not None else ():
        if (value := number(match["n"] or match["m"], lexicon)) is not None:
            yield _found(text, *match.span(), rating(value, None, match.group(), "stars"), "glyph_number")


def _ratio(text: str, match: re.Match[str], lexicon: Lexicon, rule: str) -> Iterator[Found[Rating]]:
    groups = match.groupdict()
    value, best = number(groups["n"], lexicon), number(groups["m"], lexicon)
    if value is None or best is None:
        return
    scales = table()["scales"]
    marks: list[str] = []
    if value > best and value in scales["reversed"]:
        value, best = best, value
        marks.append("reversed")
    if groups.get("minus"):
        value = -value
    usual, labelled = best in scales["usual"], best in scales["labelled"]
    starry = _starry(groups, lexicon)
    weak = rule == "out_of" and not (groups.get("unit") or groups.get("early")) and not starry and _weak(match, lexicon)
    if not usual and (not labelled or weak):
        return
    if value > best * 2 + 1:
        return
    if not usual:
        marks.append("odd_scale")
    if best in _FRACTION_BELOW and value in {1, 2, 3} and not starry:
        marks.append("fraction")
    if value > best:
        marks.append("over_the_top")
    if weak:
        marks.append("weak_of")
    kind: RatingKind = "stars" if starry else "points"
    yield _found(text, *match.span(), rating(value, best, match.group(), kind, "printed"), rule, *marks)


def _starry(groups: dict[str, str | None], lexicon: Lexicon) -> bool:
    """Whether a ratio counts stars, in words or glyphs."""
    unit = groups.get("unit") or groups.get("early") or ""
    return bool(groups.get("glyph")) or fold(unit) in lexicon.words.get("stars", {})


def _weak(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the word between the figures is a mere "of", which says little."""
    between = fold(match.string[match.end("n") : match.start("m")])
    return not any(word in between for word in lexicon.words.get("out_of", {}) if len(word) > 4)


def _around_words(text: str, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    """Forms whose anchor is a word: "three stars", "ten out of ten", "I give it a 7", "thumbs up"."""
    if not lexicon.kinds(text).isdisjoint(_ANCHORED):
        for hit in lexicon.hits(text):
            if hit.kind in _ANCHORED:
                yield from _ANCHORED[hit.kind](text, hit, patterns, lexicon)
    for match in _BRACKETED.finditer(text) if "(" in text else ():
        if (found := letter(text, match.start("letter"))) is not None:
            yield Found(found.value, found.start, found.end, found.raw, "bracket_letter")
    for match in _THUMB.finditer(text) if not text.isascii() else ():
        yield _thumbs(text, *match.span(), "recommend" if match.group() == "👍" else "skip")


def _long_of(text: str, hit: Hit, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    window = max(0, hit.start - _NEAR)
    for match in patterns.spelled.finditer(text, window, min(len(text), hit.end + _NEAR)):
        yield from _ratio(text, match, lexicon, "out_of")


def _graded(text: str, hit: Hit, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    """A number before the word for a grade: Swedish "en 2:a i betyg"."""
    match = patterns.before_grade.search(text, max(0, hit.start - _NEAR), hit.start)
    if match is not None and (value := number(match["n"], lexicon)) is not None:
        yield _found(text, *match.span("n"), rating(value, None, match["n"], "points"), "graded")


def _die(text: str, hit: Hit, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    match = patterns.die.match(text, hit.start)
    if match is not None and (value := number(match["n"], lexicon)) is not None:
        yield _found(text, *match.span(), rating(value, 6, match.group(), "die", "usual", 1), "die")


def _thumbed(text: str, hit: Hit, _: Grammar, __: Lexicon) -> Iterator[Found[Rating]]:
    yield _thumbs(text, hit.start, hit.end, "recommend" if hit.kind == "thumbs_up" else "skip")


# "Harrow Lane (B)": without a sign only letters that no class board uses.
_BRACKETED: Final = re.compile(r"(?<=[^\W\d_][^\W\d_]\s)\((?P<letter>[BCD]|[ABCDF][+−–-])\)")
_THUMB: Final = re.compile("[👍👎]")


def _thumbs(text: str, start: int, end: int, value: str) -> Found[Rating]:
    return _found(text, start, end, rating(value, None, text[start:end], "verdict"), "thumbs")


def _units(text: str, hit: Hit, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    start, end = hit.start, hit.end
    window = max(0, start - _NEAR)
    for match in patterns.spelled.finditer(text, window, min(len(text), end + _NEAR)):
        if match.start() <= start:
            yield from _ratio(text, match, lexicon, "out_of")
    for match in patterns.unit.finditer(text, window, end):
        if match.end() != end or (value := number(match["n"], lexicon)) is None:
            continue
        if value > _MOST:
            continue
        word = fold(match["unit"])
        kind: RatingKind = "stars" if word in lexicon.words.get("stars", {}) else "points"
        many = value > _FIVE  # more stars than any short scale has: surely meant out of ten
        rule = (
            ("many_stars" if many else "stars")
            if kind == "stars"
            else "joke"
            if patterns.joke.fullmatch(word)
            else "points"
        )
        marks = ["hyphen"] if "-" in text[match.start() : start] else []
        yield _found(text, *match.span(), rating(value, None, match.group(), kind), rule, *marks)


def _given(text: str, hit: Hit, patterns: Grammar, lexicon: Lexicon) -> Iterator[Found[Rating]]:
    """A bare number or letter behind "I give it a": only where nothing follows that it could count."""
    tail = _skip_object(text, hit.end, lexicon)
    match = patterns.given.match(text, tail)
    if match is None or not _closed(text, match.end(), lexicon):
        return
    start, stop = match.span("n")
    if (value := number(match["n"], lexicon)) is not None:
        rule = "graded" if _names_grade(text, hit, lexicon) else "given"
        yield _found(text, start, stop, rating(value, None, match["n"], "points"), rule)
    elif (found := letter(text, start)) is not None and (found.end > start + 1 or text[start] in "ABCDF"):
        yield Found(found.value, found.start, found.end, found.raw, "given_letter")


_Anchored = Callable[[str, Hit, Grammar, Lexicon], Iterator[Found[Rating]]]
_ANCHORED: Final[dict[str, _Anchored]] = {
    **dict.fromkeys(_UNITS, _units),
    "long_of": _long_of,
    "give": _given,
    "grade_after": _graded,
    "die": _die,
    "thumbs_up": _thumbed,
    "thumbs_down": _thumbed,
}


def _names_grade(text: str, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words say that a grade follows ("betyget blir", "ma note est"); in English they say too little."""
    own = lexicon.words.get("label.score", {})
    return hit.lang != "en" and any(word in own for word in fold(text[hit.start : hit.end]).split())


_OBJECT: Final = re.compile(
    r"\s*(?:(?:it|this|that|the|them|both)\b)?(?:\s+(?:movie|film|one|show|picture|flick|series|thing))?", re.IGNORECASE
)


def _skip_object(text: str, end: int, lexicon: Lexicon) -> int:
    """Behind "this film" in "I give this film a 7", in English and by the words of the other languages."""
    match = _OBJECT.match(text, end)
    stop = match.end() if match else end
    objects = lexicon.words.get("given_object", {})
    rest = fold(text[stop : stop + 32])
    for word in objects:
        if rest.lstrip().startswith(word) and not rest.lstrip()[len(word) : len(word) + 1].isalnum():
            return stop + (len(rest) - len(rest.lstrip())) + len(word)
    return stop


def _closed(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether the sentence goes on in a way that leaves a number standing by itself."""
    rest = text[end : end + 24].lstrip(" \u00a0")
    if not rest or not (rest[0].isalnum() or rest[0] in "/%-$€"):
        return True
    word = re.match(r"[^\W\d_]+", rest)
    if word is None:
        return False
    small = fold(word.group())
    return any(small in lexicon.facts[code].function_words for code in lexicon.languages) or small in {
        "because",
        "due",
        "since",
        "just",
        "only",
        "though",
        "overall",
        "simply",
    }


def letter(text: str, start: int = 0) -> Found[Rating] | None:
    """A letter grade that begins at `start`: "B+", "A minus", "c–"."""
    match = _LETTER.match(text, start)
    if match is None:
        return None
    sign = _SIGNS.get((match["sign"] or "").strip(" -").lower() or (match["sign"] or "").strip(), "")
    value = match["letter"].upper() + sign
    if value not in table()["letter"]:
        return None
    raw = match.group()
    return _found(text, *match.span(), rating(value, "A+", raw, "letter", "usual", "F"), "letter")
