"""Categories and tags as printed: which links are terms of this post, and of which kind."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, marks, said

from scraper.extract.sources import taxonomy


def values(html: str, field: str, language: str = "en") -> list[object]:
    return list(dict.fromkeys(value for value, _ in said(claims_of(taxonomy, html, language=language), field)))


def test_rel_tells_categories_from_tags() -> None:
    html = """<article><h1>Harrow Lane</h1><p>Posted in <a href="/category/drama/" rel="category tag">Drama</a>,
      <a href="/category/reviews/" rel="category tag">Reviews</a> |
      <a href="/tag/jon-vale/" rel="tag">Jon Vale</a></p></article>"""
    assert values(html, "categories") == ["Drama", "Reviews"]
    assert values(html, "tags") == ["Jon Vale"]


def test_block_themes_put_rel_tag_on_categories_and_the_address_tells() -> None:
    html = '<p><a href="/category/drama/" rel="tag">Drama</a></p><p><a href="/tag/drama/" rel="tag">drama film</a></p>'
    assert (values(html, "categories"), values(html, "tags")) == (["Drama"], ["drama film"])


def test_a_container_decides_where_the_bases_are_translated() -> None:
    html = """<div class="taxonomy-category"><a href="/themen/drama/" rel="tag">Drama</a></div>
      <div class="taxonomy-post_tag"><a href="/themen/jon/" rel="tag">Jon Vale</a></div>"""
    assert (values(html, "categories"), values(html, "tags")) == (["Drama"], ["Jon Vale"])


def test_labels_of_blogger_are_categories() -> None:
    html = '<p>Labels: <a href="https://b.example/search/label/Drama" rel="tag">Drama</a></p>'
    assert (values(html, "categories"), values(html, "tags")) == (["Drama"], [])


@pytest.mark.parametrize(
    "html",
    [
        '<nav><a href="/category/drama/" rel="category">Drama</a></nav>',
        '<aside class="widget"><a href="/tag/drama/" rel="tag">Drama</a></aside>',
        '<div class="breadcrumbs"><a href="/category/drama/" rel="tag">Drama</a></div>',
        '<ol itemtype="https://schema.org/BreadcrumbList"><li><a href="/category/drama/" rel="tag">Drama</a></li></ol>',
        '<div class="related-posts"><a href="/tag/drama/" rel="tag">Drama</a></div>',
        '<p>A long sentence that happens to link to <a href="/tag/drama/">drama</a> somewhere in its middle part.</p>',
        '<p><a href="/categories/">Categories</a></p>',
        '<ul><li class="cat-item cat-item-3"><a href="/category/drama/">Drama</a></li></ul>',
        '<p><a href="https://social.example/hashtag/harrowlane">HarrowLane</a></p>',
        '<div class="tagStyle_z4k"><a href="/deutschland">Deutschland</a></div>',
        '<h2><a href="/category/drama/">New in drama</a></h2>',
        '<p><a href="/tag/drama/">mehr</a></p>',
    ],
)
def test_menus_clouds_breadcrumbs_related_posts_and_prose_are_no_taxonomy(html: str) -> None:
    page = f"<main><h1>Harrow Lane</h1><p>{'Prose about the film. ' * 20}</p></main>{html}"
    assert (values(page, "categories"), values(page, "tags")) == ([], [])


def test_a_body_that_says_has_breadcrumbs_keeps_its_terms() -> None:
    html = '<body class="has-breadcrumbs"><p><a href="/category/drama/" rel="category tag">Drama</a></p></body>'
    assert values(html, "categories") == ["Drama"]


@pytest.mark.parametrize(
    ("html", "kind", "expected"),
    [
        (
            '<ul class="post-tags"><li><a href="/tags/x/">Slow</a></li><li><a href="/tags/y/">#Cold</a></li></ul>',
            "tags",
            ["Slow", "Cold"],
        ),
        ('<p>In <a href="./category/review.html">review</a>.</p>', "categories", ["review"]),
        ('<p><a href="/tags#Film"><i></i> Film (12)</a></p>', "tags", ["Film"]),
        ("<p>#slow #cold</p>", "tags", ["slow", "cold"]),
        ("<p>Categories: Drama, Reviews</p>", "categories", ["Drama", "Reviews"]),
        ("<p>Tags: slow, cold, </p>", "tags", ["slow", "cold"]),
        ('<h5>Tags</h5><p><a href="/x/slow">slow</a> <a href="/x/cold">cold</a></p>', "tags", ["slow", "cold"]),
        (
            '<div>Tags</div><ul><li><a href="/x">slow</a></li><li><a href="/y">cold</a></li></ul>',
            "tags",
            ["slow", "cold"],
        ),
        ("<p>4 May 2021 ∙ filed under drama</p>", "categories", ["drama"]),
        ('<p>Filed under: <a href="/c/1">Drama</a> Tagged: <a href="/t/2">slow</a></p>', "tags", ["slow"]),
    ],
)
def test_static_generators_and_label_lines(html: str, kind: str, expected: list[str]) -> None:
    assert values(html, kind) == expected


def test_label_lines_in_other_languages() -> None:
    assert values("<p>Kategorien: Drama, Kritiken</p>", "categories", "de") == ["Drama", "Kritiken"]


def test_terms_of_another_article_on_the_page_are_marked() -> None:
    html = """<article><h1>Harrow Lane</h1><a href="/tag/a/" rel="tag">slow</a></article>
      <article><h2>Nine Doors</h2><a href="/tag/b/" rel="tag">loud</a></article>"""
    claims = claims_of(taxonomy, html)
    assert said(claims, "tags") == [("slow", "taxonomy.rel_tag")]
    assert {"other_article"} in marks(claims, "tags")


def test_classes_of_the_post_say_what_it_is_filed_under() -> None:
    html = '<article class="post hentry category-world-cinema tag-slow"><h1>Harrow Lane</h1></article>'
    claims = claims_of(taxonomy, html)
    assert said(claims, "categories") == [("world cinema", "taxonomy.class_category")]
    assert said(claims, "tags") == [("slow", "taxonomy.class_tag")]


def test_two_elements_of_one_post_are_one_article() -> None:
    html = """<div class="hero hentry post-12"><h1>Harrow Lane</h1></div><article class="post-12"><p>It waits.</p>
      <p><a href="/kategorie/drama/" rel="category tag">Drama</a></p></article>
      <article class="post-13"><a href="/tag/jon/" rel="tag">Jon Vale</a></article>"""
    assert marks(claims_of(taxonomy, html), "categories") == [set()]
    assert marks(claims_of(taxonomy, html), "tags") == [{"other_article"}]


TEXT = "<p>The camera waits in the lane.</p><p><a href='/about/'>About</a> <a href='/news/'>News</a></p>"


def section(html: str, url: str = "https://lamplight.example/kultur/harrow-lane") -> list[object]:
    found = said(claims_of(taxonomy, html + TEXT, url), "categories")
    return [value for value, rule in found if rule == "taxonomy.section_link"]


def test_a_link_over_the_heading_to_the_folder_of_the_page_is_its_section() -> None:
    html = "<article><p><a href='%s'>Kultur</a></p><h1>Harrow Lane</h1></article>"
    assert section(html % "/kultur") == ["Kultur"]
    assert section(html % "https://lamplight.example/kultur.html") == ["Kultur"]
    assert section(html % "/sport/") == []
    assert section(html % "/") == []
    assert section(html % "https://other.example/kultur") == []
    for trail in ("← <a href='/kultur'>Kultur</a>", "<a href='/'>Home</a> / <a href='/kultur'>Kultur</a>"):
        assert section(f"<article><p>{trail}</p><h1>Harrow Lane</h1></article>") == []
    assert section("<article><p><a href='/kultur'>All reviews</a></p><h1>Harrow Lane</h1></article>") == []
    assert section(f"<nav class='breadcrumb'><a href='/kultur'>Kultur</a></nav>{html}" % "/x") == []


def test_a_site_that_lies_in_a_folder_is_no_section_of_itself() -> None:
    links = "".join(f"<p><a href='/kultur/{name}'>{name}</a></p>" for name in ("a", "b", "c", "d", "e", "f", "g"))
    html = f"<article><p><a href='/kultur/'>Ida's site</a></p><h1>Harrow Lane</h1></article>{links}"
    assert section(html) == []


def test_the_tags_of_joomla_are_known_by_their_numbers() -> None:
    html = """<ul class="tags inline"><li class="tag-26 tag-list0"><a class="label" href="/drama.html">Drama</a></li>
      <li class="tag-7 tag-list1"><a class="label" href="/fog.html">Fog</a></li></ul>
      <ul class="list"><li class="item-26"><a class="label" href="/shop.html">Shop</a></li></ul>"""
    assert values(html, "tags") == ["Drama", "Fog"]


def test_a_label_behind_a_bar_is_read() -> None:
    html = "<h1>Harrow Lane</h1><p>Sunday, 2 November 2014 | Tags: <a href='/drama.html'>Drama</a> | 3 min</p>"
    assert values(html, "tags") == ["Drama"]
