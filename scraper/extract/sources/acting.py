"""People whom a review speaks of at their work: "Ida Ros's tender performance", "Jon Vale as the foreman".

Where `credits` reads a cue with the name right beside it, this reads the looser shapes of praise and
blame. A name counts only in full, and only as the subject of such a shape; the words are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from scraper.extract.block import Block, Site, at_text
from scraper.extract.characters import Characters
from scraper.extract.lexicon import Hit, Lexicon, fold, load
from scraper.extract.values import Found
from scraper.extract.values.number import alternation
from scraper.extract.values.person import names_at, small_words
from scraper.model import Claim, Credit, Role

REVIEWS_ONLY: Final = True
_MIN_LINE: Final = 24
_MAX_LINE: Final = 8_000
_MAX_HEADLINE: Final = 140
_REACH: Final = 70
"""Characters between a verb and the noun it needs ("delivers ... performance")."""
_APPOSED: Final = 100
_ROLES: Final[dict[str, Role]] = {
    "actor": "actor",
    "composer": "composer",
    "cinematographer": "cinematographer",
    "writer": "writer",
    "editor": "editor",
}
# The words between a genitive and its noun: adjectives, another noun ("villain performance"), at most five.
_BETWEEN: Final = re.compile(r"(?:['’‘]s?)\s(?:[\w'’‑-]+,?\s){0,5}$")
_PRAISE: Final = re.compile(
    r"\s(?:the|an?|l['’]|le|la|der|die|dem|den|el|il|lo|o|de|het)\s?(?P<words>(?:[^\W\d_A-ZÀ-Þ][\w'’-]*,?\s){1,2})(?=[A-ZÀ-Þ])"
)
_ARTICLES: Final = frozenset(
    "der die das den dem ein eine le la les un une el los las il lo gli o os as het een the a an".split()
)
_BARE_LINKS: Final = frozenset({"as", "als", "como", "som", "jako"})
_BY: Final = re.compile(r"\w\s(?:by|from|von|par|por|da|door|van|av|af|przez)$", re.IGNORECASE)
# Within a name of these loose shapes an article of another noun: "Kampf der Welten".
_PHRASED: Final = re.compile(r"(?<!van)(?<!von)(?<!in)\s(?:der|den|des|dem|zu|zum|zur|vom|of|the|and)\s")
_OWNER: Final = re.compile(r"['’]s\s")
_ARTICLE: Final = re.compile(r",\s(?:the|le|la|l['’]|der|die|el|il|lo|o|a|de)?\s?$")
_OFFICE_ENDS: Final = re.compile(r"\s?[,.;)–—]|\s[^\W\d_A-ZÀ-ÞА-Я]")
_NEXT: Final = re.compile(r"\s([^\W\d_A-ZÀ-Þ][\w'’-]*)")
_STOP: Final = re.compile(r"[.;:!?\n()\[\]]")
_CAPITAL: Final = re.compile(r"[^\W\d_a-zß-öø-ÿа-яα-ω]")
_IN_ANOTHER: Final = re.compile(r"\s(?:in|dans|en|nel|em|w|в)\s(?=[\"'“‘«A-ZÀ-ÞА-Я])")


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Claims about `people` in running text and captions."""
    del site
    characters = Characters(block, lexicon)
    for line in block.lines:
        if line.heading or not _MIN_LINE <= len(line.text) <= _MAX_LINE or _is_headline(line.text):
            continue
        for name, role, rule in _people(line.text, lexicon):
            if name.value in characters:
                continue
            span = (line.start + name.start, line.start + name.end)
            yield at_text(block, "people", Credit(name.value, role), span, f"credits.{rule}")


