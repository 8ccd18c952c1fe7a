"""The public functions: `from scraper import extract, scrape, link`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scraper import flat, model

if TYPE_CHECKING:
    from scraper.config import SiteFile
    from scraper.link.catalogue import Catalogue
    from scraper.link.mention import Mention

Assume = Literal["review"]


@dataclass(frozen=True, slots=True)
class Review(model.Review):
    """One critic's verdict on one film: the model's review, with its two written forms."""

    extraction: model.Extraction | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, object]:
        """An entry of the flat form's `reviews` (docs/fields.md)."""
        return flat.review_to_dict(self)

    def to_jsonld(self) -> dict[str, Any]:
        """The record: a schema.org Review with its film and people (docs/formats.md)."""
        from scraper.record import review_document  # noqa: PLC0415 - keeps `import scraper` quick

        if self.extraction is None:
            raise TypeError("this review was taken from its page; use the reviews of an Extraction")
        return review_document(self.extraction, model.LinkedReview(self))


@dataclass(frozen=True, slots=True)
class Extraction(model.Extraction):
    """Everything that one page says: `page_kind`, `reason`, `page`, `reviews`, and more (scraper.model)."""

    reviews: tuple[Review, ...]

    def to_dict(self) -> dict[str, object]:
        """The flat form of the page (docs/fields.md)."""
        return flat.to_dict(self)


def extract(
    content: bytes | str,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    site: SiteFile | None = None,
    assume: Assume | None = None,
) -> Extraction:
    """Read one page: which reviews stand on it and what each says.

    `content` is HTML or plain text; bytes are decoded as browsers do, minding a charset in
    `headers` (any case). `url` is where it came from: the base of links and ids. `site` is a
    `scraper.config.SiteFile`. `assume="review"` says that the caller knows this to be a review.
    Never raises for what a page contains.

    >>> page = extract('''<article><h1>Harrow Lane (2021) Review</h1><p>By Ida Moss</p>
    ... <p>Harrow Lane was directed by Ida Ros and it is a thriller about a street.</p>
    ... <p>Rating: 3.5/5</p></article>''', "https://lantern.example/harrow-lane")
    >>> page.page_kind
    'review'
    >>> review = page.reviews[0]
    >>> review.value("film_title"), review.value("reviewer"), review.many("directors")
    ('Harrow Lane', 'Ida Moss', ('Ida Ros',))
    >>> review.answers["score"].evidence[0].exact
    '3.5/5'
    >>> review.to_dict()["score"]["norm"]
    70
    >>> review.to_jsonld()["@graph"][0]["reviewRating"]["bestRating"]
    5
    """
    from scraper.config import SiteFile as File  # noqa: PLC0415 - keeps `import scraper` quick
    from scraper.extract import extract as read  # noqa: PLC0415
    from scraper.pipeline import site_facts  # noqa: PLC0415

    if site is not None and not isinstance(site, File):
        raise TypeError("site is a scraper.config.SiteFile; load one with scraper.config.load_site(path)")
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    return wrap(read(content, url, headers=lower, site=site_facts(site), assume=assume))


def wrap(extraction: model.Extraction) -> Extraction:
    """The model's extraction with the public methods."""
    values = {item.name: getattr(extraction, item.name) for item in dataclasses.fields(extraction)}
    reviews = tuple(
        Review(
            **{item.name: getattr(review, item.name) for item in dataclasses.fields(model.Review)},
            extraction=extraction,
        )
        for review in extraction.reviews
    )
    return Extraction(**values | {"reviews": reviews})


async def scrape(url: str, *, contact: str, wait: float = 60.0, site: SiteFile | None = None) -> Extraction:
    """Fetch one address politely and read it, as `scrape URL` does.

    `contact` (an https page or mailto address) goes into the user agent: without one nothing is
    fetched. The host's turn is kept with every other one-off call of this user; `wait` is how
    many seconds to wait for it at most. Raises scraper.errors.FetchError with a code of
    `scraper.errors.FETCH_CODES`, and ConfigError for a contact that a site's owner could not use.

    >>> import asyncio
    >>> asyncio.run(scrape("https://lantern.example/", contact="ida"))
    Traceback (most recent call last):
    ...
    scraper.errors.ConfigError: contact 'ida' ...
    """
    from scraper.fetch import Fetcher, FetchSettings, OnceOffState  # noqa: PLC0415
    from scraper.pipeline import fetch_whole  # noqa: PLC0415

    settings = FetchSettings(contact=contact, wait=wait)
    with OnceOffState() as state:
        async with Fetcher(settings, state) as fetcher:
            response = await fetch_whole(fetcher.fetch, url)
    return extract(response.body, response.url, headers=dict(reversed(response.headers)), site=site)


def link(mention: Mention | Mapping[str, object] | str, catalogue: Catalogue | Path | str) -> model.Identity:
    """Which film of a catalogue a mention means, or why that cannot be told.

    `mention` is an object with `title` (and `year`, `directors`, `people`), or a title as lists
    print it; `catalogue` is the path of a file that `scrape catalogue` built.
    """
    from scraper.link import link as find  # noqa: PLC0415

    return find(mention, catalogue)
