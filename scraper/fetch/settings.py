"""What the operator decides about fetching; everything else is a rule of docs/politeness.md."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from typing import Final, Protocol

from scraper.errors import ConfigError
from scraper.fetch.window import Window, parse_window

PRODUCT: Final = "film-review-scraper"
FLOOR: Final = 5.0
"""Seconds between two requests to one site; only hosts marked `own` may have less."""

_CONTACT = re.compile(r"https://[\w.-]+\.[\w-]+(?::\d+)?(?:/[^\s()<>]*)?|mailto:[^\s@()<>]+@[\w.-]+\.[\w-]+", re.ASCII)
_OWN_NAME = re.compile(r"[a-z0-9_.-]+(?::\d+)?|\[?[0-9a-f:.]+\]?(?::\d+)?", re.ASCII)
_HOW = (
    'set contact = "https://your.site/about-this-crawler" or "mailto:you@your.site" in config/scraper.toml '
    "(`scrape init` asks for it)"
)


class HostTerms(Protocol):
    """What the operator decides about one host; `scraper.config.HostRule` has this shape."""

    @property
    def own(self) -> bool:
        """Whether the host is the operator's: it may be private, and have a delay below the floor."""

    @property
    def delay(self) -> float | None:
        """Seconds between two requests, None for the general delay."""

    @property
    def window(self) -> str | None:
        """When it may be asked, as "22:00-06:00 Europe/Paris"."""

    @property
    def reserved(self) -> str | None:
        """Why it is read although it reserves text and data mining."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Plain `HostTerms`.

    >>> FetchSettings("mailto:ida@moss.example", {"127.0.0.1": Terms(own=True, delay=0.2)}).own
    frozenset({'127.0.0.1'})
    """

    own: bool = False
    delay: float | None = None
    window: str | None = None
    reserved: str | None = None


_NO_TERMS: Final = Terms()


@dataclass(frozen=True)
class FetchSettings:
    """How this operator fetches. Times are seconds, sizes are bytes.

    `contact` is the https page or mailto: address that site owners can turn to. `hosts` holds the
    terms of single hosts by literal name or address, as `host` or `host:port`. `wait` is how long
    a one-off call waits for its turn before it answers `busy`.

    Raises ConfigError naming the setting and the remedy.
    """

    contact: str | None
    hosts: Mapping[str, HostTerms] = field(default_factory=dict)
    delay: float = FLOOR
    wait: float = 60.0
    connect_timeout: float = 10.0
    total_timeout: float = 30.0
    max_body: int = 5 * 1024 * 1024
    max_redirects: int = 5
    address_delay: float = 1.0
    """Least time between two requests to one IP address, whatever sites share it; own hosts are exempt."""
    forbid_403: bool = True
    """Whether a robots.txt answered with 401 or 403 forbids the site (RFC 9309 would allow)."""

    def __post_init__(self) -> None:
        """Refuse what would make an impolite or unanswerable crawler."""
        if not self.contact:
            raise ConfigError(f"no contact is set, so nothing is fetched: {_HOW}")
        if not _CONTACT.fullmatch(self.contact):
            raise ConfigError(f"contact {self.contact!r} is neither an https page nor a mailto address: {_HOW}")
        if not (self.delay >= FLOOR and math.isfinite(self.delay)):
            raise ConfigError(f"delay is {self.delay:g}; at least {FLOOR:g}, or set it per host with own = true")
        for name, terms in self.hosts.items():
            _check_terms(name, terms)

    @cached_property
    def own(self) -> frozenset[str]:
        """The hosts that are the operator's."""
        return frozenset(name for name, terms in self.hosts.items() if terms.own)

    @cached_property
    def windows(self) -> Mapping[str, Window]:
        """The hours of the hosts that have some."""
        return {name: parse_window(terms.window) for name, terms in self.hosts.items() if terms.window}

    def terms(self, host: str, netloc: str) -> HostTerms:
        """The terms of a host as an address names it, by `host:port` before `host`."""
        return self.hosts.get(netloc) or self.hosts.get(host) or _NO_TERMS

    @property
    def user_agent(self) -> str:
        """The User-Agent header: product, version and contact."""
        return f"{PRODUCT}/{_version()} (+{self.contact})"


def _check_terms(name: str, terms: HostTerms) -> None:
    if terms.own and not _OWN_NAME.fullmatch(name):
        raise ConfigError(f"own host {name!r}: name one host or address in lower case, without pattern or path")
    least = 0.0 if terms.own else FLOOR
    if terms.delay is not None and not (terms.delay >= least and math.isfinite(terms.delay)):
        raise ConfigError(f"host {name!r}: delay is {terms.delay:g}; at least {FLOOR:g} unless own = true")
    if terms.window is not None:
        parse_window(terms.window)


def _version() -> str:
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        return "0"
