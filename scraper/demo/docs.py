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
DOCS: Final = ROOT / "docs"
# What a title leaves open; a page that is not named here stands under its title.
ABOUT: Final = {
    "architecture": "the stages, the import rule, where a new thing goes",
    "configuration": "settings and site files, key by key",
    "dependencies": "why each dependency is there",
    "fields": "what a correct value of each field is; the flat form",
    "formats": "every file that is written",
    "linking": "films and people: catalogue, decisions, abstention",
    "measuring": "labelled sets, fixtures, calibration, floors",
    "operating": "a crawl from cron, for years",
    "adding-a-language": "a language is one file of words",
    "boxes": "a review plug-in is one file of selectors",
    "command": "inputs, formats, lists, exit codes",
    "politeness": "what is asked of a site, when, and what is not",
    "record": "the JSON-LD record and the ledger that proves it",
    "wordpress": "the crawl against a real WordPress",
    "workbench": "search, proofs and decisions in a browser",
    "publishing": "files, feed and engines in step with the records",
    "recipes": "queries for the search engines",
    "search": "the search index and its words",
    "health": "whether all is well",
}
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


def pages() -> str:
    """The table of documents: each with what its first lines say it is about."""
    rows = "".join(f"| [{path.name}](docs/{path.name}) | {_about(path)} |\n" for path in sorted(DOCS.glob("*.md")))
    return f"| page | about |\n|---|---|\n{rows}"


def _about(path: Path) -> str:
    title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return ABOUT.get(path.stem, title)


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
    "README.md": {"verbs": verbs, "record": record, "pages": pages},
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
