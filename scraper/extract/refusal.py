"""Pages that answer 200 and refuse all the same: not found, consent, paywall, login, an empty shell.

What a page is built of tells more than its words, and in every language: the class that a theme puts
on its page for what is not found, a consent layer that holds most of the text, a paywall beside a
stub, a root element that scripts are to fill. Words of the lexicon count only where little else is
said, or as the whole of the heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from scraper.extract.lexicon import Lexicon
from scraper.extract.page import Element, Line, Page
from scraper.fields import fold
from scraper.model import Claim

MAX_PROSE: Final = 700
"""Characters of prose above which a page says too much to be a stub."""

_SHELL_TEXT: Final = 200
_MOST: Final = 0.6
_MAX_HEADING: Final = 60
_WORD: Final = re.compile(r"[a-z]+|\d+")
_CONSENT: Final = frozenset({"consent", "cmp", "gdpr", "cookiewall", "cookieconsent", "cookiebanner", "privacywall"})
_PAYWALL: Final = frozenset({"paywall", "regwall", "subscriberwall", "paywalled"})
_LOST: Final = re.compile(r"\b(?:error-?404|page-?404|error-page|not-found|page-not-found)\b")


def refusal(page: Page, lines: Sequence[Line], prose: int, claims: Sequence[Claim], lexicon: Lexicon) -> str | None:
    """Why a page refuses, in one word; None when it does not.

    `lines` are those of the page's main part, `prose` is the number of characters in its sentences.
    """
    if page.tree is None:
        return None
    if _is_shell(page):
        return "javascript"
    if any(map(_asks_password, page.markup.tagged("form"))):
        return "password"
    if _is_lost(page, lines, lexicon):
        return "not_found"
    if _held_by(page, _CONSENT, _MOST):
        return "consent"
    if prose > MAX_PROSE:
        return None
    paid = any(claim.field == "free" and claim.value is False for claim in claims)
    if paid or _held_by(page, _PAYWALL, 0.0):
        return "paywall"
    text = "\n".join(line.text for line in lines)[:4000]
    return "refused" if any(hit.kind == "refused" for hit in lexicon.hits(text)) else None


def _asks_password(form: Element) -> bool:
    """WordPress prints title, date and terms of a protected post, and this form in the place of its text."""
    return "post-password-form" in form.classes or "action=postpass" in form.attr("action")


def _is_shell(page: Page) -> bool:
    """Next to no text, and scripts that would bring it."""
    if len(page.text) > _SHELL_TEXT or any(page.markup.tagged(tag) for tag in ("article", "h1", "p")):
        return False
    return any("src" in script.attrs for script in page.markup.tagged("script"))


def _is_lost(page: Page, lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """The theme's own class on the body, or a heading that says nothing but that."""
    if any(_LOST.search(item.attr("class").lower()) for item in page.by_tag("body")):
        return True
    heading = next((line.text for line in lines if line.heading), "")
    return len(heading) <= _MAX_HEADING and _says_lost(heading, lexicon)


def _says_lost(heading: str, lexicon: Lexicon) -> bool:
    """Whether words of refusal make up most of a heading: "404" may be a film's name, beside a year."""
    folded = fold(heading)
    said = sum(hit.end - hit.start for hit in lexicon.hits(heading) if hit.kind == "refused")
    return said > _MOST * max(1, len(folded))


def _held_by(page: Page, names: frozenset[str], share: float) -> bool:
    """Whether an element of such a name holds more than a share of the page's text."""
    least = share * len(page.text)

    def called(name: str) -> bool:
        return not names.isdisjoint(_words(name))

    by_id = (element for element in page.markup.having("id") if called(element.attr("id")))
    # Not the body's own words: there they tell what is open, not what it is.
    return any(
        element.index >= 0 and element.end - element.start > least and element.tag not in {"html", "body"}
        for element in (*page.markup.classed_like(called), *by_id)
    )


@lru_cache(maxsize=4096)  # a theme uses the same few names all over
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower()))
