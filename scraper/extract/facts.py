"""What every source of markup needs: clean strings, ISO dates, ratings, names that are no person.

Pure functions; a source decides nothing with them but how to say what it found.
"""

from __future__ import annotations

import html
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from scraper.extract.page import Page, in_order, squeeze
from scraper.fields import fold
from scraper.model import PartialDate, Rating, RatingHolder, RatingKind, RatingScale

MAX_NAME: Final = 80
MAX_STRING: Final = 4_000
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_ISO: Final = re.compile(
    r"\s*(?P<year>(?:18|19|20)\d\d)(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?=$|[T ])",
)
_COMPACT: Final = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=$|[T ])")
_MONTHS: Final = 12
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMBER: Final = re.compile(r"-?\d{1,6}(?:[.,]\d{1,6})?")
_NO_PERSON: Final = frozenset(
    "admin administrator administrador editor editors editorial redaktion redaction rédaction redacción redação "
    "redazione redactie redakcja redakce staff team webmaster author autor anonymous guest user root unknown "
    "wordpress blogger none null undefined anonimo anónimo anonyme anonym unbekannt publisher red zvg".split(),
)
_PERSONAL: Final = re.compile(
    r"[^\W\d_][\w'’.\-]+(?:\s(?:[^\W\d_]\.|de|del|della|di|da|van|von|der|la|le))?\s[^\W\d_][\w'’\-]+",
)
SITE_WORDS: Final = re.compile(
    r"film|movie|cinema|kino|review|blog|magazin|media|news|times|press|journal|studio|screen|critic|"
    r"\b(?:the|all|rights|reserved|inc|llc|ltd|gmbh|web|site|team|theme|group|company|productions?|online|podcast|"
    r"und|and|of|by|powered|built|jekyll|hugo|wordpress|ghost)\b",
    re.IGNORECASE,
)
"""Words of a site's or a company's name, hardly ever of a person's."""
_HANDLE: Final = re.compile(r"[a-z0-9]+(?:[_.-][a-z0-9]+)+|[a-z]+\d+")
_BYLINE: Final = re.compile(r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or):? (?=\S+ \S)")
_ACCOUNT: Final = re.compile(r"\s\(?@\w+\)?$")
_ADDRESS: Final = re.compile(r"https?://|www\.|\S@\S+\.\S|^@|\.(?:com|org|net|de|uk|fr)\b", re.IGNORECASE)


def clean(value: str) -> str:
    """A string of markup as a reader would see it: entities decoded, tags and extra spaces gone.

    >>> clean("Harrow Lane &amp;#8211; a <em>cold</em>  film")
    'Harrow Lane – a cold film'
    """
    text = value[:MAX_STRING]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return squeeze(text).strip()


def iso_date(value: str) -> PartialDate | None:
    """The day of an ISO 8601 date or time as it is printed, never shifted by its offset.

    >>> str(iso_date("2018-01-20T23:14:00-05:00")), str(iso_date("2018-01")), iso_date("Sep 2")
    ('2018-01-20', '2018-01', None)
    """
    found = _ISO.match(value) or _COMPACT.match(value)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    if month is not None and not 1 <= month <= _MONTHS:
        return None
    if day is not None and month is not None and not 1 <= day <= _DAYS[month - 1]:
        return None
    return PartialDate(year, month, day)


def number(text: str) -> float | None:
    """A string that is one number and nothing else, with a decimal point or comma.

    >>> number(" 4,5 "), number("10.00"), number("4/5"), number("1e400")
    (4.5, 10.0, None, None)
    """
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped) is None:
        return None
    return float(stripped.replace(",", "."))


def rating(
    value: float,
    best: float | None,
    raw: str,
    scale: RatingScale,
    kind: RatingKind = "points",
    *,
    worst: float | None = None,
    holder: RatingHolder = "critic",
) -> Rating | None:
    """A numeric rating with its norm; None when it cannot be one (value above best, no scale to speak of).

    A reader's half point above the top ("5.5/5") is a joke that only prose makes; in markup it is an error.
    """
    if not math.isfinite(value) or value < 0:
        return None
    if best is None:
        return Rating(value, None, raw, kind, "unknown", worst, None, holder)
    if not math.isfinite(best) or best <= 0 or value > best:
        return None
    return Rating(value, best, raw, kind, scale, worst, round(100 * value / best, 1), holder)


