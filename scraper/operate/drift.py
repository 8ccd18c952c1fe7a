"""Drift: a site that answers otherwise than it used to, measured against its own last runs.

Every comparison is with the median of a site's last `WINDOW` runs that had reviews, wants a
minimum of pages and reviews, and has a tolerance. No reviews where nothing was due is no drift.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from scraper.operate.runs import Run, SiteYield

WINDOW: Final = 10
LEAST_RUNS: Final = 1
LEAST_REVIEWS: Final = 5
LEAST_PAGES: Final = 10
COVERAGE_DROP: Final = 0.15
AGREEMENT_DROP: Final = 0.2
YIELD_DROP: Final = 0.5
FAILED_RISE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at: a short kind, what is the case, what to do."""

    kind: str
    subject: str
    what: str
    remedy: str


def drift(runs: Sequence[Run]) -> list[Finding]:
    """Findings of the last run against those before it, by site."""
    if not runs:
        return []
    last, before = runs[-1], runs[:-1]
    found: list[Finding] = []
    for site, now in sorted(last.watch.sites.items()):
        past = [run.watch.sites[site] for run in before if site in run.watch.sites]
        found.extend(_site(site, now, past))
    return found


def _site(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    told = [one for one in past if one.reviews][-WINDOW:]
    if len(told) < LEAST_RUNS:
        return
    yield from _failing(site, now, past[-WINDOW:])
    yield from _yield(site, now, told)
    if now.reviews >= LEAST_REVIEWS and sum(one.reviews for one in told) >= LEAST_REVIEWS:
        yield from _coverage(site, now, told)
        yield from _winners(site, now, told)
        yield from _agreement(site, now, told)


def _look(site: str) -> str:
    return (
        "look at a new page with `scrape page URL --explain`; "
        f"if the markup changed, correct config/sites/{site}.toml or report the page"
    )


def _coverage(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    for name, share in now.coverage.items():
        usual = median(one.coverage.get(name, 0.0) for one in past)
        if usual - share > COVERAGE_DROP:
            what = f"{site}: {name} is found in {share:.0%} of its reviews, usually in {usual:.0%}"
            yield Finding("coverage", site, what, _look(site))


def _winners(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    for name, source in now.winners.items():
        earlier = Counter(one.winners[name] for one in past if name in one.winners)
        usual, runs = earlier.most_common(1)[0] if earlier else (source, 0)
        if usual != source and runs * 2 > len(past):
            what = f"{site}: {name} now comes from {source}, usually from {usual}"
            yield Finding("source", site, what, _look(site))


def _agreement(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    known = [one.agreement for one in past if one.agreement is not None]
    if now.agreement is None or not known:
        return
    usual = median(known)
    if usual - now.agreement > AGREEMENT_DROP:
        what = f"{site}: sources agree on {now.agreement:.0%} of the values, usually on {usual:.0%}"
        yield Finding("agreement", site, what, _look(site))


def _yield(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    """Fewer changed reviews per page is usual for a site that is known; none at all over many pages is not."""
    rates = [one.reviews / one.pages for one in past if one.pages]
    if now.pages < LEAST_PAGES or not rates:
        return
    usual, rate = median(rates), now.reviews / now.pages
    if rate < usual * (1 - YIELD_DROP) and not now.reviews:
        what = f"{site}: no review from {now.pages} pages, usually {usual:.2f} a page"
        yield Finding("yield", site, what, _look(site))


def _failing(site: str, now: SiteYield, past: Sequence[SiteYield]) -> Iterator[Finding]:
    shares = [one.failed / one.pages for one in past if one.pages]
    if now.pages < LEAST_PAGES or not shares:
        return
    usual, share = median(shares), now.failed / now.pages
    if share - usual > FAILED_RISE:
        what = f"{site}: {share:.0%} of {now.pages} requests failed, usually {usual:.0%}"
        remedy = f"see why with `scrape hosts`; if it refuses us, ask its owner, or `scrape hosts pause {site}`"
        yield Finding("failures", site, what, remedy)
