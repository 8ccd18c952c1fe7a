"""The workbench as a Starlette application: every page is rendered here, none needs a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from jinja2 import ChainableUndefined, Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scraper.config import Project
from scraper.errors import ScraperError
from scraper.model import Change
from scraper.publish.index import SearchIndex
from scraper.publish.search import CAP, Query, search
from scraper.store import Store, open_store
from scraper.web.charts import Verdict, band, median, verdicts
from scraper.web.guard import Guard
from scraper.web.links import LinkPages
from scraper.web.operating import runs_page, site_page, sites_page
from scraper.web.reconcile import ReconcilePages
from scraper.web.views import PAGE, Asked, read_ledger, safe_link, ticks

NAV: Final = (("/", "Search"), ("/links", "Links"), ("/sites", "Sites"), ("/runs", "Runs"))
_SHOWN: Final = 200
_ADDRESSES: Final = (
    ("wikidata", "Wikidata", "https://www.wikidata.org/wiki/{}"),
    ("imdb", "IMDb", "https://www.imdb.com/title/{}/"),
    ("tmdb", "TMDb", "https://www.themoviedb.org/movie/{}"),
)


class Workbench:
    """The pages of one project. Index and store are opened for each request, so a new index is seen at once."""

    def __init__(self, project: Project, guard: Guard) -> None:
        self.project = project
        self.guard = guard
        self.links = LinkPages(self)
        self.templates = Environment(
            loader=PackageLoader("scraper.web"),
            autoescape=select_autoescape(default=True),
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["band"] = band
        self.templates.filters["ticks"] = ticks

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self.project.folder or Path.cwd()

    @contextmanager
    def index(self) -> Iterator[SearchIndex]:
        """The search index, to be read."""
        found = SearchIndex(self.project.output / "search.sqlite", read_only=True)
        try:
            yield found
        finally:
            found.close()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The project's store."""
        target = self.project.settings.store
        remote = target.startswith(("postgresql://", "postgres://"))
        if not remote and not (self.folder / target).exists():
            raise ScraperError(f"{self.folder / target} does not exist yet; `scrape crawl` makes it")
        store = open_store(target if remote else self.folder / target)
        try:
            yield store
        finally:
            store.close()

    def latest(self, key: str) -> Change | None:
        """The last change of a review in the store; None when it is gone."""
        with self.store() as store:
            change = store.latest(key)
        return None if change is None or change.document is None else change

    def page(self, request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """A template with what every page shows."""
        here = request.url.path
        common = {"nav": NAV, "here": here, "waiting": self.links.waiting(), "form_key": self.guard.form_key}
        return HTMLResponse(self.templates.get_template(name).render(common | dict(values)), status)

    def message(self, request: Request, status: int, heading: str, words: str) -> HTMLResponse:
        """A page that says one thing."""
        return self.page(request, "message.html", {"kicker": str(status), "heading": heading, "words": words}, status)

    def search_page(self, request: Request) -> Response:
        """The front page: words, facets, hits."""
        asked = Asked.of(request.query_params)
        with self.index() as index:
            results = search(index, asked.query())
        pages = -(-min(results.total, CAP) // PAGE)
        values = {"asked": asked, "results": results, "pages": pages, "choices": asked.choices(results)}
        return self.page(request, "search.html", values)

    def film_page(self, request: Request) -> Response:
        """One film: every critic's verdict on one scale."""
        film = request.query_params.get("id", "")[:600]
        with self.index() as index:
            results = search(index, Query(film=film, limit=_SHOWN)) if film else None
        reviews = [dict(hit.document) for hit in results.hits if hit.document["film"] == film] if results else []
        if results is None or not reviews:
            return self.message(request, 404, "No such film", "No review of it is in the index.")
        return self.page(request, "film.html", {**_film(reviews), "total": results.total})

    def review_page(self, request: Request) -> Response:
        """One review: each field beside the quote that proves it, and what lost."""
        key = request.path_params["key"]
        change = self.latest(key)
        with self.index() as index:
            document = index.document(key)
        if document is None:
            return self.message(request, 404, "No such review", "It is not in the index, or was taken down.")
        values = {"d": document, "ledger": read_ledger(change), "source": safe_link(document["url"])}
        return self.page(request, "review.html", values)

    def raw(self, request: Request) -> Response:
        """The record or its ledger, as it is kept; saved, never shown as a page."""
        key, kind = request.path_params["key"], request.path_params["kind"]
        change = self.latest(key) if kind in {"jsonld", "ledger"} else None
        content = change and (change.document if kind == "jsonld" else change.ledger)
        if not content:
            return self.message(request, 404, "No such review", "It was never there, or was taken down.")
        name = f'attachment; filename="{key[:12]}.{"jsonld" if kind == "jsonld" else "ndjson"}"'
        media = "application/ld+json" if kind == "jsonld" else "application/x-ndjson"
        return Response(content, media_type=media, headers={"Content-Disposition": name})

    def sites(self, request: Request) -> Response:
        """Hosts with state, coverage and findings."""
        return self.page(request, "sites.html", sites_page(self))

    def site(self, request: Request) -> Response:
        """One site over its runs."""
        values = site_page(self, request.path_params["name"])
        if values is None:
            return self.message(request, 404, "No such site", "No run has visited it, and no review is from it.")
        return self.page(request, "site.html", values)

    def runs(self, request: Request) -> Response:
        """Runs over time."""
        return self.page(request, "runs.html", runs_page(self.project.output))

    def failed(self, request: Request, error: Exception) -> Response:
        """An error of ours that a person can act on."""
        return self.message(request, 503, "Not ready", str(error))

    def missing(self, request: Request, _: Exception) -> Response:
        """An address that is none of ours."""
        return self.message(request, 404, "No such page", "There is nothing at this address.")


def _film(reviews: list[dict[str, Any]]) -> dict[str, object]:
    """What the film page shows of its reviews; the fullest says what the film is."""
    film = max(reviews, key=lambda d: (len(d["film_ids"]), bool(d["year"]), len(d["directors"])))
    scored = [d for d in reviews if d["score_norm"] is not None]
    norms = [float(d["score_norm"]) for d in scored]
    points = [Verdict(float(d["score_norm"]), _label(d), f"/review/{d['id']}") for d in scored]
    figures = {"middle": median(norms), "low": min(norms), "high": max(norms)} if norms else {}
    return {
        "film": film,
        "reviews": reviews,
        "scored": len(scored),
        "charts": [("wide", verdicts(points, 900)), ("narrow", verdicts(points, 350))],
        "links": _links(film["film_ids"]),
        **figures,
    }


def _label(document: Mapping[str, Any]) -> str:
    return f"{document['critic'] or document['site'] or 'unsigned'}: {document['score_raw'] or document['score_norm']}"


def _links(ids: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, form.format(ids[key])) for key, label, form in _ADDRESSES if key in ids]


def create_app(project: Project, guard: Guard) -> Starlette:
    """The application for one project, behind its guard."""
    bench = Workbench(project, guard)
    static = StaticFiles(packages=[("scraper.web", "static")])
    routes = [
        Route("/", bench.search_page),
        Route("/film", bench.film_page),
        Route("/review/{key:str}.{kind}", bench.raw),
        Route("/review/{key}", bench.review_page),
        Route("/links", bench.links.show),
        Route("/links", bench.links.decide, methods=["POST"]),
        Route("/sites", bench.sites),
        Route("/sites/{name}", bench.site),
        Route("/runs", bench.runs),
        *ReconcilePages(bench).routes(),
        Mount("/static", static),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)],
        exception_handlers={ScraperError: bench.failed, 404: bench.missing},
    )
