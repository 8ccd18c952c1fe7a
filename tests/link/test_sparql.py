"""A catalogue from a SPARQL service, against a stand-in on loopback."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import FetchError
from scraper.link.builder import Builder
from scraper.link.catalogue import Catalogue
from scraper.link.online.client import Client, Clock
from scraper.link.sources import sparql

WD = "http://www.wikidata.org/entity/"
Reply = tuple[int, dict[str, str], bytes]


def uri(qid: str) -> dict[str, str]:
    return {"type": "uri", "value": WD + qid}


def text(value: str, lang: str | None = None) -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": lang} if lang else {})


def rows(*bindings: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {"vars": []}, "results": {"bindings": list(bindings)}}).encode()


LANE = {"film": uri("Q101"), "imdb": text("tt0000101")}
FACTS = rows(
    LANE | {"class": uri("Q24862"), "date": text("1998-01-01T00:00:00Z"), "precision": text("9")},
    LANE | {"class": uri("Q11424"), "date": text("1998-05-02T00:00:00Z"), "precision": text("11")},
    {"film": uri("Q102"), "date": text("1990-01-01T00:00:00Z"), "precision": text("8"), "tmdb": text("12")},
    {"film": {"type": "bnode", "value": "b0"}},
)
NAMES = rows(
    {"film": uri("Q101"), "kind": text("alias"), "name": text("Nine Doors", "en")},
    {"film": uri("Q101"), "kind": text("label"), "name": text("Rue Harrow", "fr")},
    {"film": uri("Q101"), "kind": text("label"), "name": text("Harrow Lane", "en")},
    {"film": uri("Q102"), "kind": text("label"), "name": text("Kiln", "en")},
    {"film": uri("Q102"), "kind": text("label")},
)
PELL = {"person": uri("Q201"), "name": text("Ada Pell", "en"), "imdb": text("nm0000201")}
UNKNOWN = {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/1"}
CREDITS = rows(
    PELL | {"film": uri("Q101"), "role": text("director")},
    {"film": uri("Q101"), "role": text("actor"), "person": UNKNOWN},
    {"film": uri("Q101"), "role": text("actor"), "person": uri("Q202")},
)
EMPTY = rows()


def answer(query: str) -> bytes:
    if "wdt:P279*" in query:
        return rows({"class": uri("Q24862")})
    if '"1998-01-01T' not in query:
        return EMPTY
    return CREDITS if "?role" in query else NAMES if "?kind" in query else FACTS


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def build(url: str, target: Path, clock: Any, years: range = range(1997, 1999)) -> None:
    pages = target.with_suffix(".pages")
    with Builder(target) as builder, Client("test", cache=pages, clock=Clock(clock.now, clock.sleep)) as client:
        sparql.build(builder, client, years, endpoint=url, progress=lambda _text, _share: None)
        builder.finish()


def test_rows_are_grouped_into_films(stand_in: Any, target: Path, clock: Any) -> None:
    service = stand_in(lambda _path, fields: (200, {}, answer(fields["query"])))
    build(service.url, target, clock)
    with Catalogue(target) as catalogue:
        lane, kiln = catalogue.films([1, 2])
    assert (lane.title, lane.kind, lane.years) == ("Harrow Lane", "short", {1998})
    assert set(lane.titles) == {"Harrow Lane", "Rue Harrow", "Nine Doors"}
    assert lane.ids == {"wikidata": "Q101", "imdb": "tt0000101"}
    assert lane.publishable == {"wikidata", "imdb"}
    assert [(person.name, person.role) for person in lane.credits] == [("Ada Pell", "director")]
    assert (kiln.years, kiln.ids) == (frozenset(), {"wikidata": "Q102", "tmdb": "12"})


def test_a_deprecated_date_is_not_asked_for(stand_in: Any, target: Path, clock: Any) -> None:
    service = stand_in(lambda _path, fields: (200, {}, answer(fields["query"])))
    build(service.url, target, clock)
    assert all("DeprecatedRank" in fields["query"] for _, fields in service.asked[1:])


TOO_MUCH: list[Reply] = [
    (500, {}, b"java.util.concurrent.TimeoutException"),
    (200, {}, FACTS[:100]),
]


@pytest.mark.parametrize("reply", TOO_MUCH)
def test_a_year_that_is_too_much_is_asked_month_by_month(stand_in: Any, target: Path, clock: Any, reply: Reply) -> None:
    def script(_path: str, fields: dict[str, str]) -> Reply:
        whole = '"1998-01-01T' in fields["query"] and '"1999-01-01T' in fields["query"]
        return reply if whole else (200, {}, answer(fields["query"]))

    service = stand_in(script)
    build(service.url, target, clock, range(1998, 1999))
    with Catalogue(target) as catalogue:
        assert catalogue.films([1])[0].title == "Harrow Lane"
    bounds = {tuple(re.findall(r'"(\d{4}-\d\d)-01T', fields["query"])) for _, fields in service.asked[2:]}
    assert len(bounds) == 12


def test_an_interrupted_build_goes_on_where_it_was(stand_in: Any, target: Path, clock: Any) -> None:
    broken = True

    def script(_path: str, fields: dict[str, str]) -> Reply:
        if broken and '"1998-01-01T' in fields["query"] and "?role" in fields["query"]:
            return 403, {}, b"{}"
        return 200, {}, answer(fields["query"])

    service = stand_in(script)
    with pytest.raises(FetchError, match="403"):
        build(service.url, target, clock, range(1998, 1999))
    assert not target.exists()
    asked, broken = len(service.asked), False
    build(service.url, target, clock, range(1998, 1999))
    assert len(service.asked) == asked + 1
    assert target.exists()


def test_an_answer_of_another_shape_is_named(stand_in: Any, target: Path, clock: Any) -> None:
    service = stand_in(lambda _path, _fields: (200, {}, b'{"hello": "there"}'))
    with pytest.raises(FetchError, match="is this a SPARQL service"):
        build(service.url, target, clock)
