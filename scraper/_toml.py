"""TOML files into frozen dataclasses, with errors that name file, key and remedy.

A key is a dataclass field made by `key(default, meaning)`; its annotation is its type. The same
fields give the JSON Schema, so that what is checked and what is printed cannot drift apart.
Types: str, int, float, bool, date, `X | None`, `tuple[X, ...]`, `Mapping[str, X]`, dataclasses.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from scraper.errors import ConfigError

T = TypeVar("T")

_SCHEMA_TYPES: dict[type, dict[str, object]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
}
_WORDS: dict[type, str] = {
    str: "a string in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date like 2024-05-31 without quotes",
}


def key(default: Any, meaning: str, check: Callable[[Any, str], Any] | None = None) -> Any:  # noqa: ANN401 - a dataclass field of any type
    """One key of a file; `check(value, where)` may refuse it with ConfigError or return it tidied."""
    metadata = {"meaning": meaning, "check": check}
    if callable(default):
        return dataclasses.field(default_factory=default, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def read(path: Path) -> dict[str, Any]:
    """The table of one file; ConfigError when it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def build(cls: type[T], table: Mapping[str, Any], where: str) -> T:
    """An object of `cls` from a table; `where` begins every error message (file, then section)."""
    known = {item.name.rstrip("_"): item for item in dataclasses.fields(cls)}  # type: ignore[arg-type]
    hints = typing.get_type_hints(cls)
    values = {}
    for name, value in table.items():
        item = known.get(name)
        if item is None:
            raise ConfigError(f"{where}: unknown key {name!r}{suggest(name, known)}")
        place = f"{where}: {name}"
        made = _convert(hints[item.name], value, place)
        check = item.metadata.get("check")
        values[item.name] = check(made, place) if check else made
    return cls(**values)


def suggest(name: str, known: Iterable[str]) -> str:
    """`; did you mean ...` with the nearest known name, else the list of them."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(names)}"


def schema(cls: type, title: str) -> dict[str, object]:
    """The JSON Schema (2020-12) of a file read into `cls`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | _schema_of(cls)


def _convert(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - values of a TOML file
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _convert(next(part for part in inner if part is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{where} is {value!r}; give a list in square brackets")
        return tuple(_convert(inner[0], item, f"{where}[{index}]") for index, item in enumerate(value))
    if origin is not None or dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise ConfigError(f"{where} is {value!r}; give a table, as [{where.rpartition(': ')[2]}]")
        if dataclasses.is_dataclass(kind):
            return build(typing.cast("type[Any]", kind), value, where)
        return {name: _convert(inner[1], item, f"{where}.{name}") for name, item in value.items()}
    return _scalar(kind, value, where)


def _scalar(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - values of a TOML file
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ConfigError(f"{where} is {value!r}; give {_WORDS[kind]}")
    return value


def _schema_of(kind: Any) -> dict[str, object]:  # noqa: ANN401 - an annotation
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _schema_of(next(part for part in inner if part is not type(None)))
    if origin is tuple:
        return {"type": "array", "items": _schema_of(inner[0])}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        properties = {
            item.name.rstrip("_"): _schema_of(hints[item.name]) | {"description": item.metadata.get("meaning", "")}
            for item in dataclasses.fields(kind)
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}
    if origin is not None:
        return {"type": "object", "additionalProperties": _schema_of(inner[1])}
    return dict(_SCHEMA_TYPES[kind])
