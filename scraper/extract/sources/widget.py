"""Star widgets without a plug-in: labels for screen readers, data attributes, widths, classes, filled against empty.

A label wins over the glyphs it describes, which are often five full stars beside "4.9". A row whose
parts are all alike has lost its state and says nothing. Votes of readers use the same mark-up, so a
widget counts only inside the review block, and not where its own words count votes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from scraper.extract.block import at_node
from scraper.extract.boxes import in_box, zone_of
from scraper.extract.facts import number, rating
from scraper.extract.page import Element, Markup, Page, Region, in_order
from scraper.extract.values.score import parse
from scraper.model import Claim, Rating

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

MAX_FOUND: Final = 150
MAX_PARTS: Final = 12
MAX_LABEL: Final = 120
_NAMED: Final = re.compile(r"star|rating|score|rate", re.IGNORECASE)
_DATA: Final = ("data-rating", "data-score", "data-stars")
_ICON: Final = re.compile(r"star|heart|popcorn", re.IGNORECASE)
_STAR_OR_HEART: Final = re.compile(r"star|heart", re.IGNORECASE)
_TITLED: Final = re.compile(r"star|rating", re.IGNORECASE)
_RATING_WORDS: Final = re.compile(
    r"star|rat(?:ed|ing)|score|stern|étoile|estrella|stell|estrela|ster(?:ren)?\b|gwiazd|hvězd|stjern|stjärn|tähte|"
    r"csillag|yıldız|звезд|out of|von|sur|bewertung|note|voto|punteggio|puntuaci|valoraci|ocena|hodnocen|betyg|"
    r"vurdering|arvosana|星|点|별|점",
    re.IGNORECASE,
)
_VOTES: Final = re.compile(
    r"\bvotes?\b|\bratings\b|\breviews\b|\busers?\b|\breaders?\b|stimmen|bewertungen|\bvoti\b|votos|\bavis\b|głos|"
    r"hlas|оцен(?:ок|ки)|\baverage\b|durchschnitt|valutazione media|click to rate|rate this|submit",
    re.IGNORECASE,
)
_AWAY: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE, Region.FOOTER, Region.WIDGET})
_WIDTH: Final = re.compile(r"(?:^|;)\s*width\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*%", re.IGNORECASE)
_STAR_CLASS: Final = re.compile(r"star|rating|score", re.IGNORECASE)
_COUNT_CLASS: Final = re.compile(
    r"(?:^|[-_])(?:stars?|rating|rated|rate|score)[-_]{1,2}(?P<whole>\d{1,2})(?:[-_.](?P<part>5|half|0))?"
    r"(?:[-_](?:of|out[-_]of|from)[-_](?P<best>\d{1,3}))?(?:[-_]?stars?)?$",
    re.IGNORECASE,
)
_WORDS: Final = "zero one two three four five six seven eight nine ten".split()
_SIZE_CLASS: Final = re.compile(r"size|large|small|width|col|icon[-_]\d|fa-\d", re.IGNORECASE)
_HALF: Final = re.compile(r"half|semi|mezz|halb|media|demi", re.IGNORECASE)
_EMPTY: Final = re.compile(
    r"empty|off\b|outline|inactive|unfilled|grey|gray|muted|blank|hollow|disabled|(?:^|[-_ ])o(?:$|[\s])|-o\b|\bfar\b|"
    r"\bbi-star\b|slate-[1-4]00|border\b|vuot|leer|vide\b|light\b",
    re.IGNORECASE,
)
_FULL: Final = re.compile(
    r"full|filled|fill\b|active|\bon\b|checked|selected|solid|\bfas\b|colou?red|gold|yellow|amber|orange|voll|plein|pien|lit\b",
    re.IGNORECASE,
)
_MAX_NAMES: Final = tuple(
    "data-max data-best data-total data-max-rating data-maxrating data-scale max aria-valuemax".split(),
)
_VALUE_NAMES: Final = tuple(
    "data-rating data-score data-stars data-rating-value aria-valuenow data-value value".split(),
)
_NONE: Final[frozenset[str]] = frozenset()


class _Found(NamedTuple):
    element: Element
    value: Rating
    attribute: str
    rule: str
    marks: frozenset[str]


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Scores of widgets in the block; of several that differ, each is doubted."""
    del site
    page = block.page
    found = [item for item in _widgets(page, lexicon) if block.holds(item.element)]
    sure = {(item.value.value, item.value.best) for item in found if not item.marks}
    for item in found:
        marks = item.marks | {"several"} if len(sure) > 1 else item.marks
        path = page.css_path(item.element)
        where = f"{path}@{item.attribute}" if item.attribute else path
        yield at_node(block, "score", item.value, item.value.raw, where, item.rule, marks)


