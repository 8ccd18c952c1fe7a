"""What a robots.txt says to us: RFC 9309 groups by our product token, paths by Protego.

Protego matches paths as the RFC wants, but finds groups by prefix of the whole agent name.
So the lines are read here, the groups of our token are put together here (RFC 9309 section
2.2.1), and Protego gets just their rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from protego import Protego

from scraper.fetch.window import Window

LONGEST_TEXT: Final = 512 * 1024
_LONGEST_LINE: Final = 16 * 1024
_PLAIN = re.compile(r"[!#&-)+-~]*", re.ASCII)
"""The head of a path that Protego compares as it stands: ASCII without `$`, `%` and `*`."""
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SPELLINGS: Final[Mapping[str, str]] = {
    "user-agent": "user-agent",
    "useragent": "user-agent",
    "user agent": "user-agent",
    "allow": "allow",
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    "crawl-delay": "crawl-delay",
    "crawl delay": "crawl-delay",
    "request-rate": "request-rate",
    "visit-time": "visit-time",
    "content-usage": "content-usage",
    "sitemap": "sitemap",
    "site-map": "sitemap",
    "sitemaps": "sitemap",
}
_PATH_FIELDS: Final = frozenset({"allow", "disallow"})
_FOR_PROTEGO: Final = ("allow", "disallow", "crawl-delay", "request-rate", "visit-time")
_DAY: Final = 86400.0


@dataclass(frozen=True, slots=True)
class Line:
    """One understood line: its number from 1, the field's usual name, the value without comment."""

    number: int
    field: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The part of a robots.txt that is addressed to one crawler.

    `group` is the user-agent value that spoke to it ("*" for everybody's group, None when no
    group did), `lines` are the rules of all groups of that name together.
    """

    group: str | None
    lines: tuple[Line, ...]
    sitemaps: tuple[str, ...]
    delay: float
    """Seconds between requests that Crawl-delay or Request-rate ask for; 0 when neither does."""
    visit_time: Window | None
    matcher: Protego

    def allows(self, url: str) -> bool:
        """Whether the group lets `url` be fetched; yes where there is no group."""
        return self.group is None or bool(self.matcher.can_fetch(url, "*"))

    def deciding(self, url: str) -> Line | None:
        """The allow or disallow line that decides on `url`; None when none matches.

        The longest matching path wins, allow on a tie (RFC 9309 section 2.2.2).
        """
        hits = [line for line in self.lines if line.field in _PATH_FIELDS and line.value and _matches(line.value, url)]
        return max(hits, key=lambda line: (len(line.value), line.field == "allow"), default=None)

    def content_usage(self, url: str) -> str | None:
        """The Content-Usage preferences for `url` (draft-ietf-aipref-attach): of the longest path that matches."""
        best, found = -1, None
        for line in self.lines:
            path, preference = _usage(line)
            if preference and len(path) > best and (not path or _matches(path, url)):
                best, found = len(path), preference
        return found


@lru_cache(maxsize=1024)
def parse_rules(text: str, token: str) -> Rules:
    r"""Read the text of a robots.txt as the crawler `token` must.

    >>> rules = parse_rules("User-agent: *\nDisallow: /drafts/\nAllow: /drafts/harrow", "film-review-scraper")
    >>> rules.allows("https://a.example/drafts/x"), rules.allows("https://a.example/drafts/harrow-lane")
    (False, True)
    >>> rules.deciding("https://a.example/drafts/x").number
    2
    """
    lines = _lines(text)
    ours, everybody = _groups(lines, token.lower())
    group, chosen = (token, ours) if ours is not None else ("*", everybody) if everybody is not None else (None, [])
    matcher = Protego.parse("User-agent: *\n" + "".join(_for_protego(line) for line in chosen))
    return Rules(
        group,
        tuple(chosen),
        tuple(line.value for line in lines if line.field == "sitemap" and line.value),
        _asked_delay(matcher),
        _visit_time(matcher),
        matcher,
    )


def _lines(text: str) -> list[Line]:
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        line = raw[:_LONGEST_LINE].partition("#")[0].strip()
        if line:
            field, value = _named(line)
            found.append(Line(number, field, value, line))
    return found


def _named(line: str) -> tuple[str, str]:
    """The field's usual name and its value; ("", "") for a line that says nothing to us.

    `User agent: x` and `disallow /x` without a colon are read as every large crawler reads them.
    """
    head, colon, tail = line.partition(":")
    name = " ".join(head.lower().split())
    if colon and name in _SPELLINGS:
        return _SPELLINGS[name], tail.strip()
    for count in (1, 2):
        words = line.split(None, count)
        name = " ".join(words[:count]).lower()
        if name in _SPELLINGS:
            return _SPELLINGS[name], words[count] if len(words) > count else ""
    return "", ""


def _groups(lines: list[Line], token: str) -> tuple[list[Line] | None, list[Line] | None]:
    """The rules of all groups that name `token`, and of all that name "*"; None where no group does."""
    ours: list[Line] | None = None
    everybody: list[Line] | None = None
    in_ours = in_everybody = heading = False
    for line in lines:
        if line.field == "user-agent":
            if not heading:
                in_ours = in_everybody = False
            heading = True
            if _names_everybody(line.value):
                in_everybody, everybody = True, everybody or []
            elif _token_of(line.value) == token:
                in_ours, ours = True, ours or []
        elif line.field in {"", "sitemap"}:
            continue  # belongs to no group and ends none
        else:
            heading = False
            for inside, rules in ((in_ours, ours), (in_everybody, everybody)):
                if inside and rules is not None:
                    rules.append(line)
    return ours, everybody


def _names_everybody(value: str) -> bool:
    return value == "*" or value.startswith(("* ", "*\t"))


def _token_of(value: str) -> str:
    """The product token at the head of a user-agent value: of "Film-Bot/2.1 (x)" it is "film-bot"."""
    match = _TOKEN.match(value)
    return match[0].lower() if match else ""


def _for_protego(line: Line) -> str:
    return f"{line.field}: {line.value}\n" if line.field in _FOR_PROTEGO and line.value else ""


def _matches(path: str, url: str) -> bool:
    plain = _PLAIN.match(path)
    if plain is not None and plain[0] not in url:
        return False  # spares Protego the thousands of lines that long files have
    return not Protego.parse(f"User-agent: *\nDisallow: {path}\n").can_fetch(url, "*")


def _asked_delay(matcher: Protego) -> float:
    rate = matcher.request_rate("*")
    asked = max(matcher.crawl_delay("*") or 0.0, rate.seconds / rate.requests if rate else 0.0)
    return min(asked, _DAY)


def _visit_time(matcher: Protego) -> Window | None:
    span = matcher.visit_time("*")
    return None if span is None else Window(span.start_time, span.end_time)


def _usage(line: Line) -> tuple[str, str]:
    """Path and preferences of a Content-Usage line; the path is empty when it has none."""
    if line.field != "content-usage":
        return "", ""
    if line.value.startswith(("/", "*")):
        path, _, preference = line.value.partition(" ")
        return path, preference.strip()
    return "", line.value
