"""Titles in the forms in which two of them are compared.

A catalogue prints "The Treasure of the Sierra Madre", a list "Treasure of the Sierra Madre, The".
Three forms, from strict to lax: `words` (every word, articles included), `bare` (articles at the
ends dropped, number words as digits) and `key` (`bare` without spaces: what a catalogue looks up).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_ARTICLES: Final = frozenset(
    (
        "the a an le la les l un une des der die das ein eine el los las il lo gli i uno una "
        "o os as um uma de het een den det en ett"
    ).split()
)  # fmt: skip
_ENGLISH_ARTICLES: Final = frozenset({"the", "a", "an"})
_ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_NUMBER_WORDS: Final = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen".split(), 1)
}
_NUMBER_WORDS_ANYWHERE: Final = frozenset(_NUMBER_WORDS) - {"one"}
_INSTALMENT: Final = frozenset({"part", "chapter", "vol", "volume", "episode"})
_SPELLINGS: Final = {"theatre": "theater", "colour": "color", "judgement": "judgment", "harbour": "harbor",
                     "grey": "gray", "honour": "honor", "neighbour": "neighbor", "centre": "center",
                     "jewellery": "jewelry", "mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint",
                     "mt": "mount", "vol": "volume", "pt": "part"}  # fmt: skip
_FRACTION: Final = re.compile(r"[¼-¾⅐-⅞]")
_DROPPED: Final = re.compile(r"['’‘`´ʻʼʹ.…]")
_ELISION: Final = re.compile(r"\b([ldLD])['’](?=\w)")
_TRAILING_ARTICLE: Final = re.compile(r"^(?P<rest>.+),\s*(?P<article>[^\W\d_]{1,3}['’]?)$")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_YEAR_TAIL: Final = re.compile(r"^(?P<rest>.+?)\s*[(\[](?P<year>(?:18[7-9]|19\d|20\d)\d)[)\]]$")
_BRACKET_TAIL: Final = re.compile(r"^(?P<rest>.*[^\s(].*?)\s*\((?P<inside>[^()]+)\)$")
_AKA_INSIDE: Final = re.compile(
    r"^(?:a\.?\s?k\.?\s?a\.?|also known as|alias|aka:?|orig(?:inal)?\.?(?: title)?:?)\s+(?P<title>.+)$", re.IGNORECASE
)
_CREDIT_TAIL: Final = re.compile(
    r"^(?P<rest>.+?)\s*\((?:dir(?:\.|ected by)?\s+)?(?P<director>[^\W\d_][^,()\d]*\s[^,()\d]+),\s*"
    r"(?P<year>(?:18[7-9]|19\d|20\d)\d)\)$"
)
_EDITION: Final = re.compile(
    r"\b(?:part|vol|volume|chapter|episode|cut|version|edition|remaster(?:ed)?|restored|uncut|extended|tv|short|video|"
    r"documentary|doc|live|film|movie|reissue|re-release|imax|dubbed|subtitled|sub|dub)\b",
    re.IGNORECASE,
)
_AKA_BETWEEN: Final = re.compile(r"\s+(?:a\.k\.a\.?|aka|AKA)\s+")
_BASE: Final = re.compile(r"^(?P<base>[^:–—]{2,}?)\s*(?::|\s[-–—]\s|–|—)\s*(?P<tail>\S.*)$")
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
)
_NUMBER: Final = re.compile(r"^\d+$")


@dataclass(frozen=True, slots=True)
class Title:
    """One title in all its compared forms; `numbers` are its digits as a bag, in order of value."""

    text: str
    words: tuple[str, ...]
    bare: tuple[str, ...]
    key: str
    numbers: tuple[str, ...]


def title(text: str) -> Title:
    """Read a printed title.

    >>> title("Thing, The").key == title("the Thing").key
    True
    >>> title("8½").key, title("WALL·E").key, title("Rocky II").key, title("1917").key
    ('812', 'walle', 'rocky2', '1917')
    """
    return _title(text)


@lru_cache(maxsize=4096)
def _title(text: str) -> Title:
    words = _words(text) or ("".join(unicodedata.normalize("NFKC", text).casefold().split()),)
    bare = _bare(words)
    return Title(text, words, bare, "".join(bare), tuple(sorted(word for word in bare if _NUMBER.match(word))))


def variants(text: str) -> tuple[str, ...]:
    """The keys under which a catalogue files a title: its own, and that with umlauts spelled out.

    >>> variants("Fünf Türen")
    ('funfturen', 'fuenftueren')
    """
    spelled = text.translate(_UMLAUTS)
    keys = [title(text).key]
    if spelled != text:
        keys.append(title(spelled).key)
    return tuple(dict.fromkeys(key for key in keys if key))


def base(text: str) -> tuple[str, str] | None:
    """What stands before a colon or a spaced dash, and after it; None where there is neither.

    >>> base("Anchor: The Legend of Ida Moss")
    ('Anchor', 'The Legend of Ida Moss')
    """
    found = _BASE.match(text)
    return (found["base"], found["tail"]) if found else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A title as lists print it, taken apart: the names it gives, main one first, its year and director."""

    names: tuple[str, ...]
    year: int | None
    director: str | None = None


