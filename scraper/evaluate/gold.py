"""Labelled rows from disk. What a row asks for is told by its keys, not by its file's name."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from scraper.errors import InputError

MAX_PAGE_BYTES: Final = 64 * 1024 * 1024
Task = Literal["review", "none", "page", "prose"]
_PAGE_KEYS: Final = frozenset({"title", "authors", "description"})


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled input.

    `task` says what is judged: "review" the first review given, "none" that no review is given,
    "page" the page's own facts, "prose" the score alone. `path` or `text` is the input; `plain`
    says that it is text and no HTML; `assume` is handed to `extract`.
    """

    key: str
    task: Task
    label: dict[str, Any]
    path: str | None
    text: str | None
    url: str | None
    plain: bool
    assume: Literal["review"] | None
    site: str
    lang: str

    def content(self) -> bytes | str:
        """The input itself; `.gz` is read through, up to a cap."""
        if self.path is None:
            return self.text or ""
        opener = gzip.open if self.path.endswith(".gz") else open
        with opener(self.path, "rb") as file:
            data: bytes = file.read(MAX_PAGE_BYTES)
        return data


def read_rows(path: Path) -> list[Row]:
    """All rows of a labelled set (`.jsonl` or `.jsonl.gz`) that can be judged, in file order.

    Raises InputError naming the file, and the line where one is wrong.
    """
    return [row for label in _labels(path) if (row := _row(label, path)) is not None]


def _labels(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _label(line, path, number)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise InputError(f"{path}: cannot be read as a labelled set ({error}); give a .jsonl or .jsonl.gz") from error


def _label(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        label = json.loads(line)
    except ValueError as error:
        raise InputError(f"{path}, line {number}: no JSON ({error}); mend the line or take it out") from error
    if not isinstance(label, dict):
        raise InputError(f"{path}, line {number}: a row must be a JSON object; mend the line or take it out")
    return label


def _row(label: dict[str, Any], path: Path) -> Row | None:
    task = _task(label)
    if task is None:
        return None
    file = label.get("file")
    kind = label.get("kind")
    skeleton = "supported" in label
    assume: Literal["review"] | None = "review" if task == "prose" or (skeleton and kind != "negative") else None
    return Row(
        key=str(file or label.get("id") or label.get("url")),
        task=task,
        label=_supported(label) if skeleton else _complete(label),
        path=None if file is None else str(path.parent / file),
        text=label.get("text"),
        url=label.get("url"),
        plain=task == "prose" or str(file).endswith((".txt", ".txt.gz")),
        assume=assume,
        site=str(label.get("site") or _host(label.get("url"))),
        lang=str(label.get("lang") or "?"),
    )


def _task(label: dict[str, Any]) -> Task | None:
    if "rating" in label and "text" in label:
        return "prose"
    if label.get("kind") in ("not_review", "negative"):
        return "none"
    if label.get("kind") == "reviews":
        return None
    if "kind" in label:
        return "review"
    return "page" if _PAGE_KEYS & label.keys() else None


def _supported(label: dict[str, Any]) -> dict[str, Any]:
    """A skeleton's label: only what its text supports; a score in words only expects none."""
    supported = set(label["supported"]) | {"film_title_alt"}
    kept = {name: value for name, value in label.items() if name in supported}
    score = kept.get("score")
    if isinstance(score, dict) and score.get("value") is None:
        kept["score"] = None
    return kept


def _complete(label: dict[str, Any]) -> dict[str, Any]:
    """Rows of a set made by machine say in `note` how each fact was put in: their lists are complete."""
    if "complete" not in label and "headline=" in str(label.get("note")):
        return {**label, "complete": ["people"]}
    return label


def _host(url: object) -> str:
    return str(url).split("://", 1)[-1].split("/", 1)[0] if url else "?"
