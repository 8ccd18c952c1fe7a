"""What review and film nodes say: whose score on which scale, and which film with which credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scraper.extract.facts import clean, number, plausible_name, rating
from scraper.extract.nodes.articles import author_claims, date_claims, inside_comment, main_articles
from scraper.extract.nodes.node import Node, Text
from scraper.extract.nodes.speak import Speaker, element_of, region_marks
from scraper.extract.values.norm import normalise
from scraper.fields import fold
from scraper.model import Claim, Credit, Rating, RatingHolder, Role

REVIEWS: Final = ("review", "criticreview", "userreview", "mediareview")
FILMS: Final = frozenset({"movie", "film", "videoobject/movie"})
_OTHER: Final = frozenset(
    "book videogame game musicalbum musicrecording tvseries tvseason tvepisode restaurant product localbusiness "
    "organization hotel softwareapplication course recipe event creativeworkseries place service".split(),
)
_UNTYPED: Final = frozenset({"thing", "creativework", "product"})
_OUT_OF: Final = re.compile(
    r"\s*(?P<value>\d{1,3}(?:[.,]\d{1,4})?)\s*(?:/|out of|of|von|sur|su|de)\s*(?P<best>\d{1,3})\s*"
)
_PERCENT: Final = re.compile(r"\s*(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*%\s*")
_LETTER: Final = re.compile(r"\s*(?P<letter>[A-DF])\s*(?P<sign>[+\-–−]?)\s*")
_ROLES: Final[dict[str, Role]] = {
    "actor": "actor",
    "actors": "actor",
    "author": "writer",
    "writer": "writer",
    "creator": "writer",
    "producer": "producer",
    "musicby": "composer",
    "editor": "editor",
}
_DEFAULT_BEST: Final = 5.0
_YEAR: Final = re.compile(r"\s*((?:18|19|20)\d\d)(?!\d)")


def _norm_letter(value: str) -> str:
    return value.replace("–", "-").replace("−", "-")


def score_of(speaker: Speaker, node: Node) -> tuple[Rating, Text, frozenset[str]] | None:
    """The rating that a Rating node states, where it was read, and what speaks against it.

    A printed scale beats `bestRating`; without either, schema.org's default best of 5 holds only
    where the value fits it, and is marked `default_scale`.
    """
    text = speaker.table.text(node, "ratingvalue")
    if text is None:
        return None
    raw = clean(text.value)[:60]
    best_text, worst_text = (speaker.table.text(node, name) for name in ("bestrating", "worstrating"))
    best = number(best_text.value) if best_text is not None else None
    worst = number(worst_text.value) if worst_text is not None else None
    holder: RatingHolder = "readers" if "aggregaterating" in node.types else "critic"
    marks: frozenset[str] = frozenset()
    if (printed := _OUT_OF.fullmatch(raw)) is not None:
        made = rating(_float(printed["value"]), _float(printed["best"]), raw, "printed", holder=holder)
    elif (percent := _PERCENT.fullmatch(raw)) is not None:
        made = rating(_float(percent["value"]), 100.0, raw, "printed", "percent", holder=holder)
    elif (letter := _LETTER.fullmatch(raw)) is not None:
        graded = letter["letter"] + _norm_letter(letter["sign"])
        made = Rating(graded, "A+", raw, "letter", "printed", "F", None, holder)
        made = replace(made, norm=normalise(made))
    elif (value := number(raw)) is None:
        return None
    elif best is not None:
        made = rating(value, best, raw, "printed", worst=worst, holder=holder)
    else:
        fits = value <= _DEFAULT_BEST and (value * 2).is_integer()
        marks = frozenset({"default_scale"})
        made = rating(value, _DEFAULT_BEST if fits else None, raw, "usual", holder=holder)
    return None if made is None else (made, text, marks)


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _count(speaker: Speaker, node: Node) -> float | None:
    for name in ("ratingcount", "reviewcount", "votes"):
        text = speaker.table.text(node, name)
        if text is not None and (found := number(text.value.replace(",", "").replace(".", ""))) is not None:
            return found
    return None


def _film_of(speaker: Speaker, review: Node) -> Node | None:
    """What a review is about: `itemReviewed`, or the node that holds it."""
    item = next(speaker.table.items(review, "itemreviewed"), None)
    if item is not None:
        return item
    parent = review.parent
    if parent is not None and review.via in {"review", "reviews"}:
        return next(iter(speaker.table.resolve(parent)), parent)
    return None


def _review_nodes(speaker: Speaker) -> list[Node]:
    found = [node for node in speaker.table.of_type(*REVIEWS) if not node.reference]
    # A "review" of an article about a shop's product is dressed alike; the film test is `_about_film`.
    return [node for node in found if speaker.block.whole or _in_block(speaker, node)]


def _in_block(speaker: Speaker, node: Node) -> bool:
    block = speaker.block
    element = element_of(block.page, node)
    if element is not None:
        return block.holds(element)
    film = _film_of(speaker, node)
    text = speaker.table.text(film, "name") if film is not None else speaker.table.text(node, "name")
    if text is None or block.title is None:
        return False
    name = fold(clean(text.value))
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(block.title.text)) is not None


def _author_key(speaker: Speaker, node: Node) -> str:
    return fold(next((name for name, _ in speaker.names(node, "author")), ""))


def _sibling_marks(speaker: Speaker, reviews: list[Node]) -> dict[int, frozenset[str]]:
    """`sibling` for reviews that stand beside others and cannot be told from a reader's.

    The critic's is the one whose author wrote the article; failing that, the only one outside a
    list (`review: [...]` of one film is the readers' list, but for the first of plug-ins that put
    the critic there, which their boxes confirm).
    """
    if len(reviews) <= 1:
        return {}
    writers = {_author_key(speaker, node) for node, _ in main_articles(speaker)} - {""}
    own = [node for node in reviews if _author_key(speaker, node) in writers]
    films = {id(_film_of(speaker, node)) for node in reviews}
    marks: dict[int, frozenset[str]] = {}
    for node in reviews:
        if node in own and len(own) == 1:
            continue
        lists = node.parent is not None and sum(other.parent is node.parent for other in reviews) > 1
        single = len(films) == len(reviews) and len(own) == len(reviews)
        if own or lists or not single:
            marks[id(node)] = frozenset({"sibling"})
    return marks


def _kind_marks(film: Node | None) -> frozenset[str]:
    if film is None or not film.types or not film.types.isdisjoint(FILMS):
        return frozenset()
    if film.types <= _UNTYPED:
        return frozenset({"untyped"})
    return frozenset({"not_film"}) if not film.types.isdisjoint(_OTHER) else frozenset({"untyped"})


def review_claims(speaker: Speaker) -> Iterator[Claim]:
    """Claims of every review node of the block, and of the films they are about."""
    reviews = _review_nodes(speaker)[:200]
    siblings = _sibling_marks(speaker, [node for node in reviews if not inside_comment(node)])
    told: set[int] = set()
    for node in reviews:
        film = _film_of(speaker, node)
        marks = siblings.get(id(node), frozenset()) | region_marks(speaker.block.page, node) | _kind_marks(film)
        if inside_comment(node):
            marks |= {"comment"}
        yield from _scores(speaker, node, marks)
        yield from author_claims(speaker, node, "review.author", marks)
        yield from date_claims(speaker, node, "review", marks)
        if (text := speaker.table.text(node, "inlanguage")) is not None:
            yield speaker.say("page_language", text.value.strip(), text, node, "review.language", marks)
        if film is None:
            yield from _named_item(speaker, node, marks)
        elif id(film) not in told:
            told.add(id(film))
            yield from film_claims(speaker, film, marks, "film")
    yield from _lone_films(speaker, told)
    yield from _aggregates(speaker)


def _named_item(speaker: Speaker, node: Node, marks: frozenset[str]) -> Iterator[Claim]:
    """What is reviewed, where it is only named: a string, as data-vocabulary.org and microformats have it."""
    text = next((text for text in speaker.table.texts(node, "itemreviewed") if text.value.strip()), None)
    if text is not None:
        name = clean(text.value)
        titled = marks | ({"post_title"} if fold(name) in _headlines(speaker) else frozenset())
        yield speaker.say("film_title", name, text, node, "review.item_name", titled)


def _scores(speaker: Speaker, node: Node, marks: frozenset[str]) -> Iterator[Claim]:
    for item in speaker.table.items(node, "reviewrating"):
        made = score_of(speaker, item)
        if made is None:
            continue
        value, text, doubts = made
        if value.holder == "readers":
            doubts |= {"readers"}
        yield speaker.say("score", value, text, item, "review.rating", marks | doubts)
    if "ratingvalue" in node.props and (made := score_of(speaker, node)) is not None:
        yield speaker.say("score", made[0], made[1], node, "review.rating", marks | made[2])


def _aggregates(speaker: Speaker) -> Iterator[Claim]:
    """Readers' averages: shown so that --explain can say why they lost; one vote may be the critic's."""
    if not speaker.block.whole:
        return
    for node in speaker.table.of_type("aggregaterating")[:20]:
        made = score_of(speaker, node)
        if made is None or node.via == "reviewrating":
            continue
        count = _count(speaker, node)
        rule, mark = ("aggregate.one", "single_vote") if count == 1 else ("aggregate.many", "readers")
        yield speaker.say("score", made[0], made[1], node, rule, made[2] | {mark})


def _lone_films(speaker: Speaker, told: set[int]) -> Iterator[Claim]:
    """Film nodes that no review points at: the page's subject when there is one, else a list."""
    films = [node for node in speaker.table.of_type(*FILMS) if not node.reference and id(node) not in told]
    if not speaker.block.whole:
        return
    names = {fold(text.value) for node in films if (text := speaker.table.text(node, "name")) is not None}
    marks = frozenset({"several"}) if len(names) > 1 else frozenset()
    for node in films[:50]:
        yield from film_claims(speaker, node, marks | region_marks(speaker.block.page, node), "lone_film")


