from __future__ import annotations

import pytest

from scraper.extract.places import country_years, only_facts
from scraper.extract.sources import infolines
from tests.support.claimed import claims_of, said


@pytest.mark.parametrize(
    ("line", "year", "beside"),
    [
        ("Harrow Lane, França/Dinamarca, 2018", 2018, "França/Dinamarca, 2018"),
        ("„Nine Doors”; USA 2016; thriller", 2016, "USA 2016"),
        ("Nine Doors (Corea del Sur 2019)", 2019, "Corea del Sur 2019"),
        ("중국, 2019", 2019, "중국, 2019"),
        ("2019, Frankreich, 96 Min.", 2019, "2019, Frankreich"),
        ("Deutschland und Frankreich 2020", 2020, "Deutschland und Frankreich 2020"),
    ],
)
def test_a_year_belongs_to_the_countries_beside_it(line: str, year: int, beside: str) -> None:
    found = list(country_years(line))
    assert [(one.year, line[one.start : one.end]) for one in found] == [(year, beside)]


@pytest.mark.parametrize("line", ["Harrow Lane, 2007", "In 2016 France won", "Peru, 12016", "Harrow in 2007"])
def test_a_year_beside_no_country_is_none(line: str) -> None:
    assert list(country_years(line)) == []


def test_a_line_of_countries_and_a_year_names_no_film() -> None:
    assert [line for line in ("EUA, 2017", "(USA 2007)", "Norge") if not only_facts(line)] == []
    assert not only_facts("Harrow Lane, EUA, 2017")


def test_a_data_line_without_labels_states_the_film_s_year() -> None:
    html = "<h1>Harrow Lane</h1><p>França/Dinamarca, 2018</p><p>Nine people hide in a house in 1975.</p>"
    found = claims_of(infolines, html, language="pt")
    assert said(found, "film_year") == [(2018, "info.country_year")]
