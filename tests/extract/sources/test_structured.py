"""Structured data as a source: whose score, on which scale, about which film."""

from __future__ import annotations

import json

import pytest
from support.claimed import claims_of, marks, said

from scraper.extract.block import NO_SITE, Block
from scraper.extract.lexicon import load
from scraper.extract.parse import parse_html
from scraper.extract.sources import structured
from scraper.model import Credit, PartialDate, Rating

PERSON = {"@type": "Person", "name": "Ida Moss"}
RATING = {"@type": "Rating", "ratingValue": "4", "bestRating": 5}
FILM = {
    "@type": "Movie",
    "name": "Harrow Lane",
    "dateCreated": "2019-01-01",
    "director": [{"@type": "Person", "name": "Jon Vale"}],
    "actor": [{"@type": "Person", "name": "Lea Brandt"}],
}


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_a_review_of_a_film_says_everything_it_holds() -> None:
    review = {"@type": "Review", "author": PERSON, "datePublished": "2021-03-04T23:50:00-05:00"}
    claims = claims_of(structured, ld({**review, "reviewRating": RATING, "itemReviewed": FILM}))
    assert said(claims, "film_title") == [("Harrow Lane", "jsonld.film.title")]
    assert said(claims, "film_year") == [(2019, "jsonld.film.year")]
    assert said(claims, "directors") == [("Jon Vale", "jsonld.film.director")]
    assert said(claims, "people") == [(Credit("Lea Brandt", "actor"), "jsonld.film.people")]
    assert said(claims, "reviewer") == [("Ida Moss", "jsonld.review.author")]
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "jsonld.review.published")]
    (score,) = said(claims, "score")
    assert score == (Rating(4.0, 5.0, "4", "points", "printed", None, 80.0, "critic"), "jsonld.review.rating")


def test_locators_are_json_pointers_into_their_script() -> None:
    claims = claims_of(structured, ld({}) + ld({"@graph": [{"@type": "Review", "author": PERSON}]}))
    assert {c.locator.path for c in claims if c.field == "reviewer"} == {"script[1]/@graph/0/author/name"}


def test_a_review_under_a_capital_key_of_a_film_is_the_critic() -> None:
    claims = claims_of(
        structured, ld({**FILM, "Review": {"@type": "Review", "reviewRating": RATING, "author": PERSON}})
    )
    assert [value for value, _ in said(claims, "reviewer")] == ["Ida Moss"]
    assert len(said(claims, "score")) == 1


def test_averages_are_marked_as_the_readers() -> None:
    average = {"@type": "AggregateRating", "ratingValue": 4.1, "ratingCount": 62}
    claims = claims_of(structured, ld({**FILM, "aggregateRating": average}))
    assert said(claims, "score") == []
    assert marks(claims, "score") == [{"readers", "default_scale"}] or marks(claims, "score") == [{"readers"}]
    single = claims_of(structured, ld({**FILM, "aggregateRating": {**average, "ratingCount": 1, "bestRating": 5}}))
    assert marks(single, "score") == [{"single_vote"}]


def test_a_rating_typed_as_an_average_inside_a_review_is_the_readers() -> None:
    html = """<div itemscope itemtype="http://schema.org/Review"><div itemprop="reviewRating" itemscope
      itemtype="http://schema.org/AggregateRating"><meta itemprop="ratingValue" content="4.0">
      <meta itemprop="bestRating" content="5"><span itemprop="ratingCount">9</span></div></div>"""
    assert all("readers" in found for found in marks(claims_of(structured, html), "score"))


def test_of_several_reviews_only_the_one_by_the_articles_author_speaks() -> None:
    reviews = [
        {"@type": "Review", "author": {"name": name}, "reviewRating": {"ratingValue": value, "bestRating": 5}}
        for name, value in (("Ida Moss", 2), ("Fan63", 5), ("Joe", 4))
    ]
    article = {"@type": "Article", "headline": "A cold film", "author": PERSON}
    claims = claims_of(structured, ld([article, {**FILM, "review": reviews}]))
    assert [value.value for value, _ in said(claims, "score") if isinstance(value, Rating)] == [2.0]
    nobody = claims_of(structured, ld({**FILM, "review": reviews}))
    assert said(nobody, "score") == []


