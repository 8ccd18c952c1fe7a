"""A site file is a strong voice, never a bypass; a profile gives bare scores their scale."""

from __future__ import annotations

from scraper.extract import Site, extract
from scraper.extract.profile import observe, usual_best
from scraper.model import Rating

PAGE = """<html><head><title>Harrow Lane</title></head><body><article><h1>Harrow Lane (2021)</h1>
<p>Made by <span class="who">Ida Ros</span> in a week.</p>
<p>Harrow Lane is a film about a street, and the film is quiet, and the camera waits
for the actors while the director lets the film breathe. I liked the film and the cinema was full.</p>
<p class="mark">Rating: {mark}</p></article></body></html>"""


def score_of(html: str, site: Site) -> Rating | None:
    value = extract(html, "https://lantern.example/harrow-lane", site=site).reviews[0].value("score")
    assert value is None or isinstance(value, Rating)
    return value


def test_a_selector_gives_the_field_and_is_shown_as_the_source() -> None:
    site = Site(selectors={"directors": ".who"})
    review = extract(PAGE.format(mark="4/5"), "https://lantern.example/harrow-lane", site=site).reviews[0]
    assert review.value("directors") == ("Ida Ros",)
    assert review.answers["directors"].evidence[0].rule == "site.directors"


def test_a_bare_score_has_no_scale_until_the_site_has_printed_one_often_enough() -> None:
    page = PAGE.format(mark="4")
    unknown = score_of(page, Site())
    assert unknown is not None
    assert (unknown.value, unknown.best, unknown.norm) == (4, None, None)
    learnt = score_of(page, Site(observed={"score.best:5": 8}))
    assert learnt is not None
    assert (learnt.best, learnt.scale, learnt.norm) == (5, "site", 80)


def test_a_profile_that_disagrees_with_itself_teaches_no_scale() -> None:
    assert usual_best({"score.best:5": 5, "score.best:10": 5}) is None


def test_observations_add_up_in_any_order() -> None:
    seen = extract(PAGE.format(mark="4/5"), "https://lantern.example/harrow-lane").observed
    assert seen["kind:review"] == 1
    assert seen["score.best:5"] == 1
    assert any(key.startswith("won:film_title:") for key in seen)
    assert observe("listing", ()) == {"kind:listing": 1}
