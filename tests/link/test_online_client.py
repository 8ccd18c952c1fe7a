"""How a service says "not now", "no" and half an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import FetchError
from scraper.link.online.client import Client, Clock, Request

Reply = tuple[int, dict[str, str], bytes]
AGENT = "film-review-scraper (+mailto:test@lantern.example)"


def replies(*script: Reply) -> Callable[[str, dict[str, str]], Reply]:
    """One reply after the other; the last one again and again."""
    left = list(script)
    return lambda _path, _fields: left.pop(0) if len(left) > 1 else left[0]


OK: Reply = (200, {}, b'{"success": 1}')
BUSY = [
    (429, {"Retry-After": "7"}, b"{}"),
    (503, {"Retry-After": "7"}, b"<html>busy"),
    (200, {"Retry-After": "7"}, b'{"error": {"code": "maxlag", "info": "Waiting", "lag": 7}}'),
    (200, {"Retry-After": "7"}, b'{"error": {"code": "ratelimited"}}'),
    (429, {"Retry-After": "Tue, 14 Nov 2023 22:13:27 GMT"}, b'{"status_code": 25}'),
]


@pytest.mark.parametrize("busy", BUSY)
def test_a_busy_service_is_asked_again_when_it_says(stand_in: Any, clock: Any, busy: Reply) -> None:
    service = stand_in(replies(busy, OK))
    with Client(AGENT, clock=Clock(clock.now, clock.sleep)) as client:
        assert client.json(Request(service.url)) == {"success": 1}
    assert clock.slept == [7.0]
    assert service.agents == {AGENT}


def test_a_service_that_stays_busy_is_left_with_the_time_to_come_back(stand_in: Any, clock: Any) -> None:
    service = stand_in(replies((429, {}, b"")))
    with (
        Client(AGENT, clock=Clock(clock.now, clock.sleep)) as client,
        pytest.raises(FetchError, match="busy") as caught,
    ):
        client.json(Request(service.url))
    assert (caught.value.code, caught.value.retry_at) == ("http_429", clock.time + 60)
    assert len(service.asked) == 4


def test_a_service_that_wants_hours_is_not_slept_on(stand_in: Any, clock: Any) -> None:
    service = stand_in(replies((429, {"Retry-After": "36000"}, b"")))
    with Client(AGENT, clock=Clock(clock.now, clock.sleep)) as client, pytest.raises(FetchError, match="busy"):
        client.json(Request(service.url))
    assert clock.slept == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((200, {}, b'{"results": {"bindings": ['), "bad_encoding"),
        ((200, {}, b"[" * 100_000), "bad_encoding"),
        ((500, {}, b"java.util.concurrent.TimeoutException"), "http_5xx"),
        ((404, {}, b'{"status_code": 34, "status_message": "not found"}'), "http_404"),
        ((401, {}, b'{"status_code": 7}'), "http_4xx"),
        ((302, {"Location": "/elsewhere"}, b"{}"), "http_4xx"),
        ((200, {}, b'{"error": {"code": "no-such-entity", "id": "Q0"}}'), "http_4xx"),
    ],
)
def test_an_answer_that_is_none_is_an_error_with_a_code(stand_in: Any, reply: Reply, code: str) -> None:
    service = stand_in(replies(reply))
    with Client(AGENT, interval=0) as client, pytest.raises(FetchError) as caught:
        client.json(Request(service.url))
    assert caught.value.code == code


def test_requests_keep_their_distance(stand_in: Any, clock: Any) -> None:
    service = stand_in(replies(OK))
    with Client(AGENT, interval=2.0, clock=Clock(clock.now, clock.sleep)) as client:
        client.json(Request(service.url, {"a": "1"}))
        client.json(Request(service.url, {"a": "2"}))
    assert clock.slept == [2.0]


def test_answers_are_kept_for_their_time_and_errors_are_not(stand_in: Any, clock: Any, tmp_path: Path) -> None:
    service = stand_in(replies((500, {}, b""), OK))
    with Client(AGENT, interval=0, cache=tmp_path, keep=100, clock=Clock(clock.now, clock.sleep)) as client:
        with pytest.raises(FetchError):
            client.json(Request(service.url))
        for _ in range(3):
            client.json(Request(service.url))
        assert len(service.asked) == 2
        clock.time += 101
        client.json(Request(service.url))
    assert len(service.asked) == 3


def test_a_key_is_sent_and_stands_in_no_cache_and_no_message(stand_in: Any, tmp_path: Path) -> None:
    service = stand_in(replies(OK, (401, {}, b"{}")))
    with Client(AGENT, interval=0, cache=tmp_path) as client:
        client.json(Request(service.url, secret={"api_key": "s3cret"}))
        with pytest.raises(FetchError, match="check the key") as caught:
            client.json(Request(service.url, {"b": "1"}, secret={"api_key": "s3cret"}))
    assert service.asked[0][1] == {"api_key": "s3cret"}
    assert "s3cret" not in str(caught.value)
    assert not any("s3cret" in path.name or "s3cret" in path.read_text() for path in tmp_path.iterdir())


def test_a_broken_cache_entry_is_asked_for_again(stand_in: Any, tmp_path: Path) -> None:
    service = stand_in(replies(OK))
    request = Request(service.url)
    (tmp_path / f"{request.name}.json").write_text(json.dumps({"at": 1})[:5])
    with Client(AGENT, interval=0, cache=tmp_path) as client:
        assert client.json(request) == {"success": 1}


def test_a_service_that_is_not_there_is_named() -> None:
    with Client(AGENT, interval=0) as client, pytest.raises(FetchError, match="check the network"):
        client.json(Request("http://127.0.0.1:9/"))
