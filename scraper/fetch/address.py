"""Web addresses as a fetch needs them: checked, normalised, and grouped by politeness key."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import httpx
from publicsuffixlist import PSLFILE, PublicSuffixList

from scraper.errors import FetchError

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2083
_SHOWN = 200
_HOSTING = ("wordpress.com", "substack.com", "tumblr.com", "livejournal.com", "dreamwidth.org")
"""Services whose blogs belong to their writers, as on blogspot.com, that the list's private section lacks."""
_LAST_PORT = 65535
_LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart. `host` is ASCII and lower case, `port` is never None.

    `origin` is `scheme://host[:port]`, the port only where it is not the scheme's own.
    """

    url: str
    scheme: str
    host: str
    port: int
    origin: str
    target: str

    @property
    def netloc(self) -> str:
        """Host, with its port where that is not the scheme's own."""
        return self.origin.partition("://")[2]


@lru_cache(maxsize=4096)
def parse_address(url: str) -> Address:
    """Check and normalise an absolute URL; the fragment is dropped.

    >>> parse_address("HTTP://Harrow-Lane.example:80/a b#top").url
    'http://harrow-lane.example/a%20b'

    Raises FetchError `bad_url` or `unsupported_scheme`.
    """
    shown = url[:_SHOWN]
    if len(url) > LONGEST_URL:
        raise FetchError(
            f"{shown}...: longer than {LONGEST_URL} characters; no page needs that", code="bad_url", url=shown
        )
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"{shown}: not a URL ({error}); check its spelling", code="bad_url", url=shown) from error
    if parsed.scheme not in DEFAULT_PORTS:
        raise FetchError(
            f"{shown}: only http:// and https:// addresses can be fetched", code="unsupported_scheme", url=shown
        )
    return _checked(parsed, shown)


def _checked(parsed: httpx.URL, shown: str) -> Address:
    host = parsed.raw_host.decode("ascii").lower().rstrip(".")
    port = DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if not 0 < len(host) <= _LONGEST_HOST or ".." in host or "%" in host or not 0 < port <= _LAST_PORT:
        raise FetchError(f"{shown}: the address has no usable host; check its spelling", code="bad_url", url=shown)
    if parsed.userinfo:
        raise FetchError(
            f"{shown}: an address with a user name or password is not fetched; leave them out",
            code="bad_url",
            url=shown,
        )
    bracketed = f"[{host}]" if ":" in host else host
    netloc = bracketed if port == DEFAULT_PORTS[parsed.scheme] else f"{bracketed}:{port}"
    origin = f"{parsed.scheme}://{netloc}"
    target = parsed.raw_path.decode("ascii")
    return Address(origin + target, parsed.scheme, host, port, origin, target)


def is_own(address: Address, own: Collection[str]) -> bool:
    """Whether the operator named this very host, with or without its port, as their own."""
    return bool(own) and (address.host in own or address.netloc in own)


def politeness_key(url: str, own: Collection[str] = ()) -> str:
    """The name under which a site is asked by one request at a time.

    It is the registered domain by the Public Suffix List with its private section, so that two
    blogs of one hosting service are two sites and all hosts and ports of one owner are one; a few
    hosting services that the list leaves out are added.
    Addresses in figures and hosts in `own` stand for themselves, with their port.

    >>> politeness_key("https://www.harrow.co.uk/x"), politeness_key("http://idamoss.blogspot.com/")
    ('harrow.co.uk', 'idamoss.blogspot.com')
    >>> politeness_key("http://127.0.0.1:8080/")
    '127.0.0.1:8080'
    """
    address = parse_address(url)
    if is_own(address, own) or _is_figures(address.host):
        return address.netloc
    return _registered(address.host)


def _is_figures(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> PublicSuffixList:
    with Path(PSLFILE).open(encoding="utf-8") as lines:
        return PublicSuffixList([*lines, *_HOSTING])


@lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    return str(_suffixes().privatesuffix(host) or host)
