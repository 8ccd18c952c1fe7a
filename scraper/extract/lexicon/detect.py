"""Which language a piece of text is written in: by script, then by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

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
_LETTER: Final = re.compile(r"[^\W\d_]")
_SCRIPT_SHARE: Final = 0.35
_HAN_LETTER_WEIGHT: Final = 3  # a Han or Hangul character says as much as about three letters
_LEAST: Final = 2


@lru_cache(maxsize=1)
def _small_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code in available():
        for word in language(code).facts.function_words:
            table.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in table.items()}


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


def _code(hint: str | None) -> str | None:
    if not hint:
        return None
    code = hint.replace("_", "-").split("-", 1)[0].strip().lower()
    return {"nb": "no", "nn": "no", "in": "id", "iw": "he"}.get(code, code) or None


def _by_script(sample: str, hint: str | None) -> str | None:
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
    table = _small_words()
    votes: Counter[str] = Counter()
    for word in _WORD.findall(sample.lower().replace("’", "'")):
        codes = table.get(word)
        if codes:
            for code in codes:
                if among is None or code in among:
                    votes[code] += 1.0 / len(codes) + 0.5  # type: ignore[assignment]  # votes are weighted
    if not votes:
        return hint or "en"
    best, most = votes.most_common(1)[0]
    if hint and (most < _LEAST or votes[hint] >= 0.9 * most):
        return hint
    return best
