"""The values that pass between stages: plain data, frozen, picklable.

This module imports nothing of ours. `docs/fields.md` defines what a correct value of each
field is; `docs/architecture.md` shows which stage makes and which stage reads each class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

PageKind = Literal["review", "reviews", "listing", "other", "refused"]
Status = Literal["agreed", "single", "conflict", "absent"]
Band = Literal["auto", "ask", "nil"]
RatingKind = Literal["stars", "points", "percent", "letter", "die", "verdict", "words"]
RatingScale = Literal["printed", "site", "usual", "unknown"]
RatingHolder = Literal["critic", "readers", "unknown"]
Channel = Literal["theatrical", "digital", "streaming", "physical", "broadcast", "festival"]
Basis = Literal["stated", "year_inferred", "relative", "viewing"]
Role = Literal[
    "director",
    "writer",
    "producer",
    "executive_producer",
    "cinematographer",
    "composer",
    "editor",
    "actor",
    "narrator",
    "subject",
    "author",
]


@dataclass(frozen=True, slots=True)
class Response:
    """What `fetch` hands on: one answered URL.

    `url` is the final address after redirects, `headers` has lower-case names in the order
    received, `body` is decompressed, `elapsed` is in seconds, `fetched` is timezone-aware UTC.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime
    elapsed: float
    requested_url: str
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """First value of a header, by lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as it is stated; a missing part is None and is never filled in by guess.

    >>> str(PartialDate(2021, 8)), str(PartialDate(None, 8, 24)), str(PartialDate(2021))
    ('2021-08', '--08-24', '2021')
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601 with missing parts left off (`--08-24` when the year is unknown)."""
        head = f"{self.year:04d}" if self.year is not None else "-"
        tail = "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)
        return head + tail

    @property
    def complete(self) -> bool:
        """Whether year, month and day are all stated."""
        return None not in (self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Rating:
    """A verdict on its own scale. See the word *Rating* in docs/fields.md.

    `value` is a number, a letter with ASCII signs, a verdict word, or None (words only).
    `norm` is 0..100 with one decimal, None where the scale is unknown.
    """

    value: float | str | None
    best: float | str | None
    raw: str
    kind: RatingKind
    scale: RatingScale = "unknown"
    worst: float | str | None = None
    norm: float | None = None
    holder: RatingHolder = "unknown"


@dataclass(frozen=True, slots=True)
class Credit:
    """A person and what they did for the film; `character` only for actors."""

    name: str
    role: Role
    character: str | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """One date and channel by which the film can be seen, as stated on the page."""

    date: PartialDate | None
    channel: Channel
    raw: str
    platform: str | None = None
    region: str | None = None
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a claim stands: a span of the page's text, or a pointer into its markup.

    `kind` "text": `start`..`end` are code points in the page's text, end exclusive.
    `kind` "css": `path` is a CSS path (with `@attribute` at its end where one was read).
    `kind` "pointer": `path` is `script[n]` + an RFC 6901 JSON Pointer into that block.
    """

    kind: Literal["text", "css", "pointer"]
    start: int = -1
    end: int = -1
    path: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement about one field.

    `source` is the module that spoke ("jsonld", "headline", ...), `rule` names the way it read
    ("headline.review_prefix"); weights are kept per rule. `marks` are reasons to distrust it.
    `block` is the index of the review block it stands in, None for the whole page.
    """

    field: str
    value: object
    raw: str
    source: str
    rule: str
    locator: Locator
    block: int | None = None
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a value is believed: quote and position, or a pointer into markup.

    `exact` (at most 200 characters), `prefix` and `suffix` (at most 32 each) follow the Web
    Annotation TextQuoteSelector; `start`/`end` its TextPositionSelector, over the page's text.
    They are None for values that stand in markup only: then `pointer` says where.
    """

    source: str
    rule: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim as the resolver saw it: its weight in bits and whether its group won."""

    claim: Claim
    weight: float
    won: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided for one field.

    `value` is None when absent. For fields that hold many values (`directors`, `people`,
    `categories`, `tags`, `genres`, `availability`, `film_title_alt`) it is a tuple, empty when absent, and
    `evidence` has one entry per item in the same order.
    """

    value: object
    status: Status
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[WeighedClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """One critic's verdict on one film in one block of a page.

    `answers` maps every review field of `scraper.fields` that is present to its Answer.
    `id` is the canonical URL + `#review` (alone on its page) or `#review-<slug>`.
    """

    id: str
    url: str | None
    answers: Mapping[str, Answer]
    language: str | None = None
    start: int = 0
    end: int = 0
    mentions: Mapping[str, str] = field(default_factory=dict)
    """Ids of film databases that the block links to: {"imdb": "tt...", "tmdb": "123", "wikidata": "Q..."}."""

    def value(self, name: str) -> object:
        """The field's value; None where nothing was stated."""
        answer = self.answers.get(name)
        return None if answer is None else answer.value

    def many(self, name: str) -> tuple[object, ...]:
        """The values of a field that holds many; empty where nothing was stated."""
        value = self.value(name)
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says of itself, whatever its kind."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    modified: PartialDate | None = None
    description: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    site_name: str | None = None
    language: str | None = None
    free: bool | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses found on the page, absolute; `out` has those a crawl may follow, in page order."""

    canonical: str | None = None
    next: str | None = None
    out: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    wp_json: str | None = None
    amp: str | None = None


@dataclass(frozen=True, slots=True)
class Directives:
    """What the page and its headers ask of robots (meta robots, X-Robots-Tag, TDM headers)."""

    noindex: bool = False
    nofollow: bool = False
    noarchive: bool = False
    reserved: str | None = None
    """Text of the text-and-data-mining reservation, None when there is none."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that one page's bytes say; the parsed page itself never leaves `extract`.

    `observed` is what the page teaches about its site, as counters to be summed per host
    (see `scraper.extract.profile`). `text_sha256` names the text that spans count in.
    `repairs` lists what had to be mended to read the page (encoding, JSON-LD rungs).
    """

    url: str | None
    page_kind: PageKind
    reason: str | None
    page: PageFacts
    reviews: tuple[Review, ...]
    links: Links = Links()
    directives: Directives = Directives()
    observed: Mapping[str, int] = field(default_factory=dict)
    text_sha256: str = ""
    repairs: tuple[str, ...] = ()
    sha256: str = ""
    """SHA-256 of the input bytes, hex; base of the ids of input without an address."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One named observation behind a link decision, with its weight in bits."""

    name: str
    value: float | str | bool
    bits: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film of the catalogue that a mention may mean."""

    ids: Mapping[str, str]
    title: str
    year: int | None
    score: float
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Which film or person is meant: ids only when `band` is "auto" or a person confirmed it.

    Keys of `ids`: "wikidata", "imdb", "tmdb", and others the catalogue knows.
    `publishable` names the ids whose licence lets them be published.
    """

    band: Band
    ids: Mapping[str, str] = field(default_factory=dict)
    publishable: frozenset[str] = frozenset()
    score: float | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    decided_by: Literal["rule", "person", "none"] = "none"
    title: str | None = None
    year: int | None = None


NO_IDENTITY = Identity(band="nil")


@dataclass(frozen=True, slots=True)
class LinkedReview:
    """A review with the identities that `link` found; `people` maps printed names to theirs."""

    review: Review
    film: Identity = NO_IDENTITY
    people: Mapping[str, Identity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one review: canonical JSON-LD bytes, and the ledger that proves them.

    `id` is the SHA-256 (hex) of the review's id; `ledger` is NDJSON, one line per field.
    """

    id: str
    review_id: str
    document: bytes
    ledger: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the outbox, and of the feed: what readers downstream must apply.

    `version` only rises, over the whole outbox; applying is idempotent by (`id`, `version`).
    `kind` is "review", "film" or "person"; `document` is None for a delete.
    """

    version: int
    op: Literal["upsert", "delete"]
    kind: Literal["review", "film", "person"]
    id: str
    document: bytes | None
    at: datetime
    ledger: bytes | None = None


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """What is known of one origin's robots.txt (RFC 9309); times are POSIX seconds.

    `text` is the last copy that could be read, kept in force while newer reads fail;
    `verdict` is what the last read amounted to.
    """

    origin: str
    checked_at: float
    verdict: Literal["rules", "allow_all", "deny_all", "unreadable"]
    status: int | None = None
    text: str = ""
    good_at: float | None = None
    unreadable_since: float | None = None
    tdmrep: str = ""
    """The origin's /.well-known/tdmrep.json as last read; empty when it has none."""
    tdmrep_at: float | None = None
    """When that was last asked for; None when it never was."""
    reason: str = ""
    """Why the last read failed, in words; empty when it did not."""
    retry_at: float | None = None
    """Its Retry-After, where a failed read named one."""


@dataclass(frozen=True, slots=True)
class Host:
    """Politeness state of one politeness key; times are POSIX seconds, delays are seconds."""

    key: str
    next_at: float = 0.0
    delay: float = 0.0
    latency: float | None = None
    failures: int = 0
    backoff: float = 0.0
    last_failure_at: float | None = None
    coolings: int = 0
    state: Literal["ok", "cooling", "paused"] = "ok"
    reason: str = ""
