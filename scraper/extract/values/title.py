"""A film's title as headlines wrap it: review words, taglines, years, directors, scores around it.

`readings` gives every way a headline can be read, each under the name of its shape; which one is
right is for the page to say (its slug, its prose, its markup), so nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from scraper.extract.facts import is_full_name
from scraper.extract.lexicon import Lexicon
from scraper.extract.values.person import is_name, small_words

MAX_HEADLINE: Final = 300
MAX_TITLE: Final = 180

# What may follow an apostrophe that closes a quotation: no letter, but for scripts that set no space there.
_APART: Final = "(?![^\\W\u3040-\u30ff\uac00-\ud7a3])"
_QUOTED: Final = re.compile(
    rf"“([^“”]{{1,120}})”|‘([^‘]{{1,120}}?)’{_APART}|(?<!\w)'([^\n]{{1,120}}?)'{_APART}"
    r"|\"([^\"]{1,120})\"|«\s?([^«»]{1,120}?)\s?»"
    r"|»([^«»]{1,120})«|„([^„“”\"]{1,120})[“”\"]|《([^《》]{1,120})》|『([^『』]{1,120})』|〈([^〈〉]{1,120})〉|”([^”]{1,120})”"
    r"|「([^「」]{1,120})」|＜([^＜＞]{1,120})＞|<([^<>\n]{0,60}[\uac00-\ud7a3][^<>\n]{0,60})>",
)
_QUOTE: Final = re.compile("[“‘'\"«»„《『〈”「＜<]")
"""What a quotation can begin with."""
_YEAR: Final = r"(?:18[89]\d|19\d\d|20[0-4]\d)"
_YEAR_GROUP: Final = re.compile(
    rf"\s*[(\[（](?P<before>[^()\[\]（）]{{0,80}}?)(?P<year>{_YEAR})(?P<after>[^()\[\]（）]{{0,40}}?)[)\]）]"
)
_GROUP: Final = re.compile(r"\s*[(\[（]([^()\[\]（）]{1,90})[)\]）]\s*$")
_SCORE_TAIL: Final = re.compile(
    r"(?:\s*[-–—:|,(\[]?\s*(?:(?:\((?:half )?star\))+(?:\s?(?:1/2|½))?|[★☆✭✮⭐🌟●○❤♥♡½⯪️*]+(?:\s*(?:1/2|½))?"
    r"|\d{1,3}(?:[.,]\d)?\s?/\s?(?:4|5|6|10|20|100)(?!\d)"
    r"|\d{1,3}\s?%|(?<=[-–—:|(\[\s])[A-F][+\-−–]|(?<=\)\s)[A-F]|(?<=[-–—(\[]\s)[A-F])[)\]]?)\s*$",
)
_BARE_YEAR_TAIL: Final = re.compile(rf"^(?P<title>.*\S)\s*[-–—,|]\s*(?P<year>{_YEAR})\s*$")
_SEPARATOR: Final = re.compile(r"\s*(?::|;|\||–|—|―|•|·|\s-\s|\s/\s|\s//\s|-\s)\s*|,\s+")
_RANK: Final = re.compile(r"^(?:#?\d{1,3}(?:\s?[.)\-–]|:)|#\d{1,4}\b[:.]?|No\.?\s?\d{1,3}[.:]?)\s+(?=\S)")
_EDGES: Final = " \t-–—―:;,|/\\•·~>*_"
_OPEN: Final = "([（"
_LEAD_EMOJI: Final = re.compile(r"^[^\w\s'\"“”‘’«»„(\[《『「〈＜¿¡#&.…$€+-]+\s*")
# "Harrow Lane is a cold film": a headline that is a sentence about its subject.
_SUBJECT: Final = re.compile(
    r"(?P<title>(?:[A-ZÀ-ÖØ-Þ0-9][\w'’.&:-]*|of|the|and|in|to|a|de|la|el|du|des|der|die|das|von)"
    r"(?:\s(?:[A-ZÀ-ÖØ-Þ0-9][\w'’.&:-]*|of|the|and|in|to|a|de|la|el|du|des|der|die|das|von)){0,8})"
    r"\s(?:is|ist|est|es|è|é|jest|je|är|er|on)\s(?:a|an|the|one|not|still|ein|eine|un|une|una|um|uma|to|en|et)\s",
)
# "BEIRUT. 3 stars." and "HARROW LANE: a cold film": the part in capitals is the title.
_CAPS: Final = re.compile(
    r"(?P<title>[A-ZÀ-ÖØ-Þ0-9][A-ZÀ-ÖØ-Þ0-9'’&:,!?\- ]{2,70})(?:\.\s|:\s|\s[–—-]\s|;\s)(?=.*[a-z])"
)
_ADDRESS: Final = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_DASH_NAME: Final = re.compile(r"(?P<title>.{2,80}?)\s[-–—]\s(?P<name>[^-–—:|]{4,40})$")
# What stands behind a dash as a name would, but says which version or part of the film is meant.
_EDITION: Final = re.compile(
    r"\b(?:edition|édition|edición|edizione|cut|version|fassung|remaster\w*|restored|redux|uncut|part|teil|partie|parte|"
    r"chapter|kapitel|chapitre|capítulo|capitolo|vol(?:ume)?|episode)\b",
    re.IGNORECASE,
)
_COPIES: Final = re.compile(r"[×x]\s?\d$")
_BY_NAME: Final = re.compile(
    r"(?P<title>[^,]{2,80}?),\s"
    r"(?:(?:de|di|by|von|van|door|par|af|av|od|directed by|dir\.|réalisé par|regia di|regie|reż\.|un film de|"
    r"un film di|a film by)\s|d['’])"
    r"(?P<name>[^\W\d_a-z][^,:;|()]{2,40}\s[^,:;|()]{2,40})$",
)
_KICKER: Final = re.compile(r"([^:]{3,40}):\s+(?=\S)")
_FILING: Final = frozenset(
    {"film_word", "page_word", "platform", "weekday", "relative", "festival_name", "festival_city", "available"}
)
_OF: Final = re.compile(r"\s*(?:of|for|zu|zum|zur|sur|о)\s+(?=[\"“‘'«„]?[^\W\d_a-z])")
"""What joins a word for a review to the title, and is no critic's "by"."""
_BEHIND_DASH: Final = re.compile(r"\s[–—|-]\s*(?:(?:the|our|my|a|la|le|il|el|die|der|das|ma|mi|notre|nuestra)\s*)?$")
_AFTER_REVIEW: Final = ":|])）】–—-•/'\"“‘«„"
_NUMBERED: Final = re.compile(r"#\d+|[^\W\d]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}")
"""The number of a post, or its day."""
_REVIEWER_OF: Final = re.compile(r"(?:[^\W\d_][\w.-]*\s){0,2}[^\W\d_][\w.-]*['’]s?$")
_TAIL_DATE: Final = re.compile(r"\s\d{4}-\d{2}-\d{2}\b.*$")
_LEAD_DATE: Final = re.compile(r"^(?:date\s)?\d{4}-\d{2}(?:-\d{2})?\s+")
# "[영화] ‘...’": a kind in brackets before the title.
_LEAD_KIND: Final = re.compile(r"^[\[【](?:영화|映画|电影|電影|Film|Movie|Review)[\]】]\s*(?=\S)")
_CERTIFICATE: Final = re.compile(
    r"^(?:PG(?:-13)?|R|G|NC-17|U|12A?|15|18|K-?\d\d|FSK.?\d+|TV-\w+|UA?|A|MA(?:15\+)?|M|S|\d{1,2}\+?)$",
)
_RUNTIME_TAIL: Final = re.compile(r"\s*[-–—|,]\s*\d{1,3}\s?(?:mins?|minutes|min\.|')\s*$", re.IGNORECASE)
_CAPITAL: Final = (
    r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’.\-]*|de|di|da|del|la|le|van|von|der|den|al|el|dos|bin|y|and|&|e|et|und)"
)
_ARTICLE: Final = re.compile(r"^(?:The|A|An|Der|Die|Das|Le|La|Les|El|Los|Las|Il|Lo|Gli|To)\s")
_NAME: Final = re.compile(rf"^{_CAPITAL}(?:,?\s+{_CAPITAL}){{1,9}}$")


