"""Structured data of a page in one table, whatever syntax it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.extract.nodes.jsonld import read_jsonld
from scraper.extract.nodes.microdata import read_microdata
from scraper.extract.nodes.microformats import read_microformats
from scraper.extract.nodes.node import Node, Syntax, Table, Text, Value, local_name
from scraper.extract.nodes.rdfa import read_rdfa

if TYPE_CHECKING:
    from scraper.extract.page import Page

__all__ = ["Node", "Syntax", "Table", "Text", "Value", "local_name", "node_table"]


def node_table(page: Page) -> Table:
    """The page's nodes; made once per page, since every block asks for them."""
    known = page.memo.get("nodes")
    if isinstance(known, Table):
        return known
    nodes: list[Node] = []
    repairs: list[str] = []
    if page.tree is not None:
        repairs += read_jsonld(page.markup, nodes)
        read_microdata(page.markup, nodes)
        read_rdfa(page.markup, nodes)
        read_microformats(page.markup, nodes)
    table = Table(nodes, tuple(repairs))
    page.memo["nodes"] = table
    return table
