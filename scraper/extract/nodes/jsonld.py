"""JSON-LD blocks to nodes: `@graph`, lists, wrong-case keys, prefixed types, bare references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scraper.extract.nodes.node import MAX_NODES, Node, Text, local_name
from scraper.extract.nodes.repair import RUNGS, load

if TYPE_CHECKING:
    from scraper.extract.page import Markup

MAX_DEPTH: Final = 40
MAX_BLOCKS: Final = 200


def _plain(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value) if value == value and abs(value) < 1e15 else None  # noqa: PLR0124 - NaN, huge
    return None


def _types(value: object) -> frozenset[str]:
    names = value if isinstance(value, list) else [value]
    return frozenset(local_name(name) for name in names if isinstance(name, str) and name.strip())


def _pointer(path: str, key: str | int) -> str:
    """One more step of an RFC 6901 JSON Pointer."""
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"


class _Reader:
    """Collects the nodes of one block; its own stack, so that depth costs no recursion."""

    def __init__(self, nodes: list[Node], rung: int) -> None:
        self.nodes = nodes
        self.rung = rung
        self.stack: list[tuple[object, str, Node | None, str, int]] = []

    def read(self, value: object, path: str) -> None:
        self.stack.append((value, path, None, "", 0))
        while self.stack and len(self.nodes) < MAX_NODES:
            item, where, parent, via, depth = self.stack.pop()
            if depth > MAX_DEPTH:
                continue
            if isinstance(item, list):
                steps = [(child, _pointer(where, i), parent, via, depth + 1) for i, child in enumerate(item)]
                self.stack.extend(reversed(steps))
            elif isinstance(item, dict):
                self._node(item, where, parent, via, depth)
            elif parent is not None and (text := _plain(item)) is not None:
                parent.add(via, Text(text, where))

    def _node(self, item: dict[str, object], path: str, parent: Node | None, via: str, depth: int) -> None:
        keys = {key: key.strip().lower() for key in item}
        if "@value" in item and parent is not None:
            self.stack.append((item["@value"], _pointer(path, "@value"), parent, via, depth + 1))
            return
        node = Node("jsonld", path=path, parent=parent, via=via, rung=self.rung)
        children: list[tuple[object, str, Node | None, str, int]] = []
        for key, value in item.items():
            name = keys[key]
            if name in {"@type", "type"}:
                node.types |= _types(value)
            elif name == "@id":
                node.id = value if isinstance(value, str) else ""
            elif name == "@graph":
                children.append((value, _pointer(path, key), None, "", depth + 1))
            elif not name.startswith("@"):
                children.append((value, _pointer(path, key), node, local_name(name), depth + 1))
        self.stack.extend(reversed(children))
        if node.types or node.id or any(child[2] is node for child in children):
            self.nodes.append(node)
            if parent is not None:
                parent.add(via, node)


def read_jsonld(markup: Markup, nodes: list[Node]) -> list[str]:
    """Append the nodes of every block of a page; returns what had to be repaired, one entry a block."""
    repairs: list[str] = []
    scripts = [script for script in markup.tagged("script") if "ld+json" in script.attr("type").lower()]
    for index, script in enumerate(scripts[:MAX_BLOCKS]):
        raw = script.node.text(deep=True) or ""
        loaded = load(raw)
        if loaded is None:
            if raw.strip():
                repairs.append(f"json-ld block {index}: unreadable")
            continue
        value, rung = loaded
        if rung:
            repairs.append(f"json-ld block {index}: {RUNGS[rung]}")
        _Reader(nodes, rung).read(value, f"script[{index}]")
    return repairs
