"""How one answer is compared with one label. The only comparison there is.

A label is a plain object as in the labelled sets; an answer is one entry of the flat form's
`reviews` (or its `page`). A key that the label lacks is not judged; `null` or `[]` says that the
page states none, and then any answer is an error.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scraper.fields import fold

Plain = Mapping[str, Any]
"""An object of JSON: a label, or a part of the flat form."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One field of one label: how many values it states, how many were answered, how many are right.

    Fields judged whole count 0 or 1; fields judged by item count their items.
    """

    field: str
    stated: int
    answered: int
    right: int
    expected: object = None
    given: object = None

    @property
    def missed(self) -> bool:
        """Whether a value is wrong or lacking."""
        return self.right < max(self.stated, self.answered)


def same_text(expected: str, given: object) -> bool:
    """Whether two printed strings are equal by the folding of `scraper.fields.fold`."""
    return isinstance(given, str) and fold(expected) == fold(given)


def same_mark(expected: object, given: object) -> bool:
    """Whether two score values are equal: numbers as numbers, letters with their signs.

    >>> same_mark(4, 4.0), same_mark("A-", "A−"), same_mark("A-", "A"), same_mark(4, None)
    (True, True, False, False)
    """
    if isinstance(expected, int | float) and isinstance(given, int | float):
        return abs(expected - given) < 1e-6  # noqa: PLR2004  # far below the finest step in use
    if isinstance(expected, str) and isinstance(given, str):
        return _letter(expected) == _letter(given)
    return False


def _letter(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, "−–—‐‑"), "-"))
    return "".join(plain.split()).upper()


def same_score(expected: Plain, given: Plain | None) -> bool:
    """Whether value is equal, and best too where the label gives one."""
    if given is None or not same_mark(expected.get("value"), given.get("value")):
        return False
    best = expected.get("best")
    return best is None or same_mark(best, given.get("best"))


def same_date(expected: str | None, given: str | None) -> bool:
    """Whether a date agrees as far as the label gives it; `--04-12` lacks the year.

    >>> same_date("--04-12", "2021-04-12"), same_date("2021-04-12", "--04-12"), same_date("2021", "2021-08")
    (True, False, True)
    """
    if expected is None:
        return True
    if given is None:
        return False
    if expected.startswith("--"):
        return given == expected or given.endswith(expected[1:])
    return given == expected or given.startswith(expected + "-")


def _whole(field: str, expected: object, given: object, *, right: bool) -> Judgement:
    return Judgement(
        field,
        stated=int(expected not in (None, [])),
        answered=int(given not in (None, [])),
        right=int(right),
        expected=expected,
        given=given,
    )


def _title(label: Plain, given: Plain) -> Judgement:
    title, answer = label["film_title"], given.get("film_title")
    names = [name for name in [title, *(label.get("film_title_alt") or [])] if name]
    return _whole("film_title", title, answer, right=bool(title) and any(same_text(name, answer) for name in names))


def _year(label: Plain, given: Plain) -> Judgement:
    year, answer = label["film_year"], given.get("film_year")
    return _whole("film_year", year, answer, right=year is not None and year == answer)


def _directors(label: Plain, given: Plain) -> Judgement | None:
    names, answer = label["directors"], list(given.get("directors") or [])
    if label.get("directors_weak") and not answer:
        return None
    return _whole("directors", names, answer, right=bool(names) and _folded(names) == _folded(answer))


def _folded(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _reviewer(label: Plain, given: Plain) -> Judgement:
    name, answer = label["reviewer"], given.get("reviewer")
    names = [one for one in [name, *(label.get("reviewers") or [])] if one]
    return _whole("reviewer", name, answer, right=any(same_text(one, answer) for one in names))


def _published(label: Plain, given: Plain) -> Judgement:
    day, answer = label["published"], given.get("published")
    others = label.get("published_alt") or []
    days = [day, *([others] if isinstance(others, str) else others)]
    right = day is not None and answer is not None and any(one and answer[:10] == one[:10] for one in days)
    return _whole("published", day, answer, right=right)


def _score(label: Plain, given: Plain) -> Judgement | None:
    score, answer = label["score"], given.get("score")
    if answer is not None and answer.get("value") is None:
        answer = None  # words only are no verdict on a scale
    if score is None:
        return _whole("score", None, answer, right=False)
    if score.get("value") is None:
        return None
    second = label.get("score_secondary")
    right = same_score(score, answer) or (second is not None and same_score(second, answer))
    return _whole("score", score, answer, right=right)


def _items(field: str) -> Callable[[Plain, Plain], Judgement]:
    def compare(label: Plain, given: Plain) -> Judgement:
        expected, answer = list(label[field] or []), list(given.get(field) or [])
        stated, answered = _folded(expected), _folded(answer)
        return Judgement(field, len(stated), len(answered), len(stated & answered), expected, answer)

    return compare


def _availability(label: Plain, given: Plain) -> Judgement:
    expected, answer = list(label["availability"] or []), list(given.get("availability") or [])
    open_entries = list(answer)
    right = 0
    # Labels with the fullest date choose first, so that a bare channel takes what is left.
    for entry in sorted(expected, key=lambda item: -len(item.get("date") or "")):
        hit = next((one for one in open_entries if _same_entry(entry, one)), None)
        if hit is not None:
            open_entries.remove(hit)
            right += 1
    return Judgement("availability", len(expected), len(answer), right, expected, answer)


def _same_entry(expected: Plain, given: Plain) -> bool:
    return expected["channel"] == given.get("channel") and same_date(expected.get("date"), given.get("date"))


def _people(label: Plain, given: Plain) -> Judgement:
    expected = [person for person in label["people"] or [] if person["role"] != "director"]
    answer = [person for person in given.get("people") or [] if person["role"] != "director"]
    names = _folded(person["name"] for person in expected)
    judged = answer if "people" in label.get("complete", ()) else [one for one in answer if fold(one["name"]) in names]
    pairs, answers = _credits(expected), _credits(judged)
    return Judgement("people", len(pairs), len(answers), len(pairs & answers), expected, answer)


def _credits(people: Iterable[Plain]) -> set[tuple[str, str]]:
    return {(fold(person["name"]), person["role"]) for person in people}


_REVIEW: Final[Mapping[str, Callable[[Plain, Plain], Judgement | None]]] = {
    "film_title": _title,
    "film_year": _year,
    "directors": _directors,
    "score": _score,
    "reviewer": _reviewer,
    "published": _published,
    "categories": _items("categories"),
    "tags": _items("tags"),
    "genres": _items("genres"),
    "availability": _availability,
    "people": _people,
}
REVIEW_FIELDS: Final = tuple(_REVIEW)


def judge(label: Plain, given: Plain | None) -> list[Judgement]:
    """Compare one review of the flat form (None: no review was given) with a label, field by field.

    >>> [j.right for j in judge({"film_title": "Harrow Lane", "tags": []}, {"film_title": "HARROW LANE"})]
    [1, 0]
    """
    found = (compare(label, given or {}) for name, compare in _REVIEW.items() if name in label)
    return [judgement for judgement in found if judgement is not None]


_PAGE: Final = {"title": "headline", "authors": "authors", "published": "published", "description": "description"}


def judge_page(label: Plain, page: Plain) -> list[Judgement]:
    """Compare the flat form's `page` with a label of page facts; a set counts as a whole.

    The label's `title` is the page's `headline`.
    """
    found = []
    for key, name in (*_PAGE.items(), ("categories", "categories"), ("tags", "tags")):
        if key not in label:
            continue
        expected, answer = label[key], page.get(name)
        found.append(_whole(name, expected, answer, right=_same_fact(name, expected, answer)))
    return found


def _same_fact(name: str, expected: Any, answer: Any) -> bool:  # noqa: ANN401  # JSON values of either shape
    if expected in (None, []) or answer in (None, []):
        return False
    if isinstance(expected, list):
        return _folded(expected) == _folded(answer)
    return bool(expected[:10] == answer[:10]) if name == "published" else same_text(expected, answer)


def judge_prose(rating: float | None, given: Plain | None) -> list[Judgement]:
    """Compare a score read from prose with the author's own rating out of ten.

    `score_within_1` is right within one point of ten, `score_within_half` within half a point;
    `no_score` is right where the author states none and none was answered. A value whose scale is
    unknown is taken as points of ten.
    """
    score = (given or {}).get("score") or {}
    answered = score.get("value") is not None
    if rating is None:
        return [Judgement("no_score", 1, 1, int(not answered), None, score or None)]
    gap = abs(_of_ten(score) - rating) if answered else None
    return [
        Judgement(name, 1, int(answered), int(gap is not None and gap <= limit), rating, score or None)
        for name, limit in (("score_within_1", 1.0), ("score_within_half", 0.5))
    ]


def _of_ten(score: Plain) -> float:
    norm, value = score.get("norm"), score.get("value")
    if isinstance(norm, int | float):
        return norm / 10
    return float(value) if isinstance(value, int | float) else float("inf")


def judge_absence(reviews: list[Plain]) -> list[Judgement]:
    """A page that is no review: right when no review is given."""
    return [Judgement("no_review", 1, 1, int(not reviews), None, [one.get("film_title") for one in reviews] or None)]
