"""The official Elasticsearch client behind the bulk adapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from scraper.publish.engines.bulk import MAPPINGS, SETTINGS, Client, alias_actions, failure, page_body


def client(url: str, key: str | None, name: str) -> Client:
    """A client that leaves all waiting to us."""
    return _Elastic(Elasticsearch(url, api_key=key, max_retries=0, request_timeout=60), name)


class _Elastic:
    def __init__(self, inner: Elasticsearch, name: str) -> None:
        self.inner = inner
        self.name = name

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except ApiError as error:
            raise failure(self.name, error.status_code, str(error)) from error
        except TransportError as error:
            raise failure(self.name, None, str(error)) from error

    def exists(self, index: str) -> bool:
        with self._failing():
            return bool(self.inner.indices.exists(index=index))

    def create(self, index: str) -> None:
        with self._failing():
            self.inner.indices.create(index=index, settings=dict(SETTINGS), mappings=dict(MAPPINGS))

    def alias(self, alias: str, index: str) -> None:
        with self._failing():
            self.inner.indices.update_aliases(actions=alias_actions(alias, index))

    def bulk(self, lines: list[Mapping[str, Any]]) -> Mapping[str, Any]:
        with self._failing():
            return dict(self.inner.bulk(operations=lines))

    def refresh(self, index: str) -> None:
        with self._failing():
            self.inner.indices.refresh(index=index)

    def page(self, index: str, after: str | None) -> Mapping[str, Any]:
        body = page_body(after)
        with self._failing():
            found = self.inner.search(
                index=index,
                size=body["size"],
                sort=body["sort"],
                source=body["_source"],
                search_after=body.get("search_after"),
            )
        return dict(found)

    def close(self) -> None:
        self.inner.close()
