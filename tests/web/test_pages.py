"""The pages as plain requests get them."""

import json
import re
import threading
from html import unescape

import pytest

from scraper.model import Answer, Extraction, LinkedReview, PageFacts, Review
from scraper.publish.local import publish_local
from scraper.store import open_store
from scraper.web.guard import LOOPBACK, Guard
from scraper.web.views import Asked, safe_link

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202eevil"


def first_review(client) -> str:
    return re.findall(r'href="(/review/[0-9a-f]{64})"', client.get("/?q=harrow+lane").text)[0]


def test_search_shows_hits_facets_and_marks(client):
    page = client.get("/?q=harrow+lane").text
    assert "<mark>Harrow</mark> <mark>Lane</mark>" in page
    assert "<b>7</b> reviews" in page
    assert "/?q=harrow+lane&amp;site=kinomat.example" in page


def test_a_facet_narrows_and_its_count_is_what_it_finds(client):
    page = client.get("/").text
    links = re.findall(r'<li><a href="([^"]+)"><span>[^<]*</span><i>([\d,]+)</i>', page)
    assert len(links) > 20
    for href, count in links[::6]:
        assert f"<b>{count}</b> review" in client.get(unescape(href)).text, href


def test_a_film_has_every_verdict_on_one_scale(client):
    page = client.get("/film?id=http://www.wikidata.org/entity/Q90000011").text
    assert "<h1>Harrow Lane" in page
    assert page.count('class="dot band-') == 2 * 6, "a wide and a narrow chart, six scored reviews"
    assert "https://www.imdb.com/title/tt99000011/" in page
    assert client.get("/film?id=http://nowhere.example/x").status_code == 404


def test_a_review_shows_each_value_beside_its_quote_and_what_lost(client):
    page = client.get(first_review(client)).text
    assert re.search(r"It is directed by </span><mark>Dara Rector</mark>", page)
    assert "script[0]/datePublished" in page
    assert "9.1/10" in page
    assert "readers" in page
    assert 'class="pill agreed"' in page


