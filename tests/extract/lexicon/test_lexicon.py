"""What a lexicon must find in a text, and what it must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.lexicon import available, detect, fold, load


def test_english_stands_last_and_unknown_codes_are_ignored() -> None:
    assert load(("xx", "de-AT", "en", "de")).languages == ("de", "en")


def test_the_same_languages_give_the_same_lexicon() -> None:
    assert load(("de",)) is load(("de", "en"))


@pytest.mark.parametrize("code", available())
def test_every_language_file_loads_and_names_the_director(code: str) -> None:
    lexicon = load((code,))
    assert lexicon.facts[code].name
    assert any(lexicon.words["label.director"])


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("Regie: Ida Ros", "director", "Ida Ros"),
        ("Director/ Ida Ros", "director", "Ida Ros"),
        ("Directed by Ida Ros", "director", "Ida Ros"),
        ("Director-Ida Ros", "director", "Ida Ros"),
        ("Director(s): Ida Ros", "director", "Ida Ros"),
        ("Rating – 4/5", "score", "4/5"),
        ("• Cast | Jon Vale", "actor", "Jon Vale"),
        ("RegieIda Ros", "director", "Ida Ros"),
        ("Original score by Jon Vale", "composer", "Jon Vale"),
    ],
)
def test_a_label_is_cut_from_its_value(line: str, kind: str, value: str) -> None:
    hit = load(("de",)).label(line)
    assert hit is not None
    assert (hit.kind, line[hit.value_start : hit.value_end]) == (kind, value)


@pytest.mark.parametrize("line", ["Director's cut: no", "Directorial debut", "Regie", "Director:", "", "***"])
def test_no_label_is_seen_where_none_stands(line: str) -> None:
    assert load(("de",)).label(line) is None


def test_a_label_of_two_roles_has_both() -> None:
    hit = load(("en",)).label("Written and directed by Ida Ros")
    assert hit is not None
    assert set(hit.kinds) == {"director", "writer"}


def test_several_labels_on_a_line_are_told_apart() -> None:
    line = "Director: Ida Ros | Cast: Jon Vale, Ada Lind. Runtime: 96 min"
    found = [(hit.kind, line[hit.value_start : hit.value_end]) for hit in load(("en",)).labels(line)]
    assert found[0] == ("director", "Ida Ros")
    assert found[1][0] == "actor"
    assert found[1][1].startswith("Jon Vale, Ada Lind")
    assert found[2] == ("runtime", "96 min")


def test_a_word_counts_only_between_word_borders() -> None:
    kinds = {hit.kind for hit in load(("en",)).hits("The marched director Maybel dvds")}
    assert "month" not in kinds
    assert "channel.physical" in kinds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Film ist nicht schlecht, aber er hat ein schwaches Ende.", "de"),
        ("The film is not bad, but it has a weak ending.", "en"),
        ("監督はイダ・ロス。とても良い映画です。", "ja"),
        ("감독은 이다 로스이다. 아주 좋은 영화.", "ko"),
    ],
)
def test_the_language_of_a_text_is_seen(text: str, language: str) -> None:
    assert detect(text, hint="fr") == language


def test_a_hint_decides_where_the_text_does_not() -> None:
    assert detect("Harrow Lane 4/5", hint="sv-SE") == "sv"


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_hits_and_labels_stand_within_any_text(text: str) -> None:
    lexicon = load(("de",))
    ends = [0]
    for hit in lexicon.hits(text):
        assert 0 <= hit.start < hit.end <= len(text)
        ends.append(hit.end)
    for label in lexicon.labels(text):
        assert 0 <= label.start < label.end <= label.value_start < label.value_end <= len(text)
    assert ends == sorted(ends)


def test_the_kinds_of_a_line_are_those_of_its_words() -> None:
    lexicon = load(("de",))
    line = "Ab 3. März auf Netflix, ein Film"
    assert lexicon.kinds(line) == {hit.kind for hit in lexicon.hits(line)} >= {"month", "platform", "film_word"}
    assert lexicon.kinds("") == frozenset()
