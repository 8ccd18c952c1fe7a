"""Promises that every keeper of host state makes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.errors import ConfigError
from scraper.fetch.onceoff import OnceOffState, default_path
from scraper.fetch.state import HostState, MemoryState
from scraper.model import Host, RobotsCopy

KEY = "harrowlane.example"


@pytest.fixture(params=["memory", "file"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HostState]:
    if request.param == "memory":
        yield MemoryState()
        return
    with OnceOffState(tmp_path / "cache" / "hosts.sqlite3") as kept:
        yield kept


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


def turn(state: HostState, now: float, ip: str = "192.0.2.7") -> float | None:
    return state.address_turn(ip, now=now, delay=1.0, patience=3.0)


def test_turns_of_one_address_are_apart_and_those_of_two_are_not(state: HostState) -> None:
    assert [turn(state, 100.0) for _ in range(3)] == [100.0, 101.0, 102.0]
    assert turn(state, 100.0, "192.0.2.8") == 100.0
    assert turn(state, 110.0) == 110.0


def test_a_turn_that_is_far_off_is_not_reserved(state: HostState) -> None:
    assert [turn(state, 100.0) for _ in range(6)] == [100.0, 101.0, 102.0, 103.0, None, None]
    assert turn(state, 101.0) == 104.0


def test_an_address_waits_one_delay_after_the_clock_was_set_back(state: HostState) -> None:
    assert turn(state, 9000.0) == 9000.0
    assert [turn(state, 100.0), turn(state, 100.0)] == [101.0, 102.0]


def test_two_processes_share_one_slot(tmp_path: Path) -> None:
    path = tmp_path / "hosts.sqlite3"
    other = (
        "import sys; from pathlib import Path; from scraper.fetch.onceoff import OnceOffState;"
        f"print(OnceOffState(Path({str(path)!r})).claim({KEY!r}, now=4e9 + 101.0, until=4e9 + 150.0))"
    )
    with OnceOffState(path) as state:
        token = state.claim(KEY, now=4e9 + 100.0, until=4e9 + 140.0)
        assert token == 1
        answer = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=True)
        assert answer.stdout.strip() == "None"
        assert state.release(Host(KEY, next_at=4e9 + 105.0), token)
        answer = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=True)
        assert answer.stdout.strip() == "2"
        assert state.host(KEY).next_at == 4e9 + 105.0


def test_a_newer_file_with_unknown_fields_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "hosts.sqlite3"
    with OnceOffState(path) as state:
        state.save_robots(RobotsCopy("https://harrowlane.example", 9e9, "allow_all"))
        with sqlite3.connect(path) as file:
            file.execute("UPDATE robots SET copy = json_set(copy, '$.invented_later', 1)")
        file.close()
        found = state.robots("https://harrowlane.example")
    assert found is not None
    assert found.verdict == "allow_all"


def test_hosts_that_nobody_asked_for_months_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "hosts.sqlite3"
    with OnceOffState(path) as state:
        token = state.claim(KEY, now=1000.0, until=1040.0)
        assert token is not None
        state.release(Host(KEY, next_at=7.0), token)
    with OnceOffState(path) as state:
        assert state.host(KEY) == Host(KEY)


def test_without_an_operator_a_paused_host_rests_a_day(tmp_path: Path) -> None:
    with OnceOffState(tmp_path / "hosts.sqlite3") as state:
        token = state.claim(KEY, now=4e9, until=4e9 + 40)
        assert token is not None
        state.release(Host(KEY, next_at=4e9 + 60, last_failure_at=4e9, state="paused"), token)
        host = state.host(KEY)
    assert (host.state, host.next_at) == ("cooling", 4e9 + 86400)


def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "hosts.sqlite3"
    path.write_bytes(b"no database at all, " * 100)
    with pytest.raises(ConfigError, match=r"hosts\.sqlite3: .*; remove the file"):
        OnceOffState(path)


def test_the_cache_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/somewhere")
    assert default_path() == Path("/var/somewhere/film-review-scraper/hosts.sqlite3")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    assert default_path().is_absolute()
