"""One answered input as JSON-LD, flat JSON, CSV rows or rows of a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final

from scraper.cli._text import printable
from scraper.fields import FIELDS
from scraper.flat import FORMAT

FORMATS: Final = ("jsonld", "json", "csv", "table")

_RATING: Final = ("value", "best", "norm", "raw")
_BEFORE: Final = ("input", "url", "page_kind", "reason", "error", "id")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

# Columns of the table: heading and width in terminal cells.
_COLUMNS: Final = (
    ("film", 26),
    ("year", 4),
    ("director", 18),
    ("critic", 14),
    ("score", 9),
    ("published", 10),
    ("availability", 24),
    ("conf", 4),
)


def json_text(document: Mapping[str, object], *, one_line: bool) -> str:
    """A document as JSON: on one line for lists, indented for people."""
    return json.dumps(document, ensure_ascii=False, indent=None if one_line else 2) + "\n"


def csv_header() -> str:
    """The first row: columns come from the table of fields."""
    return _row([*_BEFORE, *(name for row in FIELDS for name in _names(row.name, row.type)), "confidence"])


def csv_rows(flat: Mapping[str, Any]) -> str:
    """A row per review; one row without a review where there is none or the input failed."""
    error = flat.get("error") or {}
    start = [flat["input"], flat.get("url"), flat.get("page_kind"), flat.get("reason"), error.get("message")]
    reviews = flat.get("reviews") or [{}]
    return "".join(_row([*start, review.get("id"), *_cells(review)]) for review in reviews)


def _names(name: str, kind: str) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in _RATING) if kind == "rating" else (name,)


def _cells(review: Mapping[str, Any]) -> list[object]:
    cells: list[object] = []
    for row in FIELDS:
        value = review.get(row.name)
        if row.type == "rating":
            cells += [(value or {}).get(part) for part in _RATING]
        elif row.many:
            cells.append("; ".join(_one(item) for item in value or []))
        else:
            cells.append(value)
    least = min((review.get("confidence") or {}).values(), default=None)
    return [*cells, least]


def _one(item: Any) -> str:  # noqa: ANN401 - an entry of the flat form
    if not isinstance(item, dict):
        return str(item)
    if "role" in item:
        played = f" as {item['character']}" if item.get("character") else ""
        return f"{item['name']} ({item['role']}{played})"
    return " ".join(str(item[key]) for key in ("date", "channel", "platform", "region") if item.get(key))


def _row(cells: list[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet would run as a formula is quoted, as text."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return "'" + cell
    return cell


def table_header() -> str:
    """The head of the table."""
    return _line([name for name, _ in _COLUMNS]) + _line(["─" * width for _, width in _COLUMNS])


def table_rows(flat: Mapping[str, Any]) -> str:
    """A row per review; for anything else one line that says what it is."""
    if "error" in flat:
        message, label = printable(flat["error"]["message"]), printable(flat["input"])
        return f"{message}\n" if message.startswith(label) else f"{label}: {message}\n"
    if not flat["reviews"]:
        return f"{printable(flat['input'] or '-')}: {no_review(flat)}\n"
    return "".join(_line(_table_cells(review)) for review in flat["reviews"])


def no_review(flat: Mapping[str, Any]) -> str:
    """Why a page gave no review."""
    reason = f" ({flat['reason']})" if flat.get("reason") else ""
    return f"no review: the page is {flat['page_kind']}{reason}"


def score_text(score: Mapping[str, Any] | None) -> str:
    """A score as people write it."""
    if score is None:
        return ""
    if score["value"] is None:
        return str(score["raw"])
    best = f"/{score['best']}" if score["best"] is not None and not isinstance(score["value"], str) else ""
    return f"{score['value']}{best}"


def _table_cells(review: Mapping[str, Any]) -> list[str]:
    confidence = review["confidence"]
    shown = [name for name in ("film_title", "directors", "reviewer", "score", "published") if name in confidence]
    return [
        review["film_title"] or "",
        str(review["film_year"] or ""),
        ", ".join(review["directors"]),
        review["reviewer"] or "",
        score_text(review["score"]),
        review["published"] or "",
        ", ".join(_one(item) for item in review["availability"]),
        f"{min(confidence[name] for name in shown):.2f}" if shown else "",
    ]


def _line(cells: list[str]) -> str:
    from rich.cells import set_cell_size

    fitted = []
    for text, (_, width) in zip(map(printable, cells), _COLUMNS, strict=True):
        fits = set_cell_size(text, width)
        fitted.append(fits if fits.rstrip() == text.rstrip() else set_cell_size(text, width - 1) + "…")
    return "  ".join(fitted).rstrip() + "\n"


def error_document(label: str, code: str, message: str) -> dict[str, object]:
    """The flat form of an input that gave no answer; the same in JSON-LD, which has no form for it."""
    return {"format": FORMAT, "input": label, "error": {"code": code, "message": printable(message)}}
