"""Which film and which people a review is about, or why that cannot be told.

from scraper.link import link
link({"title": "Harrow Lane", "year": 1995}, Path("output/catalogue.sqlite")).band
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scraper._face import callable_stage

if TYPE_CHECKING:
    from scraper.link.catalogue import Catalogue
    from scraper.link.linker import Linker
    from scraper.link.mention import Mention
    from scraper.link.online import Online
    from scraper.model import Extraction, Identity, LinkedReview

callable_stage(__name__)


def link(mention: Mention | Mapping[str, object] | str, catalogue: Catalogue | Path | str) -> Identity:
    """Which film of a catalogue a mention means, or why that cannot be told.

    `mention` may be an object with `title` (and `year`, `directors`, `people`), or a title as
    lists print it. Raises InputError for a mention that cannot be read and ConfigError for a
    path that holds no catalogue.
    """
    from scraper.link import linker  # noqa: PLC0415 - matching is only imported when it is used
    from scraper.link.catalogue import Catalogue  # noqa: PLC0415 - the same
    from scraper.link.mention import Mention, parse  # noqa: PLC0415 - the same

    asked = mention if isinstance(mention, Mention) else parse(mention)
    if isinstance(catalogue, Catalogue):
        return linker.link(asked, catalogue)
    with Catalogue(Path(catalogue)) as opened:
        return linker.link(asked, opened)


def open_linker(catalogue: Path, decisions: Path | None = None, online: Online | None = None) -> Linker:
    """A linker over a catalogue file and a file of decisions (which need not be there yet).

    `online` says which services are asked for the rest. It is called with an extraction, and can be
    pickled. Raises ConfigError.
    """
    from scraper.link.linker import Linker  # noqa: PLC0415 - matching is only imported when it is used

    return Linker(catalogue, decisions, online)


def link_reviews(extraction: Extraction, linker: Linker) -> tuple[LinkedReview, ...]:
    """One linked review for each review of a page, in page order."""
    return linker(extraction)
