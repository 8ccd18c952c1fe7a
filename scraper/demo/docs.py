"""Write the parts of the documents that the code makes: `python -m scraper.demo.docs`, or `make docs`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scraper import extract
from scraper.cli._verbs import help_line, names
from scraper.config import config_schema, site_schema

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "fixtures" / "model-case" / "wordpress" / "page.html"
URL: Final = "https://lantern-street.example/2021/08/nothing-but-road-running-documentary/"


def verbs() -> str:
    """The table of verbs."""
    rows = "\n".join(f"| `scrape {name}` | {help_line(module)} |" for name, module in names().items())
    return f"| verb | what it does |\n|---|---|\n{rows}\n"


def record() -> str:
    """The review and the film of the model case, as the record has them."""
    review, film, *_ = extract(PAGE.read_bytes(), URL).reviews[0].to_jsonld()["@graph"]
    shown = json.dumps([review, film], ensure_ascii=False, indent=1)
    return f"```json\n{shown}\n```\n"


def settings() -> str:
    """Every key of `config/scraper.toml`."""
    return _keys(config_schema())


def site() -> str:
    """Every key of a site file."""
    return _keys(site_schema())


def _keys(schema: Mapping[str, Any]) -> str:
    return "| key | type | meaning |\n|---|---|---|\n" + "".join(_rows(schema, ""))


def _rows(schema: Mapping[str, Any], section: str) -> Iterator[str]:
    for name, of in schema["properties"].items():
        path = f"{section}{name}"
        inner = of if "properties" in of else of.get("items", of.get("additionalProperties"))
        holds = isinstance(inner, dict) and "properties" in inner
        kind = f"list of {inner['type']}s" if of["type"] == "array" and not holds else of["type"]
        yield f"| `{path}` | {'table' if kind == 'object' else kind} | {of['description']} |\n"
        if holds:
            yield from _rows(inner, f"{path}." if "properties" in of else f"{path}.*.")


DOCUMENTS: Final[Mapping[str, Mapping[str, Callable[[], str]]]] = {
    "README.md": {"verbs": verbs, "record": record},
    "docs/configuration.md": {"settings": settings, "site": site},
}


def written(document: str) -> str:
    """The document, named by its path in the repository, with every generated part as it should be."""
    text = (ROOT / document).read_text(encoding="utf-8")
    for name, make in DOCUMENTS[document].items():
        begin, end = f"<!-- {name}: made by `make docs` -->\n", f"<!-- {name}: end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"{document} has no part {name!r}: expected {begin.strip()} ... {end}")
        text = before + begin + make() + end + after
    return text


if __name__ == "__main__":
    for path in DOCUMENTS:
        (ROOT / path).write_text(written(path), encoding="utf-8")