def listed(text: str) -> Listed:
    """Take apart a title with trailing article, other names in brackets, director and year.

    >>> listed("Harrow Lane, The (a.k.a. Nine Doors) (1995)").names
    ('The Harrow Lane', 'Nine Doors')
    >>> listed("Fog Landing (Port de brume) (1995)").names
    ('Fog Landing', 'Port de brume', 'Fog Landing (Port de brume)')
    >>> listed("Harrow Lane (Ada Pell, 1995)").director
    'Ada Pell'
    """
    whole, year, director = " ".join(text.split()), None, None
    if found := _YEAR_TAIL.match(whole):
        whole, year = found["rest"], int(found["year"])
    elif found := _CREDIT_TAIL.match(whole):
        whole, year, director = found["rest"], int(found["year"]), found["director"]
    rest, names, printed = whole, list[str](), False
    while found := _BRACKET_TAIL.match(rest):
        inside = found["inside"].strip()
        aka = _AKA_INSIDE.match(inside)
        if not aka and not _is_name(inside):
            break
        printed = printed or not aka
        names[:0] = _AKA_BETWEEN.split(aka["title"] if aka else inside)
        rest = found["rest"]
    names[:0] = _AKA_BETWEEN.split(rest)
    names += [whole] if printed else []
    return Listed(tuple(dict.fromkeys(turned(name) for name in names if name.strip())), year, director)


def _is_name(inside: str) -> bool:
    """Whether what stands in brackets may be another name: no number, and no word on the edition or the part."""
    return (
        len(inside) > 1
        and not any(character.isdigit() for character in inside)
        and not _EDITION.search(inside)
        and not any(word in _ROMAN or word in _NUMBER_WORDS for word in inside.casefold().split()[-1:])
    )


def turned(text: str) -> str:
    """A trailing article back at the front.

    >>> turned("Femme Douce, Une"), turned("Age d'Or, L'")
    ('Une Femme Douce', "L'Age d'Or")
    """
    found = _TRAILING_ARTICLE.match(text.strip())
    if not found or found["article"].rstrip("'’").casefold() not in _ARTICLES:
        return text.strip()
    glue = "" if found["article"].endswith(("'", "’")) else " "
    return f"{found['article']}{glue}{found['rest']}"


def _words(text: str) -> tuple[str, ...]:
    spaced = _FRACTION.sub(lambda match: f" {match[0]}", _ELISION.sub(r"\1 ", turned(text)))
    plain = anyascii(unicodedata.normalize("NFKC", spaced)).casefold()
    plain = _DROPPED.sub("", plain.replace("&", " and ").replace("+", " and "))
    raw = _NOT_WORD.sub(" ", plain).split()
    return tuple(_word(raw, index) for index in range(len(raw)))


def _word(raw: list[str], index: int) -> str:
    word = raw[index]
    if index and word in _ROMAN:
        return _ROMAN[word]
    if index and raw[index - 1] in _INSTALMENT and word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    return _SPELLINGS.get(word, word)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
    return tuple(_NUMBER_WORDS[word] if word in _NUMBER_WORDS_ANYWHERE else word for word in kept)


def same_articles(left: Title, right: Title) -> bool:
    """Whether two titles of one key differ at most in an English article at the front."""

    def plain(words: tuple[str, ...]) -> tuple[str, ...]:
        return words[1:] if len(words) > 1 and words[0] in _ENGLISH_ARTICLES else words

    return "".join(plain(left.words)) == "".join(plain(right.words))
