import importlib.util
import socket
import sys
from pathlib import Path

import pytest

from scraper.errors import ConfigError
from scraper.publish import engines
from scraper.publish.engines import BusyError, EngineError, compare, open_engine, reader_name, sync

_spec = importlib.util.spec_from_file_location("bulk_server", Path(__file__).with_name("bulk_server.py"))
assert _spec is not None
assert _spec.loader is not None
bulk_server = importlib.util.module_from_spec(_spec)
sys.modules["bulk_server"] = bulk_server
_spec.loader.exec_module(bulk_server)

KINDS = ("elasticsearch", "opensearch")


@pytest.fixture(params=KINDS)
def wire(request):
    for url, state in bulk_server.serve(product=request.param == "elasticsearch"):
        engine = open_engine("main", {"engine": request.param, "url": url})
        yield engine, state
        engine.close()


def at_once(send):
    """Ask again without waiting, up to three times."""
    for _ in range(2):
        try:
            return send()
        except BusyError:
            continue
    return send()


def test_an_index_with_our_mapping_is_made_and_takes_the_alias(wire, put, outbox):
    engine, state = wire
    put()
    report = sync(outbox, engine)
    assert (report.sent, report.cursor, report.rejected) == (1, 1, [])
    assert state.aliases == {"reviews": "reviews-v1"}
    body = state.mappings["reviews-v1"]
    assert body["mappings"]["_meta"] == {"layout": engines.LAYOUT}
    assert body["settings"]["analysis"]["analyzer"]["folded"]["filter"] == ["lowercase", "asciifolding"]
    ((version, document),) = state.alive("reviews-v1").values()
    assert (version, document["title"], document["score_norm"]) == (1, "Harrow Lane", 80.0)


def test_only_what_is_new_is_sent_and_deletes_stay(wire, put, outbox):
    engine, state = wire
    first = put()
    sync(outbox, engine)
    outbox.put(first.id, None)
    report = sync(outbox, engine)
    assert (report.sent, state.alive("reviews-v1")) == (1, {})
    assert sync(outbox, engine).sent == 0
    engine.apply(engines.to_items([first]))
    assert state.alive("reviews-v1") == {}


def test_a_newer_copy_over_there_is_success(wire, put, outbox):
    engine, state = wire
    change = put()
    sync(outbox, engine)
    state.indexes["reviews-v1"][change.id] = (99, {"version": 99, "id": change.id})
    report = sync(outbox, engine, since=0)
    assert report.rejected == []
    assert compare(outbox, dict(engine.versions())).stale == (change.id,)


def test_a_200_that_holds_failures_is_read_item_by_item(wire, put, outbox):
    engine, state = wire
    bad = put("https://a.example/bad")
    put("https://a.example/good")
    state.sick[bad.id] = [400]
    report = sync(outbox, engine)
    assert [(item.id, item.reason) for item in report.rejected] == [(bad.id, "no, 400")]
    assert compare(outbox, dict(engine.versions())).missing == (bad.id,)


def test_overload_is_tried_again_and_loses_nothing(wire, put, outbox):
    engine, state = wire
    change = put()
    engine.prepare()
    state.sick[change.id] = [429, 503]
    assert sync(outbox, engine, attempt=at_once).rejected == []
    assert list(state.alive("reviews-v1")) == [change.id]


def test_a_run_that_gave_up_goes_on_where_it_stood(wire, put, outbox, monkeypatch):
    engine, state = wire
    monkeypatch.setattr(engines, "BATCH", 2)
    changes = [put(f"https://a.example/{number}") for number in range(5)]
    state.sick[changes[3].id] = [429] * 3
    with pytest.raises(BusyError):
        sync(outbox, engine, attempt=at_once)
    assert outbox.cursor(reader_name(engine)) == 2
    assert state.aliases == {}, "an index that is not complete is not shown"
    sync(outbox, engine, attempt=at_once)
    assert compare(outbox, dict(engine.versions())).agrees
    assert max(state.batches) == 2


def test_batches_are_bounded_in_bytes(wire, put, outbox, monkeypatch):
    engine, state = wire
    monkeypatch.setattr(engines, "BATCH_BYTES", 5_000)
    for number in range(8):
        put(f"https://a.example/{number}")
    sync(outbox, engine)
    assert 1 < max(state.batches) < 8
    assert sum(state.batches) == 8


@pytest.mark.parametrize("status", [429, 503, 500, 403])
def test_a_call_that_fails_as_a_whole_is_one_line_with_a_remedy(wire, put, outbox, status):
    engine, state = wire
    put()
    state.faults = [status] * 3
    with pytest.raises(EngineError, match=r"\[publish.main\].*(check|run again)") as caught:
        sync(outbox, engine, attempt=at_once)
    assert "\n" not in str(caught.value)
    assert outbox.cursor(reader_name(engine)) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_engine_that_is_not_there_is_named(kind, put, outbox):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        engine = open_engine("main", {"engine": kind, "url": f"http://127.0.0.1:{free.getsockname()[1]}"})
        with pytest.raises(BusyError, match="cannot be reached"):
            sync(outbox, engine)
        engine.close()


def test_settings_that_cannot_work_are_refused():
    with pytest.raises(ConfigError, match="use one of"):
        open_engine("main", {"engine": "grep"})
    with pytest.raises(ConfigError, match="http"):
        open_engine("main", {"engine": "opensearch", "url": "localhost:9200"})


@pytest.mark.parametrize("kind", KINDS)
def test_the_api_key_goes_into_the_header(kind, put, outbox):
    for url, state in bulk_server.serve(product=kind == "elasticsearch"):
        engine = open_engine("main", {"engine": kind, "url": url, "key": "c2VjcmV0"})
        put()
        sync(outbox, engine)
        engine.close()
        assert state.keys == {"ApiKey c2VjcmV0"}


def test_elasticsearch_speaks_its_own_media_type(put, outbox):
    for url, state in bulk_server.serve(product=True):
        engine = open_engine("main", {"engine": "elasticsearch", "url": url})
        put()
        sync(outbox, engine)
        engine.close()
        assert [kind for _, path, kind in state.requests if path == "_bulk"] == [
            "application/vnd.elasticsearch+x-ndjson; compatible-with=9"
        ]
