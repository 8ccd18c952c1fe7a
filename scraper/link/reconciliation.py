"""The catalogue as a Reconciliation Service API 0.2: pure functions from a request to an answer.

Specification: W3C Entity Reconciliation Community Group, Reconciliation Service API 0.2. The web
application that mounts them adds `Access-Control-Allow-Origin: *`, JSONP where it wants it, and
the status of a `ReconciliationError`. Every answer is plain JSON; only `preview` is HTML.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scraper.errors import InputError, ScraperError
from scraper.link import linker as linking
from scraper.link.catalogue import Catalogue, Film
from scraper.link.decide import is_exact
from scraper.link.linker import Linker
from scraper.link.mention import Mention, parse
from scraper.link.titles import title

BATCH: Final = 50
"""Queries, and ids to extend, in one request."""
FILM: Final = {"id": "Q11424", "name": "film"}
HUMAN: Final = {"id": "Q5", "name": "human"}
_LIMIT, _MOST = 5, 50
_SUGGESTED: Final = 10
_MAX_BYTES: Final = 1_000_000
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_LOCAL: Final = "urn:film-catalogue:"
_YEAR: Final = re.compile(r"\d{4}")
_SCHEMES: Final = {"P345": "imdb", "P4947": "tmdb"}
_ROLES: Final = {"P57": "director", "P58": "writer", "P161": "actor", "P162": "producer", "P344": "cinematographer"}
PROPERTIES: Final = {
    "P57": "director", "P577": "year", "P161": "cast member", "P1476": "title", "P345": "IMDb id", "P4947": "TMDb id",
    "P2047": "duration in minutes", "P58": "screenwriter", "P162": "producer", "P344": "cinematographer",
}  # fmt: skip
Answer = dict[str, Any]


class ReconciliationError(ScraperError):
    """A request that cannot be answered; `status` is the HTTP status (400, 404 or 413)."""

    code = "reconciliation"

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def manifest(catalogue: Catalogue, base_url: str) -> Answer:
    """The service manifest; `base_url` is where this service answers, without a slash at its end."""
    public = _is_wikidata(catalogue)
    return {
        "versions": ["0.2"],
        "name": "Film catalogue",
        "identifierSpace": _WIKIDATA if public else _LOCAL,
        "schemaSpace": "http://www.wikidata.org/prop/direct/",
        "defaultTypes": [FILM],
        "view": {"url": "https://www.wikidata.org/wiki/{{id}}" if public else f"{base_url}/preview?id={{{{id}}}}"},
        "preview": {"url": f"{base_url}/preview?id={{{{id}}}}", "width": 400, "height": 160},
        "suggest": {
            "entity": {"service_url": base_url, "service_path": "/suggest/entity"},
            "property": {"service_url": base_url, "service_path": "/suggest/property"},
            "type": {"service_url": base_url, "service_path": "/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": base_url, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def queries(text: str, linker: Linker) -> Answer:
    """Answer a batch: the JSON text of the form field or parameter `queries`.

    A query that cannot be read has an empty result; every query's key comes back.
    """
    batch = _object(text, "queries")
    if len(batch) > BATCH:
        raise ReconciliationError(f"{len(batch)} queries in one batch; send at most {BATCH}", 413)
    return {key: {"result": _query(query, linker)} for key, query in batch.items()}


def suggest_entity(prefix: str, catalogue: Catalogue, cursor: int = 0) -> Answer:
    """Films whose title begins with `prefix`, or the film of that id; `cursor` skips so many."""
    exact = film_of(prefix, catalogue)
    if exact is not None:
        return {"result": [_suggestion(exact)]}
    key = title(prefix).key if prefix.strip() else ""
    found = catalogue.by_prefix(key, max(0, cursor) + _SUGGESTED)[max(0, cursor) :] if key else []
    films = {film.key: film for film in catalogue.films(found)}
    return {"result": [_suggestion(films[number]) for number in found if number in films]}


def suggest_property(prefix: str) -> Answer:
    """Properties whose name or id begins with `prefix`."""
    start = prefix.strip().casefold()
    chosen = [(pid, label) for pid, label in PROPERTIES.items() if label.startswith(start) or pid.casefold() == start]
    return {"result": [{"id": pid, "name": label} for pid, label in chosen]}


def suggest_type(prefix: str) -> Answer:
    """The one type there is, where `prefix` fits it."""
    start = prefix.strip().casefold()
    return {"result": [FILM] if FILM["name"].startswith(start) or FILM["id"].casefold() == start else []}


def propose_properties(kind: str = FILM["id"], limit: int = len(PROPERTIES)) -> Answer:
    """What `extend` can add to a film."""
    chosen = list(PROPERTIES.items())[: max(0, limit)] if kind == FILM["id"] else []
    return {"type": kind, "limit": limit, "properties": [{"id": pid, "name": label} for pid, label in chosen]}


def extend(text: str, catalogue: Catalogue) -> Answer:
    """Data extension: the JSON text of the form field or parameter `extend`."""
    request = _object(text, "extend")
    ids, properties = request.get("ids"), request.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise ReconciliationError('"extend" needs "ids" and "properties", both lists')
    if len(ids) > BATCH:
        raise ReconciliationError(f"{len(ids)} ids in one request; send at most {BATCH}", 413)
    chosen = [item["id"] for item in properties if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return {
        "meta": [_meta(pid) for pid in chosen],
        "rows": {str(one): _row(film_of(str(one), catalogue), chosen, catalogue) for one in ids},
    }


def preview(identifier: str, catalogue: Catalogue) -> str:
    """A small HTML page about a film. Raises ReconciliationError (404) for an unknown id."""
    film = film_of(identifier, catalogue)
    if film is None:
        raise ReconciliationError(f"no film has the id {identifier}", 404)
    lines = [
        _description(film),
        *film.titles[1:6],
        " ".join(f"{scheme}: {value}" for scheme, value in film.ids.items()),
    ]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    shown = html.escape(film.title)
    head = f'<head><meta charset="utf-8"><title>{shown}</title></head>'
    return f"<!doctype html><html>{head}<body><h1>{shown}</h1>{body}</body></html>"


def identifier_of(film: Film) -> str:
    """The id by which this service names a film: its Wikidata id, else another, else its number in the file."""
    if "wikidata" in film.ids:
        return film.ids["wikidata"]
    return film.ids.get("imdb") or (f"tmdb:{film.ids['tmdb']}" if "tmdb" in film.ids else f"film:{film.key}")


def film_of(identifier: str, catalogue: Catalogue) -> Film | None:
    """The film of an id as `identifier_of` writes it."""
    text = identifier.strip()
    scheme, _, value = text.rpartition(":")
    if scheme == "film":
        key = int(value) if value.isdecimal() and len(value) < 16 else None  # noqa: PLR2004 - fits SQLite's integers
    else:
        scheme = scheme or ("wikidata" if text.startswith("Q") else "imdb")
        key = catalogue.by_id(scheme, value) if scheme in ("wikidata", "imdb", "tmdb") else None
    return next(iter(catalogue.films([key])), None) if key is not None else None


def _is_wikidata(catalogue: Catalogue) -> bool:
    return catalogue.info().get("wikidata") == catalogue.info().get("film")


def _object(text: str, name: str) -> Mapping[str, Any]:
    if len(text) > _MAX_BYTES:
        raise ReconciliationError(f'"{name}" is longer than {_MAX_BYTES} characters; send fewer at once', 413)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReconciliationError(f'"{name}" is no JSON') from error
    if not isinstance(value, dict):
        raise ReconciliationError(f'"{name}" must be a JSON object')
    return value


@dataclass(frozen=True, slots=True)
class _Query:
    mention: Mention
    limit: int


def _query(query: object, linker: Linker) -> list[Answer]:
    asked = _read(query, linker.catalogue) if isinstance(query, dict) else None
    if asked is None:
        return []
    decision = linker.link(asked.mention)
    ranked = linking.rank(asked.mention, linker.catalogue)
    likely = [(film, candidate) for film, candidate in ranked if candidate.score > 0 or is_exact(candidate)]
    matched = decision.ids if decision.band == "auto" else {}
    return [
        {
            "id": identifier_of(film), "name": film.title, "description": _description(film), "type": [FILM],
            "score": candidate.score, "match": bool(matched) and dict(film.ids) == dict(matched),
            "features": [{"id": item.name, "value": _feature(item.value, item.bits)} for item in candidate.features],
        }
        for film, candidate in likely[: asked.limit]
    ]  # fmt: skip


def _feature(value: float | str | bool, bits: float) -> float | bool:  # noqa: FBT001 - a feature's value may be one
    return bits if isinstance(value, str) else value


def _read(query: Mapping[str, Any], catalogue: Catalogue) -> _Query | None:
    kinds = query.get("type")
    wanted = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    if wanted and FILM["id"] not in wanted:
        return None
    properties = [item for item in _many(query.get("properties")) if isinstance(item, dict)]
    values = {pid: [text for item in properties if item.get("pid") == pid for text in _values(item.get("v"), catalogue)]
              for pid in PROPERTIES}  # fmt: skip
    text = query.get("query")
    if not isinstance(text, str) or not text.strip():
        text = next(iter(values["P1476"]), "")
    years = [found[0] for value in values["P577"] if (found := _YEAR.search(value))]
    row: dict[str, object] = {
        "title": text, "year": years[0] if years else None, "directors": values["P57"],
        "people": [name for pid in ("P161", "P58", "P162", "P344") for name in values[pid]],
        **{scheme: values[pid][0] for pid, scheme in _SCHEMES.items() if values[pid]},
    }  # fmt: skip
    limit = query.get("limit")
    try:
        mention = parse(row)
    except InputError:
        return None
    return _Query(mention, min(_MOST, max(1, int(limit))) if isinstance(limit, int | float) else _LIMIT)


def _many(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else () if value is None else (value,)


def _values(value: object, catalogue: Catalogue) -> Iterable[str]:
    """The texts of a property's values; a person given by id stands for their name in the catalogue."""
    for item in _many(value):
        if isinstance(item, dict):
            known = catalogue.person_name(str(item.get("id")))
            text = known or item.get("name")
            if isinstance(text, str):
                yield text
        elif isinstance(item, str | int | float) and not isinstance(item, bool):
            yield str(item)


