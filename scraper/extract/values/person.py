"""People's names: lists behind a label, the name beside a cue word in a sentence.

Names are given as printed: capitals, misspellings, surname first where the language does so. What
is undone is what the sentence adds: genitive endings, honorifics, credentials, filmographies in brackets.

    >>> from scraper.extract.lexicon import load
    >>> parse("Ida Ros (Nine Doors) and Robert Vale, Jr.", load(("en",)))
    ['Ida Ros', 'Robert Vale, Jr.']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from scraper.extract.lexicon import Lexicon, fold, load
from scraper.extract.values import Found
from scraper.extract.values.number import alternation


def _upper_class() -> str:
    """A character class of the upper-case letters of Latin, Greek, Cyrillic and Armenian."""
    codes = [code for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000)) if chr(code).isupper()]
    return "[" + "".join(map(chr, codes)) + "]"


_UP: Final = _upper_class()
_HAN: Final = "\u3400-\u9fff々〆"
_KANA: Final = "\u3041-\u309f\u30a1-\u30faー"
_HANGUL: Final = "\uac00-\ud7a3"
_LETTER: Final = r"[^\W\d_]"
_INITIALS: Final = rf"{_UP}\.(?:[ -]?{_UP}\.)*"
_TOKEN: Final = rf"(?:{_INITIALS}|(?:[dlDLO]['’])?{_UP}(?:{_LETTER}\u0301?|['’‑-](?={_LETTER}))*)"
_NICK: Final = r"[\"“‘«'(][^\"”’»'()\n]{1,24}[\"”’»')]"
_SUFFIX: Final = r"(?:,?[ \u00a0]+(?:Jr|Sr|jr|sr)\b\.?|[ \u00a0]+(?:III|II|IV)\b)"
_EAST: Final = (
    rf"(?:[{_HAN}]{{1,8}}(?:[·•・‧][{_HAN}{_KANA}]{{1,10}})+|[{_KANA}]{{2,12}}(?:[・＝=· ][{_KANA}]{{1,12}})*"
    rf"|[{_HAN}]{{2,4}}[{_KANA}]{{0,3}}|[{_HANGUL}]{{2,5}}(?:[ ·][{_HANGUL}]{{2,6}}){{0,2}})"
)
# Arabic, Hebrew and Devanagari have no capitals: a name is taken to be two words, with its particle.
_ARABIC: Final = "\u0620-\u065f\u0671-\u06d3"
_SOUTH: Final = "|".join(
    rf"(?:[{letters}]{{2,}}(?: (?:{particles}))? [{letters}]{{2,}})"
    for letters, particles in (
        (_ARABIC, "بن|ابن|أبو|عبد|دي|فان|فون|آل"),
        ("\u0900-\u0963\u0970-\u097f", "कुमार|सिंह|लीला"),
        ("\u05d0-\u05ea", "בן|בר|דה"),
    )
)
_SEPARATOR: Final = re.compile(r"\s*(?:[,;/|•·、，؛،；／\n\t]|\s[–—-]\s|&|\+|\s{3,})\s*")
_EAST_SEPARATOR: Final = re.compile(r"\s*(?:[,;/|•、，；／\n\t]|&|\s{2,}| [和与と] )\s*")
_BRACKETS: Final = re.compile(r"\s*(?:\(([^()]{0,160})\)|\[([^\[\]]{0,160})\]|（([^（）]{0,160})）)")
_MANNERED: Final = re.compile(r"\s+(?:as|als|como|dans le rôle de|nel ruolo di|som|jako)\s+|\s*(?:\.{2,}|…)\s*(?=\S)")
_OPENING: Final = re.compile(rf"^(?:{_LETTER}|\d|[\"“‘'(.*])+")
_GENERATION: Final = re.compile(r"^(?:jr|sr|junior|phd|ph\.d|md|m\.d|ii|iii|iv)\.?$", re.IGNORECASE)
_GLUE: Final = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
_GLUED_HEADS: Final = frozenset(
    "Mc Mac De Di Da La Le Du Van Von Del Fitz Lo St Des San El Al O Ben".split(),
)
_SENTENCE: Final = re.compile(rf"(?<={_LETTER}{_LETTER}{_LETTER})(?:[.!?](?=\s+\S|$)|。)")
_POSSESSED: Final = re.compile(r"(?:['’]s|(?<=[szx])['’])\s")
# "directed by Pixar's Ida Ros", "by the town's own Ida Ros": whose the person is.
_OWNER: Final = re.compile(rf"{_UP}{_LETTER}+['’]s (?:own )?(?={_UP}\S+ {_UP})")
# A word for an office before the name: "Regisseur Jon Vale".
_OFFICE: Final = re.compile(r"([^\W\d_]{4,20}) (?=\S)")
# What a Chinese sentence puts before and behind a name without a space.
_HAN_LEAD: Final = re.compile("^[由和与與是据]")
_HAN_TOPIC: Final = re.compile(f"^[はがもを](?=[{_HAN}])")
_HAN_TAIL: Final = re.compile("(?:执|執|导|導|饰|飾|主演|编|編|的|拍)")
_HANGUL_VERBS: Final = ("어요", "아요", "해요", "세요", "니다", "했다", "였다", "이다")
# An adjective with the article before an Arabic name: "the brilliant".
_ARABIC_ADJECTIVE: Final = re.compile(rf"ال[{_ARABIC}]+ (?=[{_ARABIC}]+ [{_ARABIC}]+)")
_MOST_WORDS: Final = 6
_LONGEST: Final = 60
_NOT_NAMES: Final = frozenset(
    "n/a, na, tba, tbd, unknown, various, none, anonymous, see full cast, full cast, credits, see more, more".split(
        ", "
    ),
)


class Person(NamedTuple):
    """A name in a list, with the role behind it ("Ida Ros (Anna)", "Ida Ros as Anna") and its place."""

    name: str
    character: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    name: re.Pattern[str]
    joiner: re.Pattern[str]
    more: re.Pattern[str]
    honorific: re.Pattern[str]
    others: re.Pattern[str]
    particles: frozenset[str]
    genitive: tuple[str, ...]
    small: frozenset[str]
    offices: frozenset[str]


@lru_cache(maxsize=64)
def _grammar(languages: tuple[str, ...]) -> _Grammar:
    lexicon = load(languages)
    facts = [lexicon.facts[code] for code in languages]
    particles = frozenset().union(*(one.particles for one in facts))
    low = alternation(particles)
    inner = rf"(?:(?:{low})[ \u00a0]+){{0,3}}|al-|el-|d['’]"
    western = (
        rf"(?:{_NICK}[ ]+)?(?:(?:{low})[ ]+)?{_TOKEN}(?:[ \u00a0]+(?:{_NICK}[ ]+)?(?:{inner}){_TOKEN}){{0,4}}{_SUFFIX}?"
    )
    joiners = alternation(word for one in facts for word in one.joiners)
    honorifics = alternation(word for one in facts for word in one.honorifics)
    others = alternation(lexicon.words.get("and_others", {}))
    return _Grammar(
        name=re.compile(rf"(?<![^\W_])(?:{western})|{_EAST}|{_SOUTH}"),
        joiner=re.compile(rf"\s+(?:{joiners})\s+", re.IGNORECASE),
        more=re.compile(rf"\s*(?:,\s*(?:(?:{joiners})\s+)?|&\s*|(?:\s|^)(?:{joiners})\s+|/\s*|、)", re.IGNORECASE),
        honorific=re.compile(rf"^(?:(?:{honorifics})(?:\s+|(?<=\.)))+", re.IGNORECASE),
        others=re.compile(rf"\s*(?:\b(?:{others})(?!\w)|u\.\s?a\.?m?\.?|et al\.?|etc\.?|…|\.\.\.).*$", re.IGNORECASE),
        particles=particles,
        offices=frozenset(
            word for kind, words in lexicon.words.items() if kind.startswith("cue.") for word in words if word.isalpha()
        ),
        small=frozenset(word for one in facts for word in one.function_words) - particles,
        genitive=tuple(sorted({end for one in facts for end in one.genitive}, key=len, reverse=True)),
    )


def parse(text: str, lexicon: Lexicon) -> list[str]:
    """The names that a labelled value lists, in order; empty where it lists none."""
    return [person.name for person in people(text, lexicon)]


def people(text: str, lexicon: Lexicon) -> list[Person]:
    """The names that a labelled value lists, with characters and places."""
    grammar = _grammar(lexicon.languages)
    end = _sentence_end(text)
    found: list[Person] = []
    for start, border in _pieces(text[:end], grammar):
        stop = border
        piece = text[start:stop].strip()
        if found and _GENERATION.match(piece):
            last = found[-1]
            stop = start + len(text[start:stop].rstrip())
            stop += text[stop : stop + 1] == "."
            found[-1] = last._replace(name=text[last.start : stop], end=stop)
        elif (person := _person(text, start, stop, grammar)) is not None:
            found.append(person)
        elif found and piece[:1].islower() and len(piece.split()) > _MOST_WORDS:
            break  # the list is over, a sentence goes on
    return found


def _sentence_end(text: str) -> int:
    """Where the value's first sentence ends: a full stop behind a word of three letters or more."""
    match = _SENTENCE.search(text)
    return match.start() if match and not _GENERATION.match(text[: match.start()].rsplit(None, 1)[-1]) else len(text)


