"""A response in, records out: the one place that knows the order of the stages."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, Protocol

from scraper import record
from scraper.config import Project, SiteFile
from scraper.errors import ConfigError, FetchError
from scraper.extract import Site, extract
from scraper.extract.parts import join, next_part
from scraper.link import open_linker
from scraper.link.online import Online
from scraper.model import Extraction, LinkedReview, Record, Response

Assume = Literal["review"]


class Linker(Protocol):
    """Finds the identities of one page's films and people."""

    def __call__(self, extraction: Extraction) -> tuple[LinkedReview, ...]:
        """One linked review for each review, in page order."""


def unlinked(extraction: Extraction) -> tuple[LinkedReview, ...]:
    """The linker of those who have no catalogue: every review as it is."""
    return tuple(LinkedReview(review) for review in extraction.reviews)


@dataclass(frozen=True, slots=True)
class Catalogued:
    """The linker over a project's catalogue file and what people decided; picklable, opened where it is called.

    Every review stays as it is where there is no such file. A process opens the files once for
    each state they are in, so a rebuilt catalogue or a new decision counts from the next page on.
    """

    catalogue: Path
    decisions: Path | None = None
    online: Online | None = None

    def __call__(self, extraction: Extraction) -> tuple[LinkedReview, ...]:
        """One linked review for each review, in page order."""
        if not self.catalogue.is_file():
            return unlinked(extraction)
        linker = _opened(self.catalogue, self.decisions, self.online, _state(self.catalogue), _state(self.decisions))
        return linker(extraction)


@lru_cache(maxsize=4)
def _opened(catalogue: Path, decisions: Path | None, online: Online | None, *_states: object) -> Linker:
    return open_linker(catalogue, decisions, online)


def project_linker(project: Project) -> Catalogued:
    """The linker of a project: its catalogue, its decisions, and what its services answered before."""
    return Catalogued(project.catalogue, project.decisions, online_of(project))


def online_of(project: Project, *, offline: bool = True, key: str = "") -> Online | None:
    """The services of a project; None where it names none. Unless `offline`, they are asked with its contact."""
    names, contact = project.settings.link.online, project.settings.contact
    if not names:
        return None
    if not offline and not contact:
        raise ConfigError("[link] online asks services that want to know who asks; set contact in config/scraper.toml")
    agent = f"film-review-scraper (+{contact})"
    return Online(names, project.output / "online", agent, offline=offline, key=key)


def _state(path: Path | None) -> tuple[int, int, int] | None:
    """What changes when a file does."""
    if path is None or not path.exists():
        return None
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one page became."""

    extraction: Extraction
    linked: tuple[LinkedReview, ...]
    records: tuple[Record, ...]


NO_PROFILE: Final[Mapping[str, int]] = {}


def site_facts(file: SiteFile | None, profile: Mapping[str, int] = NO_PROFILE) -> Site:
    """What `extract` is told of a site: its site file, and the frozen sum of what earlier pages taught."""
    if file is None:
        return Site(observed=profile)
    return Site(
        name=file.name,
        language=file.language,
        region=file.region,
        best=file.best,
        reviewer=file.reviewer,
        selectors=file.selectors,
        observed=profile,
    )


def process(
    response: Response,
    *,
    site: SiteFile | None = None,
    profile: Mapping[str, int] = NO_PROFILE,
    linker: Linker = unlinked,
    base: str | None = None,
) -> Outcome:
    """Run one response through extract, link and record.

    `site` is the host's site file as it stands today; its dated section is chosen by when the
    response was fetched. `base` is the https address under which unlinked films are named.
    Pure but for `linker`: same input, same bytes.
    """
    facts = site_facts(site.at(response.fetched.date()) if site is not None else None, profile)
    extraction = extract(response.body, response.url, headers=dict(reversed(response.headers)), site=facts)
    return finish(extraction, linker=linker, base=base)


def whole(response: Response, more: Sequence[Response]) -> Response:
    """A text's first page and its further ones as one response: what is read, and what is archived.

    `x-joined` names the further addresses among its headers.
    """
    if not more:
        return response
    body = join(response.url, response.body, [one.body for one in more], response.header("content-type"))
    joined = ("x-joined", " ".join(one.url for one in more))
    return dataclasses.replace(response, body=body, headers=(*response.headers, joined))


async def fetch_whole(fetch: Callable[[str], Awaitable[Response]], url: str) -> Response:
    """The text at an address with its further pages, each asked for by `fetch`; one that is missing ends them.

    Any other failure of a further page is raised: half a text would be another record.
    """
    first = await fetch(url)
    more: list[Response] = []
    while address := next_part(first.url, (more[-1] if more else first).body, len(more) + 2):
        try:
            response = await fetch(address)
        except FetchError as error:
            if error.code in {"http_404", "http_410"}:
                break
            raise
        if response.redirects:
            break
        more.append(response)
    return whole(first, more)


def finish(extraction: Extraction, *, linker: Linker = unlinked, base: str | None = None) -> Outcome:
    """The way from an extraction on: link and record."""
    linked = linker(extraction)
    return Outcome(extraction, linked, record.build(extraction, linked, base=base))
