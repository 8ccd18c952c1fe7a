"""Markup that a parser cannot read in time, made readable: nesting and attributes within bounds.

Lexbor follows the HTML standard without a limit: its time grows with the square of the depth of
nesting and of the attributes of one tag, so that two megabytes of `<div>` take minutes. Real
pages nest below 200 and have tags of a few kilobytes; what goes beyond is cut here, unparsed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

MAX_NESTED: Final = 1_500
MAX_TAG: Final = 16 * 1024
"""Characters of one tag, attributes with it; embedded images are longer and are not needed."""

# Below these a page is read within a second whatever it holds, and looking would cost for nothing.
_FEW_TAGS: Final = 5_000
_SHORT: Final = 256 * 1024

_NAME: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
# The same without tags that never nest, which are most of a long page; what a drawing holds is nested all the same.
_NESTING: Final = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|tr|td|th|tbody|option|br|img|input|link|meta)[\s/>])([a-zA-Z][^\s/>]{0,40})", re.IGNORECASE
)
_DRAWN: Final = re.compile("<(?:svg|math)", re.IGNORECASE)
# A tag as the standard tokenises it; a quotation mark that is never closed is a character like others.
_TAG: Final = re.compile(r"""<([a-zA-Z][^\s/>"']*+)((?:[^"'>]++|"[^"]*+"|'[^']*+'|["'])*+)""")
# These are closed by what follows them, or hold nothing: a thousand open ones are no nesting.
_IMPLIED: Final = frozenset(
    "p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rb rt rtc rp "
    "area base br col embed hr img input link meta param source track wbr html head body".split()
)


def tame(html: str) -> tuple[str, bool]:
    """The page, and whether something was cut: a page is cut where nesting gets too deep.

    >>> tame("<p>Harrow Lane</p>")
    ('<p>Harrow Lane</p>', False)
    >>> tame("<div>" * 100_000)[0].count("<div>") == MAX_NESTED
    True
    """
    cut = False
    # Looking at every tag is half the work of writing the page anew without the long ones, and few pages have any.
    if len(html) > _SHORT and any(tag.end() - tag.start() > MAX_TAG for tag in _TAG.finditer(html)):
        short = _TAG.sub(_within_bounds, html)
        html, cut = short, len(short) != len(html)
    if html.count("<") > _FEW_TAGS and (end := _too_deep(html)) is not None:
        return html[:end], True
    return html, cut


def _within_bounds(tag: re.Match[str]) -> str:
    return tag[0] if len(tag[2]) <= MAX_TAG else f"<{tag[1]}"


def _too_deep(html: str) -> int | None:
    """Offset of the tag that is nested too deep; None on almost every page."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in (_NESTING if _DRAWN.search(html) is None else _NAME).finditer(html):
        name = tag[2].lower()
        if name in _IMPLIED and not (opened["svg"] or opened["math"]):
            continue
        if not tag[1]:
            opened[name] += 1
            depth += 1
            if depth > MAX_NESTED:
                return tag.start()
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return None
