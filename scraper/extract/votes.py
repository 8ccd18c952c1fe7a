"""Second voices for titles: whether the address and the prose say the same.

Runs after the sources, over the titles that they proposed: it proposes nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from scraper.extract.block import Block, at_node, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line, Region
from scraper.extract.values.title import quoted
from scraper.extract.words import occurrences
from scraper.fields import fold
from scraper.model import Claim

MAX_CANDIDATES: Final = 24
_WORD: Final = re.compile(r"[^\W_]+")
_NOISE: Final = re.compile(r"^(?:\d{1,2}|(?:18|19|20)\d\d|\d{5,}|p\d+|html?|php|aspx?)$")
_OFTEN: Final = 3
_ELSEWHERE: Final = 4
"""How many mentions outside the review's own lines are passed over."""
_HEADLINES: Final = frozenset({"headline", "heading", "og_title", "doc_title"})
_BARE: Final = ("bare", "sentence", "caps")
_MARKS: Final = frozenset({"em", "i", "cite", "strong", "b", "u", "a"})


def title_votes(block: Block, found: Sequence[Claim], lexicon: Lexicon) -> Iterator[Claim]:
    """Claims that repeat a proposed title where the address or the prose agrees with it."""
    proposed = [claim for claim in found if claim.field == "film_title"]
    # What only the prose proposes cannot be confirmed by the same prose, unless it says it often.
    titles = list(dict.fromkeys(str(claim.value) for claim in proposed if claim.source != "prose"))[:MAX_CANDIDATES]
    told = list(dict.fromkeys(str(claim.value) for claim in proposed if claim.source == "prose"))[:MAX_CANDIDATES]
    told = [title for title in told if title not in titles]
    if not titles and not told:
        return
    headlines = [str(claim.value) for claim in found if claim.field == "headline"]
    yield from _slug_votes(block, [*titles, *told], headlines, lexicon)
    taken = [
        (claim.locator.start, claim.locator.end)
        for claim in found
        if claim.field == "headline" and claim.locator.kind == "text"
    ]
    heard = list(_body_votes(block, titles, taken))
    yield from heard
    yield from (vote for vote in _body_votes(block, told, taken) if vote.rule == "vote.body_often")
    yield from _heading_votes(block, told, taken)
    if headlines and not heard and block.page.elements:
        yield from _opening_votes(proposed)


def _opening_votes(proposed: Sequence[Claim]) -> Iterator[Claim]:
    """The film that the review opens with, where the text never says a word of its headline: that was a joke."""
    for claim in proposed:
        if claim.rule == "prose.title_opening":
            yield replace(claim, source="vote", rule="vote.opening")
            return


def unheard(found: Sequence[Claim]) -> list[Claim]:
    """The claims, those of the headline marked where the text opens with another film and never says the headline's.

    A headline that calls itself a review, or gives a year, names its film whatever the text says.
    """
    if not any(claim.rule == "vote.opening" for claim in found):
        return list(found)
    return [
        replace(claim, marks=claim.marks | {"unheard"})
        if claim.field == "film_title" and claim.source in _HEADLINES and claim.rule.partition(".")[2].startswith(_BARE)
        else claim
        for claim in found
    ]


def _tokens(text: str) -> list[str]:
    return _WORD.findall(fold(text.replace("'", "").replace("’", "").replace("&", " and ")))


def slug_tokens(url: str, lexicon: Lexicon) -> list[str]:
    """Words of an address's last telling path segment, without dates, numbers of posts and review words."""
    segments = [part for part in urlsplit(url).path.split("/") if part]
    for segment in reversed(segments):
        words = _trimmed(_WORD.findall(fold(unquote(segment))), lexicon)
        if words and not all(_NOISE.match(word) for word in words):
            return words
    return []


def _trimmed(words: list[str], lexicon: Lexicon) -> list[str]:
    """Without numbers, dates and review words at the ends ("review-of-...", "...-2019.html")."""
    words = list(words)
    while len(words) > 1 and (_NOISE.match(words[-1]) or _is_review_word(words[-1], lexicon)):
        words.pop()
    led = False
    while len(words) > 1 and (
        _NOISE.match(words[0]) or _is_review_word(words[0], lexicon) or (led and words[0] == "of")
    ):
        led = _is_review_word(words.pop(0), lexicon) or led
    return words


def _is_review_word(word: str, lexicon: Lexicon) -> bool:
    return word in {"movie", "film", "review"} or any(
        hit.kind == "review_word" and hit.end - hit.start == len(word) for hit in lexicon.hits(word)
    )


def _slug_votes(block: Block, titles: list[str], headlines: list[str], lexicon: Lexicon) -> Iterator[Claim]:
    if not block.whole or not block.page.url:
        return
    slug = slug_tokens(block.page.url, lexicon)
    if not slug:
        return
    # An address made from the whole headline repeats it; only one that is shorter says what counts.
    for headline in headlines:
        everything = _trimmed(_tokens(headline), lexicon)
        if slug == everything or (len(slug) > 5 and everything[: len(slug)] == slug):
            return
    for title in titles:
        words = _tokens(title)
        if words == slug:
            yield at_node(block, "film_title", title, block.page.url, "url", "vote.slug_equal")
        elif len(words) > 1 and (slug[: len(words)] == words or slug[-len(words) :] == words):
            yield at_node(block, "film_title", title, block.page.url, "url", "vote.slug_start")


