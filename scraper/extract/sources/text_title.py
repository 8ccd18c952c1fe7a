"""Titles in plain text, where no markup sets them apart: at the head of a line of facts, behind the word "film".

"Harrow Lane, France, 2019", "BEIRUT. 3 stars.", "●●● Harrow Lane: drama ... Director: Ida Ros", "«Harrow Lane» Two
sisters ...", "the drama Harrow Lane opens Friday", "... (Harrow Lane, 2019)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.facts import is_full_name
from scraper.extract.lexicon import Lexicon
from scraper.extract.opening import LEAD_DATE, only_genres
from scraper.extract.page import Line
from scraper.extract.places import country_years, is_country
from scraper.extract.values.person import is_name, small_words
from scraper.extract.values.runs import OWNER, TITLE
from scraper.extract.values.sentence import copula, opens_sentence
from scraper.extract.values.title import clean, quoted
from scraper.model import Claim

_LINES: Final = 24
_MAX_LINE: Final = 3_000
_MAX_TITLE: Final = 80
_LOOK_BACK: Final = 100
_QUOTES: Final = "“”‘’'\"«»„《》『』〈〉「」＜＞"
# Stars, bullets and emoji before a title that runs into the text.
_GLYPHS: Final = re.compile(r"[^\w\s'\"“”‘’«»„(\[《『「〈＜¿¡#&.…$€+-]{2,}\s*|\*{1,5}\s+")
_CAPS: Final = re.compile(
    r"(?P<title>[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я0-9][A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я0-9'’&:,!?\- ]{2,70})\.\s+(?=\S)",
)
_SIGNED: Final = re.compile(r"[.…!?”\"»]\s\((?P<title>[^()\n]{2,60}?),?\s(?:18[89]\d|19\d\d|20[0-4]\d)\)\W*$")
_RUN: Final = re.compile(TITLE)
_AGE: Final = re.compile(r"\s?[»”\"'’“«]\s\((?:\d{1,3}\s?[^\W\d]{1,9}\.?|PG(?:-13)?|R|U|12A|1[58])\)")
_STOP: Final = re.compile(r"\.\s(?=\S)")
_GAP: Final = re.compile(r"[\s,]{1,2}(?:[\"“„«‘'《『「]\s?)?")
_TITLED: Final = re.compile(r"\s?(?:című|c\.|名为|名為)\s")
_APPOSED: Final = re.compile(r",\s(?:an?|une?|un[ao]?|eine?|en|et|ett|een)\s(?:[^\W\d_][\w'’-]*,?\s){0,4}$")
_CREDITED: Final = re.compile(
    r"\b(?:by|with|and|starring|from|von|mit|und|par|avec|et|de|con|y|di|e|av|med|og|och|od|z|i|of)\s$", re.IGNORECASE
)
_NEXT: Final = re.compile(r"[\"”“»«’']?\s([^\W\d_]+)")
_ARTICLE: Final = re.compile(r"(?:^|\s)(?:a|az|A|Az)\s(?P<title>[^\W\d_a-z][^.,;:…]{1,60})$")
_HUNGARIAN: Final = re.compile(r"(?P<name>[^\W\d_a-z][\w-]+\s[^\W\d_a-z]\w+)\s(?P<title>[^\W\d_a-z][^.,;:…]{1,60})$")
_BAR: Final = re.compile(r"\s+[|•·]\s+")
_SENTENCE: Final = re.compile(rf"(?:^|[.!?…\]]\s+|[–—]\s|,\s(?={OWNER.pattern}))(?=\S)")
_ANOTHER: Final = re.compile(
    r"\b(?:previous|earlier|last|first|next|other|another|debut|latest|recent|original|early|former)\s(?:\w+\s)?$"
    r"|\b(?:19|20)\d\d(?:['’]s)?\s[^.;]{0,40}$",
    re.IGNORECASE,
)
"""What comes before "film" where another one is spoken of, or none."""


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `film_title` from the lines of a plain text; pages with markup say more and give none here."""
    del site
    if block.page.elements:
        return
    quoted_before = False
    for line in [line for line in block.lines if len(line.text) <= _MAX_LINE][:_LINES]:
        yield from _of_facts(block, line, lexicon)
        yield from _run_in(block, line, lexicon)
        if (signed := _SIGNED.search(line.text)) and not _is_no_film(signed["title"]):
            yield from _claim(block, line, *signed.span("title"), "prose.text_signed")
        yield from _noted(block, line)
        opening = _opening_quote(line)
        if opening is not None and not quoted_before:
            quoted_before = True
            yield from _claim(block, line, *opening, "prose.text_quote_first")
        yield from _beside_film(block, line, lexicon)
        yield from _subject(block, line, lexicon)
        yield from _credited(block, line, lexicon)


