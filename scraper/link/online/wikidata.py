"""Films from the Wikidata Action API: search by title, or by an exact IMDb or TMDb id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from scraper.link.catalogue import Film, Person
from scraper.link.mention import Mention
from scraper.link.online.client import Client, Request
from scraper.link.sources import entity

_BATCH: Final = 50
"""Ids in one `wbgetentities`; more fails the call."""
_PAGES: Final = 2
"""Pages of search results looked at, of 20 each."""
_PROPS: Final = {"imdb": "P345", "tmdb": "P4947"}


class Wikidata:
    """Asks one Action API endpoint, politely: `maxlag`, one request at a time."""

    name = "wikidata"

    def __init__(self, client: Client, endpoint: str) -> None:
        self._client = client
        self._endpoint = endpoint

    def films(self, mention: Mention) -> Sequence[Film]:
        """Films among what the search finds for each of the mention's titles."""
        found = [qid for scheme, value in mention.ids.items() for qid in self._by_id(scheme, value)]
        found += [qid for text in mention.titles for qid in self._search(text)]
        entities = [one for one in self._entities(dict.fromkeys(found)) if entity.is_film(one)]
        people = {qid for one in entities for prop in entity.ROLES for qid in entity.qids(one, prop)[:10]}
        names = {str(one["id"]): label for one in self._entities(sorted(people)) if (label := entity.label(one))}
        return [film_of(one, names, -number) for number, one in enumerate(entities, 1)]

    def _search(self, text: str) -> Iterator[str]:
        params = {"action": "wbsearchentities", "search": text[:200], "language": "en", "type": "item", "limit": "20"}
        for _ in range(_PAGES):
            answer = self._ask(params)
            yield from (hit["id"] for hit in _list(answer.get("search")) if entity.is_qid(hit.get("id")))
            if "search-continue" not in answer:
                return
            params = {**params, "continue": str(answer["search-continue"])}

    def _by_id(self, scheme: str, value: str) -> Iterator[str]:
        if scheme == "wikidata" and entity.is_qid(value):
            yield value
        elif scheme in _PROPS and value.isalnum():
            search = f"haswbstatement:{_PROPS[scheme]}={value}"
            answer = self._ask({"action": "query", "list": "search", "srsearch": search, "srlimit": "5"})
            hits = answer.get("query")
            yield from (hit["title"] for hit in _list(hits.get("search") if isinstance(hits, dict) else None)
                        if entity.is_qid(hit.get("title")))  # fmt: skip

    def _entities(self, qids: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Entities by id; missing ones left out, merged ones under the id that they have now."""
        wanted = [qid for qid in qids if int(qid[1:]) < 2**31]
        for start in range(0, len(wanted), _BATCH):
            batch = "|".join(wanted[start : start + _BATCH])
            answer = self._ask({"action": "wbgetentities", "ids": batch, "redirects": "yes"})
            found = answer.get("entities")
            for one in found.values() if isinstance(found, dict) else ():
                if isinstance(one, dict) and "missing" not in one and entity.is_qid(one.get("id")):
                    yield one

    def _ask(self, params: dict[str, str]) -> dict[str, Any]:
        answer = self._client.json(Request(self._endpoint, {**params, "format": "json", "maxlag": "5"}))
        return answer if isinstance(answer, dict) else {}


def film_of(one: entity.Entity, names: dict[str, str], key: int) -> Film:
    """A film as the catalogue would have it; `names` are those of its people."""
    titles = tuple(dict.fromkeys(text for text, _, _ in entity.titles(one)))
    people = tuple(
        Person(0, names[qid], role)
        for prop, role in entity.ROLES.items()
        for qid in entity.qids(one, prop)
        if qid in names
    )
    ids = entity.ids(one)
    return Film(
        key, titles[0] if titles else str(one["id"]), titles, frozenset(entity.years(one)), entity.kind(one),
        entity.runtime(one), None, ids, frozenset(ids), people,
    )  # fmt: skip


def _list(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
