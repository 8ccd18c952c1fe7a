"""What the pages show, read from the index, the store and the ledgers; plain data for the templates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from scraper.model import Change
from scraper.publish.search import FACETS, FacetValue, Query, Results

PAGE: Final = 20
LABELS: Final = {
    "site": "Site",
    "critic": "Critic",
    "director": "Director",
    "year": "Film’s year",
    "score": "Score",
    "channel": "Seen by",
}
FIELD_LABELS: Final = {
    "film_title": "Film",
    "film_title_alt": "Other titles",
    "film_year": "Year",
    "directors": "Directors",
    "people": "People",
    "reviewer": "Critic",
    "published": "Published",
    "modified": "Modified",
    "score": "Score",
    "categories": "Categories",
    "tags": "Tags",
    "genres": "Genres",
    "availability": "Availability",
}
_NAMES: Final = ("q", "film", "director", "critic", "site", "year", "min_score", "channel")
_PARAMETER: Final = {"score": "min_score"}


def safe_link(address: object) -> str | None:
    """The address when a browser may be sent there; anything but http and https is only text."""
    text = str(address or "")
    try:
        return text if urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname else None
    except ValueError:
        return None


def ticks(text: str) -> list[tuple[str, bool]]:
    """A message cut at its backticks: (piece, whether it is a command).

    >>> ticks("run `scrape crawl` once")
    [('run ', False), ('scrape crawl', True), (' once', False)]
    """
    return [(piece, number % 2 == 1) for number, piece in enumerate(text.split("`")) if piece]


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet value with the address that adds or removes it."""

    label: str
    count: int | None
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a search page, cleaned; builds the addresses of its neighbours."""

    values: Mapping[str, str]
    page: int

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Asked:
        """Known parameters only, each at most 300 characters; numbers that are none fall away."""
        values = {name: text for name in _NAMES if (text := parameters.get(name, "").strip()[:300])}
        for name in ("year", "min_score"):
            if name in values and not values[name].isdecimal():
                del values[name]
        page = parameters.get("page", "1")
        return cls(values, min(int(page), 50) if page.isdecimal() and page.isascii() and int(page) else 1)

    def query(self) -> Query:
        """What is asked of the index."""
        value = self.values.get
        return Query(
            value("q", ""),
            film=value("film"),
            director=value("director"),
            critic=value("critic"),
            site=value("site"),
            year=int(self.values["year"][:6]) if "year" in self.values else None,
            min_score=float(self.values["min_score"][:3]) if "min_score" in self.values else None,
            channel=value("channel"),
            limit=PAGE,
            offset=(self.page - 1) * PAGE,
        )

    def href(self, **changes: str | None) -> str:
        """The address of this search with some parameters changed; None removes one."""
        merged = {**self.values, **changes}
        kept = {name: merged[name] for name in (*_NAMES, "page") if merged.get(name)}
        return "/?" + urlencode(kept) if kept else "/"

    def choices(self, results: Results) -> list[tuple[str, list[Choice]]]:
        """Facets with what is chosen first; a chosen value's address takes it away again."""
        found = []
        for kind in FACETS:
            name = _PARAMETER.get(kind, kind)
            if name in self.values:
                text = self.values[name]
                label = f"{text} and more" if name == "min_score" else text
                found.append((LABELS[kind], [Choice(label, None, self.href(**{name: None}), chosen=True)]))
                continue
            values = results.facets.get(kind, ())
            choices = [Choice(v.label, v.count, self.href(**{name: _value(kind, v)}), chosen=False) for v in values]
            if kind == "score":
                choices = self._at_least(values)
            if choices:
                found.append((LABELS[kind], choices))
        return found

    def _at_least(self, values: Sequence[FacetValue]) -> list[Choice]:
        """Score bands as thresholds, so that a count is what its link finds."""
        found, total = [], 0
        for value in sorted(values, key=lambda value: -int(value.key)):
            total += value.count
            label = f"{value.key} and more" if value.key != "0" else "any score"
            found.append(Choice(label, total, self.href(min_score=value.key), chosen=False))
        return found


def _value(kind: str, value: FacetValue) -> str:
    return str(value.label if kind in {"critic", "director"} else value.key)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one value stands: a quote with its surroundings, or a place in the markup."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    place: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a review with what proves it and what lost."""

    label: str
    values: Sequence[str]
    status: str
    confidence: float | None
    proofs: Sequence[Proof] = ()
    lost: Sequence[Mapping[str, Any]] = ()


@dataclass(slots=True)
class Ledger:
    """A ledger, read: how the page was read, the link decision, the fields."""

    page: Mapping[str, Any] = field(default_factory=dict)
    link: Mapping[str, Any] = field(default_factory=dict)
    rows: list[FieldRow] = field(default_factory=list)


def read_ledger(change: Change | None) -> Ledger:
    """The ledger of a change; lines that cannot be read are left out."""
    found = Ledger()
    for line in ((change.ledger if change else None) or b"").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if not isinstance(entry, dict):
            continue
        if "field" in entry:
            found.rows.append(_field_row(entry))
        elif "film" in entry:
            found.link = entry
        elif "page_kind" in entry:
            found.page = entry
    return found


def _field_row(entry: Mapping[str, Any]) -> FieldRow:
    value = entry.get("value")
    values = [say(item) for item in (value if isinstance(value, list) else [value]) if item is not None]
    proofs = [_proof(target) for target in entry.get("targets") or () if isinstance(target, dict)]
    lost = [item for item in entry.get("lost") or () if isinstance(item, dict)]
    label = FIELD_LABELS.get(str(entry.get("field")), str(entry.get("field")))
    return FieldRow(label, values, str(entry.get("status") or "absent"), entry.get("confidence"), proofs, lost)


def _proof(target: Mapping[str, Any]) -> Proof:
    selectors = target.get("selector") or ()
    quote: Mapping[str, Any] = next((item for item in selectors if item.get("type") == "TextQuoteSelector"), {})
    place = next((item.get("value", "") for item in selectors if item.get("type") == "FragmentSelector"), "")
    return Proof(
        str(quote.get("exact", "")),
        str(quote.get("prefix", "")),
        str(quote.get("suffix", "")),
        str(place),
        str(target.get("rule", "")),
    )


def say(value: object) -> str:
    """A value of the flat form in words."""
    if not isinstance(value, Mapping):
        return str(value)
    if "role" in value:
        character = f" as {value['character']}" if value.get("character") else ""
        return f"{value.get('name')} ({str(value['role']).replace('_', ' ')}{character})"
    if "channel" in value:
        parts = [value.get("channel"), value.get("platform"), value.get("date"), value.get("region")]
        return " · ".join(str(part) for part in parts if part)
    if "raw" in value:
        norm = value.get("norm")
        return f"{value['raw']}" + (f" → {norm:g} of 100" if isinstance(norm, int | float) else "")
    return json.dumps(value, ensure_ascii=False)