def test_record_and_ledger_are_saved_not_shown(client):
    path = first_review(client)
    for kind in ("jsonld", "ledger"):
        answer = client.get(f"{path}.{kind}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.content.splitlines()[0])
    assert client.get(f"{path}.html").status_code == 404


def test_sites_and_runs_show_coverage_drift_and_time(client):
    page = client.get("/sites").text
    assert "kinomat.example: score is found in 20% of its reviews, usually in 97%" in page
    assert "asked us to stop, by mail" in page
    page = client.get("/sites/kinomat.example").text
    assert '<td class="n fallen">20%</td><td class="n">97%</td>' in page
    assert page.count('class="spark"') >= 1
    assert client.get("/sites/nowhere.example").status_code == 404
    page = client.get("/runs").text
    assert "36 runs" in page
    assert page.count('class="bar"') > 100


def test_every_answer_forbids_inline_code_framing_and_sniffing(client):
    for path in ("/", "/links", "/nowhere", "/static/style.css", "/static/keys.js", "/review/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    for path in ("/", "/links", "/sites", "/runs", "/film?id=http://www.wikidata.org/entity/Q90000011"):
        page = client.get(path).text
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=|https?://[^\"]*\.(js|css|woff)", page), path


def test_another_name_for_the_machine_gets_no_answer(client):
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 421
    assert client.get("/", headers={"host": "localhost:8765"}).status_code == 200


def decide(client, guard, **fields):
    page = client.get("/links").text
    review = re.findall(r'name="review" value="([0-9a-f]{64})"', page)[0]
    data = {"form_key": guard.form_key, "review": review} | fields
    return client.post("/links", data=data, follow_redirects=False)


def test_decisions_are_kept_and_can_be_undone(client, guard, project):
    assert "4 films wait" in client.get("/links").text
    answer = decide(client, guard, accept="Q90000040")
    assert answer.status_code == 303
    lines = (project / "config" / "decisions" / "links.jsonl").read_text().splitlines()
    assert [json.loads(line)["decision"] for line in lines] == ["accept"]
    page = client.get(answer.headers["location"]).text
    assert "3 films wait" in page
    assert "Linked." in page
    review = answer.headers["location"].rpartition("=")[2]
    undone = client.post("/links", data={"form_key": guard.form_key, "review": review, "decision": "undo"})
    assert "Undone." in undone.text
    assert "4 films wait" in undone.text


def test_a_rejected_candidate_is_not_offered_again(client, guard):
    decide(client, guard, reject="Q90000040")
    page = client.get("/links").text
    assert 'value="Q90000040"' not in page
    assert 'value="Q90000041"' in page
    assert decide(client, guard, decision="none").status_code == 303
    assert "3 films wait" in client.get("/links").text


@pytest.mark.parametrize(
    ("headers", "fields", "status"),
    [
        ({"origin": "https://evil.example"}, {"accept": "Q90000040"}, 403),
        ({"sec-fetch-site": "cross-site"}, {"accept": "Q90000040"}, 403),
        ({}, {"accept": "Q90000040", "form_key": "guessed"}, 403),
        ({}, {"accept": "Q1\n{}"}, 400),
        ({}, {"decision": "id", "id": "javascript:alert(1)"}, 400),
        ({}, {"decision": "everything"}, 400),
        ({}, {"accept": "Q90000040", "review": "../../etc/passwd"}, 404),
    ],
)
def test_a_forged_or_malformed_decision_changes_nothing(client, guard, project, headers, fields, status):
    page = client.get("/links").text
    review = re.findall(r'name="review" value="([0-9a-f]{64})"', page)[0]
    data = {"form_key": guard.form_key, "review": review} | fields
    assert client.post("/links", data=data, headers=headers, follow_redirects=False).status_code == status
    assert not (project / "config" / "decisions" / "links.jsonl").exists()


def test_a_form_that_is_endless_or_huge_is_not_read(client):
    def endless():
        yield b"x" * 1_000

    assert client.post("/reconcile", content=endless()).status_code == 413
    assert client.post("/links", content=b"x" * 2_000_001).status_code == 413


def test_a_token_is_asked_for_once_and_kept_in_a_cookie(project, browse):
    client = browse(project, Guard(frozenset(LOOPBACK), token="t" * 24))
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/links", headers={"authorization": f"Bearer {'t' * 24}"}).status_code == 200
    answer = client.get(f"/?token={'t' * 24}", follow_redirects=False)
    assert answer.status_code == 303
    assert "token" not in answer.headers["location"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert client.get("/sites").status_code == 200


def test_hostile_words_of_a_page_are_only_words(project, demo, browse):
    store = open_store(project / "output" / "store.sqlite")
    one, many = ("film_title", "reviewer"), ("directors", "tags", "categories", "film_title_alt")
    answers = {name: Answer(HOSTILE, "single", 0.5) for name in one}
    answers |= {name: Answer((HOSTILE,), "single", 0.5) for name in many}
    review = Review("https://evil.example/a#review", "https://evil.example/a", answers, language="en")
    page = PageFacts(headline=HOSTILE, description=HOSTILE, site_name=HOSTILE)
    extraction = Extraction("https://evil.example/a", "review", None, page, (review,))
    identity = demo.commit(store, extraction, LinkedReview(review, demo.doubtful(60, HOSTILE, 2020)))
    publish_local(store, project / "output")
    store.close()
    client = browse(project)
    paths = ["/?q=evil", f"/?q={HOSTILE}", f"/?critic={HOSTILE}", f"/review/{identity}", "/links", "/sites"]
    for path in paths:
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img" not in text, path
        assert "{{7*7}}" in text or path == "/sites", path


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999999",
        "year=abc",
        "year=²",
        "min_score=1e9",
        "q=%00",
        "q=%ff",
        "q=%22",
        "page=x",
    ],
)
def test_odd_parameters_are_no_fault(client, query):
    assert client.get(f"/?{query}").status_code == 200


def test_addresses_that_a_browser_must_not_open_are_only_text():
    assert safe_link("https://a.example/x") == "https://a.example/x"
    for address in ("javascript:alert(1)", "data:text/html,x", "//a.example", "http://[bad", None, ""):
        assert safe_link(address) is None


def test_a_search_page_links_to_its_neighbours():
    asked = Asked.of({"q": "fog", "page": "3", "bogus": "x"})
    assert asked.href(page="4") == "/?q=fog&page=4"
    assert asked.href(q=None) == "/"
    assert asked.query().offset == 40


def test_a_project_without_an_index_says_what_to_do(tmp_path, browse):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text("")
    client = browse(tmp_path)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "<code>scrape publish</code>" in answer.text
    assert client.get("/sites").status_code == 200
    assert client.get("/runs").status_code == 200


def test_readers_at_once_are_all_served(client):
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(client.get("/?q=fog").status_code)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 8
