"""The critic's score where it stands in text: behind a label, in the title line, set apart, in the last words.

Every score of the block is claimed; the rule says in which form and where ("score.tail_ratio"), the
marks what speaks against it. Legends are read for the scale and then left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final, NamedTuple

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import LabelHit, Lexicon, fold
from scraper.extract.page import Line
from scraper.extract.profile import usual_best
from scraper.extract.values import Found
from scraper.extract.values.norm import normalise
from scraper.extract.values.score import find, is_certificate, letter_at_end, read, verdict
from scraper.model import Claim, Rating

_OWN: Final = frozenset({"score", "score_overall"})
_NOT_OWN: Final = {
    "readers_score": "readers",
    "aggregator_score": "aggregator",
    "subscore": "sub_score",
    "certificate": "certificate",
    "runtime": "other_count",
    "year": "other_count",
}
_TAXONOMY: Final = frozenset({"tags", "categories"})
_MOST: Final = 300
"""Scores of one block that are looked at."""
_MAX_LINE: Final = 20_000
_LABELLED_LINE: Final = 1_200
_SHORT: Final = 90
_FIRST: Final = 3
_LAST: Final = 4
_TAIL: Final = 30
_HEAD: Final = 4
_LEGEND: Final = 4
_NEAR_LINES: Final = 3
_GIVE: Final = 60
_HEAD_COLON: Final = re.compile(r"\W{0,4}(?P<head>[^:：|\d]{3,40})[:：]\s*")
_LABEL_WORDS: Final = 5
_WORDY: Final = re.compile(r"[^\W\d_]{2,}")
_OWN_SENTENCE: Final = re.compile(r"[.!?…]\s+$")
_ENDED: Final = re.compile(r"[.!?,;…]$")
_TITLE: Final = 48


class _Seen(NamedTuple):
    """A score with its line and where in the block it stands."""

    found: Found[Rating]
    line: Line
    where: str


_WIDGET: Final = 4


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `score` from the block's text."""
    lines = [line for line in block.lines if line.text and len(line.text) <= _MAX_LINE]
    seen = list(islice(_scores(block, lines, lexicon), _MOST))
    legend, best = _legend(seen)
    for index, one in enumerate(seen):
        marks = one.found.marks | ({"legend"} if index in legend else set())
        if one.where == "title":
            # "Harrow Lane: A Love Story – 8/10": in a headline the word is the film's, not a criterion.
            marks -= {"sub_score"}
        rating = _scaled(one.found.value, best, site)
        span = (one.line.start + one.found.start, one.line.start + one.found.end)
        if one.where == "alone" and one.found.rule == "asterisks" and _parts_text(lines, one.line):
            marks |= {"separator"}
        if one.found.rule == "filled" and _state_lost(block, one.line, span):
            marks |= {"state_lost"}
        yield at_text(block, "score", rating, span, f"score.{one.where}_{one.found.rule}", frozenset(marks))


def _parts_text(lines: Sequence[Line], line: Line) -> bool:
    """Whether a run of asterisks alone on its line has sentences on both sides: then it parts them."""
    place = next((index for index, other in enumerate(lines) if other is line), -1)
    above, below = lines[max(0, place - _FIRST) : place], lines[place + 1 : place + 1 + _FIRST]
    return all(any(len(other.text) > _SHORT for other in side) for side in (above, below))


def _state_lost(block: Block, line: Line, span: tuple[int, int]) -> bool:
    """Whether each glyph is an element of its own and none says if it is filled: a style sheet said it.

    A run that a person typed is one text; a widget that draws only what is filled stops before four.
    """
    elements = (block.page.elements[index] for index in line.inlines)
    glyphs = [one for one in elements if span[0] <= one.start and one.end <= span[1] and one.end - one.start == 1]
    return len(glyphs) >= _WIDGET and len(glyphs) == span[1] - span[0] and not any(one.attrs for one in glyphs)


def _scaled(rating: Rating, best: float | None, site: Site) -> Rating:
    """A score without a scale on the page's legend, else on the site's usual one."""
    value = rating.value
    if rating.best is not None or rating.kind not in {"stars", "points"} or not isinstance(value, int | float):
        return rating
    if best is not None and value <= best:
        rating = replace(rating, best=best, scale="printed")
    elif (usual := site.best or usual_best(site.observed)) is not None and value <= usual:
        rating = replace(rating, best=usual, scale="site")
    return replace(rating, norm=normalise(rating))