def _widgets(page: Page, lexicon: Lexicon) -> list[_Found]:
    known = page.memo.get("widgets")
    if isinstance(known, list):
        return known
    found: dict[int, _Found] = {}
    for node, element in _places(page, map(_where, _labelled(page.markup))):
        _keep(found, page, node, _label(node, element, lexicon))
    for node, element in _places(page, map(_where, _named(page.markup))):
        _keep(found, page, node, _data(node, element) or _width(node, element) or _class(node, element))
    for node, element in _places(page, _rows(page.markup)):
        _keep(found, page, node, _parts(node, element))
    page.memo["widgets"] = list(found.values())
    return list(found.values())


def _labelled(markup: Markup) -> list[Element]:
    """Elements with a label for screen readers, or a title that stands for one."""
    images = (image for image in markup.tagged("img") if "alt" in image.attrs)
    titled = (
        element
        for element in markup.having("title")
        if element.attr("role") == "img" or _TITLED.search(element.attr("class"))
    )
    return in_order(markup.having("aria-label"), images, titled)


def _named(markup: Markup) -> list[Element]:
    """Elements whose class, data or style may hold a score."""
    classed = markup.classed_like(_is_named)
    styled = (element for element in markup.having("style") if "width" in element.attr("style").lower())
    stated = (markup.having(name) for name in _DATA)
    return in_order(classed, styled, markup.tagged("meter"), *stated)


@lru_cache(maxsize=4096)  # a theme uses the same few classes all over
def _is_named(name: str) -> bool:
    return _NAMED.search(name) is not None


def _where(element: Element) -> tuple[LexborNode, int]:
    """The node, and the index of the element of the text that it is or stands in (an svg's parts are no text)."""
    return element.node, element.index if element.index >= 0 else element.parent


def _places(page: Page, nodes: Iterable[tuple[LexborNode, int]]) -> Iterator[tuple[LexborNode, Element]]:
    """Each node with its element of the text; not those of other regions and of plug-ins' boxes."""
    for node, index in islice(nodes, MAX_FOUND):
        element = page.elements[index] if index >= 0 else None
        if element is not None and element.region not in _AWAY and not in_box(page, element):
            yield node, element


def _keep(found: dict[int, _Found], page: Page, node: LexborNode, item: _Found | None) -> None:
    """One widget is one score: what stands inside or around one already found is the same."""
    if item is None:
        return
    own = item.element
    for other in found.values():
        held = other.element
        if held.index == own.index or _inside(page, own, held) or _inside(page, held, own):
            return
    zone = zone_of(page, own)
    marks = item.marks | {zone} if zone else item.marks
    if _votes_near(page, own):
        marks |= {"readers"}
    found[node.mem_id] = item._replace(marks=marks)


def _inside(page: Page, inner: Element, outer: Element) -> bool:
    return inner.index > outer.index and any(item.index == outer.index for item in page.ancestors(inner.parent))


def _votes_near(page: Page, element: Element) -> bool:
    """Whether the words beside a widget count votes, or a form lets the reader give one."""
    for depth, item in enumerate(page.ancestors(element.index)):
        if depth > 2 or item.tag in {"article", "main", "body", "section"}:
            return False
        text = page.text[item.start : item.end]
        if len(text) > MAX_LABEL:
            return False
        if _VOTES.search(text) or item.node.css_first("input[type=radio]") is not None:
            return True
    return False


