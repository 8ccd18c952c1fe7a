"""Resolvers against local stand-ins: each case of the services' check-list."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import ConfigError, FetchError
from scraper.link import decisions
from scraper.link.catalogue import Catalogue
from scraper.link.linker import Linker
from scraper.link.mention import parse
from scraper.link.online import Online, open_resolvers
from scraper.link.online.client import Client, Clock, Request
from scraper.link.online.reconcile import Reconciliation
from scraper.link.online.tmdb import Tmdb
from scraper.link.online.wikidata import Wikidata
from scraper.link.resolve import merged, resolve

Make = Callable[[list[dict[str, object]]], Catalogue]
Reply = tuple[int, dict[str, str], bytes]
KEY = "0123456789abcdef0123456789abcdef"


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    return status, headers, body if isinstance(body, bytes) else json.dumps(body).encode()


def item(qid: str) -> dict[str, object]:
    return value({"entity-type": "item", "id": qid})


def value(content: object) -> dict[str, object]:
    return {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": content}}}


def film(qid: str, title: str, year: int, director: str, imdb: str) -> dict[str, object]:
    when = value({"time": f"+{year}-00-00T00:00:00Z", "precision": 9})
    claims = {"P31": [item("Q11424")], "P57": [item(director)], "P577": [when], "P345": [value(imdb)]}
    return {"id": qid, "labels": {"en": {"language": "en", "value": title}}, "claims": claims}


def person(qid: str, name: str) -> dict[str, object]:
    return {"id": qid, "labels": {"en": {"language": "en", "value": name}}, "claims": {"P31": [item("Q5")]}}


ENTITIES: dict[str, dict[str, object]] = {
    "Q101": film("Q101", "Harrow Lane", 1998, "Q201", "tt0000101"),
    "Q102": film("Q102", "Harrow Lane", 1951, "Q202", "tt0000102"),
    "Q103": {"id": "Q103", "missing": ""},
    "Q104": film("Q105", "Harrow Lanes", 1999, "Q201", "tt0000105"),  # merged: the answer has the target's id
    "Q106": {
        "id": "Q106",
        "labels": {"en": {"language": "en", "value": "Harrow Lane"}},
        "claims": {"P31": [item("Q5")]},
    },
    "Q201": person("Q201", "Ada Pell"),
    "Q202": person("Q202", "Noor Reed"),
}


def wikidata(_path: str, fields: dict[str, str]) -> Reply:
    if fields["action"] == "wbsearchentities":
        if fields["search"] != "Harrow Lane":
            return reply({"search": [], "success": 1})
        if "continue" in fields:
            return reply({"search": [{"id": "Q102"}, {"id": "Q103"}, {"id": "Q104"}, {"id": "Q106"}]})
        return reply({"search": [{"id": "Q101"}, {"id": "P31"}], "search-continue": 1})
    if fields["action"] == "query":
        found = [{"title": "Q101"}] if fields["srsearch"] == "haswbstatement:P345=tt0000101" else []
        return reply({"query": {"search": found}})
    return reply({"entities": {qid: ENTITIES[qid] for qid in fields["ids"].split("|")}})


@pytest.fixture
def client(clock: Any) -> Client:
    return Client("test", interval=0, clock=Clock(clock.now, clock.sleep))


def names(films: Any) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(film.ids.get("wikidata") or film.ids.get("tmdb", ""), film.year, film.directors) for film in films]


def test_wikidata_follows_pages_and_merges_and_leaves_out_what_is_missing_or_no_film(stand_in, client) -> None:
    service = stand_in(wikidata)
    films = Wikidata(client, service.url).films(parse("Harrow Lane"))
    assert names(films) == [
        ("Q101", 1998, ("Ada Pell",)), ("Q102", 1951, ("Noor Reed",)), ("Q105", 1999, ("Ada Pell",)),
    ]  # fmt: skip
    assert all(fields["maxlag"] == "5" for _, fields in service.asked)


def test_wikidata_finds_by_an_exact_id_and_nothing_by_an_unknown_title(stand_in, client) -> None:
    resolver = Wikidata(client, stand_in(wikidata).url)
    assert names(resolver.films(parse({"title": "Ebb", "imdb": "tt0000101"}))) == [("Q101", 1998, ("Ada Pell",))]
    assert resolver.films(parse("Ebb")) == []


def test_wikidata_that_lags_is_waited_for(stand_in, client, clock) -> None:
    lagging = [reply({"error": {"code": "maxlag", "lag": 7}}, **{"Retry-After": "7"})]
    service = stand_in(lambda path, fields: lagging.pop() if lagging else wikidata(path, fields))
    assert len(Wikidata(client, service.url).films(parse("Harrow Lane"))) == 3
    assert clock.slept == [7.0]


DETAILS = {
    "id": 990001, "imdb_id": "tt0000101", "title": "Harrow Lane", "original_title": "Rue Harrow",
    "release_date": "1998-09-01", "runtime": 104,
    "credits": {
        "cast": [{"name": "Greta Holm", "character": "Vera"}],
        "crew": [{"name": "Ada Pell", "job": "Director"}],
    },
    "alternative_titles": {"titles": [{"iso_3166_1": "DE", "title": "Harrowgasse"}]},
    "external_ids": {"imdb_id": "tt0000101", "wikidata_id": None},
    "release_dates": {"results": [{"release_dates": [{"release_date": "1997-05-01T00:00:00.000Z", "type": 1}]}]},
    "translations": {"translations": [{"data": {"title": ""}}]},
}  # fmt: skip
POPULAR = {"id": 990002, "title": "Harrow Lane: The Musical", "release_date": "", "runtime": 0}
NONE = {
    name: [] for name in ("movie_results", "person_results", "tv_results", "tv_episode_results", "tv_season_results")
}


def tmdb(path: str, fields: dict[str, str]) -> Reply:
    if fields.get("api_key") != KEY:
        return reply({"success": False, "status_code": 7, "status_message": "Invalid API key"}, 401)
    if path == "/search/movie":
        hits = [{"id": 990002, "release_date": ""}, {"id": 990001}, {"id": 990003}]
        return reply({"page": 1, "results": [] if fields.get("year") == "1950" else hits})
    if path.startswith("/find/"):
        return reply(NONE)
    known = {"/movie/990001": DETAILS, "/movie/990002": POPULAR}
    return reply(known[path]) if path in known else reply({"status_code": 34, "status_message": "gone"}, 404)


def test_tmdb_gives_every_year_and_title_and_leaves_out_what_is_gone(stand_in, client) -> None:
    films = Tmdb(client, stand_in(tmdb).url, KEY).films(parse({"title": "Harrow Lane", "imdb": "tt0000999"}))
    popular, lane = films
    assert (popular.years, popular.runtime) == (frozenset(), None)
    assert (lane.years, lane.runtime, lane.directors) == ({1997, 1998}, 104, ("Ada Pell",))
    assert lane.titles == ("Harrow Lane", "Rue Harrow", "Harrowgasse")
    assert (lane.ids, lane.publishable) == ({"tmdb": "990001", "imdb": "tt0000101"}, frozenset())


def test_tmdb_is_asked_again_without_the_year_that_gave_nothing(stand_in, client) -> None:
    service = stand_in(tmdb)
    assert len(Tmdb(client, service.url, KEY).films(parse({"title": "Harrow Lane", "year": 1950}))) == 2
    assert [fields.get("year") for path, fields in service.asked if path == "/search/movie"] == ["1950", None]


def test_tmdb_that_is_busy_is_waited_for_and_a_bad_key_is_said(stand_in, client, clock) -> None:
    busy = [reply({"status_code": 25}, 429)]
    service = stand_in(lambda path, fields: busy.pop() if busy else tmdb(path, fields))
    assert len(Tmdb(client, service.url, KEY).films(parse("Harrow Lane"))) == 2
    assert clock.slept == [60.0]
    with pytest.raises(FetchError, match=r"Invalid API key.*check the key"):
        Tmdb(client, service.url, "f" * 32).films(parse("Kiln"))


def test_a_popular_wrong_film_does_not_win(stand_in, client, make: Make) -> None:
    catalogue = make([{"title": "Kiln", "year": 2001}])
    mention = parse({"title": "Harrow Lane", "directors": ["Ada Pell"]})
    resolver = Tmdb(client, stand_in(tmdb).url, KEY)
    identity = resolve(mention, decisions.NOTHING, Linker(catalogue.path).link(mention), catalogue, [resolver])
    assert (identity.band, identity.ids["tmdb"]) == ("auto", "990001")
    assert "asked tmdb" in identity.reasons


MANIFEST = {"name": "Films", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "x",
            "extend": {"propose_properties": {}}}  # fmt: skip
HITS = [
    {"id": "Q101", "name": "Harrow Lane", "score": 50, "match": True},
    {"id": "Q102", "name": "Harrow Lane", "score": 50},
]
ROWS = {
    "Q101": {
        "P577": [{"date": "1998-01-01T00:00:00Z"}],
        "P57": [{"id": "Q201", "name": "Ada Pell"}],
        "P345": [{"str": "tt0000101"}],
    },
    "Q102": {"P577": [{"int": 1951}], "P57": [{}], "P345": []},
}


def reconciler(
    hits: list[dict[str, Any]] = HITS,
    manifest: dict[str, Any] = MANIFEST,
    refuse: Callable[[dict[str, str]], bool] | None = None,
) -> Callable[[str, dict[str, str]], Reply]:
    def answer(_path: str, fields: dict[str, str]) -> Reply:
        if refuse is not None and refuse(fields):
            return reply({"message": "bad pid"}, 400)
        if "queries" in fields:
            return reply({"q0": {"result": hits}})
        return reply({"meta": [], "rows": ROWS}) if "extend" in fields else reply(manifest)

    return answer


def test_a_reconciliation_service_without_versions_gives_films_with_years_and_directors(stand_in, client) -> None:
    films = Reconciliation(client, stand_in(reconciler()).url).films(parse("Harrow Lane"))
    assert names(films) == [("Q101", 1998, ("Ada Pell",)), ("Q102", 1951, ())]


def test_two_equal_scores_of_a_service_do_not_decide(stand_in, client, make: Make) -> None:
    catalogue = make([{"title": "Kiln", "year": 2001}])
    resolver = Reconciliation(client, stand_in(reconciler()).url)
    mention = parse("Harrow Lane")
    identity = resolve(mention, decisions.NOTHING, Linker(catalogue.path).link(mention), catalogue, [resolver])
    assert (identity.band, len(identity.candidates)) == ("ask", 2)


def test_an_empty_result_and_a_service_without_extension(stand_in, client) -> None:
    assert Reconciliation(client, stand_in(reconciler([])).url).films(parse("Harrow Lane")) == []
    plain = {key: item for key, item in MANIFEST.items() if key != "extend"}
    films = Reconciliation(client, stand_in(reconciler(manifest=plain)).url).films(parse("Harrow Lane"))
    assert names(films) == [("Q101", None, ()), ("Q102", None, ())]


def test_a_service_that_refuses_a_property_is_asked_without_it(stand_in, client) -> None:
    service = stand_in(reconciler(refuse=lambda fields: "P577" in fields.get("queries", "") + fields.get("extend", "")))
    films = Reconciliation(client, service.url).films(parse({"title": "Harrow Lane", "year": 1998}))
    assert names(films) == [("Q101", None, ()), ("Q102", None, ())]


def test_too_large_a_batch_and_foreign_identifiers_are_errors(stand_in, client) -> None:
    manifest = MANIFEST | {"identifierSpace": "https://films.example/id/"}
    with pytest.raises(FetchError, match="not Wikidata's"):
        Reconciliation(client, stand_in(reconciler(manifest=manifest)).url).films(parse("Harrow Lane"))
    service = stand_in(lambda _path, fields: reply({}, 413) if "queries" in fields else reply(MANIFEST))
    with pytest.raises(FetchError, match="413"):
        Reconciliation(client, service.url).films(parse("Harrow Lane"))


def test_a_service_that_fails_leaves_the_catalogues_own_decision(stand_in, client, make: Make) -> None:
    catalogue = make([{"id": "Q101", "title": "Harrow Lane", "year": 1998}])
    service = stand_in(lambda _path, _fields: reply(b'{"search": [', 200))
    mention = parse("Harrow Lane")
    own = Linker(catalogue.path).link(mention)
    identity = resolve(mention, decisions.NOTHING, own, catalogue, [Wikidata(client, service.url)])
    assert (identity.band, identity.candidates) == (own.band, own.candidates)
    assert "wikidata gave no answer" in identity.reasons[-1]


def test_what_a_service_knows_of_a_film_is_added_to_what_the_catalogue_knows(stand_in, client, make: Make) -> None:
    catalogue = make([{"id": "Q101", "title": "Harrow Lane"}, {"title": "Kiln", "year": 2001}])
    mention = parse({"title": "Harrow Lane", "year": 1998, "directors": ["Ada Pell"]})
    own = Linker(catalogue.path).link(mention)
    assert own.band == "ask"
    identity = resolve(mention, decisions.NOTHING, own, catalogue, [Wikidata(client, stand_in(wikidata).url)])
    assert (identity.band, identity.ids["imdb"], identity.year) == ("auto", "tt0000101", 1998)


def test_films_whose_ids_contradict_each_other_stay_apart(stand_in, client) -> None:
    films = Wikidata(client, stand_in(wikidata).url).films(parse("Harrow Lane"))
    assert len(merged([*films, *films])) == len(films)


def test_offline_only_what_was_answered_before_is_used(stand_in, make: Make, tmp_path: Path) -> None:
    service = stand_in(wikidata)
    catalogue = make([{"title": "Kiln", "year": 2001}])
    mention = parse({"title": "Harrow Lane", "year": 1998})

    def ask(*, offline: bool) -> Any:
        online = Online(("wikidata",), tmp_path / "online", "test", offline=offline)
        resolvers = open_resolvers(online, endpoints={"wikidata": service.url})
        resolvers[0]._client._interval = 0  # type: ignore[attr-defined] # noqa: SLF001 - a test does not wait
        return resolve(mention, decisions.NOTHING, Linker(catalogue.path).link(mention), catalogue, resolvers)

    assert ask(offline=True).reasons == ("no film of the catalogue has a like title",)
    assert service.asked == []
    assert ask(offline=False).ids["wikidata"] == "Q101"
    asked = len(service.asked)
    assert ask(offline=True).ids["wikidata"] == "Q101"
    assert len(service.asked) == asked


@pytest.mark.parametrize(("name", "said"), [("imdb", "online names 'imdb'"), ("tmdb", "TMDB_API_KEY")])
def test_a_service_that_cannot_be_asked_is_named(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        open_resolvers(Online((name,), tmp_path, "test", offline=False))


def test_nothing_is_asked_where_no_service_is_named(make: Make) -> None:
    assert Linker(make([{"title": "Kiln"}]).path)._resolvers == []  # noqa: SLF001 - what is off by default


def test_a_request_names_itself_without_its_secret() -> None:
    assert Request("https://a.invalid", secret={"api_key": "x"}).name == Request("https://a.invalid").name