@pytest.mark.parametrize(
    ("stated", "best", "expected"),
    [
        ("4/5", None, (4.0, 5.0)),
        ("8 / 10", 5, (8.0, 10.0)),
        ("60%", None, (60.0, 100.0)),
        ("4,5", 5, (4.5, 5.0)),
        ("7.5", None, (7.5, None)),
        ("B–", None, ("B-", "A+")),
    ],
)
def test_a_printed_scale_beats_best_rating_and_the_default_holds_only_where_it_fits(
    stated: str, best: int | None, expected: tuple[object, object]
) -> None:
    rating = {"@type": "Rating", "ratingValue": stated} | ({"bestRating": best} if best else {})
    claims = claims_of(structured, ld({"@type": "Review", "itemReviewed": FILM, "reviewRating": rating}))
    (found,) = [c.value for c in claims if c.field == "score" and isinstance(c.value, Rating)]
    assert (found.value, found.best) == expected


@pytest.mark.parametrize("value", ["11", "-1", "1e999", "four", ""])
def test_a_value_above_its_best_or_no_number_is_no_score(value: str) -> None:
    rating = {"@type": "Rating", "ratingValue": value, "bestRating": "10"}
    assert marks(claims_of(structured, ld({"@type": "Review", "reviewRating": rating})), "score") == []


def test_a_name_equal_to_the_headline_and_a_thing_are_marked() -> None:
    thing = {"@type": "Thing", "name": "A Cold Film"}
    claims = claims_of(structured, "<h1>A cold film</h1>" + ld({"@type": "Review", "itemReviewed": thing}))
    assert marks(claims, "film_title") == [{"post_title", "untyped"}]


@pytest.mark.parametrize("kind", ["Book", "VideoGame", "Restaurant", "TVSeries"])
def test_what_is_no_film_is_marked_and_gives_no_credits(kind: str) -> None:
    claims = claims_of(structured, ld({"@type": "Review", "itemReviewed": {**FILM, "@type": kind}}))
    assert marks(claims, "film_title") == [{"not_film"}]
    assert marks(claims, "directors") == []


def test_an_author_that_is_the_site_is_marked() -> None:
    site = {"@type": "WebSite", "name": "Lamplight Film"}
    by_name = ld([site, {"@type": "Article", "author": {"@type": "Person", "name": "Lamplight Film"}}])
    by_type = ld({"@type": "Article", "author": {"@type": "Organization", "name": "Moss Media"}})
    by_role = ld({"@type": "Article", "author": "admin"})
    assert marks(claims_of(structured, by_name), "reviewer") == [{"site_as_author"}]
    assert marks(claims_of(structured, by_type), "reviewer") == [{"site_as_author"}]
    assert marks(claims_of(structured, by_role), "reviewer") == [{"role_as_author"}]


def test_comments_are_never_the_article() -> None:
    html = """<article itemscope itemtype="https://schema.org/CreativeWork"><h1 itemprop="headline">Harrow Lane</h1>
      <b itemprop="author">Ida Moss</b><div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
      <i itemprop="author">Fan63</i><time itemprop="datePublished" datetime="2022-01-01"></time></div></article>"""
    claims = claims_of(structured, html)
    assert [value for value, _ in said(claims, "reviewer")] == ["Ida Moss"]
    assert said(claims, "published") == []


def test_sections_in_a_list_and_joined_in_one_string_are_told_apart() -> None:
    listed = claims_of(structured, ld({"@type": "Article", "articleSection": ["Drama", "Reviews"]}))
    joined = claims_of(structured, ld({"@type": "Article", "articleSection": "Drama, Reviews, Jon Vale"}))
    assert {rule for _, rule in said(listed, "categories")} == {"jsonld.article.section"}
    assert {rule for _, rule in said(joined, "categories")} == {"jsonld.article.section_joined"}


def test_of_several_articles_the_one_with_the_pages_address_is_read() -> None:
    own = {"@type": "BlogPosting", "url": "http://lamplight.example/2021/03/harrow-lane", "headline": "Harrow Lane"}
    claims = claims_of(structured, ld([{"@type": "BlogPosting", "url": "/other/", "headline": "Nine Doors"}, own]))
    assert said(claims, "headline") == [("Harrow Lane", "jsonld.article.headline")]


