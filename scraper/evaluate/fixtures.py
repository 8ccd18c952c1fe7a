"""Fixtures: a page, what it is there for, and what a careful person reads on it.

    <folder>/<host>/<slug>/
        page.html or page.txt    the input
        meta.toml                url, fetched, guards (the trap), notes; assume, known_wrong
        expected.json            {"page_kind", "page": {...}, "reviews": [{...}]}

`expected.json` is in the flat form without `id` and confidences. A key that is absent is not
judged; `null` or `[]` says that the page states none. A review may hold `evidence`: for a field,
words that its proof must contain. `known_wrong` lists fields that come out wrong today; one that
comes right must leave the list.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from scraper.errors import InputError
from scraper.evaluate.compare import REVIEW_FIELDS, Judgement, judge, same_date, same_text
from scraper.fields import BY_NAME, fold

Plain = Mapping[str, Any]

_MANY: Final = frozenset(row.name for row in BY_NAME.values() if row.many)
_EMPTY: Final[dict[str, Any]] = {name: [] if name in _MANY else None for name in REVIEW_FIELDS}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One fixture, read; `name` is `<host>/<slug>`."""

    name: str
    path: Path
    page: Path
    url: str | None
    assume: Literal["review"] | None
    known_wrong: frozenset[str]
    expected: Mapping[str, Any]

    @property
    def plain(self) -> bool:
        """Whether the page is text and no HTML."""
        return self.page.suffix == ".txt"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not as expected; `field` is `reviews[0].score`, `page.headline`, ..."""

    field: str
    expected: object
    given: object

    def __str__(self) -> str:
        """One line."""
        return f"{self.field}: expected {_json(self.expected)}, got {_json(self.given)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_fixtures(folder: Path) -> list[Fixture]:
    """Every fixture below a folder, by name. Raises InputError naming the file that is wrong."""
    return [read_fixture(path.parent, folder) for path in sorted(folder.glob("*/*/expected.json"))]


def read_fixture(path: Path, folder: Path) -> Fixture:
    """One fixture's folder."""
    pages = sorted(path.glob("page.*"))
    if len(pages) != 1:
        raise InputError(f"{path}: holds {len(pages)} pages; keep exactly one page.html or page.txt")
    meta = _meta(path / "meta.toml")
    try:
        expected = json.loads((path / "expected.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path / 'expected.json'}: cannot be read ({error}); write what the page states") from error
    return Fixture(
        name=path.relative_to(folder).as_posix(),
        path=path,
        page=pages[0],
        url=meta.get("url"),
        assume="review" if meta.get("assume") == "review" else None,
        known_wrong=frozenset(meta.get("known_wrong", ())),
        expected=expected,
    )


def _meta(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}); give url, fetched, guards and notes") from error


def pairs(expected: Sequence[Plain], given: Sequence[Plain]) -> list[tuple[Plain | None, Plain | None]]:
    """Expected and given reviews of a page, matched by title, the rest by order; None: no partner."""
    left = list(given)
    matched: list[tuple[Plain | None, Plain | None]] = []
    for label in expected:
        title = label.get("film_title")
        hit = next((one for one in left if title and same_text(title, one.get("film_title"))), None)
        if hit is not None:
            left.remove(hit)
        matched.append((label, hit))
    ordered = [(label, hit if hit is not None or not left else left.pop(0)) for label, hit in matched]
    return [*ordered, *((None, one) for one in left)]


def judge_fixture(expected: Plain, flat: Plain) -> Iterator[Judgement]:
    """Every judgement of one fixture; lists are complete, and a review too many is all wrong."""
    kind, answer = expected.get("page_kind"), flat.get("page_kind")
    yield Judgement("page_kind", 1, 1, int(kind == answer), kind, answer)
    for label, given in pairs(expected.get("reviews") or [], flat.get("reviews") or []):
        yield from judge({**(_EMPTY if label is None else label), "complete": ["people"]}, given)


def differences(expected: Plain, flat: Plain, proofs: Sequence[Mapping[str, str]] = ()) -> list[Difference]:
    """All that is not as expected, with the evidence where the fixture asserts it.

    `proofs` has for each given review the quoted words behind each field.
    """
    found = [*_same("", expected, flat, ("page_kind", "reason")), *_page(expected.get("page") or {}, flat["page"])]
    given = list(flat.get("reviews") or [])
    for number, (label, answer) in enumerate(pairs(expected.get("reviews") or [], given)):
        place = f"reviews[{number}]"
        if label is None or answer is None:
            found.append(Difference(place, _title(label), _title(answer)))
            continue
        found += _review(place, label, answer)
        index = next(i for i, one in enumerate(given) if one is answer)
        found += _evidence(place, label.get("evidence") or {}, proofs[index] if index < len(proofs) else {})
    return found


def _title(review: Plain | None) -> object:
    return None if review is None else review.get("film_title") or "a review"


def _same(place: str, expected: Plain, given: Plain, names: Iterable[str]) -> Iterator[Difference]:
    for name in names:
        if name in expected and expected[name] != given.get(name):
            yield Difference(place + name, expected[name], given.get(name))


def _page(expected: Plain, given: Plain) -> Iterator[Difference]:
    return _same("page.", expected, given, expected)


def _review(place: str, label: Plain, answer: Plain) -> Iterator[Difference]:
    for judgement in judge({**label, "complete": ["people"]}, answer):
        if judgement.missed or not _details(judgement.field, judgement.expected, judgement.given):
            yield Difference(f"{place}.{judgement.field}", judgement.expected, judgement.given)
    yield from _same(f"{place}.", label, answer, ("modified", "language"))
    names = label.get("film_title_alt")
    if names is not None and {fold(name) for name in names} != {fold(name) for name in answer["film_title_alt"]}:
        yield Difference(f"{place}.film_title_alt", names, answer["film_title_alt"])


def _details(field: str, expected: Any, given: Any) -> bool:  # noqa: ANN401 - values of JSON
    """Whether what the label says beyond the bare value holds too: a score's kind, an entry's region."""
    if field == "score" and expected:
        return all(given.get(name) == value for name, value in expected.items() if name not in ("raw", "value"))
    if field == "availability":
        return all(any(_entry(entry, one) for one in given) for entry in expected)
    if field == "people":
        characters = {(fold(one["name"]), one["role"]): one.get("character") for one in given}
        return all(one.get("character") in (None, characters[fold(one["name"]), one["role"]]) for one in expected)
    return True


def _entry(expected: Plain, given: Plain) -> bool:
    extra = ("channel", "platform", "region", "basis")
    return same_date(expected.get("date"), given.get("date")) and all(
        expected[name] == given.get(name) for name in extra if name in expected
    )


def _evidence(place: str, expected: Plain, proof: Mapping[str, str]) -> Iterator[Difference]:
    for field, words in expected.items():
        if words not in proof.get(field, ""):
            yield Difference(f"{place}.{field} (evidence)", words, proof.get(field))


def as_expected(flat: Plain) -> dict[str, Any]:
    """An answer in the form of `expected.json`: no ids, no confidences, nothing of the input's place."""
    page = {name: value for name, value in flat["page"].items() if value not in (None, [])}
    drop = ("id", "confidence", "film_ids", "film_link")
    reviews = [{name: value for name, value in one.items() if name not in drop} for one in flat["reviews"]]
    return {"page_kind": flat["page_kind"], "reason": flat["reason"], "page": page, "reviews": reviews}


def write_expected(path: Path, expected: Plain) -> None:
    """Write `expected.json` so that a person can read and correct it."""
    path.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")
