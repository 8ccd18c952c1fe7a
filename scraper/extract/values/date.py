"""Dates as pages print them, in every language of the lexicon, as far as they are stated.

    >>> from scraper.extract.lexicon import load
    >>> str(parse("Montag, 3. März 2014", load(("de",))))
    '2014-03-03'
    >>> str(parse("03/11/2016", load(("en",)))), str(parse("03/11/2016", load(("en",)), region="GB"))
    ('2016-03-11', '2016-11-03')

No part is invented: "3 November" has no year, "November 2016" no day. Words such as "yesterday" or
"2 days ago" count only against a `base`, the day on which they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from scraper.extract.lexicon import Hit, Lexicon, fold
from scraper.extract.values import Found, settle
from scraper.extract.values.number import number
from scraper.model import PartialDate

EARLIEST: Final = 1890
LATEST: Final = 2099
_FIRST_CINEMA_CENTURY: Final = 40  # "14" is 2014, "68" is 1968
_ISO: Final = re.compile(
    r"(?<![\d./-])(?P<y>(?:1[89]|20)\d\d)(?P<sep>[-./]|\.\s)"
    r"(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)\.?",
)
_EAST: Final = re.compile(
    r"(?:(?P<y>(?:1[89]|20)\d\d|\d\d(?=\s?[年년]))\s?[年년]\s?)?(?P<m>0?[1-9]|1[0-2])\s?[月월]"
    r"(?:\s?(?P<d>0?[1-9]|[12]\d|3[01])\s?[日號号일])?",
)
_NUMERIC: Final = re.compile(
    r"(?<![\d.,/:-])(?P<a>\d{1,2})(?P<sep>\s?[./-]\s?)(?P<b>\d{1,2})(?P=sep)"
    r"(?P<y>(?:1[89]|20)\d\d|['’]?\d\d)(?![\d/]|[.,-]\d|:)",
)
_DAY_MONTH: Final = re.compile(r"(?<![\d.,/:-])(?P<a>\d{1,2})\.\s?(?P<b>\d{1,2})\.(?![\d]|\s?\d{1,2}\b)")
_PAIR: Final = re.compile(r"(?<![\d.,/:-])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})(?![\d/%]|[.,:]\d)")
_YEAR: Final = re.compile(r"(?<![\d/.-])(?:1[89]|20)\d\d(?![\d-]|[/.]\d)")
_ORDINAL: Final = r"(?:st|nd|rd|th|er|re|ère|º|°|ª|[.]º|\.|e|è|:e|:a|-го|-го|-е|ος|η|\.-én)?"
_LINK: Final = r"(?:\s*(?:of|de|d['’]|di|den|ta['’]|del|do|da|the)\s+|\s*d['’]|\s*[-/.]\s*|\s+|(?<=\.))"
_BEFORE: Final = re.compile(
    r"(?:(?P<y>(?:1[89]|20)\d\d)\.?\s*(?:[,]\s*)?)?"
    rf"(?:(?<![\d.,:/])(?P<d>\d{{1,2}}){_ORDINAL}(?:\s*[-–/&]\s*\d{{1,2}}{_ORDINAL})?(?:{_LINK})?)?$",
    re.IGNORECASE,
)
_AFTER_DAY: Final = re.compile(
    rf"\.?\s*(?:the\s+)?(?P<d>\d{{1,2}}){_ORDINAL}(?![\d:]|[.,]\d|\s?(?:am|pm|uhr|h\b|%|/))"
    rf"(?:\s*[-–]\s*\d{{1,2}}{_ORDINAL})?",
    re.IGNORECASE,
)
_AFTER_YEAR: Final = re.compile(
    r"\.?(?:\s*[,/.-]\s*|\s+)(?:(?:de|del|di|do|da|of|roku|anul|г\.)\s+)?"
    r"(?P<y>(?:1[89]|20)\d\d|['’]\d\d|\d\d(?=\s*(?:$|[),;|\n])))(?![\d:]|[.,]\d|\s?(?:am|pm|uhr|h\b))",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d")
_COMMON_WORDS: Final = frozenset({"may", "march", "mar"})  # months only with a capital
_AGO_WORDS: Final = 16
_MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WINDOW: Final = 24


def order_for(lexicon: Lexicon, region: str | None = None) -> str:
    """Whether "3/4/2020" is read "dmy" or "mdy": by the language, and by the region where it writes otherwise."""
    facts = lexicon.main
    return "dmy" if region is not None and region.upper() in facts.dmy_regions else facts.date_order


def parse(
    text: str, lexicon: Lexicon, *, region: str | None = None, base: PartialDate | None = None
) -> PartialDate | None:
    """The first date of a labelled value; a value that is only a year counts too."""
    found = find(text, lexicon, region=region, base=base)
    if found:
        return found[0].value
    pair = _PAIR.search(text)
    if pair is not None and (made := _pair(pair, order_for(lexicon, region))) is not None:
        return made
    year = _YEAR.search(text)
    return PartialDate(int(year.group())) if year is not None else None


def find(
    text: str, lexicon: Lexicon, *, region: str | None = None, base: PartialDate | None = None
) -> list[Found[PartialDate]]:
    """Every date in a sentence, in order; relative ones only where `base` is complete."""
    order = order_for(lexicon, region)
    found: list[Found[PartialDate]] = []
    hits = lexicon.hits(text)
    if _FIGURE.search(text) is not None:
        found += _numeric(text, order)
        found += _named(text, hits)
    found += _holidays(text, hits)
    if base is not None and base.complete:
        found += _relative(text, hits, base, lexicon)
    return settle(found)


def make(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    """A date if its parts can be one."""
    if year is not None and not EARLIEST <= year <= LATEST:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and (month is None or not 1 <= day <= _MONTH_DAYS[month - 1]):
        return None
    return PartialDate(year, month, day) if (year or month) else None


def full_year(printed: str | None) -> int | None:
    """A year of two or four figures; two figures stay within 1941..2040."""
    if not printed:
        return None
    figures = printed.strip("'’ ")
    value = int(figures)
    if len(figures) > 2:
        return value
    return 2000 + value if value <= _FIRST_CINEMA_CENTURY else 1900 + value


def _numeric(text: str, order: str) -> Iterator[Found[PartialDate]]:
    for match in _ISO.finditer(text):
        yield from _found(text, match, make(int(match["y"]), int(match["m"]), int(match["d"])), "iso")
    for match in _EAST.finditer(text):
        day = int(match["d"]) if match["d"] else None
        if day is not None or match["y"]:
            yield from _found(text, match, make(full_year(match["y"]), int(match["m"]), day), "east")
    for match in _NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        day, month = _ordered(a, b, "dmy" if "." in match["sep"] and b <= 12 else order)
        yield from _found(text, match, make(full_year(match["y"]), month, day), "numeric")
    for match in _DAY_MONTH.finditer(text):
        yield from _found(text, match, make(None, int(match["b"]), int(match["a"])), "day_month")


def _ordered(a: int, b: int, order: str) -> tuple[int, int]:
    """Day and month of two figures: a figure above 12 is a day, whatever the order."""
    if a > 12:
        return a, b
    if b > 12:
        return b, a
    return (b, a) if order == "mdy" else (a, b)


def _pair(match: re.Match[str], order: str) -> PartialDate | None:
    day, month = _ordered(int(match["a"]), int(match["b"]), order)
    return make(None, month, day)


def _found(text: str, match: re.Match[str], value: PartialDate | None, rule: str) -> Iterator[Found[PartialDate]]:
    if value is not None:
        yield Found(value, match.start(), match.end(), text[match.start() : match.end()], rule)


def _named(text: str, hits: list[Hit]) -> Iterator[Found[PartialDate]]:
    """Dates with the month in words: "3 November 2016", "November 3rd", "2016. november 3."."""
    for hit in hits:
        if hit.kind != "month" or text[hit.start : hit.end] in _COMMON_WORDS:
            continue
        low = max(0, hit.start - _WINDOW)
        before = _BEFORE.search(text, low, hit.start)
        start, end = hit.start, hit.end
        day = year = None
        if before is not None and before.group() and (before["d"] or before["y"]):
            start = before.start("y") if before["y"] else before.start("d")
            day = int(before["d"]) if before["d"] else None
            year = int(before["y"]) if before["y"] else None
        if day is None and (after := _AFTER_DAY.match(text, end)):
            day, end = int(after["d"]), after.end()
        if year is None and (after := _AFTER_YEAR.match(text, end)):
            year, end = full_year(after["y"]), after.end()
        if day is None and year is None:
            continue
        value = make(year, int(hit.key), day)
        if value is not None:
            yield Found(value, start, end, text[start:end], "named")


def _holidays(text: str, hits: list[Hit]) -> Iterator[Found[PartialDate]]:
    for hit in hits:
        if hit.kind == "holiday":
            month, day = map(int, hit.key.split("-"))
            raw = text[hit.start : hit.end]
            yield Found(PartialDate(None, month, day), hit.start, hit.end, raw, "holiday", frozenset({"holiday"}))


_DAYS: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}


def as_day(value: PartialDate) -> date | None:
    """A complete date as a day of the calendar."""
    if value.year is None or value.month is None or value.day is None:
        return None
    try:
        return date(value.year, value.month, value.day)
    except ValueError:
        return None


def of_day(day: date) -> PartialDate:
    """A day of the calendar as a complete date."""
    return PartialDate(day.year, day.month, day.day)


def _relative(text: str, hits: list[Hit], base: PartialDate, lexicon: Lexicon) -> Iterator[Found[PartialDate]]:
    """Words like "yesterday", "2 days ago", "11 months ago" (month precision), against the day of writing."""
    day = as_day(base)
    if day is None:
        return
    for hit in hits:
        raw = text[hit.start : hit.end]
        if hit.kind == "relative" and hit.key in _DAYS:
            value = of_day(day + timedelta(days=_DAYS[hit.key]))
            yield Found(value, hit.start, hit.end, raw, "relative", frozenset({"relative"}))
    yield from _ago(text, day, lexicon)


def _ago(text: str, day: date, lexicon: Lexicon) -> Iterator[Found[PartialDate]]:
    words = lexicon.words.get("ago", {})
    units = lexicon.words.get("unit", {})
    if not words or len(text) > 200:
        return
    for match in _COUNT.finditer(text):
        unit = units.get(fold(match["unit"]).rstrip("."))
        count = number(match["n"], lexicon)
        around = fold(text[max(0, match.start() - _AGO_WORDS) : match.start()])
        around += " | " + fold(text[match.end() : match.end() + _AGO_WORDS])
        if unit is None or count is None or not any(word in around for word in words):
            continue
        value = _back(day, int(count), unit)
        if value is not None:
            yield Found(value, *match.span(), match.group(), "relative", frozenset({"relative"}))


_COUNT: Final = re.compile(r"(?<![\w.,])(?P<n>\d{1,3})\s?(?P<unit>[^\W\d_]+)")


def _back(day: date, count: int, unit: str) -> PartialDate | None:
    """`count` units before `day`, as precise as the unit is."""
    if unit in {"minute", "hour"}:
        return of_day(day - timedelta(hours=count)) if unit == "hour" and count >= 24 else of_day(day)
    if unit == "day":
        return of_day(day - timedelta(days=count))
    if unit == "week":
        return replace(of_day(day - timedelta(weeks=count)), day=None)
    if unit == "month":
        months = day.year * 12 + day.month - 1 - count
        return PartialDate(months // 12, months % 12 + 1)
    return PartialDate(day.year - count) if unit == "year" else None
