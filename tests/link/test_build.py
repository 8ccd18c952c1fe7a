"""Catalogues from local files: good ones, broken ones, and what stays when a build fails."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path

import pytest

from scraper.errors import ConfigError, InputError, UsageError
from scraper.link.build import build
from scraper.link.builder import Builder
from scraper.link.catalogue import Catalogue, Film
from scraper.link.linker import link
from scraper.link.mention import parse

BASICS = (
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
    "tt0000101\tmovie\tHarrow Lane\tHarrow Lane\t0\t1998\t\\N\t104\tDrama,Thriller\n"
    'tt10000102\tshort\t"Quoted" Fog\t"Quoted" Fog\t0\t\\N\t\\N\t12\tShort\n'
    "tt0000103\ttvSeries\tLane Street\tLane Street\t0\t2001\t\\N\t\\N\tDrama\n"
    "tt0000104\tmovie\tKiln\tFour\t0\t2015\t\\N\t80\tDocumentary\n"
    "tt0000105\tmovie\thalf a row\n"
)
AKAS = (
    "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n"
    "tt0000101\t1\tRue Harrow\tFR\t\\N\timdbDisplay\x02alternative\t\\N\t0\n"
    "tt0000103\t1\tRue Lane\tFR\t\\N\t\\N\t\\N\t0\n"
)
CREW = "tconst\tdirectors\twriters\ntt0000101\tnm0000201,nm0000202\t\\N\n"
PRINCIPALS = (
    "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n"
    'tt0000101\t3\tnm0000203\tactress\t\\N\t["Vera"]\n'
    "tt0000101\t4\tnm0000204\tstunts\t\\N\t\\N\n"
)
NAMES = "nconst\tprimaryName\tbirthYear\nnm0000201\tAda Pell\t1950\nnm0000203\tGreta Holm\t\\N\n"
RATINGS = "tconst\taverageRating\tnumVotes\ntt0000101\t7.1\t1234\n"


def silent(_text: str, _share: float | None) -> None:
    pass


def imdb_folder(path: Path, **instead: str) -> Path:
    files = {
        "title.basics": BASICS,
        "title.akas": AKAS,
        "title.crew": CREW,
        "title.principals": PRINCIPALS,
        "name.basics": NAMES,
        "title.ratings": RATINGS,
    }
    files |= {name.replace("_", "."): text for name, text in instead.items()}
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    return path


def films(target: Path) -> dict[str, Film]:
    with Catalogue(target) as catalogue:
        return {film.title: film for film in catalogue.films(range(1, 100))}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def test_imdb_files_give_films_titles_people_and_votes(tmp_path: Path, target: Path) -> None:
    report = build([("imdb", [str(imdb_folder(tmp_path / "imdb"))])], target, silent)
    found = films(target)
    assert set(found) == {"Harrow Lane", '"Quoted" Fog', "Kiln"}
    lane = found["Harrow Lane"]
    assert (lane.years, lane.runtime, lane.votes, lane.kind) == ({1998}, 104, 1234, "film")
    assert lane.titles == ("Harrow Lane", "Rue Harrow")
    assert [(person.name, person.role, person.character) for person in lane.credits] == [
        ("Ada Pell", "director", None), ("Greta Holm", "actor", "Vera"),
    ]  # fmt: skip
    assert (lane.ids, lane.publishable) == ({"imdb": "tt0000101"}, frozenset())
    assert found['"Quoted" Fog'].years == frozenset()
    assert found["Kiln"].kind == "documentary"
    assert report.skipped == {"title.basics.tsv.gz: a row of another width": 1}


def test_columns_are_found_by_name_whatever_their_order(tmp_path: Path, target: Path) -> None:
    crew = "writers\tdirectors\ttconst\textra\n\\N\tnm0000201\ttt0000101\tx\n"
    build([("imdb", [str(imdb_folder(tmp_path / "imdb", title_crew=crew))])], target, silent)
    assert films(target)["Harrow Lane"].directors == ("Ada Pell",)


def test_a_truncated_gzip_leaves_the_old_catalogue(tmp_path: Path, target: Path) -> None:
    folder = imdb_folder(tmp_path / "imdb")
    build([("imdb", [str(folder)])], target, silent)
    before = target.read_bytes()
    whole = (folder / "title.akas.tsv.gz").read_bytes()
    (folder / "title.akas.tsv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"title\.akas\.tsv\.gz: the file is cut short"):
        build([("imdb", [str(folder)])], target, silent)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalogue.sqlite", "imdb"]


@pytest.mark.parametrize("header", ["", "tconst\tnothing\n", "\x00\x01\x02"])
def test_a_file_of_another_kind_is_named(tmp_path: Path, target: Path, header: str) -> None:
    folder = imdb_folder(tmp_path / "imdb", title_ratings=header)
    with pytest.raises(InputError, match=r"title\.ratings.*no column"):
        build([("imdb", [str(folder)])], target, silent)


def test_a_folder_without_basics_is_named(tmp_path: Path, target: Path) -> None:
    with pytest.raises(InputError, match=r"title\.basics"):
        build([("imdb", [str(tmp_path)])], target, silent)
    assert not target.exists()


def test_json_lines_skip_what_is_no_film_with_a_count(tmp_path: Path, target: Path) -> None:
    lines = [
        '{"id": "tt0000001", "title": "Harrow Lane", "year": 1998}',
        "{half",
        "[]",
        '{"title": ""}',
        '{"title": 7}',
        '{"id": "tt0000001", "title": "Nine Doors", "year": "1999"}',
        '{"title": "Kiln", "year": 99999}',
        "[" * 100_000,
    ]
    (tmp_path / "films.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = build([("jsonl", [str(tmp_path / "films.jsonl")])], target, silent)
    found = films(target)
    assert found["Harrow Lane"].titles == ("Harrow Lane", "Nine Doors")
    assert found["Harrow Lane"].years == {1998, 1999}
    assert report.skipped["a line that is no JSON object with a title"] == 5
    assert set(found) == {"Harrow Lane", "Kiln"}


def test_a_list_without_films_is_no_catalogue(tmp_path: Path, target: Path) -> None:
    (tmp_path / "films.jsonl").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no line holds a film"):
        build([("jsonl", [str(tmp_path / "films.jsonl")])], target, silent)
    assert not target.exists()


@pytest.mark.parametrize(
    "sources", [[("letters", [])], [("imdb", [])], [("wikidata", [])], [("sparql", ["http://x.invalid"])]]
)
def test_a_source_that_cannot_be_used_is_refused_at_once(target: Path, sources: list[tuple[str, list[str]]]) -> None:
    with pytest.raises(UsageError, match="--from"):
        build(sources, target, silent)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be read as one" * 40])
def test_a_file_that_is_no_catalogue_is_named(target: Path, content: bytes) -> None:
    with pytest.raises(ConfigError, match="scrape catalogue build"):
        Catalogue(target)
    target.write_bytes(content)
    with pytest.raises(ConfigError, match="no catalogue"):
        Catalogue(target)


def statement(value: object, kind: str = "string", rank: str = "normal") -> dict[str, object]:
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"type": kind, "value": value}}}


def item(qid: str) -> dict[str, object]:
    return statement({"entity-type": "item", "id": qid}, "wikibase-entityid")


def time(text: str, precision: int, rank: str = "normal") -> dict[str, object]:
    return statement({"time": text, "precision": precision}, "time", rank)


def entity(qid: str, label: str | None, **claims: list[object]) -> dict[str, object]:
    labels: object = {} if label is None else {"en": {"language": "en", "value": label}}
    return {"type": "item", "id": qid, "labels": labels, "claims": claims}


DUMP = [
    entity("Q201", "Ada Pell", P31=[item("Q5")], P345=[statement("nm0000201")]),
    entity(
        "Q101", "Harrow Lane", P31=[item("Q24862")], P57=[item("Q201"), item("Q209")], P345=[statement("tt0000101")],
        P4947=[statement("77", rank="deprecated"), statement("78")],
        P577=[time("+1998-00-00T00:00:00Z", 9), time("+1999-05-01T00:00:00Z", 11, "preferred"),
              time("+1990-00-00T00:00:00Z", 8), time("+1955-01-01T00:00:00Z", 11, "deprecated"),
              {"rank": "normal", "mainsnak": {"snaktype": "somevalue"}}],
        P2047=[statement({"amount": "+104", "unit": "http://www.wikidata.org/entity/Q7727"}, "quantity")],
        P1476=[statement({"text": "Rue Harrow", "language": "fr"}, "monolingualtext")],
    ),
    {**entity("Q102", None, P31=[item("Q11424")]), "labels": [], "aliases": []},
    entity("Q103", "Lane Street", P31=[item("Q5398426")], P345=[statement("tt0000103")], P57=[item("Q201")]),
    entity("Q104", "Odd Film", P31=[item("Q999")], P345=[statement("tt0000104")], P57=[item("Q201")]),
    {"id": "Q150", "redirects": {"from": "Q150", "to": "Q151"}},
    {"id": "Q151", "redirects": {"from": "Q151", "to": "Q101"}},
    {"id": "Q160", "redirects": {"from": "Q160", "to": "Q161"}},
    {"id": "Q161", "redirects": {"from": "Q161", "to": "Q160"}},
]  # fmt: skip


def write_dump(path: Path, entities: list[dict[str, object]], tail: str = "") -> Path:
    text = "[\n" + ",\n".join(json.dumps(one) for one in entities) + tail + "\n]\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else bz2.compress(text.encode()))
    return path


@pytest.mark.parametrize("name", ["dump.json.gz", "dump.json.bz2"])
def test_a_dump_gives_films_with_public_ids_and_every_year(tmp_path: Path, target: Path, name: str) -> None:
    report = build(
        [("wikidata-dump", [str(write_dump(tmp_path / name, DUMP, ',\n{"id": "Q9", "P345"'))])], target, silent
    )
    found = films(target)
    lane = found["Harrow Lane"]
    assert set(found) == {"Harrow Lane", "Odd Film"}
    assert lane.years == {1998, 1999}
    assert (lane.kind, lane.runtime, lane.titles) == ("short", 104, ("Harrow Lane", "Rue Harrow"))
    assert lane.ids == {"wikidata": "Q101", "imdb": "tt0000101", "tmdb": "78"}
    assert lane.publishable == {"wikidata", "imdb", "tmdb"}
    assert lane.directors == ("Ada Pell",)
    assert report.skipped == {"a line of the dump that is no JSON": 1, "a merged id that leads to no film": 2}


def test_a_merged_id_still_finds_its_film_and_is_not_shown(tmp_path: Path, target: Path) -> None:
    build([("wikidata-dump", [str(write_dump(tmp_path / "dump.json.gz", DUMP))])], target, silent)
    with Catalogue(target) as catalogue:
        film = catalogue.by_id("wikidata", "Q150")
        assert film is not None
        assert catalogue.films([film])[0].ids["wikidata"] == "Q101"


def test_two_sources_make_one_film_and_one_person(tmp_path: Path, target: Path) -> None:
    dump, folder = write_dump(tmp_path / "dump.json.gz", DUMP), imdb_folder(tmp_path / "imdb")
    build([("imdb", [str(folder)]), ("wikidata-dump", [str(dump)])], target, silent)
    with Catalogue(target) as catalogue:
        film = catalogue.by_id("imdb", "tt0000101")
        assert film == catalogue.by_id("wikidata", "Q101")
        (lane,) = catalogue.films([film or 0])
        (director,) = [person for person in lane.credits if person.role == "director"]
        assert catalogue.person_ids(director.key)[0] == {"imdb": "nm0000201", "wikidata": "Q201"}
        assert lane.publishable == {"wikidata", "imdb", "tmdb"}


def test_a_dump_without_films_is_named(tmp_path: Path, target: Path) -> None:
    with pytest.raises(InputError, match="no film"):
        build([("wikidata-dump", [str(write_dump(tmp_path / "dump.json.gz", DUMP[:1]))])], target, silent)


def test_what_a_killed_build_left_is_taken_away_and_a_running_one_is_left(tmp_path: Path, target: Path) -> None:
    dead = tmp_path / ".catalogue.sqlite.dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "staging").write_bytes(b"x" * 1000)
    (tmp_path / "films.jsonl").write_text('{"title": "Harrow Lane"}\n', encoding="utf-8")
    with Builder(target) as running:
        build([("jsonl", [str(tmp_path / "films.jsonl")])], target, silent)
        assert not dead.exists()
        film = running.film({}, "list")
        running.title(film, "Kiln", "list")
        running.finish()
    assert set(films(target)) == {"Kiln"}


def test_a_catalogue_that_is_cut_short_or_damaged_is_named(tmp_path: Path, target: Path) -> None:
    rows = "".join(f'{{"title": "Mill {number}", "year": 1990}}\n' for number in range(3000))
    (tmp_path / "films.jsonl").write_text(rows, encoding="utf-8")
    build([("jsonl", [str(tmp_path / "films.jsonl")])], target, silent)
    whole = target.read_bytes()
    target.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ConfigError, match="cut short"):
        Catalogue(target)
    target.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(ConfigError, match="damaged"), Catalogue(target) as catalogue:
        link(parse({"title": "Mill 7", "year": 1990}), catalogue)


def test_of_a_long_cast_the_first_five_are_kept(tmp_path: Path, target: Path) -> None:
    head, row = PRINCIPALS.split("\n", maxsplit=1)[0], "tt0000101\t{0}\tnm00003{0:02}\tactor\t\\N\t\\N"
    cast = "\n".join([head, *(row.format(number) for number in range(9))]) + "\n"
    people = NAMES + "".join(f"nm00003{number:02}\tPlayer {number}\t\\N\n" for number in range(9))
    build([("imdb", [str(imdb_folder(tmp_path / "imdb", title_principals=cast, name_basics=people))])], target, silent)
    actors = [person.name for person in films(target)["Harrow Lane"].credits if person.role == "actor"]
    assert actors == [f"Player {number}" for number in range(5)]
