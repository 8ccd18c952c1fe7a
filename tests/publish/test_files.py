"""Files under output/ follow the outbox, and only where something changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.errors import ScraperError
from scraper.model import Change
from scraper.publish.feed import LINES, Feed, read, segments
from scraper.publish.files import Files
from scraper.publish.outbox import drain

AT = datetime(2024, 5, 1, 8, tzinfo=UTC)
KEY = "3f" + "1c" * 31


def upsert(version: int, key: str = KEY, document: bytes | None = None, kind: str = "review") -> Change:
    body = document if document is not None else b'{"n":%d}' % version
    return Change(version, "upsert", kind, key, body, AT, b'{"field":"film_title"}\n')  # type: ignore[arg-type]


def delete(version: int, key: str = KEY) -> Change:
    return Change(version, "delete", "review", key, None, AT)


@dataclass
class MemoryOutbox:
    rows: list[Change]
    cursors: dict[str, int] = field(default_factory=dict)

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        return [row for row in self.rows if row.version > after][:limit]

    def cursor(self, reader: str) -> int:
        return self.cursors.get(reader, 0)

    def advance(self, reader: str, version: int) -> None:
        self.cursors[reader] = max(version, self.cursor(reader))


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_review_is_a_file_and_its_ledger_and_a_delete_removes_both(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.apply([upsert(1)])
    assert files.path("review", KEY).read_bytes() == b'{"n":1}'
    assert sorted(tree(tmp_path)) == [f"reviews/3f/{KEY}.jsonld", f"reviews/3f/{KEY}.ledger.ndjson"]
    files.apply([delete(2)])
    assert tree(tmp_path) == {}


def test_applying_the_same_changes_again_touches_nothing(tmp_path: Path) -> None:
    changes = [upsert(1), upsert(2, "aa" * 32, kind="film"), upsert(3, "bb" * 32, kind="person")]
    Files(tmp_path / "out").apply(changes)
    Feed(tmp_path / "feed").apply(changes)
    before = tree(tmp_path)
    Files(tmp_path / "out").apply(changes)
    Feed(tmp_path / "feed").apply(changes)
    assert tree(tmp_path) == before
    assert len(before) == 7


def test_a_reader_that_died_before_its_cursor_moved_goes_on_without_gap_or_repeat(tmp_path: Path) -> None:
    outbox = MemoryOutbox([upsert(1), upsert(2), delete(3)])
    feed = Feed(tmp_path)
    feed.apply(outbox.changes(0, 2))
    assert drain(outbox, feed, batch=2) == 3
    assert [row["version"] for row in read(tmp_path)] == [1, 2, 3]
    assert drain(outbox, feed) == 0


def test_a_half_written_feed_line_is_cut_off_and_written_again(tmp_path: Path) -> None:
    feed = Feed(tmp_path)
    feed.apply([upsert(1), upsert(2)])
    (segment,) = segments(tmp_path)
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-9])
    feed.apply([upsert(1), upsert(2)])
    assert segment.read_bytes() == whole


def test_full_segments_are_closed_and_a_consumer_can_start_anywhere(tmp_path: Path) -> None:
    changes = [upsert(version) for version in range(1, 2 * LINES + 11)]
    feed = Feed(tmp_path)
    feed.apply(changes[:700])
    feed.apply(changes[700:])
    assert [path.name for path in segments(tmp_path)] == [f"{n:012d}.ndjson" for n in (1, LINES + 1, 2 * LINES + 1)]
    assert [row["version"] for row in read(tmp_path, after=2 * LINES - 1)] == list(range(2 * LINES, 2 * LINES + 11))
    whole = b"".join(path.read_bytes() for path in segments(tmp_path))
    Feed(tmp_path / "at-once").apply(changes)
    assert b"".join(path.read_bytes() for path in segments(tmp_path / "at-once")) == whole


def test_an_output_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "reviews").write_text("in the way")
    with pytest.raises(ScraperError, match=r"reviews/.*(Not a directory|File exists).*run again"):
        Files(tmp_path).apply([upsert(1)])