def _pieces(text: str, grammar: _Grammar) -> Iterator[tuple[int, int]]:
    """Spans between separators that stand outside brackets."""
    shut = list(_bracketed(text))
    east = re.search(rf"[{_HAN}{_KANA}]", text) is not None
    cuts: list[tuple[int, int]] = []
    for pattern in (_EAST_SEPARATOR if east else _SEPARATOR, grammar.joiner):
        cuts += [match.span() for match in pattern.finditer(text)]
    cuts += [(match.start(), match.start()) for match in _GLUE.finditer(text) if _is_glue(text, match.start())]
    begin = 0
    for start, stop in sorted(cuts):
        if start < begin or any(left <= start < right for left, right in shut):
            continue
        yield begin, start
        begin = stop
    yield begin, len(text)


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Spans of brackets, outermost, closed."""
    depth, start = 0, 0
    for place, char in enumerate(text):
        if char in "([（":
            depth += 1
            start = place if depth == 1 else start
        elif char in ")]）" and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1


def _is_glue(text: str, place: int) -> bool:
    """Whether two names are glued here ("Actor OneActor Two"), and it is no "DiCaprio"."""
    head = re.search(rf"{_LETTER}+$", text[max(0, place - 24) : place])
    return head is not None and head.group() not in _GLUED_HEADS and " " in text[place : place + 24]


def _person(text: str, start: int, stop: int, grammar: _Grammar) -> Person | None:
    """One piece of a list as a person, None where it is none."""
    piece = text[start:stop]
    character: str | None = None
    if bracket := _BRACKETS.search(piece):
        if bracket.start() == 0:
            return None
        character = next((part.strip() for part in bracket.groups() if part), None)
        piece = piece[: bracket.start()]
    if manner := _MANNERED.search(piece):
        character = piece[manner.end() :].strip() or character
        piece = piece[: manner.start()]
    piece = grammar.others.sub("", piece).rstrip(" \u00a0.:;,-–—*·")
    if piece.endswith(")") and "(" not in piece:
        piece = piece[:-1].rstrip()
    lead = len(piece) - len(piece.lstrip(" \u00a0-–—:*•·'\"“"))
    if honorific := grammar.honorific.match(piece[lead:]):
        lead += honorific.end()
    lead += _HAN_TOPIC.match(piece[lead:]) is not None
    name = _POSSESSED.split(_without_suffix_words(piece[lead:]), maxsplit=1)[0]
    if not is_name(name, grammar.particles):
        return None
    return Person(name, character, start + lead, start + lead + len(name))


def _without_suffix_words(name: str) -> str:
    """Without an honorific that is written behind the name (Korean 님 and 감독, Japanese さん and 監督)."""
    return re.sub(rf"(?<=[{_HAN}{_KANA}{_HANGUL}])\s?(?:감독님|감독|님|씨|監督|さん|氏|导演|導演)$", "", name)


def is_name(text: str, particles: frozenset[str] = frozenset()) -> bool:
    """Whether `text` is written as a person's name: capitals (where the script has them), few words, no figures."""
    if not text or len(text) > _LONGEST or fold(text) in _NOT_NAMES or len(text) < 2:
        return False
    words = text.split()
    if len(words) > _MOST_WORDS or any(char.isdigit() or char in "!?@#%=<>{}:" for char in text):
        return False
    for word in words:
        bare = word.strip("\"“”‘’'().«»")
        if not bare:
            continue
        if (
            bare[0].islower()
            and fold(bare) not in particles
            and not re.match(r"(?:d['’]|al-|el-|de|von|van|bin)", bare)
        ):
            return False
    if len(set(text)) == 1 or text.endswith(_HANGUL_VERBS):
        return False
    first = next((char for char in text if char.isalpha()), "")
    return bool(first) and unicodedata.category(first) in {"Lu", "Lt", "Lo", "Ll"}


