"""A DuckDB database with the table `reviews`; each column's meaning is its comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from scraper.errors import ScraperError
from scraper.model import Change
from scraper.publish.exports.columns import COLUMNS
from scraper.publish.exports.parquet import schema, tables


def write(changes: Iterator[Change], path: Path, _: Mapping[str, Any]) -> int:
    """Write the rows; how many."""
    try:
        connection = duckdb.connect(path)
    except duckdb.Error as error:
        raise ScraperError(f"{path} cannot be made ({error}); choose another file with --output") from error
    try:
        connection.register("batch", schema().empty_table())
        connection.execute("CREATE TABLE reviews AS SELECT * FROM batch")
        for column in COLUMNS:
            meaning = column.meaning.replace("'", "''")
            connection.execute(f"COMMENT ON COLUMN reviews.{column.name} IS '{meaning}'")
        for table in tables(changes):
            connection.register("batch", table)
            connection.execute("INSERT INTO reviews SELECT * FROM batch")
        (count,) = connection.execute("SELECT count(*) FROM reviews").fetchone() or (0,)
        return int(count)
    finally:
        connection.close()
