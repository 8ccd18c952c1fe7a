"""Settings (`config/scraper.toml`) and site files (`config/sites/<host>.toml`).

Read once at the start by a driver, checked, and handed down as values; no function below a
driver reads a file or the environment for its settings.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from scraper import _toml
from scraper._toml import key
from scraper.errors import ConfigError
from scraper.fields import BY_NAME

FLOOR: Final = 5.0
"""Seconds between two requests to a host that is not ours; no setting goes below it."""

_MAIL: Final = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:.]+")
_WINDOW: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d [A-Za-z_]+(/[A-Za-z_+\-0-9]+)*")


def check_contact(contact: str, where: str) -> str:
    """A contact that a site's owner can use: an https page, or a mailto address."""
    parts = urlsplit(contact)
    if parts.scheme == "mailto" and _MAIL.fullmatch(parts.path):
        return contact
    if parts.scheme == "https" and parts.hostname and not re.search(r"\s", contact):
        return contact
    if _MAIL.fullmatch(contact):
        raise ConfigError(f"{where} is {contact!r}; write it as mailto:{contact}")
    raise ConfigError(f"{where} is {contact!r}; give an https page or mailto:you@example.org")


def _window(value: str, where: str) -> str:
    if not _WINDOW.fullmatch(value):
        raise ConfigError(f'{where} is {value!r}; write it like "22:00-06:00 Europe/Paris"')
    return value


def _https(value: str, where: str) -> str:
    if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
        raise ConfigError(f"{where} is {value!r}; give an https address")
    return value if value.endswith("/") else value + "/"


def _addresses(value: tuple[str, ...], where: str) -> tuple[str, ...]:
    for item in value:
        if urlsplit(item).scheme not in {"http", "https"} or not urlsplit(item).hostname:
            raise ConfigError(f"{where} has {item!r}; give full addresses that begin with https:// or http://")
    return value


def _selectors(value: Mapping[str, str], where: str) -> Mapping[str, str]:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415 - only site files need a parser

    for name, selector in value.items():
        if name not in BY_NAME:
            raise ConfigError(f"{where}: unknown field {name!r}{_toml.suggest(name, BY_NAME)}")
        try:
            LexborHTMLParser("<p>").css(selector.partition("@")[0])
        except SelectolaxError as error:
            raise ConfigError(f"{where}.{name} is {selector!r}; that is no CSS selector") from error
    return value


def _seconds(value: float, where: str) -> float:
    if not 0 <= value < float("inf"):
        raise ConfigError(f"{where} is {value!r}; give a number of seconds, 0 or more")
    return value


def _positive(value: float, where: str) -> float:
    if not 0 < value < float("inf"):
        raise ConfigError(f"{where} is {value!r}; give a number above 0")
    return value


