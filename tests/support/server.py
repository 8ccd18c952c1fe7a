"""A real HTTP server on loopback that does what it is told, and remembers who asked what when.

    with Server({"/": Answer(b"<p>hello"), "/slow": Answer(drip=(0.01, 64))}) as server:
        ...  # server.url("/"), server.log

Every fixture and benchmark that needs a site uses it: answers are data (`Answer`) or a function
from the request to one; the port is the system's choice; threads end with `close`.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

SELF_SIGNED = Path(__file__).with_name("selfsigned.pem")
"""Certificate and key of `localhost` and 127.0.0.1, made for these tests and trusted by nobody."""

_LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What to answer, and how badly.

    `length` announces another Content-Length than the body's; `drip` is (seconds, bytes): that
    many bytes at a time with a pause between; `drop_after` closes the connection after so many
    bytes of body; `hang` never answers; `raw` is sent as it stands instead of all else.
    """

    body: bytes = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    drip: tuple[float, int] | None = None
    drop_after: int | None = None
    hang: bool = False
    raw: bytes | None = None
    close: bool = False

    def head(self) -> bytes:
        """Status line and headers as they go over the wire."""
        lines = [f"HTTP/1.1 {self.status} Status"]
        if self.type is not None:
            lines.append(f"Content-Type: {self.type}")
        lines.append(f"Content-Length: {len(self.body) if self.length is None else self.length}")
        if self.close:
            lines.append("Connection: close")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def redirect(location: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere."""
    return Answer(status=status, headers=(("Location", location),))


@dataclass(frozen=True)
class Request:
    """One request as it came: `at` is monotonic seconds, header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    at: float
    connection: int

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


Reply = Answer | Callable[[Request], Answer]
NOT_FOUND = Answer(b"<h1>Not here</h1>", status=404)


@dataclass
class Server:
    """Serves `routes` by path on `host`; what is in none of them is 404. `log` grows as requests come."""

    routes: Mapping[str, Reply]
    host: str = "127.0.0.1"
    port: int = 0
    tls: bool = False
    log: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if self.tls else None
        if self._context is not None:
            self._context.load_cert_chain(SELF_SIGNED)
        self._listener = socket.create_server((self.host, self.port), backlog=128)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return self.origin + path

    def paths(self) -> list[str]:
        """The targets asked for, in order."""
        return [request.target for request in self.log]

    def close(self) -> None:
        """Stop, close every connection, and wait for the threads."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads = [*(old for old in self._threads if old.is_alive()), thread]
        thread.start()

    def _accept(self) -> None:
        number = 0
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            self._open.add(connection)
            self._start(self._serve, connection, number)

    def _serve(self, raw: socket.socket, number: int) -> None:
        connection = raw
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(raw, server_side=True)
            while not self._stopping.is_set():
                request = _read(connection, number)
                if request is None or not self._reply(connection, request):
                    break
        except OSError:  # the client went away, or was shown a certificate that it does not trust
            pass
        finally:
            self._open.discard(raw)
            connection.close()

    def _reply(self, connection: socket.socket, request: Request) -> bool:
        """Answer one request; whether the connection stays open."""
        self.log.append(request)
        reply = self.routes.get(request.target) or self.routes.get(request.path) or NOT_FOUND
        answer = reply if isinstance(reply, Answer) else reply(request)
        if answer.hang:
            self._stopping.wait()
            return False
        if answer.raw is not None:
            connection.sendall(answer.raw)
            return False
        connection.sendall(answer.head())
        if answer.status == 304 or request.method == "HEAD":
            return True
        body = answer.body if answer.drop_after is None else answer.body[: answer.drop_after]
        self._send(connection, body, answer.drip)
        return answer.drop_after is None and answer.length is None and not answer.close

    def _send(self, connection: socket.socket, body: bytes, drip: tuple[float, int] | None) -> None:
        if drip is None:
            connection.sendall(body)
            return
        pause, size = drip
        for start in range(0, len(body), size):
            connection.sendall(body[start : start + size])
            if self._stopping.wait(pause):
                return


def _read(connection: socket.socket, number: int) -> Request | None:
    """The next request's head (requests have no body here); None at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part or len(data) > _LONGEST_HEAD:
            return None
        data += part
    at = time.monotonic()
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, target, headers, at, number)