def film_claims(speaker: Speaker, film: Node, marks: frozenset[str], rule: str) -> Iterator[Claim]:
    """Title, year, directors, credits and genres of a film node.

    A name equal to the post's headline is marked `post_title`: review plug-ins put it there when
    nobody filled the field, so that it is a title only as far as the headline is.
    """
    doubts = marks | _kind_marks(film)
    if (text := speaker.table.text(film, "name")) is not None and (name := clean(text.value)):
        titled = doubts | ({"post_title"} if fold(name) in _headlines(speaker) else frozenset())
        yield speaker.say("film_title", name, text, film, f"{rule}.title", titled)
    for name, text in speaker.names(film, "alternatename", "alternativeheadline"):
        yield speaker.say("film_title_alt", name, text, film, f"{rule}.title_alt", doubts)
    if doubts & {"not_film"}:
        return
    for prop in ("datecreated", "datepublished", "copyrightyear"):
        text = speaker.table.text(film, prop)
        if text is not None and (found := _YEAR.match(text.value)) is not None:
            yield speaker.say("film_year", int(found[1]), text, film, f"{rule}.year", doubts)
            break
    yield from _credits(speaker, film, doubts, rule)
    for name, text in speaker.names(film, "genre"):
        for part in name.split(","):
            if part.strip():
                yield speaker.say("genres", part.strip(), text, film, f"{rule}.genre", doubts)