@dataclass(frozen=True, kw_only=True)
class HostRule:
    """What the operator decides about asking one host."""

    own: bool = key(default=False, meaning="the host is yours: it may be private, and asked faster")
    delay: float | None = key(None, "seconds between two requests; below 5 only where own = true", _seconds)
    window: str | None = key(None, 'when it may be asked, like "22:00-06:00 Europe/Paris"', _window)
    reserved: str | None = key(None, "why to read it although it reserves text and data mining; kept with each visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSettings:
    """[record]: how records are named."""

    base: str | None = key(None, "https address under which ids of unlinked films and people are made", _https)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """[link]: where films are looked up."""

    catalogue: str | None = key(None, "path of the catalogue that `scrape catalogue` built")
    online: tuple[str, ...] = key(
        tuple,
        'services that `scrape link` asks for the rest: "wikidata", "tmdb", the address of a reconciliation service',
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """[publish.<name>]: a search engine that is kept in step."""

    engine: str = key("", "postgres, opensearch or elasticsearch")
    url: str = key("", "its address; of PostgreSQL a postgresql:// address")
    index: str = key("reviews", "name of the view or alias that readers use")
    key_variable: str | None = key(None, "environment variable that holds its API key")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperateSettings:
    """[operate]: who is told when `scrape health` finds something."""

    webhook: str | None = key(None, "https address that gets the findings as JSON")
    command: tuple[str, ...] = key(tuple, "program and arguments; gets the findings as JSON on standard input")
    stale_hours: float = key(26.0, "hours after which the last success is too old", _positive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`config/scraper.toml`; every key has a default, and fetching needs `contact`."""

    contact: str | None = key(None, "who answers for this crawler: an https page or mailto address", check_contact)
    store: str = key("output/store.sqlite", "path of the SQLite store, or a postgresql:// address")
    delay: float = key(FLOOR, "seconds between two requests to one host; at least 5", _positive)
    record: RecordSettings = key(RecordSettings, "how records are named")
    link: LinkSettings = key(LinkSettings, "where films are looked up")
    publish: Mapping[str, PublishSettings] = key(dict, "search engines that are kept in step, by a name of yours")
    operate: OperateSettings = key(OperateSettings, "who is told when something is wrong")
    hosts: Mapping[str, HostRule] = key(dict, "rules for single hosts, by literal name or address")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a site prints where, until it is redesigned."""

    best: float | None = key(None, "the best score of the site's own scale", _positive)
    selectors: Mapping[str, str] = key(
        dict, "CSS selector per field; `@name` at its end reads it from there", _selectors
    )


@dataclass(frozen=True, kw_only=True)
class Until(Facts):
    """[[until]]: what held for pages fetched before a redesign."""

    date_: date | None = key(None, "the day of the redesign: for pages fetched before it")


@dataclass(frozen=True, kw_only=True)
class SiteFile(Facts, HostRule):
    """`config/sites/<host>.toml`."""

    host: str = key("", "host name; the same as the file's name")
    name: str | None = key(None, "the site's name, never taken for a critic's")
    language: str | None = key(None, "BCP 47 tag of the language of its reviews")
    region: str | None = key(None, "ISO 3166 code of the country it writes for")
    reviewer: str | None = key(None, "the one critic of a site that prints no bylines")
    seeds: tuple[str, ...] = key(tuple, "addresses where a crawl begins", _addresses)
    feeds: tuple[str, ...] = key(tuple, "RSS or Atom feeds", _addresses)
    include: tuple[str, ...] = key(tuple, "path patterns with * that a crawl keeps to; empty: all")
    exclude: tuple[str, ...] = key(tuple, "path patterns with * that a crawl leaves out")
    until: tuple[Until, ...] = key(tuple, "sections of earlier designs, oldest first")

    def at(self, day: date) -> SiteFile:
        """The site as it was on `day`: the first section whose date lies after it replaces the facts."""
        for section in self.until:
            if section.date_ is not None and day < section.date_:
                return dataclasses.replace(self, best=section.best, selectors=section.selectors)
        return self


def _above(file: SiteFile, rule: HostRule | None) -> HostRule:
    """What a site file says of asking its host, and the settings' entry where it is silent."""
    if rule is None:
        return file
    return HostRule(
        own=file.own or rule.own,
        delay=rule.delay if file.delay is None else file.delay,
        window=file.window or rule.window,
        reserved=file.reserved or rule.reserved,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project folder, read: None as `folder` for one-off use without one."""

    folder: Path | None
    settings: Settings
    sites: Mapping[str, SiteFile]

    @property
    def hosts(self) -> Mapping[str, HostRule]:
        """How single hosts may be asked: the settings' entries, each key below what the host's site file says."""
        rules = self.settings.hosts
        return {**rules, **{host: _above(file, rules.get(host)) for host, file in self.sites.items()}}

    def site(self, url: str | None) -> SiteFile | None:
        """The site file of an address's host."""
        try:
            parts = urlsplit(url or "")
        except ValueError:
            return None
        return self.sites.get(parts.netloc.lower()) or self.sites.get(parts.hostname or "")

    @property
    def catalogue(self) -> Path:
        """Where the catalogue of films is, or would be: `[link] catalogue`, else in `output`."""
        named = self.settings.link.catalogue
        return (self.folder or Path.cwd()) / named if named else self.output / "catalogue.sqlite"

    @property
    def decisions(self) -> Path:
        """Where people's decisions about links are kept."""
        return (self.folder or Path.cwd()) / "config" / "decisions" / "links.jsonl"

    @property
    def output(self) -> Path:
        """Where everything is written."""
        return (self.folder or Path.cwd()) / "output"


def load_project(folder: Path | None) -> Project:
    """Settings and site files of a project folder; defaults where there is none."""
    if folder is None:
        return Project(folder=None, settings=Settings(), sites={})
    return Project(
        folder=folder,
        settings=load_settings(folder / "config" / "scraper.toml"),
        sites=load_sites(folder / "config" / "sites"),
    )


def load_settings(path: Path) -> Settings:
    """Read and check `scraper.toml`."""
    settings = _toml.build(Settings, _toml.read(path), str(path))
    if settings.delay < FLOOR:
        raise ConfigError(
            f"{path}: delay is {settings.delay:g}; at least {FLOOR:g}, or set it per host with own = true"
        )
    for name, rule in settings.hosts.items():
        _check_rule(rule, f"{path}: hosts.{name}")
    return settings


def load_sites(folder: Path) -> dict[str, SiteFile]:
    """Read and check every site file of a folder, by host."""
    return {path.stem: load_site(path) for path in sorted(folder.glob("*.toml"))}


def load_site(path: Path) -> SiteFile:
    """Read and check one site file."""
    site = _toml.build(SiteFile, _toml.read(path), str(path))
    if site.host != path.stem:
        raise ConfigError(f"{path}: host is {site.host!r}; write host = {path.stem!r}, the same as the file's name")
    dates = [section.date_ for section in site.until]
    if None in dates:
        raise ConfigError(f"{path}: [[until]] has no date; add the day of the redesign, as date = 2024-05-31")
    if dates != sorted(filter(None, dates)):
        raise ConfigError(f"{path}: [[until]] sections are out of order; write the oldest first")
    _check_rule(site, str(path))
    return site


def config_schema() -> dict[str, Any]:
    """JSON Schema of `config/scraper.toml`."""
    return _toml.schema(Settings, "config/scraper.toml")


def site_schema() -> dict[str, Any]:
    """JSON Schema of `config/sites/<host>.toml`."""
    return _toml.schema(SiteFile, "config/sites/<host>.toml")


def _check_rule(rule: HostRule, where: str) -> None:
    if rule.delay is not None and rule.delay < FLOOR and not rule.own:
        raise ConfigError(f"{where}: delay is {rule.delay:g}; at least {FLOOR:g} unless the host is yours (own = true)")
    if rule.own and "*" in where.rpartition("hosts.")[2]:
        raise ConfigError(f"{where}: own takes a literal name or address, never a pattern")
