"""OpenSearch and Elasticsearch: one bulk adapter over both official clients.

Versions are the outbox's (`version_type: external`), so a late request cannot overwrite: the
answer 409 means that a newer copy is already there, which is success. A bulk answer of 200 can
hold failures; every item is read. 429 and 5xx of an item: only those items are sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from scraper.errors import ConfigError
from scraper.publish.engines import LAYOUT, BusyError, EngineError, Item, Rejected

_PAGE: Final = 1_000
_BUSY: Final = frozenset({408, 429, 502, 503, 504})
_TEXT: Final = {"type": "text", "analyzer": "folded", "fields": {"raw": {"type": "keyword", "ignore_above": 512}}}
_KEYWORD: Final = {"type": "keyword", "ignore_above": 512}
SETTINGS: Final[Mapping[str, Any]] = {
    "analysis": {"analyzer": {"folded": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}}}
}
MAPPINGS: Final[Mapping[str, Any]] = {
    "dynamic": False,
    "_meta": {"layout": LAYOUT},
    "properties": {
        "id": _KEYWORD,
        "version": {"type": "long"},
        **dict.fromkeys(("title", "alternate_titles", "directors", "people", "critic", "headline"), _TEXT),
        "abstract": {"type": "text", "analyzer": "folded"},
        **dict.fromkeys(
            ("categories", "tags", "genres", "channels", "site", "film", "film_link", "language"), _KEYWORD
        ),
        "film_ids": {"properties": dict.fromkeys(("wikidata", "imdb", "tmdb"), _KEYWORD)},
        "published": _KEYWORD,
        "year": {"type": "integer"},
        "score_norm": {"type": "float"},
    },
}


class Client(Protocol):
    """What the adapter asks of either client; answers are plain data."""

    def exists(self, index: str) -> bool:
        """Whether the index is there."""

    def create(self, index: str) -> None:
        """Create it with our settings and mappings."""

    def alias(self, alias: str, index: str) -> None:
        """Let the alias stand for this index and for no other."""

    def bulk(self, lines: list[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Send action and source lines."""

    def refresh(self, index: str) -> None:
        """Let searches see everything that was written."""

    def page(self, index: str, after: str | None) -> Mapping[str, Any]:
        """The next reviews by id, with their version."""

    def close(self) -> None:
        """Let go of the connections."""


def connect(name: str, settings: Mapping[str, object]) -> BulkEngine:
    """The engine of a section; `key` is its API key, where it wants one."""
    url = str(settings.get("url") or "")
    if not url.startswith(("http://", "https://")):
        raise ConfigError(f"[publish.{name}] url is {url!r}; give the engine's http or https address")
    key = str(settings["key"]) if settings.get("key") else None
    alias = str(settings.get("index") or "reviews")
    if settings.get("engine") == "elasticsearch":
        from scraper.publish.engines import elastic  # noqa: PLC0415 - each client is installed only where it is used

        return BulkEngine(name, elastic.client(url, key, name), alias)
    from scraper.publish.engines import opensearch  # noqa: PLC0415 - the same

    return BulkEngine(name, opensearch.client(url, key, name), alias)


class BulkEngine:
    """Index `<alias>-v<layout>` behind the alias that readers use."""

    def __init__(self, name: str, client: Client, alias: str) -> None:
        self.name = name
        self.client = client
        self.alias = alias
        self.index = f"{alias}-v{LAYOUT}"

    def prepare(self) -> None:
        """Create the index where it is missing."""
        if not self.client.exists(self.index):
            self.client.create(self.index)

    def activate(self) -> None:
        """Point the alias at this layout's index."""
        self.client.alias(self.alias, self.index)

    def apply(self, items: Sequence[Item]) -> Sequence[Rejected]:
        """One bulk request; raises `BusyError` when any item is to be sent again.

        Sending all of a batch again is safe: what was taken answers 409.
        """
        lines = [line for item in items for line in self._lines(item)]
        answer = self.client.bulk(lines)
        outcomes = [next(iter(entry.values())) for entry in answer.get("items", ())]
        if len(outcomes) != len(items):
            raise EngineError(f"[publish.{self.name}] {len(items)} items sent, {len(outcomes)} answered; check the url")
        rejected = [self._rejected(item, outcome) for item, outcome in zip(items, outcomes, strict=True)]
        return [one for one in rejected if one is not None]

    def _lines(self, item: Item) -> Iterator[Mapping[str, Any]]:
        action = "delete" if item.document is None else "index"
        yield {action: {"_index": self.index, "_id": item.id, "version": item.version, "version_type": "external"}}
        if item.document is not None:
            yield {**item.document.as_dict(), "version": item.version}

    def _rejected(self, item: Item, outcome: Mapping[str, Any]) -> Rejected | None:
        status = int(outcome.get("status", 0))
        if 200 <= status < 300 or status == 409 or (status == 404 and item.document is None):  # noqa: PLR2004 - HTTP
            return None
        reason = str((outcome.get("error") or {}).get("reason", f"status {status}"))
        if status in _BUSY:
            raise BusyError(f"[publish.{self.name}] the engine is overloaded ({reason[:200]}); run again later")
        return Rejected(item.id, item.version, reason[:300])

    def versions(self) -> Iterator[tuple[str, int]]:
        """Id and version of every review, page by page."""
        self.client.refresh(self.index)
        after: str | None = None
        while hits := self.client.page(self.index, after)["hits"]["hits"]:
            for hit in hits:
                yield str(hit["_id"]), int(hit["_source"]["version"])
            after = hits[-1]["sort"][0]

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()


def page_body(after: str | None) -> dict[str, Any]:
    """The search that `Client.page` sends."""
    body: dict[str, Any] = {"size": _PAGE, "sort": [{"id": "asc"}], "_source": ["version"]}
    return body if after is None else body | {"search_after": [after]}


def alias_actions(alias: str, index: str) -> list[dict[str, Any]]:
    """Remove the alias from every other layout and add it here, in one step."""
    return [
        {"remove": {"index": f"{alias}-v*", "alias": alias, "must_exist": False}},
        {"add": {"index": index, "alias": alias}},
    ]


def failure(name: str, status: object, words: str) -> EngineError:
    """The error for a call that failed as a whole."""
    line = " ".join(words.split())[:200]
    if not isinstance(status, int) or status in _BUSY:
        return BusyError(f"[publish.{name}] the engine cannot be reached ({line}); check its url, or run again later")
    return EngineError(f"[publish.{name}] the engine answered {status} ({line}); check url, index and key_variable")
