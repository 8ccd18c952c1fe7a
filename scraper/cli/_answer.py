"""What a worker does with one input: read it, run it through the stages, write it in the format asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from scraper.cli import _formats, _inputs
from scraper.config import SiteFile
from scraper.flat import to_dict
from scraper.model import Response

if TYPE_CHECKING:
    from scraper.pipeline import Catalogued, Outcome


@dataclass(frozen=True, slots=True)
class How:
    """How every input of this call is answered."""

    format: str = "jsonld"
    one_line: bool = False
    explain: bool = False
    fields: tuple[str, ...] = ()
    color: bool = False
    assume: Literal["review"] | None = None
    base: str | None = None
    linker: Catalogued | None = None
    save: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One input: a fetched response, or a file (or bytes of standard input) with the address it came from."""

    label: str
    how: How
    response: Response | None = None
    file: str | None = None
    content: bytes | None = None
    url: str | None = None
    site: SiteFile | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer as text for standard output, what a person should know, and what is to be saved."""

    text: str
    note: str | None = None
    outcome: Outcome | None = None


def answer(job: Job) -> Reply:
    """Run one job. Raises ScraperError where there is no answer."""
    from scraper import pipeline

    how = job.how
    linker = how.linker or pipeline.unlinked
    if job.response is not None:
        outcome = pipeline.process(job.response, site=job.site, linker=linker, base=how.base)
    else:
        outcome = pipeline.finish(_extract(job), linker=linker, base=how.base)
    text, note = _written(job, outcome)
    return Reply(text, note, outcome if how.save else None)


def _written(job: Job, outcome: Outcome) -> tuple[str, str | None]:
    """The outcome in the format asked for, and a note where it holds no review."""
    if job.how.explain:
        return _explained(job, outcome), None
    flat = to_dict(outcome.extraction, job.label, outcome.linked)
    if job.how.format == "json":
        return _json(flat, job), None
    if job.how.format == "csv":
        return _formats.csv_rows(flat), None
    if job.how.format == "table":
        return _formats.table_rows(flat), None
    from scraper import record

    note = None if outcome.extraction.reviews else _formats.no_review(flat)
    return _json(record.graph(outcome.extraction, outcome.linked, base=job.how.base), job), note


def _explained(job: Job, outcome: Outcome) -> str:
    """Why each field has its value, and each film its link."""
    from scraper.cli._explain import explain
    from scraper.cli._text import printable
    from scraper.link.explain import lines
    from scraper.model import NO_IDENTITY

    text = explain(outcome.extraction, job.label, job.how.fields, color=job.how.color)
    if job.how.fields and "film" not in job.how.fields:
        return text
    for linked in outcome.linked:
        if linked.film is not NO_IDENTITY:
            indented = ((len(line) - len(line.lstrip()) + 2, printable(line)) for line in lines(linked.film))
            decision = "\n".join(" " * width + line for width, line in indented)
            text += f"\nfilm of {printable(linked.review.id)}\n{decision}\n"
    return text


def _extract(job: Job) -> Any:  # noqa: ANN401 - model.Extraction; the stages are imported late
    from scraper.extract import extract
    from scraper.pipeline import site_facts

    path = job.file or _inputs.STDIN
    content = _inputs.read(path) if job.content is None else job.content
    kind = "text/html" if _inputs.is_html(path, content) else "text/plain"
    return extract(content, job.url, headers={"content-type": kind}, site=site_facts(job.site), assume=job.how.assume)


def _json(document: dict[str, Any], job: Job) -> str:
    return _formats.json_text(document, one_line=job.how.one_line)
