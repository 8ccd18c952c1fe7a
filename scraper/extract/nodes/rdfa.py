"""RDFa Lite (`vocab`, `typeof`, `property`, `resource`) to nodes, as Drupal and older themes write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.microdata import MAX_CLIMB, text_value
from scraper.extract.nodes.node import MAX_NODES, Node, local_name

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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


def read_rdfa(tree: LexborHTMLParser, nodes: list[Node]) -> None:
    """Append the items of a page to `nodes`; nothing is read where no element states a type."""
    typed = tree.css("[typeof]")[:MAX_NODES]
    if not typed:
        return
    scopes: dict[int, Node] = {}
    for element in typed:
        attrs = element.attributes
        types = frozenset(local_name(name) for name in (attrs.get("typeof") or "").split())
        identifier = attrs.get("resource") or attrs.get("about") or ""
        item = scopes[element.mem_id] = Node("rdfa", types, identifier, at=element)
        nodes.append(item)
    for element in tree.css("[property], [rel][typeof]")[:MAX_NODES]:
        attrs = element.attributes
        owner = _owner(element, scopes)
        if owner is None:
            continue
        held = scopes.get(element.mem_id)
        for raw in (attrs.get("property") or attrs.get("rel") or "").split()[:10]:
            name = _property(raw)
            if name is None:
                continue
            if held is None:
                owner.add(name, text_value(element, name))
            elif held is not owner:
                owner.add(name, held)
                held.parent, held.via = held.parent or owner, held.via or name