def _scores(block: Block, lines: Sequence[Line], lexicon: Lexicon) -> Iterator[_Seen]:
    waiting: tuple[str, ...] = ()
    for place, line in enumerate(lines):
        text = line.text
        labels = lexicon.labels(text) if len(text) < _LABELLED_LINE else []
        if labels and any(_TAXONOMY & set(label.kinds) for label in labels):
            waiting = ()
            continue
        taken: list[tuple[int, int]] = []
        if waiting and not labels:
            yield from _behind_label(line, waiting, lexicon, taken)
        waiting = lexicon.label_kinds(text) if len(text) < _SHORT else ()
        if (":" in text or "：" in text) and not any(label.separated and _OWN & set(label.kinds) for label in labels):
            yield from _named_label(line, lexicon, taken)
        for label in labels:
            if not any(start < label.value_end and label.value_start < end for start, end in taken):
                yield from _labelled(line, label, lexicon, taken)
        yield from _unlabelled(block, lines, place, lexicon, taken)


def _unlabelled(
    block: Block, lines: Sequence[Line], place: int, lexicon: Lexicon, taken: list[tuple[int, int]]
) -> Iterator[_Seen]:
    """Scores of a line besides those that labels announce."""
    line = lines[place]
    scores = find(line.text, lexicon)
    if not scores and (taken or len(line.text) > _SHORT):
        return
    where = _Place(block, lines, place)
    for found in scores:
        if any(start < found.end and found.start < end for start, end in taken):
            continue
        yield _Seen(found, line, where.of(found, lexicon))
    if not taken:
        yield from _set_apart(line, where, lexicon, scores)


def _behind_label(
    line: Line, kinds: tuple[str, ...], lexicon: Lexicon, taken: list[tuple[int, int]]
) -> Iterator[_Seen]:
    """The value of a label that stands on the line before: the next cell of a table."""
    foreign = [_NOT_OWN[kind] for kind in kinds if kind in _NOT_OWN]
    if not foreign and not _OWN & set(kinds):
        return
    found = read(line.text, lexicon)
    if found is None or (found.rule == "verdict" and len(line.text) > _SHORT):
        return
    where = "overall" if "score_overall" in kinds and "score" not in kinds else "label"
    taken.append((found.start, found.end))
    yield _Seen(replace(found, marks=found.marks | set(foreign)), line, where)


def _labelled(line: Line, label: LabelHit, lexicon: Lexicon, taken: list[tuple[int, int]]) -> Iterator[_Seen]:
    """The score that a label of the line announces; under a label that is no score's, marked so."""
    value = line.text[label.value_start : label.value_end]
    own = bool(_OWN & set(label.kinds))
    foreign = {_NOT_OWN[kind] for kind in label.kinds if kind in _NOT_OWN}
    if not own and not foreign:
        return
    if is_certificate(value):
        taken.append((label.value_start, label.value_end))
        return
    found = read(value, lexicon)
    if found is None or (
        not label.separated and found.rule in {"bare", "verdict", "spelled", "letter"} and len(value) > _TAIL
    ):
        return
    if fold(line.text[label.start : label.end]) in lexicon.words.get("die", {}):
        found = replace(found, value=_of_die(found.value), rule="die")
    shift = label.value_start
    found = replace(
        found,
        start=found.start + shift,
        end=found.end + shift,
        marks=found.marks | foreign - ({"sub_score"} if own else set()),
    )
    taken.append((found.start, found.end))
    overall = "score_overall" in label.kinds and "score" not in label.kinds
    yield _Seen(found, line, "overall" if overall else "label" if label.separated else "loose")


def _of_die(rating: Rating) -> Rating:
    """A bare figure behind the word for a die is its pips: one to six."""
    if rating.best is not None or not isinstance(rating.value, int | float) or not 0 <= rating.value <= 6:
        return rating
    thrown = replace(rating, kind="die", best=6, worst=1, scale="usual")
    return replace(thrown, norm=normalise(thrown))


def _named_label(line: Line, lexicon: Lexicon, taken: list[tuple[int, int]]) -> Iterator[_Seen]:
    """A label with a name in it: "Ida's Movie Grade: A", "Nota Harrow Film: 9/10", "HORROR RATING: 9/10"."""
    match = _HEAD_COLON.match(line.text)
    if match is None:
        return
    words = fold(match["head"]).split()
    own = lexicon.words.get("label.score", {})
    others = {**lexicon.words.get("label.subscore", {}), **lexicon.words.get("part", {})}
    ends = {words[0], words[-1], " ".join(words[-2:])}
    if (
        not 1 < len(words) <= _LABEL_WORDS
        or not any(word in own for word in ends)
        or any(word in others for word in words)
    ):
        return
    if any(hit.kind in {"aggregator", "readers", "certificate", "other_critic"} for hit in lexicon.hits(match["head"])):
        return
    found = read(line.text[match.end() :], lexicon)
    if found is not None and found.rule not in {"verdict", "spelled", "bare"}:
        taken.append((match.end() + found.start, match.end() + found.end))
        yield _Seen(replace(found, start=match.end() + found.start, end=match.end() + found.end), line, "label")


