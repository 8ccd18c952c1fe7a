"""The catalogue as a Reconciliation Service API 0.2, at `/reconcile` of the workbench.

Everything here only reads. A catalogue may hold what is the operator's own (IMDb's files), so only
pages of this machine may read the answers (CORS) and show a preview in a frame, as OpenRefine does;
no site on the web can ask it through a visitor's browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from scraper.errors import ConfigError
from scraper.link import reconciliation
from scraper.link.linker import Linker
from scraper.link.reconciliation import ReconciliationError

if TYPE_CHECKING:
    from scraper.web.app import Workbench

PATH: Final = "/reconcile"
_HEADERS: Final = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors http://127.0.0.1:* http://localhost:*",
    "Vary": "Origin",
}
_LOCAL: Final = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
_NOT_READY: Final = 503
_LONGEST: Final = 1_000_000
Make = Callable[[Linker, Request, dict[str, str]], Any]


class ReconcilePages:
    """The service's addresses over the project's catalogue, opened for each request."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench

    def routes(self) -> list[BaseRoute]:
        """What to mount."""
        pages: list[tuple[str, Make]] = [
            ("/suggest/entity", _suggest_entity),
            ("/suggest/property", lambda _linker, _request, fields: reconciliation.suggest_property(_prefix(fields))),
            ("/suggest/type", lambda _linker, _request, fields: reconciliation.suggest_type(_prefix(fields))),
            ("/properties", _properties),
            ("/preview", lambda linker, _, fields: reconciliation.preview(fields.get("id", ""), linker.catalogue)),
        ]
        service = Route(PATH, self._answer(_service), methods=["GET", "POST"])
        return [service, *(Route(PATH + path, self._answer(make)) for path, make in pages)]

    def _answer(self, make: Make) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            fields = dict(request.query_params)
            if request.method == "POST":
                async with request.form(max_files=0, max_fields=10, max_part_size=_LONGEST) as form:
                    fields |= {name: str(value) for name, value in form.items()}
            return await run_in_threadpool(self._made, make, request, fields)

        return endpoint

    def _made(self, make: Make, request: Request, fields: dict[str, str]) -> Response:
        headers = _headers(request)
        try:
            with self._linker() as linker:
                answer = make(linker, request, fields)
        except ReconciliationError as error:
            return JSONResponse({"status": "error", "message": str(error)}, error.status, headers=headers)
        except ConfigError as error:
            return JSONResponse({"status": "error", "message": str(error)}, _NOT_READY, headers=headers)
        made = HTMLResponse if isinstance(answer, str) else JSONResponse
        return made(answer, headers=headers)

    @contextmanager
    def _linker(self) -> Iterator[Linker]:
        linker = Linker(self.bench.project.catalogue, self.bench.project.decisions)
        try:
            yield linker
        finally:
            linker.catalogue.close()


def _headers(request: Request) -> dict[str, str]:
    """Leave to read for a page of this machine, and for no other."""
    origin = request.headers.get("origin", "")
    return _HEADERS | ({"Access-Control-Allow-Origin": origin} if _LOCAL.fullmatch(origin) else {})


def _service(linker: Linker, request: Request, fields: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    if "queries" in fields:
        return reconciliation.queries(fields["queries"], linker)
    if "extend" in fields:
        return reconciliation.extend(fields["extend"], linker.catalogue)
    return reconciliation.manifest(linker.catalogue, f"{request.url.scheme}://{request.url.netloc}{PATH}")


def _suggest_entity(linker: Linker, _: Request, fields: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    return reconciliation.suggest_entity(_prefix(fields), linker.catalogue, _number(fields, "cursor", 0))


def _properties(_: Linker, __: Request, fields: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    kind = fields.get("type") or reconciliation.FILM["id"]
    return reconciliation.propose_properties(kind, _number(fields, "limit", len(reconciliation.PROPERTIES)))


def _prefix(fields: dict[str, str]) -> str:
    return fields.get("prefix", "")[:500]


def _number(fields: dict[str, str], name: str, otherwise: int) -> int:
    text = fields.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004 - a page or a limit
