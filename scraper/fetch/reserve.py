"""Reservations of text and data mining: who has said that machines are to stay away.

* TDMRep (W3C community group report): header `tdm-reservation: 1`, the same in a `<meta>`
  (read by `extract`), and `/.well-known/tdmrep.json`.
* AI preferences (draft-ietf-aipref-attach, -vocab): `Content-Usage` as header and in robots.txt.
  Any preference of `n` counts as a reservation, unless the same statement grants `search`,
  which is what an index of reviews is.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from scraper.model import Response

WELL_KNOWN: Final = "/.well-known/tdmrep.json"
_MOST_RULES: Final = 1000


def reserved_by_headers(response: Response) -> str | None:
    """The reservation that an answer's headers state, in words; None when they state none."""
    if (response.header("tdm-reservation") or "").strip() == "1":
        return "the header tdm-reservation: 1 reserves text and data mining"
    return usage_reserves(_joined(response, "content-usage"))


def usage_reserves(preferences: str | None) -> str | None:
    """The reservation in a Content-Usage value, in words; None when it reserves nothing from us.

    >>> usage_reserves("train-ai=n")
    'Content-Usage: train-ai=n reserves automated use'
    >>> usage_reserves("train-ai=n, search=y") is None
    True
    """
    if not preferences:
        return None
    stated = dict(_preference(item) for item in preferences.split(","))
    if stated.get("search") == "y":
        return None
    refused = [name for name, value in stated.items() if value == "n"]
    return f"Content-Usage: {', '.join(f'{name}=n' for name in refused)} reserves automated use" if refused else None


def reserved_by_file(tdmrep: str, url: str) -> str | None:
    """The reservation that the origin's tdmrep.json states for `url`, in words; None when none.

    The first rule whose location matches decides; locations are paths with `*` and `$` as in
    robots.txt.

    >>> reserved_by_file('[{"location": "/essays/*", "tdm-reservation": 1}]', "https://a.example/essays/1")
    "/.well-known/tdmrep.json reserves text and data mining for '/essays/*'"
    """
    if not tdmrep:
        return None
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for location, reserved in _file_rules(tdmrep):
        if _located(location, target):
            return f"{WELL_KNOWN} reserves text and data mining for {location!r}" if reserved else None
    return None


def _joined(response: Response, name: str) -> str:
    return ", ".join(value for key, value in response.headers if key == name)


def _preference(item: str) -> tuple[str, str]:
    name, _, value = item.partition(";")[0].partition("=")
    return name.strip().lower(), value.strip().lower()


@lru_cache(maxsize=256)
def _file_rules(tdmrep: str) -> tuple[tuple[str, bool], ...]:
    """Location and reservation of each rule; a file that is no such list states nothing."""
    try:
        rules = json.loads(tdmrep)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(rules, list):
        return ()
    return tuple(
        (rule["location"], rule.get("tdm-reservation") in {1, "1"})
        for rule in rules[:_MOST_RULES]
        if isinstance(rule, dict)
        and isinstance(rule.get("location"), str)
        and isinstance(rule.get("tdm-reservation"), int | str)
    )


def _located(location: str, target: str) -> bool:
    """Whether a path with `*` (any run) and a final `$` (the end) matches from the start of `target`."""
    ends = location.endswith("$")
    first, *parts = re.sub(r"\*+", "*", location.removesuffix("$")).split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for index, part in enumerate(parts):
        if ends and index == len(parts) - 1:
            return target.endswith(part) and len(target) - len(part) >= at
        at = target.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not ends or at == len(target)
