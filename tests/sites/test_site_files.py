"""Site files by example: what pages share is proposed, and a redesign is named field by field."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.config import load_site
from scraper.errors import InputError
from scraper.sites.check import SOURCES, changes, snapshot
from scraper.sites.propose import Sample, propose, to_toml

FILMS = (("Harrow Lane", "Ida Ros", "4/5"), ("Nine Doors", "Jon Vale", "2/5"), ("The Salt Choir", "Ana Lind", "5/5"))


def page(film: str, director: str, mark: str, *, by: str = "byline") -> bytes:
    return f"""<html lang="en"><head><title>{film} | The Lantern</title>
<meta property="og:site_name" content="The Lantern"></head><body><article><h1 class="film-name">{film}</h1>
<p class="{by}">by <a class="critic" href="/critics/moss">Ida Moss</a></p><time class="when" datetime="2024-03-02">2
March 2024</time><p>Director: <span class="made-by">{director}</span></p>
<p>{film} is a film about a street where the film's
people wait for rain; the camera and the actors are patient, and the director lets every scene of the film end by
itself.</p><p class="mark">Rating: {mark}</p></article></body></html>""".encode()


def samples() -> list[Sample]:
    return [
        Sample(f"https://lantern.example/reviews/{film.lower().replace(' ', '-')}/", page(film, director, mark))
        for film, director, mark in FILMS
    ]


def test_what_the_pages_share_becomes_a_site_file_that_loads(tmp_path: Path) -> None:
    proposal = propose(samples())
    assert (proposal.name, proposal.language, proposal.best, proposal.include) == (
        "The Lantern",
        "en",
        5,
        ["/reviews/*"],
    )
    path = tmp_path / "lantern.example.toml"
    path.write_text(to_toml(proposal), "utf-8")
    assert tomllib.loads(path.read_text("utf-8"))["selectors"]["directors"].endswith("made-by")
    assert load_site(path).best == 5


def test_pages_of_two_hosts_are_refused_in_one_line() -> None:
    other = Sample("https://other.example/x/", page(*FILMS[0]))
    with pytest.raises(InputError, match="several hosts"):
        propose([*samples(), other])


def test_a_redesign_is_named_field_by_field(tmp_path: Path) -> None:
    path = tmp_path / "lantern.example.toml"
    path.write_text(to_toml(propose(samples())), "utf-8")
    site = load_site(path)
    sample = samples()[0]
    place = tmp_path / "lantern.example" / "harrow-lane"
    place.mkdir(parents=True)
    (place / SOURCES).write_text(
        json.dumps({"url": sample.url, "fields": snapshot(sample.content, sample.url, site)}), "utf-8"
    )
    (place / "page.html").write_bytes(sample.content)
    assert list(changes(place.parent, site)) == []
    (place / "page.html").write_bytes(sample.content.replace(b"made-by", b"credit").replace(b"4/5", b"3/5"))
    found = {change.field: str(change) for change in changes(place.parent, site)}
    assert "won by label" in found["directors"]
    assert '"value": 4' in found["score"]


@pytest.mark.parametrize("words", [["check", "--project"], ["--project"]])
def test_the_project_may_stand_before_the_action_or_behind_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text('contact = "mailto:ida@lantern.invalid"\n')
    behind = [] if "check" in words else ["check"]
    assert main(["site", *words, str(tmp_path), *behind]) == 0
    assert "0 site file(s)" in capsys.readouterr().out
