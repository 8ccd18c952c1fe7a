"""The table of fields: one row each, and everything that is generated from it.

`docs/fields.md`, the JSON Schema of the flat form, the columns of CSV and Parquet and the
comparators of `scrape evaluate` all come from these rows; `resolve` groups claims by `key`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scraper.model import Availability, Credit, PartialDate, Rating

_QUOTES: Final = dict.fromkeys(map(ord, "\"'`´‘’‚‛“”„‟«»‹›「」『』《》〈〉″′"))
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_MARKS: Final = {**_QUOTES, **_DASHES}
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]{1,64}")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form in which two printed strings are compared.

    NFKD, no combining marks, no quotation marks, case folded, dashes as `-`, spaces collapsed,
    `.,:;` and dashes trimmed at the ends. This is the comparison of the labelled sets too.

    >>> fold("  “Amélie” – ") == fold("AMELIE")
    True
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _folded(text)


def _folded(text: str) -> str:
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_plain, text)
    text = text.replace('"', "").replace("'", "").replace("`", "")
    return " ".join(text.casefold().split()).strip(".,:;- ").strip()


def _plain(piece: re.Match[str]) -> str:
    return _bare(piece.group())


@lru_cache(maxsize=4096)  # most are one accented letter or one dash
def _bare(piece: str) -> str:
    """A run of characters beyond ASCII without combining marks and quotation marks, its dashes plain."""
    decomposed = unicodedata.normalize("NFKD", piece)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_MARKS)


_REMEMBERED: Final = 200
_remembered = lru_cache(maxsize=4096)(_folded)  # one name is compared many times on its page


def _text_key(value: object) -> object:
    return fold(str(value))


def _rating_key(value: object) -> object:
    return (value.value, value.best) if isinstance(value, Rating) else value


def _credit_key(value: object) -> object:
    return (fold(value.name), value.role) if isinstance(value, Credit) else value


def _availability_key(value: object) -> object:
    return (value.channel, str(value.date), fold(value.platform or "")) if isinstance(value, Availability) else value


def _date_key(value: object) -> object:
    return str(value) if isinstance(value, PartialDate) else value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a review.

    `key` maps a value to what is compared; two claims agree when their keys are equal (ratings:
    also when they agree within the rounding step of the coarser, see `scraper.extract.resolve`).
    `many` fields hold tuples. `needs` are fields resolved before. `record` is the JSON Pointer in
    the record's review or film node. `meaning` is one sentence, printed in docs/fields.md.
    """

    name: str
    type: str
    many: bool
    key: Callable[[object], object]
    needs: tuple[str, ...]
    record: str
    meaning: str


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "film_title", "string", many=False, key=_text_key, needs=(), record="/itemReviewed/name",
        meaning="The film reviewed, as the page's heading or text names it, "
        "without review words, taglines, year or quotation marks.",
    ),
    Field(
        "film_title_alt", "string", many=True, key=_text_key, needs=("film_title",),
        record="/itemReviewed/alternateName",
        meaning="Other names that the page gives the same film: the original or a foreign title.",
    ),
    Field(
        "film_year", "integer", many=False, key=lambda value: value, needs=("film_title",),
        record="/itemReviewed/dateCreated",
        meaning="The film's year, only where the page states it for this film.",
    ),
    Field(
        "directors", "string", many=True, key=_text_key, needs=("film_title",), record="/itemReviewed/director",
        meaning="Who directed this film, as printed; not a parent, a quoted colleague or another film's director.",
    ),
    Field(
        "people", "credit", many=True, key=_credit_key, needs=("film_title", "directors"),
        record="/itemReviewed/actor",
        meaning="Every other credited person with the role the page's words give; "
        "directors stand in `directors` only.",
    ),
    Field(
        "reviewer", "string", many=False, key=_text_key, needs=(), record="/author",
        meaning="The critic; not the site, 'admin' or a commenter.",
    ),
    Field(
        "published", "date", many=False, key=_date_key, needs=(), record="/datePublished",
        meaning="When the review was published, day precision unless the offset can be trusted; "
        "never taken from the URL alone.",
    ),
    Field(
        "modified", "date", many=False, key=_date_key, needs=("published",), record="/dateModified",
        meaning="When the review was last changed.",
    ),
    Field(
        "score", "rating", many=False, key=_rating_key, needs=("film_title",), record="/reviewRating",
        meaning="The page's own critic's overall verdict on its own scale; not readers, aggregators, "
        "other critics, other films, sub-scores or certificates.",
    ),
    Field(
        "categories", "string", many=True, key=_text_key, needs=(), record="/keywords",
        meaning="Categories as the site files and prints them, in order, unescaped, empties dropped.",
    ),
    Field(
        "tags", "string", many=True, key=_text_key, needs=(), record="/keywords",
        meaning="Tags as the site prints them, in order, unescaped, empties dropped.",
    ),
    Field(
        "genres", "string", many=True, key=_text_key, needs=("film_title",), record="/itemReviewed/genre",
        meaning="The film's genres where the page states them.",
    ),
    Field(
        "availability", "availability", many=True, key=_availability_key, needs=("film_title", "published"),
        record="/itemReviewed/releasedEvent",
        meaning="Every date and channel that the page states for this film, one entry per channel; "
        "a missing year is inferred only from the review's own date and says so.",
    ),
)  # fmt: skip

BY_NAME: Final = {row.name: row for row in FIELDS}
