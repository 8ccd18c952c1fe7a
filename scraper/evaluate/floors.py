"""Floors: precision and recall below which no field may fall; they only ever rise.

`floors.json` holds a floor for each field and the SHA-256 of the labels it was measured on, so
that labels cannot be changed to make the gate pass without the change being seen.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.errors import InputError
from scraper.evaluate.table import Tally

Shares = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Floors:
    """The labels' hash and, for each field, the least precision and recall (None: nothing to measure)."""

    labels: str
    fields: Mapping[str, Shares]

    def broken(self, rows: Sequence[Tally]) -> list[str]:
        """One line for each share that fell below its floor, or that is no longer measured."""
        now = {row.field: {"precision": row.precision, "recall": row.recall} for row in rows}
        found = []
        for name, floors in self.fields.items():
            for share, floor in floors.items():
                value = now.get(name, {}).get(share)
                if floor is not None and (value is None or value < floor):
                    found.append(f"{share} of {name} fell from {floor:.3f} to {_text(value)}")
        return found

    def raised(self, rows: Sequence[Tally], labels: str) -> Floors:
        """These floors, each at what was measured now, but never lower than before."""
        old = self.fields
        fields = {
            row.field: {
                "precision": _higher(old.get(row.field, {}).get("precision"), row.precision),
                "recall": _higher(old.get(row.field, {}).get("recall"), row.recall),
            }
            for row in rows
        }
        return Floors(labels, {**old, **fields})


def _text(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.3f}"


def _higher(floor: float | None, share: float | None) -> float | None:
    if share is None:
        return floor
    now = math.floor(share * 1000) / 1000
    return now if floor is None else max(floor, now)


def labels_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of every `expected.json` and page of a folder of fixtures."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*/expected.json")):
        for file in (path, *sorted(path.parent.glob("page.*"))):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read_floors(path: Path) -> Floors:
    """Floors from disk."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return Floors(data["labels"], data["fields"])
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: cannot be read as floors ({error}); make it with --raise") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors so that a change of one is one line of a diff."""
    lines = [f"  {json.dumps(name)}: {json.dumps(dict(shares))}" for name, shares in floors.fields.items()]
    body = ",\n".join(lines)
    path.write_text(f'{{\n "labels": "{floors.labels}",\n "fields": {{\n{body}\n }}\n}}\n', "utf-8")
