import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.cli.export import _context
from scraper.errors import ScraperError, UsageError
from scraper.publish.exports import FORMATS, export, standing
from scraper.publish.exports.columns import COLUMNS
from scraper.publish.exports.csv import cell

DOC = Path(__file__).parents[2] / "docs" / "recipes.md"
HOSTILE = '=HYPERLINK("http://x")\u202e<b>\x00,"\n; DROP TABLE reviews; --'


def written(outbox, form, folder, **options):
    path = folder / f"out.{form}"
    export(outbox, form, path, context=_context(), **options)
    return path


def test_only_what_stands_is_exported_once(outbox, put, tmp_path):
    put("https://a.example/1", title="Old")
    put("https://a.example/1", title="New")
    gone = put("https://a.example/2", title="Gone")
    outbox.put(gone.id, None)
    rows = [json.loads(line) for line in written(outbox, "ndjson", tmp_path).read_text().splitlines()]
    assert [(row["film_title"], row["version"]) for row in rows] == [("New", 2)]
    assert [change.version for change in standing(outbox)] == [2]


def test_every_format_holds_the_same_values(outbox, put, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    parquet = pytest.importorskip("pyarrow.parquet")
    put("https://a.example/1", title="Amélie", rating=(3.5, 5), tags=("sea", "slow burn"))
    put("https://a.example/2", title="Unscored", rating=None, year=None)
    plain = [json.loads(line) for line in written(outbox, "ndjson", tmp_path).read_text().splitlines()]
    typed = parquet.read_table(written(outbox, "parquet", tmp_path)).to_pylist()
    base = duckdb.connect(str(written(outbox, "duckdb", tmp_path)), read_only=True)
    stored = base.sql("SELECT film_title, score_norm, film_year, tags FROM reviews ORDER BY version").fetchall()
    base.close()
    with written(outbox, "csv", tmp_path).open(newline="") as file:
        flat = list(csv.DictReader(file))
    assert list(plain[0]) == list(typed[0]) == list(flat[0]) == [column.name for column in COLUMNS]
    expected = [("Amélie", 70.0, 2021, ["sea", "slow burn"]), ("Unscored", None, None, [])]
    for rows in (plain, typed):
        assert [(r["film_title"], r["score_norm"], r["film_year"], r["tags"]) for r in rows] == expected
    assert stored == expected
    assert [(r["film_title"], r["score_norm"], r["tags"]) for r in flat] == [
        ("Amélie", "70.0", '["sea","slow burn"]'),
        ("Unscored", "", ""),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_words_are_only_words(outbox, put, tmp_path, form):
    put(title=HOSTILE, critic=HOSTILE, tags=(HOSTILE, "=1+1"), abstract=HOSTILE * 1_000)
    assert written(outbox, form, tmp_path).stat().st_size < 1_000_000


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1"])
def test_no_cell_is_a_formula(outbox, put, tmp_path, text):
    put(title=text, critic=text)
    with written(outbox, "csv", tmp_path).open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["film_title"] == row["reviewer"] == f"'{text.strip()}"
    assert cell(-3.5) == -3.5, "a number stays a number"


def test_quads_are_what_json_ld_says(demo, tmp_path):
    """The same graph that PyLD and rdflib make of the documents with the shipped context."""
    rdflib = pytest.importorskip("rdflib")
    pyld = pytest.importorskip("pyld.jsonld")
    from rdflib.compare import isomorphic  # noqa: PLC0415 - after the skip

    from scraper.store import open_store  # noqa: PLC0415 - the same

    store = open_store(demo / "output" / "store.sqlite")
    path = tmp_path / "out.nq"
    assert export(store, "nquads", path, context=_context()) == 55
    lines = path.read_text(encoding="utf-8").splitlines()
    for change in list(standing(store))[::9]:
        document = json.loads(change.document)
        quads = pyld.to_rdf({**document, "@context": _context()}, {"format": "application/n-quads"})
        theirs = rdflib.Graph().parse(data=quads, format="nt")
        end = f" <{document['@graph'][0]['@id']}> ."
        triples = "".join(f"{line.removesuffix(end)} .\n" for line in lines if line.endswith(end))
        ours = rdflib.Graph().parse(data=triples, format="nt")
        assert isomorphic(ours, theirs), end
    store.close()


def test_a_file_appears_only_when_it_is_whole(outbox, put, tmp_path, monkeypatch):
    put()
    path = written(outbox, "ndjson", tmp_path)
    before = path.read_bytes()

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scraper.publish.exports.ndjson.json.dumps", full)
    with pytest.raises(ScraperError, match="make room"):
        export(outbox, "ndjson", path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["out.ndjson"]


def test_an_unknown_format_is_refused(outbox, tmp_path):
    with pytest.raises(UsageError, match="parquet, csv"):
        export(outbox, "xlsx", tmp_path / "x")


def test_the_documented_columns_are_the_columns():
    assert [row.split("|")[1].strip(" `") for row in DOC.read_text().splitlines() if row.startswith("| `")] == [
        column.name for column in COLUMNS
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    import importlib.util  # noqa: PLC0415 - used here alone

    spec = importlib.util.spec_from_file_location("demo_of_recipes", Path(__file__).parents[1] / "web" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["demo_of_recipes"] = module
    spec.loader.exec_module(module)
    return module.make(tmp_path_factory.mktemp("recipes"))


def test_every_recipe_prints_what_the_page_shows(demo, tmp_path):
    from scraper.cli import main  # noqa: PLC0415 - the command itself

    for form in ("duckdb", "parquet", "ndjson"):
        assert (
            main(["export", "--project", str(demo), "--to", form, "--output", str(tmp_path / f"reviews.{form}")]) == 0
        )
    recipes = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", DOC.read_text(), re.DOTALL)
    assert len(recipes) == 3
    for code, shown in recipes:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (shown, "")
