"""Every fixture replayed: what a careful person reads on the page is what the program answers."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from scraper.cli.fixture import is_known, replay
from scraper.evaluate.fixtures import Fixture, read_fixtures
from scraper.extract import extract
from scraper.extract.decode import decode
from scraper.extract.parse import parse_html, parse_text
from scraper.model import LinkedReview
from scraper.record import build, check_flat, check_record, graph
from scraper.record.pointers import resolve

FOLDER = Path(__file__).parents[1] / "fixtures"
FIXTURES = read_fixtures(FOLDER)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_the_answer_is_what_the_page_states(fixture: Fixture) -> None:
    flat, differences = replay(fixture)
    check_flat(flat)
    unknown = [str(one) for one in differences if not is_known(fixture, one)]
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_records_fit_their_schema_and_every_quote_stands_where_the_ledger_says(fixture: Fixture) -> None:
    content = fixture.page.read_bytes()
    headers = {"content-type": "text/plain; charset=utf-8"} if fixture.plain else None
    extraction = extract(content, fixture.url, headers=headers, assume=fixture.assume)
    decoded = decode(content, None).text
    text = (parse_text if fixture.plain else parse_html)(decoded, fixture.url).text
    assert hashlib.sha256(text.encode()).hexdigest() == extraction.text_sha256
    linked = tuple(LinkedReview(review) for review in extraction.reviews)
    check_record(graph(extraction, linked))
    for record in build(extraction, linked):
        document = json.loads(record.document)
        for line in map(json.loads, record.ledger.splitlines()):
            for target in line.get("targets", ()):
                assert target["pointer"] is None or resolve(document, target["pointer"]) is not None
                quote, *position = target["selector"]
                if quote["type"] == "TextQuoteSelector":
                    start, end = position[0]["start"], position[0]["end"]
                    assert text[start:end] == quote["exact"], (line["field"], target["rule"])
                    assert text[:start].endswith(quote["prefix"])
                    assert text[end:].startswith(quote["suffix"])
