"""The JSON-LD document: one flat `@graph` of nodes that name each other by `@id`.

Vocabulary: schema.org 30.0, only the terms of `terms.json`. Node 0 is the review, node 1 its film.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from scraper.model import NO_IDENTITY, Availability, Credit, Extraction, Identity, LinkedReview, Rating, Review
from scraper.record.canonical import TEXT_LIMIT, clean, clean_all, plain_number
from scraper.record.names import film_iri, iri, local, origin, page_of, person_iri, public_ids
from scraper.record.people import credits_of
from scraper.record.releases import iso_date, releases_of

Node = dict[str, Any]

CONTEXT: Final = "https://schema.org"
REVIEW_TYPE: Final = ["Review", "CriticReview"]
_MAX_ITEMS: Final = 500
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def review_document(extraction: Extraction, linked: LinkedReview, *, base: str | None = None) -> Node:
    """One review with its film, people, outlet and term sets, as a JSON-LD document."""
    return {"@context": CONTEXT, "@graph": _nodes(extraction, linked, base)}


def graph(extraction: Extraction, linked: tuple[LinkedReview, ...], *, base: str | None = None) -> Node:
    """One document for a page: every review, and each film, person and outlet once.

    The reviews come first, in page order. A page without a review has an empty `@graph`.
    """
    nodes: dict[str, Node] = {}
    for item in linked:
        for node in _nodes(extraction, item, base):
            known = nodes.setdefault(node["@id"], node)
            if known is not node:
                _merge(known, node)
    ordered = sorted(nodes.values(), key=lambda node: node["@type"] != REVIEW_TYPE)
    return {"@context": CONTEXT, "@graph": ordered}


def _merge(known: Node, other: Node) -> None:
    for name, value in other.items():
        kept = known.setdefault(name, value)
        if isinstance(kept, list) and isinstance(value, list) and kept is not value:
            kept.extend(item for item in value if item not in kept)


@dataclass(frozen=True, slots=True)
class Entity:
    """A film or person of a record, as a document of its own."""

    kind: Literal["film", "person"]
    iri: str
    document: Node


def entities(document: Node) -> Iterator[Entity]:
    """The films and people that a document's graph names."""
    for node in document["@graph"]:
        if node["@type"] == "Movie":
            yield Entity("film", node["@id"], {"@context": CONTEXT, **node})
        elif node["@type"] == "Person":
            yield Entity("person", node["@id"], {"@context": CONTEXT, **node})


def _nodes(extraction: Extraction, linked: LinkedReview, base: str | None) -> list[Node]:
    review = linked.review
    outlet = _outlet(extraction, review, base)
    film = _film(linked, base)
    terms, keywords = _keywords(review, outlet, base)
    critic = _critic(linked, outlet, base)
    head = _review(extraction, review)
    _put(head, "itemReviewed", {"@id": film[0]["@id"]})
    _put(head, "author", critic and {"@id": critic["@id"]})
    _put(head, "publisher", outlet and {"@id": outlet["@id"]})
    _put(head, "keywords", keywords)
    return [head, *film, *([critic] if critic else []), *([outlet] if outlet else []), *terms]


def _review(extraction: Extraction, review: Review) -> Node:
    """The review's own facts; the page's headline and description only where it stands alone."""
    url = review.url or extraction.url
    alone = len(extraction.reviews) <= 1
    node: Node = {"@id": iri(review.id), "@type": REVIEW_TYPE}
    if url is not None and origin(url):
        node |= dict.fromkeys(("url", "mainEntityOfPage", "isBasedOn"), iri(url))
    _put(node, "name", clean(extraction.page.headline or "") if alone else None)
    _put(node, "abstract", clean(extraction.page.description or "", TEXT_LIMIT) if alone else None)
    _put(node, "datePublished", iso_date(review.value("published")))
    _put(node, "dateModified", iso_date(review.value("modified")))
    _put(node, "inLanguage", _language(review.language))
    if extraction.page.free is not None:
        node["isAccessibleForFree"] = extraction.page.free
    _put(node, "reviewRating", rating_node(review.value("score")))
    return node


def _language(tag: str | None) -> str | None:
    """A BCP 47 tag; anything else is not said."""
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def rating_node(value: object) -> Node | None:
    """A Rating: the words as printed always; value, best and worst only together, with a known best.

    The worst is the stated one, else 0, 1 for a die, F for letters. A verdict's word on our own
    ladder is not on the page's scale: it stands in the ledger, not here.
    """
    if not isinstance(value, Rating):
        return None
    node: Node = {"@type": "Rating", "ratingExplanation": clean(value.raw, TEXT_LIMIT) or str(value.value)}
    figures = _letters(value) if value.kind == "letter" else _figures(value)
    return node if figures is None else node | figures


