"""Titles that stand in the prose: set apart by marks, followed by their year, or repeated from a headline.

For pages whose headline is a sentence or a joke. The film named first is often not the film
reviewed, so these claims are light: votes must agree before one of them wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line
from scraper.extract.values.runs import OWNER, TITLE
from scraper.extract.values.sentence import copula, opens_sentence
from scraper.extract.values.title import clean, is_sentence, quoted
from scraper.extract.words import occurrences
from scraper.model import Claim

_WITH_YEAR: Final = re.compile(
    rf"(?P<title>{TITLE})[”\"’'»]?\s?[(\[](?:[^()\[\]]{{0,50}}?[,;]\s?)?(?P<year>18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{{0,30}}[)\]]",
)
_YEAR_GROUP: Final = re.compile(r"[(\[][^()\[\]]*?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,30}[)\]]")
_OPENING_YEAR: Final = re.compile(
    r"(?P<title>[^\W\d_a-zß-öø-ÿ][^().!?:;\n]{0,60}?)\s?[(\[](?:[^()\[\]]{0,50}?[,;]\s?)?(?P<year>18[89]\d|19\d\d|20[0-4]\d)[)\]]",
)
_JOINT: Final = re.compile(r"(?:\s?[/:]|\s[–—-])\s?")
_RUN: Final = re.compile(TITLE)
_IS_A: Final = re.compile(rf"\W{{0,3}}(?P<title>{TITLE})")
_WITH_NOTE: Final = re.compile(
    rf"(?P<title>{TITLE})\s\((?:out|in|opens|opening|now|from|on|[A-F][+-]?|PG|R|\d\d)\b[^()]{{0,30}}\)"
)
_KICKER: Final = re.compile(r"[A-Z][A-Z ]{2,30}:\s")
_PROSE: Final = 60
_SENTENCE: Final = re.compile(r"[.!?…。！？][”\"’»)]?(?=\s+[“\"„«‘'¿¡]?[^\W\d_a-zß-öø-ÿ])")
_LONG: Final = 10
_SHORT: Final = 4
_CUE: Final = 40
_SAID: Final = 12
"""How far behind a quotation "said" makes it somebody's words."""
_SHORT_TEXT: Final = 1_500
_READ_LINES: Final = 14
_MARKS: Final = frozenset({"em", "i", "cite", "strong", "b", "u"})
_CREDITS: Final = frozenset({"director", "writer", "actor"})
_ITALIC: Final = frozenset({"em", "i", "cite"})
_OPENERS: Final = re.compile(
    r"^(?:In|With|And|But|The film|When|As|If|On|At|For|From|Like|After|Before|Watching|Here|Is|Was|Has)\s+"
)


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `film_title` and `film_year` from sentences, and headline words that the text repeats."""
    del site
    prose = [line for line in block.lines if not line.heading and len(line.text) >= _PROSE]
    if not block.page.elements:
        prose = [line for line in block.lines if line.text]
    told = next((line for line in prose[:_READ_LINES] if not _is_facts(block, line, lexicon)), None)
    for place, line in enumerate(prose[:_READ_LINES]):
        opens = place < 3 and not block.page.elements and _OPENING_YEAR.match(line.text) is not None
        yield from _with_year(block, line, lead=place == 0 or opens)
        opening = _opening(block, line, lexicon) if line is told and block.page.elements else None
        yield from _set_apart(block, line, opening, lead=place == 0)
        if place < 3 or not block.page.elements:
            yield from _defined(block, line, lexicon)
    yield from _embedded(block, prose)
    if not block.page.elements:
        yield from _only_quoted(block, prose, lexicon)


def _with_year(block: Block, line: Line, *, lead: bool) -> Iterator[Claim]:
    if lead and (opening := _OPENING_YEAR.match(line.text)):
        # In most languages only the first word of a title has a capital: the line's start bounds it.
        span = (line.start + opening.start("title"), line.start + opening.end("title"))
        yield at_text(block, "film_title", clean(opening["title"]), span, "prose.title_year_lead")
        span = (line.start + opening.start("year"), line.start + opening.end("year"))
        yield at_text(block, "film_year", int(opening["year"]), span, "prose.year_lead")
        return
    # Looked for first: a title may begin at every capital, and few lines hold a year in brackets.
    if _YEAR_GROUP.search(line.text) is None:
        return
    for count, match in enumerate(_WITH_YEAR.finditer(line.text)):
        title = match["title"]
        opener = _OPENERS.match(title)
        start = match.start("title") + (opener.end() if opener else 0)
        owner = OWNER.match(line.text, start, match.end("title"))
        start = owner.end() if owner else start
        title = line.text[start : match.end("title")]
        first = lead and count == 0 and match.start() < 90
        rule = "prose.title_year_lead" if first else "prose.title_year"
        if clean(title):
            span = (line.start + start, line.start + match.end("title"))
            yield at_text(block, "film_title", clean(title), span, rule)
        if first:
            span = (line.start + match.start("year"), line.start + match.end("year"))
            yield at_text(block, "film_year", int(match["year"]), span, "prose.year_lead")


def _defined(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """A sentence that says what the film is: "Harrow Lane is a ghost story"."""
    if not block.page.elements and (noted := _WITH_NOTE.match(line.text)):
        title = clean(noted["title"])
        if title:
            span = (line.start + noted.start("title"), line.start + noted.end("title"))
            yield at_text(block, "film_title", title, span, "prose.text_title_note")
    kicker = _KICKER.match(line.text)
    begin = kicker.end() if kicker else 0
    colon = line.text.find(": ", 0, 40)
    if colon > 0 and any(hit.kind == "review_word" for hit in lexicon.hits(line.text[:colon])):
        begin = colon + 2
    match = _IS_A.match(line.text, begin)
    behind = copula(line.text, match.end("title"), lexicon) if match else 0
    if not match or not behind or opens_sentence(match["title"], lexicon):
        return
    if not block.page.elements and " " not in match["title"] and not match["title"].isupper() and begin == 0:
        return  # "Music is ..." may be about music
    if any(hit.kind in {"film_word", "genre_word"} for hit in lexicon.hits(line.text[behind:][:120])):
        title = clean(match["title"])
        if title:
            span = (line.start + match.start("title"), line.start + match.end("title"))
            rule = "prose.title_is" if block.page.elements else "prose.text_title_is"
            yield at_text(block, "film_title", title, span, rule)


def _only_quoted(block: Block, prose: list[Line], lexicon: Lexicon) -> Iterator[Claim]:
    """The one thing that a short text sets in quotation marks, where the words around it are about a film."""
    prose = [line for line in prose if not (line.text[0] == "[" and line.text[-1] == "]")]
    if sum(len(line.text) for line in prose) > _SHORT_TEXT:
        return
    found = {words: (line, start, end) for line in prose for words, start, end in quoted(line.text) if "…" not in words}
    if len(found) != 1 or next(iter(found))[:1].islower():
        return
    raw, (line, start, end) = next(iter(found.items()))
    words = clean(raw)
    end = start + len(words) if raw.startswith(words) else end
    kinds = {hit.kind for hit in lexicon.hits(line.text)}
    if not words or lexicon.label_kinds(words) or (" " in words and (words[-1] == "." or is_sentence(words, lexicon))):
        return
    if kinds & {"film_word", "cue.director", "this_film"} or any(kind.startswith("channel.") for kind in kinds):
        yield at_text(block, "film_title", words, (line.start + start, line.start + end), "prose.text_title_quoted")


def _is_facts(block: Block, line: Line, lexicon: Lexicon) -> bool:
    """Whether a line is an information block: labelled, or set in italics or bold as a whole."""
    label = lexicon.label(line.text)
    if label is not None and (label.separated or (label.kind in _CREDITS and " " in line.text[: label.end])):
        return True
    inlines = [block.page.elements[index] for index in line.inlines]
    return any(one.tag in _MARKS and one.start <= line.start and one.end >= line.end for one in inlines)


def _set_apart(block: Block, line: Line, opening: tuple[int, int] | None, *, lead: bool) -> Iterator[Claim]:
    spans = [(start, end) for _, start, end in quoted(line.text)] if len(line.text) < 5000 else []
    for index in line.inlines:
        element = block.page.elements[index]
        if element.tag in _MARKS and element.start >= line.start and element.end <= line.end:
            spans.append((element.start - line.start, element.end - line.start))
    for count, (start, end) in enumerate(sorted(spans)[:8]):
        words = clean(line.text[start:end])
        if 1 < len(words) < 80 and (words[0].isupper() or words[0].isdigit() or not words[0].isascii()):
            rule = "prose.title_marked_lead" if lead and count == 0 else "prose.title_marked"
            rule = "prose.title_opening" if (start, end) == opening else rule
            at = line.start + line.text.index(words, start)
            yield at_text(block, "film_title", words, (at, at + len(words)), rule)


def _opening(block: Block, line: Line, lexicon: Lexicon) -> tuple[int, int] | None:
    """The one thing that a review's first sentence sets in quotation marks or italics, if it may be a title.

    Or that its second sets apart, where the words behind it say who directed it.
    """
    spans = _outermost(block, line)
    begin = 0
    for end in [*(match.end() for match in islice(_SENTENCE.finditer(line.text), 2)), len(line.text)][:2]:
        inside = [span for span in spans if begin <= span[0] and span[1] <= end]
        if inside:
            span = inside[0]
            fits = len(inside) == 1 and end - begin >= _PROSE // 2 and _may_open(line.text, begin, span, lexicon)
            return span if fits and (begin == 0 or _is_directed(line.text, span[1], lexicon)) else None
        begin = end
    return None


def _outermost(block: Block, line: Line) -> list[tuple[int, int]]:
    """What a line sets in quotation marks or italics, in order; of two that hold each other, the outer one."""
    spans = {(start, end) for _, start, end in quoted(line.text)} if len(line.text) < 5000 else set()
    for index in line.inlines:
        element = block.page.elements[index]
        start, end = element.start - line.start, element.end - line.start
        if element.tag in _ITALIC and 0 <= start < end <= len(line.text):
            spans.add((start, end))
    return sorted(
        one for one in spans if not any(two[0] <= one[0] and one[1] <= two[1] and one != two for two in spans)
    )


def _may_open(text: str, begin: int, span: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether words set apart look like a title, and are not compared with ("like", "since") nor somebody's words."""
    start, end = span
    words = text[start:end].rstrip(" ,").split()
    if not 0 < len(words) <= _LONG or words[-1][-1] in ".…;:" or not _is_titled(words, lexicon):
        return False
    return not any(hit.kind in {"compare", "quoted"} for hit in lexicon.hits(text[begin : end + _SAID]))


