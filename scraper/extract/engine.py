"""The order of work inside `extract`, for one page."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import urlsplit

from scraper.extract import bound, sources
from scraper.extract.block import NO_SITE, Block, Site
from scraper.extract.decode import decode
from scraper.extract.filed import filed_votes
from scraper.extract.kind import Verdict, decide
from scraper.extract.lexicon import Lexicon, also, by_labels, detect, load, of_host
from scraper.extract.links import directives, links, mentions
from scraper.extract.marks import mark
from scraper.extract.nodes import node_table
from scraper.extract.opening import first_film
from scraper.extract.page import Page
from scraper.extract.parse import parse_html, parse_text
from scraper.extract.pause import collector_paused
from scraper.extract.printed import printed_authors
from scraper.extract.profile import observe
from scraper.extract.resolve import resolve
from scraper.extract.segment import Layout, Part, layout, main_lines
from scraper.extract.sources.availability import complete
from scraper.extract.votes import person_votes, title_votes, unheard
from scraper.fields import FIELDS, fold
from scraper.model import Answer, Claim, Credit, Extraction, PageFacts, PartialDate, Review

MAX_BYTES: Final = 16 * 1024 * 1024
_TAG: Final = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|article|meta|span|table|br)\b", re.IGNORECASE)
_SAMPLE: Final = 6_000
_SHORT: Final = 1_500
_PAGE_FIELDS: Final = (
    "headline", "authors", "description", "site_name", "page_language", "free", "published", "modified", "categories",
    "tags",
)  # fmt: skip
_OF_FILM: Final = frozenset({"film_title", "film_year", "directors", "people", "availability"})
"""What the sources asked about reviews only may speak of."""
_NOTHING: Final[Mapping[str, Answer]] = {}


@collector_paused()
def extract(
    content: bytes | str,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    site: Site | None = None,
    assume: Literal["review"] | None = None,
) -> Extraction:
    """Read one page. Never fails on content: what cannot be told is absent.

    `headers` have lower-case names; `site` is what is known of the host; `assume="review"` says
    that the caller knows the content to be a review, whatever it looks like.
    """
    headers = headers or {}
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    page, repairs = open_page(content, url, headers)
    read = read_page(page, site or NO_SITE, assume)
    digest = hashlib.sha256(data).hexdigest()
    return Extraction(
        url=page.url,
        page_kind=read.verdict.kind,
        reason=read.verdict.reason,
        page=read.facts,
        reviews=_with_ids(read.reviews, page.url, digest),
        observed=observe(read.verdict.kind, read.reviews),
        links=links(page),
        directives=directives(page, headers),
        text_sha256=hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest(),
        repairs=(*repairs, *node_table(page).repairs),
        sha256=digest,
    )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one page, with the block and the words it was read by."""

    whole: Block
    lexicon: Lexicon
    verdict: Verdict
    facts: PageFacts
    reviews: list[Review]


def open_page(content: bytes | str, url: str | None, headers: Mapping[str, str]) -> tuple[Page, list[str]]:
    """Decode and parse; also what had to be mended to do so."""
    repairs: list[str] = []
    if isinstance(content, str):
        text = content.encode("utf-8", "replace").decode("utf-8")
    else:
        decoded = decode(content[:MAX_BYTES], headers.get("content-type"))
        text = decoded.text
        if decoded.how not in {"valid", "http", "bom"} or decoded.replaced:
            repairs.append(f"encoding: {decoded.encoding} ({decoded.how}, {decoded.replaced} replaced)")
    page = parse_html(text, url) if _is_html(text, headers) else parse_text(text, url)
    if page.truncated:
        repairs.append("page: cut at the limit of nodes or text")
    return page, repairs


