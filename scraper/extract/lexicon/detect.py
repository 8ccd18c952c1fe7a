"""Which language a piece of text is written in: by script, then by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from scraper.extract.lexicon.loader import available, language

_SAMPLE: Final = 1500
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Each script with the share of letters that decides; kana decides early, for Japanese mixes it with Han.
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_KANA: Final = re.compile("[\u3041-\u30ff]")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_OTHERS: Final = (
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
)
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
# A text without any letter of these is in none of the scripts above, and need not be counted for each.
_BEYOND_LATIN: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3041-\u9fff\uac00-\ud7a3]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SCRIPT_SHARE: Final = 0.35
_HAN_LETTER_WEIGHT: Final = 3  # a Han or Hangul character says as much as about three letters
_LEAST: Final = 2
_NEARLY: Final = 0.6


# Words of these kinds tell a language nearly as well as small words do, and info boxes hold little else.
_TELLING: Final = frozenset({"month", "weekday", "film_word", "review_word", "relative"})
_COLON: Final = re.compile("[:：]")
_HEAD: Final = 32
_LABEL_WEIGHT: Final = 3.0
_SMALL_WEIGHT: Final = 1.5
_LETTER_WEIGHT: Final = 0.4
# Letters that few languages use.
_LETTERS: Final = {
    letter: codes.split()
    for letters, codes in (
        ("ß", "de"), ("ñ¿¡", "es"), ("ãõ", "pt"), ("øæ", "da no"), ("å", "sv da no"), ("äö", "de sv fi"),
        ("ü", "de tr"), ("łąęśżźń", "pl"), ("řěů", "cs"), ("čšž", "cs sk hr"), ("ľĺŕ", "sk"), ("đć", "hr"),
        ("őű", "hu"), ("șțăţ", "ro"), ("ğış", "tr"), ("èêœàû", "fr"), ("ìòù", "it"), ("ðþ", "is"), ("ûúâ", "fy fr"),
        ("ç", "fr pt tr"), ("éá", "fr es hu cs"),
    )
    for letter in letters
}  # fmt: skip
_ODD_LETTER: Final = re.compile("[" + "".join(_LETTERS) + "]")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[tuple[str, float], ...]], dict[str, tuple[str, ...]]]:
    """What each word is worth for which language, and the languages of each label."""
    worth: dict[str, dict[str, float]] = {}
    labels: dict[str, dict[str, None]] = {}
    for code in available():
        loaded = language(code)
        for word in loaded.facts.function_words:
            worth.setdefault(word, {})[code] = _SMALL_WEIGHT
        for kind, word in loaded.words_of("label.", "channel.", *_TELLING):
            if kind.startswith("label."):
                labels.setdefault(word, {})[code] = None
            elif (kind in _TELLING or kind.startswith("channel.")) and len(word) > _LEAST:
                worth.setdefault(word, {}).setdefault(code, 1.0)
    words = {word: tuple((code, bits / len(codes)) for code, bits in codes.items()) for word, codes in worth.items()}
    return words, {word: tuple(codes) for word, codes in labels.items()}


def detect(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of the language of `text`; `hint` decides only between equals.

    >>> detect("Der Film ist nicht schlecht, aber er hat seine Längen und ein schwaches Ende.")
    'de'
    """
    sample = text[:_SAMPLE]
    hint = _code(hint)
    if not sample.isascii() and (found := _by_script(sample, hint)):
        return found
    return _by_words(sample, hint)


def also(text: str, language: str) -> tuple[str, ...]:
    """Other languages that a short or mixed text may well be in; none where the words are clear.

    >>> also("Der Film ist nicht schlecht, aber er hat seine Längen und ein schwaches Ende.", "de")
    ()
    """
    votes = _votes(text[:_SAMPLE].lower().replace("’", "'"))
    most = votes.get(language, 0.0)
    near = sorted((bits, code) for code, bits in votes.items() if code != language and bits >= max(_NEARLY * most, 1.0))
    return tuple(code for _, code in near[::-1][:2])


