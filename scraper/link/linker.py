"""Links mentions to films of one catalogue."""

from __future__ import annotations

from pathlib import Path

from scraper.link import block, decide
from scraper.link.catalogue import Catalogue
from scraper.link.features import Background
from scraper.link.mention import Mention
from scraper.link.weights import load
from scraper.model import Identity


def link(mention: Mention, catalogue: Catalogue) -> Identity:
    """Which film of the catalogue a mention means, or why that cannot be told."""
    found = block.find(mention, catalogue)
    usual = Background(found.same_title, catalogue.year_share)
    return decide.decide(decide.score(mention, found.films, usual, load()))


class Linker:
    """An opened catalogue; cheap to open, picklable by its path."""

    def __init__(self, catalogue: Path) -> None:
        self.catalogue = Catalogue(catalogue)

    def __reduce__(self) -> tuple[type[Linker], tuple[Path]]:
        """Pickled as the path of its catalogue."""
        return Linker, (self.catalogue.path,)

    def link(self, mention: Mention) -> Identity:
        """Which film a mention means."""
        return link(mention, self.catalogue)
