"""The command `scrape`: picks the verb, finds the project folder, turns errors into exit codes.

Exit codes: 0 done, 1 some input gave no answer, 2 nothing was started, 3 `health` found
something, 70 a fault of ours, 75 another run holds the lock, 130 interrupted.

A verb is a module of this package: `HELP`, `EPILOG`, `add_arguments(parser)`, `run(args) -> int`.
Nothing heavier than argparse is imported before the chosen verb runs.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from scraper._faults import FaultError, attempt
from scraper.cli._verbs import DEFAULT_VERB, Verb, load, names, overview
from scraper.errors import ConfigError, ScraperError, UsageError

DONE: Final = 0
SOME_FAILED: Final = 1
NOT_STARTED: Final = 2
FINDINGS: Final = 3
FAULT: Final = 70
LOCKED: Final = 75
INTERRUPTED: Final = 130

PROJECT_VARIABLE: Final = "SCRAPE_PROJECT"
SETTINGS: Final = Path("config") / "scraper.toml"


class _Parser(argparse.ArgumentParser):
    """argparse that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        raise UsageError(f"{message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    _write_utf8()
    try:
        code = attempt(lambda: _dispatch(list(sys.argv[1:] if argv is None else argv)))
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        return _reader_left()
    except UsageError as error:
        return _say(str(error), NOT_STARTED)
    except FaultError as error:
        return _say(str(error), FAULT)
    except ScraperError as error:
        return _say(str(error), LOCKED if error.code == "locked" else SOME_FAILED)
    return code


def find_project(given: str | None) -> Path | None:
    """The project folder: `--project`, else $SCRAPE_PROJECT, else the nearest folder upwards with settings.

    None where there is none: one-off use needs no project.
    """
    option, folder = ("--project", given) if given else (f"${PROJECT_VARIABLE}", os.environ.get(PROJECT_VARIABLE))
    if folder:
        path = Path(folder).expanduser().resolve()
        if not (path / SETTINGS).is_file():
            raise ConfigError(f"{option} {folder}: no {SETTINGS} there; make a project with: scrape init {folder}")
        return path
    here = Path.cwd()
    return next((path for path in (here, *here.parents) if (path / SETTINGS).is_file()), None)


def _dispatch(argv: list[str]) -> int:
    known = names()
    if argv and argv[0] in {"-h", "--help"}:
        sys.stdout.write(overview(known))
        sys.stdout.flush()
        return DONE
    if argv == ["--version"]:
        from importlib.metadata import version

        sys.stdout.write(f"film-review-scraper {version('film-review-scraper')}\n")
        return DONE
    name, rest = (argv[0], argv[1:]) if argv and argv[0] in known else (DEFAULT_VERB, argv)
    verb = load(name)
    try:
        args = _parser(name, verb).parse_args(rest)
    except SystemExit as done:  # argparse printed the help
        return int(done.code or DONE)
    args.project = find_project(args.project) if verb.uses_project else None
    code = verb.run(args)
    sys.stdout.flush()
    return code


def _parser(name: str, verb: Verb) -> _Parser:
    parser = _Parser(
        prog=f"scrape {name}",
        description=verb.help,
        epilog=verb.epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if verb.uses_project:
        parser.add_argument(
            "--project",
            metavar="DIR",
            help=f"project folder; default: ${PROJECT_VARIABLE}, else the nearest folder upwards with {SETTINGS}",
        )
    else:
        parser.set_defaults(project=None)
    verb.add_arguments(parser)
    return parser


def _write_utf8() -> None:
    """Results are UTF-8 whatever the locale; a stray surrogate leaves as an escape that JSON can read."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(message: str, code: int) -> int:
    line = " ".join(message.split())
    sys.stderr.write(f"scrape: {line}\n")
    return code


def _reader_left() -> int:
    """Whoever read our output has had enough (`| head`): no message, and none from the interpreter's exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
