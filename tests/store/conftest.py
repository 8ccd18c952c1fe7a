"""Every store test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from scraper.store import Store, open_store


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Make an empty database and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pgserver  # noqa: PLC0415 - warns when imported

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    numbers = count()

    def fresh() -> str:
        name = f"t{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        parts = urlsplit(server.get_uri())
        return urlunsplit(parts._replace(path=f"/{name}"))

    yield fresh
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    if request.param == "sqlite":
        return tmp_path / "store.sqlite"
    return request.getfixturevalue("postgres")()


@pytest.fixture
def store(address: str | Path) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()
