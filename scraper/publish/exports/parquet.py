"""Parquet with typed columns; each column's meaning stands in its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from scraper.model import Change
from scraper.publish.exports.columns import COLUMNS, Kind, rows

GROUP: Final = 10_000


def _struct(*names: str) -> Any:  # noqa: ANN401 - pyarrow ships no types
    return pa.list_(pa.struct([(name, pa.string()) for name in names]))


_TYPES: Final[Mapping[Kind, Any]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "texts": pa.list_(pa.string()),
    "credits": _struct("name", "role", "character"),
    "availability": _struct("date", "channel", "platform", "region", "basis", "raw"),
    "confidence": pa.map_(pa.string(), pa.float64()),
}


def schema() -> Any:  # noqa: ANN401 - a pyarrow.Schema
    """The table's schema."""
    return pa.schema([pa.field(c.name, _TYPES[c.kind], metadata={"meaning": c.meaning}) for c in COLUMNS])


def tables(changes: Iterator[Change]) -> Iterator[Any]:
    """The rows as Arrow tables of at most `GROUP` rows."""
    found = rows(changes)
    while batch := list(islice(found, GROUP)):
        for row in batch:
            row["confidence"] = list(row["confidence"].items())
        yield pa.Table.from_pylist(batch, schema=schema())


def write(changes: Iterator[Change], path: Path, _: Mapping[str, Any]) -> int:
    """Write one row group after the other; how many rows."""
    count = 0
    with pq.ParquetWriter(path, schema(), compression="zstd") as writer:
        for table in tables(changes):
            writer.write_table(table)
            count += table.num_rows
    return count
