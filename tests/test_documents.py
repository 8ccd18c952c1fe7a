"""The documents show what the code does now."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scraper.cli._verbs import names
from scraper.demo.docs import DOCUMENTS, written

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("document", DOCUMENTS)
def test_generated_parts_are_current(document: str) -> None:
    assert written(document) == (ROOT / document).read_text(encoding="utf-8"), "run make docs"


def test_every_page_that_is_linked_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), target


def test_every_verb_that_a_document_names_exists() -> None:
    known = set(names())
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for verb in re.findall(r"`scrape ([a-z][a-z-]+)[ `]", page.read_text(encoding="utf-8")):
            assert verb in known, f"{page.name}: scrape {verb}"


def test_every_verb_that_a_message_names_exists() -> None:
    known = set(names())
    for path in sorted((ROOT / "scraper").rglob("*.py")):
        for verb in re.findall(r"(?<!`)`scrape ([a-z][a-z-]+)[ `]", path.read_text(encoding="utf-8")):
            assert verb in known, f"{path.name}: scrape {verb}"


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(
            r"`make ([a-z-]+)`|^make ([a-z-]+) +#", page.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert "".join(target) in targets, f"{page.name}: make {target}"


def test_the_version_has_its_entry() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
