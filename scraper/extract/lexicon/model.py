"""What a lexicon is once it is read: words with their meaning, found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import ahocorasick_rs

Side = Literal["after", "before", ""]
DateOrder = Literal["dmy", "mdy", "ymd"]
NameOrder = Literal["given", "surname"]

_FOLDS: Final = (("\u00a0", " "), ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("İ", "i"), ("\u2011", "-"))
_ODD: Final = re.compile("[\u00a0’‘ʼİ\u2011]")
# Scripts written without spaces between words, and Hangul, whose particles are glued to the word.
_GLUED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_LABEL_HEAD: Final = 48
_REMEMBERED: Final = 400_000
"""Characters of the texts remembered with what was found in them, about two long pages.

Every source reads the lines of a page anew, one after the other.
"""
_REMEMBERED_LENGTH: Final = 6_000
_QUIET: Final = frozenset(
    {
        "number",
        "tense",
        "negation",
        "clock",
        "half",
        "unit",
        "plus",
        "minus",
        "out_of",
        "filler",
        "article",
        "part",
        "available",
        "region",
        "festival_city",
        "genitive_cue",
    },
)
_AFTER_LABEL: Final = re.compile(
    r"\s{0,3}(?:[:：|=/;►▶»→>•·\t]|-(?=[^\d\s]|\s)|[–—―]|\.{3,}|…|\.(?=\s|$))+[\s:：|]*",
)
_PLURAL: Final = re.compile(
    r"\s?\((?:s|es|en|er|in|a|e|i|r|n|es/as|a/s|as|/in|/innen|innen|se|rice)\)|(?<=\w)/(?:in|innen|a|e|s)\b",
)
_COLON: Final = re.compile("[:：]")
_LABEL_START: Final = re.compile(
    r"^|[|.,;!?…()\[\]/•·–—》】」』]\s*|\s{2,}|(?<=\w)\s(?=\w)|(?<=[a-zà-ÿ\d])(?=[A-ZÀ-Þ])",
)
# Marks around a label that stands alone.
_AROUND: Final = "-:：–—|/*•·►▶»→>=[]【】〈〉<#" + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_NOT_WORD: Final = re.compile(r"[^\w\s]")


def fold(text: str) -> str:
    """Lower case with plain apostrophes and spaces, of exactly the same length as `text`.

    >>> fold("L’İnceleme"), len(fold("L’İnceleme"))
    ("l'inceleme", 10)
    """
    if not text.isascii() and _ODD.search(text):
        # One by one, for a table of single characters is ten times as slow on a long text.
        for odd, plain in _FOLDS:
            text = text.replace(odd, plain)
    return text.lower()


class Hit(NamedTuple):
    """A word of the lexicon in a text: `text[start:end]` means `key` of `kind` in `lang`.

    `kind` is "month", "platform", "label.director", "cue.director" and so on. For cues, `side`
    says where the person stands: "after" the cue or "before" it.
    """

    kind: str
    key: str
    lang: str
    start: int
    end: int
    side: Side


class LabelHit(NamedTuple):
    """A line that begins with a label: `line[start:end]` is the label, `line[value_start:value_end]` the value.

    `kinds` are all meanings of the label ("Written and directed by": director and writer), `kind`
    the first. `separated` tells whether a mark (a colon, a dash, a bar) stands between the two;
    without one, the line may just as well be a sentence.
    """

    kind: str
    kinds: tuple[str, ...]
    lang: str
    start: int
    end: int
    value_start: int
    value_end: int
    separated: bool


@dataclass(frozen=True, slots=True)
class Language:
    """How one language writes numbers, dates and names.

    `decimal` is the decimal sign; `date_order` the order of figures in "3/4/2020", except in
    `dmy_regions` (ISO 3166 codes); `name_order` "surname" where the surname comes first;
    `genitive` the endings that a name may carry in running text.
    """

    code: str
    name: str
    decimal: str = "."
    date_order: DateOrder = "dmy"
    dmy_regions: frozenset[str] = frozenset()
    name_order: NameOrder = "given"
    joiners: tuple[str, ...] = ()
    particles: frozenset[str] = frozenset()
    genitive: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One word and one of its meanings, as a language file states it."""

    word: str
    kind: str
    key: str
    lang: str
    side: Side


