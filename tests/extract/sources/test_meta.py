"""The head of a page as a source."""

from __future__ import annotations

from support.claimed import claims_of, marks, said

from scraper.extract.sources import meta
from scraper.model import PartialDate


def test_dates_authors_and_sections_of_opengraph() -> None:
    html = """<meta property="article:published_time" content="2021-03-04T10:35:00-05:00">
      <meta property="article:section" content="Reviews"><meta property="article:tag" content="Jon Vale">
      <meta name="author" content="Ida Moss"><meta property="og:title" content="Harrow Lane &amp;#8211; review">"""
    claims = claims_of(meta, html)
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "meta.article_published")]
    assert said(claims, "categories") == [("Reviews", "meta.article_section")]
    assert said(claims, "tags") == [("Jon Vale", "meta.article_tag")]
    assert said(claims, "reviewer") == [("Ida Moss", "meta.author")]
    assert said(claims, "headline") == [("Harrow Lane – review", "meta.og_title")]


def test_an_address_or_an_account_as_author_is_marked() -> None:
    html = """<meta name="author" content="https://www.facebook.com/lamplight">
      <meta property="article:author" content="admin">"""
    assert marks(claims_of(meta, html), "reviewer") == [{"address_as_author"}, {"role_as_author"}]


def test_twitter_labels_name_the_writer_in_any_language_and_never_the_reading_time() -> None:
    html = """<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ida Moss">
      <meta name="twitter:label2" content="Geschätzte Lesezeit"><meta name="twitter:data2" content="4 Minuten">"""
    assert said(claims_of(meta, html), "reviewer") == [("Ida Moss", "meta.twitter_written_by")]
    only_time = '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="4 minutes">'
    assert said(claims_of(meta, only_time), "reviewer") == []


def test_filed_under_of_ghost_is_tags() -> None:
    html = '<meta name="twitter:label2" content="Filed under"><meta name="twitter:data2" content="Drama, Jon Vale">'
    assert [value for value, _ in said(claims_of(meta, html), "tags")] == ["Drama", "Jon Vale"]


def test_a_date_without_a_year_says_nothing() -> None:
    assert said(claims_of(meta, '<meta name="date" content="Sep 2">'), "published") == []


def test_the_tags_of_ghost_are_the_whole_list_of_article_tags() -> None:
    html = """<meta name="generator" content="Ghost 5.79"><meta property="article:tag" content="Drama">"""
    assert ("Drama", "meta.ghost_tag") in said(claims_of(meta, html), "tags")
    other = html.replace("Ghost", "WordPress")
    assert said(claims_of(meta, other), "tags") == [("Drama", "meta.article_tag")]


def test_the_date_of_a_wordpress_page_that_is_no_post_is_doubted() -> None:
    html = """<html><head><meta property="article:published_time" content="2021-03-04T10:35:00"></head>
      <body class="%s page page-id-7"><h1>Our cottage</h1></body></html>"""
    assert marks(claims_of(meta, html % ""), "published") == [{"static_page"}]
    assert marks(claims_of(meta, html % "single single-post"), "published") == [set()]
