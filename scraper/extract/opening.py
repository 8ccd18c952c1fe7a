"""Which line of a plain text names the film: texts have no headings, only lines in an order.

A line is judged by what it is (short, quoted, dated, rated) and by what stands below it (credits,
a country and a year, a score): an information block follows its title in every language.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from scraper.extract.block import Block
from scraper.extract.facts import is_full_name
from scraper.extract.lexicon import Hit, LabelHit, Lexicon
from scraper.extract.page import Line
from scraper.extract.places import country_years, is_country, only_facts
from scraper.extract.values.person import is_name, small_words
from scraper.extract.values.title import is_sentence

_LOOK_AT: Final = 14
_MAX_LINE: Final = 200
_YEAR: Final = re.compile(r"[(\[（](?:[^()\[\]]{0,60}?[\s,;])?(?:18[89]\d|19\d\d|20[0-4]\d)[^()\[\]]{0,30}[)\]）]")
_SCORE: Final = re.compile(r"[★☆✭⭐●*]{2,}|\(star\)|\d\s?/\s?(?:4|5|6|10|20|100)\b|\b[A-F][+\-−]?$|\(\d{2,3}\s?%\)")
_QUOTED: Final = re.compile(r"^\W{0,3}[“\"„«»‘'《『〈\[][^”\"»«’'》』〉\]]{1,80}[”\"“»«’'》』〉\]]")
_PAGER: Final = re.compile(r"^\W*\d{1,4}\s?(?:of|z|von|de|/|sur|av|af)\s?\d{1,4}\W*$|^\W*[<«←].{0,40}$")
_ELIDED: Final = re.compile(r"^\[[a-z]|^(?:\W*\[[^\]]*\]\W*)+$|^(?:…|\.\.\.)|^<!")
_RUNTIME: Final = re.compile(r"\b\d{2,3}\s?(?:min\b|mins\b|minut|Min\.|分|분)|\b\dh\s?\d{2}\b", re.IGNORECASE)
_LEAST: Final = 0.9
LEAD_DATE: Final = re.compile(r"(?:date\s)?(?:19|20)\d\d-\d\d(?:-\d\d)?\s+")
_CLOCK: Final = re.compile(r"^(?:.{2,40}[\s,])?\d{1,2}[.:][0-5]\d\W*$")
_LIST_WORDS: Final = 4
_LAST_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\W*$")
_DAY: Final = re.compile(r"(?<![\d/])\d{1,2}(?!\d)[^\d(]{0,4}\d{4}\b")
_TAGLINE: Final = re.compile(r"\s?:\s|\s[–—|]\s")
_RANK: Final = re.compile(r"\d{1,3}\s?[.)]\s")
_NAME_FIRST: Final = re.compile(r"(?P<name>[^\W\d_][\w'’.\- ]{2,40}?),\s(?:[\w-]{1,6},\s)?\d{2,3}\s?min")
_BOX_REACH: Final = 2
_SENTENCE_WORDS: Final = 5
_COMMENTS: Final = re.compile(
    r"^\W*(?:\d+|[^\W\d]+(?:\s[^\W\d]+)?)\s(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"komentarz\w*|komentář\w*|yorum|комментари\w*|σχόλια)\b",
    re.IGNORECASE,
)
_LEADING_DAY: Final = re.compile(r"\W*\d{1,2}(?:st|nd|rd|th)?\W*(?:19|20)\d\d\b")
_BRACKET: Final = re.compile(r"\s*\(([^()]{2,60})\)\s*$")
_MARKS: Final = " \t-–—:;,.!|/•·*_()[]【】\"'“”‘’«»"
_BEFORE: Final = "|–—-([:】】/•·'’"
_BEHIND: Final = ":|–—-)]/,;(《「『〈<“‘'\"«„"
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|o|a)\b")
_PAGE_LABEL: Final = re.compile(r"[^:|]{3,30}(?::\s|\s\|\s)")
_HEADING_WORDS: Final = 9
_HEADING_LENGTH: Final = 70
_SHORT_WORD: Final = 3
# What a heading that is a title does not hold: an elision, a bar, a clock, an end of a sentence but behind a figure.
_BROKEN: Final = re.compile(r"…|\.\.\.|[|@]|\b\d{1,2}[.:]\d\d\b|(?<!\d)[.;,]\W*$|[.;]\s\S+\s|^\W*\d+\W*$|\[|<")
_SUPPORTED: Final = 0.9
_DATED: Final = re.compile(
    r"^\W*(?:date\s)?(?:\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{2,4})\W*(?:\|?\s*\d{1,2}[:.]\d{2})?\W*$",
)
_CREDITS: Final = frozenset(
    {"director", "writer", "actor", "country", "genre", "runtime", "year", "certificate", "original_title", "producer"},
)
_SITE_WORDS: Final = frozenset(
    {"month", "weekday", "review_word", "film_word", "page_word", "teaser", "related", "platform", "certificate"}
)
_FILED: Final = frozenset({"categories", "tags"})


Grade = Literal["headline", "stood", "faint"]


def opening_line(block: Block, lexicon: Lexicon) -> tuple[Line | None, Grade]:
    """The line that most likely names the film, and what speaks for it.

    "headline": marks around it or facts below it; "stood": it stands like a heading above prose or facts;
    "faint": only its place.
    """
    lines = block.lines[:_LOOK_AT]
    scored = [(_likeness(lines, place, lexicon), -place, line) for place, line in enumerate(lines)]
    scored.sort(reverse=True, key=lambda item: item[:2])
    if not scored or scored[0][0] < _LEAST:
        return None, "faint"
    line = scored[0][2]
    place = lines.index(line)
    if _support(lines, place, lexicon) > _SUPPORTED:
        return line, "headline"
    return line, "stood" if _stands(lines, place, lexicon) else "faint"


def _likeness(lines: list[Line], place: int, lexicon: Lexicon) -> float:
    text = undated(lines[place].text)
    if len(text) > _MAX_LINE or _is_no_title(text, lexicon) or _in_facts(lines, place, lexicon):
        return -9.0
    support = _support(lines, place, lexicon)
    named = any(_like_heading(line.text, lexicon) for line in lines[:place])
    if not any(map(str.isalpha, text)) and (support <= _SUPPORTED or named):
        return -9.0
    score = 1.2 - 0.1 * place + support
    words = len(_TAGLINE.split(text, maxsplit=1)[0].split())
    score += 0.5 if words <= 6 else 0.0 if words <= 14 else -1.0
    if text[-1] in ".…" and words > 8:
        score -= 1.5
    if text[0].islower():
        score -= 0.8
    score -= 0.25 * (text[-1] == "…")
    return score


def undated(text: str) -> str:
    """A line without the day that an export put before it."""
    lead = LEAD_DATE.match(text)
    return text[lead.end() :] if lead is not None and lead.end() < len(text) else text


def _stands(lines: list[Line], place: int, lexicon: Lexicon) -> bool:
    """Whether a line stands as a heading does: short, whole, no sentence, with text or facts of its own below."""
    text = undated(lines[place].text)
    if place and is_full_name(text):
        return False
    return _like_heading(text, lexicon) and (
        place + 1 < len(lines) and not _like_heading(lines[place + 1].text, lexicon)
    )


def first_film(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """The lines of a plain text before a second film's heading and facts begin; all where only one has them.

    A week's programme prints heading and facts of each film: what stands under the second is not the first's.
    """
    seen = -1
    for place, line in enumerate(lines):
        if not _tells_director(line.text, lexicon):
            continue
        if seen >= 0:
            for near in range(place - 1, max(seen, place - _BOX_REACH - 1), -1):
                heading = undated(lines[near].text)
                rank = _RANK.match(heading)
                if _like_heading(heading[rank.end() :] if rank else heading, lexicon):
                    return lines[:near]
        seen = place
    return lines


def _tells_director(text: str, lexicon: Lexicon) -> bool:
    """A line of facts that begins with the director: "Director: Ida Ros", "Ida Ros, 96 min"."""
    label = lexicon.label(text)
    if label is not None and label.separated and "director" in label.kinds:
        return True
    name = _NAME_FIRST.match(text)
    return name is not None and " " in name["name"] and is_name(name["name"])


def _like_heading(text: str, lexicon: Lexicon) -> bool:
    bracket = _BRACKET.search(text)
    if bracket is not None and bracket.start() > 1:
        text = text[: bracket.start()]
    if " – " in text and lexicon.label_kinds(text.rpartition(" – ")[2]):
        return False  # "Ida Ros – Director"
    words = text.split()
    letters = [char for char in text if char.isalpha()]
    if not letters or len(words) > _HEADING_WORDS or len(text) > _HEADING_LENGTH:
        return False
    if _BROKEN.search(text) or letters[0].islower() or text[0] in "([{" or _is_no_title(text, lexicon):
        return False
    if any(
        hit.kind in _SITE_WORDS or hit.kind.startswith("channel.") for hit in lexicon.hits(text) if _telling(text, hit)
    ):
        return False
    return not is_sentence(text, lexicon)


def _telling(text: str, hit: Hit) -> bool:
    """Articles are listed among the words of sites; a title may hold "Film" or "Movie" with a capital."""
    return hit.end - hit.start > _SHORT_WORD and not (hit.kind == "film_word" and text[hit.start].isupper())


def _in_facts(lines: list[Line], place: int, lexicon: Lexicon) -> bool:
    """Whether a line stands among labelled lines: a label of a kind that nobody has listed, or a label's value."""
    text = lines[place].text
    above = lines[place - 1].text if place else ""
    if {"title", "original_title"} & set(kinds := lexicon.label_kinds(above)):
        return False
    if kinds:
        return True
    if not above or place + 1 == len(lines) or (": " not in text and not text.endswith((":", "…"))):
        return False
    label = lexicon.label(lines[place + 1].text)
    told = lexicon.label(above)
    return label is not None and label.separated and ((told is not None and told.separated) or _is_fact(above, lexicon))


