"""Invented review records, the same for the same seed: JSON-LD as `scraper.record` writes it."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from scraper.model import Change

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bran clo dre fir gos hul kem lir mor".split()
_COMMON = (
    "the a of and in to is it that this with as for on but film movie story his her its from by an be at not "
    "are one who more than so has all about out when into up time life man woman love world scene cast"
).split()
_FIRST = "Ida Amélie Łukasz Zoë Mårten Ren Petra Otto Nadia Søren Íñigo Bruna Tomas Yuki Clara Ivo Léa Mirko".split()
_CHANNELS = ("theatrical", "digital", "streaming", "physical", "broadcast", "festival")
_GENRES = ("drama", "comedy", "horror", "documentary", "thriller", "animation")


class World:
    """Films, people and sites that the records are about."""

    def __init__(self, seed: int, reviews: int) -> None:
        self.random = random.Random(seed)
        self.words = [self._word() for _ in range(20_000)]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.common = list(itertools.accumulate(1 / rank for rank in range(1, len(_COMMON) + 1)))
        self.people = [self._name() for _ in range(max(50, reviews // 20))]
        self.critics = [self._name() for _ in range(max(10, reviews // 150))]
        self.sites = [f"{self._word()}{number}.example" for number in range(max(5, reviews // 400))]
        self.films = [self._film(number) for number in range(max(20, reviews // 10))]

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4)))

    def _name(self) -> str:
        return f"{self.random.choice(_FIRST)} {self._word().title()}"

    def prose(self, length: int) -> str:
        """Text with the shape of language: half stop words, the rest by Zipf's law."""
        common = self.random.choices(_COMMON, cum_weights=self.common, k=length)
        rare = self.random.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(c if self.random.random() < 0.5 else r for c, r in zip(common, rare, strict=True))

    def _film(self, number: int) -> dict[str, object]:
        title = " ".join(self.random.sample(self.words, k=self.random.randint(1, 3))).title()
        if self.random.random() < 0.3:
            title = f"The {title}"
        linked = self.random.random() < 0.7
        iri = f"http://www.wikidata.org/entity/Q9{number:08d}" if linked else f"urn:uuid:{number:032x}"
        return {
            "@id": iri, "@type": "Movie", "name": title, "dateCreated": str(self.random.randint(1930, 2026)),
            "director": [{"@id": f"#d{number}"}], "genre": [self.random.choice(_GENRES)],
            "_director": self.random.choice(self.people), "_cast": self.random.sample(self.people, 3),
        }  # fmt: skip

    def record(self, number: int) -> tuple[str, bytes]:
        """The record's id (hash of the review's IRI) and its bytes."""
        draw = self.random
        film = dict(draw.choice(self.films))
        director, cast = film.pop("_director"), film.pop("_cast")
        url = f"https://{draw.choice(self.sites)}/{number}"
        day = date(2005, 1, 1) + timedelta(days=draw.randrange(7_900))
        best = draw.choice((4, 5, 10, 100))
        review = {
            "@id": f"{url}#review", "@type": ["Review", "CriticReview"], "url": url,
            "name": f"{film['name']} review: {self.prose(5)}", "datePublished": day.isoformat(),
            "inLanguage": "en", "author": {"@id": "#critic"}, "itemReviewed": {"@id": film["@id"]},
            "abstract": self.prose(draw.randint(20, 50)),
            "keywords": [{"@type": "DefinedTerm", "name": draw.choice(self.words[:300]),
                          "inDefinedTermSet": f"https://example.invalid/{draw.choice(('categories', 'tags'))}"}],
        }  # fmt: skip
        if draw.random() < 0.7:
            value = draw.randint(0, best)
            review["reviewRating"] = {
                "@type": "Rating", "ratingValue": value, "bestRating": best, "worstRating": 0,
                "ratingExplanation": f"{value}/{best}",
            }  # fmt: skip
        if draw.random() < 0.4:
            channel = draw.choice(_CHANNELS)
            film["releasedEvent"] = [{"@type": "PublicationEvent", "name": channel, "startDate": day.isoformat()}]
        film["actor"] = [{"@type": "Person", "name": name} for name in cast]
        people = [
            {"@id": film["director"][0]["@id"], "@type": "Person", "name": director},
            {"@id": "#critic", "@type": "Person", "name": draw.choice(self.critics)},
        ]
        document = {"@context": "https://schema.org", "@graph": [review, film, *people]}
        identity = hashlib.sha256(str(review["@id"]).encode()).hexdigest()
        return identity, json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def changes(count: int, seed: int = 7) -> Iterator[Change]:
    """`count` upserts with rising versions."""
    world = World(seed, count)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, count + 1):
        identity, document = world.record(number)
        yield Change(version=number, op="upsert", kind="review", id=identity, document=document, at=at)
