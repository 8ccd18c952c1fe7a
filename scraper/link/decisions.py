"""What people decided: an append-only file that outranks every run and every rebuilt catalogue.

One JSON object a line: `key` names the mention (its title, year and directors as compared),
`decision` is `accept`, `reject`, `none` or `undo`, `id` the film's (`Q...`, `tt...` or `tmdb:...`),
`at` when, and `mention` what was asked, for whoever reads the file. A `none` has the ids of the `candidates` that
were looked at: when a rebuilt catalogue has another one, the question is open again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
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
    """What stands decided for one mention: a film, none at all, or films that it is not.

    `none_of` has the ids of the films that were looked at when it was decided that it is none of them.
    """

    accepted: tuple[str, str] | None = None
    none: bool = False
    none_of: frozenset[tuple[str, str]] = frozenset()
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
    taken: dict[str, list[_Step]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            mention, step = _row(line, f"{path}:{number}")
            _apply(taken.setdefault(mention, []), step)
    return Decisions({mention: _standing(steps) for mention, steps in taken.items() if steps})


@dataclass(frozen=True, slots=True)
class _Step:
    verdict: Verdict
    film: tuple[str, str] | None = None
    candidates: frozenset[tuple[str, str]] = frozenset()


def _row(line: str, where: str) -> tuple[str, _Step]:
    wrong = f"{where}: this line is no decision; restore it or take it out"
    try:
        row = json.loads(line)
        mention, verdict, identifier = row["key"], row["decision"], row.get("id")
        candidates = frozenset(parse_id(one) for one in row.get("candidates") or ())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UsageError) as error:
        raise ConfigError(wrong) from error
    if not isinstance(mention, str) or verdict not in VERDICTS or (verdict in ("accept", "reject")) != bool(identifier):
        raise ConfigError(wrong)
    try:
        return mention, _Step(verdict, parse_id(str(identifier)) if identifier else None, candidates)
    except UsageError as error:
        raise ConfigError(f"{where}: {error}") from error


def _apply(steps: list[_Step], step: _Step) -> None:
    if step.verdict != "undo":
        steps.append(step)
    elif steps:
        steps.pop()


def _standing(steps: list[_Step]) -> Standing:
    """The last `accept` or `none` counts, unless its film was rejected afterwards; rejections add up."""
    accepted, none, rejected = None, None, set[tuple[str, str]]()
    for step in steps:
        if step.verdict == "none":
            accepted, none = None, step
        elif step.verdict == "accept" and step.film:
            accepted, none = step.film, None
            rejected.discard(step.film)
        elif step.film:
            rejected.add(step.film)
            accepted = None if accepted == step.film else accepted
    return Standing(accepted, none is not None, none.candidates if none else frozenset(), frozenset(rejected))


def written_id(ids: Mapping[str, str]) -> str | None:
    """The id by which people name a film: Wikidata's, else IMDb's, else TMDb's.

    >>> written_id({"tmdb": "12"})
    'tmdb:12'
    """
    if "tmdb" in ids and not {"wikidata", "imdb"} & ids.keys():
        return f"tmdb:{ids['tmdb']}"
    return ids.get("wikidata") or ids.get("imdb")


def append(
    path: Path, mention: Mention, verdict: Verdict, identifier: str | None = None, candidates: Sequence[str] = ()
) -> None:
    """Add one decision at the end of the file, which is made when there is none.

    `candidates`, for a `none`, are the ids of the films that were looked at.
    """
    row = {
        "key": key(mention),
        "decision": verdict,
        "id": identifier,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **({"candidates": list(candidates)} if candidates else {}),
        "mention": {"titles": mention.titles, "year": mention.year, "directors": mention.directors},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); the decision was not kept") from error
