"""The workbench in a real browser: Debian's Chromium through Playwright."""

import json
import shutil

import pytest

FILM = "/film?id=http://www.wikidata.org/entity/Q90000011"
pytestmark = pytest.mark.needs("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, serve, project):
    context = chromium.new_context(base_url=serve(project), viewport={"width": 1280, "height": 860})
    found = context.new_page()
    found.set_default_timeout(10_000)
    complaints: list[str] = []
    outside: list[str] = []
    found.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
    yield found
    context.close()
    assert complaints == [], "the content security policy or a script complained"
    assert outside == [], "nothing is loaded from elsewhere"


def test_search_narrow_and_open_a_review_by_keys(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("harrow lane")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=harrow+lane*")
    assert page.locator(".hit").count() == 7
    page.click("aside >> text=kinomat.example")
    page.wait_for_url("**site=kinomat.example*")
    assert page.locator(".hit").count() == 1
    page.locator("body").press("j")
    assert page.evaluate("document.activeElement.hasAttribute('data-open')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/*")
    assert page.locator("blockquote mark", has_text="Dara Rector").is_visible()
    page.click("summary:has-text('claim lost')")
    assert page.locator(".lost q", has_text="9.1/10").is_visible()


def test_the_chart_leads_from_a_dot_to_its_review(page):
    page.goto(FILM)
    assert page.locator(".wide .dot").count() == 6
    page.locator(".wide .dot").first.click()
    page.wait_for_url("**/review/*")


def test_accept_and_undo_by_keys(page, project):
    page.goto("/links")
    page.locator("body").press("a")
    page.wait_for_selector("text=Linked.")
    page.wait_for_load_state()  # the keys are listened for once the page's script is there
    assert page.locator("text=3 films wait").is_visible()
    page.locator("body").press("u")
    page.wait_for_selector("text=Undone.")
    lines = (project / "config" / "decisions" / "links.jsonl").read_text().splitlines()
    assert [json.loads(line)["decision"] for line in lines] == ["accept", "undo"]


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_a_phone(page, width):
    page.set_viewport_size({"width": width, "height": 740})
    for path in ("/", "/?q=harrow", FILM, "/links", "/sites", "/sites/kinomat.example", "/runs"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_dark_and_light_differ_and_both_can_be_read(page):
    shades = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/")
        shades[scheme] = page.evaluate(
            "() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
        )
    assert shades["light"][0] != shades["dark"][0]
    for ground, ink in shades.values():
        assert contrast(ground, ink) > 10


def test_it_works_without_a_script(chromium, serve, project):
    context = chromium.new_context(base_url=serve(project), java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=harrow")
    assert page.locator("aside a").first.is_visible()
    page.click("[data-open] >> nth=0")
    assert page.locator(".proof").count() > 8
    context.close()


def contrast(one: str, other: str) -> float:
    def light(text: str) -> float:
        parts = [int(part) / 255 for part in text.removeprefix("rgb(").rstrip(")").split(", ")]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
