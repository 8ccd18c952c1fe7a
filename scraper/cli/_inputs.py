"""What the caller asks to be read: addresses, files, standard input, lines of a list."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from scraper.errors import InputError, UsageError

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of one file after decompression; a page is far smaller."""
MAX_LINE: Final = 1024 * 1024
"""Of one line of a list."""
STDIN: Final = "-"

_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_TAG: Final = re.compile(rb"<(?:!doctype|!--|\?xml|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_HTML_NAMES: Final = frozenset({".html", ".htm", ".xhtml", ".xht"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `label` as the caller wrote it, a file or an address or both, or why it is neither."""

    label: str
    url: str | None = None
    file: str | None = None
    error: InputError | None = None


def from_arguments(words: list[str], url: str | None) -> Iterator[Input]:
    """Inputs of the command line; `url` is the address that a single file came from."""
    if url is not None:
        if len(words) != 1 or _WEB.match(words[0]):
            raise UsageError("--url says where one file came from; give exactly one file (or -) with it")
        check_address(url, "--url")
    for word in words:
        yield Input(word, url=word) if _WEB.match(word) else Input(word, url=url, file=word)


def check_address(url: str, where: str) -> None:
    """Refuse what is no web address."""
    if not _is_address(url):
        raise UsageError(f"{where} is {url!r}; give an address that begins with https:// or http://")


def _is_address(url: str) -> bool:
    try:
        return bool(_WEB.match(url)) and bool(urlsplit(url).hostname) and not re.search(r"\s", url)
    except ValueError:
        return False


def from_list(name: str) -> Iterator[Input]:
    """Inputs of a list: a line is an address, a path, or JSON with `file` and/or `url`.

    The list is opened at once, so that a missing one is known before anything is started.
    """
    if name == STDIN:
        # Not sys.stdin, whose lock the interpreter wants at its exit: a thread may be waiting for the next line.
        return _file_lines(os.fdopen(sys.stdin.fileno(), "rb", closefd=False), Path())
    return _file_lines(_open_list(name), Path(name).parent)


def _file_lines(stream: IO[bytes], folder: Path) -> Iterator[Input]:
    with stream:
        yield from _lines(stream, folder)


def _open_list(name: str) -> IO[bytes]:
    try:
        return Path(name).open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no valid path"
        raise UsageError(f"--from {name}: {reason}; give a file with one input per line, or -") from error


def _lines(stream: IO[bytes], folder: Path) -> Iterator[Input]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE + 1)
            yield _bad(f"line {number}", f"line {number} is longer than {MAX_LINE} bytes")
            continue
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape").strip()
        if text:
            yield _from_line(text, number, folder)


def _from_line(text: str, number: int, folder: Path) -> Input:
    if not text.startswith("{"):
        return Input(text, url=text) if _WEB.match(text) else Input(text, file=_within(folder, text))
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return _bad(text, f"line {number} is no valid JSON; write an address, a path, or an object with file or url")
    file, url = row.get("file"), row.get("url")
    for key, value in (("file", file), ("url", url)):
        if value is not None and not (isinstance(value, str) and value.strip()):
            return _bad(text, f"line {number}: {key} is {json.dumps(value)[:80]}; give a string")
    if file is None and url is None:
        return _bad(text, f"line {number} has neither file nor url; give one of them")
    if url is not None and not _is_address(url):
        if file is None:
            return _bad(url, f"line {number}: url is {url[:200]!r}; only http and https addresses can be read")
        url = None  # there is a file to read; what is no address cannot be where it came from
    return Input(file or url, url=url, file=None if file is None else _within(folder, file))


def _within(folder: Path, path: str) -> str:
    return path if path == STDIN or _SCHEME.match(path) else str(folder / path)


def _bad(label: str, message: str) -> Input:
    return Input(label[:200], error=InputError(message))


def read(path: str) -> bytes:
    """The bytes of a file (`-`: standard input), gzip read through; InputError when there are none."""
    content = sys.stdin.buffer.read(MAX_BYTES + 1) if path == STDIN else _read_file(path)
    if content.startswith(b"\x1f\x8b"):
        content = _gunzip(content, path)
    if len(content) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES >> 20} MiB; a page is not", code="too_large")
    if not content:
        raise InputError(f"{path}: empty")
    return content


def is_html(path: str, content: bytes) -> bool:
    """HTML when the name says so or a tag stands in the first kilobyte, else text."""
    name = path.lower().removesuffix(".gz")
    return Path(name).suffix in _HTML_NAMES or _TAG.search(content[:1024].replace(b"\0", b"")) is not None


def _read_file(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        scheme = _SCHEME.match(path)
        if scheme:
            raise InputError(
                f"{path}: {scheme[1]} is not supported; only http and https addresses can be read",
                code="unsupported_scheme",
            ) from error
        if isinstance(error, IsADirectoryError):
            raise InputError(f"{path}: a folder; give the files in it, or a list of them with --from") from error
        reason = error.strerror if isinstance(error, OSError) else "no valid path"
        raise InputError(f"{path}: {reason}") from error


def _gunzip(content: bytes, path: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: broken gzip: {error}", code="bad_encoding") from error
