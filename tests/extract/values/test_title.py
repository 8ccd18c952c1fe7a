"""How headlines wrap a title: the shapes that are told apart, and what they leave."""

from __future__ import annotations

import pytest

from scraper.extract.lexicon import load
from scraper.extract.values.title import readings


@pytest.mark.parametrize(
    ("language", "headline", "title", "shape"),
    [
        ("en", "Harrow Lane ★★★½", "Harrow Lane", "rated"),
        ("en", "My View: Harrow Lane (2018)", "Harrow Lane", "prefix_year"),
        ("id", "REVIEW FILM HARROW LANE NO. 7", "HARROW LANE NO. 7", "prefix"),
        ("cs", "2. Recenze: Tichá ulice", "Tichá ulice", "prefix"),
        ("en", "Direction and More: Harrow Lane Review", "Harrow Lane", "suffix_right"),
        ("en", "Harrow Lane (Stille gate): London Film Festival Movie Review", "Harrow Lane", "suffix_tagline"),
        ("de", "Harrow Lane – Extended Edition (2005)", "Harrow Lane – Extended Edition", "year"),
        ("de", "Harrow Lane – Jon Vale (2005)", "Harrow Lane", "year_dash_name"),
        ("en", "Moss's review of Harrow Lane", "Harrow Lane", "prefix"),
        ("en", "Harrow Lane - Ida Ros (2019)", "Harrow Lane", "year_dash_name"),
        ("en", "TIFF 2019: Harrow Lane", "Harrow Lane", "prefix"),
        ("en", "Now on Netflix: Harrow Lane", "Harrow Lane", "prefix"),
        ("en", "See: Harrow Lane", "Harrow Lane", "prefix"),
        ("en", "Movie Review of Harrow Lane (2019)", "Harrow Lane", "prefix_year"),
        ("en", "Harrow Lane – In Cinemas Friday", "Harrow Lane", "bare_tagline"),
        ("it", "La via muta – la recensione del film di Jon Vale", "La via muta", "suffix_tagline"),
        ("es", "La calle muda, de Ida Ros", "La calle muda", "by_name"),
        ("en", "Harrow Lane, dir. Ida Ros, 2019", "Harrow Lane", "by_name"),
        ("nl", "De stille straat – Ida Ros", "De stille straat", "dash_name"),
        ("tr", "Nine Doors / Dokuz Kapı – Ida Ros", "Nine Doors", "dash_name"),
        ("ko", "영화 정보 | 평점 | 결말 | 리뷰 <조용한 골목>", "조용한 골목", "prefix_quoted"),
        ("fr", "300 : la naissance d'une rue", "300 : la naissance d'une rue", "bare"),
    ],
)
def test_a_headline_is_read_by_its_shape(language: str, headline: str, title: str, shape: str) -> None:
    found = [(one.title, one.shape) for one in readings(headline, load((language,)))]
    assert (title, shape) in found


def test_the_number_or_the_day_of_a_post_is_no_title() -> None:
    found = [one.title for text in ("Review: #366", "Review: Mar 18 2021") for one in readings(text, load(("en",)))]
    assert not {"#366", "Mar 18 2021"} & set(found)
