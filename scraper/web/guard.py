"""What stands between the workbench and the network: names, token, origin, headers.

Pages hold text from strangers' sites, and decisions change files. So: only the names it was
started for (a rebound DNS name gets 421), a token for everything but loopback, forms only from
its own pages, and a content security policy under which no inline code or style would run.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

COOKIE: Final = "workbench"
LONGEST_FORM: Final = 2_000_000
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OPEN: Final = ("/static/",)
_READ_ONLY: Final = "/reconcile"
"""Asks by POST and changes nothing, so any client's page may."""
Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may ask. `names` are the host names it answers to; `token` None: nobody is asked for one."""

    names: frozenset[str]
    token: str | None = None
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """Stands in every form; another site cannot read it."""

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Refuse, or answer with the headers that keep a page harmless."""
        response = self._refusal(request) or self._admission(request)
        if response is None:
            response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _refusal(self, request: Request) -> Response | None:
        if _host(request.headers.get("host", "")) not in self.names:
            return PlainTextResponse("This workbench does not answer to that name.\n", 421)
        if request.method not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("Only GET, HEAD and POST.\n", 405)
        if request.method == "POST" and not _bounded(request.headers.get("content-length", "")):
            return PlainTextResponse(f"Say how long the form is, and keep it below {LONGEST_FORM} bytes.\n", 413)
        if request.method == "POST" and request.url.path != _READ_ONLY and not self._same_origin(request):
            return PlainTextResponse("This form did not come from the workbench.\n", 403)
        return None

    def _same_origin(self, request: Request) -> bool:
        """Browsers name the origin of every POST; whoever names none is no browser."""
        origin = request.headers.get("origin")
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")

    def _admission(self, request: Request) -> Response | None:
        """Ask for the token once, then keep it in a cookie that no script and no other site sees."""
        if self.token is None or request.url.path.startswith(_OPEN):
            return None
        if self._is_token(request.cookies.get(COOKIE)) or self._is_token(_bearer(request)):
            return None
        if self._is_token(request.query_params.get("token")):
            answer = RedirectResponse(request.url.path, 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return answer
        return PlainTextResponse("Open the address with the token that `scrape serve` printed.\n", 401)

    def _is_token(self, given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode(), (self.token or "").encode())

    def knows_form(self, given: object) -> bool:
        """Whether a form's key is ours."""
        return isinstance(given, str) and hmac.compare_digest(given.encode(), self.form_key.encode())


def _bounded(length: str) -> bool:
    """Whether a form says its length and is not too long to be held in memory."""
    return length.isascii() and length.isdecimal() and len(length) < 10 and int(length) <= LONGEST_FORM  # noqa: PLR2004 - digits


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    name = header.rpartition(":")[0] if header.rpartition(":")[2].isdigit() else header
    return name.casefold()


def _bearer(request: Request) -> str | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    return value if kind.casefold() == "bearer" else None
