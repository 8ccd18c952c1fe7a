"""Signatures, initials with their key, and owners of personal sites."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.block import NO_SITE, Block
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_html
from scraper.extract.sources import signature

PROSE = f"<p>{'The camera waits in the lane. ' * 12}</p>" * 3


def reviewers(html: str, language: str = "en") -> list[object]:
    return list(dict.fromkeys(value for value, _ in said(claims_of(signature, html, language=language), "reviewer")))


@pytest.mark.parametrize("line", ["<p>— Ida Moss</p>", "<p>[Ida Moss]</p>"])
def test_a_signature_at_the_end_names_the_critic(line: str) -> None:
    assert reviewers(f"<h1>Harrow Lane</h1>{PROSE * 3}{line}") == ["Ida Moss"]


def test_initials_are_read_with_the_key_on_the_page() -> None:
    key = '<p class="author">Ida Moss</p><p class="author">Jon Brook</p>'
    claims = claims_of(signature, f"<h1>Harrow Lane</h1>{key}{PROSE * 3}<p>— I.M.</p>")
    assert ("Ida Moss", "signature.initials") in said(claims, "reviewer")
    assert [
        rule for _, rule in said(claims_of(signature, f"<h1>Harrow Lane</h1>{PROSE * 3}<p>— I.M.</p>"), "reviewer")
    ] == []


def test_initials_behind_a_capsule_are_read_with_the_key_at_the_foot() -> None:
    html = """<h2>Slate Grey Sea</h2><p>Funny and slight. – RB</p><h2>Ministry of Rain</h2><p>A thriller. – JT</p>
      <p>RB: Ros Bellamy. JT: Jack Thorn.</p>"""
    page = parse_html(html)
    capsule = Block(0, page, page.lines[:2], whole=False)
    found = [claim.value for claim in signature.claims(capsule, load(("en",)), NO_SITE) if claim.field == "reviewer"]
    assert found == ["Ros Bellamy"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>Harrow Lane ~ Ida Moss</title><h1>Harrow Lane</h1>", ["Ida Moss"]),
        ("<title>Harrow Lane - Quiet Matinee</title><h1>Harrow Lane</h1>", []),
        ("<title>Ida Moss</title><h1>Ida Moss</h1>", []),
        ("<h1>Harrow Lane</h1><footer>© 2021 Ida Moss. All rights reserved.</footer>", ["Ida Moss"]),
        ("<h1>Harrow Lane</h1><footer>Ida Moss © 2015 - present</footer>", ["Ida Moss"]),
        ("<h1>Harrow Lane</h1><footer>© 2021 Quiet Matinee</footer>", []),
        ("<h1>Harrow Lane</h1><footer>© 2021 Moss Film Media Ltd</footer>", []),
    ],
)
def test_a_personal_site_belongs_to_its_critic_and_a_site_with_a_name_of_two_words_to_nobody(
    html: str, expected: list[str]
) -> None:
    assert reviewers(html) == expected


def test_initials_without_a_key_are_given_as_printed_and_an_end_mark_is_nobody() -> None:
    text = "<h1>Harrow Lane</h1><p>The camera waits in the lane, and so do we. — {}</p>"
    assert reviewers(text.format("M.C.")) == ["M.C."]
    assert reviewers(text.format("FIN")) == []