def _label(node: LexborNode, element: Element, lexicon: Lexicon) -> _Found | None:
    """What a label for screen readers says: "Rated 4 out of 5 stars"."""
    attrs = node.attributes
    for attribute, rule in (("aria-label", "widget.aria_label"), ("alt", "widget.alt"), ("title", "widget.title")):
        text = (attrs.get(attribute) or "").strip()
        if not text or len(text) > MAX_LABEL or not any(char.isdigit() or char in "★½" for char in text):
            continue
        if not _RATING_WORDS.search(text) and not _STAR_CLASS.search(attrs.get("class") or ""):
            continue
        value = parse(text, lexicon)
        if value is None or value.best is None or node.tag in {"a", "button", "input", "label"}:
            continue
        marks = frozenset({"readers"}) if _VOTES.search(text) else frozenset()
        return _Found(element, value, attribute, rule, marks)
    return None


def _data(node: LexborNode, element: Element) -> _Found | None:
    """A value in a data attribute, on the scale that another attribute states."""
    attrs = node.attributes
    if node.tag in {"input", "option", "button", "li"}:
        return None
    names = _VALUE_NAMES if node.tag == "meter" or "rating" in (attrs.get("class") or "") else _VALUE_NAMES[:5]
    attribute = next((name for name in names if attrs.get(name)), None)
    if attribute is None:
        return None
    value = number(attrs.get(attribute) or "")
    best = next((found for name in _MAX_NAMES if (found := number(attrs.get(name) or "")) is not None), None)
    # Nought is what a widget shows before anybody has rated.
    if value is None or value <= 0:
        return None
    made = rating(value, best, attrs.get(attribute) or "", "printed", "stars")
    return (
        None if made is None else _Found(element, made, attribute, "widget.data" if best else "widget.data_bare", _NONE)
    )


def _width(node: LexborNode, element: Element) -> _Found | None:
    """Stars drawn by a width: the share of the row, whose length the glyphs tell; without any, five by custom."""
    found = _WIDTH.search(node.attributes.get("style") or "")
    parent = node.parent
    if found is None or parent is None:
        return None
    classes = f"{node.attributes.get('class') or ''} {parent.attributes.get('class') or ''}"
    if not re.search(r"star", classes, re.IGNORECASE) or re.search(r"bar|progress|track", classes, re.IGNORECASE):
        return None
    share = float(found[1])
    glyphs = re.findall(r"[★☆⭐✭✮]", parent.text(deep=True)[:200])
    total = len(glyphs) // (2 if len(glyphs) in {10, 20} else 1)
    if not 0 < share <= 100:
        return None
    best = float(total) if 3 <= total <= 10 else 5.0
    value = round(share * best / 100, 1)
    if abs(value * 2 - round(value * 2)) > 0.01 and best == 5.0 and not total:
        return None
    made = rating(value, best, f"width:{found[1]}%", "printed" if total else "usual", "stars")
    marks = _NONE if total else frozenset({"default_scale"})
    return None if made is None else _Found(element, made, "style", "widget.width", marks)


def _class(node: LexborNode, element: Element) -> _Found | None:
    """A value in a class name ("stars-4", "rating-3-5", "rating eight half"), unless its siblings count up."""
    classes = node.attributes.get("class") or ""
    names = classes.split()
    if not any(char.isdigit() for char in classes) and "rating" not in classes and "score" not in classes:
        return None
    if node.tag in {"input", "label", "option", "button", "body", "html", "article", "a"}:
        return None
    value, best, raw = _named_value(names)
    if value is None or _counts_up(node):
        return None
    if best is None and value > 5:
        best = 10.0
    made = rating(value, best, raw, "printed" if best else "usual", "stars")
    return None if made is None else _Found(element, made, "class", "widget.class", _NONE)


def _named_value(names: list[str]) -> tuple[float | None, float | None, str]:
    for name in names:
        found = None if _SIZE_CLASS.search(name) else _COUNT_CLASS.search(name)
        if found is not None:
            value = float(found["whole"]) + (0.5 if found["part"] in {"5", "half"} else 0.0)
            if value > 10 and found["best"] is None and found["part"] is None and value <= 50 and value % 5 == 0:
                value /= 10
            return value, float(found["best"]) if found["best"] else None, name
    lowered = [name.lower() for name in names]
    if any(re.fullmatch(r"(?:rating|score|stars?)(?:[-_]\w+)?", name) for name in lowered):
        words = [name for name in lowered if name in _WORDS]
        if len(words) == 1:
            return _WORDS.index(words[0]) + (0.5 if "half" in lowered else 0.0), None, " ".join(names)
    return None, None, ""


