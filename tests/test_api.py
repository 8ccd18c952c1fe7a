"""The public functions, whatever was imported before them."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import scraper
from scraper import model

PAGE = """<article><h1>Harrow Lane (2021) Review</h1><p>By Ida Moss</p>
<p>Harrow Lane was directed by Ida Ros and it is a thriller about a street.</p><p>Rating: 3.5/5</p></article>"""


@pytest.mark.parametrize(
    "before",
    ["", "import scraper.extract", "import scraper.extract.decode", "import scraper.link", "from scraper import link"],
)
def test_extract_is_callable_whatever_was_imported_before(before: str) -> None:
    calls = "print(extract('x').page_kind, scraper.extract('x').page_kind)"
    code = f"{before}\nfrom scraper import extract\nimport scraper\n{calls}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["other", "other"]


def test_an_extraction_has_both_written_forms_and_can_be_pickled() -> None:
    page = pickle.loads(pickle.dumps(scraper.extract(PAGE, "https://lantern.example/a")))  # noqa: S301 - our own bytes
    assert isinstance(page, model.Extraction)
    assert page.to_dict()["reviews"][0] == page.reviews[0].to_dict()
    assert page.reviews[0].to_jsonld()["@graph"][0]["@id"] == "https://lantern.example/a#review"


def test_a_site_that_is_no_site_file_is_refused() -> None:
    with pytest.raises(TypeError, match="SiteFile"):
        scraper.extract(PAGE, site={"best": 5})


def test_public_names_are_listed() -> None:
    assert set(scraper.__all__) <= set(dir(scraper))
    with pytest.raises(AttributeError, match="frobnicate"):
        scraper.frobnicate  # noqa: B018


def test_a_page_that_begins_with_a_long_style_sheet_is_a_page() -> None:
    sheet = f"<style>{'.lane { margin: 0 } ' * 400}</style>"
    assert scraper.extract(sheet + PAGE).reviews[0].value("film_title") == "Harrow Lane"


def test_a_heading_that_is_only_the_score_parts_nothing_from_the_review() -> None:
    prose = "The camera waits in the lane while Anton (Jon Vale) sells the last of the lamps to Anna (Lea Brandt). " * 4
    credits_ = "Directed by: Ida Ros, who has made many films of the kind before, and will make many more of them"
    html = f"""<h1>Harrow Lane (2021) - Review</h1><h2>6.5/10</h2><p>{credits_}</p>
      <h2>A film with heart and little else</h2><p>{prose}</p><p>{prose}</p><p>Overall: 6.5/10</p>"""
    (review,) = scraper.extract(html, "https://lantern.example/a").reviews
    assert {"Jon Vale", "Lea Brandt"} <= {one.name for one in review.value("people") or ()}