_COUNTRY_LANGUAGES: Final = {
    "de": "de", "at": "de", "fr": "fr", "es": "es", "mx": "es", "ar": "es", "cl": "es", "pe": "es", "uy": "es",
    "it": "it", "pt": "pt", "br": "pt", "nl": "nl", "frl": "fy", "se": "sv", "dk": "da", "no": "no", "fi": "fi",
    "is": "is", "pl": "pl", "cz": "cs", "sk": "sk", "hr": "hr", "hu": "hu", "ro": "ro", "gr": "el", "tr": "tr",
    "ru": "ru", "ua": "uk", "jp": "ja", "kr": "ko", "cn": "zh", "tw": "zh", "id": "id", "sa": "ar", "eg": "ar",
}  # fmt: skip


def of_host(url: str | None) -> str | None:
    """The language of the country that a host's name ends with: a hint for texts too short to tell.

    >>> of_host("https://film.example.se/om/"), of_host("https://film.example/om/")
    ('sv', None)
    """
    host = urlsplit(url).hostname if url and url.startswith("http") else None
    return _COUNTRY_LANGUAGES.get(host.rpartition(".")[2]) if host else None


def _code(hint: str | None) -> str | None:
    if not hint:
        return None
    code = hint.replace("_", "-").split("-", 1)[0].strip().lower()
    return {"nb": "no", "nn": "no", "in": "id", "iw": "he"}.get(code, code) or None


def _by_script(sample: str, hint: str | None) -> str | None:
    if _BEYOND_LATIN.search(sample) is None:
        return None
    letters = len(_LETTER.findall(sample)) or 1
    hangul, kana, han = (len(script.findall(sample)) for script in (_HANGUL, _KANA, _HAN))
    east = (hangul + kana + han) * _HAN_LETTER_WEIGHT
    if east / (letters + east) > _SCRIPT_SHARE:
        if hangul >= kana + han / 2:
            return "ko"
        if kana * 12 >= han or (kana and hint == "ja"):
            return "ja"
        return "ja" if hint == "ja" and not _looks_chinese(sample) else "zh"
    for code, script in _OTHERS:
        if len(script.findall(sample)) / letters > _SCRIPT_SHARE:
            return hint if code == "ar" and hint in {"fa", "ur"} else code
    if len(_CYRILLIC.findall(sample)) / letters > _SCRIPT_SHARE:
        return _by_words(sample, hint if hint in _CYRILLIC_CODES else "ru", among=_CYRILLIC_CODES)
    return None


_CYRILLIC_CODES: Final = frozenset({"ru", "uk", "bg", "sr", "mk", "be"})


def _looks_chinese(sample: str) -> bool:
    return bool(re.search("[的是这這们們导為]", sample))


def _by_words(sample: str, hint: str | None, among: frozenset[str] | None = None) -> str:
    votes = _votes(sample.lower().replace("’", "'"))
    if among is not None:
        votes = {code: bits for code, bits in votes.items() if code in among}
    if not votes:
        return hint or "en"
    best = max(votes, key=lambda code: (votes[code], code == hint, code == "en"))
    if hint and (votes[best] < _LEAST or votes.get(hint, 0.0) >= 0.9 * votes[best]):
        return hint
    return best


@lru_cache(maxsize=8)  # `detect` and `also` ask about the same sample
def _votes(folded: str) -> Mapping[str, float]:
    """How much each language's small words, labels and letters speak for it."""
    words, labels = _tables()
    votes: defaultdict[str, float] = defaultdict(float)
    for word, count in Counter(_WORD.findall(folded)).items():
        if word in words:
            for code, bits in words[word]:
                votes[code] += count * bits
    for colon in _COLON.finditer(folded):
        head = _WORD.findall(folded[max(0, colon.start() - _HEAD) : colon.start()].rsplit("\n", 1)[-1])[-3:]
        codes = next((known for first in range(len(head)) if (known := labels.get(" ".join(head[first:])))), ())
        for code in codes:
            votes[code] += _LABEL_WEIGHT / len(codes)
    if not folded.isascii():
        for letter in _ODD_LETTER.findall(folded):
            for code in _LETTERS[letter]:
                votes[code] += _LETTER_WEIGHT / len(_LETTERS[letter])
    return votes