# Words that English titles keep small.
_SMALL: Final = frozenset(
    "a an and as at but by for from in into nor of on onto or per so the to up via with yet".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a headline: the title's span in it, the shape's name, and what stood beside.

    `year` is a year printed in the title's brackets, `names` what may be its director there,
    `alt` another title in brackets or behind a slash.
    """

    title: str
    start: int
    end: int
    shape: str
    year: int | None = None
    names: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A span of the headline under work."""

    text: str
    start: int
    end: int
    year: int | None = None
    names: str | None = None
    alt: str | None = None
    reviewed: bool = False

    @property
    def value(self) -> str:
        return self.text[self.start : self.end]

    def cut(self, start: int, end: int) -> _Part:
        """The part between two offsets of the headline, edges trimmed; not the marks of "<...>"."""
        while start < end and self.text[start] in _EDGES:
            start += 1
        while end > start and self.text[end - 1] in _EDGES and not (self.text[end - 1] == ">" and "<" in self.text):
            end -= 1
        return replace(self, start=start, end=end)


def clean(title: str) -> str:
    """A title without the quotation marks and separators around it.

    >>> clean(" ‘Harrow Lane’: ")
    'Harrow Lane'
    """
    title = title.strip().strip(_EDGES).strip()
    if _ADDRESS.match(title):
        return ""
    if len(title) > 2 and title[0] in "[【〔" and title[-1] in "]】〕":
        title = title[1:-1].strip()
    match = _QUOTED.fullmatch(title)
    return (next(group for group in match.groups() if group) if match else title).strip().strip(_EDGES).strip()


def quoted(text: str) -> Iterator[tuple[str, int, int]]:
    """Everything between quotation marks of any language: the words and their span."""
    # Looking for the marks first is several times faster than trying every pair of them at every letter.
    opening = _QUOTE.search(text)
    while opening is not None:
        at = opening.end()
        match = _QUOTED.match(text, opening.start())
        if match is not None:
            index = next(i for i, group in enumerate(match.groups(), 1) if group)
            yield match.group(index), match.start(index), match.end(index)
            at = match.end()
        opening = _QUOTE.search(text, at)


def readings(headline: str, lexicon: Lexicon) -> list[Reading]:
    """Every way to read a headline, most telling shape first; spans count in `headline`."""
    text = headline[:MAX_HEADLINE]
    part = _Part(text, 0, len(text)).cut(0, len(text))
    for lead_in in (_LEAD_DATE, _LEAD_EMOJI, _LEAD_KIND):
        if lead := lead_in.match(part.value):
            part = part.cut(part.start + lead.end(), part.end)
    if tail := _TAIL_DATE.search(part.value):
        part = part.cut(part.start, part.start + tail.start())
    found: list[Reading] = []
    for shape, piece in _shapes(part, lexicon):
        title = piece.value
        stripped = clean(title)
        if (
            not stripped
            or len(stripped) > MAX_TITLE
            or not any(c.isalnum() for c in stripped)
            or _NUMBERED.fullmatch(stripped)
        ):
            continue
        start = piece.start + title.index(stripped)
        reading = Reading(stripped, start, start + len(stripped), shape, piece.year, piece.names, piece.alt)
        if all((item.title, item.shape) != (reading.title, reading.shape) for item in found):
            found.append(reading)
    return found


def _shapes(part: _Part, lexicon: Lexicon) -> Iterator[tuple[str, _Part]]:
    if rank := _RANK.match(part.value):
        # "7. 1922": a number of a list; kept as one reading, for a title may begin so.
        yield "ranked", part
        part = part.cut(part.start + rank.end(), part.end)
    kicker = _kicker(part.value, lexicon)
    rated = part = part.cut(part.start + kicker, part.end)
    part = _strip_scores(part)
    words = _review_words(part, lexicon)
    body, shape = _unwrap(part, words, lexicon)
    shape = shape or ("prefix" if kicker else "")
    for _words, start, end in quoted(body.value):
        if _YEAR_GROUP.search(body.value, start, end):
            body = body.cut(body.start + start, body.start + end)
            break
    year = _YEAR_GROUP.search(body.value)
    if year is not None and year.start() > 0:
        yield from _before_year(body, year, shape, lexicon)
        return
    body = _strip_groups(body, lexicon)
    inside = list(quoted(body.value))
    for _words, start, end in inside[:3]:
        name = "quoted_first" if start <= 1 else "quoted"
        yield f"{shape or 'bare'}_{name}", replace(body, start=body.start + start, end=body.start + end)
    if (named := _with_name(body, shape, lexicon)) is not None:
        yield named
        return
    if bare := _BARE_YEAR_TAIL.match(body.value):
        dated = replace(body, year=int(bare["year"]))
        yield "year_tail", dated.cut(body.start, body.start + bare.end("title"))
    if (caps := _CAPS.match(body.value)) and any(map(str.isalpha, caps["title"])):
        yield "caps", body.cut(body.start, body.start + caps.end("title"))
        return
    if subject := _SUBJECT.match(body.value):
        yield f"{shape or 'bare'}_subject", body.cut(body.start, body.start + subject.end("title"))
        return
    parts = list(_left_parts(body, shape, lexicon))
    whole = _whole_shape(body, shape, parts, lexicon)
    yield "rated" if whole == "bare" and rated.end > part.end else whole, body
    yield from parts


def _with_name(body: _Part, shape: str, lexicon: Lexicon) -> tuple[str, _Part] | None:
    """`Harrow Lane, de Ida Ros` and `Harrow Lane – Ida Ros`: the title, without the name behind it."""
    if (bare := _BARE_YEAR_TAIL.match(body.value)) is not None:
        body = replace(body, year=int(bare["year"])).cut(body.start, body.start + bare.end("title"))
    made = _BY_NAME.match(body.value)
    if made is not None and _names(made["name"], lexicon):
        titled = replace(body.cut(body.start, body.start + made.end("title")), names=made["name"])
        return f"{shape}_by_name" if shape else "by_name", titled
    made = _DASH_NAME.match(body.value)
    if made is not None and is_full_name(made["name"]) and _names(made["name"], lexicon):
        titled = _with_alternatives(body.cut(body.start, body.start + made.end("title")))
        return f"{shape}_dash_name" if shape else "dash_name", titled
    return None


def _kicker(text: str, lexicon: Lexicon) -> int:
    """Where a headline begins behind words that only file it: "TIFF 2019: ...", "Now on Netflix: ...", "Film: ..."."""
    head = _KICKER.match(text)
    if head is None:
        return 0
    words = head.group(1).strip()
    if any(words.lower() in known for kind, known in lexicon.words.items() if kind.startswith("verdict.")):
        return head.end()
    left, found = list(words), False
    for hit in lexicon.hits(words):
        if hit.kind in _FILING or hit.kind.startswith("channel."):
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
            found = found or hit.kind != "page_word"
    small = small_words(lexicon)
    rest = [word for word in re.findall(r"[^\W\d_]+", "".join(left)) if word.lower() not in small]
    return head.end() if found and not rest else 0


def _whole_shape(body: _Part, shape: str, parts: list[tuple[str, _Part]], lexicon: Lexicon) -> str:
    """What the headline as a whole looks like: a title, a ranked one, one with a tagline, or a sentence."""
    names = {name.rpartition("_")[2] for name, _ in parts}
    if "tagline" in names:
        return f"{shape or 'bare'}_whole"
    if shape == "suffix" and "left" in names:
        return "suffix_parts"
    return shape or ("sentence" if is_sentence(body.value, lexicon) else "bare")


def is_sentence(text: str, lexicon: Lexicon) -> bool:
    """English headlines: a title has its words in capitals, a sentence has not."""
    words = [word for word in text.split()[1:] if word[:1].isalpha()]
    small = [word for word in words if word[0].islower() and word not in _SMALL]
    return lexicon.languages[0] == "en" and len(small) > 1 and len(small) >= 0.4 * len(words)


def _before_year(body: _Part, year: re.Match[str], shape: str, lexicon: Lexicon) -> Iterator[tuple[str, _Part]]:
    names = year["before"].strip(" ,;-–/") or year["after"].strip(" ,;-–/")
    named = _NAME.match(names) is not None and " " in names and not _ARTICLE.match(names)
    dated = replace(body, year=int(year["year"]), names=names if named else None)
    piece = dated.cut(body.start, body.start + year.start())
    if inner := list(quoted(piece.value)):
        first = inner[0] if inner[0][1] <= 1 else inner[-1]
        yield "year_quoted", replace(piece, start=piece.start + first[1], end=piece.start + first[2])
        if first[1] <= 1:
            return
    piece = _with_alternatives(piece)
    made = _DASH_NAME.match(piece.value)
    known = made is not None and is_full_name(made["name"])
    if made is not None and (known or lexicon.languages[0] != "en") and _names(made["name"], lexicon):
        # "Harrow Lane - Ida Ros (2019)": the habit of Italian, French and Spanish diaries.
        titled = piece.cut(piece.start, piece.start + made.end("title"))
        yield "year_dash_name", replace(titled, names=made["name"])
        # "Extended Edition" has capitals too: with a name that nobody knows, other voices must decide.
        if known:
            return
    yield f"{shape}_year" if shape else "year", piece
    for match in _SEPARATOR.finditer(piece.value):
        if match.end() < len(piece.value):
            yield "year_right", piece.cut(piece.start + match.end(), piece.end)
        if " / " in match.group() or "/" in match.group():
            yield "year_left", piece.cut(piece.start, piece.start + match.start())


def _names(text: str, lexicon: Lexicon) -> bool:
    """Whether words behind a dash are a person: "Extended Edition" has capitals too."""
    return (
        is_name(text)
        and not _EDITION.search(text)
        and not any(hit.kind.startswith(("channel.", "film_", "review_")) for hit in lexicon.hits(text))
    )


def _with_alternatives(piece: _Part) -> _Part:
    """`Local Title/Original Title` and `Title (Original)`: the first is the title, the second the other."""
    value = piece.value
    if group := _GROUP.search(value):
        return replace(piece.cut(piece.start, piece.start + group.start()), alt=clean(group[1]))
    left, slash, right = value.partition("/")
    if slash and len(left) > 2 and len(right) > 2 and not left[-1:].isdigit():
        if left.count(" ") + right.count(" ") < 1:
            return piece
        return replace(piece.cut(piece.start, piece.start + len(left)), alt=clean(right))
    return piece


def _left_parts(body: _Part, shape: str, lexicon: Lexicon) -> Iterator[tuple[str, _Part]]:
    """What stands before a separator: the title, if what follows is a tagline and no subtitle."""
    for count, match in enumerate(_SEPARATOR.finditer(body.value)):
        if count > 3:
            break
        left = body.cut(body.start, body.start + match.start())
        tail = body.value[match.end() :]
        if left.start < left.end and tail:
            sentence = match.group().strip() == ";" or _is_tagline(tail, lexicon)
            if sentence:
                left = _strip_groups(left, lexicon)
            mark = "comma" if match.group().startswith(",") else "tagline" if sentence else "left"
            yield f"{shape or 'bare'}_{mark}", left
        if " / " in match.group() or match.group() in {" – ", " - ", " — "}:
            yield "bare_right", body.cut(body.start + match.end(), body.end)
        elif shape == "suffix" and ":" in match.group():
            yield "suffix_right", body.cut(body.start + match.end(), body.end)


def _is_tagline(tail: str, lexicon: Lexicon) -> bool:
    """Whether the words behind a separator are a sentence rather than a subtitle."""
    words = tail.split()
    hits = lexicon.hits(tail)
    seen = any(hit.kind in {"channel.festival", "festival_name"} for hit in hits)
    if tail.endswith("…") or seen or any(hit.start == 0 and hit.kind.startswith("channel.") for hit in hits):
        # A cut headline is no title as a whole; behind a bar or a colon stands where it was seen, or can be.
        return True
    if len(words) < 2:
        return bool(words) and words[0].islower()
    if len(words) > 3 and any(hit.kind == "film_word" for hit in lexicon.hits(tail)):
        return True
    return is_sentence(f"X {tail}", lexicon) or len(words) > 7 or (lexicon.languages[0] == "en" and words[0].islower())


def _strip_scores(part: _Part) -> _Part:
    for _ in range(3):
        match = _SCORE_TAIL.search(part.value) or _RUNTIME_TAIL.search(part.value)
        if match is None or match.start() == 0:
            break
        part = part.cut(part.start, part.start + match.start())
    return part


def _strip_groups(part: _Part, lexicon: Lexicon) -> _Part:
    """Brackets at the end: certificate, class of review, original title or director."""
    for _ in range(3):
        group = _GROUP.search(part.value)
        if group is None or group.start() == 0:
            break
        content = group[1].strip()
        rest = part.cut(part.start, part.start + group.start())
        if _CERTIFICATE.match(content) or _review_words(_Part(content, 0, len(content)), lexicon):
            part = rest
        elif is_full_name(content):
            part = replace(rest, names=content)
        elif part.alt is None:
            part = replace(rest, alt=clean(content))
        else:
            break
    return part


def _says_film(words: str, lexicon: Lexicon) -> bool:
    """Whether the words are of films too and need no colon ("Review film", "Filmkritik"): "review" may be a verb."""
    return any(hit.kind == "film_word" for hit in lexicon.hits(words)) or (" " in words and "film" in words.lower())


def _review_words(part: _Part, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Spans of review words in the headline ("Movie Review", "Filmkritik"), neighbours joined."""
    spans: list[tuple[int, int]] = []
    for hit in lexicon.hits(part.value):
        if hit.kind != "review_word":
            continue
        start, end = part.start + hit.start, part.start + hit.end
        if spans and not part.text[spans[-1][1] : start].strip(" -/&+・、"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _unwrap(part: _Part, words: list[tuple[int, int]], lexicon: Lexicon) -> tuple[_Part, str]:
    """Take the review words off: the part that holds the title, and the name of the shape."""
    for start, end in words:
        before, after = part.text[part.start : start], part.text[end : part.end]
        left, right = before.rstrip(), after.lstrip()
        owned = part.text[start:end].lower().endswith(" of") and _REVIEWER_OF.fullmatch(left) is not None
        if owned or not left.strip(_EDGES + _OPEN):
            of = _OF.match(after)
            rest = part.cut(end + (of.end() if of else len(after) - len(after.lstrip(" ])）】"))), part.end)
            colon = part.text[end - 1] in ":：" or (right[:1] != "" and right[:1] in _AFTER_REVIEW)
            told = owned or colon or of is not None or _says_film(part.text[start:end], lexicon)
            if rest.start < rest.end:
                return rest, "prefix" if told else "prefix_loose"
        elif not _COPIES.sub("", right).strip(_EDGES + ")]）】.!"):
            return part.cut(part.start, part.start + len(left.rstrip(_OPEN).removesuffix("の"))), "suffix"
        elif right[0] in ":|–—-;)]/,(" or right.startswith((". ", "! ")):
            return part.cut(part.start, part.start + len(left.rstrip(_OPEN))), "suffix_tagline"
        elif dash := _BEHIND_DASH.search(before):
            return part.cut(part.start, part.start + dash.start()), "suffix_tagline"
    return part, ""
