"""How sure an answer is: surer in markup than in plain text, and less where nothing is given."""

from __future__ import annotations

from scraper.extract.resolve import resolve, weights
from scraper.model import Claim, Locator


def claim(value: str, rule: str) -> Claim:
    return Claim("film_title", value, value, rule.partition(".")[0], rule, Locator("text", 0, len(value)))


def test_a_plain_text_makes_less_sure() -> None:
    claims = [claim("Harrow Lane", "headline.prefix")]
    assert (
        resolve("film_title", claims, "Harrow Lane", bare=True).confidence
        < resolve("film_title", claims, "").confidence
    )


def test_what_is_held_back_is_less_sure_than_what_is_given() -> None:
    held = resolve("film_title", [claim("Harrow Lane", "headline.bare_left")], "")
    given = resolve("film_title", [claim("Harrow Lane", "headline.bare")], "")
    assert (held.value, given.value) == (None, "Harrow Lane")
    assert held.confidence < 0.7
    assert given.confidence > 0.9


def test_two_that_are_told_alike_are_a_conflict_and_no_answer() -> None:
    both = resolve(
        "film_title", [claim("Harrow Lane", "headline.bare"), claim("Nine Doors", "prose.text_title_is")], ""
    )
    assert both.value is None
    assert both.confidence < 0.9


def test_more_bits_and_a_greater_lead_make_surer() -> None:
    one = [claim("Harrow Lane", "headline.prefix")]
    two = [*one, claim("Harrow Lane", "vote.slug_equal")]
    rival = [*two, claim("Nine Doors", "prose.title_year_lead")]
    sure = [resolve("film_title", claims, "", weights()).confidence for claims in (one, rival, two)]
    assert sure[0] < sure[2]
    assert sure[1] < sure[2]
