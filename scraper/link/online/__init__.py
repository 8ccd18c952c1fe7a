"""Services asked over the network for what the catalogue left open; off by default.

A project names them as `[link] online`. Only `scrape link` asks, one question at a time; everything
else reads what was answered then from the cache. What TMDb said is forgotten after six months, as its terms want.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from scraper.errors import ConfigError

if TYPE_CHECKING:
    import httpx

    from scraper.link.catalogue import Film
    from scraper.link.mention import Mention
    from scraper.link.online.client import Client, Clock

HALF_A_YEAR: Final = 180 * 86_400.0
"""Seconds for which answers are kept."""
KEY_VARIABLE: Final = "TMDB_API_KEY"
_ENDPOINTS: Final = {"wikidata": "https://www.wikidata.org/w/api.php", "tmdb": "https://api.themoviedb.org/3"}


class Resolver(Protocol):
    """Finds films that a mention may mean. Raises FetchError where the service gives no answer."""

    name: str

    def films(self, mention: Mention) -> Sequence[Film]:
        """Candidates, in no order that counts: they are scored like those of the catalogue."""


@dataclass(frozen=True, slots=True)
class Online:
    """Which services a project asks, and how; picklable.

    `names` are "wikidata", "tmdb" or the address of a reconciliation service. `offline`: only what
    is in `cache` is answered. `agent` is the User-Agent with the contact. `key` is TMDb's.
    """

    names: tuple[str, ...]
    cache: Path
    agent: str
    offline: bool = True
    key: str = ""


def open_resolvers(
    online: Online, *, clock: Clock | None = None, endpoints: Mapping[str, str] = _ENDPOINTS,
    transport: httpx.BaseTransport | None = None,
) -> list[Resolver]:  # fmt: skip
    """The resolvers of a project. Raises ConfigError for a service that cannot be asked."""
    from scraper.link.online import client, reconcile, tmdb, wikidata  # noqa: PLC0415 - only where they are wanted

    def opened(interval: float) -> Client:
        return client.Client(
            online.agent, interval=interval, cache=online.cache, keep=HALF_A_YEAR, offline=online.offline,
            clock=clock, transport=transport,
        )  # fmt: skip

    resolvers: list[Resolver] = []
    for name in online.names:
        if name == "wikidata":
            resolvers.append(wikidata.Wikidata(opened(1.0), endpoints[name]))
        elif name == "tmdb":
            if not online.key and not online.offline:
                raise ConfigError(f"[link] online names tmdb, which wants a key; set {KEY_VARIABLE}")
            resolvers.append(tmdb.Tmdb(opened(0.1), endpoints[name], online.key))
        elif name.startswith(("https://", "http://")):
            resolvers.append(reconcile.Reconciliation(opened(1.0), name))
        else:
            raise ConfigError(f"[link] online names {name!r}; give wikidata, tmdb or the address of a service")
    return resolvers
