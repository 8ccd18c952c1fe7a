"""No line, however it repeats itself, takes the grammars more than time in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from scraper.extract.lexicon import Lexicon, detect, load
from scraper.extract.values import channel, date, glyphs, person, score

LEXICON = load(("de", "fr"))
_PIECES = [
    "1 ", "* ", "*", "★ ", "(", "A ", "A. ", "Ab ", "a:", "12.", "1/2 ", "one and ", "10 out of ", "jan 1 ", "1 jan ",
    "in theaters ", "netflix ", "Regie: ", "“a", '"', "'s ", "d'", "Jr. ", "3 stars ", "I give it a ", "4/5 ", "½",
    "5%", "Ida Ros, ", "opens Friday ", "（", "1 - ",
]  # fmt: skip
_READERS: dict[str, Callable[[str, Lexicon], object]] = {
    "score": score.find,
    "date": date.find,
    "channel": channel.find,
    "people": person.people,
    "labels": lambda text, lexicon: lexicon.labels(text),
    "glyphs": lambda text, _: list(glyphs.runs(text)),
    "detect": lambda text, _: detect(text),
}


def seconds(reader: Callable[[str, Lexicon], object], text: str) -> float:
    started = time.process_time()
    reader(text, LEXICON)
    return time.process_time() - started


def ratio(reader: Callable[[str, Lexicon], object], piece: str) -> float:
    short = seconds(reader, (piece * 4_000)[:4_000])
    return seconds(reader, (piece * 16_000)[:16_000]) / max(short, 0.02)


@pytest.mark.parametrize("name", _READERS)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    for piece in _PIECES:
        # Quadratic work would take sixteen times; a floor keeps the clock's grain out of the ratio. On a busy
        # machine a cold cache can double one measurement, so the best of a few counts.
        ratios = (ratio(_READERS[name], piece) for _ in range(4))
        assert any(found < 10 for found in ratios), piece
