"""May this URL be fetched now? What is known of robots.txt and tdmrep.json decides.

| answer to /robots.txt | verdict kept | effect |
|---|---|---|
| 2xx | `rules` | the groups of our product token, else of `*` |
| 401, 403 | `deny_all` | nothing is fetched (RFC 9309 would allow; setting `forbid_403`) |
| other 4xx | `allow_all` | everything may be fetched (RFC 9309 section 2.3.1.3) |
| 429, 5xx, none, over 5 redirects | `unreadable` | the last good copy of at most 30 days, else nothing |

All functions here are pure; times are POSIX seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from scraper.fetch.pace import parse_retry_after
from scraper.fetch.reserve import reserved_by_file, usage_reserves
from scraper.fetch.rules import LONGEST_TEXT, Rules, parse_rules
from scraper.fetch.settings import PRODUCT
from scraper.model import Response, RobotsCopy

GOOD_FOR: Final = 24 * 3600.0
FIRST_RETRY: Final = 15 * 60.0
LAST_RETRY: Final = 6 * 3600.0
COPY_LASTS: Final = 30 * 86400.0
TDMREP_GOOD_FOR: Final = 7 * 86400.0

_UNAUTHORIZED: Final = frozenset({401, 403})
_TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a URL may be fetched, and who says so.

    `code` is "" where it may, else `robots_denied`, `robots_unreadable` or `reserved`. `group`
    and `line` name the place in robots.txt that decided, where one did; `read_at` is when the
    copy in force was read, `retry_at` when asking again makes sense.
    """

    allowed: bool
    code: Literal["", "robots_denied", "robots_unreadable", "reserved"]
    reason: str
    group: str | None = None
    line: int | None = None
    text: str = ""
    read_at: float | None = None
    retry_at: float | None = None


_ALLOWED: Final = Verdict(allowed=True, code="", reason="")


def due_at(copy: RobotsCopy | None) -> float:
    """When robots.txt is to be asked for next: a day after a good answer, sooner after a bad one.

    After failures the time between tries doubles from 15 minutes to 6 hours; a Retry-After is waited for.
    """
    if copy is None:
        return 0.0
    if copy.verdict != "unreadable":
        return copy.checked_at + GOOD_FOR
    failing_for = copy.checked_at - (copy.checked_at if copy.unreadable_since is None else copy.unreadable_since)
    return max(copy.checked_at + min(max(failing_for, FIRST_RETRY), LAST_RETRY), copy.retry_at or 0.0)


def is_due(copy: RobotsCopy | None, now: float) -> bool:
    """Whether robots.txt must be asked for before anything else; also when the clock ran backwards."""
    return copy is None or now >= due_at(copy) or now < copy.checked_at - GOOD_FOR


def tdmrep_is_due(copy: RobotsCopy, now: float) -> bool:
    """Whether /.well-known/tdmrep.json must be asked for; never where robots.txt lets nothing through."""
    return _in_force(copy, now) and (copy.tdmrep_at is None or now >= copy.tdmrep_at + TDMREP_GOOD_FOR)


def after_answer(
    origin: str, previous: RobotsCopy | None, response: Response, now: float, *, forbid_403: bool = True
) -> RobotsCopy:
    """The copy to keep after robots.txt was answered, redirects followed, with `response`."""
    status = response.status
    base = previous or RobotsCopy(origin, now, "unreadable")
    fresh = replace(base, checked_at=now, status=status, unreadable_since=None, reason="", retry_at=None)
    if 200 <= status < 300:  # noqa: PLR2004 - the classes of RFC 9110 section 15
        return replace(fresh, verdict="rules", text=_decoded(response.body), good_at=now)
    if status in _UNAUTHORIZED and forbid_403:
        return replace(fresh, verdict="deny_all", text="", good_at=None)
    if 400 <= status < 500 and status != _TOO_MANY:  # noqa: PLR2004 - the same
        return replace(fresh, verdict="allow_all", text="", good_at=now)
    failed = after_failure(origin, previous, f"it was answered with status {status}", now)
    return replace(failed, status=status, retry_at=parse_retry_after(response.header("retry-after"), now))


