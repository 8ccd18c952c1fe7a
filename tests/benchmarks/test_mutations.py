"""Broken pages are read too: a sample of what `benchmarks/mutate/run.py` does ten thousand times."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutate_run", ROOT / "benchmarks" / "mutate" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while it is being made.
    sys.modules["mutate_run"] = module
    spec.loader.exec_module(module)
    return module


def test_no_error_escapes_and_no_page_takes_long(program: ModuleType) -> None:
    pages = [
        (path.parent.name, path.read_text("utf-8", "replace")) for path in sorted(ROOT.glob("fixtures/*/*/page.html"))
    ]
    outcomes = [program.read((seed, pages)) for seed in range(60)]
    assert [one for one in outcomes if one.error] == []
    assert max(one.seconds for one in outcomes) < program.SLOW


def test_a_mutation_is_made_from_its_seed_alone(program: ModuleType) -> None:
    pages = [("one", "<p>Harrow Lane</p>" * 40)]
    assert program.mutate(7, pages) == program.mutate(7, pages)
