"""Addresses: their canonical form, their shape, and the traps among them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

LONGEST: Final = 2_083
DEEPEST: Final = 6
MOST_PARAMETERS: Final = 4
_TRACKERS: Final = re.compile(
    r"utm_.*|mtm_.*|pk_.*|hsa_.*|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|_hs.*|__hs.*|"
    r"wt_.*|ocid|cmpid|ref_src|ref_url|replytocom|share|nb|amp|s?_?sid|phpsessid|jsessionid|aspsessionid.*|sessionid|"
    r"cfid|cftoken|wp_lang|fb_.*|spm|xtor|_openstat|vero_.*|oly_.*_id|trk|trkcampaign",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_PLAIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[a-z0-9/._-]*", re.ASCII)
_DEFAULT_PORT: Final = re.compile(r"^(http://[^/?#]*):80(?=[/?#]|$)|^(https://[^/?#]*):443(?=[/?#]|$)")
_FILES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|ogg|wav|webm|mov|avi|mkv|pdf|docx?|xlsx?|pptx?|zip|"
    r"gz|rar|7z|exe|dmg|apk|css|js|mjs|json|woff2?|ttf|eot|ics|epub|mobi)$",
    re.IGNORECASE,
)
_TRAPS: Final = re.compile(
    r"/(?:wp-admin|wp-login\.php|wp-json|xmlrpc\.php|cart|checkout|basket|login|log-in|signin|sign-in|signup|register|"
    r"account|my-account|logout|subscribe|cgi-bin|trackback|print|embed)(?:/|$)|"
    r"[?&](?:action|sort|orderby|order|filter|view|print|calendar|ical|tribe-bar-date|eventdate|add-to-cart|"
    r"redirect_to|return_to|s|q|search|preview)=",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(r"/(?:calendar|events?|agenda|kalender|calendrier)/(?:.*/)?\d{4}([-/]\d{1,2}){1,2}/?$")
LOGIN: Final = re.compile(
    r"/(?:wp-login\.php|login|log-in|signin|sign-in|anmelden|connexion|accedi)(?:[/?]|$)", re.IGNORECASE
)


@lru_cache(maxsize=50_000)
def canonical(url: str) -> str | None:
    """The one spelling of an address; None for what is no web page's address.

    Scheme and host in lower case, no default port, no fragment, parameters sorted, trackers and
    session ids gone.

    >>> canonical("HTTPS://Ida.Example:443/Review/?utm_source=x&b=2&a=1#top")
    'https://ida.example/Review/?a=1&b=2'
    >>> canonical("mailto:ida@moss.example") is None
    True
    """
    if _PLAIN.fullmatch(url) and len(url) <= LONGEST and "/." not in url:
        return _DEFAULT_PORT.sub(r"\1\2", url)
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or parts.username:
            return None
        bare = _SESSION.sub("", url.strip())
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)]
        trackers = [name for name in names if _TRACKERS.fullmatch(name)]
        if trackers:
            bare = url_query_cleaner(bare, trackers, remove=True)
        clean = canonicalize_url(bare)
    except ValueError:
        return None
    clean = _DEFAULT_PORT.sub(r"\1\2", clean)
    return clean if len(clean) <= LONGEST else None


def is_trap(url: str) -> bool:
    """Whether an address leads where no review is, or to endlessly many pages.

    >>> is_trap("https://ida.example/events/2031/05/"), is_trap("https://ida.example/a/b/a/b/a/b/")
    (True, True)
    >>> is_trap("https://ida.example/2024/05/harrow-lane/")
    False
    """
    parts = urlsplit(url)
    segments = [part for part in parts.path.split("/") if part]
    return (
        bool(_FILES.search(parts.path))
        or bool(_TRAPS.search(url))
        or bool(_CALENDAR.search(parts.path))
        or parts.query.count("&") >= MOST_PARAMETERS
        or any(segments.count(part) > 2 for part in set(segments))  # noqa: PLR2004 - thrice repeated
    )


_NUMBER: Final = re.compile(r"\d+")


def shape(url: str) -> str:
    """What addresses of one kind of page share: figures as 0, names with hyphens as -, others as they are.

    >>> shape("https://ida.example/2024/05/harrow-lane-review/"), shape("https://ida.example/tag/noir")
    ('/0/0/-/', '/tag/*')
    """
    parts = urlsplit(url)
    *folders, last = parts.path.split("/")[1:] or [""]
    named = [_part(folder, leaf=index > 0) for index, folder in enumerate([*folders, last])]
    query = "?" + ",".join(sorted(name for name, _ in parse_qsl(parts.query))) if parts.query else ""
    return "/" + "/".join(named) + query


def _part(text: str, *, leaf: bool) -> str:
    if not text:
        return ""
    if text.isdigit():
        return "0"
    name, dot, suffix = text.rpartition(".")
    end = dot + suffix if dot and suffix.isalpha() else ""
    body = name if end else text
    if "-" in body or "_" in body or "%" in body:
        return "-" + end
    return ("*" if leaf else _NUMBER.sub("0", body)) + end


def prefix(url: str) -> str:
    """The path prefix whose budget an address counts against: its first folder, figures as 0.

    >>> prefix("https://ida.example/2024/05/harrow-lane/"), prefix("https://ida.example/?p=12")
    ('/0', '/?')
    """
    parts = urlsplit(url)
    first = parts.path.split("/")[1] if "/" in parts.path[1:] else ""
    return "/" + _NUMBER.sub("0", first) + ("?" if parts.query else "")


def rank(counts: tuple[int, int] | None) -> int:
    """How early a page of a shape is asked, from how many such were reviews and how many not."""
    reviews, others = counts or (0, 0)
    likeness = (reviews + 1) / (reviews + others + 3)
    if likeness >= 0.5:  # noqa: PLR2004 - more often a review than not
        return 1
    return 5 if reviews + others >= 10 and likeness < 0.1 else 3  # noqa: PLR2004 - ten samples, hardly a review


class Scope:
    """Which addresses a crawl of one site keeps to: its hosts, and the path patterns of its site file."""

    def __init__(self, hosts: Iterable[str], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self.hosts = frozenset(hosts)
        self._include = [re.compile(translate(pattern)) for pattern in include]
        self._exclude = [re.compile(translate(pattern)) for pattern in exclude]

    def has(self, url: str) -> bool:
        """Whether the address belongs to the site."""
        return urlsplit(url).netloc in self.hosts

    def admits(self, url: str) -> bool:
        """Whether the address belongs to the site and to the part of it that is wanted."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return (
            parts.netloc in self.hosts
            and not any(pattern.match(path) for pattern in self._exclude)
            and (not self._include or any(pattern.match(path) for pattern in self._include))
        )


def likeness_table(shapes: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Rank by shape, for the shapes a host has shown."""
    return {name: rank(counts) for name, counts in shapes.items()}
