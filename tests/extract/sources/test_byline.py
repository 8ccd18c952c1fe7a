"""Bylines: who wrote it, as the page shows it."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, marks, said

from scraper.extract.block import NO_SITE, Block
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_html
from scraper.extract.sources import byline

PROSE = f"<p>{'The camera waits in the lane. ' * 12}</p>" * 3


def reviewers(html: str, language: str = "en") -> list[object]:
    return list(dict.fromkeys(value for value, _ in said(claims_of(byline, html, language=language), "reviewer")))


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ('<a rel="author" href="/author/ida/">Ida Moss</a>', "en"),
        (
            '<span class="byline">By <b class="author vcard"><a class="url fn" href="/x">Ida Moss</a></b></span>',
            "en",
        ),
        (
            '<li class="post-author"><i class="screen-reader-text">Post author</i> By <a href="/x">Ida Moss</a></li>',
            "en",
        ),
        ("<p>By Ida Moss</p>", "en"),
        ("<p>By Ida Moss, Lifestyle Editor</p>", "en"),
        ("<p>Reviewed by Ida Moss | 4 comments</p>", "en"),
        ("<p>4 May 2021 by Ida Moss in Reviews</p>", "en"),
        ("<p>27 May 2021 · 3 min · Ida Moss</p>", "en"),
        ("<p>a column by Ida Moss</p>", "en"),
        ("<p>12 Nisan 2018 · Yazan: Ida Moss</p>", "tr"),
        ("<p>Von Ida Moss</p>", "de"),
        ("<p>Autor: Ida Moss</p>", "de"),
        ("<p>Ein Artikel von Ida Moss | 27.01.2022 - 12:45</p>", "de"),
        ('<p class="author">Ida Moss Autor</p>', "de"),
        ('<p class="date">Erstellt von <a href="/autor/ida/">Ida Moss</a> am Dienstag</p>', "de"),
        ('<div class="post-author"><a href="/ida">@Ida Moss</a></div>', "en"),
    ],
)
def test_the_critic_under_the_headline_is_named_without_what_follows(line: str, language: str) -> None:
    assert reviewers(f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>", language) == ["Ida Moss"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>By | 2 comments</p>",
        "<p>by</p>",
        "<p>Directed by Jon Vale</p>",
        "<p>2021 · Director Jon Vale · 96 min</p>",
        "<p>2021 · Jon Vale · 96 min</p>",
        '<div class="comment-author"><b class="fn">Fan63</b></div>',
        '<span class="author-bio">Ida Moss has been writing since 2007.</span>',
        '<div class="glsr-review-author">Joe Reader</div>',
        "<p>by Rotten Tomatoes</p>",
        "<p>By the time the rain stops, we know everyone by their boots. The screenplay is by Jon Vale, of course.</p>",
        '<span class="author">Published November</span>',
    ],
)
def test_empty_bylines_directors_readers_and_labels_name_nobody(line: str) -> None:
    assert reviewers(f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>") == []


def test_an_account_is_marked() -> None:
    html = f'<h1>Harrow Lane</h1><span class="author">admin</span>{PROSE}'
    assert marks(claims_of(byline, html), "reviewer") == [{"role_as_author"}]


def test_authors_of_a_list_far_from_the_headline_are_doubted() -> None:
    cards = "".join(f'<div><span class="author">Ida {name}</span></div>' for name in ("Moss", "Vale", "Brook"))
    claims = claims_of(byline, f"<h1>Harrow Lane</h1>{PROSE * 4}{cards}{PROSE}")
    assert said(claims, "reviewer") == []


def test_the_only_author_box_names_the_critic_and_several_name_nobody() -> None:
    box = '<div class="author-box"><h4>{}</h4><p>writes about films.</p></div>'
    one = f"<h1>Harrow Lane</h1>{PROSE}{box.format('Ida Moss')}"
    assert ("Ida Moss", "byline.author_box") in said(claims_of(byline, one), "reviewer")
    two = one + box.format("Jon Brook")
    assert "byline.author_box" not in {rule for _, rule in said(claims_of(byline, two), "reviewer")}


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("<p>BY IDA MOSS Cast: Lea Brandt</p>", "en", "IDA MOSS"),
        ("<p>Reviewed by IDA MOSS Director: Jon Vale</p>", "en", "IDA MOSS"),
        ("<p>Publié le par Ida Moss</p>", "fr", "Ida Moss"),
        (f"<p>(Written by Ida Moss) {'The camera waits in the lane. ' * 12}</p>", "en", "Ida Moss"),
        ("<p>… MOSS IDA KRITIKÁJA. Tovább</p>", "hu", "MOSS IDA"),
    ],
)
def test_bylines_that_lost_their_line_breaks_or_their_date(line: str, language: str, expected: str) -> None:
    assert reviewers(f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>", language) == [expected]


def test_the_byline_of_a_round_up_speaks_for_its_capsules_and_that_of_the_first_post_does_not() -> None:
    def second(html: str) -> list[object]:
        page = parse_html(html)
        start = next(line.index for line in page.lines if line.text == "Nine Doors")
        block = Block(1, page, page.lines[start:], whole=False, title=page.lines[start])
        return [claim.value for claim in byline.claims(block, load(("en",)), NO_SITE) if claim.field == "reviewer"]

    author = '<p class="byline">By <a rel="author" href="/ida">Ida Moss</a></p>'
    capsules = "<h2>Harrow Lane</h2>{}<p>A cold film.</p><h2>Nine Doors</h2><p>A warm one.</p>"
    assert second(f"<h1>Two from May</h1>{author}{capsules.format('')}") == ["Ida Moss"]
    assert second(f"<h1>Lamplight</h1>{capsules.format(author)}") == []


def test_a_small_capital_word_within_a_name_is_no_label() -> None:
    html = f'<article><h1>Harrow Lane</h1><span class="vcard author">Loïc Le Clerc</span>{PROSE}</article>'
    assert reviewers(html, "fr") == ["Loïc Le Clerc"]


def test_the_words_between_two_authors_and_half_an_office_are_no_names() -> None:
    html = f"""<article><h1>Harrow Lane</h1><div class="authors"><span class="author">Ida Moss</span>
      <span class="author">und</span><span class="author-title-in">Autor/in</span></div>{PROSE}</article>"""
    assert reviewers(html, "de") == ["Ida Moss"]


def test_a_box_about_the_author_may_begin_with_a_label_of_its_own() -> None:
    html = f"""<article><h1>Harrow Lane</h1>{PROSE}</article>
      <div class="author__box"><div>About the Author - Ida Moss</div><p>Ida writes about rain.</p></div>"""
    assert "byline.author_box" in {rule for _, rule in said(claims_of(byline, html), "authors")}


@pytest.mark.parametrize("name", ["wordpressadmin", "Red", "zvg"])
def test_accounts_and_offices_are_marked(name: str) -> None:
    html = f'<article><h1>Harrow Lane</h1><a rel="author" href="/x">{name}</a>{PROSE}</article>'
    assert marks(claims_of(byline, html), "authors") == [{"role_as_author"}]


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("<p>By Ida Moss and Jon Vale</p>", "en", ["Ida Moss", "Jon Vale"]),
        ("<p>Von Ida Moss, Jon Vale und Lea Brandt, Lampenblatt</p>", "de", ["Ida Moss", "Jon Vale", "Lea Brandt"]),
        ('<p class="byline">Ida Moss & Jon Vale</p>', "en", ["Ida Moss", "Jon Vale"]),
        ("<p>By Ida Moss, Staff Writer</p>", "en", ["Ida Moss"]),
        ("<p>By Ida Moss, Film Editor and more</p>", "en", ["Ida Moss"]),
    ],
)
def test_all_who_sign_are_authors_and_the_first_is_the_reviewer(line: str, language: str, expected: list[str]) -> None:
    html = f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>"
    found = said(claims_of(byline, html, language=language), "authors")
    assert list(dict.fromkeys(value for value, _ in found)) == expected
    assert reviewers(html, language) == expected[:1]


FAR_LABEL = f"<article><h1>Harrow Lane</h1>{PROSE * 5}%s{PROSE * 5}</article>"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("<p>Author: Ida Moss, head of the lamp works</p>", ["Ida Moss"]),
        ("<p>Director: Jon Vale</p><p>Author: Ida Moss</p>", []),
        ("<p>Author: Ida Moss</p><p>He waits.</p><p>Author: Lea Brandt</p>", []),
        ("<p>Author: unknown</p>", []),
    ],
)
def test_one_labelled_author_far_from_the_heading_is_the_pages_and_nobodys_verdict(
    lines: str, expected: list[str]
) -> None:
    claims = claims_of(byline, FAR_LABEL % lines)
    assert [value for value, _ in said(claims, "authors")] == expected
    assert said(claims, "reviewer") == []