def _counts_up(node: LexborNode) -> bool:
    """Whether siblings carry other numbers in the same class: positions of a row, no value."""
    for sibling in (node.next, node.prev, node.next and node.next.next, node.prev and node.prev.prev):
        if sibling is not None and sibling.tag and sibling.tag[0].isalpha():
            value, _, _ = _named_value((sibling.attributes.get("class") or "").split())
            if value is not None:
                return True
    return False


def _rows(markup: Markup) -> Iterator[tuple[LexborNode, int]]:
    """Nodes that hold a row of icons: parents of three or more elements named like stars; as `_where` gives them."""
    rows: dict[int, list[tuple[LexborNode, int]]] = {}
    for icon in _icons(markup)[: 4 * MAX_FOUND]:
        parent = icon.node.parent
        if parent is not None:
            rows.setdefault(parent.mem_id, []).append((parent, icon.parent))
    return (row[0] for row in rows.values() if 3 <= len(row) <= MAX_PARTS)


def _icons(markup: Markup) -> list[Element]:
    classed = markup.classed_like(_is_icon)
    drawn = (element for element in markup.having("src") if _STAR_OR_HEART.search(element.attr("src")))
    told = (element for element in markup.having("alt") if "star" in element.attr("alt").lower())
    used = (
        element
        for element in markup.tagged("use")
        if "star" in f"{element.attr('href')} {element.attr('xlink:href')}".lower()
    )
    return in_order(classed, drawn, told, used, markup.tagged("svg"))


@lru_cache(maxsize=4096)
def _is_icon(name: str) -> bool:
    return _ICON.search(name) is not None


def _parts(node: LexborNode, element: Element) -> _Found | None:
    """Filled against empty: the states of a row's parts. All alike is a state that was lost."""
    children = list(_children(node))
    if not 3 <= len(children) <= MAX_PARTS or len({child.tag for child in children}) > 1:
        return None
    states = [_state(child) for child in children]
    if not 3 <= len(states) <= MAX_PARTS or None in states:
        return None
    filled, halves, empty = (states.count(state) for state in ("full", "half", "empty"))
    if not empty + halves or not filled + halves or halves > 1 or not _in_order(states):
        return None
    best = float(len(states)) if empty or halves else None
    made = rating(filled + halves / 2, best, f"{filled + halves / 2:g} of {len(states)} filled", "printed", "stars")
    return None if made is None else _Found(element, made, "", "widget.filled", _NONE)


def _in_order(states: list[str | None]) -> bool:
    order = {"full": 0, "half": 1, "empty": 2}
    ranks = [order[state] for state in states if state is not None]
    return ranks == sorted(ranks)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag and child.tag[0].isalpha():
            yield child
        child = child.next


def _state(node: LexborNode) -> str | None:
    """Whether one icon is full, half or empty, by its class, source, alternative text or fill; None when untold."""
    attrs = node.attributes
    words = " ".join(
        value
        for key in ("class", "src", "alt", "href", "xlink:href", "fill", "title", "aria-label")
        if (value := attrs.get(key) or "")
    )
    if (inner := node.css_first("use, i, img, path")) is not None and inner.mem_id != node.mem_id:
        words += " " + " ".join(
            (inner.attributes.get(key) or "") for key in ("class", "href", "xlink:href", "src", "fill")
        )
    glyph = (node.text(deep=True) or "").strip()
    if glyph in {"☆", "✩"}:
        return "empty"
    if _HALF.search(words) or glyph in {"½", "⯪"}:
        return "half"
    if _EMPTY.search(words) or attrs.get("fill") == "none":
        return "empty"
    if _FULL.search(words) or glyph in {"★", "⭐"} or re.search(r"\bfa-star\b|star\.(?:svg|png|gif)", words):
        return "full"
    return None
