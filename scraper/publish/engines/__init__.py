"""Search engines outside: one small protocol, and the loop that keeps each in step.

Every engine is a reader of the outbox. Its cursor is remembered under a name that holds the
layout's version, so a new layout is filled from the beginning beside the old one and takes its
place only when it is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, Protocol

from scraper.errors import ConfigError, ScraperError
from scraper.model import Change
from scraper.publish.document import IndexDocument, to_document
from scraper.publish.outbox import Outbox

LAYOUT: Final = 1
"""Rises with every change of the mappings; see `docs/publishing.md`."""
BATCH: Final = 500
BATCH_BYTES: Final = 4_000_000
_MODULES: Final = {
    "postgres": "scraper.publish.engines.postgres",
    "elasticsearch": "scraper.publish.engines.bulk",
    "opensearch": "scraper.publish.engines.bulk",
}


class EngineError(ScraperError):
    """An engine cannot be used now; what was sent before stays, the next run goes on from there."""

    code = "engine"


class BusyError(EngineError):
    """An engine asks to be asked again: overload, a lost connection, a restart."""

    code = "engine_busy"


@dataclass(frozen=True, slots=True)
class Rejected:
    """One change that an engine will never take as it is, and its own words why."""

    id: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """One change as engines take it; `document` is None for a delete."""

    id: str
    version: int
    document: IndexDocument | None


class Engine(Protocol):
    """What the loop below asks of an engine. `name` is that of its section in the settings."""

    name: str

    def prepare(self) -> None:
        """Create table or index and mapping of this layout where they are missing."""

    def apply(self, items: Sequence[Item]) -> Sequence[Rejected]:
        """Take these changes; older ones than it has are no error. Raises `BusyError` to be asked again."""

    def activate(self) -> None:
        """Make this layout the one that readers see."""

    def versions(self) -> Iterator[tuple[str, int]]:
        """Id and version of every review that can be found."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(slots=True)
class Report:
    """What one run did to one engine: changes sent, the cursor after it, what was rejected."""

    name: str
    sent: int = 0
    cursor: int = 0
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """How an engine differs from the outbox: ids it lacks, has too many, or has at another version."""

    expected: int
    found: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both hold the same reviews at the same versions."""
        return not (self.missing or self.extra or self.stale)


def open_engine(name: str, settings: Mapping[str, object]) -> Engine:
    """The engine of a `[publish.<name>]` section: `engine`, `url`, `index`, and its `key`.

    Raises `ConfigError` for an unknown engine, `EngineError` when its client is not installed.
    """
    kind = str(settings.get("engine"))
    if kind not in _MODULES:
        raise ConfigError(f"[publish.{name}] engine is {kind!r}; use one of: {', '.join(_MODULES)}")
    try:
        module = import_module(_MODULES[kind])
        engine: Engine = module.connect(name, settings)
    except ModuleNotFoundError as error:
        extra = f"pip install 'film-review-scraper[{kind}]'"
        raise EngineError(f"[publish.{name}] needs {error.name}, which is not installed; {extra}") from error
    return engine


def reader_name(engine: Engine) -> str:
    """Under which name the outbox remembers an engine's cursor."""
    return f"publish.{engine.name}.v{LAYOUT}"


def to_items(changes: Sequence[Change]) -> list[Item]:
    """Reviews only, the last of each id."""
    latest = {change.id: change for change in changes if change.kind == "review"}
    return [
        Item(row.id, row.version, None if row.document is None else to_document(row.id, row.document, row.ledger))
        for row in latest.values()
    ]


def _bounded(changes: Sequence[Change]) -> Sequence[Change]:
    """As many of the changes as fit into one request."""
    size = 0
    for number, change in enumerate(changes):
        size += len(change.document or b"")
        if number and size > BATCH_BYTES:
            return changes[:number]
    return changes


def sync(
    outbox: Outbox,
    engine: Engine,
    *,
    since: int | None = None,
    attempt: Callable[[Callable[[], Sequence[Rejected]]], Sequence[Rejected]] | None = None,
) -> Report:
    """Send what is new since the engine's cursor (or since `since`) and move the cursor batch by batch.

    A change that the engine rejects for good is reported and passed over, so that it cannot hold
    up the others. `attempt` calls again while the engine is busy; default: `patiently`.
    """
    attempt = attempt or patiently
    reader = reader_name(engine)
    engine.prepare()
    report = Report(engine.name, cursor=outbox.cursor(reader) if since is None else since)
    while changes := _bounded(outbox.changes(report.cursor, BATCH)):
        items = to_items(changes)
        if items:
            report.rejected.extend(attempt(lambda items=items: engine.apply(items)))  # type: ignore[misc]
        report.sent += len(items)
        report.cursor = changes[-1].version
        outbox.advance(reader, report.cursor)
    engine.activate()
    return report


def patiently(send: Callable[[], Sequence[Rejected]]) -> Sequence[Rejected]:
    """Call again while the engine is busy: six times, waiting 0.5 to 30 seconds, doubling with jitter."""
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential  # noqa: PLC0415 - only when an engine is asked

    waits = wait_random_exponential(multiplier=0.5, max=30)
    again = Retrying(retry=retry_if_exception_type(BusyError), wait=waits, stop=stop_after_attempt(6), reraise=True)
    found: Sequence[Rejected] = again(send)
    return found


def expected_versions(outbox: Outbox) -> dict[str, int]:
    """Id to version of every review that the outbox says exists."""
    found: dict[str, int] = {}
    cursor = 0
    while changes := outbox.changes(cursor, BATCH):
        cursor = changes[-1].version
        for change in changes:
            if change.kind != "review":
                continue
            if change.op == "delete":
                found.pop(change.id, None)
            else:
                found[change.id] = change.version
    return found


def compare(outbox: Outbox, versions: Mapping[str, int]) -> Difference:
    """What `scrape publish --verify` reports for one reader that has `versions`."""
    expected = expected_versions(outbox)
    both = expected.keys() & versions.keys()
    return Difference(
        len(expected),
        len(versions),
        missing=tuple(sorted(expected.keys() - versions.keys())),
        extra=tuple(sorted(versions.keys() - expected.keys())),
        stale=tuple(sorted(key for key in both if expected[key] != versions[key])),
    )