@dataclass(slots=True)
class Lexicon:
    """The words of some languages, English always among them.

    `languages` are in the order asked for, English last. `facts` maps a code to its Language,
    `words` a kind to every word of it (folded) with its key, also those too short to be scanned for.
    """

    languages: tuple[str, ...]
    facts: Mapping[str, Language]
    entries: Iterable[Entry] = field(repr=False, default=())
    words: dict[str, dict[str, str]] = field(init=False, repr=False, default_factory=dict)
    _meanings: list[list[Entry]] = field(init=False, repr=False, default_factory=list)
    _bound: list[tuple[bool, bool]] = field(init=False, repr=False, default_factory=list)
    _scanner: ahocorasick_rs.AhoCorasick = field(init=False, repr=False)
    _labels: dict[str, tuple[tuple[str, ...], str]] = field(init=False, repr=False, default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(init=False, repr=False, default_factory=dict)
    _known_hits: dict[str, list[Hit]] = field(init=False, repr=False, default_factory=dict)
    _known_kinds_in: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _known_label: dict[str, LabelHit | None] = field(init=False, repr=False, default_factory=dict)
    _known_labels: dict[str, list[LabelHit]] = field(init=False, repr=False, default_factory=dict)
    _known_kinds: dict[str, tuple[str, ...]] = field(init=False, repr=False, default_factory=dict)
    _held: int = field(init=False, repr=False, default=0)

    def __post_init__(self) -> None:
        """Build the scanner and the tables of labels from the entries."""
        scanned: dict[str, list[Entry]] = {}
        labels: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self.words.setdefault(entry.kind, {}).setdefault(entry.word, entry.key)
            if entry.kind.startswith("label."):
                labels.setdefault(entry.word, []).append(entry)
            if _worth_scanning(entry):
                scanned.setdefault(entry.word, []).append(entry)
        self.entries = ()
        self._meanings = list(scanned.values())
        self._bound = [(_is_bound(word[0]), _is_bound(word[-1])) for word in scanned]
        self._scanner = ahocorasick_rs.AhoCorasick(list(scanned))
        self._index_labels(labels)

    def _index_labels(self, labels: Mapping[str, list[Entry]]) -> None:
        lengths: dict[str, set[int]] = {}
        for word, entries in labels.items():
            kinds = tuple(dict.fromkeys(entry.key for entry in entries))
            self._labels[word] = (kinds, entries[0].lang)
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {
            head: tuple(sorted(sizes | lengths.get(head[0], set()), reverse=True)) for head, sizes in lengths.items()
        }

    @property
    def main(self) -> Language:
        """The language asked for first."""
        return self.facts[self.languages[0]]

    def hits(self, text: str) -> list[Hit]:
        """Every word of the lexicon in `text`, in order, longest first where several begin alike.

        A word counts only between word borders, except in scripts that set no spaces. Words of
        several meanings give a hit for each. Labels, verdicts, number words and the like are not
        searched for: see `label`, `labels` and `words`. The lines of the page are remembered.

        >>> from scraper.extract.lexicon import load
        >>> [(hit.kind, hit.key) for hit in load(("de",)).hits("Ab 3. März auf Netflix")]
        [('month', '3'), ('platform', 'Netflix')]
        """
        known = self._known_hits.get(text)
        if known is None:
            known = self._scan(fold(text))
            if len(text) <= _REMEMBERED_LENGTH:
                self._hold(text)
                self._known_hits[text] = known
        return known

    def _hold(self, text: str) -> None:
        """Make room for what is found in one more text: everything is forgotten at once when it gets too much."""
        self._held += len(text) + 8
        if self._held > _REMEMBERED:
            self._held = 0
            for known in (
                self._known_hits, self._known_kinds_in, self._known_label, self._known_labels, self._known_kinds
            ):  # fmt: skip
                known.clear()

    def _scan(self, text: str) -> list[Hit]:
        size = len(text)
        bound = self._bound
        spans: list[tuple[int, int, int]] = []
        for index, start, end in self._scanner.find_matches_as_indexes(text, overlapping=True):
            before, behind = bound[index]
            if (before and start and text[start - 1].isalnum()) or (behind and end < size and text[end].isalnum()):
                continue
            spans.append((start, -end, index))
        spans.sort()
        hits: list[Hit] = []
        reached = 0
        make = tuple.__new__  # `Hit(...)` makes the same by way of one more call
        for start, back, index in spans:
            if start < reached:
                continue
            reached = -back
            hits += [make(Hit, (e.kind, e.key, e.lang, start, reached, e.side)) for e in self._meanings[index]]
        return hits

    def kinds(self, text: str) -> frozenset[str]:
        """The kinds of the words in `text`: what a source asks first, to pass over the lines that do not concern it."""
        known = self._known_kinds_in.get(text)
        if known is None:
            known = frozenset([hit.kind for hit in self.hits(text)])
            if len(text) <= _REMEMBERED_LENGTH:
                self._known_kinds_in[text] = known
        return known

    def of(self, text: str, *kinds: str) -> list[Hit]:
        """The hits of some kinds; "verdict." stands for every kind that begins with it."""
        if not kinds or (self.kinds(text).isdisjoint(kinds) and not any(kind.endswith(".") for kind in kinds)):
            return []
        exact = {kind for kind in kinds if not kind.endswith(".")}
        heads = tuple(kind for kind in kinds if kind.endswith("."))
        return [hit for hit in self.hits(text) if hit.kind in exact or (heads and hit.kind.startswith(heads))]

    def label(self, line: str) -> LabelHit | None:
        """The label that `line` begins with, None where it begins with none or has no value.

        >>> from scraper.extract.lexicon import load
        >>> line = "Regie: Ida Ros"
        >>> found = load(("de",)).label(line)
        >>> found.kind, line[found.value_start : found.value_end]
        ('director', 'Ida Ros')
        """
        if line in self._known_label:
            return self._known_label[line]
        self._hold(line)
        found = self._known_label[line] = self._label(line)
        return found

    def _label(self, line: str) -> LabelHit | None:
        begin = next((i for i, char in enumerate(line[:12]) if char.isalnum()), -1)
        if begin < 0:
            return None
        head = fold(line[begin : begin + _LABEL_HEAD])
        # By two letters, for many labels begin with one; a label of one letter goes with every second one.
        for size in self._lengths.get(head[:2]) or self._lengths.get(head[0], ()):
            meaning = self._labels.get(head[:size])
            if meaning is None or size > len(head):
                continue
            hit = self._cut(line, begin, begin + size, meaning)
            if hit is not None:
                return hit
        return None

    def labels(self, line: str) -> list[LabelHit]:
        """Every labelled value of a line such as "Director: X | Cast: Y. Runtime: 96 min", in order.

        Labels after the first count only at the start, or behind a bar, full stop, comma, dash,
        bracket or two spaces, and only with a colon of their own; a value ends before the next label.
        """
        known = self._known_labels.get(line)
        if known is None:
            self._hold(line)
            known = self._known_labels[line] = self._all_labels(line)
        return known

    def _all_labels(self, line: str) -> list[LabelHit]:
        found = [first] if (first := self.label(line)) else []
        for mark in _COLON.finditer(line, found[0].value_start if found else 0):
            hit = self._before_colon(line, mark.start())
            if hit is not None and (not found or hit.start >= found[-1].value_start):
                if found:
                    found[-1] = found[-1]._replace(value_end=_trim(line, found[-1].value_start, hit.start))
                found.append(hit)
        return [hit for hit in found if hit.value_end > hit.value_start]

    def _before_colon(self, line: str, colon: int) -> LabelHit | None:
        begin = max(0, colon - _LABEL_HEAD)
        for start in _LABEL_START.finditer(line, begin, colon):
            word = fold(line[start.end() : colon]).rstrip()
            meaning = self._labels.get(word) or self._labels.get(_PLURAL.sub("", word))
            if meaning is not None:
                kinds, lang = meaning
                value = colon + 1
                while value < len(line) and line[value].isspace():
                    value += 1
                return LabelHit(kinds[0], kinds, lang, start.end(), colon, value, len(line.rstrip()), separated=True)
        return None

    def _cut(self, line: str, start: int, end: int, meaning: tuple[tuple[str, ...], str]) -> LabelHit | None:
        kinds, lang = meaning
        stop = len(line.rstrip())
        label_end = end
        if plural := _PLURAL.match(line, end):
            label_end = plural.end()
        mark = _AFTER_LABEL.match(line, label_end)
        if mark is not None and mark.group() == "-" and line[mark.end() : mark.end() + 1].islower():
            return None  # the first half of a compound: "film-review"
        separated = mark is not None or line[end - 1] in ":："
        value = mark.end() if mark else label_end
        if not mark and not _glued_or_spaced(line, label_end):
            return None
        while value < stop and line[value].isspace():
            value += 1
        if value >= stop:
            return None
        return LabelHit(kinds[0], kinds, lang, start, label_end, value, stop, separated)

    def is_label(self, text: str) -> str | None:
        """The kind of label that `text` is as a whole: "Director", "Director(s):", "Regie –"."""
        kinds = self.label_kinds(text)
        return kinds[0] if kinds else None

    def label_kinds(self, text: str) -> tuple[str, ...]:
        """Every kind of label that `text` is as a whole; empty where it is none."""
        if len(text) > _LABEL_HEAD + 8:
            return ()
        known = self._known_kinds.get(text)
        if known is None:
            self._hold(text)
            known = self._known_kinds[text] = self._kinds_as_a_whole(text)
        return known

    def _kinds_as_a_whole(self, text: str) -> tuple[str, ...]:
        bare = text.strip(_AROUND)
        folded = fold(bare)
        known = self._labels.get(folded) or self._labels.get(folded.rstrip("."))
        if known is None and (plural := _PLURAL.search(folded)) and plural.end() == len(folded):
            known = self._labels.get(folded[: plural.start()])
        if known is None and bare and not bare[0].isalnum():
            known = self._labels.get(_NOT_WORD.sub("", folded).strip())
        return known[0] if known else ()


def _is_bound(edge: str) -> bool:
    """Whether a word with this character at its edge counts only where no letter or figure stands beside it."""
    return edge.isalnum() and _GLUED.match(edge) is None


def _worth_scanning(entry: Entry) -> bool:
    """Labels, verdicts and the commonest words are looked up where a grammar stands, never searched for."""
    if entry.kind in _QUIET or entry.kind.startswith(("label.", "verdict.")):
        return False
    return len(entry.word) > 2 or bool(_GLUED.match(entry.word)) or entry.kind == "month"


def _glued_or_spaced(line: str, end: int) -> bool:
    """Whether a value may follow without a mark: after a space, glued ("RegiaIda"), or in a script without spaces."""
    if end >= len(line):
        return False
    last, after = line[end - 1], line[end]
    if after.isspace():
        return True
    if _GLUED.match(last) or last in ":：":
        return True
    return last.islower() and (after.isupper() or after.isdigit())


def _trim(line: str, start: int, end: int) -> int:
    """End of a value without the separators before the next label."""
    while end > start and line[end - 1] in " \t\u00a0|,;/•·–—-([":
        end -= 1
    return end
