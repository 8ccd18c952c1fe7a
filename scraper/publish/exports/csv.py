"""CSV (RFC 4180, UTF-8). Lists and objects are JSON in their cell.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return as a formula.
Words of strangers' pages stand in these cells, so such a text gets an apostrophe before it; that is
the only change, and no other format has it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scraper.model import Change
from scraper.publish.exports.columns import COLUMNS, rows

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: object) -> str | int | float:
    """A value as a cell holds it.

    >>> cell("=1+1"), cell(None), cell(["a"]), cell(-3.5)
    ("'=1+1", '', '["a"]', -3.5)
    """
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def write(changes: Iterator[Change], path: Path, _: Mapping[str, Any]) -> int:
    """Write a line of column names and the rows; how many rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in COLUMNS])
        for row in rows(changes):
            writer.writerow([cell(row[column.name]) for column in COLUMNS])
            count += 1
    return count
