"""An outbox in memory and records by hand, for everything that reads the outbox."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from scraper.model import Change

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class MemoryOutbox:
    """The `Outbox` protocol over a list, with the compaction every real one has: one row per id."""

    def __init__(self) -> None:
        self.rows: dict[str, Change] = {}
        self.cursors: dict[str, int] = {}
        self.version = 0

    def put(self, identity: str, document: bytes | None, ledger: bytes | None = None) -> Change:
        self.version += 1
        op = "delete" if document is None else "upsert"
        change = Change(
            version=self.version, op=op, kind="review", id=identity, document=document, at=AT, ledger=ledger
        )
        self.rows[identity] = change
        return change

    def changes(self, after: int, limit: int) -> Sequence[Change]:
        later = sorted((row for row in self.rows.values() if row.version > after), key=lambda row: row.version)
        return later[:limit]

    def cursor(self, reader: str) -> int:
        return self.cursors.get(reader, 0)

    def advance(self, reader: str, version: int) -> None:
        self.cursors[reader] = max(version, self.cursor(reader))


def identity_of(url: str) -> str:
    return hashlib.sha256(f"{url}#review".encode()).hexdigest()


def make_record(
    url: str = "https://lantern.example/harrow-lane",
    *,
    title: str = "Harrow Lane",
    critic: str = "Ida Moss",
    directors: Sequence[str] = ("Dara Rector",),
    year: int | None = 2021,
    published: str | None = "2021-08-20",
    rating: tuple[float | str, float | str] | None = (4, 5),
    abstract: str = "A patient film about a street and the people who leave it.",
    tags: Sequence[str] = (),
    film: str = "http://www.wikidata.org/entity/Q90000001",
    channel: str | None = None,
    headline: str = "Harrow Lane review: going nowhere, slowly",
) -> bytes:
    review: dict[str, object] = {
        "@id": f"{url}#review", "@type": ["Review", "CriticReview"], "url": url, "name": headline,
        "author": {"@id": f"{url}#critic"}, "itemReviewed": {"@id": film}, "abstract": abstract, "inLanguage": "en",
        "keywords": [{"@type": "DefinedTerm", "name": tag, "inDefinedTermSet": {"name": "tags"}} for tag in tags],
    }  # fmt: skip
    movie: dict[str, object] = {
        "@id": film, "@type": "Movie", "name": title,
        "director": [{"@id": f"urn:x:{name}"} for name in directors],
        "sameAs": ["https://www.imdb.com/title/tt99000001/"] if "wikidata" in film else [],
    }  # fmt: skip
    if year is not None:
        movie["dateCreated"] = str(year)
    if published is not None:
        review["datePublished"] = published
    if rating is not None:
        review["reviewRating"] = {
            "@type": "Rating", "ratingValue": rating[0], "bestRating": rating[1], "worstRating": 0,
            "ratingExplanation": f"{rating[0]} out of {rating[1]}",
        }  # fmt: skip
    if channel:
        movie["releasedEvent"] = [{"@type": "PublicationEvent", "name": channel, "startDate": "2021-08-24"}]
    people = [{"@id": f"urn:x:{name}", "@type": "Person", "name": name} for name in directors]
    author = {"@id": f"{url}#critic", "@type": "Person", "name": critic}
    document = {"@context": "https://schema.org", "@graph": [review, movie, *people, author]}
    return json.dumps(document, ensure_ascii=True, sort_keys=True).encode()


@pytest.fixture
def outbox() -> MemoryOutbox:
    return MemoryOutbox()


@pytest.fixture
def record() -> Callable[..., bytes]:
    return make_record


@pytest.fixture
def put(outbox: MemoryOutbox) -> Callable[..., Change]:
    """Put one review into the outbox by its address."""

    def do(url: str = "https://lantern.example/harrow-lane", **parts: object) -> Change:
        return outbox.put(identity_of(url), make_record(url, **parts))  # type: ignore[arg-type]

    return do
