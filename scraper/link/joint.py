"""Reads a review and a film together: a runner-up may be right where the catalogue confirms it.

The page's own reading is asked first. Where it does not settle a film, runner-ups of title, year
and directors take its place, as few at once as do: all readings that settle one must name the
same film. The page's own claims stay as they are; a value so taken says that it is from the catalogue.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

from scraper.link.mention import Mention
from scraper.model import Answer, Claim, Credit, Evidence, Identity, Review, WeighedClaim

Ask = Callable[[Mention], Identity]

_FIELDS: Final = ("film_title", "film_year", "directors")
_RUNNERS_UP: Final = 3
"""Per field."""
_MOST: Final = 2
"""Fields read anew at once."""
CONFIDENCE: Final = 0.9
"""Of a value that the page states among others and a film with two other agreements confirms."""
_QUOTE: Final = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What one claim, or the page's own answer (`claim` None), says of a field."""

    field: str
    value: object
    claim: Claim | None = None


def mention_of(review: Review) -> Mention | None:
    """The question a review asks; None where it names no film."""
    return _mention(review, {})


def read(review: Review, ask: Ask) -> tuple[Review, Identity]:
    """The identity of a review's film, and the review as it reads with it."""
    own = _mention(review, {})
    first = ask(own) if own is not None else None
    if first is not None and (first.band == "auto" or first.decided_by == "person"):
        return review, first
    for count in range(1, _MOST + 1):
        settled = [
            (readings, identity)
            for readings in _alternatives(review, count)
            if (mention := _mention(review, {one.field: one.value for one in readings})) is not None
            and (identity := ask(mention)).band == "auto"
            and _confirmed(review, identity, readings)
        ]
        if settled:
            if len({tuple(sorted(identity.ids.items())) for _, identity in settled}) == 1:
                readings, identity = settled[0]
                return _changed(review, readings), _told(identity, readings)
            break
    return review, first or Identity("nil", reasons=("the review names no film",))


def _alternatives(review: Review, count: int) -> Iterator[tuple[Reading, ...]]:
    """Readings that differ from the page's own in exactly `count` fields, heaviest claims first."""
    runners_up = {name: tuple(_runners_up(name, review.answers.get(name))) for name in _FIELDS}
    choices = [(Reading(name, None), *runners_up[name]) for name in _FIELDS]
    for chosen in product(*choices):
        changed = tuple(one for one in chosen if one.claim is not None)
        if len(changed) == count:
            yield changed


def _runners_up(name: str, answer: Answer | None) -> Iterator[Reading]:
    if answer is None:
        return
    seen = {_key(answer.value)}
    losers = sorted((item for item in answer.claims if not item.won), key=lambda item: -item.weight)
    for item in losers:
        value = _value(name, item)
        if value is None or _key(value) in seen or len(seen) > _RUNNERS_UP:
            continue
        seen.add(_key(value))
        yield Reading(name, value, item.claim)


def _value(name: str, item: WeighedClaim) -> object:
    """A claim's value in the shape of its field; None for what no film could be found by."""
    value = item.claim.value
    if name == "directors":
        parts = value if isinstance(value, tuple | list) else (value,)
        names = tuple(part for part in parts if isinstance(part, str) and part.strip())
        return None if not names or any("\n" in part for part in names) else names
    if name == "film_year":
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return value if isinstance(value, str) and value.strip() else None


def _key(value: object) -> str:
    return str(value).casefold()


def _mention(review: Review, instead: dict[str, object]) -> Mention | None:
    def answer(name: str) -> object:
        return instead.get(name, review.value(name))

    main, year, directors = answer("film_title"), answer("film_year"), answer("directors")
    alternatives = () if "film_title" in instead else review.many("film_title_alt")
    titles = tuple(text for text in (main, *alternatives) if isinstance(text, str) and text.strip())
    if not titles:
        return None
    return Mention(
        titles=titles,
        year=year if isinstance(year, int) else None,
        directors=tuple(text for text in directors if isinstance(text, str)) if isinstance(directors, tuple) else (),
        people=tuple(credit.name for credit in review.many("people") if isinstance(credit, Credit)),
        ids=dict(review.mentions),
    )


def _confirmed(review: Review, identity: Identity, readings: Sequence[Reading]) -> bool:
    """Whether the film is settled by more than the new readings.

    The title must be exact. A new title needs the director or the year; directors where the page's
    own reading has none need nothing else, for a name on the page that is also the director of just this film is
    no chance; any other new reading needs both year and director.
    """
    observed = {item.name: item for item in identity.candidates[0].features} if identity.candidates else {}
    exact = "title" in observed and observed["title"].value in ("equal", "lax")
    year = "year_distance" in observed and float(observed["year_distance"].value) <= 1
    agreed = observed["director"].value if "director" in observed else "none"
    director = agreed in ("equal", "subset", "initials")
    changed = {one.field for one in readings}
    if not exact or "other_directors" in observed:
        return False  # a page that names directors of two films is about two films
    if changed == {"film_title"}:
        return year or director
    if changed == {"directors"} and not review.many("directors"):
        return agreed == "equal"
    return year and director


def _changed(review: Review, readings: Sequence[Reading]) -> Review:
    answers = dict(review.answers)
    for one in readings:
        if one.claim is None:
            continue
        items = one.value if isinstance(one.value, tuple) else (one.value,)
        answers[one.field] = dataclasses.replace(
            answers[one.field], value=one.value, status="conflict", confidence=CONFIDENCE,
            evidence=tuple(_evidence(one.claim) for _ in items),
        )  # fmt: skip
    return dataclasses.replace(review, answers=answers)


def _evidence(claim: Claim) -> Evidence:
    place = claim.locator
    in_text = place.kind == "text"
    return Evidence(
        source="catalogue", rule=f"catalogue.{claim.rule}", exact=claim.raw[:_QUOTE],
        start=place.start if in_text else None, end=place.end if in_text else None,
        pointer=None if in_text else place.path,
    )  # fmt: skip


def _told(identity: Identity, readings: Sequence[Reading]) -> Identity:
    taken = tuple(f"{one.field} read as {_shown(one.value)} (source: catalogue)" for one in readings)
    return dataclasses.replace(identity, reasons=(*identity.reasons, *taken))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