def _support(lines: list[Line], place: int, lexicon: Lexicon) -> float:
    """What speaks for a line besides its place: a year, marks around it, a score, review words, facts below it."""
    text = lines[place].text
    quote = _QUOTED.match(text)
    # A sentence may hold another film's year, and say "review".
    told = text[-1] not in ".!?" or len(text.split()) <= _SENTENCE_WORDS
    score = 3.0 * (told and _YEAR.search(text) is not None) + 1.0 * bool(_SCORE.search(text))
    score += 1.2 if quote is not None and quote.end() > 0.6 * len(text) else 0.0
    score += 1.5 * (told and _says_review(text, lexicon))
    facts = next(country_years(text), None)
    score += 2.0 * (
        facts is not None and 2 < facts.start < _HEADING_LENGTH and text[: facts.start].rstrip()[-1] in ",;."
    )
    bracket = _BRACKET.search(text)
    score += 1.5 * (bracket is not None and bracket.start() > 1 and _credits(bracket.group(1), lexicon))
    below = lines[place + 1 : place + 4]
    return score + max((_info(line.text, lexicon) / (1 + gap) for gap, line in enumerate(below)), default=0.0)


def _says_review(text: str, lexicon: Lexicon) -> bool:
    """Whether a word for a review stands at an end or beside a mark, or one for a film in the tagline.

    In the middle of a headline it belongs to a sentence.
    """
    rank = _RANK.match(text)
    text = text[rank.end() :] if rank else text
    for hit in lexicon.hits(text):
        before, behind = text[: hit.start], text[hit.end :]
        if hit.kind in {"review_word", "film_word"} and ": " in before:
            return True
        if hit.kind == "review_word" and (
            not before.strip(_MARKS)
            or not behind.strip(_MARKS)
            or behind.lstrip()[:1] in _BEHIND
            or before.rstrip()[-1:] in _BEFORE
        ):
            return True
    return False


