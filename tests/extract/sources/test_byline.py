"""Bylines: who wrote it and when, as the page shows it."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, marks, said

from scraper.extract.sources import byline
from scraper.model import PartialDate

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
        ("<p>Von Ida Moss</p>", "de"),
        ("<p>Autor: Ida Moss</p>", "de"),
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
        '<div class="comment-author"><b class="fn">Fan63</b></div>',
        '<span class="author-bio">Ida Moss has been writing since 2007.</span>',
        '<div class="glsr-review-author">Joe Reader</div>',
        "<p>by Rotten Tomatoes</p>",
        '<span class="author">Published November</span>',
    ],
)
def test_empty_bylines_directors_readers_and_labels_name_nobody(line: str) -> None:
    assert reviewers(f"<article><h1>Harrow Lane</h1>{line}{PROSE}</article>") == []


@pytest.mark.parametrize("line", ["<p>— Ida Moss</p>", "<p>[Ida Moss]</p>"])
def test_a_signature_at_the_end_names_the_critic(line: str) -> None:
    assert reviewers(f"<h1>Harrow Lane</h1>{PROSE * 3}{line}") == ["Ida Moss"]


def test_initials_are_read_with_the_key_on_the_page() -> None:
    key = '<p class="author">Ida Moss</p><p class="author">Jon Brook</p>'
    claims = claims_of(byline, f"<h1>Harrow Lane</h1>{key}{PROSE * 3}<p>— I.M.</p>")
    assert ("Ida Moss", "byline.initials") in said(claims, "reviewer")
    assert [
        rule for _, rule in said(claims_of(byline, f"<h1>Harrow Lane</h1>{PROSE * 3}<p>— I.M.</p>"), "reviewer")
    ] == []


def test_an_account_is_marked() -> None:
    html = f'<h1>Harrow Lane</h1><span class="author">admin</span>{PROSE}'
    assert marks(claims_of(byline, html), "reviewer") == [{"role_as_author"}]


def test_authors_of_a_list_far_from_the_headline_are_doubted() -> None:
    cards = "".join(f'<div><span class="author">Ida {name}</span></div>' for name in ("Moss", "Vale", "Brook"))
    claims = claims_of(byline, f"<h1>Harrow Lane</h1>{PROSE * 4}{cards}{PROSE}")
    assert said(claims, "reviewer") == []


def test_published_and_changed_are_told_apart() -> None:
    html = f"""<article><h1>Harrow Lane</h1><p><time class="entry-date published" datetime="2021-03-04T10:00">x</time>
      <time class="updated" datetime="2021-05-06">6 May</time></p>{PROSE}</article>"""
    claims = claims_of(byline, html)
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "byline.time_published_head")]
    assert said(claims, "modified") == [(PartialDate(2021, 5, 6), "byline.time_updated")]


def test_an_iso_title_beats_an_ambiguous_visible_date_and_a_date_without_year_says_nothing() -> None:
    blogger = f'<h1>Harrow Lane</h1><abbr class="published" title="2021-03-04T10:00:00-08:00">4/3/21</abbr>{PROSE}'
    assert said(claims_of(byline, blogger), "published") == [(PartialDate(2021, 3, 4), "byline.time_published_head")]
    squarespace = f'<h1>Harrow Lane</h1><time class="dt-published" datetime="Sep 2">Sep 2</time>{PROSE}'
    assert said(claims_of(byline, squarespace), "published") == []


def test_dates_of_comments_and_related_posts_are_not_read() -> None:
    html = f"""<h1>Harrow Lane</h1>{PROSE}<div class="comments"><time datetime="2022-01-01">x</time></div>
      <div class="related-posts"><time datetime="2020-01-01">x</time></div>"""
    assert said(claims_of(byline, html), "published") == []


def test_the_only_author_box_names_the_critic_and_several_name_nobody() -> None:
    box = '<div class="author-box"><h4>{}</h4><p>writes about films.</p></div>'
    one = f"<h1>Harrow Lane</h1>{PROSE}{box.format('Ida Moss')}"
    assert ("Ida Moss", "byline.author_box") in said(claims_of(byline, one), "reviewer")
    two = one + box.format("Jon Brook")
    assert "byline.author_box" not in {rule for _, rule in said(claims_of(byline, two), "reviewer")}
