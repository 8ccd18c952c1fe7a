"""Bytes to an Extraction: which reviews stand on a page, and what each says, with its evidence.

    bytes ─ decode ─▶ text ─ parse ─▶ Page ─ segment, kind ─▶ Blocks ─ sources ─▶ Claims ─ resolve ─▶ Answers

`sources` know where to look, `values` how a value is written, `lexicon` what words mean,
`boxes` what a plug-in draws, `marks` why to distrust a claim; `resolve` alone decides.
"""

from scraper._face import callable_stage
from scraper.extract.block import NO_SITE, Site
from scraper.extract.engine import extract

callable_stage(__name__)

__all__ = ["NO_SITE", "Site", "extract"]
