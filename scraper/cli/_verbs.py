"""Discovery of verbs: the modules of this package whose names do not begin with `_`."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

DEFAULT_VERB: Final = "page"
_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb, loaded: its help, its options and what it does.

    `uses_project` is False for a verb that makes projects (`PROJECT = False` in its module):
    `--project` is then not offered.
    """

    help: str
    epilog: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    uses_project: bool = True


def names() -> dict[str, str]:
    """Verbs by name as typed (`-` for `_`), to the name of their module, in alphabetical order."""
    found = (item.name for item in iter_modules([str(_FOLDER)]) if not item.name.startswith("_"))
    return {name.replace("_", "-"): name for name in sorted(found)}


def load(name: str) -> Verb:
    """Import the module of a verb; only the chosen verb is ever imported."""
    module = import_module(f"scraper.cli.{name.replace('-', '_')}")
    return Verb(
        help=module.HELP,
        epilog=module.EPILOG,
        add_arguments=module.add_arguments,
        run=module.run,
        uses_project=getattr(module, "PROJECT", True),
    )


def help_line(module: str) -> str:
    """The `HELP` of a verb's module, read without importing it."""
    folder = _FOLDER / module
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    for node in ast.parse(path.read_bytes()).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id="HELP"), value=ast.Constant(value=str(line))):
                return line
            case ast.Assign(targets=[ast.Name(id="HELP")], value=ast.Constant(value=str(line))):
                return line
    return ""


def overview(known: dict[str, str]) -> str:
    """What `scrape --help` prints."""
    width = max(len(name) for name in known)
    rows = "\n".join(f"  {name:<{width}}  {help_line(module)}" for name, module in known.items())
    return f"""usage: scrape [VERB] [OPTIONS] [INPUT ...]

Read film reviews: one clean, linked, provable record for each.

The first argument is a verb when it is exactly a verb's name; everything else is
input to `scrape {DEFAULT_VERB}`: an address (http:// or https://) or a file.

verbs:
{rows}

  scrape VERB --help    options and examples of one verb
  scrape --version      the version

exit codes: 0 done, 1 some input gave no answer, 2 nothing was started, 3 health found
something, 70 a fault of ours, 75 another run holds the lock, 130 interrupted
"""
