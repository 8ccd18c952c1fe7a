"""`--explain`: each field's value with its proof, and every claim with what it weighed and became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scraper.cli._text import printable
from scraper.fields import FIELDS
from scraper.model import (
    Answer,
    Availability,
    Claim,
    Credit,
    Evidence,
    Extraction,
    Locator,
    Rating,
    Review,
    WeighedClaim,
)

_WIDTH = 118
_STATUS = {"agreed": "green", "single": "yellow", "conflict": "red", "absent": "dim"}
_MOST_CLAIMS = 12


def explain(extraction: Extraction, label: str, fields: Collection[str], *, color: bool) -> str:
    """The explanation of one page as text; `fields` narrows it, empty: all."""
    console = Console(
        width=_WIDTH, force_terminal=color, no_color=not color, color_system="standard" if color else None, markup=False
    )
    with console.capture() as capture:
        _page(console, extraction, label)
        for number, review in enumerate(extraction.reviews, 1):
            _review(console, review, f"review {number} of {len(extraction.reviews)}", fields)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _page(console: Console, extraction: Extraction, label: str) -> None:
    reason = f" ({extraction.reason})" if extraction.reason else ""
    console.print(Text(printable(label), "bold"))
    console.print(Text(f"page kind: {extraction.page_kind}{reason}"))
    for repair in extraction.repairs:
        console.print(Text(f"mended: {printable(repair)}", "yellow"))
    if not extraction.reviews:
        console.print(Text("no review on this page, so no record", "dim"))


def _review(console: Console, review: Review, heading: str, fields: Collection[str]) -> None:
    console.print()
    console.rule(Text(f"{heading} · {printable(review.id)}", "bold"), align="left", characters="─")
    silent = []
    for row in FIELDS:
        if fields and row.name not in fields:
            continue
        answer = review.answers.get(row.name)
        if answer is None or not answer.claims:
            silent.append(row.name)
            continue
        _field(console, row.name, answer)
    if silent:
        console.print()
        console.print(Text("nothing on the page speaks of: " + ", ".join(silent), "dim"))


def _field(console: Console, name: str, answer: Answer) -> None:
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,) if answer.value is not None else ()
    head = Text(f"\n{name}", "bold")
    head.append(f"  {answer.status}", _STATUS[answer.status])
    if values:
        head.append(f"  confidence {answer.confidence:.2f}", "dim")
    console.print(head)
    if not values:
        console.print(Text("  no value: what was claimed did not convince", "dim"))
    for index, value in enumerate(values):
        console.print(Text(f"  {show(value)}", "cyan"))
        if index < len(answer.evidence):
            console.print(_proof(answer.evidence[index]))
    console.print(_claims(answer))


def _proof(evidence: Evidence) -> Text:
    if evidence.start is None:
        return Text(f"    {printable(evidence.exact)[:100]}  in {evidence.pointer or evidence.rule}", "dim")
    line = Text("    “", "dim")
    line.append(_run_on(evidence.prefix), "dim")
    line.append(_run_on(evidence.exact), "underline")
    line.append(f"{_run_on(evidence.suffix)}”  characters {evidence.start}–{evidence.end}", "dim")
    return line


def _run_on(text: str) -> str:
    """A piece of a quote: its spaces at the ends belong to it."""
    inner = printable(text)
    return (" " if text[:1].isspace() else "") + inner + (" " if text[-1:].isspace() and inner else "")


def _claims(answer: Answer) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=True, header_style="dim")
    table.add_column("    ", no_wrap=True)
    table.add_column("weight", justify="right", no_wrap=True)
    table.add_column("rule", max_width=30, overflow="ellipsis", no_wrap=True)
    table.add_column("says", max_width=32, overflow="ellipsis", no_wrap=True)
    table.add_column("where", max_width=21, overflow="ellipsis", no_wrap=True)
    table.add_column("why", max_width=40)
    ordered = sorted(answer.claims, key=lambda item: (not item.won, -item.weight))
    for item in ordered[:_MOST_CLAIMS]:
        table.add_row(
            Text("  ✓" if item.won else "  ✗", "green" if item.won else "red"),
            f"{item.weight:+.1f}",
            item.claim.rule,
            printable(show(item.claim.value)),
            _where(item.claim),
            _why(item, answer),
        )
    if len(ordered) > _MOST_CLAIMS:
        table.add_row("", "", f"and {len(ordered) - _MOST_CLAIMS} more", "", "", "")
    return table


def _why(item: WeighedClaim, answer: Answer) -> str:
    marks = ", ".join(sorted(item.claim.marks)).replace("_", " ")
    if item.won:
        return f"won, although {marks}" if marks else "won"
    if marks:
        return f"distrusted: {marks}"
    return "too weak alone, or no clear lead" if answer.value in (None, ()) else "outweighed"


def _where(claim: Claim) -> str:
    place: Locator = claim.locator
    return f"text {place.start}–{place.end}" if place.kind == "text" else place.path


def show(value: object) -> str:
    """A value as a person reads it."""
    return printable(" · ".join(_parts(value)))


def _parts(value: object) -> Iterator[str]:
    match value:
        case Rating():
            best = f" of {_number(value.best)}" if value.best is not None else ""
            yield value.raw if value.value is None else f"{_number(value.value)}{best}"
            yield f"{value.kind}, scale {value.scale}, holder {value.holder}"
            if value.norm is not None:
                yield f"{_number(value.norm)} of 100"
        case Credit():
            yield value.name
            yield value.role.replace("_", " ") + (f" as {value.character}" if value.character else "")
        case Availability():
            yield str(value.date) if value.date is not None else "no date"
            yield from (part for part in (value.channel, value.platform, value.region, value.basis) if part)
        case _:
            yield str(value)


def _number(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
