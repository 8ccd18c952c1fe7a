"""One JSON object a line, the columns as keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scraper.model import Change
from scraper.publish.exports.columns import rows


def write(changes: Iterator[Change], path: Path, _: Mapping[str, Any]) -> int:
    """Write the rows; how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(changes):
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count
