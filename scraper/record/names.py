"""Stable names (IRIs) for reviews, films, people and outlets, and the public ids of linked ones."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from scraper.fields import fold
from scraper.model import Identity
from scraper.record.canonical import clean

WIKIDATA: Final = "http://www.wikidata.org/entity/"
"""The concept IRI is http, not https (https://www.wikidata.org/wiki/Wikidata:Data_access)."""

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:film-review-scraper")
_IRI_LIMIT: Final = 2048
_NOT_IN_IRI: Final = re.compile(
    r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\s\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)
_SHAPES: Final = {
    "wikidata": re.compile(r"Q[1-9]\d{0,11}"),
    "imdb": re.compile(r"(?:tt|nm)\d{7,10}"),
    "tmdb": re.compile(r"[1-9]\d{0,9}"),
}
_PAGES: Final = {
    ("imdb", "film"): "https://www.imdb.com/title/{}/",
    ("imdb", "person"): "https://www.imdb.com/name/{}/",
    ("tmdb", "film"): "https://www.themoviedb.org/movie/{}",
    ("tmdb", "person"): "https://www.themoviedb.org/person/{}",
}


def record_id(review_id: str) -> str:
    """Feed id and file name of a review: the SHA-256 of its id, in hex."""
    return hashlib.sha256(review_id.encode("utf-8", "replace")).hexdigest()


def local(kind: str, parts: Sequence[str], base: str | None) -> str:
    """A name of our own for what is not linked: `urn:uuid:` (version 5), or https under `base`.

    >>> local("film", ["harrow lane", "2021"], None) == local("film", ["harrow lane", "2021"], None)
    True
    """
    key = "\n".join([kind, *parts]).encode("utf-8", "replace").decode()  # a lone surrogate has no bytes
    name = uuid.uuid5(_NAMESPACE, key)
    return f"urn:uuid:{name}" if base is None else f"{base.rstrip('/')}/{kind}/{name}"


def film_iri(
    title: str | None, year: object, directors: Sequence[str], review_id: str, identity: Identity, base: str | None
) -> str:
    """Wikidata's concept IRI when the film is linked and that may be published, else a local name.

    A review whose film has no title names a film of its own: nothing says that two are the same.
    """
    linked = dict(public_ids(identity)).get("wikidata")
    if linked is not None:
        return WIKIDATA + linked
    if title is None:
        return local("film", [review_id], base)
    return local("film", [fold(title), str(year or ""), *sorted(map(fold, directors))], base)


def person_iri(name: str, scope: str, identity: Identity | None, base: str | None) -> str:
    """A person of a film (`scope`: the film's name) or of an outlet (`scope`: its host or name).

    The same printed name in two films is not the same person until a link says so.
    """
    linked = dict(public_ids(identity)).get("wikidata") if identity is not None else None
    return WIKIDATA + linked if linked is not None else local("person", [scope, fold(name)], base)


def iri(address: str) -> str:
    """An address as an IRI (RFC 3987): what may not stand in one is percent-encoded.

    >>> iri("https://reviews.example/a b")
    'https://reviews.example/a%20b'
    """
    if len(address) > _IRI_LIMIT:
        return f"urn:sha256:{record_id(address)}"
    return _NOT_IN_IRI.sub(lambda hit: quote(hit[0], safe="", errors="replace"), address)


def origin(url: str | None) -> str | None:
    """`https://host[:port]` of an address; None when it is no web address.

    >>> origin("https://reviews.example/2021/harrow-lane/")
    'https://reviews.example'
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return f"{parts.scheme}://{iri(parts.netloc.lower())}"


def public_ids(identity: Identity) -> Iterator[tuple[str, str]]:
    """Ids that may be published: of a sure or confirmed link, with a free licence, of the right shape."""
    if identity.band != "auto":
        return
    for key in sorted(identity.ids.keys() & identity.publishable):
        shape, value = _SHAPES.get(key), identity.ids[key]
        if shape.fullmatch(value) if shape is not None else value and value == clean(value):
            yield key, value


def page_of(key: str, value: str, kind: str) -> str | None:
    """The public page of an id, for `sameAs`; None where we know none."""
    pattern = _PAGES.get((key, kind))
    return None if pattern is None else pattern.format(value)
