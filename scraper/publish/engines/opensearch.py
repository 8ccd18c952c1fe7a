"""The official OpenSearch client behind the bulk adapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException, TransportError

from scraper.publish.engines.bulk import MAPPINGS, SETTINGS, Client, alias_actions, failure, page_body


def client(url: str, key: str | None, name: str) -> Client:
    """A client that leaves all waiting to us."""
    headers = {"Authorization": f"ApiKey {key}"} if key else {}
    return _OpenSearch(OpenSearch(url, headers=headers, max_retries=0, timeout=60), name)


class _OpenSearch:
    def __init__(self, inner: OpenSearch, name: str) -> None:
        self.inner = inner
        self.name = name

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except TransportError as error:
            raise failure(self.name, error.status_code, str(error)) from error
        except OpenSearchException as error:
            raise failure(self.name, None, str(error)) from error

    def exists(self, index: str) -> bool:
        with self._failing():
            return bool(self.inner.indices.exists(index=index))

    def create(self, index: str) -> None:
        with self._failing():
            self.inner.indices.create(index=index, body={"settings": SETTINGS, "mappings": MAPPINGS})

    def alias(self, alias: str, index: str) -> None:
        with self._failing():
            self.inner.indices.update_aliases(body={"actions": alias_actions(alias, index)})

    def bulk(self, lines: list[Mapping[str, Any]]) -> Mapping[str, Any]:
        with self._failing():
            return dict(self.inner.bulk(body=lines))

    def refresh(self, index: str) -> None:
        with self._failing():
            self.inner.indices.refresh(index=index)

    def page(self, index: str, after: str | None) -> Mapping[str, Any]:
        with self._failing():
            return dict(self.inner.search(index=index, body=page_body(after)))

    def close(self) -> None:
        self.inner.close()
