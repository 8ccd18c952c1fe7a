"""A text that stands on several pages is fetched and read as one, also for `scrape URL`."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.errors import FetchError
from scraper.model import Rating, Response
from scraper.pipeline import fetch_whole, process

URL = "https://ida.example/harrow-lane/"


def page(text: str, pager: str) -> str:
    return (
        "<html><head><title>Harrow Lane Review</title></head><body><article><h1>Movie Review: Harrow Lane</h1>"
        f'<div class="entry-content">{text}<p class="page-links">{pager}</p></div></article></body></html>'
    )


PAGES = {
    URL: page("<p>Directed by Ida Ros, Harrow Lane is a slow film about a lighthouse.</p>", '<a href="2/">2</a>'),
    URL + "2/": page("<p>The cinema was cold and the last act of the film is warm.</p>", f'<a href="{URL}3/">3</a>'),
    URL + "3/": page("<p>Nobody in the film turns on a light, ever.</p><p>Rating: 4/5</p>", f'<a href="{URL}">1</a>'),
}
PAGES[URL] = PAGES[URL].replace("2/", URL + "2/")


class Web:
    def __init__(self, **faults: str) -> None:
        self.asked: list[str] = []
        self.faults = {URL + path.removeprefix("page") + "/": code for path, code in faults.items()}

    async def fetch(self, url: str) -> Response:
        self.asked.append(url)
        if url in self.faults:
            raise FetchError(f"{url}: no", code=self.faults[url], url=url)
        return Response(url, 200, (), PAGES[url].encode(), datetime(2026, 1, 1, tzinfo=UTC), 0.1, url)


async def test_all_pages_are_asked_once_in_order_and_give_one_review() -> None:
    web = Web()
    response = await fetch_whole(web.fetch, URL)
    assert web.asked == list(PAGES)
    assert response.header("x-joined") == f"{URL}2/ {URL}3/"
    (review,) = process(response).extraction.reviews
    score = review.value("score")
    assert isinstance(score, Rating)
    assert score.value == 4
    assert review.many("directors") == ("Ida Ros",)


async def test_a_missing_page_ends_the_text() -> None:
    web = Web(page3="http_404")
    response = await fetch_whole(web.fetch, URL)
    assert b"the last act" in response.body
    assert b"turns on a light" not in response.body


async def test_a_page_that_fails_is_no_shorter_text() -> None:
    with pytest.raises(FetchError):
        await fetch_whole(Web(page2="http_503").fetch, URL)
