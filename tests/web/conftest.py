"""A demo project made once, copied for tests that change it, and the workbench served over loopback."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import uvicorn

from scraper.config import load_project
from scraper.web.app import create_app
from scraper.web.guard import LOOPBACK, Guard


@pytest.fixture(scope="session")
def demo() -> ModuleType:
    spec = importlib.util.spec_from_file_location("workbench_demo", Path(__file__).with_name("demo.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["workbench_demo"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made(demo, tmp_path_factory) -> Path:
    return demo.make(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project"))


@pytest.fixture
def guard() -> Guard:
    return Guard(frozenset(LOOPBACK))


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a project's workbench over loopback; gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(folder: Path, guard: Guard | None = None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        app = create_app(load_project(folder), guard or Guard(frozenset(LOOPBACK)))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            thread.join(0.01)
        running.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def browse(serve: Callable[..., str]) -> Iterator[Callable[..., httpx.Client]]:
    """A client of a project's workbench that follows redirects."""
    clients: list[httpx.Client] = []

    def start(folder: Path, guard: Guard | None = None) -> httpx.Client:
        clients.append(httpx.Client(base_url=serve(folder, guard), follow_redirects=True, trust_env=False))
        return clients[-1]

    yield start
    for client in clients:
        client.close()


@pytest.fixture
def client(browse: Callable[..., httpx.Client], project: Path, guard: Guard) -> httpx.Client:
    return browse(project, guard)