def _letters(value: Rating) -> Node | None:
    if not isinstance(value.value, str):
        return None
    worst = value.worst if isinstance(value.worst, str) else "F"
    return {"ratingValue": clean(value.value), "bestRating": str(value.best or "A+"), "worstRating": clean(worst)}


def _figures(value: Rating) -> Node | None:
    score, best, worst = (plain_number(part) for part in (value.value, value.best, value.worst))
    if score is None or best is None:
        return None
    if worst is None:
        worst = 1 if value.kind == "die" else 0
    if not min(worst, best) <= score <= max(worst, best):
        return None
    return {"ratingValue": score, "bestRating": best, "worstRating": worst}


def _film(linked: LinkedReview, base: str | None) -> list[Node]:
    """The film node, then a node for each person credited."""
    review = linked.review
    title = clean(str(review.value("film_title") or "")) or None
    year = review.value("film_year")
    directors = [str(name) for name in _capped(review, "directors")]
    film = film_iri(title, year, [clean(name) for name in directors], review.id, linked.film, base)
    people = {name: _person(name, film, linked.people.get(name), base) for name in _names(review, directors)}
    node: Node = {"@id": film, "@type": "Movie"}
    _put(node, "name", title)
    _put(node, "alternateName", _strings(review, "film_title_alt"))
    _put(node, "dateCreated", f"{year:04d}" if isinstance(year, int) else None)
    _put(node, "genre", _strings(review, "genres"))
    node |= credits_of(_roles(review, directors, people), lambda name: {"@id": people[name]["@id"]})
    entries = [item for item in _capped(review, "availability") if isinstance(item, Availability)]
    node |= releases_of(entries, {"@id": film})
    node |= _links(linked.film, "film")
    return [node, *{person["@id"]: person for person in people.values()}.values()]


def _roles(review: Review, directors: list[str], people: dict[str, Node]) -> list[Credit]:
    roles = [Credit(name, "director") for name in directors]
    roles += [item for item in _capped(review, "people") if isinstance(item, Credit)]
    return [role for role in roles if role.name in people]


def _names(review: Review, directors: list[str]) -> list[str]:
    credited = [item.name for item in _capped(review, "people") if isinstance(item, Credit)]
    return [name for name in dict.fromkeys([*directors, *credited]) if clean(name)]


def _person(name: str, scope: str, identity: Identity | None, base: str | None) -> Node:
    node: Node = {"@id": person_iri(clean(name), scope, identity, base), "@type": "Person", "name": clean(name)}
    return node | _links(identity or NO_IDENTITY, "person")


def _critic(linked: LinkedReview, outlet: Node | None, base: str | None) -> Node | None:
    name = clean(str(linked.review.value("reviewer") or ""))
    if not name:
        return None
    scope = outlet["@id"] if outlet else linked.review.id
    return _person(name, scope, None, base)


def _outlet(extraction: Extraction, review: Review, base: str | None) -> Node | None:
    site = origin(review.url or extraction.url)
    name = clean(extraction.page.site_name or "")
    if site is not None:
        node: Node = {"@id": f"{site}/#organization", "@type": "Organization", "url": f"{site}/"}
        return node | ({"name": name} if name else {})
    return {"@id": local("outlet", [name], base), "@type": "Organization", "name": name} if name else None


def _keywords(review: Review, outlet: Node | None, base: str | None) -> tuple[list[Node], list[Node]]:
    """The term sets that are used, and the keywords that are in them."""
    sets, terms = [], []
    for field in ("categories", "tags"):
        names = _strings(review, field)
        if names:
            iri = _set_iri(field, review, outlet, base)
            sets.append({"@id": iri, "@type": "DefinedTermSet", "name": field})
            terms += [{"@type": "DefinedTerm", "name": name, "inDefinedTermSet": {"@id": iri}} for name in names]
    return sets, terms


def _set_iri(field: str, review: Review, outlet: Node | None, base: str | None) -> str:
    if outlet is not None and "url" in outlet:
        return f"{outlet['url']}#{field}"
    return local("terms", [field, outlet["@id"] if outlet else review.id], base)


def _links(identity: Identity, kind: Literal["film", "person"]) -> Node:
    """`sameAs` and `identifier`, for links that are sure or confirmed."""
    known = list(public_ids(identity))
    pages = [page for key, value in known if (page := page_of(key, value, kind)) is not None]
    found: Node = {}
    _put(found, "sameAs", pages)
    _put(
        found,
        "identifier",
        [{"@type": "PropertyValue", "propertyID": key, "value": value} for key, value in known],
    )
    return found


def _capped(review: Review, field: str) -> tuple[object, ...]:
    return review.many(field)[:_MAX_ITEMS]


def _strings(review: Review, field: str) -> list[str]:
    return clean_all(_capped(review, field))


def _put(node: Node, name: str, value: object) -> None:
    """Set a property that has a value; empty strings and lists are none."""
    if value not in (None, "", []):
        node[name] = value
