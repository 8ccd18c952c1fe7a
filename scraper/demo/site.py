"""A real HTTP server for the invented site of `fixtures/demo/www`, on a port that the system picks."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ORIGIN: Final = b"https://lantern.invalid"
"""What the pages call their own address; the server writes its real one in its place."""

_TYPES: Final = {".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it; `at` is monotonic seconds."""

    path: str
    agent: str
    at: float
    status: int


@dataclass(slots=True)
class DemoSite:
    """Serves a folder: `/a/b/` is `a/b/index.html`. A context manager; `asked` lists every request."""

    folder: Path
    asked: list[Asked] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        """Start serving in a thread."""
        site = self

        class Handler(_Handler):
            pass

        Handler.site = site
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def host(self) -> str:
        """`127.0.0.1:port`."""
        if self._server is None:
            raise RuntimeError("the site is not being served; enter it first")
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def origin(self) -> str:
        """`http://127.0.0.1:port`."""
        return f"http://{self.host}"

    def pages(self) -> list[str]:
        """Paths of every page, in alphabetical order."""
        found = (path.parent.relative_to(self.folder).as_posix() for path in self.folder.rglob("index.html"))
        return sorted("/" if path == "." else f"/{path}/" for path in found)

    def body(self, path: str) -> tuple[bytes, str, float] | None:
        """Content, media type and modification time of what stands at a path."""
        inner = path.partition("?")[0].strip("/")
        file = self.folder / inner if inner.endswith(tuple(_TYPES)) else self.folder / inner / "index.html"
        if not file.resolve().is_relative_to(self.folder.resolve()) or not file.is_file():
            return None
        content = file.read_bytes().replace(ORIGIN, self.origin.encode())
        return content, _TYPES[file.suffix], file.stat().st_mtime


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: DemoSite

    def do_GET(self) -> None:
        """Answer one request, 304 where the client's copy is current."""
        found = self.site.body(self.path)
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, b"not found\n", {"Content-Type": "text/plain"})
            return
        content, kind, changed = found
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"Content-Type": kind, "ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        if self.headers.get("If-None-Match") == tag:
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self._send(HTTPStatus.OK, content, headers)

    def _send(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
        agent = self.headers.get("User-Agent", "")
        self.site.asked.append(Asked(self.path, agent, time.monotonic(), status.value))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silent: `asked` has it all."""
