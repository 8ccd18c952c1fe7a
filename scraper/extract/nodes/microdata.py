"""Microdata (WHATWG HTML) to nodes, with the older data-vocabulary.org names made schema.org's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.node import MAX_NODES, Node, Text, local_name
from scraper.extract.page import in_order, squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.extract.page import Markup

MAX_CLIMB: Final = 300
MAX_VALUE: Final = 2_000
_ATTRIBUTE: Final = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}
# A name in a link is the link's text, not its address.
_ADDRESSES: Final = frozenset("url sameas image logo mainentityofpage thumbnailurl item contenturl".split())
_BODIES: Final = frozenset("articlebody reviewbody text blogpost".split())
_OLD_NAMES: Final = {
    "reviewer": "author",
    "rating": "reviewrating",
    "dtreviewed": "datepublished",
    "value": "ratingvalue",
    "best": "bestrating",
    "worst": "worstrating",
    "votes": "ratingcount",
    "count": "reviewcount",
    "average": "ratingvalue",
    "summary": "headline",
}


def text_value(node: LexborNode, name: str) -> Text:
    """What an element says for a property, and which attribute it was read from."""
    tag = node.tag or ""
    attrs = node.attributes
    if (content := attrs.get("content")) is not None:
        return Text(content, at=node, attribute="content")
    attribute = _ATTRIBUTE.get(tag, "")
    if tag in {"a", "area"} and name not in _ADDRESSES:
        attribute = ""
    if attribute and (value := attrs.get(attribute)) is not None:
        return Text(value, at=node, attribute=attribute)
    text = node.text(deep=True, separator=" ") if name not in _BODIES else ""
    return Text(squeeze(text[:MAX_VALUE]).strip(), at=node)


def _old(node: Node | None) -> bool:
    return node is not None and "data-vocabulary" in node.types


def _owner(node: LexborNode, scopes: dict[int, Node], refs: dict[str, Node]) -> Node | None:
    """The item that an element's property belongs to: the nearest scope above, or an `itemref`."""
    above = node.parent
    for _ in range(MAX_CLIMB):
        if above is None:
            return None
        found = scopes.get(above.mem_id)
        if found is not None:
            return found
        if refs and (identifier := above.attributes.get("id")) and identifier in refs:
            return refs[identifier]
        above = above.parent
    return None


def _scope(node: LexborNode, attrs: dict[str, str | None]) -> Node:
    kinds = (attrs.get("itemtype") or "").split()
    types = {local_name(kind) for kind in kinds}
    if any("data-vocabulary" in kind for kind in kinds):
        types.add("data-vocabulary")
    return Node("microdata", frozenset(types), attrs.get("itemid") or "", at=node)


def read_microdata(markup: Markup, nodes: list[Node]) -> None:
    """Append the items of a page to `nodes`."""
    marked = [element.node for element in in_order(markup.having("itemscope"), markup.having("itemprop"))]
    if not marked:
        return
    scopes: dict[int, Node] = {}
    refs: dict[str, Node] = {}
    for element in marked[:MAX_NODES]:
        attrs = element.attributes
        if "itemscope" in attrs:
            item = scopes[element.mem_id] = _scope(element, attrs)
            nodes.append(item)
            refs.update((identifier, item) for identifier in (attrs.get("itemref") or "").split()[:50])
    for element in marked[:MAX_NODES]:
        names = (element.attributes.get("itemprop") or "").split()
        owner = _owner(element, scopes, refs) if names else None
        if owner is None:
            continue
        held = scopes.get(element.mem_id)
        for name in (local_name(raw) for raw in names[:10]):
            prop = _OLD_NAMES.get(name, name) if _old(owner) else name
            if held is None:
                owner.add(prop, text_value(element, prop))
            elif held is not owner:
                owner.add(prop, held)
                held.parent, held.via = held.parent or owner, held.via or prop
