"""The schemas fit what is made, and the documents that are generated are up to date."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.flat import error_to_dict, to_dict
from scraper.model import Extraction, LinkedReview, PartialDate
from scraper.record import RecordError, check_flat
from scraper.record.fields_doc import replaced

DOCS = Path(__file__).parents[2] / "docs"


def test_the_document_of_fields_is_what_the_table_says() -> None:
    text = (DOCS / "fields.md").read_text("utf-8")
    assert replaced(text) == text, "run: python -m scraper.record.fields_doc docs/fields.md"


def test_answers_and_errors_fit_the_flat_schema(extraction: Extraction, linked: LinkedReview) -> None:
    check_flat(to_dict(extraction, "page.html", (linked,)))
    check_flat(to_dict(dataclasses.replace(extraction, reviews=(), page_kind="refused", reason="consent")))
    check_flat(error_to_dict("x", "dns", "no such host"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("film_year", "2021"),
        ("published", "24.8.2021"),
        ("score", {"value": 4}),
        ("film_title", 5),
        ("directors", None),
    ],
)
def test_a_value_of_the_wrong_shape_does_not_fit(extraction: Extraction, field: str, value: Any) -> None:
    flat: Any = to_dict(extraction)
    flat["reviews"][0][field] = value
    with pytest.raises(RecordError):
        check_flat(flat)


@pytest.mark.parametrize("parts", [(2021, None, None), (2021, 8, None), (2021, 8, 24), (None, 8, 24), (None, 8, None)])
def test_every_partial_date_fits(extraction: Extraction, parts: tuple[int | None, int | None, int | None]) -> None:
    page = dataclasses.replace(extraction.page, published=PartialDate(*parts))
    check_flat(to_dict(dataclasses.replace(extraction, page=page)))


@pytest.mark.parametrize("name", ["flat", "record", "settings", "site"])
def test_the_command_prints_each_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert "2020-12" in json.loads(capsys.readouterr().out)["$schema"]
