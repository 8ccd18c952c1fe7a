"""What is peculiar to the file of one machine."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from scraper.errors import ScraperError
from scraper.store import Found, open_store
from scraper.store.database import migrations


def test_a_database_of_the_previous_version_is_upgraded_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path)
    number, script = migrations()[0]
    for statement in script:
        old.execute(statement)
    old.execute("INSERT INTO host (key, next_at) VALUES ('ida.example', 55)")
    old.execute(f"PRAGMA user_version = {number}")
    old.commit()
    old.close()
    store = open_store(path)
    assert store.host("ida.example").next_at == 55
    assert store.freeze_profile("ida.example")[1] == {}
    store.close()


def test_a_database_of_a_newer_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    new = sqlite3.connect(path)
    new.execute("PRAGMA user_version = 999")
    new.close()
    with pytest.raises(ScraperError, match=r"new\.sqlite: made by a newer version .* update"):
        open_store(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("not a database, but long enough to be taken for a header of one" * 20)
    with pytest.raises(ScraperError, match=r"store\.sqlite: file is not a database"):
        open_store(path)


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    store.put("ida.example", [Found("https://ida.example/0")])
    store.database.run("PRAGMA max_page_count = 60")
    with pytest.raises(ScraperError, match=r"full; free some space"):
        store.put("ida.example", [Found(f"https://ida.example/{n}/{'x' * 400}") for n in range(2000)])
    store.database.run("PRAGMA max_page_count = 1000000")
    store.close()
    again = open_store(path)
    assert [page.url for page in again.pages("ida.example")] == ["https://ida.example/0"]
    again.close()
