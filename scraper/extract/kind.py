"""What a page is: one review, several, a listing, something else, or a refusal.

The words of the page vote (film, game, book, series...), its layout says whether verdicts are
complete, and its own markup is heard. A headline word such as "review" is never enough: games,
books and albums use the same one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final
from urllib.parse import unquote, urlsplit

from scraper.extract.lexicon import Lexicon
from scraper.extract.nodes import node_table
from scraper.extract.nodes.reviews import REVIEWS
from scraper.extract.page import Line, Page, Region
from scraper.extract.refusal import refusal
from scraper.extract.segment import Layout, Part
from scraper.extract.sources.headline import document_titles
from scraper.fields import fold
from scraper.model import Claim, PageKind

_TYPED: Final = {
    "videogame": "game",
    "book": "book",
    "musicalbum": "album",
    "tvseries": "series",
    "tvseason": "series",
    "tvepisode": "series",
}
_KICKER_LINES: Final = 6
_LIKELY: Final = 3.0
_MAX_READ: Final = 30_000
_FILM_PATH: Final = re.compile(
    r"^(?:movies?|films?|cinema|kino|film-?reviews?|movie-?reviews?|filmkritik\w*|cine|filme?s?|pelicula\w*)$"
)
_OTHER_PATH: Final = {
    "game": re.compile(r"^(?:games?|gaming|video-?games?|spiele|juegos|jeux)$"),
    "book": re.compile(r"^(?:books?|b(?:ue|ü)cher|libros|livres|book-?reviews?)$"),
    "album": re.compile(r"^(?:music|albums?|musik|musica|musique|concerts?)$"),
    "series": re.compile(r"^(?:tv|tv-?shows?|television|series|serien|s[eé]ries|tv-?reviews?|episodes?)$"),
    "news": re.compile(r"^(?:news|nachrichten|noticias|actualites?)$"),
    "interview": re.compile(r"^(?:interviews?)$"),
}
_LISTING_PATH: Final = re.compile(
    r"^(?:tags?|categor(?:y|ies)|kategorie\w*|categoria\w*|authors?|archives?|page|search|label|topics?|etiquetas?|schlagwort)$",
)
_PAGE_PATH: Final = re.compile(
    r"^(?:about(?:-\w+)*|contact|privacy\w*|impressum|datenschutz|imprint|resume|cv|links|faq|search|404|archives?"
    r"|categories|tags)(?:\.\w+)?$",
)
_YEAR: Final = re.compile(r"[(\[（](?:[^()\[\]]{0,60}?[\s,])?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,20}[)\]）]")
_OTHER_KINDS: Final = ("not_film.", "weak_")
_LIST_HEADLINE: Final = re.compile(
    r"^(?:top|the)?\s*\d{1,3}\s+(?:best|worst|films?|movies?|great\w*)\b|\b(?:best|worst|top)\b.{0,30}\b(?:of|in)\s+(?:the\s+)?(?:year|\d{4}|decade)\b|\brecap\b",
    re.IGNORECASE,
)

_OF_FILM: Final = frozenset({"film_word", "this_film", "cue.director"})
_SENTENCE: Final = 40
_LONG_TEXT: Final = 1_000
_DENSE: Final = 1.7
_RARE: Final = 0.5
"""Words of film in a thousand characters: reviews have two to seven, other articles seldom one."""
_FILED: Final = 3.0
"""Most points from categories and tags: a portal lists all its subjects below each page."""
_SAID: Final = 1.5
_SAID_ONCE: Final = 3.0
"""Points of evidence besides the text's own words: headline, address, site's name, filing, labelled credits."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind, the reason in one word, and which parts of the layout are complete verdicts."""

    kind: PageKind
    reason: str | None
    parts: tuple[Part, ...] = ()


