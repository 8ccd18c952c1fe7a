"""Second voices for authors: whether a name that only a page's data gives is printed on it.

Runs after the sources. The account that uploads a post stands in its metadata, and where the theme
leaves the byline out it is often not who wrote it: a name that no reader sees is doubted. One that
stands on a line of its own, where alone it would be anybody, is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from scraper.extract.block import Block, at_text
from scraper.extract.page import Line, Page, Region
from scraper.extract.place import in_other_article
from scraper.model import Claim

MIN_NAME: Final = 4
MAX_LINE: Final = 120
MAX_NAMES: Final = 20
_ELSEWHERE: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV})
_BORDER: Final = re.compile(r"\s*[|•·/,:]\s*|\s+[–—-]\s+|\s*©\s*(?:[\d–-]+\s*)?|\s\(?by\s", re.IGNORECASE)


def printed_authors(block: Block, found: Sequence[Claim]) -> list[Claim]:
    """The claims, those about authors that nobody can read marked `unprinted`, and votes for those that can be."""
    page = block.page
    if not block.whole or page.tree is None:
        return list(found)
    hidden = [claim for claim in found if claim.field == "authors" and claim.locator.kind != "text"]
    if not hidden:
        return list(found)
    text = page.text.casefold()
    # A node that is the review itself was filled in by whoever wrote it: its author is no account.
    unread = {id(one) for one in hidden if ".review." not in one.rule and str(one.value).casefold() not in text}
    marked = [replace(claim, marks=claim.marks | {"unprinted"}) if id(claim) in unread else claim for claim in found]
    names = {
        name.casefold(): name
        for claim in hidden
        if id(claim) not in unread and not claim.marks and len(name := str(claim.value)) >= MIN_NAME
    }
    return [*marked, *(_votes(block, dict(list(names.items())[:MAX_NAMES])) if names else ())]


def _votes(block: Block, names: dict[str, str]) -> Iterator[Claim]:
    page = block.page
    longest = max(map(len, names)) + MAX_LINE // 2
    for line in page.lines:
        if line.region in _ELSEWHERE or len(line.text) > longest:
            continue
        folded = line.text.casefold()
        for key, name in names.items():
            if key in folded and (place := _piece(page, line, key)) is not None:
                yield at_text(block, "authors", name, place, "vote.author_printed")


def _piece(page: Page, line: Line, name: str) -> tuple[int, int] | None:
    """Where a name is a whole line, an element of it, or a part between marks, and of no other article."""
    elements = [page.elements[index] for index in line.inlines]
    if line.element >= 0 and in_other_article(page, page.elements[line.element]):
        return None
    for element in elements:
        if page.text_of(element).casefold() == name:
            return (element.start, element.end)
    begin = 0
    for border in [*_BORDER.finditer(line.text), None]:
        end = border.start() if border is not None else len(line.text)
        if line.text[begin:end].casefold() == name:
            return (line.start + begin, line.start + end)
        begin = border.end() if border is not None else end
    return None
