"""The feed in batches, for engines that have no adapter here; see `docs/publishing.md`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.publish.document import to_document
from scraper.publish.feed import read


def batches(
    folder: str | Path, *, after: int = 0, size: int = 500
) -> Iterator[tuple[int, list[dict[str, Any]], list[str]]]:
    """Reviews of a feed after a version: (version before the batch, flat documents, ids that are gone).

    Within a batch only the last change of an id counts. When a batch fails, start again with its
    version as `after`.
    """
    lines: list[dict[str, Any]] = []
    for line in read(Path(folder), after):
        lines.append(line)
        if len(lines) == size:
            yield after, *_split(lines)
            after, lines = lines[-1]["version"], []
    if lines:
        yield after, *_split(lines)


def _split(lines: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    latest = {line["id"]: line for line in lines if line["kind"] == "review"}
    gone = [identity for identity, line in latest.items() if line["op"] == "delete"]
    found = (
        to_document(identity, json.dumps(line["doc"]).encode()) for identity, line in latest.items() if "doc" in line
    )
    return [document.as_dict() for document in found if document is not None], gone
