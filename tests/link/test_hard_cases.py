"""The hard cases of linking films, one named test each; every film is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scraper.link.builder import Builder
from scraper.link.catalogue import Catalogue
from scraper.link.linker import link
from scraper.link.mention import parse
from scraper.model import Identity

FILMS: tuple[tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...], str], ...] = (
    ("tt0000001", ("Harrow Lane",), (1951,), ("Ada Pell",), "film"),
    ("tt0000002", ("Harrow Lane",), (1998,), ("Noor Reed",), "film"),
    ("tt0000003", ("Split Tide",), (2016,), ("Ada Pell",), "film"),
    ("tt0000004", ("Split Tide",), (2016,), ("Tom Anders",), "film"),
    ("tt0000005", ("The Long Causeway",), (2018, 2019), ("Ida Moss",), "film"),
    ("tt0000006", ("Port de brume", "Fog Landing"), (2003,), ("Luc Aubry",), "film"),
    ("tt0000007", ("Стеклянный берег",), (1972,), ("Андрей Лавров",), "film"),
    ("tt0000008", ("The Gift Horse",), (1977,), ("Ada Pell",), "film"),
    ("tt0000009", ("Quarry Men",), (1982,), ("Paul T. Anders",), "film"),
    ("tt0000010", ("Quarry Men II",), (1985,), ("Paul T. Anders",), "film"),
    ("tt0000011", ("Quarry Men III",), (1989,), ("Tom Anders",), "film"),
    ("tt0000012", ("Still Water",), (2011,), ("Wes Anders",), "film"),
    ("tt0000013", ("Night Ferry",), (2014,), ("Ida Moss",), "short"),
    ("tt0000014", ("Kiln",), (2015,), ("Noor Reed",), "documentary"),
    ("tt0000015", ("8½ Doors",), (1964,), ("Luc Aubry",), "film"),
    ("tt0000016", ("TREE·S",), (2008,), ("Ida Moss",), "film"),
    ("tt0000017", ("1917",), (1970,), ("Tom Reed Sr.",), "film"),
    ("tt0000018", ("Nine Cities", "Neuf villes"), (2006,),
     ("Ada Pell", "Luc Aubry", "Ida Moss", "Noor Reed", "Kaneto Shindo"), "film"),
    ("tt0000019", ("The Door",), (2010,), ("Ada Pell",), "film"),
    ("tt0000020", ("Someone's Knocking at the Door",), (2010,), ("Ada Pell",), "film"),
    ("tt0000021", ("Coach Carver",), (2005,), ("Tom Anders",), "film"),
    ("tt0000022", ("Blade Walker",), (1982,), ("Rolf Scott",), "film"),
    ("tt0000023", ("Blade Walker 2049",), (2017,), ("Denis Vale",), "film"),
    ("tt0000024", ("Anchor: The Legend of Ron Ash",), (2004,), ("Adam Kay",), "film"),
    ("tt0000025", ("The Treasure of the Sierra Norte",), (1948,), ("John Hust",), "film"),
    ("tt0000026", ("Twice Told",), (1934,), ("Alf Cock",), "film"),
    ("tt0000027", ("Twice Told",), (1956,), ("Alf Cock",), "film"),
    ("tt0000028", ("Onibara",), (1964,), ("Kaneto Shindô",), "film"),
    ("tt0000029", ("The Salt Road: Part One",), (2011,), ("David Yat",), "film"),
    ("tt0000030", ("The Salt Road: Part Two",), (2012,), ("David Yat",), "film"),
)  # fmt: skip
Ask = Callable[..., Identity]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    target: Path = tmp_path_factory.mktemp("hard") / "catalogue.sqlite"
    with Builder(target) as builder:
        for identifier, titles, years, directors, kind in FILMS:
            film = builder.film({"imdb": identifier}, "list")
            for text in titles:
                builder.title(film, text, "list")
            for year in years:
                builder.year(film, year, "list")
            for order, name in enumerate(directors):
                builder.credit(film, "director", order, builder.person({}, "list", name))
            builder.facts(film, kind=kind)
        # A crowd of other films, so that titles and years are as rare as they are in life.
        for number in range(2000):
            film = builder.film({"imdb": f"tt1{number:06}"}, "list")
            builder.title(film, f"Tale {number} of Mill {number * 7}", "list")
            builder.year(film, 1920 + number % 105, "list")
        builder.finish()
    with Catalogue(target) as opened:
        yield opened


@pytest.fixture
def ask(catalogue: Catalogue) -> Ask:
    def call(title: str, year: int | None = None, *directors: str, **more: object) -> Identity:
        return link(parse({"title": title, "year": year, "directors": list(directors), **more}), catalogue)

    return call


def linked(identity: Identity) -> str | None:
    return identity.ids.get("imdb") if identity.band == "auto" else None


def test_a_remake_is_told_by_its_year(ask: Ask) -> None:
    assert linked(ask("Harrow Lane", 1998)) == "tt0000002"
    assert linked(ask("Harrow Lane", 1951)) == "tt0000001"


def test_a_remake_is_told_by_its_director(ask: Ask) -> None:
    assert linked(ask("Harrow Lane", None, "Noor Reed")) == "tt0000002"


def test_a_remake_named_by_title_alone_is_asked(ask: Ask) -> None:
    assert ask("Harrow Lane").band == "ask"


def test_a_third_remake_that_is_not_there_is_not_taken_for_another(ask: Ask) -> None:
    assert ask("Harrow Lane", 1974, "Ida Moss").band == "ask"


def test_same_title_and_year_is_told_by_the_director(ask: Ask) -> None:
    assert linked(ask("Split Tide", 2016, "Tom Anders")) == "tt0000004"
    assert ask("Split Tide", 2016).band == "ask"


@pytest.mark.parametrize("year", [2018, 2019])
def test_festival_year_and_release_year_are_both_the_films(ask: Ask, year: int) -> None:
    identity = ask("The Long Causeway", year)
    assert linked(identity) == "tt0000005"
    assert identity.candidates[0].features[1].value == 0


def test_a_year_off_by_one_is_no_conflict_where_the_director_agrees(ask: Ask) -> None:
    assert linked(ask("The Long Causeway", 2020, "Ida Moss")) == "tt0000005"


def test_a_film_retitled_abroad_is_found_by_its_other_title(ask: Ask) -> None:
    assert linked(ask("Fog Landing", 2003)) == "tt0000006"


def test_a_film_retitled_abroad_without_that_title_known_is_asked(ask: Ask) -> None:
    identity = ask("Haven in the Mist", 2003, "Luc Aubry")
    assert identity.band != "auto"
    assert "tt0000006" in [candidate.ids["imdb"] for candidate in identity.candidates]


def test_a_transliterated_title_and_name_are_the_same(ask: Ask) -> None:
    assert linked(ask("Steklyannyy bereg", 1972, "Andrey Lavrov")) == "tt0000007"


@pytest.mark.parametrize("title", ["Gift Horse", "Gift Horse, The", "The gift horse"])
def test_the_article_is_no_part_of_the_name(ask: Ask, title: str) -> None:
    assert linked(ask(title, 1977)) == "tt0000008"


@pytest.mark.parametrize("title", ["Quarry Men 2", "Quarry Men II"])
def test_a_sequel_is_the_same_in_digits_and_numerals(ask: Ask, title: str) -> None:
    assert linked(ask(title, 1985)) == "tt0000010"


def test_a_sequel_that_is_not_there_is_not_taken_for_its_forerunner(ask: Ask) -> None:
    assert ask("Quarry Men IV", 1989, "Tom Anders").band != "auto"
    assert ask("Quarry Men 2", 1982, "Paul T. Anders").band != "auto"


def test_two_parts_of_one_film_are_not_mixed_up(ask: Ask) -> None:
    assert linked(ask("The Salt Road: Part 2", None, "David Yat")) == "tt0000030"
    assert ask("The Salt Road", None, "David Yat").band != "auto"


def test_directors_of_one_surname_are_two_people(ask: Ask) -> None:
    assert ask("Quarry Men", None, "Paul W.S. Anders").band == "ask"
    assert ask("Still Water", None, "Paul Anders").band == "ask"
    assert linked(ask("Still Water", None, "Wes Anders")) == "tt0000012"


def test_a_father_is_not_his_son(ask: Ask) -> None:
    assert ask("1917", None, "Tom Reed Jr.").band == "ask"
    assert linked(ask("1917", None, "Tom Reed Sr.")) == "tt0000017"


def test_a_short_is_not_a_feature(ask: Ask) -> None:
    assert ask("Night Ferry", 2014, kind="film").band == "ask"
    assert linked(ask("Night Ferry", 2014, kind="short")) == "tt0000013"


def test_a_documentary_is_not_a_series(ask: Ask) -> None:
    assert ask("Kiln", 2015, kind="series").band == "ask"
    assert linked(ask("Kiln", 2015, kind="documentary")) == "tt0000014"


@pytest.mark.parametrize("title", ["8½ Doors", "8 1/2 Doors"])
def test_a_fraction_is_read(ask: Ask, title: str) -> None:
    assert linked(ask(title, 1964)) == "tt0000015"


@pytest.mark.parametrize("title", ["TREE·S", "Tree-S", "Trees"])
def test_a_dot_within_a_word_is_no_obstacle(ask: Ask, title: str) -> None:
    assert linked(ask(title, 2008, "Ida Moss")) == "tt0000016"


def test_a_title_of_digits_is_not_its_year(ask: Ask) -> None:
    assert linked(ask("1917", 1970)) == "tt0000017"
    assert linked(ask("1917 (1970)")) == "tt0000017"
    assert ask("1917").band == "ask"


def test_one_director_of_an_anthology_is_enough(ask: Ask) -> None:
    assert linked(ask("Nine Cities", 2006, "Noor Reed")) == "tt0000018"


def test_a_title_within_another_is_another_film(ask: Ask) -> None:
    assert linked(ask("The Door", 2010, "Ada Pell")) == "tt0000019"
    assert ask("Carver", 2005, "Tom Anders").band != "auto"
    assert linked(ask("Blade Walker", 1982)) == "tt0000022"
    assert ask("Blade Walker", 2017, "Denis Vale").band != "auto"


def test_a_missing_subtitle_needs_both_year_and_director(ask: Ask) -> None:
    assert linked(ask("Anchor", 2004, "Adam Kay")) == "tt0000024"
    assert ask("Anchor", 2004).band == "ask"
    assert ask("Anchor", None, "Adam Kay").band == "ask"


def test_a_slip_of_the_pen_needs_the_director(ask: Ask) -> None:
    assert linked(ask("The Treasure of Sierra Norte", 1948, "John Hust")) == "tt0000025"
    assert ask("The Treasure of Sierra Norte", 1948).band == "ask"


def test_a_director_who_made_a_film_twice_does_not_tell_which(ask: Ask) -> None:
    assert ask("Twice Told", None, "Alf Cock").band == "ask"
    assert linked(ask("Twice Told", 1956, "Alf Cock")) == "tt0000027"


def test_name_order_is_no_conflict(ask: Ask) -> None:
    assert linked(ask("Onibara", None, "Shindo Kaneto")) == "tt0000028"


def test_directors_that_differ_are_asked_whatever_else_agrees(ask: Ask) -> None:
    identity = ask("Onibara", 1964, "Ida Moss")
    assert identity.band == "ask"
    assert "the directors differ" in identity.reasons


def test_an_id_on_the_page_is_verified_and_not_trusted(ask: Ask) -> None:
    assert linked(ask("Onibara", None, imdb="tt0000028")) == "tt0000028"
    assert ask("Onibara", 1964, imdb="tt0000001").band == "ask"
    assert ask("Some Other Film", 1999, imdb="tt0000028").band != "auto"


def test_a_rare_title_alone_is_never_enough(ask: Ask) -> None:
    assert ask("Someone's Knocking at the Door").band == "ask"


def test_a_film_that_is_not_there_is_nil(ask: Ask) -> None:
    identity = ask("The Lantern Keepers of Ebb", 1987, "Greta Holm")
    assert (identity.band, identity.ids) == ("nil", {})


@pytest.mark.parametrize(
    "title", ["Port de brume (Fog Landing)", "Fog Landing (Port de brume) (2003)", "Fog Landing aka Port de Brume"]
)
def test_two_names_of_one_film_are_an_agreement(ask: Ask, title: str) -> None:
    assert linked(ask(title)) == "tt0000006"


def test_a_director_named_among_others_is_an_agreement(ask: Ask) -> None:
    assert linked(ask("Split Tide", people=["Greta Holm", "Tom Anders"])) == "tt0000004"
    assert ask("Split Tide", people=["Greta Holm"]).band == "ask"


def test_a_director_in_a_lists_brackets_is_read(ask: Ask) -> None:
    assert linked(ask("Split Tide (Tom Anders, 2016)")) == "tt0000004"


def test_a_name_in_brackets_that_is_another_films_does_not_confirm(ask: Ask) -> None:
    assert ask("Harrow Lane (Kiln)").band == "ask"