def after_failure(origin: str, previous: RobotsCopy | None, reason: str, now: float) -> RobotsCopy:
    """The copy to keep after robots.txt could not be read: the last good text stays in it."""
    base = previous or RobotsCopy(origin, now, "unreadable")
    since = now if base.unreadable_since is None else base.unreadable_since
    return replace(
        base,
        checked_at=now,
        verdict="unreadable",
        status=None,
        unreadable_since=since,
        reason=reason,
        retry_at=None,
    )


def decide(copy: RobotsCopy, url: str, now: float, *, settled: bool = False) -> Verdict:
    r"""Whether `url` may be fetched by what is known of its origin.

    With `settled` the operator has settled the site's text-and-data-mining reservation.

    >>> copy = RobotsCopy("https://a.example", 0.0, "rules", 200, "User-agent: *\nDisallow: /drafts/", 0.0)
    >>> verdict = decide(copy, "https://a.example/drafts/1", 60.0)
    >>> verdict.code, verdict.group, verdict.line, verdict.text
    ('robots_denied', '*', 2, 'Disallow: /drafts/')
    """
    if copy.verdict == "deny_all":
        reason = f"robots.txt is answered with status {copy.status}, so the site is taken to want no crawler"
        return Verdict(
            allowed=False, code="robots_denied", reason=reason, read_at=copy.checked_at, retry_at=due_at(copy)
        )
    if not _in_force(copy, now):
        return _unreadable(copy, now)
    rules = rules_of(copy)
    if not rules.allows(url):
        return _denied(copy, rules, url)
    reserved = None if settled else reserved_by_file(copy.tdmrep, url) or usage_reserves(rules.content_usage(url))
    if reserved is not None:
        return Verdict(allowed=False, code="reserved", reason=reserved, group=rules.group, read_at=copy.good_at)
    return _ALLOWED


def rules_of(copy: RobotsCopy) -> Rules:
    """The rules of the copy that address us, with its sitemaps, delay and visiting hours."""
    return parse_rules(copy.text, PRODUCT)


def explain(copy: RobotsCopy, url: str, now: float, *, settled: bool = False) -> str:
    """One line for a person: the decision on `url`, the group and line it rests on, when that was read."""
    verdict = decide(copy, url, now, settled=settled)
    if not verdict.allowed:
        return verdict.reason
    read = _when(copy.good_at or copy.checked_at)
    if copy.verdict == "allow_all":
        return f"allowed: the site has no robots.txt (status {copy.status}, asked {read})"
    rules = rules_of(copy)
    line = rules.deciding(url)
    if rules.group is None:
        return f"allowed: robots.txt of {read} has no group for us or for everybody"
    if line is None:
        return f"allowed: no line of group 'User-agent: {rules.group}' concerns it (robots.txt read {read})"
    return f"allowed by line {line.number} '{line.text}' of group 'User-agent: {rules.group}' (robots.txt read {read})"


def _in_force(copy: RobotsCopy, now: float) -> bool:
    return copy.verdict in {"rules", "allow_all"} or (copy.good_at is not None and now - copy.good_at < COPY_LASTS)


def _unreadable(copy: RobotsCopy, now: float) -> Verdict:
    since = copy.checked_at if copy.unreadable_since is None else copy.unreadable_since
    reason = (
        f"robots.txt could not be read at {_when(copy.checked_at)}: {copy.reason or 'no answer'}; forbidden for now"
    )
    if now - since >= COPY_LASTS:
        reason += f", and has been since {_when(since)}: ask the site or drop it"
    return Verdict(
        allowed=False, code="robots_unreadable", reason=reason, read_at=copy.checked_at, retry_at=due_at(copy)
    )


def _denied(copy: RobotsCopy, rules: Rules, url: str) -> Verdict:
    line = rules.deciding(url)
    where = f"line {line.number} '{line.text[:100]}' of " if line else ""
    read = _when(copy.good_at or copy.checked_at)
    reason = f"robots.txt forbids it: {where}group 'User-agent: {rules.group}', read {read}"
    return Verdict(
        allowed=False,
        code="robots_denied",
        reason=reason,
        group=rules.group,
        line=line.number if line else None,
        text=line.text if line else "",
        read_at=copy.good_at,
        retry_at=due_at(copy),
    )


def _decoded(body: bytes) -> str:
    """The text of at most 512 KiB; a line that the cut runs through is dropped."""
    if len(body) >= LONGEST_TEXT:
        body = body[:LONGEST_TEXT]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    return body.decode("utf-8-sig", errors="replace")


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
