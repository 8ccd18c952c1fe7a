import sqlite3

import pytest

from scraper.errors import ScraperError
from scraper.publish import search as module
from scraper.publish.index import SearchIndex, keep_in_step
from scraper.publish.search import Query, search


@pytest.fixture
def index(tmp_path):
    found = SearchIndex(tmp_path / "search.sqlite")
    yield found
    found.close()


def titles(index, *args, **filters):
    return [hit.document["title"] for hit in search(index, Query(*args, **filters)).hits]


def sites(index, text="", **filters):
    return [hit.document["site"] for hit in search(index, Query(text, **filters)).hits]


def test_accents_case_and_stroke_letters_do_not_matter(index, put):
    index.apply([put("https://a.example/1", title="Amélie z Łodzi", critic="Søren Ødegård")])
    for text in ("amelie", "AMÉLIE", "ame\u0301lie", "lodzi", "Łodzi", "soren odegard", "amel*"):
        assert titles(index, text) == ["Amélie z Łodzi"], text
    assert titles(index, '"soren odegard"', critic="Søren Ødegård", film="z Łodzi") == ["Amélie z Łodzi"]


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        ("千と千尋の神隠し", ("千尋", "神隠し", "千と千*", "隠*")),
        ("ガラスの城", ("ガラス", "ｶﾞﾗｽ", "城")),
        ("한국의 밤", ("한국의", "한국*", "밤")),
        ("Чужой среди своих", ("чужой", "ЧУЖОЙ", "чуж*")),
        ("Ο Θίασος", ("θιασος", "ΘΊΑΣΟΣ", "θία*")),
        ("Çöl Işığı", ("çöl", "col", "isigi")),
        ("Đường về", ("đường", "duong")),
        ("हिन्दी फ़िल्म", ("हिन्दी",)),
        ("Straße", ("strasse", "STRASSE", "straße")),
    ],
)
def test_titles_of_every_script_are_found(index, put, title, queries):
    index.apply([put(title=title), put("https://b.example/2", title="Other")])
    for text in queries:
        assert titles(index, text) == [title], text
        assert titles(index, film=text.rstrip("*")) == [title] or text.endswith("*"), text


def test_marks_find_words_of_scripts_without_spaces(index, put):
    index.apply([put(title="千と千尋の神隠し")])
    hit = search(index, Query("千尋")).hits[0]
    assert [hit.title.text[a:b] for a, b in hit.title.spans] == ["千尋"]


def test_an_index_of_an_older_layout_is_built_anew(tmp_path, put, outbox):
    put(title="Fog")
    path = tmp_path / "search.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 1")
        db.execute("CREATE TABLE state(x)")
    db.close()
    with pytest.raises(ScraperError, match="scrape publish"):
        SearchIndex(path, read_only=True)
    index = SearchIndex(path)
    assert keep_in_step(outbox, index) == 1
    assert titles(index, "fog") == ["Fog"]
    index.close()


def test_words_must_all_occur_phrases_together_and_prefixes_begin(index, put):
    index.apply([put("https://a.example/1", title="Harrow Lane"), put("https://a.example/2", title="Lane of Harrow")])
    assert set(titles(index, "harrow lane")) == {"Harrow Lane", "Lane of Harrow"}
    assert titles(index, '"lane of"') == ["Lane of Harrow"]
    assert titles(index, '"harrow lane" nowhere') == ["Harrow Lane", "Lane of Harrow"]
    assert titles(index, "harrow missing") == []
    assert titles(index, "har*") != []


def test_a_phrase_never_runs_across_two_names(index, put):
    index.apply([put("https://a.example/1", directors=("Dara Rector", "Otto Vell"))])
    assert titles(index, '"otto vell"') == ["Harrow Lane"]
    assert titles(index, '"rector otto"') == []