def _body_votes(block: Block, titles: list[str], taken: list[tuple[int, int]]) -> Iterator[Claim]:
    lines = _untaken(block.lines, taken) if titles else []
    if not lines:
        return
    first = lines[0].start
    text = block.page.text[first : block.end]
    marked = _marked(block, lines)
    for title in titles:
        key = fold(title)
        if key in marked:
            start, end = marked[key]
            yield at_text(block, "film_title", title, (start, end), "vote.body_marked")
        if len(title) < 2:
            continue
        spans = [
            span
            for span in _mentions(text, title, _OFTEN + len(taken) + _ELSEWHERE)
            if not any(start <= first + span[0] < end for start, end in taken) and _is_own(block, first + span[0])
        ]
        if spans:
            rule = "vote.body_often" if len(spans) >= _OFTEN else "vote.body_once"
            yield at_text(block, "film_title", title, (first + spans[0][0], first + spans[0][1]), rule)


def _untaken(lines: list[Line], taken: list[tuple[int, int]]) -> list[Line]:
    """Lines that begin in none of the spans."""
    for start, end in taken:
        lines = [line for line in lines if not start <= line.start < end]
    return lines


def _heading_votes(block: Block, told: list[str], taken: list[tuple[int, int]]) -> Iterator[Claim]:
    """Titles of the prose that a smaller heading repeats as a whole: that of a box of facts or a rating."""
    names = {fold(title): title for title in told}
    for line in block.page.lines if block.whole else block.lines:
        title = names.get(fold(line.text)) if line.heading and line.region is Region.MAIN else None
        if title is not None and not any(start <= line.start < end for start, end in taken):
            yield at_text(block, "film_title", title, (line.start, line.end), "vote.body_heading")


def _is_own(block: Block, at: int) -> bool:
    """Whether a place is in the review's own text: not in a list of links or a form that stands amid it."""
    line = block.page.line_at(at)
    return line is None or line.region is Region.MAIN


def _mentions(text: str, title: str, most: int) -> list[tuple[int, int]]:
    """Where a title stands as whole words, capitals as in the title (any, for one in capitals)."""
    if title.isupper() and (lowered := text.lower()) and len(lowered) == len(text):
        return list(islice(occurrences(lowered, title.lower()), most))
    return list(islice(occurrences(text, title), most))


def _marked(block: Block, lines: list[Line]) -> dict[str, tuple[int, int]]:
    """Words set apart in the prose by italics, bold, a link or quotation marks, folded, with their spans."""
    page = block.page
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        for index in line.inlines:
            element = page.elements[index]
            if element.tag in _MARKS and 1 < element.end - element.start < 100:
                start, end = element.start, element.end
                raw = page.text[start:end]
                lead = len(raw) - len(raw.lstrip())
                found.setdefault(fold(raw), (start + lead, start + len(raw.rstrip())))
        if len(line.text) < 5000:
            for words, start, end in quoted(line.text):
                found.setdefault(fold(words), (line.start + start, line.start + end))
    return found


def person_votes(block: Block, found: Sequence[Claim], filed_under: Sequence[Claim]) -> Iterator[Claim]:
    """Claims that repeat a proposed director whom the text names again, or the site files under."""
    text = block.page.text
    told = [claim for claim in found if claim.source in {"credits", "bound"} and claim.rule != "bound.title_by"]
    if len({str(claim.value) for claim in told}) == 1:
        only = told[0]
        yield replace(only, source="vote", rule="vote.only_director")
    listed = [claim for claim in filed_under if claim.field in {"tags", "categories"}]
    for name in list(dict.fromkeys(str(claim.value) for claim in found if claim.field == "directors"))[:12]:
        filed = next((claim for claim in listed if fold(str(claim.value)) == fold(name)), None)
        if filed is not None:
            yield replace(filed, field="directors", value=name, source="vote", rule="vote.person_tag")
        alone = list(_parts_alone(text, name, block.start, block.end)) if " " in name else []
        if alone:
            rule = "vote.surname_often" if len(alone) > 1 else "vote.surname_once"
            yield at_text(block, "directors", name, alone[0], rule)


def _parts_alone(text: str, name: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the text says the surname without the rest of the name; either end may be the surname."""
    words = name.split()
    for word in dict.fromkeys((words[-1], words[0] if "-" in name else words[-1])):
        if len(word) < 3:
            continue
        for place, behind in occurrences(text, word, start, end):
            whole = place - (len(name) - len(word)) if word == words[-1] else place
            if text[max(whole, 0) : max(whole, 0) + len(name)] != name:
                yield place, behind