def _is_html(text: str, headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    # A page may begin with a long style sheet.
    sample = text[:65_536] if text[:512].lstrip()[:1] == "<" else text[:4096]
    return kind != "text/plain" and _TAG.search(sample) is not None


def read_page(page: Page, site: Site, assume: str | None) -> Read:
    """Lay out, claim, tell the kind, and resolve each review."""
    lines = main_lines(page)
    sample = "\n".join(line.text for line in lines)[:_SAMPLE]
    hint = _declared_language(page) or site.language or of_host(page.url)
    language = detect(sample, hint)
    # An information block without sentences: its labels are a witness too.
    told = by_labels(line.text for line in lines) if not page.elements and len(sample) < _SHORT else []
    if told and language == "en":
        language = told[0]
    lexicon = load(tuple(dict.fromkeys(code for code in (language, *told, *also(sample, language), hint) if code)))
    plan = layout(page, lexicon)
    whole = Block(0, page, plan.main if page.elements else first_film(plan.main, lexicon), language)
    said = _said(whole, lexicon, site)
    found = _of_page(whole, said)
    stated = _stated(found, page)
    facts = _page_facts(stated, language)
    verdict = _verdict(page, plan, found, lexicon, assume)
    if len(verdict.parts) == 1 and len(plan.parts) == 1:
        reviews = [_review(whole, _of_review(whole, said, found, lexicon, site), lexicon, page.url, stated)]
    else:
        reviews = _reviews(page, plan, verdict, whole, found, site)
    if assume is None and verdict.parts:
        # A verdict on nobody knows what is no record: say so instead of giving one.
        reviews = [review for review in reviews if review.value("film_title") is not None]
        if not reviews:
            verdict = Verdict("other", "no_title")
    return Read(whole, lexicon, verdict, facts, reviews)


def _declared_language(page: Page) -> str | None:
    root = next(iter(page.markup.tagged("html")), None)
    value = (root.attr("lang") or root.attr("xml:lang")) if root is not None else ""
    return value[:2].lower() or None


def _said(block: Block, lexicon: Lexicon, site: Site) -> list[list[Claim]]:
    """What each source says of a block, but for those that are asked about reviews only."""
    return [
        [] if source.reviews_only else list(source.claims(block, lexicon, site)) for source in sources.all_sources()
    ]


def _of_page(block: Block, said: list[list[Claim]]) -> list[Claim]:
    """The claims, and the votes on terms and authors: what the kind and the facts of a page hang on."""
    found = [claim for claims in said for claim in claims]
    found += filed_votes(block, found)
    return printed_authors(block, found)


def _of_review(block: Block, said: list[list[Claim]], found: list[Claim], lexicon: Lexicon, site: Site) -> list[Claim]:
    """The claims with those of the other sources in their places, and the votes on the titles they proposed."""
    told = [
        source.claims(block, lexicon, site) if source.reviews_only else claims
        for source, claims in zip(sources.all_sources(), said, strict=True)
    ]
    film = [claim for claims in told for claim in claims if claim.field in _OF_FILM or claim.field == "headline"]
    film += title_votes(block, film, lexicon)
    return unheard([claim for claim in film if claim.field in _OF_FILM]) + [
        claim for claim in found if claim.field not in _OF_FILM
    ]


def _verdict(page: Page, plan: Layout, found: Sequence[Claim], lexicon: Lexicon, assume: str | None) -> Verdict:
    if assume == "review" and len(plan.parts) <= 1:
        return Verdict("review", None, tuple(plan.parts))
    headline = next((str(claim.value) for claim in found if claim.field == "headline"), "")
    verdict = decide(page, plan, headline, found, lexicon)
    if assume == "review" and not verdict.parts:
        return Verdict(
            "review", None, tuple(part for part in plan.parts if not part.teaser)[:1] or tuple(plan.parts[:1])
        )
    return verdict


def _reviews(page: Page, plan: Layout, verdict: Verdict, whole: Block, found: list[Claim], site: Site) -> list[Review]:
    reviews = []
    for index, part in enumerate(verdict.parts):
        block = _block(page, index, part, whole.language, alone=len(verdict.parts) == 1)
        sample = "\n".join(line.text for line in part.lines)[:_SAMPLE]
        spoken = detect(sample, whole.language)
        own = load((spoken, *also(sample, spoken), whole.language))
        first = _said(block, own, site)
        said = _of_review(block, first, _of_page(block, first), own, site)
        reviews.append(_review(block, said + _sticky(plan, found, said), own, page.url))
    return reviews


def _sticky(plan: Layout, found: Sequence[Claim], said: Sequence[Claim]) -> list[Claim]:
    """Claims of the page that hold for a capsule that says nothing of its own: who wrote the diary.

    Only what the markup calls the author; a "by NAME" near the heading may be anybody.
    """
    if plan.how != "headings" or any(claim.field == "reviewer" for claim in said):
        return []
    marked = ("byline.rel_author", "byline.class_author")
    return [
        claim
        for claim in found
        if claim.field == "reviewer" and (claim.source != "byline" or claim.rule.startswith(marked))
    ]


def _block(page: Page, index: int, part: Part, language: str, *, alone: bool) -> Block:
    return Block(index, page, part.lines, language, whole=alone, root=part.root, title=part.heading)


def _review(
    block: Block, found: list[Claim], lexicon: Lexicon, url: str | None, stated: Mapping[str, Answer] = _NOTHING
) -> Review:
    """The review of a block; `stated` are answers that hold for it as for the whole page."""
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        by_field[claim.field].append(claim)
    text = block.page.text
    answers: dict[str, Answer] = {}
    bare = not block.page.elements
    title = resolve("film_title", by_field["film_title"], text, bare=bare)
    answers["film_title"] = title
    if isinstance(title.value, str):
        for claim in bound.claims(block, title.value):
            by_field[claim.field].append(claim)
    by_field["directors"] += person_votes(block, by_field["directors"], found)
    for row in FIELDS:
        told = by_field[row.name]
        if row.name in stated and told:
            answers[row.name] = stated[row.name]
        elif row.name != "film_title" and told:
            if row.name == "availability":
                published = answers.get("published")
                told = complete(told, published.value if published is not None else None, url)
            answers[row.name] = resolve(row.name, mark(block, told, title.value, lexicon), text)
    return Review("", url, _tidy(answers), block.language, block.start, block.end, mentions(block))


def _tidy(answers: dict[str, Answer]) -> dict[str, Answer]:
    """What one field says about another: an alternative title is another one; directors are no other people."""
    title = answers["film_title"].value
    alt = answers.get("film_title_alt")
    if alt is not None and isinstance(alt.value, tuple) and isinstance(title, str):
        answers["film_title_alt"] = _without(alt, lambda value: fold(str(value)) == fold(title))
    people, directors = answers.get("people"), answers.get("directors")
    if people is not None and directors is not None and isinstance(directors.value, tuple):
        answers["people"] = _without_directors(people, {fold(str(name)) for name in directors.value})
    people, critic = answers.get("people"), answers.get("reviewer")
    if people is not None and critic is not None and isinstance(critic.value, str):
        # "Written by" beside a headline is the critic's byline, whatever else is credited on the page.
        name = fold(critic.value)
        answers["people"] = _without(
            people,
            lambda value: isinstance(value, Credit) and value.role in {"writer", "author"} and fold(value.name) == name,
        )
    if (people := answers.get("people")) is not None and isinstance(people.value, tuple):
        whole: set[tuple[str, str]] = {(one.role, fold(one.name)) for one in people.value if isinstance(one, Credit)}
        answers["people"] = _without(
            people, lambda value: isinstance(value, Credit) and _is_tail(fold(value.name), value.role, whole)
        )
    return answers


def _is_tail(name: str, role: str, whole: set[tuple[str, str]]) -> bool:
    """Whether a name is the surname of another of the same role: "De Niro" beside "Robert De Niro"."""
    return any(role == other and full.endswith(f" {name}") for other, full in whole)


def _without_directors(people: Answer, directors: set[str]) -> Answer:
    """Directors act in their own films only where a label says so: a sentence means the other thing."""
    labelled = {
        weighed.claim.value
        for weighed in people.claims
        if weighed.won and weighed.claim.source not in {"credits", "prose"}
    }
    return _without(
        people,
        lambda value: (
            isinstance(value, Credit)
            and value.role == "actor"
            and fold(value.name) in directors
            and value not in labelled
        ),
    )


def _without(answer: Answer, drop: Callable[[object], bool]) -> Answer:
    """A many-valued answer without some of its values."""
    if not isinstance(answer.value, tuple):
        return answer
    kept = [pair for pair in zip(answer.value, answer.evidence, strict=True) if not drop(pair[0])]
    return replace(
        answer,
        value=tuple(value for value, _ in kept),
        evidence=tuple(proof for _, proof in kept),
        status=answer.status if kept else "absent",
    )


def _stated(found: Sequence[Claim], page: Page) -> dict[str, Answer]:
    """What the page says of itself, whatever it is about: no mark of a film's claims touches these fields."""
    by_field: dict[str, list[Claim]] = {name: [] for name in _PAGE_FIELDS}
    for claim in found:
        if claim.field in by_field:
            by_field[claim.field].append(claim)
    return {name: resolve(name, claims, page.text) for name, claims in by_field.items()}


def _page_facts(stated: Mapping[str, Answer], language: str) -> PageFacts:
    one = {name: answer.value for name, answer in stated.items()}

    def text(name: str) -> str | None:
        value = one[name]
        return value if isinstance(value, str) else None

    def many(name: str) -> tuple[str, ...]:
        value = one[name]
        return tuple(str(item) for item in value) if isinstance(value, tuple) else ()

    def date(name: str) -> PartialDate | None:
        value = one[name]
        return value if isinstance(value, PartialDate) else None

    free = one["free"]
    return PageFacts(
        headline=text("headline"),
        authors=many("authors"),
        published=date("published"),
        modified=date("modified"),
        description=text("description"),
        categories=many("categories"),
        tags=many("tags"),
        site_name=text("site_name"),
        language=text("page_language") or language,
        free=free if isinstance(free, bool) else None,
    )


def _with_ids(reviews: list[Review], url: str | None, digest: str) -> tuple[Review, ...]:
    base = urlsplit(url)._replace(fragment="").geturl() if url else f"urn:sha256:{digest}"
    if len(reviews) == 1:
        return (_named(reviews[0], f"{base}#review"),)
    used: dict[str, int] = {}
    named = []
    for review in reviews:
        slug = "-".join(re.findall(r"\w+", fold(str(review.value("film_title") or "untitled"))))[:80]
        used[slug] = used.get(slug, 0) + 1
        name = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        named.append(_named(review, f"{base}#review-{name}"))
    return tuple(named)


def _named(review: Review, identifier: str) -> Review:
    return replace(review, id=identifier)
