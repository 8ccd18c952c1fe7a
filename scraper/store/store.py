"""The store: all verbs over one database."""

from __future__ import annotations

from scraper.store.forget import ForgetVerbs
from scraper.store.health import HealthVerbs


class Store(ForgetVerbs, HealthVerbs):
    """Pages, visits, hosts, records and the outbox behind a few verbs.

    >>> from scraper.store import Found, open_store
    >>> store = open_store(":memory:")
    >>> store.put("example.org", [Found("https://example.org/")])
    (1, 0)
    """