def test_the_film_whose_whole_title_was_typed_comes_first(index, put):
    index.apply([
        put("https://a.example/1", title="Harrow Lane Revisited: the Harrow Lane Story", headline="Harrow Lane"),
        put("https://a.example/2", title="Harrow Lane", published="1999-01-01"),
        put("https://a.example/3", title="Other", abstract="Not unlike Harrow Lane."),
    ])  # fmt: skip
    assert titles(index, "harrow lane")[0] == "Harrow Lane"
    assert titles(index, "harrow lane")[-1] == "Other"


def test_filters_narrow_by_everything_a_review_says(index, put):
    index.apply([
        put("https://a.example/1", critic="Ida Moss", rating=(4, 5), channel="digital", year=2021),
        put("https://b.example/2", critic="Ren Vale", rating=(2, 5), directors=("Otto Vell",), year=1999,
            title="Fog Harbour", film="http://www.wikidata.org/entity/Q90000002"),
        put("https://c.example/3", critic="Ida Moss", rating=None, film="urn:uuid:7"),
    ])  # fmt: skip
    assert sites(index, critic="moss") == ["c.example", "a.example"]
    assert sites(index, site="www.B.example") == ["b.example"]
    assert sites(index, year=1999) == ["b.example"]
    assert sites(index, min_score=72) == ["a.example"]
    assert sites(index, min_score=40) == ["b.example", "a.example"]
    assert sites(index, min_score=81) == []
    assert sites(index, channel="digital") == ["a.example"]
    assert sites(index, director="Vell") == ["b.example"]
    assert sites(index, film="fog harbour") == ["b.example"]
    assert sites(index, film="Q90000001") == ["a.example"]
    assert sites(index, film="urn:uuid:7") == ["c.example"]
    assert sites(index, "harbour", critic="vale", year=1999) == ["b.example"]
    assert sites(index, critic="!!!") == []


def test_facets_count_the_matches(index, put):
    index.apply([put(f"https://{site}.example/{n}", title="Fog") for site, n in (("a", 1), ("a", 2), ("b", 3))])
    for text in ("", "fog"):
        results = search(index, Query(text))
        assert (results.total, results.exact) == (3, True)
        assert [(value.key, value.count) for value in results.facets["site"]] == [("a.example", 2), ("b.example", 1)]
        assert [(value.label, value.count) for value in results.facets["score"]] == [("80-100", 3)]


def test_an_old_film_whose_whole_title_was_typed_is_found_among_many(index, put, monkeypatch):
    monkeypatch.setattr(module, "CAP", 3)
    put_all = [put(f"https://a.example/{n}", title=f"Love in {n}", published=f"2021-08-{n:02d}") for n in range(1, 9)]
    index.apply([*put_all, put("https://b.example/", title="Love", published="1999-01-01", rating=(7, 10))])
    assert titles(index, "love")[0] == "Love"
    assert titles(index, "love", min_score=72)[0] == "Love in 8", "a filter holds for the title too"


def test_a_broad_query_says_that_its_total_is_a_lower_bound(index, put, monkeypatch):
    monkeypatch.setattr(module, "CAP", 3)
    index.apply([put(f"https://a.example/{n}", title="Fog", published=f"2021-08-{n:02d}") for n in range(1, 10)])
    results = search(index, Query("fog"))
    assert (results.total, results.exact) == (3, False)
    assert [hit.document["published"] for hit in results.hits] == ["2021-08-09", "2021-08-08", "2021-08-07"]


def test_marks_show_where_the_words_stand(index, put):
    index.apply([put(abstract="x " * 300 + "and then Amélie came " + "y " * 300)])
    hit = search(index, Query("amelie came")).hits[0]
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.spans] == ["Amélie", "came"]
    assert len(hit.snippet.text) <= 202
    assert "".join(piece for piece, _ in hit.snippet.pieces()) == hit.snippet.text


