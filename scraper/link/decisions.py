"""What people decided: an append-only file that outranks every run and every rebuilt catalogue.

One JSON object a line: `key` names the mention (its title, year and directors as compared),
`decision` is `accept`, `reject`, `none` or `undo`, `id` the film's (`Q...`, `tt...` or `tmdb:...`),
`at` when, and `mention` what was asked, for whoever reads the file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, cast

from scraper.errors import ConfigError, UsageError
from scraper.link.mention import Mention
from scraper.link.names import name
from scraper.link.titles import title

Verdict = Literal["accept", "reject", "none", "undo"]
VERDICTS: Final = ("accept", "reject", "none", "undo")
_ID: Final = re.compile(r"(?P<wikidata>Q[1-9]\d{0,11})|(?P<imdb>tt\d{7,10})|tmdb:(?P<tmdb>[1-9]\d{0,9})")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands decided for one mention: a film, none at all, or films that it is not."""

    accepted: tuple[str, str] | None = None
    none: bool = False
    rejected: frozenset[tuple[str, str]] = frozenset()


NOTHING: Final = Standing()


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a file, by mention."""

    by_key: Mapping[str, Standing] = field(default_factory=dict)

    def of(self, mention: Mention) -> Standing:
        """What stands decided for a mention."""
        return self.by_key.get(key(mention), NOTHING) if self.by_key else NOTHING


def key(mention: Mention) -> str:
    """What names a mention: twelve hex digits of its title, year and directors as they are compared.

    >>> key(Mention(("The Harrow Lane",), 1995)) == key(Mention(("Harrow Lane, The",), 1995))
    True
    """
    parts = [title(mention.titles[0]).key, mention.year, sorted(name(text).key for text in mention.directors)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def parse_id(text: str) -> tuple[str, str]:
    """Scheme and value of an id as people write it.

    >>> parse_id("tt0000001"), parse_id("tmdb:12")
    (('imdb', 'tt0000001'), ('tmdb', '12'))
    """
    found = _ID.fullmatch(text.strip())
    if not found:
        raise UsageError(f"{text!r} is no film's id; write Q..., tt... or tmdb:...")
    scheme = cast("str", found.lastgroup)
    return scheme, found[scheme]


def load(path: Path) -> Decisions:
    """Read a file of decisions; none are there where there is no file.

    Raises ConfigError naming the line that cannot be read: a decision is never skipped over.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); restore the file") from error
    taken: dict[str, list[tuple[Verdict, tuple[str, str] | None]]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            mention, verdict, identifier = _row(line, f"{path}:{number}")
            _apply(taken.setdefault(mention, []), verdict, identifier)
    return Decisions({mention: _standing(steps) for mention, steps in taken.items() if steps})


def _row(line: str, where: str) -> tuple[str, Verdict, tuple[str, str] | None]:
    try:
        row = json.loads(line)
        mention, verdict, identifier = row["key"], row["decision"], row.get("id")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{where}: this line is no decision; restore it or take it out") from error
    if not isinstance(mention, str) or verdict not in VERDICTS or (verdict in ("accept", "reject")) != bool(identifier):
        raise ConfigError(f"{where}: this line is no decision; restore it or take it out")
    try:
        return mention, verdict, parse_id(str(identifier)) if identifier else None
    except UsageError as error:
        raise ConfigError(f"{where}: {error}") from error


def _apply(steps: list[tuple[Verdict, tuple[str, str] | None]], verdict: Verdict, film: tuple[str, str] | None) -> None:
    if verdict != "undo":
        steps.append((verdict, film))
    elif steps:
        steps.pop()


def _standing(steps: list[tuple[Verdict, tuple[str, str] | None]]) -> Standing:
    """The last `accept` or `none` counts, unless its film was rejected afterwards; rejections add up."""
    accepted, none, rejected = None, False, set[tuple[str, str]]()
    for verdict, film in steps:
        if verdict == "accept" and film:
            accepted, none = film, False
            rejected.discard(film)
        elif verdict == "none":
            accepted, none = None, True
        elif film:
            rejected.add(film)
            accepted = None if accepted == film else accepted
    return Standing(accepted, none, frozenset(rejected))


def append(path: Path, mention: Mention, verdict: Verdict, identifier: str | None = None) -> None:
    """Add one decision at the end of the file, which is made when there is none."""
    row = {
        "key": key(mention),
        "decision": verdict,
        "id": identifier,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "mention": {"titles": mention.titles, "year": mention.year, "directors": mention.directors},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); the decision was not kept") from error
