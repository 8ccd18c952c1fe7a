"""What refuses is told from what only looks like it."""

from __future__ import annotations

import pytest

from scraper.extract import extract

PROSE = "<p>" + "It is slow, and right to be slow; nobody in it is in a hurry to leave the hall. " * 12 + "</p>"
REVIEW = f"<h1>Harrow Lane (2021) review</h1><p>Directed by Ada Wren.</p>{PROSE}<p>Score: 7/10</p>"


def kind(body: str, attributes: str = "") -> tuple[str, str | None]:
    page = extract(f"<html lang=en><body {attributes}>{body}</body></html>", "https://a.example/review/x/")
    return page.page_kind, page.reason


@pytest.mark.parametrize(
    ("body", "attributes", "reason"),
    [
        ('<div id="app"></div><script src="/a.js"></script>', "", "javascript"),
        ("<h1>Page not found</h1><p>Try our latest reviews.</p>", "", "not_found"),
        (REVIEW, 'class="error404"', "not_found"),
        (f'<div class="cmp-layer">{PROSE}</div><p>Imprint</p>', "", "consent"),
        ('<h1>Harrow Lane</h1><p>A stub.</p><div class="paywall">Go on with a subscription.</div>', "", "paywall"),
        ("<h1>Harrow Lane</h1><p>Log in to continue.</p>", "", "refused"),
    ],
)
def test_a_page_that_refuses_says_why(body: str, attributes: str, reason: str) -> None:
    assert kind(body, attributes) == ("refused", reason)


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        (REVIEW.replace("Harrow Lane (2021)", "404 (2019)"), ""),
        (REVIEW + '<div class="cookie-consent">We use cookies. Accept all cookies?</div>', ""),
        (REVIEW + '<div class="paywall"><p>Read more of us with a subscription.</p></div>', ""),
        (REVIEW, 'class="cmp-closed has-consent"'),
        (REVIEW + '<script src="/a.js"></script>', ""),
    ],
)
def test_a_review_beside_such_words_is_a_review(body: str, attributes: str) -> None:
    assert kind(body, attributes)[0] == "review"
