"""The sites of a crawl: what the site files say, as the engine needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scraper.config import SiteFile
from scraper.crawl.urls import Scope, canonical
from scraper.errors import UsageError
from scraper.store import Found, Kind, Via


@dataclass(frozen=True, slots=True)
class Site:
    """One site: `hosts` are the names (with port) whose pages belong to it."""

    name: str
    scope: Scope
    seeds: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    file: SiteFile | None = None
    window: str | None = None

    def keys(self, key: Callable[[str], str]) -> set[str]:
        """The politeness keys of its beginnings, as `key` (of a Fetcher) tells them."""
        return {key(url) for url in (*self.seeds, *self.feeds)}

    def beginnings(self, now: float) -> list[Found]:
        """Where its crawl begins; known addresses are left as they are."""
        pages = [Found(url, Kind.LIST, Via.SEED, 0, 0, now) for url in self.seeds]
        return pages + [Found(url, Kind.FEED, Via.SEED, 0, 0, now) for url in self.feeds]


@dataclass(frozen=True, slots=True)
class Sites:
    """All sites of a crawl, by host name."""

    by_host: Mapping[str, Site] = field(default_factory=dict)

    def of(self, url: str) -> Site | None:
        """The site that an address belongs to."""
        return self.by_host.get(urlsplit(url).netloc)

    def all(self) -> list[Site]:
        """Every site once."""
        return list({id(site): site for site in self.by_host.values()}.values())


def gather(files: Mapping[str, SiteFile], seeds: Iterable[str] = (), only: Iterable[str] = ()) -> Sites:
    """The sites of the site files and of seeds without one; of `only` (host names) where given.

    Raises UsageError for a host that has no site file and for a seed that is no address.
    """
    wanted = list(only)
    for host in wanted:
        if host not in files:
            raise UsageError(
                f"{host}: there is no config/sites/{host}.toml; name a site that has a file, or use --seed"
            )
    made = [_from_file(file) for host, file in files.items() if not wanted or host in wanted]
    table = {host: site for site in made for host in site.scope.hosts}
    for seed in seeds:
        url = canonical(seed)
        if url is None:
            raise UsageError(f"--seed {seed!r}: give a full address that begins with https:// or http://")
        host = urlsplit(url).netloc
        before = table.get(host)
        site = Site(host, Scope([host]), (url,)) if before is None else before
        if before is not None and url not in before.seeds:
            site = Site(before.name, before.scope, (*before.seeds, url), before.feeds, before.file, before.window)
        table.update(dict.fromkeys(site.scope.hosts, site))
    return Sites(table)


def _from_file(file: SiteFile) -> Site:
    seeds = tuple(url for raw in file.seeds or (f"https://{file.host}/",) if (url := canonical(raw)))
    feeds = tuple(url for raw in file.feeds if (url := canonical(raw)))
    hosts = {file.host, *(urlsplit(url).netloc for url in (*seeds, *feeds))}
    twins = {_twin(host) for host in hosts}
    return Site(file.host, Scope(hosts | twins, file.include, file.exclude), seeds, feeds, file, file.window)


def _twin(host: str) -> str:
    """The same site with or without `www.`; an address in figures has no twin.

    >>> _twin("ida.example"), _twin("www.ida.example"), _twin("127.0.0.1:80")
    ('www.ida.example', 'ida.example', '127.0.0.1:80')
    """
    if host.startswith("www."):
        return host.removeprefix("www.")
    return f"www.{host}" if any(letter.isalpha() for letter in host) else host