def _credits(bracket: str, lexicon: Lexicon) -> bool:
    """Whether brackets behind a title hold its director: "(dir. Ida Ros)", "(Ida Ros)"."""
    label = lexicon.label(bracket)
    return is_full_name(bracket) or (label is not None and bool(_CREDITS & set(label.kinds)))


def _info(text: str, lexicon: Lexicon) -> float:
    """How much a line looks like facts about a film."""
    label = lexicon.label(text) if len(text) < 400 else None
    if label is not None and _CREDITS & set(label.kinds):
        return 2.5 if label.separated or " " in text[label.start : label.end] else 1.0
    if _CREDITS & set(lexicon.label_kinds(text)):
        return 2.5
    if len(text) < 160 and next(country_years(text), None) is not None:
        return 2.0
    return 1.0 if len(text) < 30 and _SCORE.search(text) else 0.0


def _is_no_title(text: str, lexicon: Lexicon) -> bool:
    if not any(map(str.isalnum, text)) or text[0] in "(<#" or text[-1] == ":" or text.count("…") > 1:
        return True
    if text[:3].strip("\"“”«»'") == "…" or any(shape.match(text) for shape in (_PAGER, _ELIDED, _DATED)):
        return True
    if _CLOCK.search(text) or _COMMENTS.search(text) or lexicon.label_kinds(text) or _is_verdict(text, lexicon):
        return True
    if _is_byline(text, lexicon) or _is_list(text, lexicon):
        return True
    return _is_fact(text, lexicon) or _is_of_site(text, lexicon)


def _is_verdict(text: str, lexicon: Lexicon) -> bool:
    """A verdict on its own line: "Must watch"."""
    words = text.strip(" .!:;-–—*").lower()
    return any(words in known for kind, known in lexicon.words.items() if kind.startswith("verdict."))


