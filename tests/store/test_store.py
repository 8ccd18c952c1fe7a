"""What a store promises, whichever database keeps it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from scraper.model import Host, Record, RobotsCopy
from scraper.store import Archived, FencedError, Found, Lease, Page, State, Store, Visit, open_store

KEY = "ida.example"


def record(slug: str, title: str, *, film: str = "urn:uuid:f1", critic: str = "Ida Moss") -> Record:
    review = f"https://{KEY}/{slug}#review"
    graph = [
        {"@id": review, "@type": ["Review", "CriticReview"], "itemReviewed": {"@id": film}, "name": title},
        {"@id": film, "@type": "Movie", "name": title},
        {"@id": "urn:uuid:c1", "@type": "Person", "name": critic},
    ]
    document = json.dumps({"@graph": graph}, separators=(",", ":"), sort_keys=True).encode()
    return Record(sha256(review.encode()).hexdigest(), review, document, b'{"field":"film_title"}\n')


def leased(store: Store, *urls: str, now: float = 100.0, until: float = 160.0) -> tuple[Lease, list[Page]]:
    store.put(KEY, [Found(url, due=0) for url in urls])
    store.enable([KEY])
    lease = store.lease("w1", now=now, until=until)
    assert lease is not None
    return lease, store.due(lease.host, now=now, limit=10)


def test_a_found_url_is_kept_once_and_served_best_rank_first(store: Store) -> None:
    found = [Found("https://ida.example/a", rank=4), Found("https://ida.example/b", rank=1)]
    assert store.put(KEY, found) == (2, 0)
    assert store.put(KEY, found) == (0, 0)
    host = store.host_id(KEY)
    assert [page.url for page in store.due(host, now=1, limit=5)] == ["https://ida.example/b", "https://ida.example/a"]


def test_budgets_of_host_and_prefix_refuse_more_urls(store: Store) -> None:
    calendar = [Found(f"https://ida.example/events/{day}", prefix="/events") for day in range(8)]
    assert store.put(KEY, calendar, caps=(6, 3)) == (3, 5)
    others = [Found(f"https://ida.example/{name}") for name in "abcdef"]
    assert store.put(KEY, others, caps=(6, 3)) == (3, 3)


def test_a_host_is_leased_to_one_worker_until_the_lease_runs_out(store: Store) -> None:
    lease, _ = leased(store, "https://ida.example/a")
    assert store.lease("w2", now=159, until=200) is None
    taken = store.lease("w2", now=161, until=220)
    assert taken is not None
    assert taken.token == lease.token + 1
    with pytest.raises(FencedError):
        store.renew(lease, until=300)
    assert not store.leave(lease)


def test_a_fenced_visit_leaves_no_trace(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    store.lease("w2", now=161, until=220)
    visit = Visit(replace(page, state=State.LIVE), at=162, records=(record("a", "Harrow Lane"),), lease=lease)
    (done,) = store.commit([visit])
    assert done.fenced
    assert store.changes(0, 10) == []
    assert store.page(page.url) == page


def test_one_off_calls_and_crawls_share_the_one_slot_of_a_host(store: Store) -> None:
    lease, _ = leased(store, "https://ida.example/a")
    assert store.claim(KEY, now=101, until=130) is None
    assert store.leave(lease)
    token = store.claim(KEY, now=101, until=130)
    assert token is not None
    assert store.lease("w1", now=102, until=130) is None
    assert store.release(Host(KEY, next_at=107.5, delay=5), token)
    assert not store.release(Host(KEY, next_at=0), token - 1)
    assert store.host(KEY) == Host(KEY, next_at=107.5, delay=5)
    assert store.lease("w1", now=107, until=130) is None
    assert store.lease("w1", now=107.5, until=130) is not None


def test_the_slot_of_a_crashed_one_off_call_is_free_when_it_runs_out(store: Store) -> None:
    store.put(KEY, [Found("https://ida.example/a", due=0)])
    store.enable([KEY])
    assert store.claim(KEY, now=10, until=40) == 1
    assert store.claim(KEY, now=39, until=70) is None
    assert store.claim(KEY, now=40, until=70) == 2


def test_only_changed_records_reach_the_outbox(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    first, second = record("a", "Harrow Lane"), record("b", "Nine Doors", film="urn:uuid:f2")
    visit = Visit(page, at=101, records=(first, second), lease=lease)
    assert store.commit([visit])[0].upserts == 2
    assert store.commit([visit])[0].upserts == 0
    edited = record("a", "Harrow Lane, again")
    assert store.commit([replace(visit, records=(edited,))])[0].upserts == 1
    assert [(c.op, c.id, c.document) for c in store.changes(0, 10)] == [
        ("upsert", first.id, first.document),
        ("upsert", second.id, second.document),
        ("upsert", edited.id, edited.document),
        ("delete", second.id, None),
    ]


def test_a_304_leaves_records_alone(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    store.commit([Visit(page, at=101, records=(record("a", "Harrow Lane"),), lease=lease)])
    store.commit([Visit(page, at=200, records=None, lease=lease, decision="unchanged", status=304)])
    assert len(store.changes(0, 10)) == 1


def test_a_film_of_two_reviews_is_one_document_and_goes_with_the_last(store: Store) -> None:
    lease, pages = leased(store, "https://ida.example/a", "https://ida.example/b")
    for page, slug in zip(pages, "ab", strict=True):
        store.commit([Visit(page, at=101, records=(record(slug, "Harrow Lane"),), lease=lease)])
    assert store.settle(now=102) == 2
    assert store.settle(now=103) == 0
    film = next(c for c in store.changes(0, 10) if c.kind == "film")
    assert film.document is not None
    said = json.loads(film.document)
    assert (said["@id"], said["name"], len(said["review"])) == ("urn:uuid:f1", "Harrow Lane", 2)
    after = store.last_version()
    for page in pages:
        store.commit([Visit(page, at=104, records=(), lease=lease)])
    assert store.settle(now=105) == 2
    assert {(c.op, c.kind) for c in store.changes(after, 10)[2:]} == {("delete", "film"), ("delete", "person")}


def test_cursors_never_go_back(store: Store) -> None:
    assert store.cursor("feed") == 0
    store.advance("feed", 7)
    store.advance("feed", 3)
    assert store.cursor("feed") == 7


def test_compaction_keeps_what_a_reader_still_needs(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    for title in ("Harrow Lane", "Harrow Lane II", "Harrow Lane III"):
        store.commit([Visit(page, at=101, records=(record("a", title),), lease=lease)])
    assert store.compact() == 0
    store.advance("feed", 2)
    assert store.compact() == 2
    assert [c.version for c in store.changes(0, 10)] == [3]
    assert store.commit([Visit(page, at=102, records=(record("a", "Harrow Lane III"),), lease=lease)])[0].upserts == 0


def test_robots_copies_come_back_as_they_were(store: Store) -> None:
    copy = RobotsCopy("https://ida.example", 5.0, "rules", 200, "User-agent: *\nDisallow: /private/", 5.0)
    assert store.robots(copy.origin) is None
    store.save_robots(copy)
    assert store.robots(copy.origin) == copy
    worse = replace(copy, checked_at=9.0, verdict="unreadable", status=503, unreadable_since=9.0)
    store.save_robots(worse)
    assert store.robots(copy.origin) == worse


def test_a_paused_host_is_not_leased_until_resumed(store: Store) -> None:
    store.put(KEY, [Found("https://ida.example/a", due=0)])
    store.enable([KEY])
    assert store.pause(KEY, "asked by its owner")
    assert store.lease("w", now=10, until=20) is None
    assert store.host(KEY).reason == "asked by its owner"
    assert store.resume(KEY)
    assert store.lease("w", now=10, until=20) is not None
    assert not store.pause("unknown.example", "")


def test_a_page_is_due_again_when_its_lastmod_is_newer_than_its_visit(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    store.commit([Visit(replace(page, last_ok=1000, due=9000), at=1000, lease=lease)])
    store.put(KEY, [Found(page.url, due=2000, lastmod=900)])
    assert store.page(page.url).due == 9000
    store.put(KEY, [Found(page.url, due=2000, lastmod=1500)])
    assert store.page(page.url).due == 2000


def test_profiles_are_sums_that_know_no_order_and_keep_their_name(store: Store) -> None:
    lease, pages = leased(store, "https://ida.example/a", "https://ida.example/b")
    store.commit([Visit(p, at=1, observed={"best:5": 1, p.url: 1}, lease=lease) for p in pages])
    name, counters = store.freeze_profile(KEY)
    assert counters["best:5"] == 2
    store.commit([Visit(pages[0], at=2, observed={"best:5": 1, pages[0].url: 1}, lease=lease)])
    assert store.freeze_profile(KEY) == (name, counters)
    assert store.profile(name) == counters


def test_archived_bytes_are_vouched_for_by_the_commit(store: Store) -> None:
    lease, (page,) = leased(store, "https://ida.example/a")
    store.commit([Visit(page, at=1, archived=(Archived("0001.warc.gz", 100, 50),), lease=lease)])
    assert store.archive_files() == {"0001.warc.gz": 150}


def test_two_openers_of_one_store_see_the_same(address: str | Path) -> None:
    one, two = open_store(address), open_store(address)
    one.put(KEY, [Found("https://ida.example/a", due=0)])
    two.enable([KEY])
    assert one.lease("w1", now=1, until=2) is not None
    assert two.lease("w2", now=1, until=2) is None
    one.close()
    two.close()


_RESERVE = """
import sys
from pathlib import Path
from scraper.store import open_store
store = open_store(sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    print(store.address_turn("192.0.2.7", now=1000.0, delay=1.5, patience=1000.0))
"""


def test_two_processes_never_have_the_same_turn_at_an_address(address: str | Path) -> None:
    open_store(address).close()
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _RESERVE, str(address)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    turns = [float(line) for worker in workers for line in worker.communicate()[0].split()]
    assert sorted(turns) == [1000.0 + 1.5 * n for n in range(80)]


def test_an_address_is_far_off_free_again_or_mistaken(store: Store) -> None:
    def turn(now: float) -> float | None:
        return store.address_turn("192.0.2.7", now=now, delay=1.0, patience=3.0)

    assert [turn(9000.0) for _ in range(5)] == [9000.0, 9001.0, 9002.0, 9003.0, None]
    assert turn(9010.0) == 9010.0
    assert [turn(100.0), turn(100.0)] == [101.0, 102.0], "the clock was set back"