def test_a_change_before_the_publication_is_marked() -> None:
    dates = {"datePublished": "2021-03-04", "dateModified": "2020-01-01"}
    assert marks(claims_of(structured, ld({"@type": "Article", **dates})), "modified") == [{"before_published"}]


def test_rdfa_and_opengraph_share_an_attribute_and_are_told_apart() -> None:
    html = """<meta property="og:title" content="Not me"><div vocab="https://schema.org/" typeof="Review">
      <span property="itemReviewed" typeof="Movie"><b property="name">Harrow Lane</b></span>
      <span property="author">Ida Moss</span><time property="datePublished" datetime="2021-03-04">x</time>
      <b property="reviewRating" typeof="Rating"><i property="ratingValue">3.5</i>/<i property="bestRating">5</i></b>
      </div>"""
    claims = claims_of(structured, html)
    assert said(claims, "film_title") == [("Harrow Lane", "rdfa.film.title")]
    assert said(claims, "reviewer") == [("Ida Moss", "rdfa.review.author")]
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "rdfa.review.published")]
    assert [(v.value, v.best) for v, _ in said(claims, "score") if isinstance(v, Rating)] == [(3.5, 5.0)]


@pytest.mark.parametrize(
    "html",
    [
        """<div class="hreview"><span class="item"><b class="fn">Harrow Lane</b></span>
          <span class="reviewer vcard"><b class="fn">Ida Moss</b></span>
          <abbr class="dtreviewed" title="2021-03-04">4/3</abbr>
          <span class="rating"><b class="value">4</b> of <b class="best">5</b></span></div>""",
        """<article class="h-review"><b class="p-item"><i class="p-name">Harrow Lane</i></b>
          <a class="p-author h-card" href="/ida">Ida Moss</a><time class="dt-published" datetime="2021-03-04">x</time>
          <data class="p-rating" value="4">****</data> of <data class="p-best" value="5"></data></article>""",
    ],
    ids=["hreview", "h-review"],
)
def test_microformats_of_both_generations(html: str) -> None:
    claims = claims_of(structured, html)
    assert said(claims, "film_title") == [("Harrow Lane", "microformats.review.item_name")]
    assert said(claims, "reviewer") == [("Ida Moss", "microformats.review.author")]
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "microformats.review.published")]
    assert [(v.value, v.best) for v, _ in said(claims, "score") if isinstance(v, Rating)] == [(4.0, 5.0)]


def test_an_entry_of_a_theme_gives_headline_and_dates() -> None:
    html = """<article class="post hentry"><h1 class="entry-title">Harrow Lane</h1>
      <time class="entry-date published" datetime="2021-03-04">x</time></article>"""
    claims = claims_of(structured, html)
    assert said(claims, "headline") == [("Harrow Lane", "microformats.article.headline")]
    assert said(claims, "published") == [(PartialDate(2021, 3, 4), "microformats.article.published")]


def test_what_stands_in_a_block_that_had_to_be_mended_is_marked() -> None:
    html = '<script type="application/ld+json">{"@type": "Article", "author": "Ida Moss",}</script>'
    assert marks(claims_of(structured, html), "reviewer") == [{"mended"}]


def test_nodes_of_a_page_of_several_reviews_belong_to_the_block_that_names_their_film() -> None:
    nodes = [
        {"@type": "Review", "author": name, "itemReviewed": {"@type": "Movie", "name": film}}
        for name, film in (("Ida Moss", "Harrow Lane"), ("Jon Brook", "Nine Doors"))
    ]
    html = f"{ld(nodes)}<h2>Harrow Lane (2019)</h2><p>A cold film.</p><h2>Nine Doors</h2><p>A warm one.</p>"
    page = parse_html(html)
    block = Block(1, page, page.lines[2:], whole=False, title=page.lines[2])
    claims = list(structured.claims(block, load(("en",)), NO_SITE))
    assert [value for value, _ in said(claims, "reviewer")] == ["Jon Brook"]
    assert [value for value, _ in said(claims, "film_title")] == ["Nine Doors"]
