"""When, how and where the film can be seen: labelled dates, clauses, brackets, platform lines, TV columns, festivals.

Years and weekdays are left open: `complete` fills them in from the review's date once that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from scraper.extract.block import Block, Site, at_text
from scraper.extract.lexicon import LabelHit, Lexicon, fold
from scraper.extract.page import Line
from scraper.extract.values import Found, channel
from scraper.extract.values import date as dates
from scraper.model import Availability, Channel, Claim, PartialDate

REVIEWS_ONLY: Final = True
_RELEASES: Final = frozenset({"release", "theatrical", "digital", "streaming", "physical", "broadcast", "festival"})
_CHANNELS: Final = _RELEASES - {"release"}
# Without a word of these kinds a line states no channel.
_TOLD: Final = channel.SAYING | {"festival_name"}
_MAX_LINE: Final = 6_000
_MAX_VALUE: Final = 160
_SHORT: Final = 80
_FEW_WORDS: Final = 4
_HEADLINES: Final = 4
_PREMIERE: Final = 48
_DOUBLED: Final = re.compile(r"\W+")
# A service that the lexicon does not know: one to four words, the first with a capital.
_LISTED: Final = re.compile(r"[^\s,;/&|.][^,;/&|]*(?<=[^\s.])")
_SERVICE: Final = re.compile(r"[A-ZÀ-Þ][\w+'&.!-]*(?: [\w+'&.!-]+){0,3}")
_DISC: Final = re.compile(
    r"\b(?:4K(?: UHD| Ultra HD)?(?: Blu-?ray)?|Blu-?ray|DVD)\b(?=[^.]{0,24}$|[^.]{0,16}\b[Rr]eview)", re.IGNORECASE
)
# The heading of a column about discs covers every film below it.
_DISCS: Final = re.compile(
    r"\b(?:DVD|Blu-?ray)s?\b.{0,20}\b(?:releases|roundup|round-up|week)\b|\bthis week (?:in|on) (?:blu-?ray|dvd)\b",
    re.IGNORECASE,
)
_SEGMENT: Final = re.compile(r"(?:[|(\[]|\s[–—-]\s)(?P<words>[^|()\[\]]{3,24})(?=[|)\]]|$)")
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `availability` from the block's text."""
    del site
    waiting: tuple[str, ...] = ()
    column: Channel | None = None
    for place, line in enumerate(block.lines):
        text = line.text
        if not text or len(text) > _MAX_LINE:
            waiting = ()
            continue
        taken: list[tuple[int, int]] = []
        labels = lexicon.labels(text) if len(text) < _MAX_LINE // 4 else []
        if labels or waiting:
            yield from _behind_labels(block, line, labels, waiting, lexicon, taken)
        waiting = tuple(kind for kind in lexicon.label_kinds(text) if kind in _RELEASES) if len(text) < _SHORT else ()
        if len(text) < 2 * _SHORT and _names_discs(text):
            column = "physical"
        told = not lexicon.kinds(text).isdisjoint(_TOLD)
        if told:
            yield from _stated(block, line, lexicon, taken, column)
        if told and not taken:
            yield from _short_line(block, line, lexicon)
        if place < _HEADLINES or line.heading or line is block.title:
            yield from _festival_heading(block, line, lexicon)
        elif told and len(text) > _SHORT:
            yield from _festival_prose(block, line, lexicon)


def _names_discs(text: str) -> bool:
    folded = text.lower()
    return ("dvd" in folded or "blu" in folded) and _DISCS.search(text) is not None


def _behind_labels(
    block: Block,
    line: Line,
    labels: Sequence[LabelHit],
    waiting: tuple[str, ...],
    lexicon: Lexicon,
    taken: list[tuple[int, int]],
) -> Iterator[Claim]:
    """What stands behind labels of release: on the line, or on the line behind one that is only a label."""
    text = line.text
    for label in labels:
        if _RELEASES & set(label.kinds):
            yield from _labelled(block, line, label, lexicon, taken)
    if waiting and not taken:
        yield from _value(block, line, (0, len(text)), waiting, "", lexicon, taken)


def _labelled(
    block: Block, line: Line, label: LabelHit, lexicon: Lexicon, taken: list[tuple[int, int]]
) -> Iterator[Claim]:
    """A label with its value on the same line: "Kinostart: 3.11.2016", "Where to watch: Netflix"."""
    words = line.text[label.start : label.end]
    if (
        not label.separated
        and not line.text[label.value_start].isdigit()
        and label.value_end - label.value_start > _SHORT
    ):
        return
    yield from _value(
        block, line, (label.value_start, label.value_end), label.kinds, words, lexicon, taken, loose=not label.separated
    )


