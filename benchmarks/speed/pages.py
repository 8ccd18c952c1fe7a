"""Pages to time: the fixtures, and generated review pages of a wanted size."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]

WORDS = (
    "the a of and in to it is that film scene light window door river night camera frame actor voice music city "
    "harbour winter mother brother letter silence table glass road engine question answer memory street colour cut "
    "slow quick tender strange bitter honest quiet loud first second last never always almost perhaps without"
).split()
NAMES = ("Ada Wren", "Bo Li", "Cy Ash", "Di Fern", "Ed Holm", "Fay Iris", "Gus Orne", "Hal Brume")

HEAD = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8">
<title>Harrow Lane (2021) review: a long run &#8226; The Reel Ledger</title>
<link rel="canonical" href="https://reel-ledger.example/2021/08/harrow-lane-review/">
<meta property="og:site_name" content="The Reel Ledger"><meta property="og:title" content="Harrow Lane (2021) review">
<meta property="article:published_time" content="2021-08-20T09:00:00+00:00">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Article",
"headline":"Harrow Lane (2021) review","datePublished":"2021-08-20T09:00:00+00:00","author":{"@id":"#p"},
"articleSection":["Reviews"],"keywords":["boxing"]},{"@type":"Person","@id":"#p","name":"Ida Moss"}]}</script>
</head><body class="single single-post postid-77"><header><a href="/">The Reel Ledger</a><nav>"""
BODY = """</nav></header><main><article class="post-77 post hentry category-reviews tag-boxing">
<h1 class="entry-title">Harrow Lane (2021) review: a long run</h1><div class="entry-meta">
<time class="entry-date published" datetime="2021-08-20T09:00:00+00:00">20 August 2021</time>
by <span class="author vcard"><a rel="author" href="/author/ida/">Ida Moss</a></span></div>
<div class="entry-content">
<p><em>Harrow Lane</em>, directed by Ada Wren and starring Bo Li, is a film about a gym.</p>"""
TAIL = """<p>Final Score: 4 out of 5.</p><p>Harrow Lane is available on digital from 24 August 2021.</p></div>
<footer><span class="cat-links">Posted in <a href="/category/reviews/" rel="category tag">Reviews</a></span>
<span class="tags-links">Tagged <a href="/tag/boxing/" rel="tag">boxing</a></span></footer></article>"""


def sentence(dice: random.Random) -> str:
    """A sentence of a review that says nothing, now and then with a name, a number or a date in it."""
    words = [dice.choice(WORDS) for _ in range(dice.randint(6, 22))]
    if dice.random() < 0.15:
        words.insert(dice.randrange(len(words)), dice.choice(NAMES))
    if dice.random() < 0.06:
        words.insert(
            dice.randrange(len(words)), dice.choice(("in 1994", "26.2 miles", "two hours", "on 3 May", "3 of 9"))
        )
    return " ".join(words).capitalize() + "."


def page(size: int, seed: int = 0) -> bytes:
    """A whole review page of about `size` bytes, a sixth of it text to read.

    That is the share on real pages of about 100 KB: 12 % to 18 % over three sets of stored pages;
    the rest is styles, scripts, menus, picture sources and the wrappers of a theme.
    """
    dice = random.Random(seed)
    part = (size - len(HEAD) - len(BODY) - len(TAIL)) // 10
    prose = _filled(part * 3 // 2, lambda n: _paragraph(dice, n))
    comments = _filled(part, lambda n: _comment(dice, n))
    cards = _filled(part * 2, lambda n: _card(dice, n))
    menu = _filled(part, _menu_item)
    style = _filled(part * 2, lambda n: f".wp-block-{n}{{margin:0 auto;padding:{n}em;color:#{n:06x}}}")
    script = _filled(part * 2, lambda n: f'window.cfg["k{n}"]={{"id":{n},"url":"/a/{n}","on":true}};')
    html = (
        f'{HEAD}<style>{style}</style><ul class="menu">{menu}</ul>{BODY}{prose}{TAIL}'
        f'<section class="related">{cards}</section>'
        f'<ol class="comment-list">{comments}</ol></main><script>{script}</script></body></html>'
    )
    return html.encode()


def _filled(size: int, part: Callable[[int], str]) -> str:
    parts, length = [], 0
    while length < size:
        parts.append(part(len(parts)))
        length += len(parts[-1])
    return "".join(parts)


def _menu_item(number: int) -> str:
    return (
        f'<li id="menu-item-{number}" class="menu-item menu-item-type-taxonomy menu-item-{number}">'
        f'<a href="/tag/t{number}/" itemprop="url" class="nav-link">Tag {number}</a></li>'
    )


def _paragraph(dice: random.Random, number: int) -> str:
    words = " ".join(sentence(dice) for _ in range(dice.randint(2, 7)))
    return f'<p class="wp-block-paragraph has-medium-font-size" id="p-{number}">{words}</p>\n'


def _comment(dice: random.Random, number: int) -> str:
    return (
        f'<li class="comment even thread-even depth-1" id="comment-{number}"><article id="div-comment-{number}" '
        f'class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img alt="" '
        f'src="/avatar/{number}?s=42&amp;d=mm&amp;r=g" class="avatar avatar-42 photo" height="42" width="42">'
        f'<b class="fn">{dice.choice(NAMES)}</b></div><div class="comment-metadata"><a href="#comment-{number}">'
        f'<time datetime="2021-08-21T10:00:00+00:00">21 August 2021</time></a></div></footer>'
        f'<div class="comment-content"><p>{sentence(dice)} {dice.randint(1, 10)}/10</p></div></article></li>\n'
    )


def _card(dice: random.Random, number: int) -> str:
    sources = ", ".join(f"/img/{number}-{width}.jpg {width}w" for width in (300, 600, 768, 1024, 1536))
    return (
        f'<article class="card col-md-4"><a class="card__link" href="/review/{number}/"><img loading="lazy" '
        f'width="300" height="169" alt="" srcset="{sources}" sizes="(max-width: 300px) 100vw, 300px">'
        f'<h3 class="card__title">{dice.choice(WORDS).capitalize()} {dice.choice(WORDS)} review</h3></a></article>\n'
    )


def folder(path: Path) -> list[bytes]:
    """Every page below a folder, `.html` or `.html.gz`."""
    files = sorted([*path.rglob("*.html"), *path.rglob("*.html.gz")])
    return [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]


def fixtures() -> list[bytes]:
    """Every fixture that is HTML, as bytes."""
    return [path.read_bytes() for path in sorted((ROOT / "fixtures").glob("*/*/page.html"))]
