"""Reads the language files. A file is data: tables of words, each with one meaning."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Final, cast

from scraper.extract.lexicon.model import DateOrder, Entry, Language, NameOrder, Side, fold

SHARED: Final = "shared"
_SIDES: Final[Mapping[str, tuple[str, Side]]] = {"cue.after": ("cue", "after"), "cue.before": ("cue", "before")}
# Tables whose entries are kinds of their own ("label.director"); in the others the entry is the key.
_KINDS: Final = frozenset({"label", "cue", "channel", "verdict", "not_film", "quiet"})
_SHORTEST_VARIANT: Final = 4


class Loaded:
    """One language file, read: facts about the language, and its words as far as they are asked for.

    Telling languages apart needs a few tables of every file; all words are needed of the language at hand.
    """

    def __init__(self, code: str, data: dict[str, dict[str, str]]) -> None:
        self.facts = _facts(code, data.pop("language", {}))
        self._code = code
        self._data = data

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every word with each of its meanings."""
        return tuple(Entry(word, kind, key, self._code, side) for kind, key, side, word in _words(self._data))

    def words_of(self, *heads: str) -> Iterator[tuple[str, str]]:
        """Kind and word for every word of the kinds that begin with one of these."""
        return ((kind, word) for kind, _, _, word in _words(self._data, heads))


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """Codes of all languages that have a file, in alphabetical order."""
    names = (item.name for item in files("scraper.extract.lexicon").iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name != f"{SHARED}.toml"))


@lru_cache(maxsize=64)
def language(code: str) -> Loaded:
    """One language file, or the shared one; raises KeyError where there is none."""
    if code not in (*available(), SHARED):
        raise KeyError(code)
    text = (files("scraper.extract.lexicon") / f"{code}.toml").read_text(encoding="utf-8")
    return Loaded(code, tomllib.loads(text))


def split(words: str) -> list[str]:
    """The words of one entry: separated by commas, folded, in order.

    >>> split("Regie, ein Film von, R.")
    ['regie', 'ein film von', 'r.']
    """
    return [word for word in (fold(part.strip()) for part in words.split(",")) if word]


def _facts(code: str, table: Mapping[str, str]) -> Language:
    return Language(
        code=code,
        name=table.get("name", code),
        decimal=table.get("decimal", "."),
        date_order=cast("DateOrder", table.get("date_order", "dmy")),
        dmy_regions=frozenset(part.strip() for part in table.get("dmy_regions", "").split(",") if part.strip()),
        name_order=cast("NameOrder", table.get("name_order", "given")),
        joiners=tuple(split(table.get("joiners", ""))),
        particles=frozenset(split(table.get("particles", ""))),
        genitive=tuple(sorted(split(table.get("genitive", "")), key=len, reverse=True)),
        honorifics=tuple(split(table.get("honorifics", ""))),
        function_words=tuple(split(table.get("function_words", ""))),
    )


def _words(
    data: Mapping[str, Mapping[str, str]], heads: tuple[str, ...] = ("",)
) -> Iterator[tuple[str, str, Side, str]]:
    """Kind, key, side and word for every word of the kinds that begin with one of `heads`."""
    for table, rows in data.items():
        head, side = _SIDES.get(table, (table, ""))
        for names, words in rows.items():
            # A quoted entry such as "director writer" gives its words two meanings.
            for name in names.split() if head in _KINDS else [names]:
                kind = f"{head}.{name}" if head in _KINDS else name if head == "word" else head
                for word in split(words) if kind.startswith(heads) else ():
                    yield kind, name, side, word
                    if not word.isascii() and (bare := _bare(word)) is not None:
                        yield kind, name, side, bare


def _bare(word: str) -> str | None:
    """The word without accents or Turkish dotless i, as hurried or upper-case text prints it; None if it has none."""
    if len(word) < _SHORTEST_VARIANT:
        return None
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f").replace("ı", "i")
    bare = unicodedata.normalize("NFC", bare)
    return bare if bare != word and not _carries_meaning(word) else None


def _carries_meaning(word: str) -> bool:
    """Marks that are letters of their own (Cyrillic й, Devanagari, Japanese dakuten) are never dropped."""
    if any("\u1f00" <= c <= "\u1fff" for c in word):  # polytonic Greek
        return False
    return any("\u0400" <= c <= "\u04ff" or c >= "\u0900" for c in word)