def _credits(speaker: Speaker, film: Node, marks: frozenset[str], rule: str) -> Iterator[Claim]:
    for name, text in speaker.names(film, "director", "directors"):
        for person in _people(name):
            yield speaker.say("directors", person, text, film, f"{rule}.director", marks)
    if "movie" not in film.types:
        return
    for prop, role in _ROLES.items():
        for name, text in speaker.names(film, prop):
            for person in _people(name):
                yield speaker.say("people", Credit(person, role), text, film, f"{rule}.people", marks)


def _people(name: str) -> list[str]:
    """The names of a value; plug-ins put "A, B" into one."""
    parts = [part.strip() for part in name.split(",")] if "," in name else [name]
    return [part for part in parts if plausible_name(part)]


def _headlines(speaker: Speaker) -> frozenset[str]:
    """The post's titles, folded: main headings, `og:title`, article headlines."""
    page = speaker.block.page
    known = page.memo.get("headlines")
    if isinstance(known, frozenset):
        return known
    found = {fold(page.text_of(element)) for element in page.by_tag("h1")}
    found.update(fold(clean(title)) for title in page.markup.content("property", "og:title"))
    for node, _ in main_articles(speaker):
        if (text := speaker.table.text(node, "headline")) is not None:
            found.add(fold(clean(text.value)))
    headlines = frozenset(found - {""})
    page.memo["headlines"] = headlines
    return headlines
