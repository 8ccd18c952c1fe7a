"""Settings and site files: what is accepted, and what a wrong one is told."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from scraper.config import (
    Settings,
    SiteFile,
    config_schema,
    load_project,
    load_settings,
    load_site,
    load_sites,
    site_schema,
)
from scraper.errors import ConfigError

FULL_SITE = """\
host = "lantern.example"
name = "Lantern Street"
language = "en"
region = "GB"
best = 5
seeds = ["https://lantern.example/"]
feeds = ["https://lantern.example/feed/"]
include = ["/20*"]
exclude = ["/shop/*"]
delay = 10
window = "22:00-06:00 Europe/Paris"
reserved = "agreed with the editor on 2024-03-02"

[selectors]
film_title = "h1 cite"
published = "time@datetime"

[[until]]
date = 2019-01-01
best = 4

[[until]]
date = 2022-06-30
best = 10
"""


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "scraper.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def site(tmp_path: Path, text: str, name: str = "lantern.example") -> SiteFile:
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return load_site(path)


def test_an_empty_file_has_every_default(tmp_path: Path) -> None:
    made = settings(tmp_path, "")
    assert made == Settings()
    assert made.delay == 5.0
    assert made.contact is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("contat = 'mailto:ida@moss.example'", "unknown key 'contat'; did you mean 'contact'?"),
        ("frobnicate = 1", "unknown key 'frobnicate'; known: "),
        ("contact = 'ida@moss.example'", "write it as mailto:ida@moss.example"),
        ("contact = 'http://moss.example'", "https page or mailto"),
        ("contact = 'Ida Moss'", "https page or mailto"),
        ("contact = 5", "give a string in quotes"),
        ("delay = 1", "at least 5"),
        ("delay = nan", "above 0"),
        ("delay = '5'", "give a number"),
        ("delay = true", "give a number"),
        ("[record]\nbase = 'http://moss.example'", "give an https address"),
        ("record = 5", "give a table"),
        ("[record]\nbse = 'x'", "record: unknown key 'bse'; did you mean 'base'?"),
        ("[hosts.'moss.example']\ndelay = 1", "own = true"),
        ("[hosts.'*.moss.example']\nown = true", "never a pattern"),
        ("[hosts.'moss.example']\nown = 'yes'", "true or false"),
        ("contact = ", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_one_line_with_file_key_and_remedy(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)) as caught:
        settings(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "scraper.toml"))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_utf_8_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "scraper.toml").write_bytes(b"contact = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8 at byte 11"):
        load_settings(tmp_path / "scraper.toml")
    with pytest.raises(ConfigError, match="No such file"):
        load_settings(tmp_path / "missing.toml")


def test_only_a_host_of_ones_own_may_be_asked_faster(tmp_path: Path) -> None:
    made = settings(tmp_path, "[hosts.'127.0.0.1:8080']\nown = true\ndelay = 0.2")
    assert made.hosts["127.0.0.1:8080"].delay == 0.2


def test_a_full_site_file_is_read(tmp_path: Path) -> None:
    made = site(tmp_path, FULL_SITE)
    assert (made.name, made.best, made.delay) == ("Lantern Street", 5.0, 10.0)
    assert made.selectors == {"film_title": "h1 cite", "published": "time@datetime"}


def test_a_dated_section_holds_for_what_was_fetched_before_it(tmp_path: Path) -> None:
    made = site(tmp_path, FULL_SITE)
    assert made.at(date(2018, 12, 31)).best == 4
    assert made.at(date(2019, 1, 1)).best == 10
    assert made.at(date(2022, 6, 30)).best == 5
    assert made.at(date(2018, 12, 31)).selectors == {}
    assert made.at(date(2018, 12, 31)).name == "Lantern Street"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("host = 'other.example'", "write host = 'lantern.example'"),
        ("name = 'Lantern'", "write host = 'lantern.example'"),
        ("host = 'lantern.example'\n[selectors]\nfilm_titel = 'h1'", "did you mean 'film_title'?"),
        ("host = 'lantern.example'\n[selectors]\nscore = 'h1['", "no CSS selector"),
        ("host = 'lantern.example'\nseeds = 'https://lantern.example/'", "list in square brackets"),
        ("host = 'lantern.example'\nseeds = ['lantern.example']", "full addresses"),
        ("host = 'lantern.example'\nwindow = '22-6'", "22:00-06:00 Europe/Paris"),
        ("host = 'lantern.example'\nbest = 0", "above 0"),
        ("host = 'lantern.example'\n[[until]]\nbest = 4", "add the day of the redesign"),
        ("host = 'lantern.example'\n[[until]]\ndate = '2019-01-01'", "without quotes"),
        (
            "host = 'lantern.example'\n[[until]]\ndate = 2022-01-01\n[[until]]\ndate = 2019-01-01",
            "write the oldest first",
        ),
    ],
)
def test_a_wrong_site_file_is_one_line_with_file_key_and_remedy(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)) as caught:
        site(tmp_path, text)
    assert str(tmp_path / "lantern.example.toml") in str(caught.value)


def test_a_site_file_that_is_silent_on_asking_leaves_the_settings_entry_in_force(tmp_path: Path) -> None:
    (tmp_path / "config/sites").mkdir(parents=True)
    (tmp_path / "config/scraper.toml").write_text(
        'contact = "mailto:ida@moss.example"\n[hosts."127.0.0.1:8080"]\nown = true\ndelay = 0.2\nreserved = "ours"\n'
    )
    (tmp_path / "config/sites/127.0.0.1:8080.toml").write_text(
        'host = "127.0.0.1:8080"\nwindow = "22:00-06:00 Europe/Paris"\n'
    )
    rule = load_project(tmp_path).hosts["127.0.0.1:8080"]
    assert (rule.own, rule.delay, rule.reserved, rule.window) == (True, 0.2, "ours", "22:00-06:00 Europe/Paris")


def test_site_files_are_found_by_host_with_or_without_port(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "sites"
    folder.mkdir(parents=True)
    (tmp_path / "config" / "scraper.toml").touch()
    (folder / "lantern.example.toml").write_text(FULL_SITE, encoding="utf-8")
    project = load_project(tmp_path)
    assert load_sites(folder) == project.sites
    assert project.site("https://LANTERN.example:8443/a") is project.sites["lantern.example"]
    assert project.site("https://other.example/a") is None
    assert project.site("https://[broken") is None
    assert project.site(None) is None


def test_without_a_project_there_are_defaults() -> None:
    project = load_project(None)
    assert project.settings == Settings()
    assert project.sites == {}


def test_the_schemas_are_valid_and_accept_what_is_accepted() -> None:
    for schema in (config_schema(), site_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
        json.dumps(schema)
    table = json.loads(json.dumps(tomllib.loads(FULL_SITE), default=str))
    jsonschema.Draft202012Validator(site_schema()).validate(table)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(config_schema()).validate({"contat": "x"})
