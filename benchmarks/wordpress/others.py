"""Posts of a film blog that are no film reviews, and its pages. Each (title, text, categories)."""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

import random
from collections.abc import Callable

from films import english_titles, person, place

Made = tuple[str, list[str], list[str]]


def _news(rng: random.Random, t: str) -> Made:
    return (
        f"{person(rng)} to Direct {t}",
        [f"{person(rng)} has signed on to direct {t}, the production company said on Monday.",
         f"Shooting is to begin next spring in {place(rng)}. The film will be released in theaters next year."],
        ["News"],
    )  # fmt: skip


def _interview(rng: random.Random, t: str) -> Made:
    who = person(rng)
    return (
        f"Interview: {who} on the making of {t}",
        ["<strong>How did you find the house?</strong>", f"{who}: We drove around {place(rng)} until the petrol ran out.",
         "<strong>And the goats?</strong>", f"{who}: The goats found us.", "<strong>What comes next?</strong>", f"{who}: Sleep."],
        ["Interviews"],
    )  # fmt: skip


def _preview(rng: random.Random, t: str) -> Made:
    return (
        f"First Trailer for {t}",
        [f"The first trailer for {t} is here, and it looks like a storm in a teapot.",
         f"{person(rng)} and {person(rng)} star. {t} will open in theaters later this year."],
        ["News", "Trailers"],
    )  # fmt: skip


def _book(rng: random.Random, t: str) -> Made:
    return (
        f"Book Review: {t} by {person(rng)}",
        ["At 412 pages this novel could lose a hundred and nobody would come looking for them.",
         "The prose is clean, the chapters are short, and the author knows when to close a curtain.", "Rating: 4/5"],
        ["Books"],
    )  # fmt: skip


def _game(_: random.Random, t: str) -> Made:
    return (
        f"{t} Review (PC)",
        ["The new game from a studio of three people has tight controls, clever levels and a save system from hell.",
         "Players who liked the multiplayer of its predecessor will miss it; the gameplay loop is lonely.", "Score: 8/10"],
        ["Games"],
    )  # fmt: skip


def _album(rng: random.Random, t: str) -> Made:
    return (
        f"Album Review: {person(rng)} – {t}",
        ["Eleven tracks, forty minutes, one good chorus. The guitars are buried and the singer digs.",
         "The second single is the best song on the record.", "★★★☆☆"],
        ["Music"],
    )  # fmt: skip


def _series(rng: random.Random, t: str) -> Made:
    return (
        f"TV Review: {t}, Season 2",
        ["The second season picks up a week after the finale, and the first two episodes waste it on parking.",
         f"Showrunner {person(rng)} finds the old rhythm in episode 4.", "Grade: B"],
        ["Television"],
    )  # fmt: skip


def _list(rng: random.Random, _: str) -> Made:
    names = english_titles(rng, 6)
    return (
        "The films I am looking forward to this autumn",
        ["I have seen none of these yet, so hold me to nothing.", *[f"{n}. {t}" for n, t in enumerate(names, 1)]],
        ["Lists"],
    )


def _programme(rng: random.Random, t: str) -> Made:
    return (
        f"What is on at the Lantern in {place(rng)}",
        [f"Thursday, 18.00: {t}<br />\nFriday, 20.15: {english_titles(rng, 3)[0]}<br />\nSaturday, 22.30: {english_titles(rng, 3)[1]}",
         "Tickets are 8 at the door and 7 for members. The bar opens half an hour earlier."],
        ["Programme"],
    )  # fmt: skip


def _giveaway(_: random.Random, t: str) -> Made:
    return (
        f"Win one of three Blu-rays of {t}",
        ["Tell us in the comments which ferry you missed, and you may win. Entries close on Sunday.",
         "No purchase needed, no cash alternative, no goats."],
        ["Giveaways"],
    )  # fmt: skip


def _obituary(rng: random.Random, t: str) -> Made:
    who = person(rng)
    return (
        f"{who}, 1939–2021",
        [f"{who}, who photographed {t} and forty other films, has died at the age of 82.",
         "Colleagues remember a man who carried his own lamps."],
        ["News"],
    )  # fmt: skip


def _essay(rng: random.Random, _: str) -> Made:
    return (
        "Why I stopped giving stars",
        ["For ten years I ended every text with a row of little pictures. Nobody ever disagreed with a sentence; everybody disagreed with the stars.",
         f"A friend in {place(rng)} keeps a notebook in which every film gets a colour. I envy her."],
        ["Essays"],
    )  # fmt: skip


def _podcast(rng: random.Random, _: str) -> Made:
    return (
        f"Podcast #{rng.randint(10, 99)}: Rain, Trains and Regrets",
        ["In this episode we talk about trains on film, mostly late ones, and answer letters.",
         "Subscribe wherever you get your podcasts. Length: 48 minutes."],
        ["Podcast"],
    )  # fmt: skip


def _festival(rng: random.Random, _: str) -> Made:
    names = english_titles(rng, 4)
    return (
        f"{place(rng)} Film Festival announces its line-up",
        [f"The festival will open with {names[0]} and close with {names[1]}. Also in competition: {names[2]}, {names[3]}.",
         "Tickets go on sale on the first of the month."],
        ["News", "Festival"],
    )  # fmt: skip


def _house(_: random.Random, __: str) -> Made:
    return (
        "We have moved",
        [
            "The office is now above the bakery. Letters to the old address will be eaten.",
            "The telephone number stays the same.",
        ],
        ["House"],
    )


KINDS: tuple[Callable[[random.Random, str], Made], ...] = (
    _news, _interview, _preview, _book, _game, _album, _series, _list, _programme, _giveaway, _obituary, _essay, _podcast,
    _festival, _house,
)  # fmt: skip

PAGES = (
    ("About", ["Lantern Street is written by four people who like to sit in the dark. We have been at it since 2009."]),
    ("How we rate", ["5/5 – We would pay to see it again.", "4/5 – Very good.", "3/5 – Good in parts.", "2/5 – Poor.", "1/5 – Please no."]),
    ("Contact", ["Write to us about anything but parking."]),
)  # fmt: skip