class _Place:
    """Where on its line and in its block a score stands."""

    def __init__(self, block: Block, lines: Sequence[Line], place: int) -> None:
        self.line = lines[place]
        self.title = self.line is block.title or self.line.heading == 1 or (place == 0 and len(self.line.text) < _SHORT)
        self.heading = self.line.heading > 0
        self.first = place < _FIRST
        self.last = place >= len(lines) - _LAST

    def of(self, found: Found[Rating], lexicon: Lexicon) -> str:
        """The word that the rule carries for the place."""
        text = self.line.text
        before, behind = text[: found.start], text[found.end :]
        alone = not _WORDY.search(before) and not _WORDY.search(behind)
        closes = len(behind.strip()) <= _TAIL and not (_WORDY.search(behind) and self.title)
        if alone:
            return "alone"
        if self.title:
            return "title" if closes else "intitle"
        if any(hit.kind in {"give", "grade_cue"} and 0 <= found.start - hit.end <= _GIVE for hit in lexicon.hits(text)):
            return "given"
        if self.led_by_title(before) and (found.rule != "asterisks" or before.isupper()):
            return "lead"
        return self._in_sentence(before, behind, closes=closes)

    def _in_sentence(self, before: str, behind: str, *, closes: bool) -> str:
        """The place of a score that stands among words."""
        opens = len(before.strip()) <= _HEAD
        if _OWN_SENTENCE.search(before) and (not behind.strip() or behind.lstrip()[:1] in ".!?"):
            return "apart"
        if len(self.line.text) < _SHORT and (closes or opens):
            return "short"
        if self.last and closes:
            return "tail"
        if self.first and opens:
            return "head"
        return "closing" if closes else "mid"

    def led_by_title(self, before: str) -> bool:
        """Whether only a name stands before the score: "HARROW LANE *** Canada 2020", "Nine Doors ★★½ ..."."""
        words = before.split()
        if not words or len(before) > _TITLE or _ENDED.search(before.rstrip()):
            return False
        return all(word[:1].isupper() or not word[:1].isalpha() or len(word) < _HEAD for word in words)


def _set_apart(line: Line, where: _Place, lexicon: Lexicon, scores: list[Found[Rating]]) -> Iterator[_Seen]:
    """Letters, verdicts and bare numbers on a line of their own, letters at the end of a title."""
    text = line.text
    if len(text) > _SHORT:
        return
    if not _WORDY.search(text) or len(text) < _TAIL:
        found = read(text, lexicon, scores)
        if (
            found is not None
            and found.rule in {"bare", "letter", "spelled", "verdict"}
            and found.end >= len(text.rstrip(" .!)]"))
        ):
            yield _Seen(found, line, "alone")
            return
    elif (step := verdict(text, lexicon)) is not None and step.end >= len(text.rstrip(" .!")):
        yield _Seen(step, line, "alone")
        return
    if (found := letter_at_end(text)) is not None and (where.title or where.heading or len(str(found.value.value)) > 1):
        yield _Seen(found, line, "title" if where.title or where.heading else "short")


def _legend(seen: Sequence[_Seen]) -> tuple[set[int], float | None]:
    """Which scores explain the scale instead of judging, and the best that they name."""
    legend: set[int] = set()
    run: list[int] = []
    for (_, one), (index, two) in pairwise(enumerate(seen)):
        if not _steps(one, two) or (run and not _same_way(seen, run, two)):
            run = []
        if _steps(one, two) and "overall" not in (one.where, two.where):
            run = run or [index - 1]
            run.append(index)
            same_line = all(seen[i].line is two.line for i in run)
            if len(run) >= (3 if same_line else _LEGEND):
                legend |= set(run)
    values = [seen[i].found.value for i in legend]
    figures = [value.value for value in values if isinstance(value.value, int | float)]
    best = max(figures, default=None) if all(value.best is None for value in values) else None
    return legend, best


def _steps(one: _Seen, two: _Seen) -> bool:
    """Whether two scores stand near each other in the same form, with different values."""
    if one.found.rule != two.found.rule or two.line.index - one.line.index > _NEAR_LINES:
        return False
    first, second = one.found.value.value, two.found.value.value
    return (
        isinstance(first, int | float)
        and isinstance(second, int | float)
        and first != second
        and one.found.value.best == two.found.value.best
    )


def _same_way(seen: Sequence[_Seen], run: list[int], two: _Seen) -> bool:
    """Whether the next value goes on up or down as the run did."""
    values = [seen[i].found.value.value for i in run]
    first, last, value = values[0], values[-1], two.found.value.value
    if not isinstance(first, int | float) or not isinstance(last, int | float) or not isinstance(value, int | float):
        return False
    return len(run) < 2 or (last > first) == (value > last)
