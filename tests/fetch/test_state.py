"""Promises that every keeper of host state makes; the in-memory one is held to them here."""

from __future__ import annotations

import pytest

from scraper.fetch.state import HostState, MemoryState
from scraper.model import Host, RobotsCopy

KEY = "harrowlane.example"


@pytest.fixture
def state() -> HostState:
    return MemoryState()


def test_one_request_in_flight_per_key(state: HostState) -> None:
    assert state.claim(KEY, now=100.0, until=140.0) is not None
    assert state.claim(KEY, now=139.0, until=180.0) is None
    assert state.claim("other.example", now=139.0, until=180.0) is not None


def test_a_dead_holder_blocks_only_until_its_slot_expires(state: HostState) -> None:
    first = state.claim(KEY, now=100.0, until=140.0)
    second = state.claim(KEY, now=140.0, until=180.0)
    assert first is not None
    assert second is not None
    assert second > first


def test_a_holder_that_woke_too_late_writes_nothing(state: HostState) -> None:
    first = state.claim(KEY, now=100.0, until=140.0)
    second = state.claim(KEY, now=150.0, until=190.0)
    assert first is not None
    assert second is not None
    assert not state.release(Host(KEY, next_at=1.0), first)
    assert state.host(KEY).next_at == 0.0
    assert state.claim(KEY, now=151.0, until=191.0) is None
    assert state.release(Host(KEY, next_at=200.0), second)
    assert state.host(KEY).next_at == 200.0


def test_release_frees_the_slot_and_keeps_the_host(state: HostState) -> None:
    token = state.claim(KEY, now=100.0, until=140.0)
    assert token is not None
    assert state.release(Host(KEY, next_at=105.0, latency=0.2, reason="slow"), token)
    assert state.host(KEY) == Host(KEY, next_at=105.0, latency=0.2, reason="slow")
    assert state.claim(KEY, now=101.0, until=141.0) is not None


def test_robots_copies_are_kept_by_origin(state: HostState) -> None:
    copy = RobotsCopy("https://harrowlane.example", 5.0, "rules", 200, "User-agent: *\nDisallow: /x", 5.0)
    assert state.robots(copy.origin) is None
    state.save_robots(copy)
    assert state.robots(copy.origin) == copy
    assert state.robots("http://harrowlane.example") is None
