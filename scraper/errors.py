"""Every error this package raises on purpose.

    ScraperError
    ├── UsageError          the call or an option is wrong; nothing was started
    │   └── ConfigError     a settings or site file is wrong
    ├── InputError          one input cannot be read (path, URL, LIST line)
    └── FetchError          one URL gave no answer; carries a code, see FETCH_CODES

A message is one line: what was wrong, naming the file, URL, field or option, then what to do.
"""

from __future__ import annotations

from typing import Final

FETCH_CODES: Final = frozenset(
    {
        "bad_url",
        "unsupported_scheme",
        "dns",
        "connect",
        "tls",
        "timeout",
        "network",
        "private_address",
        "robots_denied",
        "robots_unreadable",
        "reserved",
        "redirect_loop",
        "bad_redirect",
        "http_404",
        "http_410",
        "http_429",
        "http_4xx",
        "http_5xx",
        "too_large",
        "bad_encoding",
        "unsupported_type",
        "busy",
        "forgotten",
    },
)


class ScraperError(Exception):
    """Base of all errors that a caller is meant to catch.

    >>> ScraperError("no contact is set; add one to config/scraper.toml").code
    'error'
    """

    code: str = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class UsageError(ScraperError):
    """The call cannot be carried out as written; nothing was started (exit status 2)."""

    code = "usage"


class ConfigError(UsageError):
    """A settings or site file is wrong; the message names the file, the key and the remedy."""

    code = "config"


class InputError(ScraperError):
    """One input could not be read; the other inputs go on (exit status 1)."""

    code = "input"


class FetchError(ScraperError):
    """One URL gave no page.

    `code` is one of `FETCH_CODES`; `url` is the address that failed (after redirects);
    `retry_at` is a POSIX time in seconds before which asking again is useless, if known.
    """

    def __init__(
        self, message: str, *, code: str, url: str, retry_at: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.url = url
        self.retry_at = retry_at
        self.status = status
