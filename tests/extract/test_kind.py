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


SENTENCE = "The council met again in the lane to talk about the harbour and who should pay for its new lamps. "


def article(*spoken: str, headline: str = "Harbour Lamps", url: str = URL) -> str:
    text = "".join(f"<p>{SENTENCE * 4}{extra}</p>" for extra in (*spoken, *[""] * (8 - len(spoken))))
    return extract(f"<title>{headline}</title><article><h1>{headline}</h1>{text}</article>", url).page_kind


def test_a_long_text_that_says_film_or_review_now_and_then_is_no_review() -> None:
    said = ("A film was shown.", "The mayor announced a review of the costs.", "Critics gave a review of it.")
    assert article(*said) == "other"


def test_the_same_text_is_a_review_where_headline_or_address_says_so() -> None:
    said = ("A film was shown.", "The film lasts.", "It is a review.", "A director came.")
    assert article(*said, headline="Movie Review: Harbour Lamps") == "review"
    assert (
        article(*said, headline="Harbour Lamps review", url="https://lamplight.example/films/harbour-lamps/")
        == "review"
    )


def test_a_text_that_speaks_of_films_all_the_time_is_a_review_under_any_headline() -> None:
    assert article(*["The film and its director know this cinema, and the cast of the movie shines."] * 8) == "review"


def test_a_portal_that_lists_all_its_subjects_makes_no_film_of_its_news() -> None:
    links = "".join(f'<a rel="tag" href="/tag/{x}/">{x}</a> ' for x in ("film", "movies", "cinema", "news", "politics"))
    page = f"<article><h1>Harbour Lamps</h1><p>{SENTENCE * 12}</p><p>Tags: {links}</p></article>"
    assert extract(page, URL).page_kind == "other"


def test_a_section_of_film_reviews_says_film() -> None:
    links = '<a rel="category tag" href="/category/film-reviews/">Film Reviews</a>'
    text = "".join(f"<p>{SENTENCE * 4}</p>" for _ in range(4))
    page = f"<article><h1>Review: Harbour Lamps</h1>{text}<p>Rating: 3/5</p><p>{links}</p></article>"
    assert extract(page, URL).page_kind == "review"
