"""Films from any Reconciliation Service API (0.1 or 0.2) whose identifiers are Wikidata's.

The service's own `match` and `score` are not trusted: years, directors and ids are fetched with
its data extension, where it has one, and the films are scored like all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from scraper.errors import FetchError
from scraper.link.catalogue import Film, Person
from scraper.link.mention import Mention
from scraper.link.online.client import Client, Request
from scraper.link.sources.entity import is_qid

_SPACE: Final = re.compile(r"^https?://www\.wikidata\.org/entity/?$")
_PROPERTIES: Final = ("P57", "P577", "P345", "P4947")
_LIMIT: Final = 10
_REFUSED: Final = "http_4xx"


class Reconciliation:
    """Asks one service; `name` is its address."""

    def __init__(self, client: Client, endpoint: str) -> None:
        self.name = endpoint
        self._client = client
        self._endpoint = endpoint

    def films(self, mention: Mention) -> Sequence[Film]:
        """The service's candidates with what it can say of them.

        Raises FetchError for a service whose identifiers are not Wikidata's: they would mean nothing here.
        """
        manifest = self._dict(Request(self._endpoint))
        if not _SPACE.match(str(manifest.get("identifierSpace"))):
            raise FetchError(
                f"{self._endpoint}: its identifiers are not Wikidata's; take it out of [link] online",
                code="unsupported_type", url=self._endpoint,
            )  # fmt: skip
        hits = self._candidates(mention)
        rows = self._extended([hit["id"] for hit in hits]) if "extend" in manifest and hits else {}
        return [_film(hit, rows.get(hit["id"]) or {}, -place) for place, hit in enumerate(hits, 1)]

    def _candidates(self, mention: Mention) -> list[dict[str, Any]]:
        properties: list[dict[str, object]] = (
            [{"pid": "P57", "v": list(mention.directors)}] if mention.directors else []
        )
        if mention.year:
            properties.append({"pid": "P577", "v": str(mention.year)})
        query = {"query": mention.titles[0], "type": "Q11424", "limit": _LIMIT}
        try:
            return self._queried(query | ({"properties": properties} if properties else {}))
        except FetchError as error:
            if error.code != _REFUSED or not properties:
                raise
            return self._queried(query)  # a service may refuse a property that it does not know

    def _queried(self, query: dict[str, object]) -> list[dict[str, Any]]:
        answer = self._dict(Request(self._endpoint, form={"queries": json.dumps({"q0": query})}))
        part = answer.get("q0")
        result = part.get("result") if isinstance(part, dict) else None
        return (
            [hit for hit in result if isinstance(hit, dict) and is_qid(hit.get("id"))]
            if isinstance(result, list)
            else []
        )

    def _extended(self, ids: list[str]) -> dict[str, Any]:
        request = {"ids": ids, "properties": [{"id": pid} for pid in _PROPERTIES]}
        try:
            rows = self._dict(Request(self._endpoint, form={"extend": json.dumps(request)})).get("rows")
        except FetchError as error:
            if error.code != _REFUSED:
                raise
            return {}
        return rows if isinstance(rows, dict) else {}

    def _dict(self, request: Request) -> dict[str, Any]:
        answer = self._client.json(request)
        return answer if isinstance(answer, dict) else {}


def _film(hit: dict[str, Any], row: dict[str, Any], key: int) -> Film:
    title = str(hit.get("name") or "")
    years = {int(found[0]) for text in _texts(row, "P577") if (found := re.search(r"\d{4}", text))}
    ids = {"wikidata": str(hit["id"])}
    for pid, scheme in (("P345", "imdb"), ("P4947", "tmdb")):
        if stated := _texts(row, pid):
            ids[scheme] = stated[0]
    people = tuple(Person(0, name, "director") for name in _texts(row, "P57"))
    return Film(key, title, (title,), frozenset(years), ids=ids, publishable=frozenset({"wikidata"}), credits=people)


def _texts(row: dict[str, Any], pid: str) -> list[str]:
    """The values of a cell in whatever of its shapes: text, number, date or named entity."""
    cell = row.get(pid)
    values = [
        next((item[key] for key in ("name", "str", "date", "int") if key in item), None)
        for item in (cell if isinstance(cell, list) else ())
        if isinstance(item, dict)
    ]
    return [str(value) for value in values if value is not None]
