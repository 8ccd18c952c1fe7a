"""Structured data as a source: JSON-LD, microdata, RDFa and microformats, read from one node table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scraper.extract.nodes import node_table
from scraper.extract.nodes.articles import article_claims, page_claims
from scraper.extract.nodes.reviews import review_claims
from scraper.extract.nodes.speak import Speaker

if TYPE_CHECKING:
    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon
    from scraper.model import Claim


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """What review, film, article, page and site nodes say of the block."""
    del lexicon, site
    table = node_table(block.page)
    if not table.nodes:
        return
    speaker = Speaker(block, table)
    yield from review_claims(speaker)
    yield from article_claims(speaker)
    yield from page_claims(speaker)
