"""Fixtures of the fetch tests."""

from __future__ import annotations

import pytest
from support.fetching import Asker, Clock


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def clock(asker: Asker) -> Clock:
    return asker.clock
