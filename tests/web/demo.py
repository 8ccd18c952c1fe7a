"""A project of invented films, critics and sites: store, index, run summaries, films that wait for a person."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scraper import record
from scraper.model import (
    NO_IDENTITY,
    Answer,
    Availability,
    Candidate,
    Claim,
    Credit,
    Evidence,
    Extraction,
    Feature,
    Identity,
    LinkedReview,
    Locator,
    PageFacts,
    PartialDate,
    Rating,
    Review,
    WeighedClaim,
)
from scraper.operate.runs import SiteYield, Watch
from scraper.publish.local import publish_local
from scraper.store import Found, State, Store, Visit, open_store

START = 1_772_000_000.0
HALF_HOUR = 1_800.0


@dataclass(frozen=True)
class Film:
    title: str
    year: int
    director: str
    genre: str
    merit: int
    identity: Identity = NO_IDENTITY
    alternate: tuple[str, ...] = ()


def linked(number: int) -> Identity:
    ids = {"wikidata": f"Q9000{number:04d}", "imdb": f"tt9900{number:04d}", "tmdb": f"99{number:04d}"}
    return Identity("auto", ids, frozenset(ids), 14.2, ("title", "year", "director"), decided_by="rule")


def doubtful(number: int, title: str, year: int) -> Identity:
    def candidate(offset: int, gap: int, score: float, **bits: float) -> Candidate:
        features = tuple(Feature(name, value, value) for name, value in bits.items())
        return Candidate({"wikidata": f"Q9000{number + offset:04d}"}, title, year + gap, score, features)

    candidates = (
        candidate(0, 0, 8.4, exact_title=6.1, year=2.9, director=-0.6),
        candidate(1, -31, 7.1, exact_title=6.1, year=-1.2, people=2.2),
    )
    ids = frozenset({"wikidata"})
    return Identity("ask", {}, ids, 8.4, ("two films share the title", "lead below 3 bits"), candidates)


FILMS = (
    Film("Harrow Lane", 2021, "Dara Rector", "drama", 78, linked(11), ("Voie Harrow",)),
    Film("Fog Harbour", 2023, "Otto Vell", "thriller", 55, linked(12), ("Port de brume",)),
    Film("Ćma", 2019, "Łucja Wrona", "drama", 84, linked(13), ("The Moth",)),
    Film("The Cartographer’s Daughter", 2024, "Inés Quiroga", "drama", 66, linked(14)),
    Film("Nine Doors Down", 2022, "Ren Akiyama", "comedy", 41, linked(15)),
    Film("Salt for the Boxer", 2020, "Dara Rector", "documentary", 72, linked(16)),
    Film("Lanterns", 2018, "Petra Holm", "drama", 61, doubtful(30, "Lanterns", 2018)),
    Film("The Understudy", 2024, "Mirko Sand", "comedy", 35, doubtful(40, "The Understudy", 2024)),
    Film("Winterreise 84", 1984, "Greta Falk", "drama", 70, doubtful(50, "Winterreise 84", 1984)),
    Film("Whalebone", 2025, "Søren Ødegård", "horror", 59),
)
SITES = (
    ("lantern.example", "The Lantern", 5, "points", ("Ida Moss", "Cato Finch")),
    ("projectorroom.example", "Projector Room", 10, "points", ("Ren Vale",)),
    ("kinomat.example", "Kinomat", 100, "percent", ("Łukasz Brzoza", "Hana Dvorská")),
    ("letterbox-notes.example", "Notes from Row G", 4, "stars", ("Nadia Okafor",)),
    ("cinegraph.example", "Cinégraphe", 20, "points", ("Amélie Roche",)),
    ("saturdayreel.example", "Saturday Reel", "A+", "letter", ("Tomas Bell", "Bruna Lima")),
    ("thefoyer.example", "The Foyer", None, "words", ("Ivo Hart",)),
)
GRADES = (("A+", 100), ("A", 100), ("A-", 91), ("B+", 83), ("B", 75), ("B-", 67), ("C+", 58), ("C", 50), ("D", 25))
OPENINGS = (
    "A patient, quietly devastating film about a street and the people who leave it.",
    "For an hour it is a small marvel; then the plot arrives and spoils the weather.",
    "The camera waits, the actors wait, and somehow nobody in the room grew bored.",
    "There is a great short film hidden in these two hours and ten minutes.",
    "It should not work, and for long stretches it does not, but the last reel is unforgettable.",
    "Handsome, well acted and oddly airless: a museum of a film.",
)
SUBTITLES = ("slow and right", "half a film", "come for the light")
TAGS = ("slow burn", "debut", "sea", "family", "boxing", "restored", "black and white")
CREW = (Credit("Bo Linden", "actor", "The Boxer"), Credit("Wen Field", "cinematographer"))
CHANNELS = ("theatrical", "digital", "streaming", "festival")


class Page:
    """The text of one page, built up so that every quote has its true position."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, before: str, words: str, after: str = "") -> Evidence:
        self.text += before
        start = len(self.text)
        self.text += words + after + "\n"
        lead = self.text[max(0, start - 32) : start].replace("\n", " ")
        return Evidence("prose", "labels.line", words, lead, after[:32], start, start + len(words))


