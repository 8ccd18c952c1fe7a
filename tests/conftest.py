"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--run-needs", action="store_true", help="fail, not skip, where a program that a test needs is missing"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a missing program, by name; `make check` runs it and says what is missing."""
    if config.getoption("--run-needs"):
        return
    for item in items:
        for mark in item.iter_markers("needs"):
            if not any(shutil.which(name) for name in mark.args):
                item.add_marker(pytest.mark.skip(reason=f"needs one of: {', '.join(mark.args)}"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Makes an empty database on a real PostgreSQL and gives its address; one server for a whole session.

    Not below pytest's own folder: another pytest closes that one to the user PostgreSQL runs as.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pgserver")  # warns when imported
    psycopg = pytest.importorskip("psycopg")
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="scraper-pg-") as folder:
        server = pgserver.get_server(Path(folder) / "data")

        def fresh() -> str:
            name = f"t{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return urlunsplit(urlsplit(server.get_uri())._replace(path=f"/{name}"))

        yield fresh
        server.cleanup()
