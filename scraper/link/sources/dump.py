"""A Wikidata JSON dump, streamed: one array, one entity a line; gzip, bzip2 or plain.

Two passes over the file: the first takes the films, the second the names of the people they
credit. A line is only parsed when its bytes can matter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from scraper.errors import InputError
from scraper.link.builder import Builder
from scraper.link.sources import entity
from scraper.link.sources.lines import open_raw_lines

_MAYBE_FILM: Final = re.compile(rb'"P345"|"P57"|"(?:' + b"|".join(qid.encode() for qid in entity.KINDS) + rb')"')
_ID: Final = re.compile(rb'"id"\s*:\s*"(Q\d+)"')
_REDIRECTS: Final = 20
"""Steps; a longer chain is a ring."""
Progress = Callable[[str, float | None], None]


def build(builder: Builder, path: Path, progress: Progress = lambda _text, _share: None) -> None:
    """Add the films of a dump and the people they credit."""
    progress("films", None)
    merged: dict[str, str] = {}
    found = 0
    for line in _lines(path):
        if b'"redirect' in line:
            merged.update(_redirect(line))
        if _MAYBE_FILM.search(line):
            parsed = _parsed(builder, line)
            if parsed is not None and entity.is_film(parsed):
                entity.add_film(builder, parsed)
                found += 1
                if found % 10_000 == 0:
                    progress(f"films: {found}", None)
    if not found:
        raise InputError(f"{path}: no film is in it; give a Wikidata JSON dump, one entity a line")
    _merge(builder, merged)
    progress("people", None)
    wanted = {key.removeprefix("wikidata:").encode() for key, _ in builder.unnamed() if key.startswith("wikidata:")}
    for line in _lines(path):
        if wanted.isdisjoint(_ID.findall(line)):
            continue
        parsed = _parsed(builder, line)
        if parsed is not None and str(parsed.get("id")).encode() in wanted:
            entity.add_person(builder, parsed)


def _lines(path: Path) -> Iterator[bytes]:
    for line in open_raw_lines(path):
        text = line.strip().rstrip(b",")
        if text.startswith(b"{"):
            yield text


def _parsed(builder: Builder, line: bytes) -> entity.Entity | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        builder.skip("a line of the dump that is no JSON")
        return None
    return value if isinstance(value, dict) and entity.is_qid(value.get("id")) else None


def _redirect(line: bytes) -> dict[str, str]:
    """From and to of a merged item, as `wbgetentities` and RDF-derived dumps write it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    moved = value.get("redirects") if isinstance(value, dict) else None
    if isinstance(moved, dict) and entity.is_qid(moved.get("from")) and entity.is_qid(moved.get("to")):
        return {moved["from"]: moved["to"]}
    if isinstance(value, dict) and entity.is_qid(value.get("id")) and entity.is_qid(value.get("redirect")):
        return {value["id"]: value["redirect"]}
    return {}


def _merge(builder: Builder, merged: dict[str, str]) -> None:
    for old in merged:
        target: str | None = old
        for _ in range(_REDIRECTS):
            target = merged.get(target) if target else None
            if target is None or target not in merged:
                break
        film = builder.known("wikidata", target) if target else None
        if film is None:
            builder.skip("a merged id that leads to no film")
        else:
            builder.alias("wikidata", old, film)
