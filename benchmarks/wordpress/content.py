"""The content of the throw-away site: posts as `php/fill.php` takes them, with what a careful reader would answer.

Everything follows from one seed. `Post.label` is None for what is no review; `hidden` posts must
never be found at all.
"""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

import english
import films
import german
import others
import scores

AUTHORS = {
    "ida": "Ida Moss",
    "vale": "Jon Vale",
    "petra": "Petra Kessler",
    "owen": "Owen Thackeray",
    "house": "Lantern Street",
}
_SECTIONS = {"en": ("Reviews", "Film Reviews"), "de": ("Kritiken",)}
_EXTRA = (
    "Drama",
    "Horror",
    "Comedy & Farce",
    "Documentary",
    "World Cinema",
    "Thrillers",
    "Kurz & Gut",
    "Années 80",
    "Kids’ Corner",
)
_TAGS = (
    "rainy day",
    "small towns",
    "goats",
    "slow cinema",
    "R&B",
    "öde Orte",
    "debut",
    "one-location",
    "café",
    "🎬 favourites",
    "sequels",
    "based on a book",
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
# The tag alone is no longer enough: themes made of blocks print the pager only where this block stands.
NEXT_PAGE = "<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->"
LAST_DAY = date(2026, 10, 30)


@dataclass(slots=True)
class Post:
    """One post or page. `row` is what is sent to WordPress; `id` and `link` are its answer."""

    key: str
    row: dict[str, Any]
    label: dict[str, Any] | None = None
    hidden: str = ""
    shapes: dict[str, str] = field(default_factory=dict)
    id: int = 0
    link: str = ""


def site(reviews: int = 300, strangers: int = 60, seed: int = 5) -> list[Post]:
    """All posts: `reviews` published ones in two languages, `strangers` that are none, pages, and hidden ones."""
    rng = random.Random(seed)
    names = films.english_titles(rng, int(reviews * 0.7)) + films.german_titles(rng, reviews - int(reviews * 0.7))
    lent = films.english_titles(rng, strangers + 60)
    lent = [name for name in lent if name not in set(names)]
    made = [
        _review(rng, number, name, "en" if number < int(reviews * 0.7) else "de") for number, name in enumerate(names)
    ]
    _peculiar(rng, made)
    made += [_stranger(rng, number, lent[number]) for number in range(strangers)]
    made += [_page(title, paragraphs) for title, paragraphs in others.PAGES]
    made += _hidden(rng, lent[-30:])
    # WordPress gives ids in the order of writing, which is not that of the dates.
    rng.shuffle(made)
    return made


def _peculiar(rng: random.Random, made: Sequence[Post]) -> None:
    """Sticky posts, reviews in two pages, posts that were edited long ago or dated back."""
    chosen = rng.sample(range(len(made)), 40)
    for number in chosen[:3]:
        made[number].row["sticky"] = True
    for number in chosen[3:11]:
        _in_two_pages(made[number])
    for number in chosen[11:31]:
        at = datetime.fromisoformat(made[number].row["date"]) + timedelta(days=rng.randint(2, 900))
        made[number].row["modified"] = min(at, datetime.fromisoformat("2026-11-01 12:00:00")).isoformat(sep=" ")
    for number in chosen[31:]:
        day = date(rng.randint(2001, 2006), rng.randint(1, 12), rng.randint(1, 28))
        if not made[number].row["title"].endswith(")") and "availability" not in made[number].shapes:
            _dated(made[number], day, rng)


def _dated(post: Post, day: date, rng: random.Random) -> None:
    post.row["date"] = f"{day.isoformat()} {rng.choice(('00:10:00', '08:15:00', '23:50:00'))}"
    if post.label is not None:
        post.label["published"] = day.isoformat()


def _in_two_pages(post: Post) -> None:
    """Cut the text before its last third: the score then stands on the second page."""
    parts = post.row["content"].split("\n\n")
    cut = max(len(parts) - 3, 1)
    post.row["content"] = "\n\n".join([*parts[:cut], NEXT_PAGE, *parts[cut:]])
    post.shapes["pages"] = "2"


def _review(rng: random.Random, number: int, title: str, language: str) -> Post:
    words = english if language == "en" else german
    day = date(2009, 3, 1) + timedelta(days=rng.randrange((LAST_DAY - date(2009, 3, 1)).days))
    film = films.film(rng, title, day.year - rng.choice((0, 0, 0, 1)))
    gaps = _gaps(rng, film, language)
    headline = rng.choice(words.HEADLINES)
    joke = rng.random() < 0.03 and len(title) < 60
    if joke:
        headline = rng.choice(words.JOKES)
    printed = rng.choice(scores.ENGLISH if language == "en" else scores.GERMAN)(rng)
    if printed.place == "headline" and (joke or headline not in {"{t}", "{t} ({y})", "{t} Review"}):
        printed = scores.Printed(printed.text.strip(" –"), printed.value, printed.best)
    texts, shapes = _texts(rng, words, film, gaps, joke)
    stated = "{d}" in headline or shapes["director"] != "none"
    available, entry = _available(rng, words, gaps, day)
    texts += [available] if available else []
    texts = _with_score(texts, printed)
    house = rng.random() < 0.04
    critic = "house" if house else rng.choice(("ida", "vale", "owen") if language == "en" else ("petra", "ida"))
    signed = rng.choice(("Ida Moss", "Owen Thackeray")) if house else AUTHORS[critic]
    texts += [f"{'Review by' if language == 'en' else 'Text:'} {signed}"] if house else []
    shapes |= {
        "headline": headline,
        "score": printed.text,
        "critic": "signed" if house else "byline",
        "language": language,
    }
    shapes |= {"availability": available} if available else {}
    categories = [rng.choice(_SECTIONS[language]), *rng.sample(_EXTRA, rng.choice((0, 0, 1, 1, 2, 3)))]
    tags = rng.sample(_TAGS, rng.choice((0, 0, 1, 2, 4))) + ([film.actors[0], title] if rng.random() < 0.4 else [])
    at = f"{day.isoformat()} {rng.choice(('00:20:00', '07:05:00', '12:00:00', '18:45:10', '23:40:00'))}"
    row = {
        "key": f"r{number}", "type": "post", "status": "publish", "date": at, "author": critic,
        "title": headline.format(**gaps) + (printed.text if printed.place == "headline" else ""),
        "content": _markup(rng, texts), "categories": categories, "tags": tags,
        "comments": _comments(rng, words, gaps, day), "excerpt": texts[0][:90] if rng.random() < 0.1 else "",
    }  # fmt: skip
    label = {
        "kind": "review", "film_title": title, "directors": list(film.directors) if stated else [],
        "film_year": film.year if "{y}" in headline else None, "score": printed.label(), "reviewer": signed,
        "published": day.isoformat(), "categories": categories, "tags": tags, "availability": [entry] if entry else [],
    }  # fmt: skip
    return Post(row["key"], row, label, shapes=shapes)


def _gaps(rng: random.Random, film: films.Film, language: str) -> dict[str, str]:
    director = film.director_text("and" if language == "en" else "und")
    other = films.person(rng)
    return {
        "t": film.title, "y": str(film.year), "d": director, "ds": director + ("’" if director.endswith("s") else "’s"),
        "a": film.actors[0], "b": film.actors[1], "c": films.person(rng).split()[0], "m": str(film.minutes),
        "o": films.english_titles(rng, 3)[0], "od": other, "ods": other + ("’" if other.endswith("s") else "’s"),
        "oy": str(film.year - rng.randint(3, 20)), "place": films.place(rng),
    }  # fmt: skip


def _texts(
    rng: random.Random,
    words: ModuleType,
    film: films.Film,
    gaps: dict[str, str],
    joke: bool,  # noqa: FBT001
) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of a review, and how it names its director: box, prose or none."""
    opening = rng.choice(words.JOKE_OPENINGS if joke else words.OPENINGS)
    middles = rng.sample(words.MIDDLES, rng.randint(4, 8))
    traps = rng.sample(words.TRAPS, rng.choice((0, 1, 1, 2)))
    how = rng.choices(("box", "prose", "none"), (45, 48, 7))[0]
    how = "box" if len(film.directors) > 1 else how
    box = rng.choice(words.BOXES) if how == "box" else ""
    directed = rng.choice(words.DIRECTED) if how == "prose" else ""
    sentences = middles + traps
    rng.shuffle(sentences)
    half = len(sentences) // 2
    first = " ".join([opening, directed, sentences[0]]).replace("  ", " ")
    paragraphs = [first, " ".join(sentences[1:half]), " ".join(sentences[half:]), rng.choice(words.CLOSINGS)]
    paragraphs = [text for text in paragraphs if text]
    paragraphs.insert(0 if rng.random() < 0.6 else len(paragraphs), box)
    shapes = {"director": box or directed or "none", "traps": " ".join(traps)}
    return [text.format(**gaps) for text in paragraphs if text], shapes


def _with_score(texts: list[str], printed: scores.Printed) -> list[str]:
    if not printed.text or printed.place == "headline":
        return texts
    return [printed.text, *texts] if printed.place == "start" else [*texts, printed.text]


def _available(
    rng: random.Random, words: ModuleType, gaps: dict[str, str], day: date
) -> tuple[str, dict[str, Any] | None]:
    if rng.random() > 0.45:
        return "", None
    pattern, channel, dated = rng.choice(words.AVAILABLE)
    past = "Seit" in pattern
    when = day + timedelta(days=rng.randint(2, 40) * (-1 if past else 1))
    dates = {
        "md": f"{_MONTHS[when.month - 1]} {when.day}", "mdy": f"{_MONTHS[when.month - 1]} {when.day}, {when.year}",
        "dm": f"{when.day}. {_MONATE[when.month - 1]}", "dmy": f"{when:%d.%m.%Y}",
    }  # fmt: skip
    return pattern.format(**gaps, **dates), {"channel": channel, "date": when.isoformat() if dated else None}


def _comments(rng: random.Random, words: ModuleType, gaps: dict[str, str], day: date) -> list[tuple[str, str, str]]:
    if rng.random() > 0.4:
        return []
    return [
        (
            rng.choice(words.READERS),
            rng.choice(words.COMMENTS).format(**gaps),
            f"{day + timedelta(days=n + 1)} 10:00:00",
        )
        for n in range(rng.randint(1, 4))
    ]


def _markup(rng: random.Random, texts: Sequence[str]) -> str:
    """As the classic editor keeps text, or as the block editor does."""
    if rng.random() < 0.5:
        return "\n\n".join(texts)
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in texts)


def _stranger(rng: random.Random, number: int, title: str) -> Post:
    headline, texts, categories = others.KINDS[number % len(others.KINDS)](rng, title)
    day = date(2010, 1, 1) + timedelta(days=rng.randrange(6000))
    row = {
        "key": f"n{number}", "type": "post", "status": "publish", "date": f"{day} 09:00:00", "author": rng.choice(("ida", "vale")),
        "title": headline, "content": _markup(rng, texts), "categories": categories, "tags": rng.sample(_TAGS, rng.randint(0, 2)),
        "comments": _comments(rng, english, {"place": "Harrow"}, day),
    }  # fmt: skip
    return Post(row["key"], row, shapes={"kind": categories[0], "headline": headline})


def _page(title: str, texts: list[str]) -> Post:
    row = {
        "key": f"p-{title}", "type": "page", "status": "publish", "date": "2009-02-01 09:00:00", "author": "house",
        "title": title, "content": "\n\n".join(texts), "categories": [], "tags": [],
    }  # fmt: skip
    return Post(row["key"], row, shapes={"kind": "page", "headline": title})


HIDDEN = ("draft",) * 6 + ("private",) * 3 + ("password",) * 3 + ("future",) * 4 + ("pending",) * 2 + ("trash",) * 2


def _hidden(rng: random.Random, names: Sequence[str]) -> list[Post]:
    made = []
    for number, status in enumerate(HIDDEN):
        post = _review(rng, 900 + number, names[number], "en")
        post.key = post.row["key"] = f"h{number}"
        post.hidden = status
        post.row["status"] = "publish" if status == "password" else status
        if status == "password":
            post.row["password"] = "goats"
        if status == "future":
            post.row["date"] = f"2031-0{1 + number % 9}-11 10:00:00"
        made.append(post)
    return made
