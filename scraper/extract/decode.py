"""Bytes to text: byte order mark, UTF-8 that proves itself, HTTP charset, <meta>, detection.

A page that declares a legacy charset yet holds valid multi-byte UTF-8 is UTF-8 (a quarter of the
pages that declare one): so validity is asked before any declaration is believed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_META_BYTES: Final = 4096
_SNIFF_BYTES: Final = 65536
# The Encoding Standard reads these labels as their superset; browsers do the same.
_SUPERSETS: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page, the codec that read it, who named that codec, and how much was lost.

    `how` is "bom", "valid", "http", "meta", "detected" or "fallback"; `replaced` counts U+FFFD put in.
    """

    text: str
    encoding: str
    how: str
    replaced: int = 0


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # Codecs such as "rot13" or "zip" are known to Python but are no text encodings.
    if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only way to ask
        return None
    return _SUPERSETS.get(name, name)


def _sniff(data: bytes) -> str | None:
    """The first encoding that Beautiful Soup would try and that reads all of the sample.

    Not by its UnicodeDammit, which does the same and then writes a warning for what it had to replace.
    """
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - a rare path; keeps start-up light

    sample = data[:_SNIFF_BYTES]
    for label in EncodingDetector(sample, is_html=True).encodings:
        codec = _codec(label)
        try:
            if codec is not None:
                codecs.getincrementaldecoder(codec)().decode(sample)
                return codec
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _finish(data: bytes, encoding: str, how: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, how, text.count("�") - data.count("�".encode()) if "�" in text else 0)


def _declared(data: bytes, content_type: str | None) -> tuple[str | None, str]:
    header = _HEADER.search(content_type or "")
    if (named := _codec(header.group(1) if header else None)) is not None:
        return named, "http"
    found = _XML.search(data[:_META_BYTES]) or _META.search(data[:_META_BYTES])
    return _codec(found.group(1).decode("ascii") if found else None), "meta"


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page's bytes; never fails, and says what it had to assume.

    >>> decode("Amélie ★★★".encode()).encoding
    'utf-8'
    >>> decode("Amélie".encode("cp1252"), "text/html; charset=ISO-8859-1").text
    'Amélie'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding, "bom")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text, "utf-8", "valid")
    declared, how = _declared(data, content_type)
    if declared is not None:
        return _finish(data, declared, how)
    # A page cut inside its last character is still UTF-8.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        sniffed = _sniff(data)
        return _finish(data, sniffed or "cp1252", "detected" if sniffed else "fallback")
    return _finish(data, "utf-8", "valid")
