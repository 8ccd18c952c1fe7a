"""Microformats to nodes: classic hReview and hEntry, and their successors h-review, h-entry.

Only items that call themselves so are read; a bare `hentry` of a theme without properties says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.node import Node, Text
from scraper.extract.page import in_order, squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.extract.page import Markup

MAX_ITEMS: Final = 200
MAX_CLIMB: Final = 300
MAX_VALUE: Final = 500
# Class of the item -> type of the node.
_ITEMS: Final = {"hreview": "review", "h-review": "review", "h-entry": "article", "hentry": "article"}
# Class of a property -> property of the node, for reviews and entries. Classic names are plain words,
# so they count only inside the item that gives them meaning.
_REVIEW: Final = {
    "reviewer": "author",
    "p-reviewer": "author",
    "p-author": "author",
    "dtreviewed": "datepublished",
    "dt-reviewed": "datepublished",
    "dt-published": "datepublished",
    "dt-updated": "datemodified",
    "rating": "rating",
    "p-rating": "rating",
    "p-best": "best",
    "best": "best",
    "p-worst": "worst",
    "worst": "worst",
    "item": "itemreviewed",
    "p-item": "itemreviewed",
    "summary": "headline",
    "p-name": "headline",
}
_ENTRY: Final = {
    "entry-title": "headline",
    "p-name": "headline",
    "p-author": "author",
    "dt-published": "datepublished",
    "dt-updated": "datemodified",
    "published": "datepublished",
    "updated": "datemodified",
    "p-category": "keywords",
    "p-summary": "description",
}
_NAMES: Final = ("fn", "p-name", "org")


def _text(node: LexborNode) -> str:
    return squeeze((node.text(deep=True, separator=" ") or "")[:MAX_VALUE]).strip()


def _value(node: LexborNode, prop: str) -> Text:
    """The value-class and attribute patterns: `title` of abbr, `datetime` of time, `value` inside, else the text."""
    attrs = node.attributes
    for name in ("datetime", "title", "value", "content"):
        if (name != "title" or node.tag in {"abbr", "span"} or prop.startswith("date")) and attrs.get(name):
            return Text(attrs[name] or "", at=node, attribute=name)
    held = node.css_first(".value-title[title]")
    if held is not None:
        return Text(held.attributes.get("title") or "", at=held, attribute="title")
    held = node.css_first(".value, data[value]")
    if held is not None:
        return Text(held.attributes.get("value") or held.attributes.get("title") or _text(held), at=held)
    if prop in {"author", "itemreviewed"}:
        for name in _NAMES:
            if (held := node.css_first(f".{name}")) is not None:
                return Text(_text(held), at=held)
    return Text(_text(node), at=node)


def _owner(node: LexborNode, items: dict[int, Node]) -> Node | None:
    above = node.parent
    for _ in range(MAX_CLIMB):
        if above is None:
            return None
        if (found := items.get(above.mem_id)) is not None:
            return found
        above = above.parent
    return None


def read_microformats(markup: Markup, nodes: list[Node]) -> None:
    """Append the reviews and entries of a page to `nodes`."""
    items: dict[int, Node] = {}
    for element in in_order(*(markup.classed(name) for name in _ITEMS))[:MAX_ITEMS]:
        kind = next(_ITEMS[name] for name in element.classes if name in _ITEMS)
        item = items[element.node.mem_id] = Node("microformats", frozenset({kind}), at=element.node)
        nodes.append(item)
    if not items:
        return
    reviews = any("review" in node.types for node in items.values())
    wanted = {**_ENTRY, **_REVIEW} if reviews else _ENTRY
    for element in in_order(*(markup.classed(name) for name in wanted))[: 20 * MAX_ITEMS]:
        owner = None if element.node.mem_id in items else _owner(element.node, items)
        if owner is None:
            continue
        table = _REVIEW if "review" in owner.types else _ENTRY
        for name in element.classes:
            prop = table.get(name)
            if prop is not None:
                _add(owner, prop, element.node)
                break


def _add(owner: Node, prop: str, element: LexborNode) -> None:
    """One property; a rating's parts go to a rating node, as schema.org has it."""
    text = _value(element, prop)
    if prop in {"rating", "best", "worst"}:
        held = next((item for item in owner.props.get("reviewrating", []) if isinstance(item, Node)), None)
        if held is None:
            held = Node("microformats", frozenset({"rating"}), at=element, parent=owner, via="reviewrating")
            owner.add("reviewrating", held)
        held.props.setdefault("ratingvalue" if prop == "rating" else f"{prop}rating", [text])
    else:
        owner.add(prop, text)
