"""What `scrape evaluate` shows: the answer's rules, tables, misses, one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from scraper.evaluate.compare import Judgement
from scraper.evaluate.reliability import candidates, reliability
from scraper.evaluate.runs import Given, Judged
from scraper.evaluate.table import grouped, tallies, text_table
from scraper.flat import to_dict
from scraper.model import Answer, Extraction, Review

Group = Literal["site", "lang"]


def given(extraction: Extraction, source: str) -> Given:
    """An extraction as an answer to be judged."""
    return Given(
        to_dict(extraction, source),
        rules=tuple(_rules(review) for review in extraction.reviews),
        candidates=tuple(candidates(extraction.reviews[0])) if extraction.reviews else (),
    )


def _rules(review: Review) -> dict[str, str]:
    return {name: rule for name, found in review.answers.items() if (rule := _rule(found))}


def _rule(found: Answer) -> str:
    """The rules that won; where none did, the best claim that lost."""
    won = [one.claim.rule for one in found.claims if one.won] or [one.rule for one in found.evidence]
    if won:
        return "+".join(dict.fromkeys(won))
    best = max(found.claims, key=lambda one: one.weight, default=None)
    return "" if best is None else f"lost: {best.claim.rule} {best.claim.value!r:.60} ({best.weight:+.1f})"


def text_report(
    name: str, judged: Sequence[Judged], *, by: Group | None, misses: Sequence[str], calibration: bool
) -> str:
    """The report a person reads: misses or calibration where asked for, else the tables."""
    if misses:
        return "\n".join(_miss(one, found) for one, found in _missed(judged, misses))
    if calibration:
        return f"{name}: reliability\n{reliability(judged).text()}"
    if by is None:
        return f"{name}: {len(judged)} rows\n{text_table(tallies(found for _, found in _all(judged)))}"
    groups = grouped((getattr(one.row, by), found) for one, found in _all(judged))
    return "\n\n".join(f"{name}: {group}\n{text_table(rows)}" for group, rows in groups.items())


def json_report(
    name: str, judged: Sequence[Judged], *, by: Group | None, misses: Sequence[str], calibration: bool
) -> dict[str, Any]:
    """The same as plain values, all that was asked for in one object."""
    report: dict[str, Any] = {
        "gold": name,
        "rows": len(judged),
        "faults": sum(one.fault is not None for one in judged),
        "fields": [row.to_dict() for row in tallies(found for _, found in _all(judged))],
    }
    if by is not None:
        groups = grouped((getattr(one.row, by), found) for one, found in _all(judged))
        report["by"] = {group: [row.to_dict() for row in rows] for group, rows in groups.items()}
    if calibration:
        report["reliability"] = reliability(judged).to_dict()
    if misses:
        report["misses"] = [
            {
                "row": one.row.key,
                "field": found.field,
                "expected": found.expected,
                "given": found.given,
                "rule": one.rules.get(found.field),
            }
            for one, found in _missed(judged, misses)
        ]
    return report


def _all(judged: Sequence[Judged]) -> Iterator[tuple[Judged, Judgement]]:
    return ((one, found) for one in judged for found in one.judgements)


def _missed(judged: Sequence[Judged], fields: Sequence[str]) -> Iterator[tuple[Judged, Judgement]]:
    return ((one, found) for one, found in _all(judged) if found.field in fields and found.missed)


def _miss(one: Judged, found: Judgement) -> str:
    rule = one.rules.get(found.field, "")
    return f"{one.row.key}\n  expected {short(found.expected)}\n  got      {short(found.given)}   [{rule}]"


def short(value: object) -> str:
    """A label or an answer on one line."""
    if value in (None, []):
        return "-"
    if isinstance(value, dict):
        return _object(value)
    if isinstance(value, list):
        return "; ".join(short(item) for item in value)
    return str(value)


def _object(value: dict[str, Any]) -> str:
    raw = f"({str(value.get('raw'))[:60]!r})"
    if "value" in value:
        return f"{value['value']} of {value.get('best')} {raw}"
    if "channel" in value:
        return f"{value['channel']} {value.get('date')} {value.get('platform') or ''} {raw}"
    return " ".join(str(part) for part in value.values() if part is not None)
