"""A site file from a few of its pages: what they share, and the selectors that give what was found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from scraper.errors import InputError
from scraper.extract.selectors import FIELDS, Bench
from scraper.model import Rating

ENOUGH: Final = 2
"""Pages that must give a field before a selector for it is worth writing down."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page of the site: its address after redirects, and its bytes."""

    url: str
    content: bytes


@dataclass(slots=True)
class Proposal:
    """A site file before it is written; `given` says on how many pages each field was found."""

    host: str
    name: str | None = None
    language: str | None = None
    region: str | None = None
    best: float | None = None
    seeds: list[str] = field(default_factory=list)
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    selectors: dict[str, str] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    reviews: int = 0


def propose(samples: Sequence[Sample]) -> Proposal:
    """What the pages share. Raises InputError where they are of several hosts or hold no review."""
    hosts = {urlsplit(sample.url).netloc.lower() for sample in samples}
    if len(hosts) != 1:
        raise InputError(f"the pages are of several hosts ({', '.join(sorted(hosts))}); give pages of one site")
    benches = [(sample, Bench(sample.content, sample.url)) for sample in samples]
    reviews = [(sample, bench) for sample, bench in benches if bench.review is not None]
    if not reviews:
        raise InputError(f"{samples[0].url}: no page holds a single review; give addresses of reviews, not of lists")
    proposal = Proposal(hosts.pop(), pages=len(benches), reviews=len(reviews))
    proposal.name = _shared([bench.facts.site_name for _, bench in benches])
    languages = [bench.review.language for _, bench in reviews if bench.review]
    proposal.language = _shared(languages)
    proposal.region = _region(proposal.host)
    proposal.best = _best([bench.review.value("score") for _, bench in reviews if bench.review])
    proposal.seeds = [f"{urlsplit(samples[0].url).scheme}://{proposal.host}/"]
    proposal.include = _include([sample.url for sample, _ in reviews])
    proposal.exclude = ["/tag/*", "/author/*", "/page/*", "*/feed/*"]
    for name in FIELDS:
        proposal.given[name] = sum(bench.answered(name) for _, bench in reviews)
        if (selector := _selector(name, [bench for _, bench in reviews])) is not None:
            proposal.selectors[name] = selector
    return proposal


def _shared(values: Sequence[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    if not counted:
        return None
    value, count = counted.most_common(1)[0]
    return value if count > len(values) / 2 else None


def _region(host: str) -> str | None:
    """The country of the host's top-level domain, where it is one."""
    last = host.partition(":")[0].rpartition(".")[2]
    generic = {"tv", "me", "io", "co", "fm", "to", "cc", "ws", "eu", "su", "la", "gg"}
    if len(last) != 2 or last in generic or not last.isalpha():  # noqa: PLR2004 - country codes have two letters
        return None
    return "GB" if last == "uk" else last.upper()


def _best(scores: Sequence[object]) -> float | None:
    known = [score for score in scores if isinstance(score, Rating) and isinstance(score.best, int | float)]
    scales = {float(score.best) for score in known if isinstance(score.best, int | float)}
    return scales.pop() if len(scales) == 1 and len(known) >= ENOUGH else None


def _include(urls: Sequence[str]) -> list[str]:
    """The path that all reviews share, as a pattern; none where they share nothing."""
    paths = [urlsplit(url).path.strip("/").split("/") for url in urls]
    shared: list[str] = []
    for parts in zip(*(path[:-1] for path in paths), strict=False):
        if len(set(parts)) == 1:
            shared.append(parts[0])
        elif all(part.isdigit() for part in parts):
            shared.append("*")
        else:
            break
    while shared and shared[-1] == "*":
        shared.pop()
    return [f"/{'/'.join(shared)}/*"] if shared else []


def _selector(name: str, benches: Sequence[Bench]) -> str | None:
    """The shortest selector that gives the field on every page that has it, and nothing on the others."""
    giving = [bench for bench in benches if bench.answered(name)]
    if len(giving) < min(ENOUGH, len(benches)) or not giving:
        return None
    for selector in giving[0].candidates(name):
        if all(bench.reproduces(name, selector) for bench in benches):
            return selector
    return None


def to_toml(proposal: Proposal) -> str:
    """The site file as text, with a comment on what was not found."""
    lines = [
        f"# Proposed from {proposal.reviews} reviews on {proposal.pages} pages: look it through before you rely on it.",
        f"host = {_text(proposal.host)}",
    ]
    for key, value in (("name", proposal.name), ("language", proposal.language), ("region", proposal.region)):
        lines.append(f"{key} = {_text(value)}" if value else f"# {key}: the pages do not agree or do not say")
    lines.append(f"best = {proposal.best:g}" if proposal.best else "# best: no scale is printed on enough pages")
    for key, values in (("seeds", proposal.seeds), ("include", proposal.include), ("exclude", proposal.exclude)):
        lines.append(f"{key} = [{', '.join(map(_text, values))}]")
    lines += ["", "[selectors]"]
    for name in FIELDS:
        found = f"given on {proposal.given.get(name, 0)} of {proposal.reviews}"
        selector = proposal.selectors.get(name)
        lines.append(
            f"{name} = {_text(selector)}  # {found}" if selector else f"# {name}: {found}, no selector gives it"
        )
    return "\n".join(lines) + "\n"


def _text(value: str | None) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(value or "", ensure_ascii=False)