@dataclass(slots=True)
class Signs:
    """What speaks for a film review in some lines, and what for something else."""

    film: float = 0.0
    other: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    prose: int = 0
    words: int = 0
    scored: bool = False
    named: bool = True
    spoken: float = 0.0
    """How much of `film` comes from words of the text alone, and from a figure that looks like a score."""
    density: float = 0.0
    """Words of film in a thousand characters of a text that is longer."""

    @property
    def thin(self) -> bool:
        """Whether a long text hardly speaks of films, and nothing else on the page says that it is about one."""
        said = self.film - self.spoken
        return (said < _SAID and self.density < _DENSE) or (said <= _SAID_ONCE and self.density < _RARE)

    @property
    def rival(self) -> tuple[str, float]:
        """The strongest other kind and its weight."""
        return max(self.other.items(), key=lambda item: item[1], default=("nothing", 0.0))


def decide(page: Page, layout: Layout, headline: str, claims: Sequence[Claim], lexicon: Lexicon) -> Verdict:
    """The kind of a page; `claims` are those of the whole page."""
    signs = _signs(layout.main, headline, page.url, claims, lexicon, _site_words(page, claims))
    _from_nodes(signs, page)
    _from_kicker(signs, layout.main, lexicon)
    if (why := refusal(page, layout.main, signs.prose, claims, lexicon)) is not None:
        return Verdict("refused", why)
    path = _path(page.url)
    if path and _PAGE_PATH.match(path[-1]):
        return Verdict("other", "page")
    if page.url and not path and layout.how == "one":
        return Verdict("listing", "home")
    if path and _LIST_HEADLINE.search(path[-1].replace("-", " ")):
        return Verdict("other", "list")
    if len(layout.parts) > 1:
        return _of_parts(layout, path, signs, lexicon)
    if layout.link_share > 0.6 or _lists_links(page, layout):
        return Verdict("listing", "links")
    if path and any(_LISTING_PATH.match(part) for part in path[:-1]) and layout.link_share > 0.3:
        return Verdict("listing", "archive")
    return _of_one(layout, headline, signs)


def _site_words(page: Page, claims: Sequence[Claim]) -> str:
    """What the site calls itself: its name and the short lines of its header."""
    names = [str(claim.value) for claim in claims if claim.field == "site_name"]
    names += [title.rpartition(" | ")[2] for _, title, _ in document_titles(page) if " | " in title]
    header = [line.text for line in page.lines[:30] if line.region is Region.HEADER and len(line.text) < 80]
    return "\n".join([*names, *header])


def _of_one(layout: Layout, headline: str, signs: Signs) -> Verdict:
    rival, weight = signs.rival
    if _LIST_HEADLINE.search(headline):
        return Verdict("other", "list")
    if not signs.named:
        return Verdict("listing" if layout.link_share > 0.2 else "other", "page")
    if signs.film < 3.2 or (signs.prose < 60 and not signs.scored):
        return Verdict("other", rival if weight > 2.0 else "no_film")
    if weight >= signs.film:
        return Verdict("other", rival)
    if signs.thin:
        return Verdict("other", "no_film")
    return Verdict("review", None, tuple(layout.parts[:1]))


def _of_parts(layout: Layout, path: list[str], signs: Signs, lexicon: Lexicon) -> Verdict:
    rival, weight = signs.rival
    if weight > signs.film:
        return Verdict("other", rival)
    complete = [part for part in layout.parts if not part.teaser]
    judged = [] if signs.thin else _judged(complete, signs, lexicon)
    if layout.how == "headings":
        if sum(part.teaser for part in layout.parts) >= max(2.0, 0.5 * len(layout.parts)):
            return Verdict("listing", "teasers")
        return Verdict("reviews", None, tuple(judged)) if len(judged) > 1 else _of_one(layout, "", signs)
    teasers = sum(part.teaser for part in layout.parts)
    if len(judged) > 1 and (teasers < 3 or len(judged) > teasers):
        return Verdict("reviews", None, tuple(judged))
    listing = not path or any(_LISTING_PATH.match(part) for part in path)
    if len(judged) == 1 and not (listing and len(layout.parts) > 2):
        return Verdict("review", None, tuple(judged))
    if complete and not listing and weight > 2.0:
        return Verdict("other", rival)
    return Verdict("listing", "teasers")


