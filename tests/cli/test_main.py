"""The command itself: verbs, exit codes, one-line errors, start-up time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from scraper import cli
from scraper.cli import _verbs
from scraper.errors import ConfigError, ScraperError


def run(*args: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPE_")}
    return subprocess.run(
        [sys.executable, "-m", "scraper", *args],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=clean | env,
        timeout=60,
        check=False,
    )


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch):
    """Make the default verb do what the test says."""

    def install(action) -> None:
        made = _verbs.Verb("help", "", lambda parser: parser.add_argument("inputs", nargs="*"), action)
        monkeypatch.setattr(cli, "load", lambda name: made)

    return install


def test_every_verb_has_a_help_line_that_is_read_without_importing_it() -> None:
    for name, module in _verbs.names().items():
        assert _verbs.help_line(module), name
        assert _verbs.help_line(module) == _verbs.load(name).help


def test_help_lists_every_verb() -> None:
    shown = run("--help").stdout
    for name in _verbs.names():
        assert f"\n  {name} " in shown


def test_help_and_import_start_quickly() -> None:
    assert min(_cpu_seconds("-m", "scraper", "--help") for _ in range(3)) < 0.3
    assert min(_cpu_seconds("-c", "import scraper") for _ in range(3)) < 0.3


def test_import_of_the_package_loads_nothing_heavy() -> None:
    heavy = "httpx rich rapidfuzz jsonschema_rs selectolax bs4 tenacity asyncio"
    code = f"import scraper, sys; print([name for name in '{heavy}'.split() if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _cpu_seconds(*args: str) -> float:
    """CPU, not the clock on the wall: what else runs on the machine is not our start-up."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *args], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_an_unknown_option_is_one_line_and_status_2() -> None:
    done = run("init", "--frobnicate")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--frobnicate" in done.stderr
    assert "--help" in done.stderr


def test_options_are_not_abbreviated() -> None:
    assert run("init", "--cont", "x").returncode == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(ScraperError("no"), 1), (ConfigError("no"), 2), (ScraperError("busy", code="locked"), 75), (KeyError("x"), 70)],
)
def test_errors_become_exit_codes_and_one_line(error, code, verb, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(args) -> int:
        raise error

    verb(fail)
    assert cli.main(["x"]) == code
    assert capsys.readouterr().err.count("\n") == 1


def test_a_fault_says_how_to_see_the_traceback(verb, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    verb(lambda args: 1 // 0)
    monkeypatch.delenv("SCRAPE_DEBUG", raising=False)
    cli.main(["x"])
    assert "SCRAPE_DEBUG=1" in capsys.readouterr().err
    monkeypatch.setenv("SCRAPE_DEBUG", "1")
    cli.main(["x"])
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(verb) -> None:
    def interrupt(args) -> int:
        raise KeyboardInterrupt

    verb(interrupt)
    assert cli.main(["x"]) == 130


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m scraper --help | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_the_project_is_the_nearest_folder_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRAPE_PROJECT", raising=False)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert cli.find_project(None) is None
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "scraper.toml").touch()
    assert cli.find_project(None) == tmp_path.resolve()
    assert cli.find_project(str(tmp_path)) == tmp_path.resolve()


def test_a_project_folder_without_settings_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"--project .*scrape init"):
        cli.find_project(str(tmp_path))
    monkeypatch.setenv("SCRAPE_PROJECT", str(tmp_path))
    with pytest.raises(ConfigError, match=r"\$SCRAPE_PROJECT"):
        cli.find_project(None)
