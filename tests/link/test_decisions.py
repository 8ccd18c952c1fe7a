from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.errors import ConfigError, UsageError
from scraper.link import decisions
from scraper.link.catalogue import Catalogue
from scraper.link.linker import Linker, candidate_ids
from scraper.link.mention import parse
from scraper.model import Identity

Make = Callable[[list[dict[str, object]]], Catalogue]

FILMS: list[dict[str, object]] = [
    {"id": "tt0000001", "wikidata": "Q101", "title": "Harrow Lane", "year": 1951, "directors": ["Ada Pell"]},
    {"id": "tt0000002", "wikidata": "Q102", "title": "Harrow Lane", "year": 1998, "directors": ["Noor Reed"]},
]
MENTION = parse("Harrow Lane")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "decisions" / "links.jsonl"


def ask(make: Make, file: Path, films: list[dict[str, object]] = FILMS) -> Identity:
    return Linker(make(films).path, file).link(MENTION)


def test_an_accepted_film_outranks_the_features(make: Make, file: Path) -> None:
    assert ask(make, file).band == "ask"
    decisions.append(file, MENTION, "accept", "Q102")
    identity = ask(make, file)
    assert (identity.band, identity.decided_by, identity.ids["imdb"]) == ("auto", "person", "tt0000002")


def test_a_decision_holds_for_every_mention_that_says_the_same(make: Make, file: Path) -> None:
    decisions.append(file, MENTION, "accept", "Q102")
    linker = Linker(make(FILMS).path, file)
    assert linker.link(parse("The Harrow Lane")).band == "auto"
    assert linker.link(parse({"title": "Harrow Lane", "year": 1974})).decided_by == "none"


def test_a_decision_survives_a_rebuilt_catalogue_without_the_film(make: Make, file: Path) -> None:
    decisions.append(file, MENTION, "accept", "Q102")
    identity = ask(make, file, FILMS[:1])
    assert (identity.band, dict(identity.ids)) == ("auto", {"wikidata": "Q102"})


def test_a_rejected_film_is_no_candidate(make: Make, file: Path) -> None:
    decisions.append(file, MENTION, "reject", "tt0000001")
    assert [candidate.ids["imdb"] for candidate in ask(make, file).candidates] == ["tt0000002"]


def test_none_is_a_decision_and_undo_restores_the_candidates(make: Make, file: Path) -> None:
    before = ask(make, file)
    decisions.append(file, MENTION, "none")
    assert (ask(make, file).band, ask(make, file).decided_by) == ("nil", "person")
    decisions.append(file, MENTION, "undo")
    assert ask(make, file) == before
    assert len(file.read_text().splitlines()) == 2


def test_a_new_film_in_a_rebuilt_catalogue_opens_a_none_again(make: Make, file: Path) -> None:
    first = Linker(make(FILMS[:1]).path, file)
    decisions.append(file, MENTION, "none", None, candidate_ids(MENTION, first.catalogue))
    assert ask(make, file, FILMS[:1]).decided_by == "person"
    again = ask(make, file)
    assert again.band == "ask"
    assert [candidate.ids["wikidata"] for candidate in again.candidates] == ["Q102"]
    assert "another now" in again.reasons[0]


def test_the_last_decision_counts(make: Make, file: Path) -> None:
    decisions.append(file, MENTION, "accept", "Q101")
    decisions.append(file, MENTION, "reject", "Q101")
    assert ask(make, file).band != "auto"
    decisions.append(file, MENTION, "accept", "tt0000001")
    assert ask(make, file).ids["wikidata"] == "Q101"


@pytest.mark.parametrize("line", ["{", "[]", '{"key": "x"}', '{"key": "x", "decision": "accept"}',
                                  '{"key": "x", "decision": "maybe"}',
                                  '{"key": "x", "decision": "none", "candidates": ["y"]}',
                                  '{"key": "x", "decision": "accept", "id": "nonsense"}'])  # fmt: skip
def test_a_broken_line_is_named_and_never_skipped(file: Path, line: str) -> None:
    decisions.append(file, MENTION, "none")
    with file.open("a") as opened:
        opened.write(line + "\n")
    with pytest.raises(ConfigError, match=r"links\.jsonl:2"):
        decisions.load(file)


def test_an_id_of_another_shape_is_refused() -> None:
    with pytest.raises(UsageError, match="no film's id"):
        decisions.parse_id("Harrow Lane")