def _judged(parts: list[Part], page: Signs, lexicon: Lexicon) -> list[Part]:
    """The parts that judge a film; one that says nothing of its own counts beside two that do."""
    own = [_signs(part.lines, part.heading.text if part.heading else "", None, (), lexicon) for part in parts]
    likely = [
        (part, signs)
        for part, signs in zip(parts, own, strict=True)
        if signs.film + 1.5 * part.filmlike + 0.4 * min(page.film, 5.0) >= _LIKELY and signs.named
    ]
    sure = sum(signs.rival[1] < signs.film for _, signs in likely)
    return [part for part, signs in likely if signs.rival[1] < signs.film or (sure > 1 and signs.rival[1] <= 0)]


def _path(url: str | None) -> list[str]:
    return [unquote(part).lower() for part in urlsplit(url or "").path.split("/") if part]


def _lists_links(page: Page, layout: Layout) -> bool:
    """Many list items that are each mostly one link."""
    first = next((line.index for line in layout.main if line.heading), -1)
    items = [
        line for line in layout.main if line.index > first and line.tag in {"li", "td", "h2", "h3", "p", "div", "dt"}
    ]
    linked = 0
    for line in items:
        covered = sum(
            page.elements[index].end - page.elements[index].start
            for index in line.inlines
            if page.elements[index].tag == "a"
        )
        linked += covered > 0.5 * len(line.text)
    prose = sum(len(line.text) for line in layout.main if len(line.text) > 120)
    return linked > 8 and linked > 0.5 * len(items) and prose < 1200


