"""A second try for connections that broke, and only for these.

Answers are never asked twice here: a 429 or 503 moves the host's next time (see `scraper.fetch.pace`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx

TRIES = 2
T = TypeVar("T")


async def with_retry(
    send: Callable[[], Awaitable[T]],
    *,
    transient: Callable[[httpx.TransportError], bool],
    rest: float,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """`send()`, and once more after `rest` seconds (and up to one more) where it failed for a passing reason.

    tenacity is met only after a failure: its bookkeeping costs more than an answer from the cache
    of a near server, and nearly all requests need none of it.
    """
    try:
        return await send()
    except httpx.TransportError as error:
        if not transient(error):
            raise
        return await _again(send, error, transient, rest, sleep)


async def _again(
    send: Callable[[], Awaitable[T]],
    failed: httpx.TransportError,
    transient: Callable[[httpx.TransportError], bool],
    rest: float,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    import tenacity  # noqa: PLC0415 - on the failure path only

    past: list[httpx.TransportError] = [failed]

    async def attempt() -> T:
        if past:
            raise past.pop()
        return await send()

    retrying = tenacity.AsyncRetrying(
        stop=tenacity.stop_after_attempt(TRIES),
        wait=tenacity.wait_fixed(rest) + tenacity.wait_random(0, 1),
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, httpx.TransportError) and transient(error)),
        sleep=sleep,
        reraise=True,
    )
    return await retrying(attempt)