HOSTILE = [
    '"', '""', "*", "a AND", "NEAR(a b, 3)", "title:harrow", "{title}:x", "-lane", "(", "^x", "a OR b NOT c", "\x00",
    "\ud800", "'; DROP TABLE fts; --", "x" * 100_000, '"' * 9_999, "\ue000site", "🎬", "a" * 64 + "*", "\u202e",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_text_is_ever_syntax(index, put, text):
    index.apply([put()])
    search(index, Query(text))
    search(index, Query("harrow", film=text, critic=text, site=text, channel=text, director=text))


def test_hostile_records_are_kept_and_found_by_their_words(index, put):
    texts = ["<script>alert(1)</script> Fog", "Fog\u202egnp.exe", "Fog\x00\x1b[31m", "Fog" + " x" * 500_000,
             'Fog" OR *', "=HYPERLINK() Fog", "Fog\ue000site"]  # fmt: skip
    index.apply([put(f"https://a.example/{n}", title=text, tags=(text,)) for n, text in enumerate(texts)])
    assert search(index, Query("fog*")).total == len(texts)


def test_applying_twice_or_late_changes_nothing(index, put, outbox):
    first = put(title="Old")
    second = put(title="New")
    index.apply([second])
    index.apply([first])
    index.apply([second])
    assert titles(index) == ["New"]
    assert titles(index, "old") == []
    assert index.cursor() == second.version


def test_what_was_deleted_stays_away(index, put, outbox):
    first = put(title="Old")
    gone = outbox.put(first.id, None)
    index.apply([first])
    index.apply([gone])
    index.apply([first])
    results = search(index, Query("old"))
    assert (results.total, index.versions()) == (0, {})
    assert search(index, Query("")).facets["site"] == ()


def test_a_changed_review_is_found_under_its_new_words_only(index, put):
    index.apply([put(title="Harrow Lane", published="2021-01-01")])
    index.apply([put(title="Fog Harbour", published="2022-01-01", critic="Ren Vale")])
    assert titles(index, "harrow lane", critic="moss") == []
    assert titles(index, "fog") == ["Fog Harbour"]
    assert [value.label for value in search(index, Query("")).facets["critic"]] == ["Ren Vale"]
    index.db.execute("INSERT INTO fts(fts, rank) VALUES('integrity-check', 1)")


def test_a_batch_that_fails_leaves_nothing_behind(index, put, monkeypatch):
    put("https://a.example/1", title="Kept")
    good = put("https://a.example/2", title="Good")
    monkeypatch.setattr(SearchIndex, "_insert", lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("disk full")))
    with pytest.raises(sqlite3.OperationalError):
        index.apply([good])
    monkeypatch.undo()
    assert (index.cursor(), index.versions()) == (0, {})
    index.apply([good])
    assert titles(index, "good") == ["Good"]


def test_a_file_that_is_no_index_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "search.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(ScraperError, match="delete it"):
        SearchIndex(path)
    with pytest.raises(ScraperError, match="scrape publish"):
        SearchIndex(tmp_path / "none.sqlite", read_only=True)


def test_an_index_that_was_deleted_is_built_anew(tmp_path, put, outbox):
    put("https://a.example/1", title="Fog")
    put("https://a.example/2", title="Harrow")
    for name in ("one", "two"):
        index = SearchIndex(tmp_path / f"{name}.sqlite")
        assert keep_in_step(outbox, index, batch=1) == 2
        assert keep_in_step(outbox, index) == 0
        assert sorted(titles(index)) == ["Fog", "Harrow"]
        index.close()
    assert outbox.cursor("search") == 2


def test_coverage_counts_what_each_site_says_and_follows_changes(index, put, outbox):
    first = put("https://a.example/1", year=None)
    index.apply([first, put("https://a.example/2", rating=None), put("https://b.example/3")])
    assert index.coverage()["a.example"] | {"title": 2} == index.coverage()["a.example"]
    assert [index.coverage()["a.example"].get(name) for name in ("reviews", "year", "score_raw")] == [2, 1, 1]
    index.apply([outbox.put(first.id, None)])
    assert [index.coverage()["a.example"].get(name) for name in ("reviews", "year", "score_raw")] == [1, 1, None]