def _is_no_film(words: str) -> bool:
    return is_full_name(words) or is_country(words)


def _claim(block: Block, line: Line, start: int, end: int, rule: str) -> Iterator[Claim]:
    words = clean(line.text[start:end])
    if 1 < len(words) <= _MAX_TITLE and "…" not in words:
        at = line.start + line.text.index(words, start)
        yield at_text(block, "film_title", words, (at, at + len(words)), rule)


def _lead(text: str) -> int:
    """Where a line begins behind the day and the glyphs of an export."""
    date = LEAD_DATE.match(text)
    start = date.end() if date else 0
    glyphs = _GLYPHS.match(text, start)
    return glyphs.end() if glyphs else start


def _of_facts(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`Title, Country, 2019`, `"Title"; Country 2019`, `Title, Ida Ros, Country 2019`, `Title | Director: ...`."""
    text = line.text
    lead = _lead(text)
    bar = _BAR.search(text, lead)
    label = lexicon.label(text[bar.end() :]) if bar is not None else None
    if bar is not None and label is not None and "director" in label.kinds:
        if _may_be_title(text[lead : bar.start()], lexicon):
            yield from _claim(block, line, lead, bar.start(), "prose.text_facts")
        return
    found = next(country_years(text), None)
    if found is None or found.year_start == found.start or text[: found.start].rstrip()[-1:] not in ",;.(":
        return
    head = text[lead : found.start].rstrip(" ,;.(")
    title, comma, name = head.rpartition(", ")
    if comma and " " in name and is_name(name) and is_full_name(name):
        start = line.start + lead + len(title) + len(comma)
        yield at_text(block, "directors", name, (start, start + len(name)), "info.name_year")
        head = title
    if 2 < len(head) <= _MAX_TITLE and "," not in head and ". " not in head and _may_be_title(head, lexicon):
        yield from _claim(block, line, lead, lead + len(head), "prose.text_facts")


def _may_be_title(words: str, lexicon: Lexicon) -> bool:
    return bool(words.strip()) and not only_genres(words, lexicon) and lexicon.label(words) is None


def _run_in(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """A title at the head of the line that the text or the facts follow at once."""
    text = line.text
    lead = _lead(text)
    if lead and (rated := lead > len(_dated(text))):
        stop = _kind_behind(text, lead, lexicon)
        if stop and rated:
            yield from _claim(block, line, lead, stop, "prose.text_rated_run")
            return
    if (
        (caps := _CAPS.match(text, lead))
        and any(char.isalpha() for char in caps["title"])
        and caps.end() < len(text) - 8
    ):
        yield from _claim(block, line, *caps.span("title"), "prose.text_caps_run")


def _dated(text: str) -> str:
    date = LEAD_DATE.match(text)
    return date.group() if date else ""


def _kind_behind(text: str, start: int, lexicon: Lexicon) -> int:
    """Where a title ends whose kind of film is told behind a colon: "Harrow Lane: Drama ..."; 0 where none is."""
    for colon in re.finditer(r":\s", text[: start + _MAX_TITLE + 2]):
        word = re.match(r"[^\W\d_]+", text[colon.end() :])
        if colon.start() > start and word is not None and _is_genre(word.group(), lexicon):
            return colon.start()
    return 0


def _is_genre(word: str, lexicon: Lexicon) -> bool:
    """A genre, or a compound that ends with one ("Rechtbankdrama")."""
    genres = lexicon.words.get("genre_word", {})
    low = word.lower()
    return low in genres or any(low.endswith(genre) for genre in genres if len(genre) > 4)


def _opening_quote(line: Line) -> tuple[int, int] | None:
    """The words in quotation marks that open a line of text, as a short title would."""
    text = line.text
    lead = _lead(text)
    found = next(quoted(text[lead : lead + 130]), None)
    if found is None or found[1] > 1:
        return None
    words = found[0].strip().rstrip(",")
    end = lead + found[2]
    if len(words.split()) > 8 or re.search(r"[.!?…]\s|…|,\s.*,\s", words) or len(text) < end + 3:
        return None
    return lead + found[1], lead + found[1] + len(found[0].rstrip().rstrip(","))


def _noted(block: Block, line: Line) -> Iterator[Claim]:
    """`«Harrow Lane» (15 years)`: a quoted title with its certificate, its length or its day behind."""
    for words, start, end in quoted(line.text):
        if (
            len(words.split()) < 9
            and (note := _AGE.match(line.text, end))
            and not is_country(note.group().rpartition("(")[2][:-1])
        ):
            yield from _claim(block, line, start, end, "prose.text_quote_noted")


def _beside_film(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`the film Harrow Lane`, `Harrow Lane, a cold drama`, `Csendes utca című film`: beside a word for film."""
    text = line.text
    marked = {start: (start, end) for _, start, end in quoted(text)}
    for start, end, lang in _film_words(text, lexicon):
        gap = _GAP.match(text, end)
        if (
            gap is not None
            and not _ANOTHER.search(text[max(0, start - _LOOK_BACK) : start])
            and (not text[start].isupper() or lang == "de")
        ):
            if gap.end() in marked:
                yield from _claim(block, line, *marked[gap.end()], "prose.text_film_quoted")
            elif not set(gap.group()) & set(_QUOTES + ",") and (run := _run_at(text, gap.end(), lexicon)):
                yield from _claim(block, line, *run, "prose.text_film_named")
        apposed = _APPOSED.search(text, max(0, start - 60), start)
        if apposed is not None and (run := _run_before(text, apposed.start(), lexicon)):
            yield from _claim(block, line, *run, "prose.text_apposed")
    for titled in _TITLED.finditer(text):
        if run := _entitled(text, titled.start()):
            yield from _claim(block, line, *run, "prose.text_film_named")


def _film_words(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Words for a film or its kind, without those for its people: start, end and language."""
    hits = lexicon.hits(text)
    # "Director", "actor" are words about films too, but a person's name follows them.
    people = {hit.start for hit in hits if hit.kind.startswith("cue.") and hit.side == "after"}
    seen = 0
    for hit in hits:
        last = text[hit.start : hit.end].lower().split()[-1]
        film = hit.kind in {"film_word", "genre_word"} and hit.start not in people
        owned = hit.kind == "cue.director" and hit.side == "before" and " " in text[hit.start : hit.end]
        if hit.end > seen and (film or (owned and last in lexicon.words.get("genre_word", {}))):
            seen = hit.end
            yield hit.end - len(last) if owned else hit.start, hit.end, hit.lang


def _run_at(text: str, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Words in capitals that begin at `start`; None for a person's name, or where a title may go on."""
    run = _RUN.match(text, start)
    if run is None:
        return None
    stop = _STOP.search(text, start, run.end())
    end = stop.start() if stop else start + len(run.group().rstrip(".'’"))
    words = text[start:end]
    if is_full_name(words) or len(words) < 2 or not words[0].isupper() & words[0].isalpha():
        return None
    if opens_sentence(words, lexicon):
        return None
    return (start, end) if _ends(text, end, lexicon) else None


def _ends(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a title ends here. Most languages give its first word alone a capital: a small word must follow."""
    if lexicon.languages[0] == "en" or not text[end : end + 2].strip():
        return True
    follows = _NEXT.match(text, end)
    if follows is None:
        return True
    word = follows.group(1).lower()
    return word in small_words(lexicon) or any(
        hit.start <= follows.start(1) - end + 1 and (hit.kind in {"tells", "opens"} or hit.kind.startswith("cue."))
        for hit in lexicon.hits(text[end : end + 40])
    )


def _run_before(text: str, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The run of capitals that ends at `end`, no person's name and behind no preposition of a credit."""
    run = next((run for run in _RUN.finditer(text, max(0, end - 80), end) if run.end() == end), None)
    if run is None:
        return None
    start = next((stop.end() for stop in list(_STOP.finditer(text, run.start(), end))[::-1]), run.start())
    owner = OWNER.match(text, start, end)
    start = owner.end() if owner else start
    if (
        is_full_name(text[start:end])
        or _CREDITED.search(text[max(0, start - _LOOK_BACK) : start])
        or opens_sentence(text[start:end], lexicon)
    ):
        return None
    return start, end


def _entitled(text: str, end: int) -> tuple[int, int] | None:
    """What stands before Hungarian "című": behind the article, or behind a name with the surname first."""
    head = text[max(0, end - 90) : end]
    begin = max(head.rfind(mark) + len(mark) for mark in (". ", "… ", ": ", "– ", "\n")) if "." in head else 0
    found = _ARTICLE.search(head) or _HUNGARIAN.search(head[begin:])
    if found is None:
        return None
    if (name := found.groupdict().get("name")) is not None:
        words = name.split()
        if not is_full_name(f"{words[1]} {words[0]}"):
            return None
    return end - len(found["title"]), end


def _subject(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`Harrow Lane follows two sisters`, `Harrow Lane opens in cinemas`: the title opens its sentence."""
    text = line.text
    for begin in _SENTENCE.finditer(text):
        run = _run_at(text, begin.end(), lexicon) if text[begin.end()].isupper() else None
        if run is None:
            owner = OWNER.match(text, begin.end())
            run = _run_at(text, owner.end(), lexicon) if owner else None
        if run is None:
            continue
        owner = OWNER.match(text, run[0], run[1])
        start = owner.end() if owner else run[0]
        # "Film Review: Harrow Lane is ...": what is before the colon files it.
        colon = text.find(": ", start, run[1])
        if colon > 0 and any(hit.kind in {"review_word", "film_word"} for hit in lexicon.hits(text[start:colon])):
            start = colon + 2
        behind = text[run[1] : run[1] + 60]
        if _tells(behind, lexicon, several=" " in text[start : run[1]]) and not _is_credit(
            text[start : run[1]], lexicon
        ):
            yield from _claim(block, line, start, run[1], "prose.text_subject")
            return


def _credited(block: Block, line: Line, lexicon: Lexicon) -> Iterator[Claim]:
    """`I saw Harrow Lane, directed by Ida Ros`: the words before the comma of a credit."""
    text = line.text
    for hit in lexicon.hits(text):
        strong = " " in text[hit.start : hit.end].strip() or not text[hit.start : hit.end].isascii()
        if hit.kind == "cue.director" and hit.side == "after" and strong and text[: hit.start].endswith(", "):
            run = _run_before(text, hit.start - 2, lexicon)
            if run is not None and not _is_credit(text[run[0] : run[1]], lexicon):
                yield from _claim(block, line, *run, "prose.text_credited")


def _tells(behind: str, lexicon: Lexicon, *, several: bool) -> bool:
    """Whether a verb of films follows at once (it tells, it opens, it is a drama), or who directed it.

    Of one word ("Music", "Death") more may be told than of a film by that name.
    """
    small = small_words(lexicon)
    if several and (is_a := copula(behind, 0, lexicon)):
        sentence = re.split(r"[.!?…]", behind, maxsplit=1)[0]
        if any(start >= is_a for start, _, _ in _film_words(sentence, lexicon)):
            return True
    for hit in lexicon.hits(behind):
        between = behind[: hit.start].split()
        if hit.kind in {"tells", "opens"} and all(word in small for word in between):
            return True
        if (
            hit.kind == "cue.director"
            and hit.side == "after"
            and between == [","]
            and " " in behind[2 : hit.end].strip()
        ):
            return True
    return False


def _is_credit(words: str, lexicon: Lexicon) -> bool:
    """Another credit: "Written by Ida Ros" before ", directed by Jon Vale"."""
    return any(hit.kind.startswith("cue.") and hit.start == 0 for hit in lexicon.hits(words))
