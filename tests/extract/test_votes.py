"""Second voices for titles: what the text and the address say again, and headlines that nobody says."""

from __future__ import annotations

import pytest

from scraper.extract import extract
from scraper.model import Review

URL = "https://lamplight.example/2021/03/bring-a-coat/"
OPENING = "I went into “Harrow Lane” knowing nothing, which turned out to be the right amount for this film."
MORE = "<p>The film was directed by Ada Brandt, and now and then you can tell. The boats come in at the end.</p>" * 3


def review(body: str, headline: str = "Bring a coat") -> Review | None:
    page = f"<title>{headline}</title><article><h1>{headline}</h1>{body}<p>Rating: 3/5</p></article>"
    found = extract(page, URL).reviews
    return found[0] if found else None


def title_of(body: str, headline: str = "Bring a coat") -> object:
    found = review(body, headline)
    return None if found is None else found.value("film_title")


def test_a_headline_that_the_text_never_says_yields_to_the_film_that_it_opens_with() -> None:
    assert title_of(f"<p>{OPENING}</p>{MORE}") == "Harrow Lane"


def test_a_headline_that_the_text_says_again_stands() -> None:
    assert (
        title_of(f"<p>{OPENING}</p>{MORE}<p>And yet Bring a Coat and Bring a coat is what it is.</p>") != "Harrow Lane"
    )


def test_a_headline_stands_where_the_text_opens_with_no_film() -> None:
    assert title_of(f"<p>It rained all afternoon, and the film was no drier than the street outside.</p>{MORE}") == (
        "Bring a coat"
    )


def test_a_list_of_links_does_not_say_the_headline_again() -> None:
    links = f'<ul class="recent-posts"><li><a href="{URL}">Bring a coat</a></li><li><a href="/x/">Kestrel</a></li></ul>'
    assert title_of(f"<p>{OPENING}</p>{MORE}{links}") == "Harrow Lane"


@pytest.mark.parametrize("headline", ["Bring a coat (2021)", "Review: Bring a coat"])
def test_a_headline_with_a_year_or_review_words_is_no_joke(headline: str) -> None:
    assert title_of(f"<p>{OPENING}</p>{MORE}", headline) == "Bring a coat"


def test_the_heading_of_a_box_confirms_what_the_first_sentence_names() -> None:
    opening = "The screening began late and nobody minded. So it is with <em>Harrow Lane</em>, a film about a lane."
    assert title_of(f"<p>{opening}</p>{MORE}", "Slow burn, long wick") is None
    assert title_of(f"<p>{opening}</p>{MORE}<h5>Harrow Lane</h5>", "Slow burn, long wick") == "Harrow Lane"


def test_a_mother_in_the_title_is_no_kin_of_the_director() -> None:
    text = "What would you do with a house? Don’t Wake Mother is directed by Ada Brandt, who never met a staircase."
    page = review(f"<p>{text}</p>{MORE.replace('by Ada Brandt', 'with care')}", "Review: Don’t Wake Mother")
    assert page is not None
    assert page.value("directors") == ("Ada Brandt",)
