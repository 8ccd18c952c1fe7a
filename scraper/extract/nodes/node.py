"""A node of structured data and the table that holds all nodes of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Syntax = Literal["jsonld", "microdata", "rdfa", "microformats"]

MAX_NODES: Final = 20_000
"""Nodes kept of one page; real pages have tens, a hostile one as many as it likes."""

MAX_CLIMB: Final = 50

_PREFIX: Final = re.compile(r"^.*[/#:]", re.DOTALL)


def local_name(name: str) -> str:
    """The last part of a type or property name, lower case: `https://schema.org/Movie` is `movie`."""
    return _PREFIX.sub("", name.strip().rstrip("/#")).lower()


@dataclass(slots=True)
class Text:
    """A plain value: its string as it stands in the markup and where it stands.

    `path` is a JSON Pointer with its script (`script[0]/author`); `at` is the tree node instead,
    for markup, and `attribute` the attribute that was read (empty: the element's text).
    """

    value: str
    path: str = ""
    at: LexborNode | None = None
    attribute: str = ""


@dataclass(slots=True, eq=False)
class Node:
    """One item: lower-case local type names, lower-case local property names.

    `via` is the property by which `parent` holds it; `path` and `at` say where it stands.
    `rung` is the rung of the repair ladder that made its JSON readable, 0 for strict JSON.
    """

    syntax: Syntax
    types: frozenset[str] = frozenset()
    id: str = ""
    props: dict[str, list[Value]] = field(default_factory=dict)
    path: str = ""
    at: LexborNode | None = None
    parent: Node | None = None
    via: str = ""
    rung: int = 0

    @property
    def reference(self) -> bool:
        """Whether the node says nothing but an id: it points at another one."""
        return bool(self.id) and not self.props and not self.types

    def ancestors(self) -> Iterator[Node]:
        """The node that holds this one, the one that holds that, and so on (`itemref` can make a ring)."""
        node = self.parent
        for _ in range(MAX_CLIMB):
            if node is None:
                return
            yield node
            node = node.parent

    def add(self, name: str, value: Value) -> None:
        """One more value of a property."""
        self.props.setdefault(name, []).append(value)


Value = Text | Node


def _id_key(identifier: str) -> str:
    """Ids are compared without scheme and without a slash at the end (`https://x/a/#b`, `http://x/a#b`)."""
    bare = identifier.strip().removeprefix("https:").removeprefix("http:")
    head, mark, fragment = bare.partition("#")
    return head.rstrip("/") + mark + fragment


class Table:
    """All nodes of a page, whatever syntax they came in, in page order."""

    def __init__(self, nodes: list[Node], repairs: tuple[str, ...] = ()) -> None:
        self.nodes = nodes
        self.repairs = repairs
        self._by_id: dict[str, list[Node]] = {}
        self._by_fragment: dict[str, list[Node]] = {}
        self._by_type: dict[str, list[Node]] = {}
        for node in nodes:
            for name in node.types:
                self._by_type.setdefault(name, []).append(node)
            if node.id and not node.reference:
                self._by_id.setdefault(_id_key(node.id), []).append(node)
                if "#" in node.id:
                    self._by_fragment.setdefault(node.id.partition("#")[2], []).append(node)

    def of_type(self, *names: str) -> list[Node]:
        """Nodes that have one of the types (lower case), in page order for each type."""
        return list({id(node): node for name in names for node in self._by_type.get(name, ())}.values())

    def resolve(self, node: Node) -> tuple[Node, ...]:
        """The nodes that together say what a node or reference is: itself and its namesakes.

        One step only: a reference to a reference names nothing, so that no cycle can be entered.
        """
        if not node.id:
            return (node,)
        same = self._by_id.get(_id_key(node.id), [])
        if not same and node.id.startswith("#"):
            same = self._by_fragment.get(node.id[1:], [])
        others = tuple(other for other in same[:8] if other is not node)
        return others if node.reference else (node, *others)

    def values(self, node: Node, name: str) -> Iterator[Value]:
        """The values of a property of a node and of its namesakes."""
        for item in self.resolve(node):
            yield from item.props.get(name, ())

    def texts(self, node: Node, name: str) -> Iterator[Text]:
        """The plain values of a property."""
        return (value for value in self.values(node, name) if isinstance(value, Text))

    def text(self, node: Node, name: str) -> Text | None:
        """The first plain value of a property that is not empty."""
        return next((value for value in self.texts(node, name) if value.value.strip()), None)

    def items(self, node: Node, name: str) -> Iterator[Node]:
        """The nodes that a property holds or points at."""
        for value in self.values(node, name):
            if isinstance(value, Node):
                yield from self.resolve(value)[:1]

    def named(self, node: Node, name: str) -> Iterator[Text]:
        """What the values of a property are called: plain values, or the `name` of nodes."""
        for value in self.values(node, name):
            if isinstance(value, Text):
                yield value
            else:
                yield from (text for text in (self.text(value, "name"),) if text is not None)
