"""Addresses: their canonical form, their shape, and the traps among them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import Final, NamedTuple
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
_FILES: Final = frozenset(
    "jpg jpeg png gif webp avif svg ico bmp tif tiff mp3 mp4 m4a m4v ogg wav webm mov avi mkv pdf doc docx xls xlsx "
    "ppt pptx zip gz rar 7z exe dmg apk css js mjs json woff woff2 ttf eot ics epub mobi".split()
)
_TRAP_FOLDERS: Final = frozenset(
    "wp-admin wp-login.php wp-json xmlrpc.php cart checkout basket login log-in signin sign-in signup register account "
    "my-account logout subscribe cgi-bin trackback print embed".split()
)
_TRAP_PARAMETERS: Final = frozenset(
    "action sort orderby order filter view print calendar ical tribe-bar-date eventdate add-to-cart redirect_to "
    "return_to s q search preview".split()
)
_CALENDARS: Final = frozenset("calendar event events agenda kalender calendrier".split())
LOGIN: Final = re.compile(
    r"/(?:wp-login\.php|login|log-in|signin|sign-in|anmelden|connexion|accedi)(?:[/?]|$)", re.IGNORECASE
)


@lru_cache(maxsize=10_000)
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


class Look(NamedTuple):
    """What an address tells without being asked."""

    netloc: str
    path: str
    """With its query, as path patterns see it."""
    shape: str
    prefix: str
    trap: bool


@lru_cache(maxsize=10_000)
def look(url: str) -> Look:
    """Everything about a canonical address, in one pass: it is done for every link of every page."""
    netloc, _, rest = url.partition("://")[2].partition("/")
    path, _, query = rest.partition("?")
    segments = path.split("/")
    names = [part.partition("=")[0] for part in query.split("&")] if query else []
    shape = "/" + "/".join([_part(text, leaf=index > 0) for index, text in enumerate(segments)])
    first = _NUMBER.sub("0", segments[0]) if len(segments) > 1 else ""
    return Look(
        netloc,
        f"/{rest}",
        f"{shape}?{','.join(sorted(names))}" if names else shape,
        f"/{first}?" if query else f"/{first}",
        _is_trap(segments, names),
    )


def _is_trap(segments: Sequence[str], names: Sequence[str]) -> bool:
    folders = [text.lower() for text in segments if text]
    distinct = set(folders)
    return (
        not distinct.isdisjoint(_TRAP_FOLDERS)
        or (bool(folders) and "." in folders[-1] and folders[-1].rpartition(".")[2] in _FILES)
        or len(names) > MOST_PARAMETERS
        or not _TRAP_PARAMETERS.isdisjoint(names)
        # A folder three times is a link that goes round in a circle.
        or (len(folders) - len(distinct) > 1 and any(folders.count(text) > 2 for text in distinct))  # noqa: PLR2004
        or (not distinct.isdisjoint(_CALENDARS) and folders[-1][:1].isdigit() and folders[-1] not in _CALENDARS)
    )


def is_trap(url: str) -> bool:
    """Whether an address leads where no review is, or to endlessly many pages.

    >>> is_trap("https://ida.example/events/2031/05/"), is_trap("https://ida.example/a/b/a/b/a/b/")
    (True, True)
    >>> is_trap("https://ida.example/2024/05/harrow-lane/")
    False
    """
    return look(url).trap


_ARCHIVE: Final = re.compile(
    r"https?://[^/?]+/(?:[^/?]+/)?"
    r"(?:(?:category|categories|tag|tags|author|kategorie|schlagwort|autor|etiqueta|categoria|label)/[^?]+"
    r"|(?:19|20)\d\d(?:/\d{1,2}){1,2}/?(?:page/\d+/?)?|page/\d+/?)(?:\?|$)",
    re.IGNORECASE,
)


def is_archive(url: str) -> bool:
    """Whether an address is that of a list by month, subject, author or page: what it prints has addresses of its own.

    >>> [is_archive(f"https://ida.example/{path}") for path in ("2024/05/", "tag/noir/", "blog/page/3")]
    [True, True, True]
    >>> [is_archive(f"https://ida.example/{path}") for path in ("2024/05/harrow-lane/", "1917/", "tag/")]
    [False, False, False]
    """
    return _ARCHIVE.match(url) is not None


_NUMBER: Final = re.compile(r"\d+")


def shape(url: str) -> str:
    """What addresses of one kind of page share: figures as 0, names with hyphens as -, others as they are.

    >>> shape("https://ida.example/2024/05/harrow-lane-review/"), shape("https://ida.example/tag/noir")
    ('/0/0/-/', '/tag/*')
    """
    return look(url).shape


def _part(text: str, *, leaf: bool) -> str:
    if not text:
        return ""
    if text.isdigit():
        return "0"
    end = ""
    if "." in text:
        name, _, suffix = text.rpartition(".")
        if suffix.isalpha():
            text, end = name, f".{suffix}"
    if "-" in text or "_" in text or "%" in text:
        return f"-{end}"
    return f"*{end}" if leaf else f"{_NUMBER.sub('0', text)}{end}"


def prefix(url: str) -> str:
    """The path prefix whose budget an address counts against: its first folder, figures as 0.

    >>> prefix("https://ida.example/2024/05/harrow-lane/"), prefix("https://ida.example/?p=12")
    ('/0', '/?')
    """
    return look(url).prefix


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
        return look(url).netloc in self.hosts

    def admits(self, url: str) -> bool:
        """Whether the address belongs to the site and to the part of it that is wanted."""
        seen = look(url)
        if seen.netloc not in self.hosts or not (self._exclude or self._include):
            return seen.netloc in self.hosts
        return not any(pattern.match(seen.path) for pattern in self._exclude) and (
            not self._include or any(pattern.match(seen.path) for pattern in self._include)
        )


def likeness_table(shapes: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Rank by shape, for the shapes a host has shown."""
    return {name: rank(counts) for name, counts in shapes.items()}
