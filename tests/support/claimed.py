"""Helper: the claims that a source makes about a small page."""

from __future__ import annotations

from types import ModuleType

from scraper.extract.block import NO_SITE, Block
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_html, parse_text
from scraper.model import Claim

URL = "https://lamplight.example/2021/03/harrow-lane/"


def claims_of(source: ModuleType, html: str, url: str = URL, language: str = "en") -> list[Claim]:
    page = parse_html(html, url)
    block = Block(0, page, page.lines, language)
    return list(source.claims(block, load((language,)), NO_SITE))


def said(claims: list[Claim], field: str, *, doubtful: bool = False) -> list[tuple[object, str]]:
    """Value and rule of each claim about a field; only claims without marks, unless `doubtful`."""
    return [(c.value, c.rule) for c in claims if c.field == field and bool(c.marks) is doubtful]


def marks(claims: list[Claim], field: str) -> list[set[str]]:
    return [set(c.marks) for c in claims if c.field == field]


def claims_of_text(source: ModuleType, text: str, language: str = "en") -> list[Claim]:
    """The claims that a source makes about a plain text."""
    page = parse_text(text)
    block = Block(0, page, page.lines, language)
    return list(source.claims(block, load((language,)), NO_SITE))
