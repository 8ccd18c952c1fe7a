"""When a host may be asked next, decided without waiting for it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scraper.errors import ConfigError
from scraper.fetch.pace import (
    COOLING,
    FIRST_BACKOFF,
    FORGIVEN_AFTER,
    LAST_BACKOFF,
    LONGEST_RETRY_AFTER,
    Pace,
    after_answer,
    after_failure,
    parse_retry_after,
    paused,
    resumed,
    turn_at,
)
from scraper.fetch.window import parse_window
from scraper.model import Host

NOW = 1_800_000_000.0
SITE = Pace(5.0)
HOST = Host("harrowlane.example")


def good(host: Host, now: float = NOW, latency: float = 0.1, chance: float = 0.0, pace: Pace = SITE) -> Host:
    return after_answer(host, now=now, latency=latency, good=True, pace=pace, chance=chance)


def bad(host: Host, now: float = NOW, retry_at: float | None = None, chance: float = 0.0) -> Host:
    return after_failure(host, now=now, reason="status 503", pace=SITE, chance=chance, retry_at=retry_at)


def test_the_floor_is_never_undercut_by_jitter() -> None:
    turns = [turn_at(good(HOST, chance=chance), NOW, SITE) for chance in (0.0, 0.5, 0.999)]
    assert turns[0] == NOW + 5.0
    assert turns == sorted(turns)
    assert turns[-1] < NOW + 5.2


def test_a_slow_site_is_given_more_rest_up_to_a_minute() -> None:
    assert good(HOST, latency=2.0).delay == 10.0
    assert good(HOST, latency=100.0).delay == 60.0


def test_what_a_site_asks_for_is_obeyed_beyond_our_cap() -> None:
    assert good(HOST, pace=Pace(5.0, asked=300.0)).next_at == NOW + 300.0


def test_an_error_never_makes_us_faster() -> None:
    slow = good(HOST, latency=4.0)
    quick_error = after_answer(slow, now=NOW, latency=0.01, good=False, pace=SITE, chance=0.0)
    assert quick_error.delay == slow.delay
    assert good(slow, latency=0.01).delay < slow.delay


def test_an_answer_of_unknown_latency_teaches_nothing_about_it() -> None:
    unknown = after_answer(HOST, now=NOW, latency=None, good=False, pace=SITE, chance=0.0)
    assert unknown.latency is None
    assert good(unknown, latency=4.0).delay == 20.0


def test_an_own_host_gets_exactly_its_delay() -> None:
    assert good(HOST, latency=3.0, pace=Pace(0.2, adaptive=False)).next_at == NOW + 0.2


def test_a_delay_learnt_from_robots_counts_from_the_last_request() -> None:
    after_robots = good(HOST)
    assert turn_at(after_robots, NOW + 1, Pace(5.0, asked=30.0)) == NOW + 30.0


def test_back_off_doubles_from_a_minute_to_a_day() -> None:
    host, now, waits = replace(HOST, coolings=-100), NOW, []
    for _ in range(13):
        host = bad(host, now)
        waits.append(host.backoff)
        now += host.backoff
    assert waits[:4] == [60.0, 120.0, 240.0, 480.0]
    assert waits[-1] == LAST_BACKOFF


def test_back_off_is_forgiven_after_thirty_quiet_minutes_and_not_before() -> None:
    host = bad(bad(HOST))
    quiet = NOW + host.backoff + FORGIVEN_AFTER
    assert good(host, quiet - 1).backoff == host.backoff
    assert good(host, quiet).backoff == 0.0
    assert bad(host, quiet - 1).backoff == 2 * host.backoff
    assert bad(host, quiet).backoff == FIRST_BACKOFF


def test_retry_after_sets_the_next_time_and_leaves_the_back_off_alone() -> None:
    host = bad(HOST, retry_at=NOW + 7200)
    assert host.next_at == NOW + 7200
    assert host.backoff == 0.0
    assert bad(HOST, retry_at=NOW + 1).next_at == NOW + 5.0


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("99999999999", LONGEST_RETRY_AFTER),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 400, None),
        ("Wed, 99 Oct 2015 99:99:99 GMT", None),
    ],
)
def test_both_forms_of_retry_after_are_read_and_nonsense_is_not(header: str | None, wait: float | None) -> None:
    at = parse_retry_after(header, NOW)
    assert (None if at is None else at - NOW) == wait


def test_a_date_in_retry_after_is_a_time_of_the_day_it_names() -> None:
    day = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
    assert parse_retry_after("Fri, 15 Jan 2027 09:00:00 GMT", day.timestamp() - 60) == day.timestamp()


def test_five_failures_cool_a_host_and_three_coolings_pause_it() -> None:
    host, now, states = HOST, NOW, []
    for _ in range(15):
        host = bad(host, now, retry_at=now + 1)
        states.append(host.state)
        now = max(now + 1, host.next_at if math.isfinite(host.next_at) else now)
    assert states[:5] == ["ok"] * 4 + ["cooling"]
    assert states[9] == "cooling"
    assert states[14] == "paused"
    assert turn_at(host, now + 1e9, SITE) == math.inf


def test_a_cooling_host_rests_an_hour_and_a_good_answer_clears_it() -> None:
    host = HOST
    for _ in range(5):
        host = bad(host, retry_at=NOW + 1)
    assert turn_at(host, NOW, SITE) == NOW + COOLING
    again = good(host, NOW + COOLING)
    assert (again.state, again.failures, again.coolings) == ("ok", 0, 0)


def test_the_operator_pauses_and_resumes() -> None:
    host = paused(good(HOST), "they wrote to us")
    assert turn_at(host, NOW, SITE) == math.inf
    assert host.reason == "they wrote to us"
    assert turn_at(resumed(host), NOW, SITE) == NOW + 5.0


def test_a_clock_that_was_set_back_costs_one_delay_and_no_more() -> None:
    host = good(HOST, now=NOW + 365 * 86400)
    assert turn_at(host, NOW, SITE) == NOW + 5.0


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("window", "now", "opens"),
    [
        ("22:00-06:00 Europe/Paris", "2026-01-05T12:00", "2026-01-05T21:00"),
        ("22:00-06:00 Europe/Paris", "2026-07-05T12:00", "2026-07-05T20:00"),
        ("22:00-06:00 Europe/Paris", "2026-01-05T04:59", "2026-01-05T04:59"),
        ("22:00-06:00 Europe/Paris", "2026-01-05T05:00", "2026-01-05T21:00"),
        ("01:00-05:30", "2026-01-05T05:30", "2026-01-06T01:00"),
        ("18:00-24:00 UTC", "2026-01-05T23:59", "2026-01-05T23:59"),
        ("08:00-10:00 America/New_York", "2026-11-01T05:00", "2026-11-01T13:00"),
    ],
)
def test_a_host_is_asked_only_within_its_hours(window: str, now: str, opens: str) -> None:
    assert turn_at(HOST, at(now), SITE, [parse_window(window)]) == at(opens)


def test_hours_of_site_and_operator_hold_together() -> None:
    both = [parse_window("20:00-06:00"), parse_window("04:00-08:00")]
    assert turn_at(HOST, at("2026-01-05T12:00"), SITE, both) == at("2026-01-06T04:00")


def test_hours_are_looked_through_until_all_agree() -> None:
    both = [parse_window("04:00-08:00"), parse_window("20:00-06:00")]
    assert turn_at(HOST, at("2026-01-05T07:00"), SITE, both) == at("2026-01-06T04:00")
    never = [parse_window("04:00-08:00"), parse_window("20:00-22:00")]
    assert turn_at(HOST, at("2026-01-05T07:00"), SITE, never) == math.inf


@pytest.mark.parametrize("text", ["", "22-06", "25:00-06:00", "22:00-06:00 Mars/Olympus", "22:00-06:00 ../../etc"])
def test_hours_that_mean_nothing_are_refused_by_name(text: str) -> None:
    with pytest.raises(ConfigError, match="window"):
        parse_window(text)