def markup(words: str, pointer: str) -> Evidence:
    return Evidence("markup", "markup.node", words, pointer=pointer)


def crew(page: Page) -> tuple[Evidence, ...]:
    return page.say("", "Bo Linden", " plays the boxer; "), page.say("photographed by ", "Wen Field", ".")


def rating(draw: random.Random, film: Film, best: Any, kind: Any) -> Rating:
    norm = max(0, min(100, draw.gauss(film.merit, 14)))
    if kind == "letter":
        grade, worth = min(GRADES, key=lambda pair: abs(pair[1] - norm))
        return Rating(grade, "A+", grade, "letter", "usual", norm=float(worth), holder="critic")
    if best is None:
        return Rating(None, None, draw.choice(("Worth the train fare", "Wait for a rainy day")), "words")
    value = round(norm * best / 100 * 2) / 2 if best <= 10 else round(norm * best / 100)
    raw = f"{value:g}%" if kind == "percent" else f"{value:g} out of {best}"
    return Rating(value, best, raw, kind, "printed", norm=round(100 * value / best, 1), holder="critic")


def review(draw: random.Random, film: Film, site: tuple[Any, ...], number: int) -> tuple[Extraction, LinkedReview]:
    host, name, best, kind, critics = site
    slug = "-".join(word.strip("’,") for word in film.title.lower().split())
    url = f"https://{host}/reviews/{slug}"
    page, critic = Page(), draw.choice(critics)
    day = PartialDate(max(2021, film.year), 1 + draw.randrange(12), 1 + draw.randrange(28))
    score = rating(draw, film, best, kind)
    heading = page.say("", film.title, " review: " + draw.choice(SUBTITLES))
    opening = draw.choice(OPENINGS)
    lead = f"{opening} It is directed by "
    trust: Any = ("conflict", 0.71) if number % 5 == 0 else ("agreed", 0.96)
    answers = {
        "film_title": Answer(film.title, "agreed", 0.99, (heading,)),
        "film_year": Answer(film.year, "single", 0.93, (page.say("Released in ", str(film.year), "."),)),
        "reviewer": Answer(critic, "agreed", 0.98, (page.say("Words by ", critic, f" for {name}."),)),
        "published": Answer(day, "agreed", 0.99, (markup(str(day), "script[0]/datePublished"),)),
        "directors": Answer((film.director,), "agreed", 0.97, (page.say(lead, film.director, ", like his father."),)),
        "people": Answer(CREW, "single", 0.84, crew(page)),
        "score": Answer(score, *trust, (page.say("Final score: ", score.raw, "."),), (_lost(),)),
        "genres": Answer((film.genre,), "single", 0.9),
        "categories": Answer(("Reviews",), "single", 0.95, (markup("Reviews", "footer > a.category"),)),
        "tags": Answer(tuple(draw.sample(TAGS, 2)), "single", 0.95),
    }  # fmt: skip
    if film.alternate:
        answers["film_title_alt"] = Answer(film.alternate, "single", 0.8)
    if number % 3 == 0:
        channel: Any = draw.choice(CHANNELS)
        when = Availability(PartialDate(day.year, day.month), channel, f"on {channel} from next month")
        answers["availability"] = Answer((when,), "single", 0.88, (page.say("It comes ", when.raw, "."),))
    if number % 11 == 0:
        del answers["directors"]
    found = Review(f"{url}#review", url, answers, language="en", mentions={})
    facts = PageFacts(headline=f"{film.title} review", description=opening, site_name=name, language="en")
    extraction = Extraction(url, "review", None, facts, (found,), text_sha256="5f" * 32, sha256="c0" * 32)
    return extraction, LinkedReview(found, film.identity)