@lru_cache(maxsize=4096)
def _host_name(url: str) -> str:
    host = urlsplit(url).hostname or "" if url.startswith("http") else ""
    return re.sub(r"^(?:www|blog|film|m)\.", "", host)


# WordPress's own classes, kept by most of its themes.
_SITE_TITLE: Final = ("site-title", "wp-block-site-title")
_LONGEST_TITLE: Final = 60


def site_names(page: Page) -> frozenset[str]:
    """What the page calls its site, folded: `og:site_name`, its title in the header, the host and its first label."""
    known = page.memo.get("site_names")
    if isinstance(known, frozenset):
        return known
    names: set[str] = set()
    host = _host_name(page.url or "")
    if host:
        names.update((fold(host), fold(host.split(".", maxsplit=1)[0])))
    markup = page.markup
    stated = [*markup.content("property", "og:site_name"), *markup.content("name", "application-name")]
    names.update(fold(clean(name)) for name in stated[:5])
    home = (link for link in markup.having("rel") if link.tag == "a" and "home" in link.attr("rel").lower().split())
    titled = in_order(home, *(markup.classed(name) for name in _SITE_TITLE))
    titles = [clean(element.node.text()) for element in titled[:5]]
    names.update(fold(title) for title in titles if len(title) <= _LONGEST_TITLE)
    found = frozenset(names - {""})
    page.memo["site_names"] = found
    return found


def undated(page: Page) -> frozenset[str]:
    """The mark `static_page` where WordPress calls the page a page and no post: its head has a date that nobody sees.

    What stands on it, an imprint or the price of a cottage, is not of that day.
    """
    known = page.memo.get("undated")
    if isinstance(known, frozenset):
        return known
    classes = [name for body in page.markup.tagged("body")[:1] for name in body.classes]
    static = "page" in classes and "single" not in classes and any(name.startswith("page-id-") for name in classes)
    found = frozenset({"static_page"} if static else ())
    page.memo["undated"] = found
    return found


def _joined_names(page: Page) -> frozenset[str]:
    """The names of the site and of its team, without blanks."""
    known = page.memo.get("joined_names")
    if isinstance(known, frozenset):
        return known
    joined = [name.replace(" ", "") for name in site_names(page)]
    found = page.memo["joined_names"] = frozenset([*joined, *(f"{name}team" for name in joined)])
    return found


def name_marks(name: str, page: Page, *, site: bool = False) -> frozenset[str]:
    """Why a name is perhaps no critic's: the site itself, an account's role, an address.

    Marks: `site_as_author`, `site_named_so` (the site is called like a person), `role_as_author`,
    `address_as_author`, `handle` (an account's slug); empty for a plausible person. `site` says that
    the name is known to be the site's.
    """
    folded = fold(name)
    marks: set[str] = set()
    if _ADDRESS.search(name):
        marks.add("address_as_author")
    if _HANDLE.fullmatch(name):
        marks.add("handle")
    if (
        folded in _NO_PERSON
        or folded.endswith("admin")
        or folded.split(" ")[0] in {"admin", "by"}
        or folded.startswith("the editor")
    ):
        marks.add("role_as_author")
    bare = folded.replace(" ", "")
    if site or bare in _joined_names(page):
        # A personal site bears its critic's name.
        marks.add("site_named_so" if is_full_name(name) else "site_as_author")
    return frozenset(marks)


@cache
def _given_names() -> frozenset[str]:
    lines = (files("scraper.extract") / "given_names.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_full_name(name: str) -> bool:
    """Whether a string is a person's full name for certain: two words, the first a known given name.

    An initial or a particle may stand between them. For places where a site's name of two words
    stands just so; elsewhere no list is asked.

    >>> is_full_name("Ida Moss"), is_full_name("Quiet Matinee"), is_full_name("Daily Film Review")
    (True, False, False)
    """
    if _PERSONAL.fullmatch(name) is None or SITE_WORDS.search(name):
        return False
    return fold(name.split(maxsplit=1)[0]) in _given_names()


def bare_name(name: str) -> str:
    """A name of markup without the "by" and the account that a template wrote into it.

    >>> bare_name("By Ida Moss"), bare_name("Ida Moss @idamoss"), bare_name("Di Caprio")
    ('Ida Moss', 'Ida Moss', 'Di Caprio')
    """
    return _ACCOUNT.sub("", _BYLINE.sub("", name))


def plausible_name(name: str) -> bool:
    """Whether a string can be a printed name at all: short, with a letter, one line."""
    return 1 < len(name) <= MAX_NAME and any(char.isalpha() for char in name)
