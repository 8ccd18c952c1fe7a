"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import shutil

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
