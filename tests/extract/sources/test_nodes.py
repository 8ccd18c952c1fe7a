"""The node table: what can be read of broken, cyclic and hostile structured data."""

from __future__ import annotations

import json
import time

import pytest

from scraper.extract.nodes import node_table
from scraper.extract.nodes.repair import load
from scraper.extract.parse import parse_html

FILM = {"@context": "https://schema.org", "@type": "Movie", "name": "Harrow Lane"}


@pytest.mark.parametrize(
    ("raw", "rung"),
    [
        ('{"name": "Harrow Lane"}', 0),
        ('{"name": "Harrow\nLane"}', 1),
        ('/* <![CDATA[ */ {"name": "Harrow Lane"} /* ]]> */', 2),
        ('<!-- {"name": "Harrow Lane"} -->', 2),
        ('{"name": "Harrow Lane"};', 2),
        ('{"name": "Harrow Lane",}', 3),
        ('{"names": ["Harrow Lane", ], "text": "a, ] b",\n}', 3),
        (r'{"name": "Ida\'s Lane"}', 4),
        ('{"name": "Harrow Lane"}{"name": "Nine Doors"}', 5),
        ("{&quot;name&quot;: &quot;Harrow Lane&quot;}", 6),
    ],
)
def test_each_rung_of_the_ladder_mends_its_own_fault(raw: str, rung: int) -> None:
    loaded = load(raw)
    assert loaded is not None
    assert loaded[1] == rung


def test_entities_in_valid_json_are_not_unescaped_before_parsing() -> None:
    assert load('{"name": "The &quot;Lane&quot;"}') == ({"name": "The &quot;Lane&quot;"}, 0)


def test_a_comma_inside_a_string_survives_the_repair_of_trailing_commas() -> None:
    assert load('{"text": "one, } two",}') == ({"text": "one, } two"}, 3)


@pytest.mark.parametrize("raw", ["", "   ", "{", "not json", "{'name': 'x'}", "[" * 200_000, '{"a":' * 100_000])
def test_what_cannot_be_read_is_none_and_not_an_error(raw: str) -> None:
    assert load(raw) is None


@pytest.mark.parametrize("raw", ['{"a": NaN}', '{"a": Infinity}', '{"a": 1e999}', '{"a": ' + "9" * 1_000_000 + "}"])
def test_numbers_that_are_none_do_no_harm(raw: str) -> None:
    html = f'<script type=\'application/ld+json\'>{raw[:-1]}, "name": "Harrow Lane"}}</script>'
    table = node_table(parse_html(html))
    assert [text.value for node in table.nodes for text in table.texts(node, "name")] == ["Harrow Lane"]
    assert not any(list(table.texts(node, "a")) for node in table.nodes)


def test_a_broken_block_leaves_its_siblings_and_is_reported() -> None:
    html = (
        '<script type="application/ld+json">{"name": broken}</script>'
        f'<script type="application/ld+json">{json.dumps(FILM)},</script>'
        f'<script type="application/ld+json">{json.dumps(FILM)[:-1]},}}</script>'
    )
    table = node_table(parse_html(html))
    assert [node.types for node in table.of_type("movie")] == [{"movie"}, {"movie"}]
    assert table.repairs == (
        "json-ld block 0: unreadable",
        "json-ld block 1: concatenated",
        "json-ld block 2: trailing commas",
    )


def test_references_resolve_by_id_whatever_scheme_or_slash() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "http://a.example/#ida"}},
            {"@type": "Person", "@id": "https://a.example#ida", "name": "Ida Moss"},
        ]
    }
    table = node_table(parse_html(f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    (article,) = table.of_type("article")
    assert [text.value for text in table.named(article, "author")] == ["Ida Moss"]


def test_cyclic_ids_end() -> None:
    graph = [
        {"@id": "#a", "author": {"@id": "#b"}},
        {"@id": "#b", "author": {"@id": "#a"}},
        {"@id": "#c", "author": {"@id": "#c"}},
    ]
    table = node_table(parse_html(f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    assert [list(table.named(node, "author")) for node in table.nodes if not node.reference] == [[], [], []]


def test_types_are_found_in_any_case_with_any_prefix_and_in_lists() -> None:
    nodes = [{"@type": "schema:Movie"}, {"@type": ["Thing", "http://schema.org/Movie"]}, {"@Type": "movie"}]
    table = node_table(parse_html(f'<script type="application/ld+json">{json.dumps(nodes)}</script>'))
    assert len(table.of_type("movie")) == 3


def test_microdata_properties_belong_to_the_nearest_item() -> None:
    html = """<div itemscope itemtype="https://schema.org/Review">
      <p itemprop="itemReviewed" itemscope itemtype="https://schema.org/Movie"><b itemprop="name">Harrow Lane</b></p>
      <a itemprop="author" href="/ida">Ida Moss</a> <time itemprop="datePublished" datetime="2021-03-04">4 March</time>
      <div itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="4"></div></div>"""
    table = node_table(parse_html(html))
    (review,) = table.of_type("review")
    assert [text.value for text in table.named(review, "itemreviewed")] == ["Harrow Lane"]
    assert [text.value for text in table.texts(review, "author")] == ["Ida Moss"]
    assert [text.value for text in table.texts(review, "datepublished")] == ["2021-03-04"]
    assert [
        text.value for item in table.items(review, "reviewrating") for text in table.texts(item, "ratingvalue")
    ] == ["4"]


def test_rings_of_itemref_end() -> None:
    html = """<div id="x" itemscope itemref="y" itemtype="https://schema.org/Review"><i itemprop="author">A</i>
      <div id="y" itemscope itemref="x" itemprop="about" itemtype="https://schema.org/Review"></div></div>"""
    table = node_table(parse_html(html))
    assert all(len(list(node.ancestors())) <= 50 for node in table.nodes)


@pytest.mark.parametrize(
    "html",
    [
        "<script type='application/ld+json'>" + json.dumps([FILM] * 60_000) + "</script>",
        "<script type='application/ld+json'>" + '{"a":"' + '\\"' * 1_000_000 + "</script>",
        "<script type='application/ld+json'>{" + '"a":1,' * 500_000 + "</script>",
        "<div itemscope>" * 5_000 + "<b itemprop=name>x</b>",
        "<div " + " ".join(f"itemprop{n}=x" for n in range(3_000)) + " itemscope itemprop=name>x</div>",
    ],
    ids=["many nodes", "open string", "open object", "deep items", "many attributes"],
)
def test_hostile_markup_is_read_in_bounded_time(html: str) -> None:
    page = parse_html(html)
    started = time.process_time()
    table = node_table(page)
    assert time.process_time() - started < 3
    assert len(table.nodes) <= 20_000


def test_a_rel_above_a_node_gives_it_to_the_node_further_up() -> None:
    table = node_table(
        parse_html(
            '<div typeof="schema:Review"><p>by <b rel="schema:author"><i about="/user/7" typeof="schema:Person" '
            'property="schema:name">Ida Moss</i></b></p><div rel="schema:reviewRating"><b>Our rating</b>'
            '<div typeof="schema:Rating"><meta property="schema:ratingValue" content="2"></div></div>'
            '<a rel="tag" href="/lanes/"><span typeof="schema:Thing" property="schema:name">lanes</span></a></div>',
            None,
        )
    )
    (review,) = table.of_type("review")
    assert [item.types for item in table.items(review, "author")] == [frozenset({"person"})]
    assert [item.types for item in table.items(review, "reviewrating")] == [frozenset({"rating"})]
    (person,) = table.of_type("person")
    assert [text.value for text in table.texts(person, "name")] == ["Ida Moss"]
