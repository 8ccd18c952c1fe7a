"""RDFa (`typeof`, `property`, `resource`, `about`, `rel`) to nodes, as Drupal and older themes write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.microdata import MAX_CLIMB, text_value
from scraper.extract.nodes.node import MAX_NODES, Node, local_name
from scraper.extract.page import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from scraper.extract.page import Element, Markup

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
    _chain(markup, typed, scopes)
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
            elif "about" in element.attrs and "property" in element.attrs:
                held.add(name, text_value(element.node, name))
            elif held is not owner:
                owner.add(name, held)
                held.parent, held.via = held.parent or owner, held.via or name


def _chain(markup: Markup, typed: Sequence[Element], scopes: dict[int, Node]) -> None:
    """Give nodes to the node above whose `rel` stands on an element between the two (RDFa 1.1, incomplete triples)."""
    hanging = {
        element.node.mem_id: element.attr("rel")
        for element in markup.having("rel")[:MAX_NODES]
        if element.attrs.keys().isdisjoint({"typeof", "resource", "href", "src", "property"})
    }
    if not hanging:
        return
    for element in typed:
        held, between = scopes[element.node.mem_id], ""
        above = element.node.parent
        for _ in range(MAX_CLIMB):
            if above is None or above.mem_id in scopes:
                break
            between = between or hanging.get(above.mem_id, "")
            above = above.parent
        owner = scopes.get(above.mem_id) if above is not None else None
        for name in map(_property, between.split()[:10]):
            if owner is not None and name is not None:
                owner.add(name, held)
                held.parent, held.via = held.parent or owner, held.via or name
