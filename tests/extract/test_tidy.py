"""What one answer says about another."""

from __future__ import annotations

from scraper.extract import extract
from scraper.model import Credit

URL = "https://lamplight.example/2021/03/harrow-lane/"


def people_of(*sentences: str) -> object:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    page = f"<title>Review: Harrow Lane</title><article><h1>Movie Review: Harrow Lane (2021)</h1>{text}</article>"
    return extract(page, URL, assume="review").reviews[0].value("people")


def test_a_surname_that_the_prose_repeats_is_nobody_else() -> None:
    first = "In this film about a lane Robert De Vries plays a lamplighter who is afraid of the dark."
    again = "De Vries’s performance is captivating, and the rest of the film knows it. De Vries plays it by ear."
    assert people_of(first, again) == (Credit("Robert De Vries", "actor"),)
