"""What the reviews of one run say, site by site: read from the outbox's documents and ledgers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlsplit

from scraper.fields import FIELDS
from scraper.model import Change
from scraper.operate.runs import SiteYield, visits
from scraper.store.protocol import Outbox

READER: Final = "operate"
_BATCH: Final = 500


@dataclass(slots=True)
class _Count:
    reviews: int = 0
    given: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    agreed: int = 0

    def add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self.reviews += 1
        for line in lines:
            name = line.get("field")
            if not isinstance(name, str) or line.get("value") in (None, [], ""):
                continue
            self.given[name] += 1
            self.agreed += line.get("status") == "agreed"
            target = next(iter(line.get("targets") or ()), None)
            if isinstance(target, dict):
                self.sources.setdefault(name, Counter())[str(target.get("source"))] += 1

    def result(self) -> SiteYield:
        total = sum(self.given.values())
        return SiteYield(
            reviews=self.reviews,
            coverage={row.name: round(self.given[row.name] / self.reviews, 3) for row in FIELDS},
            winners={name: counts.most_common(1)[0][0] for name, counts in sorted(self.sources.items())},
            agreement=round(self.agreed / total, 3) if total else None,
        )


def site_of(change: Change) -> str | None:
    """The host of a review's address, without `www.`."""
    try:
        nodes = json.loads(change.document or b"{}").get("@graph", [])
        host = urlsplit(str(nodes[0].get("url", ""))).hostname if nodes else None
    except (ValueError, AttributeError, TypeError, LookupError):
        return None
    return host.removeprefix("www.") if host else None


def since_last_run(outbox: Outbox) -> dict[str, SiteYield]:
    """Yields of the reviews that changed since this was last asked, by site; the cursor moves on."""
    counts: dict[str, _Count] = {}
    after = outbox.cursor(READER)
    while changes := outbox.changes(after, _BATCH):
        after = changes[-1].version
        for change in changes:
            site = site_of(change) if change.kind == "review" and change.document else None
            if site is not None:
                counts.setdefault(site, _Count()).add(_lines(change.ledger))
    outbox.advance(READER, after)
    return {site: count.result() for site, count in sorted(counts.items())}


def _lines(ledger: bytes | None) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for line in (ledger or b"").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


def with_visits(yields: Mapping[str, SiteYield], hosts: Mapping[str, Mapping[str, int]]) -> dict[str, SiteYield]:
    """Add what the crawl counted: pages visited, and those that failed.

    The crawl counts by politeness key, a domain that may have several hosts or a port; a site gets
    the figures of its key. Keys of which no review changed stand for themselves.
    """
    keys = {_site_of_key(key): counts for key, counts in hosts.items()}
    found: dict[str, SiteYield] = {}
    unused = set(keys)
    for site, one in yields.items():
        key = next((key for key in _parents(site) if key in keys), None)
        unused.discard(key or "")
        found[site] = one if key is None else _counted(one, keys[key])
    found |= {key: _counted(SiteYield(), keys[key]) for key in unused}
    return dict(sorted(found.items()))


def _site_of_key(key: str) -> str:
    name, _, port = key.rpartition(":")
    return (name if port.isdecimal() and name else key).removeprefix("www.")


def _parents(site: str) -> Iterator[str]:
    """The host and the domains above it."""
    labels = site.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


def _counted(one: SiteYield, counts: Mapping[str, int]) -> SiteYield:
    return replace(one, pages=visits(counts), failed=counts.get("failed", 0))
