"""What the site's own filing says of a page's kind."""

from __future__ import annotations

import pytest

from scraper.extract import extract

URL = "https://lamplight.example/2021/03/night-ferry-tycoon/"
BODY = (
    "<p>Night Ferry Tycoon (2021, PC and Switch) from Kettle Forge lets you run a ferry on a lake of fog. Progress is "
    "slow, the fog is lovely, and the cutscenes would shame many a film and its director. "
    "A sequel is a cinematic certainty.</p><p>Score: 4/5</p>"
)


def kind_of(categories: tuple[str, ...]) -> str:
    links = ", ".join(f'<a href="/category/{name.lower()}/" rel="category tag">{name}</a>' for name in categories)
    page = (
        f"<title>Night Ferry Tycoon review</title><article><h1>Night Ferry Tycoon review</h1>{BODY}"
        f"<footer>Posted in {links}</footer></article>"
    )
    return extract(page, URL).page_kind


def test_the_only_category_says_what_a_page_is_about() -> None:
    assert kind_of(("Games",)) == "other"


@pytest.mark.parametrize("categories", [("Film Reviews",), ("Film Reviews", "Games"), ("Festivals",)])
def test_a_category_of_films_or_of_neither_leaves_it_to_the_words(categories: tuple[str, ...]) -> None:
    assert kind_of(categories) == "review"
