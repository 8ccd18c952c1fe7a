"""Review boxes as a source: one interpreter for the plug-ins described in `scraper/extract/boxes/*.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from scraper.extract.block import at_node, at_text
from scraper.extract.boxes import Box, Facts, Scale, Total, present, zone_of
from scraper.extract.facts import number, rating
from scraper.extract.page import Element, Page, Region, squeeze
from scraper.model import Claim, Rating

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scraper.extract.block import Block, Site
    from scraper.extract.lexicon import Lexicon

MAX_BOXES: Final = 100
_WIDTH: Final = re.compile(r"(?:^|;)\s*width\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*%", re.IGNORECASE)
_PRINTED: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:/|out of)\s*(\d{1,3})(?!\d)")
_FIGURE: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)(?![\d])\s*(%?)")
_AWAY: Final = frozenset({Region.COMMENT, Region.RELATED, Region.NAV, Region.ASIDE, Region.FOOTER})


def claims(block: Block, lexicon: Lexicon, site: Site) -> Iterator[Claim]:
    """Totals and facts of the critic's boxes in the block; the readers' totals with their mark."""
    del lexicon, site
    page = block.page
    for box in present(page):
        for root in _roots(page, box):
            if not block.holds(root) or root.region in _AWAY - {Region.COMMENT}:
                continue
            yield from _total(block, box, root)
            for facts in box.facts:
                yield from _facts(block, box, root, facts)


def _roots(page: Page, box: Box) -> list[Element]:
    """The outermost elements of a plug-in's boxes."""
    selector = box.root or ", ".join(f".{name}" for name in box.classes)
    found: list[Element] = []
    for element in page.css(selector)[:MAX_BOXES]:
        if not any(item.index == element.index or _inside(page, element, item) for item in found):
            found.append(element)
    return found


def _inside(page: Page, inner: Element, outer: Element) -> bool:
    return inner.index > outer.index and any(item.index == outer.index for item in page.ancestors(inner.parent))


def _total(block: Block, box: Box, root: Element) -> Iterator[Claim]:
    """The first of the box's totals that can be read."""
    scale = _scale(box, root)
    for total in box.totals:
        nodes = [root.node] if total.select == ":root" else root.node.css(total.select)
        for node in nodes[:MAX_BOXES]:
            element = block.page.element_of(node)
            zone = zone_of(block.page, element) if element is not None else None
            made = _value(node, total, scale, box.unset)
            if made is None:
                continue
            marks: frozenset[str] = frozenset({zone}) if zone else frozenset()
            if root.region is Region.COMMENT and zone != "readers":
                marks |= {"comment"}
            yield _claim(block, box, total, node, element, made, marks)
            if not marks:
                return


def _claim(
    block: Block,
    box: Box,
    total: Total,
    node: LexborNode,
    element: Element | None,
    value: Rating,
    marks: frozenset[str],
) -> Claim:
    rule = f"box.{box.name}.total" if total.read != "width" else f"box.{box.name}.width"
    if element is not None and total.read == "text" and element.end > element.start:
        return at_text(block, "score", value, (element.start, element.end), rule, marks)
    path = (
        block.page.css_path(element)
        if element is not None
        else f"{node.tag}.{(node.attributes.get('class') or '').strip()}"
    )
    attribute = {"width": "style"}.get(
        total.read, total.read.partition(":")[2] if total.read.startswith("attr:") else ""
    )
    return at_node(block, "score", value, value.raw, f"{path}@{attribute}" if attribute else path, rule, marks)


def _scale(box: Box, root: Element) -> Scale | None:
    for scale in box.scales:
        if not scale.when or root.node.css_matches(scale.when) or _matches(root, scale.when):
            return scale
    return None


def _matches(root: Element, selector: str) -> bool:
    """Whether the box itself matches; `css_matches` asks about its inside."""
    parent = root.node.parent
    return parent is not None and any(node.mem_id == root.node.mem_id for node in parent.css(selector)[:MAX_BOXES])


def _value(node: LexborNode, total: Total, scale: Scale | None, unset: tuple[float, ...]) -> Rating | None:
    """The rating that one element states, None where it states none or the box was never filled in."""
    raw = _raw(node, total)
    best = scale.best if scale is not None else None
    kind = scale.kind if scale is not None else "points"
    if total.read == "width":
        share = number(raw)
        if share is None or best is None or share in unset:
            return None
        return rating(round(share * best / 100, 2), best, f"{raw}%", "printed", "stars")
    if (printed := _PRINTED.search(raw)) is not None:
        return rating(_float(printed[1]), float(printed[2]), raw, "printed", kind)
    figure = _FIGURE.search(raw)
    if figure is None:
        return None
    value = round(_float(figure[1]) * total.factor, 4)
    if value in unset or raw.lstrip().startswith("-"):
        return None
    if figure[2] == "%":
        return rating(value, 100.0, raw, "printed", "percent")
    return rating(value, best, raw, "printed", kind)


def _raw(node: LexborNode, total: Total) -> str:
    if total.read == "width":
        found = _WIDTH.search(node.attributes.get("style") or "")
        return found[1] if found is not None else ""
    if total.read.startswith("attr:"):
        return (node.attributes.get(total.read[5:]) or "").strip()
    if total.read.startswith("count:"):
        return str(len(node.css(total.read[6:])))
    return squeeze(node.text(deep=True, separator=" ")[:200]).strip()


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _facts(block: Block, box: Box, root: Element, facts: Facts) -> Iterator[Claim]:
    """Labelled pairs of the box; a label's word decides the field, whatever its plural in brackets."""
    page = block.page
    for node in root.node.css(facts.row)[:MAX_BOXES]:
        label, row = node.css_first(facts.label), page.element_of(node)
        held = page.element_of(label) if label is not None else None
        if row is None or held is None:
            continue
        word = re.sub(r"\(\w+\)|[:\s]+$", "", page.text_of(held).lower()).strip()
        name = facts.fields.get(word)
        start = held.end
        value = page.text[start : row.end]
        start += len(value) - len(value.lstrip(" :\n"))
        value = value.strip(" :\n")
        if name is None or not value:
            continue
        yield from _fact(block, name, value, start, f"box.{box.name}.fact")


def _fact(block: Block, name: str, value: str, start: int, rule: str) -> Iterator[Claim]:
    if name == "film_year":
        found = re.search(r"(?<!\d)(?:18|19|20)\d\d(?!\d)", value)
        if found is not None:
            yield at_text(block, name, int(found[0]), (start + found.start(), start + found.end()), rule)
        return
    parts = re.split(r"\s*,\s*", value) if name in {"directors", "genres"} else [value]
    at = 0
    for part in parts:
        place = value.index(part, at)
        at = place + len(part)
        if part:
            yield at_text(block, name, part, (start + place, start + at), rule)