def _is_byline(text: str, lexicon: Lexicon) -> bool:
    """A byline and nothing else: "By Ida Moss"."""
    label = lexicon.label(text)
    if label is None or label.kind != "reviewer" or label.value_start == label.end or _of_review(text, label, lexicon):
        return False
    value = re.split(r"[,&|•·(]| - ", text[label.value_start : label.value_end], maxsplit=1)[0].strip()
    return is_name(value) and value.split()[0].lower() not in small_words(lexicon)


def _is_list(text: str, lexicon: Lexicon) -> bool:
    """A list and no film: "Ten great films of 2019", "Top 10 ..."."""
    words = text.split()
    if len(words) < _LIST_WORDS or _YEAR.search(text):
        return False
    first = words[0].lower()
    counted = first == "top" or (first.isdigit() and len(first) < 4) or first in lexicon.words.get("number", {})
    about = any(hit.kind == "film_word" for hit in lexicon.hits(text))
    return counted and (about or _LAST_YEAR.search(text) is not None)


def _is_fact(text: str, lexicon: Lexicon) -> bool:
    """A labelled line, a running time, a country: facts about a film, not its name."""
    if _YEAR.search(text):
        return False
    if _RUNTIME.search(text) or only_facts(text) or only_genres(text, lexicon):
        return True
    if any(found.separated and _CREDITS & set(found.kinds) for found in lexicon.labels(text)):
        return True
    label = lexicon.label(text)
    if label is None:
        return False
    value = text[label.value_start : label.value_end].strip(" .")
    kinds = set(label.kinds)
    if _FILED & kinds or (value.isdigit() and {"release", "year"} & kinds) or (_CREDITS & kinds and is_name(value)):
        return True
    if {"title", "original_title"} & kinds or _of_review(text, label, lexicon):
        return False
    scored = "score" in label.kinds and _SCORE.search(text) is not None
    return label.separated or scored or " " in text[label.start : label.end]


def _of_review(text: str, label: LabelHit, lexicon: Lexicon) -> bool:
    """Whether a label that may be the critic's ("Recenzja: ...") is the word for a review before a title."""
    ends = [hit.end for hit in lexicon.hits(text) if hit.kind == "review_word" and hit.start == label.start]
    if not ends or max(ends) < label.end:
        return False
    return max(ends) > label.end or not is_full_name(text[label.value_start : label.value_end].strip(" ."))


def only_genres(text: str, lexicon: Lexicon) -> bool:
    """A kind of film: "Action", "Drama / Thriller", "Film américain" (one word beside it, in small letters)."""
    kinds = [hit for hit in lexicon.hits(text) if hit.kind in {"genre_word", "film_word"}]
    if not kinds:
        return False
    left = list(text)
    for hit in kinds:
        left[hit.start : hit.end] = " " * (hit.end - hit.start)
    rest = "".join(left).split()
    genres = all(hit.kind == "genre_word" for hit in kinds)
    return not any(map(str.isalnum, "".join(rest))) if genres else len(rest) == 1 and rest[0].islower()


def _is_of_site(text: str, lexicon: Lexicon) -> bool:
    """A date, or nothing but words of the site: "Kino", "Movie Reviews", "Netflix"."""
    left = list(text)
    dated = about = False
    genres: list[Hit] = []
    page = _PAGE_LABEL.match(text)
    for hit in lexicon.hits(text):
        if hit.kind == "genre_word":
            genres.append(hit)
        elif hit.kind in _SITE_WORDS or hit.kind.startswith(("verdict.", "channel.")):
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
            dated = dated or hit.kind in {"month", "weekday"}
            about = about or hit.kind in {"review_word", "page_word", "film_word"}
    rest = "".join(left)
    if rest == text:
        return False
    for hit in genres:
        # "Drama reviews" is a shelf.
        rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
    if page is not None and not any(map(str.isalnum, rest[: page.end()])) and not _reviewed(text, page.end(), lexicon):
        return True
    if dated and (_DAY.search(rest) if about else _LEADING_DAY.match(rest)):
        return True
    small = small_words(lexicon)
    rest = " ".join(
        word for word in _ORDINAL.sub("", rest).split() if word.lower() not in small and not is_country(word)
    )
    return not re.search(r"[^\W\d_]{2}", rest) if dated else not re.search(r"[^\W\d_]{2}|\d{3,4}", rest)


def _reviewed(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether a word for a review stands before a colon: "Movie Review: Harrow Lane" does name a film."""
    return any(hit.kind in {"review_word", "film_word"} and hit.start < end for hit in lexicon.hits(text))
