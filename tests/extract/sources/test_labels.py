"""Labelled facts: several labels on a line, several values of a label."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

from scraper.extract.sources import labels
from scraper.model import Credit

CAST = [Credit("Tom Sill", "actor"), Credit("Ruth Calloway", "actor")]


def cast(html: str) -> list[object]:
    return [value for value, _ in said(claims_of(labels, html), "people")]


@pytest.mark.parametrize(
    "line",
    [
        "Directed by Ada Brandt. With Tom Sill and Ruth Calloway. 94 min.",
        "(Germany/France, 1998. Dir: Ada Brandt. With Tom Sill, Ruth Calloway. 93 min.)",
        "Director: Ada St. Brandt Jr. Starring: Tom Sill, Ruth Calloway",
    ],
)
def test_each_sentence_of_a_credits_line_may_begin_with_a_label(line: str) -> None:
    assert cast(f"<h1>Harrow Lane</h1><p>{line}</p>") == CAST


def test_a_sentence_of_prose_that_begins_like_a_label_is_none() -> None:
    line = "Director Ada Brandt knows this lane. With every year the rain gets louder and the film shorter."
    assert cast(f"<h1>Harrow Lane</h1><p>{line}</p>") == []


def test_the_items_of_a_field_are_all_its_values() -> None:
    items = "".join(f'<div class="field--item">{name}</div>' for name in ("Tom Sill", "Ruth Calloway"))
    field = f'<div class="field"><div class="field--label">Starring</div><div class="field--items">{items}</div></div>'
    assert cast(f"<h1>Harrow Lane</h1>{field}<p>It rains in the lane.</p>") == CAST


def test_the_line_behind_a_value_that_is_no_twin_of_it_is_no_value() -> None:
    field = "<div>Starring</div><div>Tom Sill</div><div>Lane Harbour</div>"
    assert cast(f"<h1>Harrow Lane</h1>{field}") == CAST[:1]


def test_a_country_behind_the_names_of_a_label_without_a_colon_is_no_sentence() -> None:
    found = claims_of(labels, "<p><b>Thirty Winters</b> (dir. Ada Brandt and Tom de Sill, United Kingdom)</p>")
    assert [value for value, _ in said(found, "directors")] == ["Ada Brandt", "Tom de Sill"]
    prose = claims_of(labels, "<p>With Tom Sill, nothing in this lane is ever quite as it was meant to be.</p>")
    assert said(prose, "people") == []


def test_a_cell_behind_a_header_is_its_value_whatever_it_looks_like() -> None:
    found = claims_of(labels, "<table><tr><th>Land/Jahr</th><td>D/GB 2019</td></tr></table>", language="de")
    assert [value for value, _ in said(found, "film_year")] == [2019]