def names_at(text: str, pos: int, side: str, lexicon: Lexicon) -> list[Found[str]]:
    """The names beside a cue, joined by commas and "and", in text order.

    They begin behind a cue that ends at `pos` (side "after"), or end before one that starts there ("before").
    """
    grammar = _grammar(lexicon.languages)
    return _after(text, pos, grammar) if side == "after" else _before(text, pos, grammar)


def _after(text: str, pos: int, grammar: _Grammar) -> list[Found[str]]:
    found: list[Found[str]] = []
    place = pos + len(re.match(r"[\s:\u00a0\"“(–—-]{0,4}", text[pos : pos + 4]).group())  # type: ignore[union-attr]  # it matches the empty string
    if owner := _OWNER.match(text, place):
        place = owner.end()
    while len(found) < 8:
        if honorific := grammar.honorific.match(text[place : place + 12]):
            place += honorific.end()
        # Only before the first name: "directed by Ada Wren and starring Bo Li" goes on with another credit.
        office = None if found else _OFFICE.match(text, place)
        if office is not None and fold(office.group(1)) in grammar.offices:
            place = office.end()
        if adjective := _ARABIC_ADJECTIVE.match(text, place):
            place = adjective.end()
        match = grammar.name.match(text, place)
        if match is None:
            break
        name, end = _trim_genitive(match.group(), grammar), match.end()
        if (tail := _HAN_TAIL.search(name)) and tail.start() > 1:
            name, end = name[: tail.start()], place + tail.start()
        found.append(Found(name, place, place + len(name), text[place : place + len(name)], "name"))
        joint = grammar.more.match(text, end)
        if joint is None or joint.end() == end:
            break
        place = joint.end()
    return found


