"""Invented films and people."""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

import random
from dataclasses import dataclass

_FIRST = (
    "Ida Jon Mara Owen Petra Silas Nadia Tobias Greta Luis Anya Felix Rosa Emil Clara Hugo Ines Viktor Selma Otto Leila "
    "Ruben Thea Marcus Yara Dominik Astrid Paul Zofia Henrik Esther Callum Bianca Jürgen Márta Søren Chloé Beatriz Kenji Ngozi"
).split()  # fmt: skip
_LAST = (
    "Moss Vale Thornley Kessler Quill Hartog Lindqvist Okafor Brandauer Castellan Dray Ferrow Grünwald Halloran Ivers "
    "Jelinek Karras Lowell Marchetti Nakata Ostrander Pell Radu Sandoval Teague Ullmann Vance Winslow Yardley Zeller "
    "O’Dowd McAllen Saint-Clair Béranger Köhler Ortiz Nyström Petrov Albright Fennick"
).split()  # fmt: skip
_PARTICLES = ("", "", "", "", "", "", "van der ", "de ", "von ")
_ADJECTIVES = (
    "Quiet Crooked Borrowed Last Hollow Paper Northern Velvet Broken Patient Salted Winter Second Lesser Golden Drowned "
    "Unpaid Narrow Electric Homemade Reluctant Painted"
).split()  # fmt: skip
_NOUNS = (
    "Harbour Ladder Orchard Lantern Kettle Meridian Tenant Signal Bridge Accordion Widow Ferry Staircase Tide Parade "
    "Clockmaker Postman Garden Alibi Weather Cellar Piano Island Carousel Lodger Inheritance"
).split()  # fmt: skip
_PLACES = "Harrow Glenmoor Aldersby Pinchbeck Tolland Varnholm Ettrick Saltmere Kilbrannan Osterby".split()
_THINGS = "Lane Crossing Road Sonata Hotel Junction Summer Affair Heights Divide".split()
_ADJEKTIVE = "stille krumme geliehene letzte hohle kalte zweite kleine ferne müde goldene versunkene".split()
_NOMEN = (
    "Gasse Leiter Laterne Brücke Fähre Treppe Flut Witwe Insel Erbschaft Nachbarin Stunde Straßenbahn Mauer".split()
)
_ORTE = "Fluss See Deich Bahnhof Waldrand Nordmeer".split()
_DINGE = "Boot Haus Gasthaus Zimmer Fest Telefon Klavier Zelt".split()

SPECIAL = (
    "Final Score", "Row 14", "12 Lanterns", "1911", "Nine Doors 2", "Salt & Iron", "What Now?", "Don’t Wake Mother",
    "O’Dell’s Boat", "Löwe in Winter", "Hush…", "Rain / Shine", "Mother: A Ghost Story", "Yes, No, Maybe", "The Director",
    "Late November", "I ♥ Mondays", "Ćma", "8:15 to Tolland", "Wait — Who Rang?", "S.O.S. Saltmere", "¡Ay, Ramona!",
    "The Very Long and Mostly Unlucky Afternoon of Captain Barnaby Quill, His Sister, Her Parrot and the Lighthouse That Would Not Go Out",
    "A Matinee for Two", "Tuesday’s Child, Wednesday’s Problem", "The Man Who Counted to Six", "Ülkü", "Blood, Sweat & Marmalade",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Film:
    """One invented film."""

    title: str
    year: int
    directors: tuple[str, ...]
    actors: tuple[str, str]
    minutes: int

    def director_text(self, joiner: str = "and") -> str:
        """Its directors as printed."""
        return f" {joiner} ".join(self.directors)


def person(rng: random.Random) -> str:
    """An invented name; one in fifteen has a middle initial, some a particle."""
    initial = f" {rng.choice('ABCDGHJLMRSTW')}." if rng.random() < 0.07 else ""
    return f"{rng.choice(_FIRST)}{initial} {rng.choice(_PARTICLES)}{rng.choice(_LAST)}"


def place(rng: random.Random) -> str:
    """An invented town."""
    return rng.choice(_PLACES)


def english_titles(rng: random.Random, count: int) -> list[str]:
    """Different titles, the special ones among them."""
    made = dict.fromkeys(SPECIAL)
    while len(made) < count:
        one, two = rng.sample(_NOUNS, 2)
        shape = rng.randrange(9)
        made[(
            f"The {rng.choice(_ADJECTIVES)} {one}", f"{rng.choice(_PLACES)} {rng.choice(_THINGS)}", f"{one} and {two}",
            f"The {one} of {rng.choice(_PLACES)}", f"A{'n' * (one[0] in 'AEIOU')} {one} for {rng.choice(_FIRST)}", f"{rng.choice(_ADJECTIVES)} {one}s",
            f"{rng.choice(_FIRST)} and the {one}", f"The {one}’s {two}", f"No {one} in {rng.choice(_PLACES)}",
        )[shape]] = None  # fmt: skip
    return rng.sample(list(made), count)


def german_titles(rng: random.Random, count: int) -> list[str]:
    """Different German titles."""
    made: dict[str, None] = {}
    while len(made) < count:
        made[rng.choice((
            f"Die {rng.choice(_ADJEKTIVE)} {rng.choice(_NOMEN)}", f"Das {rng.choice(_DINGE)} am {rng.choice(_ORTE)}",
            f"{rng.choice(_FIRST)} und die {rng.choice(_NOMEN)}", f"Eine {rng.choice(_NOMEN)} für {rng.choice(_FIRST)}",
            f"Keine {rng.choice(_NOMEN)} ohne {rng.choice(_FIRST)}", f"Kein {rng.choice(_DINGE)} für {rng.choice(_FIRST)}",
        ))] = None  # fmt: skip
    return list(made)


def film(rng: random.Random, title: str, year: int) -> Film:
    """A film of that title; one in ten has two directors."""
    directors = tuple(person(rng) for _ in range(2 if rng.random() < 0.1 else 1))
    return Film(title, year, directors, (person(rng), person(rng)), rng.randint(78, 171))
