r"""The user's own copy of IMDb's non-commercial TSV files, gzipped or not.

Tab separated, one header line, no quoting (a `"` is a character), `\N` for nothing, arrays with
commas. `title.basics` is required; `title.akas`, `title.crew`, `title.principals`, `title.ratings`
and `name.basics` are used when they are there. Columns are found by their names, whatever their order.
What only these files say stays local: it is marked as IMDb's and never published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from scraper.errors import InputError
from scraper.link.builder import Builder
from scraper.link.sources.lines import open_lines

KINDS: Final = {
    "movie": "film",
    "short": "short",
    "tvMovie": "tv",
    "tvShort": "short",
    "video": "video",
    "tvSpecial": "tv",
}
_ROLES: Final = {
    "director": "director", "writer": "writer", "producer": "producer", "cinematographer": "cinematographer",
    "composer": "composer", "editor": "editor", "actor": "actor", "actress": "actor", "self": "subject",
}  # fmt: skip
_CAST: Final = frozenset({"actor", "actress", "self"})
_TOP_CAST: Final = 5
"""Players kept of a film; the files list them by billing."""
_ID: Final = re.compile(r"(tt|nm)0*(\d{1,10})")
_MIN_DIGITS: Final = 7
_PARTS: Final = re.compile(r"[,\x00-\x1f]")
_CHARACTER: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
Progress = Callable[[str, float | None], None]


def build(builder: Builder, folder: Path, progress: Progress = lambda _text, _share: None) -> None:
    """Add the films of the files in `folder`; rows that cannot be used are counted in `builder.skipped`."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the one that holds title.basics.tsv.gz")
    for name, add, required in _FILES:
        path = next((path for end in (".tsv.gz", ".tsv") if (path := folder / f"{name}{end}").is_file()), None)
        if path is None:
            if required:
                raise InputError(f"{folder}: no {name}.tsv.gz or {name}.tsv is there; fetch it into this folder")
            continue
        progress(name, None)
        add(builder, path)


def imdb_id(text: str | None) -> str | None:
    """An id in its canonical length, None for anything else.

    >>> imdb_id("tt99"), imdb_id("tt99000001"), imdb_id("ch1")
    ('tt0000099', 'tt99000001', None)
    """
    found = _ID.fullmatch(text or "")
    return f"{found[1]}{found[2].zfill(_MIN_DIGITS)}" if found else None


def _rows(builder: Builder, path: Path, *columns: str) -> Iterator[tuple[str | None, ...]]:
    lines = open_lines(path)
    header = next(lines, "").split("\t")
    missing = [column for column in columns if column not in header]
    if missing:
        raise InputError(f"{path}: the first line names no column {missing[0]}; this is not the file of that name")
    places = [header.index(column) for column in columns]
    for line in lines:
        cells = line.split("\t")
        if len(cells) != len(header):
            builder.skip(f"{path.name}: a row of another width")
            continue
        yield tuple(None if cells[place] in (r"\N", "") else cells[place] for place in places)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - fits any column


def _basics(builder: Builder, path: Path) -> None:
    names = ("tconst", "titleType", "primaryTitle", "originalTitle", "startYear", "endYear", "runtimeMinutes", "genres")
    for tconst, kind, title, original, year, _, runtime, genres in _rows(builder, path, *names):
        if kind not in KINDS:
            continue
        identifier = imdb_id(tconst)
        if identifier is None or title is None:
            builder.skip(f"{path.name}: a row without id or title")
            continue
        film = builder.film({"imdb": identifier}, "imdb")
        builder.title(film, title, "imdb", kind="label")
        if original and original != title:
            builder.title(film, original, "imdb", kind="original")
        if (number := _number(year)) is not None:
            builder.year(film, number, "imdb")
        documentary = kind == "movie" and "Documentary" in (genres or "")
        builder.facts(film, kind="documentary" if documentary else KINDS[kind], runtime=_number(runtime))


def _akas(builder: Builder, path: Path) -> None:
    for tconst, title, region, language, types in _rows(
        builder, path, "titleId", "title", "region", "language", "types"
    ):
        film = builder.known("imdb", imdb_id(tconst) or "")
        if film is not None and title is not None:
            kind = next(iter(_PARTS.split(types or "")), "") or "alternative"
            builder.title(film, title, "imdb", lang=language or region, kind=kind)


def _ratings(builder: Builder, path: Path) -> None:
    for tconst, votes in _rows(builder, path, "tconst", "numVotes"):
        film = builder.known("imdb", imdb_id(tconst) or "")
        if film is not None:
            builder.facts(film, votes=_number(votes))


def _crew(builder: Builder, path: Path) -> None:
    for tconst, directors, writers in _rows(builder, path, "tconst", "directors", "writers"):
        film = builder.known("imdb", imdb_id(tconst) or "")
        if film is None:
            continue
        for role, people in (("director", directors), ("writer", writers)):
            for order, nconst in enumerate((people or "").split(",")):
                _credit(builder, film, role, order, nconst)


def _principals(builder: Builder, path: Path) -> None:
    names = ("tconst", "ordering", "nconst", "category", "characters")
    cast: Counter[int] = Counter()
    for tconst, ordering, nconst, category, characters in _rows(builder, path, *names):
        film = builder.known("imdb", imdb_id(tconst) or "")
        if film is not None and category in _ROLES and nconst:
            cast[film] += category in _CAST
            if category in _CAST and cast[film] > _TOP_CAST:
                continue
            played = _CHARACTER.search(characters or "")
            _credit(builder, film, _ROLES[category], _number(ordering) or 0, nconst, played[1] if played else None)


def _credit(builder: Builder, film: int, role: str, order: int, nconst: str, character: str | None = None) -> None:
    identifier = imdb_id(nconst)
    if identifier and identifier.startswith("nm"):
        builder.credit(film, role, order, builder.person({"imdb": identifier}, "imdb"), character)


def _names(builder: Builder, path: Path) -> None:
    wanted = {key.removeprefix("imdb:"): person for key, person in builder.unnamed() if key.startswith("imdb:")}
    for nconst, label in _rows(builder, path, "nconst", "primaryName"):
        person = wanted.get(imdb_id(nconst) or "")
        if person is not None and label:
            builder.name(person, label)


_FILES: Final[tuple[tuple[str, Callable[[Builder, Path], None], bool], ...]] = (
    ("title.basics", _basics, True),
    ("title.akas", _akas, False),
    ("title.ratings", _ratings, False),
    ("title.crew", _crew, False),
    ("title.principals", _principals, False),
    ("name.basics", _names, False),
)