def _signs(
    lines: list[Line],
    headline: str,
    url: str | None,
    claims: Sequence[Claim],
    lexicon: Lexicon,
    site_words: str = "",
) -> Signs:
    signs = Signs()
    length, counts, in_prose = _counted(lines, lexicon)
    signs.words = max(1, length // 6)
    signs.prose = sum(len(line.text) for line in lines if _is_prose(line))
    filmed = counts["review_word"] + sum(counts[kind] for kind in _OF_FILM)
    signs.film = signs.spoken = 1.6 * math.log2(1 + filmed)
    # A review says "film" every few sentences; an article of any kind says it, or "review", once or twice.
    signs.density = 1000 * in_prose / length if length >= _LONG_TEXT else math.inf
    for kind, count in counts.items():
        if kind.startswith("not_film."):
            signs.other[kind[9:]] += 1.6 * math.log2(1 + count) - 1.0
        elif kind.startswith("weak_") and count > max(4, filmed):
            # "Game", "book", "season": a film review says them too, but not more often than "film".
            signs.other[kind[5:]] += 2.0 * math.log2(count / max(1.0, filmed / 2))
    _from_headline(signs, headline, lexicon, site_words)
    if site_words and any(hit.kind in {"film_word", "review_word"} for hit in lexicon.hits(site_words)):
        signs.film += 1.5
    _from_address(signs, url)
    _from_claims(signs, claims, lexicon)
    return signs


def _is_prose(line: Line) -> bool:
    return not line.heading and len(line.text) > _SENTENCE


def _counted(lines: list[Line], lexicon: Lexicon) -> tuple[int, Counter[str], int]:
    """How long the lines are, joined, how often each kind of word stands in them, and words of film in sentences.

    As far as they are read; line by line, for the sources have searched the same lines before.
    """
    kinds: list[str] = []
    length = in_prose = 0
    for line in lines:
        text = line.text[: _MAX_READ - length]
        found = [hit.kind for hit in lexicon.hits(text)]
        kinds += found
        in_prose += sum(kind in _OF_FILM for kind in found) if _is_prose(line) else 0
        length += len(text) + 1
        if length >= _MAX_READ:
            break
    return min(max(length - 1, 0), _MAX_READ), Counter(kinds), in_prose


def _from_headline(signs: Signs, headline: str, lexicon: Lexicon, site_words: str) -> None:
    kinds = {hit.kind for hit in lexicon.hits(headline)}
    signs.named = not _only_page_words(headline, lexicon, site_words)
    # Games, books and albums are reviewed by the same words: only the word "film" says film.
    signs.film += 1.0 * ("review_word" in kinds) + 1.5 * _says_film(headline, lexicon)
    if _YEAR.search(headline):
        signs.film += 3.0
    for kind in kinds:
        if kind.startswith("not_film."):
            signs.other[kind[9:]] += 4


def _says_film(text: str, lexicon: Lexicon) -> bool:
    """Whether the words say film, were it inside a word for a review: "Film Reviews", "Filmkritik"."""
    films = lexicon.words.get("film_word", {})
    return any(
        hit.kind == "film_word"
        or (hit.kind == "review_word" and any(len(w) > 1 and w in fold(text[hit.start : hit.end]) for w in films))
        for hit in lexicon.hits(text)
    )


def _only_page_words(headline: str, lexicon: Lexicon, site_words: str) -> bool:
    """Headlines such as "Movie Reviews", "Archives", "About The Lantern": they name a page of the site, not a film."""
    left = list(headline)
    found = False
    for hit in lexicon.hits(headline):
        if hit.kind in {"film_word", "review_word", "page_word", "label.categories", "label.tags"}:
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
            found = True
    rest = fold("".join(left))
    return found and (not any(map(str.isalnum, rest)) or rest in {fold(name) for name in site_words.splitlines()})


def _from_address(signs: Signs, url: str | None) -> None:
    for part in _path(url)[:-1]:
        if _FILM_PATH.match(part):
            signs.film += 3.0
        for kind, pattern in _OTHER_PATH.items():
            if pattern.match(part):
                signs.other[kind] += 4


def _from_kicker(signs: Signs, lines: list[Line], lexicon: Lexicon) -> None:
    """A line of one word above the heading files the page, as a category does: "Interview", "News"."""
    above = list(takewhile(lambda line: not line.heading, lines[:_KICKER_LINES]))
    for line in above if len(above) < len(lines) else ():
        kinds = [hit.kind for hit in lexicon.hits(line.text) if hit.end - hit.start == len(line.text)]
        for kind in {kind.rpartition(".")[2].removeprefix("weak_") for kind in kinds if kind.startswith(_OTHER_KINDS)}:
            signs.other[kind] += 5


def _from_nodes(signs: Signs, page: Page) -> None:
    """What the page's own review nodes say they review; types that plug-ins use for anything are not heard."""
    table = node_table(page)
    for node in table.of_type(*REVIEWS)[:20]:
        for item in table.items(node, "itemreviewed"):
            for kind in {_TYPED[name] for name in item.types & _TYPED.keys()}:
                signs.other[kind] += 10


def _from_claims(signs: Signs, claims: Sequence[Claim], lexicon: Lexicon) -> None:
    labelled = {
        claim.field for claim in claims if claim.source in {"label", "box", "jsonld", "microdata"} and not claim.marks
    }
    signs.film += 2.5 * ("directors" in labelled) + 1.0 * ("genres" in labelled) + 1.0 * ("people" in labelled)
    # A text that opens with a title in quotation marks is about some work.
    signs.film += 0.5 * any(claim.rule == "prose.title_opening" for claim in claims)
    signs.scored = any(claim.field == "score" and not claim.marks for claim in claims)
    signs.film += 1.0 * signs.scored
    signs.spoken += 1.0 * signs.scored
    filed = {
        str(claim.value): claim.field for claim in claims if claim.field in {"categories", "tags"} and not claim.marks
    }
    told: dict[str, float] = {}
    film = 0.0
    alone = len({fold(name) for name, where in filed.items() if where == "categories"}) == 1
    for name, where in list(filed.items())[:30]:
        kinds = {hit.kind for hit in lexicon.hits(name)}
        film += 1.5 * _says_film(name, lexicon) + 0.5 * ("review_word" in kinds)
        for kind in {kind.rpartition(".")[2].removeprefix("weak_") for kind in kinds if kind.startswith(_OTHER_KINDS)}:
            # The one category of a page says what the site takes it for.
            weight = 2.0 if where == "tags" else 8.0 if alone else 6.0
            told[kind] = max(told.get(kind, 0.0), weight)
    signs.film += min(film, _FILED)
    for kind, weight in told.items():
        signs.other[kind] += weight