def _before(text: str, pos: int, grammar: _Grammar) -> list[Found[str]]:
    head_start = max(0, pos - 160)
    found: list[Found[str]] = []
    stop = pos
    while len(found) < 8:
        head = text[head_start:stop].rstrip(' \u00a0,:–—("”')
        last = None
        for match in grammar.name.finditer(head):
            if match.end() == len(head):
                last = match
        if last is None:
            break
        start = head_start + last.start()
        skipped = _small_words_before(last.group(), grammar)
        if len(last.group()) > 2 and _HAN_LEAD.match(last.group()):
            skipped = 1
        start += skipped
        name = _trim_genitive(last.group()[skipped:], grammar)
        found.append(Found(name, start, start + len(name), text[start : start + len(name)], "name"))
        joint = re.search(rf"(?:{grammar.more.pattern})$", text[head_start:start], re.IGNORECASE)
        if joint is None or joint.end() == joint.start():
            break
        stop = head_start + joint.start()
    return found[::-1]


def small_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that are no part of a name though a sentence may capitalise them, in lower case."""
    return _grammar(lexicon.languages).small


def _small_words_before(name: str, grammar: _Grammar) -> int:
    """Length of the words at the head that only a sentence capitalises: "In Ida Ros"."""
    skipped = 0
    while (match := re.match(r"\w+[ \u00a0]+", name[skipped:])) and fold(match.group().strip()) in grammar.small:
        skipped += match.end()
    return skipped


def _trim_genitive(name: str, grammar: _Grammar) -> str:
    """The name without a genitive that an apostrophe sets apart ("Ida Ros's", "Vale'a")."""
    for ending in grammar.genitive:
        if ending[0] in "'’" and fold(name).endswith(fold(ending)) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


_CONSONANT: Final = "bcdfghjklmnpqrstvwxzčďňřšťžłńśźćбвгджзйклмнпрстфхцчшщβγδζθκλμνξπρστφχψ"
_LOST_VOWEL: Final = re.compile(r"^Pawł$|[^\W\d_][bčďdmňpšťtž]k$")
_TWO_NAMES: Final = frozenset({"Marka", "Jacka"})
"""Genitives of a Slavic name and of an English one."""
_SHORT_ENDING: Final = 2
# Endings that a name takes in the genitive, with what stands there in the nominative: the common
# masculine ones, which foreign names take too. All words must end so, or nothing is undone.
_CASES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "cs": (("a", ""),),
    "sk": (("a", ""),),
    "pl": (("iego", "i"), ("ego", "y"), ("a", "")),
    "hr": (("a", ""),),
    "ru": (("ея", "ей"), ("ия", "ий"), ("ого", "ий"), ("а", "")),
    "uk": (("ія", "ій"), ("ого", "ий"), ("а", "")),
    "el": (("ου", "ος"), ("η", "ης"), ("α", "ας")),
}


def of_genitive(name: str, language: str) -> str | None:
    """The nominative of a name that stands in the genitive, None where that cannot be told.

    >>> of_genitive("Jon Vales", "sv"), of_genitive("Johna Lee Valea", "cs"), of_genitive("Woody Allenin", "fi")
    ('Jon Vale', None, 'Woody Allen')
    """
    if language in {"sv", "da", "no", "de", "nl", "is"}:
        return name[:-1] if name.endswith("s") and not name.endswith("ss") else None
    if language == "fi":
        return (
            name[:-2]
            if name.endswith("in") and name[-3:-2] in _CONSONANT
            else name[:-1]
            if name.endswith("n")
            else None
        )
    if language not in _CASES:
        return None
    words = [_undo(word, _CASES[language]) for word in name.split()]
    return " ".join(word for word in words if word) if all(words) else None


def _undo(word: str, cases: tuple[tuple[str, str], ...]) -> str | None:
    """One word without its ending; short and foreign words that take none stay as they are."""
    if "'" in word or "’" in word:
        return re.split("['’]", word, maxsplit=1)[0]
    if word in _TWO_NAMES:
        return None
    for ending, instead in cases:
        stem = word[: -len(ending)]
        long = len(ending) > _SHORT_ENDING and len(stem) > _SHORT_ENDING
        if word.endswith(ending) and len(word) > 3 and (long or (len(ending) > 1 and not word.isascii())):
            return stem + instead
    if len(word) <= 3 or (word.isascii() and word[-1] in "eioy"):
        return word
    for ending, instead in cases:
        stem = word[: -len(ending)]
        if word.endswith(ending) and (len(ending) > 1 or stem[-1:].lower() in _CONSONANT):
            return _with_vowel(stem) if not instead else stem + instead
    return None


def _with_vowel(stem: str) -> str:
    """The vowel that Slavic names lose in the genitive: "Pawła" is of Paweł, "Marka" of Marek."""
    return f"{stem[:-1]}e{stem[-1]}" if _LOST_VOWEL.search(stem) else stem


def nominatives(name: str, lexicon: Lexicon) -> list[str]:
    """Forms that an inflected name may stand for, likeliest first; the name itself always among them.

    >>> nominatives("Jon Vales", load(("de",)))
    ['Jon Vale', 'Jon Vales']
    """
    endings = _grammar(lexicon.languages).genitive
    # What is left of a name is still one.
    forms = [name[: -len(end)] for end in endings if name.endswith(end) and len(name) - len(end) > 2]
    return [*dict.fromkeys(forms), name]
