"""Films from the TMDb API v3. Its search is ordered by popularity, so everything is scored anew.

The key stands in no message and no cache. What only TMDb says is not published. This product uses
the TMDB API but is not endorsed or certified by TMDB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from scraper.link.catalogue import Film, Person
from scraper.link.mention import Mention
from scraper.link.online.client import Client, Request

_DETAILED: Final = 5
"""Results of a search whose details are asked for."""
_APPENDED: Final = "credits,alternative_titles,external_ids,release_dates,translations"
_JOBS: Final = {"Director": "director", "Writer": "writer", "Screenplay": "writer", "Producer": "producer",
                "Director of Photography": "cinematographer", "Original Music Composer": "composer",
                "Editor": "editor"}  # fmt: skip
_TOP_CAST: Final = 10
_TOKEN: Final = 60
"""A read token is a long JWT, an API key 32 digits."""


class Tmdb:
    """Asks one TMDb endpoint with a user's own key or read token."""

    name = "tmdb"

    def __init__(self, client: Client, endpoint: str, key: str) -> None:
        self._client = client
        self._endpoint = endpoint
        bearer = len(key) > _TOKEN
        self._secret = {"Authorization": f"Bearer {key}"} if bearer else {"api_key": key} if key else {}

    def films(self, mention: Mention) -> Sequence[Film]:
        """Films by the page's ids, and the first results for each title, in the mention's year and without it."""
        found = list(self._by_id(mention))
        for text in mention.titles:
            hits = list(self._search(text, mention.year)) if mention.year else []
            found += hits or list(self._search(text, None))
        details = (self._get(f"/movie/{number}", {"append_to_response": _APPENDED}) for number in dict.fromkeys(found))
        return [film_of(one, -place) for place, one in enumerate(details, 1) if isinstance(one.get("id"), int)]

    def _by_id(self, mention: Mention) -> Iterator[int]:
        if mention.ids.get("tmdb", "").isdecimal():
            yield int(mention.ids["tmdb"])
        if re.fullmatch(r"tt\d+", mention.ids.get("imdb", "")):
            answer = self._get(f"/find/{mention.ids['imdb']}", {"external_source": "imdb_id"})
            yield from _numbers(answer.get("movie_results"))

    def _search(self, text: str, year: int | None) -> Iterator[int]:
        params = {"query": text[:200], "include_adult": "false", "page": "1"}
        answer = self._get("/search/movie", params | ({"year": str(year)} if year else {}))
        yield from list(_numbers(answer.get("results")))[:_DETAILED]

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        answer = self._client.json(Request(self._endpoint + path, params, secret=self._secret), missing_ok=True)
        return answer if isinstance(answer, dict) else {}


def film_of(one: dict[str, Any], key: int) -> Film:
    """A film as the catalogue would have it, with the years of all its releases."""
    titles = tuple(dict.fromkeys(_titles(one)))
    minutes = one.get("runtime")
    return Film(
        key,
        titles[0] if titles else "",
        titles,
        frozenset(_years(one)),
        runtime=minutes if isinstance(minutes, int) and minutes > 0 else None,
        ids=_ids(one),
        credits=tuple(_credits(one)),
    )


def _titles(one: dict[str, Any]) -> Iterator[str]:
    names = [one.get("title"), one.get("original_title")]
    names += [item.get("title") for item in _items(one, "alternative_titles", "titles")]
    names += [(item.get("data") or {}).get("title") for item in _items(one, "translations", "translations")]
    yield from (name for name in names if isinstance(name, str) and name.strip())


def _years(one: dict[str, Any]) -> Iterator[int]:
    dates = [one.get("release_date")]
    for country in _items(one, "release_dates", "results"):
        dates += [item.get("release_date") for item in _items({"": country}, "", "release_dates")]
    yield from (int(date[:4]) for date in dates if isinstance(date, str) and re.match(r"\d{4}-", date))


def _ids(one: dict[str, Any]) -> dict[str, str]:
    held = one.get("external_ids")
    outside = held if isinstance(held, dict) else {}
    found = {
        "tmdb": str(one.get("id")),
        "imdb": one.get("imdb_id") or outside.get("imdb_id"),
        "wikidata": outside.get("wikidata_id"),
    }
    return {scheme: value for scheme, value in found.items() if isinstance(value, str) and value}


def _credits(one: dict[str, Any]) -> Iterator[Person]:
    for item in _items(one, "credits", "crew"):
        role = _JOBS.get(str(item.get("job")))
        if role and isinstance(item.get("name"), str):
            yield Person(0, item["name"], role)
    for item in _items(one, "credits", "cast")[:_TOP_CAST]:
        if isinstance(item.get("name"), str):
            yield Person(0, item["name"], "actor", item.get("character") or None)


def _items(one: dict[str, Any], part: str, key: str) -> list[dict[str, Any]]:
    held = one.get(part)
    value = held.get(key) if isinstance(held, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _numbers(value: object) -> Iterator[int]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and isinstance(item.get("id"), int):
            yield item["id"]
