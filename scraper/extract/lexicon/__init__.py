"""Languages as data: one TOML file each, read by one loader, searched in one pass.

    >>> from scraper.extract.lexicon import load
    >>> lexicon = load(("de",))
    >>> lexicon.languages
    ('de', 'en')
    >>> lexicon.label("Regie: Ida Ros").kind
    'director'

`docs/adding-a-language.md` says what each table of a file means.
"""

from __future__ import annotations

from functools import lru_cache

from scraper.extract.lexicon.detect import also, detect, of_host
from scraper.extract.lexicon.labelled import by_labels
from scraper.extract.lexicon.loader import SHARED, available, language
from scraper.extract.lexicon.model import Hit, LabelHit, Language, Lexicon, fold

__all__ = [
    "Hit",
    "LabelHit",
    "Language",
    "Lexicon",
    "also",
    "available",
    "by_labels",
    "detect",
    "fold",
    "load",
    "of_host",
]


@lru_cache(maxsize=64)
def _load(codes: tuple[str, ...]) -> Lexicon:
    files = [language(code) for code in codes]
    facts = {code: file.facts for code, file in zip(codes, files, strict=True)}
    entries = [entry for file in (*files, language(SHARED)) for entry in file.entries]
    return Lexicon(codes, facts, entries)


def load(languages: tuple[str, ...]) -> Lexicon:
    """The lexicon of some languages; unknown codes are ignored, English always comes last.

    Region subtags are ignored ("pt-BR" is "pt"). Results are kept: the same languages give the same object.
    """
    known = available()
    codes = dict.fromkeys(code.replace("_", "-").split("-", 1)[0].lower() for code in languages)
    codes = dict.fromkeys({"nb": "no", "nn": "no"}.get(code, code) for code in codes)
    wanted = [code for code in codes if code in known and code != "en"]
    return _load((*wanted, "en"))
