"""The link queue: films that wait for a person, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from scraper.errors import ScraperError, UsageError
from scraper.link import decisions
from scraper.link.mention import Mention
from scraper.publish.search import CAP, Query, search
from scraper.web.views import read_ledger

if TYPE_CHECKING:
    from scraper.web.app import Workbench

SHOWN: Final = 20
_DONE: Final = {
    "accept": "Linked. It takes effect with the next run.",
    "reject": "Kept: not that film.",
    "none": "Kept: none of these films.",
    "undo": "Undone.",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One film that waits, with the candidates that its ledger names."""

    document: Mapping[str, Any]
    count: int
    candidates: list[dict[str, Any]]
    reasons: list[str]


class LinkPages:
    """Shows the queue and takes decisions, which are appended to `config/decisions/links.jsonl`."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.path = bench.folder / "config" / "decisions" / "links.jsonl"
        self._known: tuple[tuple[int, int], int] | None = None

    def queue(self) -> list[tuple[Mapping[str, Any], int]]:
        """Films that wait, each by its newest review and the number of its reviews."""
        with self.bench.index() as index:
            results = search(index, Query(band="ask", limit=CAP))
        decided = decisions.load(self.path)
        films: dict[str, list[Mapping[str, Any]]] = {}
        for hit in results.hits:
            films.setdefault(hit.document["film"] or hit.document["id"], []).append(hit.document)
        found = []
        for documents in films.values():
            standing = decided.of(mention_of(documents[0]))
            if standing.accepted is None and not standing.none:
                found.append((documents[0], len(documents)))
        return found

    def waiting(self) -> int:
        """How many films wait; counted anew when the index or the decisions have changed."""
        try:
            with self.bench.index() as index:
                cursor = index.cursor()
        except ScraperError:
            return 0
        size = self.path.stat().st_size if self.path.exists() else 0
        if self._known is None or self._known[0] != (cursor, size):
            self._known = ((cursor, size), len(self.queue()))
        return self._known[1]

    def show(self, request: Request) -> Response:
        """The queue, and what was just decided."""
        films = self.queue()
        items = [self.item(document, count) for document, count in films[:SHOWN]]
        done = _DONE.get(request.query_params.get("done", ""))
        undo = request.query_params.get("review", "")[:64] if request.query_params.get("done") != "undo" else ""
        return self.bench.page(request, "links.html", {"items": items, "done": done, "undo": undo})

    def item(self, document: Mapping[str, Any], count: int) -> Waiting:
        """One film of the queue with its candidates, rejected ones left out."""
        film = read_ledger(self.bench.latest(document["id"])).link.get("film") or {}
        rejected = {value for _, value in decisions.load(self.path).of(mention_of(document)).rejected}
        candidates = [
            {**candidate, "id": identity, "features": list((candidate.get("features") or {}).items())}
            for candidate in film.get("candidates") or ()
            if (identity := _identity(candidate.get("ids") or {})).removeprefix("tmdb:") not in rejected
        ]
        return Waiting(document, count, candidates, [str(reason) for reason in film.get("reasons") or ()])

    async def decide(self, request: Request) -> Response:
        """Append one decision and go back to the queue."""
        async with request.form(max_files=0, max_fields=10) as form:
            fields = {name: str(value)[:100] for name, value in form.items()}
        if not self.bench.guard.knows_form(fields.get("form_key")):
            return self.bench.message(request, 403, "Not decided", "This form is too old. Go back and load it again.")
        return await run_in_threadpool(self._decide, request, fields)

    def _decide(self, request: Request, fields: Mapping[str, str]) -> Response:
        review = fields.get("review", "")
        with self.bench.index() as index:
            document = index.document(review)
        if document is None:
            return self.bench.message(request, 404, "Not decided", "That review is not in the index any more.")
        try:
            verdict, identity = _verdict(fields)
            decisions.append(self.path, mention_of(document), verdict, identity)
        except UsageError as error:
            return self.bench.message(request, 400, "Not decided", str(error))
        return RedirectResponse(f"/links?done={verdict}&review={review}", 303)


def mention_of(document: Mapping[str, Any]) -> Mention:
    """What a review says of its film, as decisions are keyed by it."""
    titles = (document["title"] or "", *document["alternate_titles"])
    return Mention(titles, document["year"], tuple(document["directors"]))


def _identity(ids: Mapping[str, str]) -> str:
    """The id that a decision names: Wikidata's, else IMDb's, else TMDb's; empty when none may be shown."""
    if ids.get("wikidata") or ids.get("imdb"):
        return str(ids.get("wikidata") or ids.get("imdb"))
    return f"tmdb:{ids['tmdb']}" if ids.get("tmdb") else ""


def _verdict(fields: Mapping[str, str]) -> tuple[decisions.Verdict, str | None]:
    """What the pressed button says; raises UsageError when it says nothing."""
    if identity := fields.get("accept"):
        return "accept", _checked(identity)
    if identity := fields.get("reject"):
        return "reject", _checked(identity)
    match fields.get("decision"):
        case "none":
            return "none", None
        case "undo":
            return "undo", None
        case "id":
            return "accept", _checked(fields.get("id", ""))
    raise UsageError("no decision was given; press one of the buttons")


def _checked(identity: str) -> str:
    decisions.parse_id(identity)
    return identity.strip()
