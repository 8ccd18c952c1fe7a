"""What is forgotten is not in the database any more, not even between its rows."""

from __future__ import annotations

from pathlib import Path

from scraper.model import Record
from scraper.store import Found, Visit, open_store

REVIEW = "https://ida.example/a#review"


def test_forgotten_text_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    store.put("ida.example", [Found("https://ida.example/a"), Found("https://ida.example/b")])
    page = store.page("https://ida.example/a")
    assert page is not None
    document = b'{"@graph":[{"@id":"urn:x","@type":"Movie","name":"Harrow Lane"}]}'
    store.commit([Visit(page, at=1, records=(Record("ab" * 32, REVIEW, document, b'{"exact":"a locked shed"}\n'),))])
    store.settle(now=2)
    store.forget_hash("https://ida.example/a", now=3)
    assert store.forget_pages(store.pages_at("https://ida.example/a"), now=3) == 1
    store.settle(now=4)
    store.compact_all()
    store.close()
    content = path.read_bytes()
    for text in (b"Harrow Lane", b"locked shed", b"ida.example/a"):
        assert text not in content
    assert b"ida.example/b" in content


def test_a_forgotten_address_is_refused_and_others_are_not(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite")
    store.forget_hash("https://ida.example/a", now=1)
    assert store.put("ida.example", [Found("https://ida.example/a"), Found("https://ida.example/b")]) == (1, 0)
    store.forget_hash("host:bo.example", now=1)
    assert store.put("bo.example", [Found("https://bo.example/x")]) == (0, 1)
    assert store.is_forgotten("https://ida.example/a")
    assert not store.is_forgotten("https://ida.example/b")
    store.close()
    again = open_store(tmp_path / "store.sqlite")
    assert again.is_forgotten("https://ida.example/a")
    again.close()


def test_two_stores_hash_the_same_address_differently(tmp_path: Path) -> None:
    one, two = open_store(tmp_path / "1.sqlite"), open_store(tmp_path / "2.sqlite")
    assert one.salted("https://ida.example/a") != two.salted("https://ida.example/a")
    one.close()
    two.close()
