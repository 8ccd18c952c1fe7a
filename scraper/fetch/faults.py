"""From what went wrong to a FetchError with its code, one line for a person each."""

from __future__ import annotations

import ssl

import httpx

from scraper.errors import FetchError
from scraper.fetch.guard import GuardError
from scraper.fetch.pace import parse_retry_after
from scraper.model import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
_BUSY_STATUSES = frozenset({413, 429, 503})
_SERVER_ERRORS = 500
_OWN_CODES = {404: "http_404", 410: "http_410", 429: "http_429"}

HURTING = frozenset({"connect", "tls", "timeout", "network", "dns", "http_429", "http_5xx"})
"""Codes after which a host is given more rest (see `scraper.fetch.pace.after_failure`)."""


def is_transient(error: httpx.TransportError) -> bool:
    """Whether a broken connection is worth a second try: not a name, a refusal of ours, TLS or slowness."""
    if isinstance(error.__cause__, GuardError) or _tls_reason(error):
        return False
    return isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError | httpx.ConnectTimeout)


def transport_fault(error: httpx.TransportError, url: str) -> FetchError:
    """The FetchError for a request that got no answer."""
    cause = error.__cause__
    if isinstance(cause, GuardError):
        return FetchError(f"{url}: {cause}", code=cause.code, url=url)
    tls = _tls_reason(error)
    if tls:
        return FetchError(
            f"{url}: no secure connection ({tls}); check the address or the site's certificate", code="tls", url=url
        )
    if isinstance(error, httpx.TimeoutException):
        return FetchError(f"{url}: no answer in time; try again later", code="timeout", url=url)
    if isinstance(error, httpx.ConnectError):
        return FetchError(f"{url}: the connection was refused or failed; is the site up?", code="connect", url=url)
    return FetchError(f"{url}: the connection broke ({_detail(error)}); try again later", code="network", url=url)


def status_fault(response: Response, now: float) -> FetchError | None:
    """The FetchError for an answer that is no page; None for 2xx, 304 and redirects."""
    status, url = response.status, response.url
    if 200 <= status < 300 or status in REDIRECTS or status == NOT_MODIFIED:  # noqa: PLR2004 - RFC 9110 section 15
        return None
    if status >= _SERVER_ERRORS:
        code, advice = "http_5xx", "the site is in trouble; try again later"
    elif status >= 400:  # noqa: PLR2004 - the same
        code, advice = _OWN_CODES.get(status, "http_4xx"), _ADVICE.get(status, "the site refuses this address")
    else:
        code, advice = "bad_redirect", "it leads nowhere"
    retry_at = parse_retry_after(response.header("retry-after"), now) if status in _BUSY_STATUSES else None
    return FetchError(
        f"{url}: answered with status {status}; {advice}", code=code, url=url, retry_at=retry_at, status=status
    )


_ADVICE = {
    404: "there is no such page; check the address",
    410: "the page is gone for good",
    429: "the site asks for fewer requests; wait",
    401: "the page is not open to the public",
    403: "the site does not let this crawler in",
    451: "the page is withheld for legal reasons",
}


def _tls_reason(error: httpx.TransportError) -> str:
    """The reason of a TLS failure, which httpcore passes on as the argument of its own error."""
    cause = error.__cause__
    inner = cause.args[0] if cause is not None and cause.args else None
    if not isinstance(inner, ssl.SSLError):
        return ""
    return getattr(inner, "verify_message", "") or inner.reason or "the handshake failed"


def _detail(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
