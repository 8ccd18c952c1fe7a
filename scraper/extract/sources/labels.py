"""Labelled facts: "Director: X" lines, table rows, definition lists, several labels on one line.

Credits, titles, the film's year and genres. Scores, dates, bylines and taxonomy have sources of
their own that read the same labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple, get_args

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Line
from scraper.extract.places import is_country
from scraper.extract.values.person import parse as parse_names
from scraper.extract.values.title import clean
from scraper.model import Claim, Credit, Role

_ROLES: Final = frozenset(get_args(Role))
_YEAR: Final = re.compile(r"(?<![\d-])(?:18[89]\d|19\d\d|20[0-4]\d)(?!\d)")
_BARS: Final = re.compile(r"\s+[|•·‖]\s+|\s*;\s+|\s*\|\s*")
_OPEN: Final = re.compile(r"\((?=[A-Za-zÀ-ž]{1,12}[.:]\s?[A-ZÀ-Þ])")
_BAR: Final = re.compile(r"[|•·‖;]")
_SENTENCES: Final = re.compile(r"(?<=\w\w\w)\.\s+(?=[^\W\d_a-zß-öø-ÿ])")
_PLACE_BEHIND: Final = re.compile(r"[,;]\s(?:[A-ZÀ-Þ][\w.]*(?:\s?/\s?|\s|,\s)?){1,4}[)\]]?\s*")
_COLON: Final = re.compile(r"\s?[:：]")
_LAST_WORDS: Final = re.compile(r"[^\s|;•·,(]+")
_LISTED: Final = re.compile(r"\s*[,/;|·•]\s*")
_SENTENCE_END: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s")
_MAX_VALUE: Final = 600
_MAX_LINE: Final = 1200
_MAX_FOLLOWING: Final = 14


class Labelled(NamedTuple):
    """A label's kinds and its value: the words, their offset in the page's text, and how they were joined."""

    kinds: tuple[str, ...]
    value: str
    start: int
    rule: str
    told: bool = True
    """Whether a colon (or a cell's border) stands between the two: then a single word may be a name."""


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about credits, titles, year and genres from everything that is labelled."""
    del site
    items = list(labelled(block, lexicon))
    for place, item in enumerate(items):
        alone = not any(
            _ROLES & set(other.kinds) for other in items[max(0, place - 2) : place + 3] if other is not item
        )
        for kind in item.kinds:
            # "Written by" beside no other credit is the critic's byline, not the screenwriter.
            if not (kind == "writer" and alone and not block.page.text.startswith(":", item.start - 2)):
                yield from _claims_of(block, kind, item, lexicon)


def labelled(block: Block, lexicon: Lexicon) -> Iterator[Labelled]:
    """Every label of the block with its value."""
    lines = block.lines
    place = 0
    while place < len(lines):
        line = lines[place]
        kinds = lexicon.label_kinds(line.text) if len(line.text) < 60 else ()
        if "title" in kinds and not (line.tag in {"th", "dt"} or line.text.rstrip().endswith((":", "："))):
            kinds = ()
        if kinds:
            used, values = _following(block, place, lexicon)
            for value in values:
                yield Labelled(kinds, value.text, value.start, _cell_rule(line))
            place += 1 + used
            continue
        if len(line.text) <= _MAX_LINE:
            yield from _on_line(line, lexicon)
        place += 1


def _cell_rule(line: Line) -> str:
    return "label.cell" if line.tag in {"th", "td", "dt", "dd"} or not line.heading else "label.heading"


def _following(block: Block, place: int, lexicon: Lexicon) -> tuple[int, list[Line]]:
    """The value lines behind a line that is only a label: the next cell, or the items of the next list."""
    lines = block.lines
    label = lines[place]
    values: list[Line] = []
    for line in lines[place + 1 : place + 1 + _MAX_FOLLOWING]:
        if line.heading or len(line.text) > _MAX_VALUE:
            break
        # A cell behind a header is its value, were it "D/GB 2019" (D: actors).
        cell = label.tag in {"th", "dt"} and line.tag in {"td", "dd"} and not values
        if not cell and (lexicon.label_kinds(line.text) or lexicon.label(line.text)):
            break
        if line.text.endswith((":", "：")) or (line.tag == label.tag and line.tag in {"th", "dt"}):
            break
        if values and not _same_list(block, line, values[0]):
            break
        if values and label.tag in {"", "p", "div"} and line.tag != "li" and not _twins(block, line, values[0]):
            break
        values.append(line)
    return len(values), values


def _same_list(block: Block, line: Line, first: Line) -> bool:
    """Whether two lines are items of one list, lines of one cell, or cells of one row."""
    if line.element == first.element >= 0:
        return True
    if line.tag != first.tag or line.element < 0:
        return False
    if _twins(block, line, first):
        return True
    elements = block.page.elements
    one, two = elements[line.element].parent, elements[first.element].parent
    if line.tag == "td" and one != two and one >= 0 and two >= 0:
        # A row without a label of its own goes on with the one above.
        return elements[one].parent == elements[two].parent
    return line.tag in {"li", "td", "dd"} and one == two


def _twins(block: Block, line: Line, first: Line) -> bool:
    """Whether two lines are elements of the same class in one parent: the values of a field (Drupal)."""
    if line.element < 0 or first.element < 0:
        return False
    one, two = block.page.elements[line.element], block.page.elements[first.element]
    return one.parent == two.parent >= 0 and one.attr("class") == two.attr("class") != ""


def _on_line(line: Line, lexicon: Lexicon) -> Iterator[Labelled]:
    """Labels at the start of the line, behind bars, or in the middle before a colon."""
    text = line.text
    borders = {0}
    if ":" in text or "：" in text:
        borders.update(_before_colons(text, lexicon))
    if "(" in text:
        borders.update(match.end() for match in _OPEN.finditer(text))
    if _BAR.search(text) is not None:
        borders.update(match.end() for match in _BARS.finditer(text))
    borders |= set(_before_sentences(text, borders, lexicon))
    ordered = [*sorted(borders), len(text)]
    for start, end in pairwise(ordered):
        piece = text[start:end]
        found = lexicon.label(piece)
        if found is None:
            continue
        value = piece[found.value_start : found.value_end].rstrip(" |•·;,(")
        if start and text[start - 1] == "(":
            value = value.partition(")")[0]
        if not value or len(value) > _MAX_VALUE:
            continue
        rule = "label.line" if found.separated else "label.loose"
        told = ":" in piece[found.end : found.value_start] or "：" in piece[found.end : found.value_start]
        yield Labelled(found.kinds, value, line.start + start + found.value_start, rule, told)


def _before_sentences(text: str, borders: set[int], lexicon: Lexicon) -> Iterator[int]:
    """Where a sentence of a credits line begins with the next label: "Directed by A. With B and C. 94 min."."""
    if ". " not in text:
        return
    ordered = [*sorted(borders), len(text)]
    for start, end in pairwise(ordered):
        first = lexicon.label(text[start:end])
        if first is not None and _ROLES & set(first.kinds):
            yield from (
                match.end() for match in _SENTENCES.finditer(text, start, end) if lexicon.label(text[match.end() : end])
            )


def _before_colons(text: str, lexicon: Lexicon) -> Iterator[int]:
    """Where a label begins in the middle of a line: the last words before a colon."""
    for colon in _COLON.finditer(text):
        words = list(_LAST_WORDS.finditer(text, max(0, colon.start() - 40), colon.start()))[-4:]
        for word in words:
            if lexicon.label_kinds(text[word.start() : colon.start()]):
                yield word.start()
                break


def _claims_of(block: Block, kind: str, item: Labelled, lexicon: Lexicon) -> Iterator[Claim]:
    if kind in _ROLES:
        yield from _credits(block, kind, item, lexicon)
    elif item.rule == "label.loose":
        if kind == "release" and _YEAR.fullmatch(item.value.strip()):
            yield from _year(block, item, "label.release_year")
    elif kind in {"title", "original_title"}:
        yield from _title(block, kind, item)
    elif kind == "year":
        yield from _year(block, item, "label.year")
    elif kind == "country":
        yield from _year(block, item, "label.country_year")
    elif kind == "release" and _YEAR.fullmatch(item.value.strip()):
        yield from _year(block, item, "label.release_year")
    elif kind == "genre":
        yield from _genres(block, item)


def _credits(block: Block, kind: str, item: Labelled, lexicon: Lexicon) -> Iterator[Claim]:
    names = [name for name in parse_names(item.value, lexicon) if not _is_no_person(name, lexicon)]
    if not item.told:
        names = [name for name in names if " " in name or not name.isascii()]
    if kind == "author" and item.rule != "label.line":
        return
    if item.rule == "label.loose":
        # Without a colon the line may be a sentence: the value must be full names and little else.
        names = [name for name in names if " " in name or not name.isascii()]
        said = _before_place(_SENTENCE_END.split(item.value, maxsplit=1)[0], names)
        if sum(map(len, names)) < 0.6 * len(said):
            return
    at = 0
    for name in names:
        found = item.value.find(name, at)
        span = (item.start + max(found, 0), item.start + (found + len(name) if found >= 0 else len(item.value)))
        at = found + len(name) if found >= 0 else at
        if kind == "director":
            year = _YEAR.search(item.value)
            yield at_text(block, "directors", name, span, item.rule)
            if year is not None and len(names) == 1 and item.value.rstrip(" )").endswith(year.group()):
                yield from _year(block, item, "label.director_year")
        else:
            yield at_text(block, "people", Credit(name, kind), span, item.rule)  # type: ignore[arg-type]


def _before_place(value: str, names: list[str]) -> str:
    """The value without the countries behind its names: "Ida Ros and Jon Vale, Netherlands"."""
    end = value.rfind(names[-1]) + len(names[-1]) if names else 0
    return value[:end] if end and _PLACE_BEHIND.fullmatch(value, end) else value


def _is_no_person(name: str, lexicon: Lexicon) -> bool:
    """Whether words of the site ("Reviews", "Movies") or a country stand where a name should."""
    return is_country(name) or any(
        hit.kind in {"review_word", "film_word", "page_word"} and hit.end - hit.start == len(name)
        for hit in lexicon.hits(name)
    )


def _title(block: Block, kind: str, item: Labelled) -> Iterator[Claim]:
    value = re.sub(r"\s*[(\[](?:18|19|20)\d\d[)\]]\s*$", "", item.value)
    title = clean(value)
    if not title or len(title) > 120:
        return
    start = item.start + item.value.find(title)
    name = "film_title" if kind == "title" else "film_title_alt"
    yield at_text(block, name, title, (start, start + len(title)), f"label.{kind}")


def _year(block: Block, item: Labelled, rule: str) -> Iterator[Claim]:
    match = _YEAR.search(item.value)
    if match is not None:
        span = (item.start + match.start(), item.start + match.end())
        yield at_text(block, "film_year", int(match.group()), span, rule)


def _genres(block: Block, item: Labelled) -> Iterator[Claim]:
    at = 0
    for part in _LISTED.split(item.value.rstrip(".")):
        genre = part.strip()
        if genre and len(genre) < 40:
            start = item.value.find(genre, at)
            at = start + len(genre)
            yield at_text(block, "genres", genre, (item.start + start, item.start + at), "label.genre")
