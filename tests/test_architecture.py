"""What docs/architecture.md promises of the code, read from the source."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scraper"
STAGES = {"fetch", "extract", "link", "record", "publish"}
VALUES = {"model", "errors", "fields", "flat"}
# Each part of the package, and what of ours it may import. Parts that are not named are drivers.
MAY = {
    "model": set(),
    "errors": {"model"},
    "fields": {"model"},
    "flat": {"model", "fields"},
    "_jcs": set(),
    **{stage: VALUES | {"_face", "_jcs"} for stage in STAGES},
    "store": {"model", "errors", "_jcs"},
    "config": {"errors", "fields", "_toml"},
    "_toml": {"errors"},
    "_face": {"api"},
    "_faults": {"errors"},
    "pipeline": VALUES | STAGES | {"config"},
}
DRIVERS = {"__init__", "__main__", "api", "cli", "crawl", "demo", "evaluate", "operate", "sites", "web"}
# A table of patterns or rules is not made clearer by being cut; anything else is.
LONGEST_FILE = 450
LONGEST_FUNCTION = 60


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Parts of our package that a module imports, those for type checkers left out."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide what a stage depends on"
            module = node.module or ""
            names = [f"scraper.{alias.name}" for alias in node.names] if module == "scraper" else [module]
        else:
            continue
        yield from (found.split(".")[1] for found in names if found.startswith("scraper."))


@pytest.mark.parametrize("path", sources(), ids=name)
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    own = part(path)
    if own in DRIVERS:
        return
    assert own in MAY, f"{own} is neither a driver nor in the table of imports; see docs/architecture.md"
    beyond = set(imported(ast.parse(path.read_bytes()))) - MAY[own] - {own}
    assert not beyond, f"{name(path)} imports {', '.join(sorted(beyond))}"


def test_no_source_of_claims_reads_another() -> None:
    folder = ROOT / "scraper" / "extract" / "sources"
    reading = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scraper.extract.sources")
    }
    assert reading == set()


@pytest.mark.parametrize("path", sources(), ids=name)
def test_files_and_functions_fit_in_a_glance(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_everything_is_caught_in_one_place_only() -> None:
    broad = {
        name(path)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)))
    }
    assert broad == {"scraper/_faults.py"}


def test_the_parts_of_the_package_are_those_of_the_documented_table() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text[text.index("| package |") : text.index("`tests/test_architecture.py`")]
    documented = set(re.findall(r"`(\w+)`", rows))
    found = {part(path) for path in sources()} - {"__init__", "__main__"}
    assert found <= documented


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(item for group in project["optional-dependencies"].values() for item in group),
    ]
    names = {re.split(r"[\[<>=;\s]", item)[0] for item in wanted} - {project["name"]}
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    given = set(re.findall(r"^\| `([\w.-]+)` \|", text, re.MULTILINE))
    assert given == names


def test_what_is_committed_names_no_package_index() -> None:
    for path in (ROOT / "pyproject.toml", ROOT / "constraints.txt", ROOT / "Makefile", ROOT / ".ci" / "run"):
        assert not re.search(r"https?://|--index|--find-links|file:", path.read_text(encoding="utf-8")), path
