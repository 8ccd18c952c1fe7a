"""Write the generated parts of README.md: `python -m scraper.demo.readme README.md` (or `make docs`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from scraper import extract
from scraper.cli._verbs import help_line, names

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


PARTS: Final[Mapping[str, Callable[[], str]]] = {"verbs": verbs, "record": record}


def written(text: str) -> str:
    """The text with every generated part as it should be."""
    for name, make in PARTS.items():
        begin, end = f"<!-- {name}: made by `make docs` -->\n", f"<!-- {name}: end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"no part {name!r}: expected {begin.strip()} ... {end}")
        text = before + begin + make() + end + after
    return text


def main() -> int:
    """Write the file that is named."""
    path = Path(sys.argv[1])
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