def _value(
    block: Block,
    line: Line,
    span: tuple[int, int],
    kinds: Sequence[str],
    label: str,
    lexicon: Lexicon,
    taken: list[tuple[int, int]],
    *,
    loose: bool = False,
) -> Iterator[Claim]:
    """What the value behind a label of release states: its dates, channels and platforms."""
    start, end = span
    value = line.text[start : min(end, start + _MAX_VALUE)]
    days = [one for one in dates.find(value, lexicon) if one.value.month is not None]
    if loose:
        days = [one for one in days if one.rule != "holiday"]
    services = _services(value, lexicon) if "streaming" in kinds and not days else []
    named = [one for one in channel.anchors(value, lexicon) if one.kind != "festival_name"]
    own = [cast("Channel", kind) for kind in kinds if kind in _CHANNELS]
    rule = "availability.loose" if loose else "availability.label"
    if days and days[0].start <= _SHORT:
        for day in days[:3]:
            wheres = own or list(dict.fromkeys(one.channel for one in named)) or ["theatrical"]
            beside = channel.region_of(label, lexicon) or channel.region_of(value[day.end : day.end + 24], lexicon)
            for where in wheres:
                platform = next((one.platform for one in named if one.channel == where and one.platform), None)
                found = Availability(day.value, where, day.raw, platform, beside)
                here = (line.start + start + day.start, line.start + start + day.end)
                yield at_text(block, "availability", found, here, rule, channel.tense_of(label, lexicon))
        taken.append(span)
    elif services:
        for service in services:
            here = (line.start + start + service.start, line.start + start + service.end)
            yield at_text(block, "availability", service.value, here, "availability.label_platform")
        taken.append(span)
    elif named and named[0].start <= _SHORT // 4:
        for one in named[:6]:
            here = (line.start + start + one.start, line.start + start + one.end)
            found = Availability(None, one.channel, value[one.start : one.end], one.platform)
            yield at_text(block, "availability", found, here, rule + "_platform")
        taken.append(span)
    elif (year := re.fullmatch(r"\W*((?:19|20)\d\d)\W*", value)) and not loose and own:
        found = Availability(PartialDate(int(year[1])), own[0], year[1])
        yield at_text(block, "availability", found, (line.start + start, line.start + end), "availability.label_year")


def _services(value: str, lexicon: Lexicon) -> list[Found[Availability]]:
    """The services that a "Streaming on" label lists, known or not: "Hulu, Harrow TV"; else nothing."""
    if len(value) > _SHORT:
        return []
    known = {one.start: one for one in channel.anchors(value, lexicon) if one.platform}
    found = []
    for part in _LISTED.finditer(value):
        words = part.group()
        anchor = known.get(part.start())
        if anchor is None and _SERVICE.fullmatch(words) is None:
            return []
        name = anchor.platform if anchor else words if words.split()[-1][0].isupper() else None
        where = anchor.channel if anchor else "streaming"
        found.append(Found(Availability(None, where, words, name), part.start(), part.end(), words, "service"))
    return found


def _stated(
    block: Block, line: Line, lexicon: Lexicon, taken: list[tuple[int, int]], column: Channel | None
) -> Iterator[Claim]:
    """Clauses that state a channel and a date, or that it is there now.

    "Out May 3" means cinemas, but discs in a column about discs.
    """
    for found in channel.find(line.text, lexicon):
        if any(start < found.end and found.start < end for start, end in taken):
            continue
        value = replace(found.value, basis="viewing") if found.rule == "viewing" else found.value
        if found.rule == "opens" and column is not None:
            value = replace(value, channel=column)
        heading = "heading_" if line.heading or line is block.title else ""
        marks = found.marks | ({"viewing"} if found.rule == "viewing" else frozenset())
        span = (line.start + found.start, line.start + found.end)
        yield at_text(block, "availability", value, span, f"availability.{heading}{found.rule}", marks)
        taken.append((found.start, found.end))