def _is_directed(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a director's cue follows a title at once: "*Harrow Lane*, directed by ..."."""
    behind = text[end : end + _CUE]
    return any(
        hit.kind == "cue.director" and hit.side == "after" and len(behind[: hit.start].split()) <= 2
        for hit in lexicon.hits(behind)
    )


def _is_titled(words: list[str], lexicon: Lexicon) -> bool:
    """Whether words are written as a title: in English every long one with a capital, elsewhere the first."""
    told = words if lexicon.languages[0] == "en" else words[:1]
    return not any(word[0].islower() and (word is words[0] or len(word) > _SHORT) for word in told)


def _embedded(block: Block, prose: list[Line]) -> Iterator[Claim]:
    """Capitalised words inside a headline that the prose says again: "Why nobody liked *Harrow Lane*"."""
    heading = next((line for line in block.lines if line.heading), None)
    if heading is None or len(heading.text) < 12:
        return
    body = "\n".join(line.text for line in prose)
    for start, end in _runs(heading.text, body):
        words = heading.text[start:end]
        inner = len(words) < len(heading.text) - 6
        many = " " in words or (start > 0 and len(words) > 3)
        if inner and many and next(occurrences(body, words), None) is not None:
            span = (heading.start + start, heading.start + end)
            yield at_text(block, "film_title", words, span, "prose.embedded")


def _runs(heading: str, body: str) -> Iterator[tuple[int, int]]:
    """Capitalised words of a headline; two runs and the mark between them are one where the prose has all of it."""
    last: tuple[int, int] | None = None
    for match in _RUN.finditer(heading):
        start, end = match.span()
        if last is not None:
            whole = heading[last[0] : end]
            if _JOINT.fullmatch(heading, last[1], start) and next(occurrences(body, whole), None) is not None:
                start = last[0]
            else:
                yield last
        last = (start, end)
    if last is not None:
        yield last
