"""One polite JSON client for the services that know films: paced, bounded, cached, with their error semantics.

A service says "not now" in several ways: status 429 or 503 with `Retry-After`, or (Wikidata) an
`error` of `maxlag` or `ratelimited` inside a 200. A body cut short inside a 200 is an error too.
Keys are sent as the service wants them and stand in no message and no cache.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import httpx

from scraper.errors import FetchError

MAX_BYTES: Final = 64 * 1024 * 1024
"""Of one answer, decompressed."""
_WAIT: Final = 60.0
"""Seconds, where a service says "not now" without saying until when."""
_LONGEST: Final = 300.0
"""Seconds; a service that wants longer is left for another run."""
_BUSY: Final = frozenset({429, 503})
_BUSY_CODES: Final = frozenset({"maxlag", "ratelimited"})
_SERVER_ERROR: Final = 500
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the client sees it; tests give their own."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Request:
    """One question: parameters in the query, or `form` fields of a POST. `secret` is sent and never shown or kept."""

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    accept: str = "application/json"
    secret: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What names the answer in the cache."""
        parts = [self.url, sorted(self.params.items()), sorted((self.form or {}).items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Client:
    """Asks one service, one request at a time, at least `interval` seconds apart.

    `agent` is the User-Agent with a contact. Answers are kept in `cache` for `keep` seconds;
    `offline`, nothing else is answered.
    Raises FetchError with a code of `FETCH_CODES`; `retry_at` says when a busy service wants to
    be asked again.
    """

    def __init__(
        self, agent: str, *, interval: float = 1.0, cache: Path | None = None, keep: float = 86_400.0,
        offline: bool = False, clock: Clock | None = None, transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._http = httpx.Client(
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(90.0, connect=20.0),
            follow_redirects=False,
            transport=transport,
        )
        self._interval = interval
        self._cache = cache
        self._keep = keep
        self._offline = offline
        self._clock = clock or Clock()
        self._next = 0.0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._http.close()

    def json(self, request: Request, *, missing_ok: bool = False) -> Any:  # noqa: ANN401 - whatever JSON the service says
        """The answer's JSON; None for a 404 where `missing_ok`."""
        cached = self._cached(request)
        if cached is not None:
            return cached["body"]
        if self._offline:
            raise FetchError(f"{request.url}: not asked yet; run `scrape link`", code="busy", url=request.url)
        body = self._ask(request, missing_ok=missing_ok)
        self._store(request, body)
        return body

    def _ask(self, request: Request, *, missing_ok: bool) -> Any:  # noqa: ANN401 - as above
        for attempt in range(1, _TRIES + 1):
            status, headers, raw = self._send(request)
            if missing_ok and status == httpx.codes.NOT_FOUND:
                return None
            body = _parsed(raw)
            wait = _asked_to_wait(status, headers, body, self._clock.now())
            if wait is None:
                return self._checked(request, status, body)
            if attempt == _TRIES or wait > _LONGEST:
                retry_at = self._clock.now() + wait
                raise FetchError(
                    f"{request.url}: the service is busy and asks to wait {wait:.0f} s; run this again later",
                    code="http_429", url=request.url, retry_at=retry_at, status=status,
                )  # fmt: skip
            self._clock.sleep(wait)
        raise AssertionError

    def _checked(self, request: Request, status: int, body: object) -> object:
        if status != httpx.codes.OK:
            code = (
                "http_5xx" if status >= _SERVER_ERROR else "http_404" if status == httpx.codes.NOT_FOUND else "http_4xx"
            )
            raise FetchError(f"{request.url}: {_told(status, body)}", code=code, url=request.url, status=status)
        if body is _BROKEN:
            raise FetchError(
                f"{request.url}: the answer is cut short or no JSON; ask for less, or later",
                code="bad_encoding", url=request.url, status=status,
            )  # fmt: skip
        error = body.get("error") if isinstance(body, dict) else None
        if isinstance(error, dict) and "code" in error:
            said = f"{error.get('code')}: {error.get('info', '')}".strip(": ")
            raise FetchError(f"{request.url}: {said}", code="http_4xx", url=request.url, status=status)
        return body

    def _send(self, request: Request) -> tuple[int, httpx.Headers, bytes]:
        pause = self._next - self._clock.now()
        if pause > 0:
            self._clock.sleep(pause)
        self._next = self._clock.now() + self._interval
        headers = {
            "Accept": request.accept,
            **{key: text for key, text in request.secret.items() if key == "Authorization"},
        }
        params = {**request.params, **{key: text for key, text in request.secret.items() if key != "Authorization"}}
        method = "GET" if request.form is None else "POST"
        try:
            with self._http.stream(method, request.url, params=params, data=request.form, headers=headers) as answer:
                return answer.status_code, answer.headers, _bounded(answer, request.url)
        except httpx.TimeoutException as error:
            raise FetchError(f"{request.url}: no answer in time; try later", code="timeout", url=request.url) from error
        except httpx.InvalidURL as error:
            raise FetchError(f"{request.url}: this is no address", code="bad_url", url=request.url) from error
        except httpx.HTTPError as error:
            said = type(error).__name__
            raise FetchError(
                f"{request.url}: {said}; check the network and the address", code="network", url=request.url
            ) from error

    def _cached(self, request: Request) -> dict[str, Any] | None:
        if self._cache is None:
            return None
        try:
            entry = json.loads((self._cache / f"{request.name}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        fresh = isinstance(entry, dict) and "body" in entry and self._clock.now() - entry.get("at", 0) < self._keep
        return entry if fresh else None

    def _store(self, request: Request, body: object) -> None:
        if self._cache is None:
            return
        self._cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._cache)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"at": self._clock.now(), "body": body}, file, ensure_ascii=False)
        Path(name).replace(self._cache / f"{request.name}.json")


_BROKEN: Final = object()


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return _BROKEN


def _bounded(answer: httpx.Response, url: str) -> bytes:
    parts, size = [], 0
    for chunk in answer.iter_bytes():
        parts.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise FetchError(
                f"{url}: the answer is larger than {MAX_BYTES} bytes; ask for less", code="too_large", url=url
            )
    return b"".join(parts)


def _asked_to_wait(status: int, headers: httpx.Headers, body: object, now: float) -> float | None:
    """Seconds for which a service asks to be left alone; None when it does not."""
    error = body.get("error") if isinstance(body, dict) else None
    busy = isinstance(error, dict) and error.get("code") in _BUSY_CODES
    if status not in _BUSY and not busy:
        return None
    said = headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - now)
    except (ValueError, TypeError):
        return _WAIT


def _told(status: int, body: object) -> str:
    """A status with what the service says about it, where it says something."""
    said = body.get("status_message") if isinstance(body, dict) else None
    remedy = "; check the key" if status in (401, 403) else ""
    return f"status {status}{f' ({said})' if isinstance(said, str) else ''}{remedy}"
