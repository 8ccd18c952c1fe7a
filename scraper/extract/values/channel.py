"""How and where a film can be seen: channels, platforms, festivals, regions, and their dates.

    >>> from scraper.extract.lexicon import load
    >>> found = find("In theaters and on Hulu May 3, on Blu-ray June 7.", load(("en",)))
    >>> [(one.value.channel, one.value.platform, str(one.value.date)) for one in found]
    [('theatrical', None, '--05-03'), ('streaming', 'Hulu', '--05-03'), ('physical', None, '--06-07')]

A channel counts only with a date, a word such as "now", or in a form that states availability;
"a night at the theater" states none. Years and weekdays are left open here: see `complete`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple, cast

from scraper.extract.lexicon import Hit, Lexicon, fold, load
from scraper.extract.values import Found
from scraper.extract.values import date as dates
from scraper.extract.values.number import alternation
from scraper.model import Availability, Channel, PartialDate

_SENTENCE: Final = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.!?])\s+(?=[^\W_]|[\"“(])|(?<=\d\d\d\d[.!?])\s+(?=[A-ZÀ-Þ])|[。！？]|\s\|\s|\s•\s"
)
_PARENTHESES: Final = re.compile(r"[(\[（]([^()\[\]（）]{2,90})[)\]）]")
_CLOCK: Final = re.compile(r"(?<![\d.,/])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.,/])")
_NEAR: Final = 90
_TIED: Final = 30
_BRIEF: Final = 4
_REGION_GAP: Final = 16
_LONGEST: Final = 200
_TRAPS: Final = frozenset({"setting", "trap_event", "previously"})
SAYING: Final = frozenset(
    {"platform", "broadcaster", "opens"}
    | {f"channel.{name}" for name in ("theatrical", "digital", "streaming", "physical", "broadcast", "festival")},
)
_LEAP_DAYS: Final = 366


class Anchor(NamedTuple):
    """A word that names a channel, with the platform or festival where it names one."""

    channel: Channel
    platform: str | None
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    future: re.Pattern[str]
    past: re.Pattern[str]
    now: re.Pattern[str]
    region: re.Pattern[str]


@lru_cache(maxsize=64)
def _grammar(languages: tuple[str, ...]) -> _Grammar:
    words = load(languages).words
    tense = words.get("tense", {})

    def any_of(keys: Sequence[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{alternation(keys)})(?!\w)", re.IGNORECASE)

    now = [word for word, key in words.get("relative", {}).items() if key in {"now", "today"}]
    return _Grammar(
        future=any_of([word for word, key in tense.items() if key == "future"]),
        past=any_of([word for word, key in tense.items() if key == "past"]),
        now=any_of([*now, *words.get("available", {})]),
        region=any_of(list(words.get("region", {}))),
    )


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a line; bars and bullets part them too."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


_ON: Final = 3
_LONG_NAME: Final = 40
_SERVICE_NAME: Final = re.compile(
    r"\b(?:on|auf|sur|en|su|op|na|på|no)\s(?:the\s)?([A-Z][\w&'’]+\+?(?:\s[A-Z][\w]*\+?)?)"
)


def anchors(text: str, lexicon: Lexicon) -> list[Anchor]:
    """The words of `text` that name a channel, a platform, a broadcaster or a festival, in order."""
    found: list[Anchor] = []
    for hit in lexicon.hits(text):
        anchor = _anchor(hit, text, lexicon)
        if anchor is not None and (not found or (anchor.start, anchor.channel) != (found[-1].start, found[-1].channel)):
            found.append(anchor)
    return found


def _anchor(hit: Hit, text: str, lexicon: Lexicon) -> Anchor | None:
    if hit.kind.startswith("channel."):
        named = _service(hit, text, lexicon)
        return Anchor(cast("Channel", hit.key), named, hit.start, hit.end, "channel")
    if hit.kind == "platform":
        capital = text[hit.start].isupper() or not text[hit.start].isascii() or hit.key == "iTunes"
        return Anchor(_platform_channel(hit.key), hit.key, hit.start, hit.end, "platform") if capital else None
    if hit.kind == "broadcaster" and text[hit.start].isupper():
        return Anchor("broadcast", hit.key, hit.start, hit.end, "broadcaster")
    if hit.kind == "festival_name" and (text[hit.start].isupper() or not text[hit.start].isascii()):
        return Anchor("festival", hit.key, hit.start, hit.end, "festival_name")
    return None


def _service(hit: Hit, text: str, lexicon: Lexicon) -> str | None:
    """The name behind "streaming on", of a service that no list has: a word with a capital that means nothing else."""
    if hit.key != "streaming":
        return None
    match = _SERVICE_NAME.search(text, hit.end - _ON, hit.end + _LONG_NAME)
    if match is None or match.start() > hit.end + 1 or any(one.start == 0 for one in lexicon.hits(match[1])):
        return None
    return match[1]


# Shops that rent and sell single films.
_SHOPS: Final = frozenset({"iTunes", "Google Play", "Vudu", "YouTube", "Looke", "Vimeo", "Pathé Thuis"})


def _platform_channel(name: str) -> Channel:
    return "digital" if name in _SHOPS else "streaming"


def parse(text: str, lexicon: Lexicon) -> Availability | None:
    """The first availability that a labelled value states."""
    found = find(text, lexicon)
    return found[0].value if found else None


def find(text: str, lexicon: Lexicon) -> list[Found[Availability]]:
    """Every availability that a line states, one entry per channel and date.

    Marks beside reasons for distrust: "future", "past" (the sentence's tense), "today", "tomorrow",
    "weekday.N", "this_week" tell `complete` how to fill in what the words leave open.
    """
    if lexicon.kinds(text).isdisjoint(SAYING):
        return []
    places = [hit.start for hit in lexicon.hits(text) if hit.kind in SAYING]
    found: list[Found[Availability]] = []
    for start, end in sentences(text):
        if end - start <= _LONGEST * 4 and any(start <= place < end for place in places):
            found += _of_sentence(text, start, end, lexicon)
    return found


def _of_sentence(line: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Found[Availability]]:
    text = line[start:end]
    named = anchors(text, lexicon)
    hits = lexicon.hits(text)
    if any(hit.kind in _TRAPS for hit in hits):
        return
    days = [one for one in dates.find(text, lexicon) if _useful(one.value)]
    if not named:
        named = list(_opening(text, days, hits))
    if not named:
        return
    grammar = _grammar(lexicon.languages)
    soft = _relative_marks(hits)
    listed = [one for one in _distinct(named) if one.kind != "festival_name" and one.channel != "festival"]
    rules = [_rule(text, one, _nearest(one, days), hits, grammar, soft=bool(soft)) for one in listed]
    for anchor, rule in zip(listed, _shared(listed, rules), strict=True):
        day = _nearest(anchor, days)
        if rule is None:
            continue
        left, right = (min(anchor.start, day.start), max(anchor.end, day.end)) if day else (anchor.start, anchor.end)
        raw = line[start + left : start + right]
        value = Availability(
            day.value if day else None, anchor.channel, raw, anchor.platform, _region(text, anchor, grammar, lexicon)
        )
        marks = (
            _tense(text, left, right, grammar) | (soft if day is None else frozenset()) | _doubts(text, hits, anchor)
        )
        yield Found(value, start + left, start + right, raw, rule, marks)


def _useful(day: PartialDate) -> bool:
    return day.month is not None and (day.day is not None or day.year is not None)


def _opening(text: str, days: Sequence[Found[PartialDate]], hits: Sequence[Hit]) -> Iterator[Anchor]:
    """A verb that means cinemas by itself, with its date beside it: "opens Friday, May 3", "(out Nov 3)"."""
    for hit in hits:
        if hit.kind != "opens":
            continue
        reach = _BRIEF if hit.end - hit.start <= _BRIEF else _TIED  # "out" says little, and needs its date at once
        near = any(
            text[hit.end : day.start].strip() in {"", "on", "this"}
            if day.rule == "holiday"
            else 0 <= day.start - hit.end <= reach or 0 <= hit.start - day.end <= reach // 2
            for day in days
        )
        weekday = any(one.kind == "weekday" and 0 <= one.start - hit.end <= _TIED // 2 for one in hits)
        if near or weekday:
            yield Anchor("theatrical", None, hit.start, hit.end, "opens")
            return


def _distinct(named: Sequence[Anchor]) -> list[Anchor]:
    """Anchors without the general word beside a name: "streaming on Hulu" is Hulu alone."""
    platforms = {anchor.channel for anchor in named if anchor.platform}
    kept: list[Anchor] = []
    seen: set[tuple[str, str | None]] = set()
    for anchor in named:
        key = (anchor.channel, anchor.platform)
        general = anchor.platform is None and anchor.channel in platforms and anchor.channel in {"streaming", "digital"}
        if not general and key not in seen:
            kept.append(anchor)
            seen.add(key)
    return kept


def _shared(listed: Sequence[Anchor], rules: Sequence[str | None]) -> list[str | None]:
    """The rules, with those of a neighbour where an anchor has none: "now in theaters and on Hulu"."""
    shared = list(rules)
    for place in range(1, len(listed)):
        near = listed[place].start - listed[place - 1].end <= _TIED
        if near and shared[place] is None and shared[place - 1] not in {None, "opens", "viewing"}:
            shared[place] = shared[place - 1]
    return shared


def _nearest(anchor: Anchor, days: Sequence[Found[PartialDate]]) -> Found[PartialDate] | None:
    """The date that goes with an anchor: the next behind it, else the last before it, within reach."""
    behind = [day for day in days if 0 <= day.start - anchor.end <= _NEAR]
    before = [day for day in days if 0 <= anchor.start - day.end <= _NEAR]
    if behind and before:
        gap_behind, gap_before = behind[0].start - anchor.end, anchor.start - before[-1].end
        return behind[0] if gap_behind <= gap_before * 2 else before[-1]
    return behind[0] if behind else before[-1] if before else None


def _rule(
    text: str, anchor: Anchor, day: Found[PartialDate] | None, hits: Sequence[Hit], grammar: _Grammar, *, soft: bool
) -> str | None:
    """Which form the statement has; None where it states nothing."""
    if anchor.kind == "opens":
        return "opens"
    says = grammar.future.search(text) or grammar.past.search(text)
    if any(hit.kind == "viewing" and 0 <= anchor.start - hit.end <= _TIED for hit in hits):
        return "viewing"
    if anchor.kind == "broadcaster" and (day is None or len(text) > 2 * _NEAR):
        return None
    if day is not None:
        return "dated" if says else "dated_bare" if day.value.day is not None else None
    return _undated(text, anchor, grammar, soft=soft, says=bool(says))


def _undated(text: str, anchor: Anchor, grammar: _Grammar, *, soft: bool, says: bool) -> str | None:
    """The form of a statement without a date."""
    close = text[max(0, anchor.start - _TIED) : anchor.end + _TIED]
    if grammar.now.search(close):
        return "now"
    if soft:
        return "soft" if says or anchor.platform else "soft_bare"
    if _bracketed(text, anchor):
        return "bracket"
    if anchor.kind == "channel":
        return "released" if _just_said(text, anchor, grammar) else None
    return "plain" if anchor.kind == "platform" and grammar.future.search(close) else None


def _just_said(text: str, anchor: Anchor, grammar: _Grammar) -> bool:
    """Whether a word for a release stands right before the channel: "released in cinemas"."""
    low = max(0, anchor.start - _TIED)
    ends = [
        m.end()
        for pattern in (grammar.past, grammar.future)
        for m in pattern.finditer(text, low, anchor.start)
        if m.end() - m.start() > _BRIEF
    ]
    return any(anchor.start - end <= _BRIEF for end in ends)


def _bracketed(text: str, anchor: Anchor) -> bool:
    """Whether a bracket holds little but the channel: "Harrow Lane (Netflix)", "(Blu-ray & digital)"."""
    for match in _PARENTHESES.finditer(text):
        if match.start() < anchor.start and anchor.end < match.end():
            return len(match.group(1)) <= 40
    return False


def _relative_marks(hits: Sequence[Hit]) -> frozenset[str]:
    """What the sentence says of time without a date."""
    said = {hit.key for hit in hits if hit.kind == "relative" and hit.key != "now"}
    said |= {f"weekday.{hit.key}" for hit in hits if hit.kind == "weekday"}
    if any(hit.kind == "soon" for hit in hits):
        said.add("soon")
    return frozenset(said)


def _tense(text: str, left: int, right: int, grammar: _Grammar) -> frozenset[str]:
    """Whether the nearest tense word around the statement looks ahead or back."""
    low, high = max(0, left - _NEAR), min(len(text), right + _TIED)

    def gap(pattern: re.Pattern[str]) -> int:
        spans = [match.span() for match in pattern.finditer(text, low, high)]
        spans = [span for span in spans if span[1] - span[0] > 3] or spans
        return min((max(0, left - end, start - right) for start, end in spans), default=10_000)

    ahead, back = gap(grammar.future), gap(grammar.past)
    if ahead == back:
        return frozenset()
    return frozenset({"future"}) if ahead < back else frozenset({"past"})


def _doubts(text: str, hits: Sequence[Hit], anchor: Anchor) -> frozenset[str]:
    said = set()
    if any(hit.kind == "distributor" and abs(hit.start - anchor.start) <= _TIED for hit in hits):
        said.add("distributor")
    if any(hit.kind.startswith("not_film.book") or hit.kind == "rerelease" for hit in hits):
        said.add("rerelease")
    if (
        anchor.platform
        and anchor.end < len(text)
        and text[anchor.end : anchor.end + 8].lower().startswith(("'s ", "’s "))
    ):
        said.add("possessive")
    return frozenset(said)


def _region(text: str, anchor: Anchor, grammar: _Grammar, lexicon: Lexicon) -> str | None:
    """The region named beside the channel, as an ISO 3166 code."""
    return region_near(text, anchor.start, anchor.end, grammar.region, lexicon)


def region_near(text: str, start: int, end: int, pattern: re.Pattern[str], lexicon: Lexicon) -> str | None:
    """The region that stands within or beside a span; two-letter names only in capitals."""
    low, high = max(0, start - _REGION_GAP), min(len(text), end + _REGION_GAP)
    for match in pattern.finditer(text, low, high):
        printed = match.group()
        if len(printed) <= 2 and not printed.isupper():
            continue
        code = lexicon.words["region"].get(fold(printed))
        if code is not None and code != "001":
            return code
    return None


def region_of(text: str, lexicon: Lexicon) -> str | None:
    """The region that a label names ("US release", "Premiera w Polsce")."""
    return region_near(text, 0, len(text), _grammar(lexicon.languages).region, lexicon)


def tense_of(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The tense of a short text as marks."""
    return _tense(text, 0, len(text), _grammar(lexicon.languages))


HINTS: Final = frozenset(
    {"future", "past", "today", "tomorrow", "yesterday", "soon", "this_week", "next_week", "last_week", "this_month"}
    | {"next_month", "last_month", "this_year", "next_year", "last_year"}
    | {f"weekday.{number}" for number in range(1, 8)},
)


def complete(value: Availability, marks: frozenset[str], base: PartialDate | None) -> Availability:
    """The entry with what the review's own date lets one infer: a missing year by tense, a weekday, "today".

    `basis` says so: "year_inferred" or "relative". Without a base nothing is filled in.
    """
    day = dates.as_day(base) if base is not None else None
    if day is None or value.basis == "viewing":
        return value
    if value.date is None:
        offset = _offset(marks, day.isoweekday())
        if offset is None:
            return value
        return replace(value, date=dates.of_day(day + timedelta(days=offset)), basis="relative")
    if value.date.year is not None or value.date.month is None or value.date.day is None:
        return value
    year = _year(value.date, marks, day.toordinal(), day.year)
    return value if year is None else replace(value, date=replace(value.date, year=year), basis="year_inferred")


def _offset(marks: frozenset[str], today: int) -> int | None:
    """Days from the review to the day that its words mean."""
    for word, days in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        if word in marks:
            return days
    weekdays = [int(mark[-1]) for mark in marks if mark.startswith("weekday.")]
    if len(weekdays) != 1 or marks & {"last_week", "next_week", "this_month"}:
        return None
    ahead = (weekdays[0] - today) % 7
    return ahead - 7 if "past" in marks and ahead else ahead


def _year(partial: PartialDate, marks: frozenset[str], base: int, year: int) -> int | None:
    """The year that brings day and month nearest to the review, on the side that the tense says, within a year."""
    candidates = []
    for guess in (year - 1, year, year + 1):
        day = dates.as_day(replace(partial, year=guess))
        if day is not None:
            candidates.append((day.toordinal() - base, guess))
    if "future" in marks:
        candidates = [one for one in candidates if one[0] >= -10] or candidates
    elif "past" in marks:
        candidates = [one for one in candidates if one[0] <= 10] or candidates
    gap, guess = min(candidates, key=lambda one: abs(one[0]), default=(_LEAP_DAYS + 1, 0))
    return guess if abs(gap) <= _LEAP_DAYS else None


def broadcast(text: str, lexicon: Lexicon) -> Found[Availability] | None:
    """A line of a TV column: channel and clock time ("TV1 klo 20.15", "FREDAG, KANAL 9, 22.00")."""
    if len(text) > 90 or not _CLOCK.search(text):
        return None
    for hit in lexicon.hits(text):
        if hit.kind == "broadcaster":
            clock = _CLOCK.search(text, hit.end) or _CLOCK.search(text)
            if clock is None:
                continue
            start, end = min(hit.start, clock.start()), max(hit.end, clock.end())
            value = Availability(None, "broadcast", text[start:end], hit.key)
            return Found(value, start, end, text[start:end], "broadcast")
    return None