def _description(film: Film) -> str:
    kind = film.kind or "film"
    year = f"{film.year} " if film.year else ""
    return f"{year}{kind} by {', '.join(film.directors[:3])}" if film.directors else f"{year}{kind}"


def _suggestion(film: Film) -> Answer:
    return {"id": identifier_of(film), "name": film.title, "description": _description(film), "notable": [FILM]}


def _meta(pid: str) -> Answer:
    meta: Answer = {"id": pid, "name": PROPERTIES.get(pid, pid)}
    return meta | {"type": HUMAN} if pid in _ROLES else meta


def _row(film: Film | None, properties: Sequence[str], catalogue: Catalogue) -> Answer:
    return {pid: [] if film is None else _cell(film, pid, catalogue) for pid in properties}


def _cell(film: Film, pid: str, catalogue: Catalogue) -> list[Answer]:
    if pid in _ROLES:
        return [_person(person.key, person.name, catalogue) for person in film.credits if person.role == _ROLES[pid]]
    if pid in _SCHEMES:
        return [{"str": film.ids[_SCHEMES[pid]]}] if _SCHEMES[pid] in film.ids else []
    if pid == "P577":
        return [{"int": year} for year in sorted(film.years)]
    if pid == "P1476":
        return [{"str": text} for text in film.titles]
    return [{"int": film.runtime}] if pid == "P2047" and film.runtime is not None else []


def _person(key: int, label: str, catalogue: Catalogue) -> Answer:
    ids, _ = catalogue.person_ids(key)
    return {"id": ids["wikidata"], "name": label} if "wikidata" in ids else {"str": label}