def _is_headline(text: str) -> bool:
    """Whether a short line is in capitals, or has Most Words Capitalised: no sentence shows its subject there."""
    if len(text) > _MAX_HEADLINE:
        return text.isupper()
    words = [word for word in text.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 4 >= 3 * len(words)


def _people(text: str, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    for hit in lexicon.of(text, "possessed", "acts", "acting_verb", *(f"cue.{role}" for role in _ROLES)):
        if hit.kind == "possessed" and hit.key in _ROLES:
            yield from _owners(text, hit, lexicon)
        elif hit.kind == "acts" or (hit.kind == "acting_verb" and _has_noun(text, hit, lexicon)):
            yield from _subjects(text, hit, lexicon)
        elif hit.kind == "cue.actor" and hit.side == "after":
            yield from _praised(text, hit, lexicon)
        elif hit.side == "before" and fold(text[hit.start : hit.end]) not in _BARE_LINKS:
            yield from _loosely(text, hit, lexicon)
    yield from _as_somebody(text, lexicon)


def _owners(text: str, hit: Hit, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """Whose performance, score or camera it is: "Ida Ros's grounded, reluctant performance"."""
    between = _BETWEEN.search(text, max(0, hit.start - _REACH), hit.start)
    if between is None or not small_words(lexicon).isdisjoint(map(fold, between.group().split())):
        return
    names = _full_names(text, between.start(), lexicon)
    if not names or _compared(text, names[0].start, lexicon):
        return
    elsewhere = hit.key == "actor" and _IN_ANOTHER.match(text, hit.end) is not None
    for name in names:
        yield name, _ROLES[hit.key], "owner_elsewhere" if elsewhere else "owner"


def _subjects(text: str, hit: Hit, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """Who stands before a verb of acting: one, or with a plural verb all of a list."""
    names = _full_names(text, _verb_start(text, hit.start, lexicon), lexicon)
    if not names or _compared(text, names[0].start, lexicon):
        return
    if hit.key == "many":
        names = names if len(names) > 1 else []
    for name in names if hit.key == "many" else names[-1:]:
        yield name, "actor", "acting"


def _has_noun(text: str, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb such as "gives" is about acting: "gives one of the great performances"."""
    stop = _STOP.search(text, hit.end, hit.end + _REACH)
    until = stop.start() if stop is not None else min(len(text), hit.end + _REACH)
    return any(noun.start < until for noun in lexicon.of(text, "acting_noun") if noun.start >= hit.end)


def _praised(text: str, hit: Hit, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """The name behind praise: "played by the exuberant Ida Ros"; "with the great ..." may be anything."""
    praise = _PRAISE.match(text, hit.end) if _BY.search(text, hit.start, hit.end) is not None else None
    if praise is None or not small_words(lexicon).isdisjoint(praise["words"].lower().split()):
        return
    for found in names_at(text, praise.end(), "after", lexicon)[:1]:
        if _is_full(name := _unopened(found, text, lexicon), lexicon):
            yield name, "actor", "acting"


def _loosely(text: str, hit: Hit, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """A verb of a role with "who" or an apposition before it: "Ida Ros, best known for Nine Doors, plays"."""
    start = _verb_start(text, hit.start, lexicon)
    before = text[max(0, start - 12) : start]
    role = _ROLES[hit.key]
    if (relative := _who(lexicon.languages).search(before)) is not None:
        at = start - (len(before) - relative.start())
        for name in _full_names(text, at, lexicon)[-1:]:
            yield name, role, "acting"
    elif before.rstrip().endswith(","):
        if role == "actor":
            yield from _apposed(text, start, lexicon)
    elif start < hit.start:
        for name in _full_names(text, start, lexicon)[-1:]:
            yield name, role, "acting"
    elif role != "actor" and (article := _ARTICLE.search(before)) is not None:
        yield from _in_office(text, hit, start - (len(before) - article.start()), lexicon)


def _in_office(text: str, hit: Hit, comma: int, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """Whose office stands behind a comma: "Ida Ros, the cinematographer, keeps"; not where another name follows it."""
    if _OFFICE_ENDS.match(text, hit.end) is not None:
        for name in _full_names(text, comma, lexicon)[-1:]:
            yield name, _ROLES[hit.key], "acting"


def _apposed(text: str, comma: int, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """The name that begins a sentence, is described between commas, and then acts."""
    low = max(0, comma - _APPOSED - 40)
    begin = max((text.rfind(mark, low, comma) for mark in (". ", "! ", "? ", "; ", "\u201d ")), default=-1)
    begin = begin + 2 if begin >= 0 else (0 if low == 0 else -1)
    if begin < 0:
        return
    names = names_at(text, begin, "after", lexicon)
    if (
        len(names) == 1
        and _is_full(names[0], lexicon)
        and text.startswith(", ", names[0].end)
        and names[0].end < comma - 4
    ):
        yield names[0], "actor", "acting"


def _as_somebody(text: str, lexicon: Lexicon) -> Iterator[tuple[Found[str], Role, str]]:
    """The name before a part: "Jon Vale as Anton", "Jon Vale does well as the foreman Anton"."""
    # Looked for first: the pattern is tried at every blank.
    if not any(f" {word} " in text for word in lexicon.words.get("as_role", {})):
        return
    link, verb = _as_patterns(lexicon.languages)
    for found in link.finditer(text):
        role = [word.lower().strip(",.") for word in found["role"].split()]
        # "are superb as both Ida and Jon shine": the link joins sentences there.
        helpers = lexicon.words.get("helper", {})
        offices = (lexicon.words.get(kind, {}) for kind in ("cue.director", "cue.producer"))
        if any(word in words for word in role for words in (helpers, *offices)):
            continue
        behind = _NEXT.match(text, found.end())
        plural = found["article"] is not None and len(role) == 1 and role[0].endswith("s")
        if plural and behind is not None and behind[1] not in small_words(lexicon) | helpers.keys():
            continue  # "as the Rooks prepare": a sentence begins
        acts = verb.search(text, max(0, found.start() - _REACH), found.start())
        names = _full_names(text, acts.start() if acts is not None else found.start(), lexicon)
        if names and not _compared(text, names[0].start, lexicon):
            yield names[-1], "actor", "acting_as"


@lru_cache(maxsize=64)
def _as_patterns(languages: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The word "as" with a part behind it, and the verb with a few words that may stand before it."""
    words = load(languages).words
    link, verb = alternation(words.get("as_role", {})), alternation(words.get("acts_well", {}))
    article = alternation(words.get("article", {}))
    return (
        re.compile(
            rf"(?<=\w)\s(?:{link})\s(?:(?P<article>{article})\s)?"
            r"(?P<role>(?:[^\W\d_A-Z][\w'’-]*\s){0,2}[A-ZÀ-ÞА-Я][\w'’-]+)"
        ),
        re.compile(rf"\s(?:{verb})(?:\s[^\W\d_A-Z][\w'’-]*){{0,4}}$"),
    )


@lru_cache(maxsize=64)
def _who(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{alternation(load(languages).words.get('who', {}))})\s*$")


@lru_cache(maxsize=64)
def _helpers(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:\s(?:{alternation(load(languages).words.get('helper', {}))}))+$")


def _verb_start(text: str, start: int, lexicon: Lexicon) -> int:
    """Where the verb's group begins: "has also", "really" belong to it."""
    head = text[max(0, start - 24) : start].rstrip()
    cut = start - (len(text[max(0, start - 24) : start]) - len(head))
    helper = _helpers(lexicon.languages).search(head.lower()) if head else None
    return cut - (len(head) - helper.start()) if helper is not None else start


def _full_names(text: str, pos: int, lexicon: Lexicon) -> list[Found[str]]:
    """The full names that end before a place, without the word that only opens the sentence."""
    names = names_at(text, pos, "before", lexicon)
    # The name itself stands there, no comma and no quotation mark behind it.
    if not names or text[names[-1].end : pos].strip():
        return []
    found = [_unopened(name, text, lexicon) for name in names]
    # Of a list that ends with something else ("Patient Care, and AI as a tool") nobody is the subject.
    return [name for name in found if _is_full(name, lexicon)] if _is_full(found[-1], lexicon) else []


def _unopened(name: Found[str], text: str, lexicon: Lexicon) -> Found[str]:
    """A name without a first word such as "Despite" or "Newcomer", or an owner ("Lamplight's Ida Ros")."""
    openers = lexicon.words.get("opener", {})
    value = _OWNER.split(name.value)[-1]
    while " " in value and fold(value.split(" ", 1)[0]) in openers:
        value = value.split(" ", 1)[1]
    start = name.start + len(name.value) - len(value)
    return name if value == name.value else replace(name, value=value, start=start, raw=text[start : name.end])


def _is_full(name: Found[str], lexicon: Lexicon) -> bool:
    """Whether what stands there is written like the full name of a person, and like nothing else that has capitals."""
    words = name.value.split()
    if len(words) < 2 or fold(words[0]) in _ARTICLES or not _CAPITAL.match(words[0]) or not words[-1][0].isupper():
        return False
    if words[-1] in {"II", "III", "IV"} or any(word.isupper() and len(word) > 3 for word in words):
        return False
    if _PHRASED.search(name.value) is not None:
        return False
    small = small_words(lexicon)
    if any(len(word) > 1 and fold(word) in small for word in words):
        return False
    if fold(name.value) in lexicon.words.get("region", {}):
        return False
    return not any(hit.kind in {"festival", "platform", "film_word"} for hit in lexicon.hits(name.value))


def _compared(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a comparison goes before the name: "like Ida Ros's performance in Nine Doors"."""
    head = text[max(0, start - 40) : start]
    return any(hit.kind == "compare" and hit.end >= len(head) - 5 for hit in lexicon.hits(head))
