"""Ask one URL politely: address guard, robots.txt, pace and limits behind one seam.

The public face is loaded when it is first used: importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scraper.fetch.client import Fetcher
    from scraper.fetch.exchange import ARCHIVE_TYPES, PAGE_TYPES, Validators
    from scraper.fetch.onceoff import OnceOffState
    from scraper.fetch.settings import FetchSettings, Terms
    from scraper.fetch.state import HostState, MemoryState

__all__ = [
    "ARCHIVE_TYPES",
    "PAGE_TYPES",
    "FetchSettings",
    "Fetcher",
    "HostState",
    "MemoryState",
    "OnceOffState",
    "Terms",
    "Validators",
]

_HOME = {
    "ARCHIVE_TYPES": "exchange",
    "PAGE_TYPES": "exchange",
    "FetchSettings": "settings",
    "Fetcher": "client",
    "HostState": "state",
    "MemoryState": "state",
    "OnceOffState": "onceoff",
    "Terms": "settings",
    "Validators": "exchange",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the face holds classes and constants
    """Load the module of a public name when that is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