def _lost() -> WeighedClaim:
    locator = Locator("css", path="div.readers > span.value")
    claim = Claim(
        "score", Rating(9.1, 10, "9.1/10", "points"), "9.1/10", "box", "box.readers", locator, 0, frozenset({"readers"})
    )
    return WeighedClaim(claim, -3.4, won=False)


def every(seed: int = 4) -> Iterator[tuple[Extraction, LinkedReview]]:
    draw = random.Random(seed)  # noqa: S311 - invented data
    number = 0
    for film in FILMS:
        for site in SITES:
            if film.title == "Harrow Lane" or draw.random() < 0.72:
                number += 1
                yield review(draw, film, site, number)


def commit(store: Store, extraction: Extraction, linked_review: LinkedReview, at: float = START) -> str:
    """Keep one page's review in the store as a crawl does."""
    url = str(extraction.url)
    host = url.split("/")[2]
    store.put(host, [Found(url, due=0)])
    page = store.page(url)
    assert page is not None
    records = record.build(extraction, (linked_review,))
    store.commit([Visit(replace(page, state=State.LIVE, due=at + 86_400), at=at, records=records)])
    return records[0].id


def make(folder: Path) -> Path:
    """A whole project below `folder`."""
    (folder / "config" / "sites").mkdir(parents=True)
    (folder / "config" / "scraper.toml").write_text('contact = "https://lantern.example/crawler"\n')
    store = open_store(folder / "output" / "store.sqlite")
    for extraction, linked_review in every():
        commit(store, extraction, linked_review)
    store.enable([site[0] for site in SITES])
    store.pause("thefoyer.example", "asked us to stop, by mail")
    publish_local(store, folder / "output")
    store.close()
    (folder / "output" / "runs").mkdir()
    for run in _runs():
        (folder / "output" / "runs" / f"{run['id']}.json").write_text(json.dumps(run))
    return folder


def shares(draw: random.Random, *, lost: bool) -> dict[str, float]:
    """Coverage of a run; with `lost` the scores are gone."""
    usual = {"film_title": 1.0, "reviewer": 0.98, "published": 0.99, "directors": 0.86, "film_year": 0.7, "tags": 0.6}
    found = {name: round(min(1.0, share - draw.random() * 0.06), 3) for name, share in usual.items()}
    return {**found, "score": 0.2 if lost else 0.97}


def _runs() -> Iterator[dict[str, Any]]:
    """Summaries as a crawl writes them and `operate` completes them."""
    draw = random.Random(9)  # noqa: S311 - invented data
    for number in range(36):
        start = START + number * HALF_HOUR
        pages = 90 + draw.randrange(60) + (220 if number == 20 else 0)
        lost = number == 35
        sites = {
            host: SiteYield(12 + draw.randrange(9), 20, 1,
                            shares(draw, lost=lost and host == "kinomat.example"), {"score": "score"}, 0.8)
            for host, *_ in SITES[:6]
        }  # fmt: skip
        yield {
            "id": f"run-{number:03d}", "started": datetime.fromtimestamp(start, UTC).isoformat(),
            "seconds": 400 + draw.randrange(900), "ended": "done" if number % 4 else "time",
            "decisions": {"changed": pages // 4, "unchanged": pages // 2, "failed": draw.randrange(4)},
            "records": {"upserted": pages // 4, "deleted": draw.randrange(3)}, "urls": {"new": draw.randrange(60)},
            "operate": asdict(Watch(due=max(0, 420 - number * 9 + draw.randrange(60)), sites=sites)),
        }  # fmt: skip
