"""What a page or a list says of a film: the question that linking answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scraper.errors import InputError
from scraper.link.names import people
from scraper.link.titles import Listed, listed

_YEAR: Final = re.compile(r"(?P<year>(?:18[7-9]|19\d|20\d)\d)(?:-\d\d){0,2}")
_MAX_TEXT: Final = 500
_MAX_ITEMS: Final = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """A film as somebody names it.

    `titles` are names of the one film, the main one first. `directors` directed it; `people` are
    others named with it. `ids` are ids of film databases found beside it: to be verified.
    `kind` is a film's kind ("short", "documentary", "series", ...), `runtime` is in minutes.
    """

    titles: tuple[str, ...]
    year: int | None = None
    directors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    runtime: int | None = None

    @property
    def group(self) -> tuple[object, ...]:
        """What two mentions must share to be linked together."""
        return (
            self.titles,
            self.year,
            self.directors,
            self.people,
            tuple(sorted(self.ids.items())),
            self.kind,
            self.runtime,
        )


def parse(value: object) -> Mention:
    """Read a mention from JSON: an object with a `title`, or a title as lists print it.

    >>> parse("Harrow Lane, The (a.k.a. Nine Doors) (1995)").titles
    ('The Harrow Lane', 'Nine Doors')

    Raises InputError saying which key is wrong.
    """
    if isinstance(value, str):
        value = {"title": value}
    if not isinstance(value, Mapping):
        raise InputError('a mention is an object with "title", or a string')
    text = value.get("title")
    if not isinstance(text, str) or not text.strip():
        raise InputError('"title" must be a text that is not empty')
    found = listed(text[:_MAX_TEXT])
    year = _year(value.get("year"))
    runtime = value.get("runtime")
    kind = value.get("kind")
    return Mention(
        titles=found.names or (text.strip(),),
        year=found.year if year is None else year,
        directors=tuple(one for line in _texts(value, "directors") or _listed(found) for one in people(line)),
        people=_texts(value, "people"),
        ids={scheme: item for scheme in ("wikidata", "imdb", "tmdb") if (item := _id(value.get(scheme)))},
        kind=kind if isinstance(kind, str) else None,
        runtime=runtime if isinstance(runtime, int) and not isinstance(runtime, bool) and runtime > 0 else None,
    )


def _listed(found: Listed) -> tuple[str, ...]:
    return (found.director,) if found.director else ()


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    found = _YEAR.fullmatch(text)
    if not found:
        raise InputError('"year" must be a year from 1870 to 2099')
    return int(found["year"])


def _id(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def _texts(value: Mapping[object, object], key: str) -> tuple[str, ...]:
    """The texts of a key: a list of names, of objects with a `name`, or one text."""
    item = value.get(key)
    if item is None:
        return ()
    texts: list[str] = []
    for entry in item[:_MAX_ITEMS] if isinstance(item, list) else [item]:
        text = entry.get("name") if isinstance(entry, Mapping) else entry
        if not isinstance(text, str):
            raise InputError(f'"{key}" must be a list of names')
        if text.strip():
            texts.append(text.strip()[:_MAX_TEXT])
    return tuple(texts)
