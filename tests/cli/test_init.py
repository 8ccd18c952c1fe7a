"""`scrape init` makes a project that the other verbs find."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper import cli
from scraper.config import load_project


def test_a_project_is_made_with_its_contact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", str(tmp_path / "new"), "--contact", "mailto:ida@moss.example"]) == 0
    assert load_project(cli.find_project(str(tmp_path / "new"))).settings.contact == "mailto:ida@moss.example"
    assert str(tmp_path / "new" / "config" / "scraper.toml") in capsys.readouterr().out


def test_settings_that_exist_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").write_text("delay = 9", encoding="utf-8")
    assert cli.main(["init", str(tmp_path), "--contact", "mailto:ida@moss.example"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "config" / "scraper.toml").read_text(encoding="utf-8") == "delay = 9"


@pytest.mark.parametrize("args", [(), ("--contact", "ida"), ("--contact", 'mailto:a@b.c"\nx = 1')])
def test_without_a_good_contact_nothing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], args) -> None:
    assert cli.main(["init", str(tmp_path / "new"), *args]) == 2
    assert "mailto:you@example.org" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["init", str(tmp_path / "file"), "--contact", "mailto:ida@moss.example"]) == 2
    assert "file" in capsys.readouterr().err


def test_an_existing_project_in_the_environment_does_not_matter(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SCRAPE_PROJECT", str(tmp_path / "nowhere"))
    assert cli.main(["init", str(tmp_path / "new"), "--contact", "https://moss.example/bot"]) == 0
