"""A text that a site prints on several pages: which address comes next, and all parts as one page.

Meant is the pager below one text, whose pages stand at the text's own address with `/2/`, `/3/`
behind it (WordPress's next-page tag, and what others took from it): not the next post, and not a
list's next page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.extract.decode import decode

MOST_PARTS: Final = 5
_BOM: Final = b"\xef\xbb\xbf"
_HREF: Final = rb"href\s*=\s*[\"']?(?:%s)?(?:%s)/?[\"'\s>]"
_PAGER: Final = 200
"""Most characters of a pager: what is longer is text that happens to link to a part."""


def part_address(url: str, number: int) -> str:
    """The address of a text's page of that number.

    >>> part_address("https://ida.example/harrow-lane/", 2), part_address("https://ida.example/harrow-lane", 3)
    ('https://ida.example/harrow-lane/2/', 'https://ida.example/harrow-lane/3')
    """
    return f"{url}{number}/" if url.endswith("/") else f"{url}/{number}"


def is_part(address: str, url: str) -> bool:
    """Whether an address is a further page of the text at `url`.

    >>> is_part("https://ida.example/harrow-lane/2/", "https://ida.example/harrow-lane/")
    True
    >>> is_part("https://ida.example/harrow-lane/cast/", "https://ida.example/harrow-lane/")
    False
    """
    rest = address.removeprefix(url.rstrip("/") + "/").rstrip("/")
    return rest != address.rstrip("/") and rest.isdecimal() and 2 <= int(rest[:4]) <= 99


def next_part(url: str, body: bytes, number: int) -> str | None:
    """The address of page `number` of the text at `url`, where `body` (any of its pages) links to it.

    None for a home page, for an address with a query, and beyond five pages.

    >>> next_part("https://ida.example/lane/", b'<a href="/lane/2/">2</a>', 2)
    'https://ida.example/lane/2/'
    >>> next_part("https://ida.example/lane/", b'<a rel="next" href="/other/">Next</a>', 2) is None
    True
    """
    parts = urlsplit(url)
    if number > MOST_PARTS or parts.query or parts.path in {"", "/"}:
        return None
    address = part_address(url, number)
    path = urlsplit(address).path.rstrip("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    # Pages write what an address escapes as they like: in small figures, or not escaped at all.
    paths = b"|".join(re.escape(one.encode()) for one in (path, unquote(path)))
    pattern = _HREF % (re.escape(origin.encode()), paths)
    return address if re.search(pattern, body, re.IGNORECASE) else None


def join(url: str, first: bytes, more: Sequence[bytes], content_type: str | None = None) -> bytes:
    """The first page with the text of the further ones in the place of its pager, as UTF-8.

    The text is what stands in the element that holds the pager: on every page the one of the same
    tag and class. Where it cannot be told, the first page is given back as it was.
    """
    tree = LexborHTMLParser(decode(first, content_type).text)
    found = _pager(tree, url)
    if found is None or tree.html is None:
        return first
    box, pager = found
    texts = [_text(decode(body, content_type).text, box, url) for body in more]
    old = pager.html or ""
    before, mark, after = tree.html.partition(old)
    if not mark or not any(texts):
        return first
    return _BOM + (before + "\n".join(texts) + after).encode("utf-8", "replace")


def _pager(tree: LexborHTMLParser, url: str) -> tuple[LexborNode, LexborNode] | None:
    """The element that holds a text and its pager, and the pager: its child that links to the second page."""
    for link in tree.css("a[href]"):
        if _target(link, url) != _plain(part_address(url, 2)):
            continue
        child, box = link, link.parent
        while box is not None and box.tag not in {"body", "html"}:
            if any(len(p.text(strip=True)) >= 20 for p in box.css("p")):
                return (box, child) if len(child.text(strip=True)) <= _PAGER else None
            child, box = box, box.parent
    return None


def _text(html: str, box: LexborNode, url: str) -> str:
    """What the same element of another page holds, without its pager."""
    kind = box.attributes.get("class")
    for node in LexborHTMLParser(html).css(box.tag or "div"):
        if node.attributes.get("class") == kind:
            return "\n".join(child.html or "" for child in node.iter() if not _leads_back(child, url))
    return ""


def _leads_back(node: LexborNode, url: str) -> bool:
    links = [_target(link, url) for link in node.css("a[href]")]
    short = len(node.text(strip=True)) <= _PAGER
    return short and any(link == _plain(url) or is_part(link, _plain(url)) for link in links)


def _target(link: LexborNode, url: str) -> str:
    try:
        return _plain(urljoin(url, link.attributes.get("href") or ""))
    except ValueError:  # no address at all: "http://[broken"
        return ""


def _plain(address: str) -> str:
    """An address to compare: nothing escaped, no slash at the end."""
    return unquote(address).rstrip("/")
