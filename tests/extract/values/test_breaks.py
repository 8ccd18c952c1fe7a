"""Line breaks that an export left in a text as tags are breaks: a score behind one stands apart."""

from __future__ import annotations

from scraper import extract
from scraper.model import Rating


def test_a_score_behind_a_break_tag_stands_on_its_own_line() -> None:
    text = "The harbour scenes are patient and exact.<br /><br />7/10"
    (review,) = extract(text.encode(), headers={"content-type": "text/plain"}, assume="review").reviews
    rating = review.value("score")
    assert isinstance(rating, Rating)
    assert (rating.value, rating.best) == (7, 10)
