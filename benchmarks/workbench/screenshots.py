"""Make `docs/screenshots/*.png` from the demo project: python benchmarks/workbench/screenshots.py."""

from __future__ import annotations

import importlib
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from scraper.config import load_project
from scraper.web.app import create_app
from scraper.web.guard import LOOPBACK, Guard

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "screenshots"
FILM = "/film?id=http://www.wikidata.org/entity/Q90000011"
DESKTOP, PHONE = (1200, 800), (390, 760)
SHOTS = (
    ("search", "/?q=harrow", DESKTOP, "light"),
    ("film", FILM, DESKTOP, "light"),
    ("review", "", (1200, 1100), "light"),
    ("links", "/links", DESKTOP, "light"),
    ("sites", "/sites", DESKTOP, "light"),
    ("site", "/sites/kinomat.example", DESKTOP, "light"),
    ("runs", "/runs", DESKTOP, "dark"),
    ("search-phone", "/?q=harrow", PHONE, "light"),
    ("film-phone", FILM, PHONE, "dark"),
    ("links-phone", "/links", PHONE, "light"),
)


def shoot(browser: Browser, base: str) -> None:
    """Every page once."""
    for name, path, (width, height), scheme in SHOTS:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.goto(base + (path or "/?q=harrow+lane&critic=Ren+Vale"))
        if not path:
            page.click("[data-open] >> nth=0")
            page.click("summary:has-text('claim lost')")
            page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=OUT / f"{name}.png")
        page.close()


def main() -> int:
    """Serve the demo project on loopback and photograph it."""
    path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    sys.path.insert(0, str(ROOT / "tests" / "web"))
    demo = importlib.import_module("demo")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        project = load_project(demo.make(Path(folder)))
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(project, Guard(frozenset(LOOPBACK))), log_level="error"))
        threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        shoot(browser, f"http://127.0.0.1:{listener.getsockname()[1]}")
        browser.close()
        server.should_exit = True
    return 0


if __name__ == "__main__":
    sys.exit(main())
