"""What a user would do today, timed in an environment of its own: extruct, trafilatura, htmldate.

Run by run.py as `python peer.py DIRECTORY`; prints CPU milliseconds for each page, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import extruct
import htmldate
import trafilatura

SYNTAXES = ["json-ld", "microdata", "opengraph"]


def usual(html: str) -> None:
    """Three syntaxes of structured data, the text with its metadata, and the date."""
    extruct.extract(html, syntaxes=SYNTAXES)
    trafilatura.bare_extraction(html, with_metadata=True)
    htmldate.find_date(html)


def main() -> None:
    """Time every page of a directory."""
    pages = {path.name: path.read_text("utf-8", "replace") for path in sorted(Path(sys.argv[1]).iterdir())}
    for html in list(pages.values())[:2]:
        usual(html)
    times = {}
    for name, html in pages.items():
        began = time.process_time()
        usual(html)
        times[name] = (time.process_time() - began) * 1000
    print(json.dumps(times))


if __name__ == "__main__":
    main()