def _short_line(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """Lines that are only a platform or a TV slot: "SHUDDER", "Netflix Original", "TV1 klo 20.15"."""
    text = line.text
    if len(text) > _SHORT:
        return
    slot = channel.broadcast(text, lexicon)
    if slot is not None:
        yield at_text(
            block,
            "availability",
            slot.value,
            (line.start + slot.start, line.start + slot.end),
            "availability.broadcast",
        )
        return
    first = text.split("|", 1)[0]
    named = [one for one in channel.anchors(first, lexicon) if one.kind != "festival_name"]
    if not named or (named[0].channel in {"theatrical", "festival"} and len(text) > _SHORT // 2):
        return
    region = channel.region_of(first, lexicon)
    rest = _DOUBLED.sub(" ", first[: named[0].start] + " " + first[named[-1].end :]).split()
    covered = sum(one.end - one.start for one in named)
    if (len(rest) > _FEW_WORDS - 2 or covered * 2 < len(first.strip())) and not (region and len(rest) <= _FEW_WORDS):
        return
    if not any(one.platform for one in named) and _RELEASES & set(lexicon.label_kinds(text)):
        return  # A label of a release whose date stands elsewhere, or nowhere.
    for one in named:
        found = Availability(None, one.channel, first[one.start : one.end], one.platform, region)
        kind = "platform" if one.platform else "theatrical" if one.channel == "theatrical" else "channel"
        yield at_text(
            block, "availability", found, (line.start + one.start, line.start + one.end), f"availability.line_{kind}"
        )


def _festival_heading(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """A festival in the headline, a kicker or a section's heading: "Harrow Lane | Toronto", "[Sundance 2021]"."""
    if len(line.text) > 2 * _SHORT:
        return
    if any(hit.kind == "review_word" for hit in lexicon.hits(line.text)) and (disc := _DISC.search(line.text)):
        found = Availability(None, "physical", disc.group())
        span = (line.start + disc.start(), line.start + disc.end())
        yield at_text(block, "availability", found, span, "availability.heading_disc")
    elif (several := _DISCS.search(line.text)) is not None:
        found = Availability(None, "physical", several.group())
        span = (line.start + several.start(), line.start + several.end())
        yield at_text(block, "availability", found, span, "availability.heading_disc")
    for segment in _SEGMENT.finditer(line.text):
        words = segment["words"].strip()
        key = lexicon.words.get("festival_city", {}).get(fold(words))
        if key is not None:
            start = line.start + segment.start("words") + segment["words"].index(words)
            found = Availability(None, "festival", words, key)
            yield at_text(block, "availability", found, (start, start + len(words)), "availability.festival_heading")
            return
    for one in channel.anchors(line.text, lexicon):
        if one.kind == "festival_name":
            found = Availability(None, "festival", line.text[one.start : one.end], one.platform)
            yield at_text(
                block,
                "availability",
                found,
                (line.start + one.start, line.start + one.end),
                "availability.festival_heading",
            )
            return


def _festival_prose(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """A festival by name beside a word for its screening: "premiered at Sundance"."""
    named = channel.anchors(line.text, lexicon)
    for one in named:
        if one.kind != "festival_name":
            continue
        beside = any(
            other.channel == "festival" and not other.platform and abs(other.start - one.start) <= _PREMIERE
            for other in named
        )
        if beside:
            found = Availability(None, "festival", line.text[one.start : one.end], one.platform)
            span = (line.start + one.start, line.start + one.end)
            yield at_text(block, "availability", found, span, "availability.festival_prose")


def complete(found: Sequence[Claim], published: object, url: str | None) -> list[Claim]:
    """The claims with missing years and relative days filled in from the review's date, or else from its address.

    The date in an address is no publication date, but good enough as a base. Where a channel is
    stated with a date, statements of it without one say nothing more and are left out.
    """
    base = published if isinstance(published, PartialDate) and published.complete else _address_date(url)
    filled = []
    for claim in found:
        value = claim.value
        if isinstance(value, Availability):
            value = channel.complete(value, claim.marks, base)
        filled.append(replace(claim, value=value, marks=claim.marks - channel.HINTS))
    dated = {_where(claim.value) for claim in filled if isinstance(claim.value, Availability) and claim.value.date}
    named = {claim.value.channel for claim in filled if isinstance(claim.value, Availability) and claim.value.platform}
    return [claim for claim in filled if not _repeats(claim.value, dated, named)]


def _where(value: object) -> tuple[str, str | None]:
    return (value.channel, value.platform) if isinstance(value, Availability) else ("", None)


def _repeats(value: object, dated: set[tuple[str, str | None]], named: set[Channel]) -> bool:
    """Whether an undated entry only repeats a dated one, or a nameless one a platform's."""
    if not isinstance(value, Availability) or value.date is not None:
        return False
    if _where(value) in dated or (value.platform is None and any(where == value.channel for where, _ in dated)):
        return True
    return value.platform is None and value.channel in named and value.channel in {"streaming", "digital"}


def _address_date(url: str | None) -> PartialDate | None:
    match = _URL_DATE.search(url or "")
    return PartialDate(int(match[1]), int(match[2]), int(match[3])) if match else None
