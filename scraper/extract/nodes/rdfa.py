"""RDFa Lite (`vocab`, `typeof`, `property`, `resource`) to nodes, as Drupal and older themes write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.microdata import MAX_CLIMB, text_value
from scraper.extract.nodes.node import MAX_NODES, Node, local_name
from scraper.extract.page import in_order

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.extract.page import Markup

# Vocabularies whose names are schema.org's or near enough; OpenGraph's `property` belongs to `meta`.
_NAMES: Final = {
    "v:reviewer": "author",
    "v:rating": "reviewrating",
    "v:dtreviewed": "datepublished",
    "v:itemreviewed": "itemreviewed",
    "v:summary": "headline",
    "v:value": "ratingvalue",
    "v:best": "bestrating",
    "v:worst": "worstrating",
    "v:average": "ratingvalue",
    "v:votes": "ratingcount",
    "v:count": "reviewcount",
    "dc:title": "name",
    "dcterms:title": "name",
    "dc:date": "datepublished",
    "dc:created": "datepublished",
    "dcterms:created": "datepublished",
    "dcterms:modified": "datemodified",
    "dc:creator": "author",
    "sioc:has_creator": "author",
    "foaf:name": "name",
}
_SKIPPED: Final = ("og:", "article:", "fb:", "twitter:", "al:", "music:", "video:", "profile:", "book:")


def _property(name: str) -> str | None:
    """The local name of a property; None for OpenGraph's, which the head's reader knows."""
    lowered = name.strip().lower()
    if not lowered or lowered.startswith(_SKIPPED):
        return None
    return _NAMES.get(lowered, local_name(lowered))


def _owner(node: LexborNode, scopes: dict[int, Node]) -> Node | None:
    above = node.parent
    for _ in range(MAX_CLIMB):
        if above is None:
            return None
        if (found := scopes.get(above.mem_id)) is not None:
            return found
        above = above.parent
    return None


def read_rdfa(markup: Markup, nodes: list[Node]) -> None:
    """Append the items of a page to `nodes`; nothing is read where no element states a type."""
    typed = markup.having("typeof")[:MAX_NODES]
    if not typed:
        return
    scopes: dict[int, Node] = {}
    for element in typed:
        types = frozenset(local_name(name) for name in element.attr("typeof").split())
        identifier = element.attr("resource") or element.attr("about")
        item = scopes[element.node.mem_id] = Node("rdfa", types, identifier, at=element.node)
        nodes.append(item)
    related = (element for element in typed if "rel" in element.attrs)
    for element in in_order(markup.having("property"), related)[:MAX_NODES]:
        owner = _owner(element.node, scopes)
        if owner is None:
            continue
        held = scopes.get(element.node.mem_id)
        for raw in (element.attr("property") or element.attr("rel")).split()[:10]:
            name = _property(raw)
            if name is None:
                continue
            if held is None:
                owner.add(name, text_value(element.node, name))
            elif held is not owner:
                owner.add(name, held)
                held.parent, held.via = held.parent or owner, held.via or name
