import pytest

from scraper.errors import ConfigError
from scraper.publish.engines import EngineError, compare, open_engine, sync, to_items
from scraper.publish.words import words_of

psycopg = pytest.importorskip("psycopg")


@pytest.fixture(scope="module")
def server(postgres):
    return postgres()


@pytest.fixture
def engine(server):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    found = open_engine("pg", {"engine": "postgres", "url": server})
    yield found
    found.close()


def rows(server, query, *values):
    with psycopg.connect(server) as connection:
        return connection.execute(query, values).fetchall()


def find(server, text):
    words = " & ".join(words_of(text))
    ask = "SELECT title FROM reviews, to_tsquery('simple', %s) q WHERE words @@ q ORDER BY ts_rank(words, q) DESC"
    return [title for (title,) in rows(server, ask, words)]


def test_reviews_are_found_by_folded_words_names_first(engine, server, put, outbox):
    put("https://a.example/1", title="Łódź by Night")
    put("https://a.example/2", title="Elsewhere", abstract="Not Łódź at all.")
    sync(outbox, engine)
    assert find(server, "łódź") == ["Łódź by Night", "Elsewhere"]
    assert find(server, "lodz night") == ["Łódź by Night"]
    assert rows(server, "SELECT document->>'score_raw', score_norm FROM reviews LIMIT 1") == [("4 out of 5", 80.0)]


def test_a_late_change_never_wins_and_the_deleted_stay_away(engine, server, put, outbox):
    first = put(title="Old")
    second = put(title="New")
    sync(outbox, engine)
    engine.apply(to_items([first]))
    assert rows(server, "SELECT title, version FROM reviews") == [("New", second.version)]
    outbox.put(first.id, None)
    sync(outbox, engine)
    engine.apply(to_items([first, second]))
    assert rows(server, "SELECT * FROM reviews") == []
    assert compare(outbox, dict(engine.versions())).agrees


def test_verify_tells_what_differs(engine, server, put, outbox):
    kept, lost, old = (put(f"https://a.example/{n}") for n in range(3))
    sync(outbox, engine)
    with psycopg.connect(server) as connection:
        connection.execute("DELETE FROM reviews_v1 WHERE id = %s", (lost.id,))
        connection.execute("UPDATE reviews_v1 SET version = 1 WHERE id = %s", (old.id,))
        connection.execute("INSERT INTO reviews_v1(id, version, deleted) VALUES ('extra', 1, false)")
    difference = compare(outbox, dict(engine.versions()))
    assert (difference.missing, difference.stale, difference.extra) == ((lost.id,), (old.id,), ("extra",))
    assert not difference.agrees
    sync(outbox, engine, since=0)
    assert compare(outbox, dict(engine.versions())).missing == ()
    assert kept.id in dict(engine.versions())


def test_hostile_text_is_data(engine, server, put, outbox):
    hostile = "'; DROP TABLE reviews_v1; -- %s \x00 \u202e <b>" + "x" * 1_000_000
    put(title=hostile, abstract=hostile, critic=hostile, tags=(hostile,))
    report = sync(outbox, engine)
    assert (report.sent, report.rejected) == (1, [])
    assert find(server, "drop table") != []


def test_the_view_appears_only_when_the_table_is_complete(engine, server, put, outbox, monkeypatch):
    put()
    monkeypatch.setattr(type(engine), "apply", lambda *_: (_ for _ in ()).throw(EngineError("stop")))
    with pytest.raises(EngineError):
        sync(outbox, engine)
    assert rows(server, "SELECT count(*) FROM pg_views WHERE viewname = 'reviews'") == [(0,)]


def test_a_server_that_is_not_there_and_a_bad_name_are_refused(server):
    with pytest.raises(EngineError, match=r"cannot be reached.*check its url"):
        open_engine("pg", {"engine": "postgres", "url": "postgresql://127.0.0.1:9/none"})
    with pytest.raises(ConfigError, match="lower-case"):
        open_engine("pg", {"engine": "postgres", "url": server, "index": 'a"; --'})
