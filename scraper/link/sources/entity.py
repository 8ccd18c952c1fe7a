"""One Wikidata entity as JSON (dump, `wbgetentities` and Special:EntityData have the same shape).

Reading rules are those of the Wikibase JSON documentation: a snak has a value only when its
`snaktype` is `value`; preferred statements stand before normal ones and deprecated ones are
left out; a date is read no finer than its precision; maps may be written as `[]` when empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scraper.link.builder import Builder
from scraper.link.sources.imdb import imdb_id

FILM: Final = "Q11424"
KINDS: Final = {
    FILM: "film", "Q24869": "film", "Q202866": "film", "Q29168811": "film", "Q226730": "film",
    "Q24862": "short", "Q17517379": "short", "Q93204": "documentary", "Q506240": "tv",
}  # fmt: skip
"""Classes of films that are known without asking; the rest of the tree hangs below Q11424."""
NOT_FILMS: Final = frozenset({
    "Q5398426", "Q21191270", "Q1259759", "Q7889", "Q3464665", "Q15416", "Q24856", "Q581714", "Q5",
})  # fmt: skip
"""Series, episodes, seasons, games, film series, people: an IMDb id does not make them films."""
ROLES: Final = {
    "P57": "director", "P58": "writer", "P162": "producer", "P344": "cinematographer",
    "P86": "composer", "P1040": "editor", "P161": "actor",
}  # fmt: skip
IDS: Final = {"P345": "imdb", "P4947": "tmdb", "P6127": "letterboxd", "P1258": "rottentomatoes", "P1712": "metacritic"}
_PERSON_IDS: Final = {"P345": "imdb", "P4985": "tmdb"}
_MINUTE: Final = "http://www.wikidata.org/entity/Q7727"
_YEAR_PRECISION: Final = 9
_TIME: Final = re.compile(r"^\+?0*(\d{4})(?:-|$)")
_QID: Final = re.compile(r"Q[1-9]\d{0,11}")
_MOST_CREDITS: Final = 40

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a property, with its rank."""

    value: Any
    preferred: bool


def statements(entity: Entity, prop: str) -> list[Statement]:
    """The values of a property that are not deprecated, in the order of the entity."""
    claims = entity.get("claims")
    found = claims.get(prop, ()) if isinstance(claims, dict) else ()
    return list(_statements(found if isinstance(found, list) else ()))


def _statements(found: list[Any] | tuple[Any, ...]) -> Iterator[Statement]:
    for statement in found:
        if not isinstance(statement, dict) or statement.get("rank") == "deprecated":
            continue
        snak = statement.get("mainsnak")
        if isinstance(snak, dict) and snak.get("snaktype") == "value" and isinstance(snak.get("datavalue"), dict):
            yield Statement(snak["datavalue"].get("value"), statement.get("rank") == "preferred")


def best(entity: Entity, prop: str) -> list[Any]:
    """The preferred values of a property, or all when none is preferred."""
    found = statements(entity, prop)
    chosen = [item for item in found if item.preferred] or found
    return [item.value for item in chosen]


def qids(entity: Entity, prop: str) -> list[str]:
    """The items that are the best values of a property."""
    return [item["id"] for item in best(entity, prop) if isinstance(item, dict) and is_qid(item.get("id"))]


def is_qid(value: object) -> bool:
    """Whether this is the id of an item."""
    return isinstance(value, str) and _QID.fullmatch(value) is not None


def is_film(entity: Entity) -> bool:
    """Whether an entity is a film: by its class, else by an IMDb title id and a director."""
    classes = set(qids(entity, "P31"))
    if classes & KINDS.keys():
        return True
    imdb = any(str(value).startswith("tt") for value in best(entity, "P345"))
    return imdb and not classes & NOT_FILMS and bool(statements(entity, "P57"))


def years(entity: Entity) -> set[int]:
    """Every year of publication that is not deprecated; dates vaguer than a year are none."""
    return {year for item in statements(entity, "P577") if (year := _year(item.value)) is not None}


def _year(value: object) -> int | None:
    if not isinstance(value, dict) or not isinstance(value.get("precision"), int):
        return None
    found = _TIME.match(str(value.get("time", "")))
    return int(found[1]) if found and value["precision"] >= _YEAR_PRECISION else None


def runtime(entity: Entity) -> int | None:
    """Minutes, from the first duration that is given in minutes."""
    for value in best(entity, "P2047"):
        amount = (
            str(value.get("amount", "")).lstrip("+") if isinstance(value, dict) and value.get("unit") == _MINUTE else ""
        )
        if re.fullmatch(r"\d{1,4}(?:\.\d+)?", amount):
            return round(float(amount))
    return None


def titles(entity: Entity) -> Iterator[tuple[str, str | None, str]]:
    """Every name with its language and kind, the English label first."""
    labels = [(text, lang, "label") for lang, text in _texts(entity, "labels")]
    labels.sort(key=lambda item: (item[1] != "en", item[1] != "mul"))
    yield from labels
    for value in (item.value for item in statements(entity, "P1476")):
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            yield value["text"], value.get("language"), "original"
    yield from ((text, lang, "alias") for lang, text in _texts(entity, "aliases"))


def label(entity: Entity) -> str | None:
    """The name shown: English, else for all languages, else any."""
    return next((text for text, _, part in titles(entity) if part == "label"), None)


def _texts(entity: Entity, part: str) -> Iterator[tuple[str, str]]:
    found = entity.get(part)
    for lang, value in found.items() if isinstance(found, dict) else ():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and isinstance(item.get("value"), str):
                yield lang, item["value"]


def ids(entity: Entity) -> dict[str, str]:
    """A film's ids by scheme."""
    found = {"wikidata": str(entity["id"])}
    for prop, scheme in IDS.items():
        value = next((text for item in best(entity, prop) if (text := _external(scheme, item))), None)
        if value is not None:
            found[scheme] = value
    return found


def kind(entity: Entity) -> str:
    """The kind of film: the most particular that its classes tell."""
    kinds = [KINDS[qid] for qid in qids(entity, "P31") if qid in KINDS]
    return next((one for one in kinds if one != "film"), "film")


def add_film(builder: Builder, entity: Entity) -> int:
    """Put a film entity into a catalogue; its people have ids and no names yet."""
    film = builder.film(ids(entity), "wikidata")
    for text, lang, part in titles(entity):
        builder.title(film, text, "wikidata", lang=lang, kind=part)
    for year in sorted(years(entity)):
        builder.year(film, year, "wikidata")
    for prop, role in ROLES.items():
        for order, qid in enumerate(qids(entity, prop)[:_MOST_CREDITS]):
            builder.credit(film, role, order, builder.person({"wikidata": qid}, "wikidata"))
    builder.facts(film, kind=kind(entity), runtime=runtime(entity))
    return film


def add_person(builder: Builder, entity: Entity) -> None:
    """Give a credited person their names and ids."""
    found = {"wikidata": str(entity["id"])}
    for prop, scheme in _PERSON_IDS.items():
        value = next((str(item) for item in best(entity, prop) if str(item).startswith("nm") or scheme == "tmdb"), None)
        if value is not None:
            found[scheme] = value
    shown = label(entity)
    if shown is None:
        return
    person = builder.person(found, "wikidata", shown)
    for text in dict.fromkeys(text for text, lang, _ in titles(entity) if lang in ("en", "mul")):
        builder.name(person, text)


def _external(scheme: str, value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    if scheme == "imdb":
        identifier = imdb_id(text)
        return identifier if identifier and identifier.startswith("tt") else None
    if scheme == "tmdb":
        return text if text.isdecimal() else None
    return text[:200] or None
