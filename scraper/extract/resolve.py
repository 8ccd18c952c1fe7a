"""Claims to answers: group what agrees, count independent voices, accept or abstain.

A group's score is the sum, over independent voices, of the heaviest claim of each (in bits). A
value is accepted when its group clears the field's threshold and leads the next by its margin;
otherwise nothing is said. Weights stand in `weights.toml`, fitted by `benchmarks/fit`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from operator import attrgetter, itemgetter
from typing import Final, Literal

from scraper.fields import BY_NAME, fold
from scraper.model import Answer, Claim, Evidence, PartialDate, Rating, WeighedClaim

Mode = Literal["one", "items", "list"]
_NEAR: Final = frozenset({"score", "published", "modified"})
MAX_CLAIMS: Final = 2_000
_QUOTE: Final = 200
_AROUND: Final = 32


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule's claims weigh, and which voice they are: claims of one voice count once."""

    bits: float
    voice: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How one field is decided; `scale` and `offset` calibrate its confidence."""

    mode: Mode = "one"
    threshold: float = 3.0
    margin: float = 1.0
    first: bool = False
    """Of two values that the same kind of statement makes, the one that stands first is meant."""
    peers: float = 99.0
    """In a set: how many bits the heaviest claim of a member may be lighter than that of the first."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The contents of `weights.toml`."""

    rules: dict[str, Rule]
    marks: dict[str, float]
    policies: dict[str, Policy]
    aliases: dict[str, dict[str, str | float]]
    offset: float
    slope: float
    lead: float
    abstained: float
    bare: float
    known: dict[tuple[str, str, str], Rule] = field(default_factory=dict, repr=False, compare=False)
    """Rules found before, by field, rule and source: there are a few hundred, and claims are many."""

    def key(self, claim: Claim) -> str:
        """The row that weighs a claim: by field and rule, by rule, by the rule's source; "" where there is none."""
        for key in (f"{claim.field}:{claim.rule}", claim.rule, f"{claim.field}:{claim.source}", claim.source):
            if key in self.rules:
                return key
        return ""

    def rule(self, claim: Claim) -> Rule:
        """What a claim's rule weighs, and its voice; rules of other places by their alias."""
        kind = (claim.field, claim.rule, claim.source)
        known = self.known.get(kind)
        if known is None:
            known = self.known[kind] = self._rule(claim)
        return known

    def _rule(self, claim: Claim) -> Rule:
        key = self.key(claim)
        if key and (key != claim.source or claim.source not in self.aliases):
            return self.rules[key]
        if (like := self.aliases.get(claim.source)) is not None:
            found = self.rules.get(claim.rule.replace(claim.source, str(like["as"]), 1))
            if found is not None:
                return Rule(found.bits * float(like["times"]), found.voice)
        return Rule(1.0, claim.source)

    def bits(self, claim: Claim) -> float:
        """What a claim weighs, its marks counted in."""
        bits = self.rule(claim).bits
        return bits + sum(self.marks.get(mark, -2.0) for mark in claim.marks) if claim.marks else bits


@cache
def weights() -> Weights:
    """The weights that ship."""
    data = tomllib.loads((files("scraper.extract") / "weights.toml").read_text("utf-8"))
    rules: dict[str, Rule] = {}
    for voice, rows in data["voices"].items():
        rules |= {rule: Rule(float(bits), voice) for rule, bits in rows.items()}
    policies = {name: Policy(**row) for name, row in data["fields"].items()}
    return Weights(rules, data["marks"], policies, data["aliases"], **data["confidence"])


@dataclass(slots=True)
class Group:
    """Claims that agree on one value."""

    claims: list[tuple[Claim, float]]
    voices: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """Bits in favour: the heaviest claim of each voice."""
        return sum(self.voices.values())

    @property
    def first(self) -> Claim:
        """The first claim taken in: the heaviest, where they came in order."""
        return self.claims[0][0]

    @property
    def best(self) -> Claim:
        """The claim that speaks for the group: the heaviest."""
        return max(self.claims, key=lambda pair: pair[1])[0]

    def add(self, claim: Claim, bits: float, voice: str) -> None:
        """Take a claim in."""
        self.claims.append((claim, bits))
        if bits > 0:
            self.voices[voice] = max(self.voices.get(voice, 0.0), bits)


def _rating_step(rating: Rating) -> float:
    """Half the rounding step of a rating on the 0..100 scale."""
    if not isinstance(rating.value, (int, float)) or not isinstance(rating.best, (int, float)) or not rating.best:
        return 0.0
    decimals = len(str(rating.value).rstrip("0").partition(".")[2])
    return 50.0 * 10.0**-decimals / rating.best


def _ratings_agree(one: object, two: object) -> bool:
    if not isinstance(one, Rating) or not isinstance(two, Rating):
        return one == two
    if one.value == two.value:
        return one.best == two.best or one.best is None or two.best is None
    numbers = isinstance(one.value, (int, float)) and isinstance(two.value, (int, float))
    if not numbers or one.norm is None or two.norm is None or one.best == two.best:
        return False
    return abs(one.norm - two.norm) <= max(_rating_step(one), _rating_step(two)) + 0.05


def _dates_agree(one: object, two: object) -> bool:
    if not isinstance(one, PartialDate) or not isinstance(two, PartialDate):
        return one == two
    # Written out, for every date of a page is compared with every other.
    return (
        (one.year == two.year or one.year is None or two.year is None)
        and (one.month == two.month or one.month is None or two.month is None)
        and (one.day == two.day or one.day is None or two.day is None)
    )


def _agree(name: str) -> Callable[[object, object], bool]:
    if name == "score":
        return _ratings_agree
    if name in {"published", "modified"}:
        return _dates_agree
    key = _key(name)
    return lambda one, two: key(one) == key(two)


def _key(name: str) -> Callable[[object], object]:
    row = BY_NAME.get(name)
    return row.key if row is not None else lambda value: fold(value) if isinstance(value, str) else value


def same_value(name: str) -> Callable[[object, object], bool]:
    """How two values of a field are compared: by its key; ratings and dates as far as both are stated."""
    return _agree(name)


def grouped(name: str, claims: Sequence[Claim], table: Weights) -> list[Group]:
    """Groups of agreeing claims, highest score first; the heaviest claim of a group stands for it."""
    weighed = sorted([(claim, table.bits(claim)) for claim in claims], key=_second, reverse=True)
    groups = _near(name, weighed, table) if name in _NEAR else _equal(name, weighed, table)
    return sorted(groups, key=_score, reverse=True) if len(groups) > 1 else groups


_second: Final = itemgetter(1)
_score: Final = attrgetter("score")


def _equal(name: str, weighed: Iterable[tuple[Claim, float]], table: Weights) -> list[Group]:
    """Groups of claims whose values have the same key."""
    key = _key(name)
    homes: dict[object, Group] = {}
    for claim, bits in weighed:
        homes.setdefault(key(claim.value), Group([])).add(claim, bits, table.rule(claim).voice)
    return list(homes.values())


def _near(name: str, weighed: Iterable[tuple[Claim, float]], table: Weights) -> list[Group]:
    """Groups of claims that agree within a rounding step, or as far as both are stated."""
    agree = _agree(name)
    groups: list[Group] = []
    for claim, bits in weighed:
        home = next((group for group in groups if agree(group.first.value, claim.value)), None)
        if home is None:
            home = Group([])
            groups.append(home)
        home.add(claim, bits, table.rule(claim).voice)
    return groups


def confidence(
    score: float, lead: float, policy: Policy, table: Weights, *, given: bool = True, bare: bool = False
) -> float:
    """How often an answer with this score and lead is right, as calibrated.

    `given`: it is given, and not held back; `bare`: it was read in a plain text, where less can be told.
    """
    x = table.offset + table.slope * (score - policy.threshold) + table.lead * min(lead, 6.0)
    x -= (0.0 if given else table.abstained) + (table.bare if bare else 0.0)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def evidence(claim: Claim, text: str) -> Evidence:
    """The quote and position that prove a claim, or the pointer into markup."""
    where = claim.locator
    if where.kind != "text":
        return Evidence(claim.source, claim.rule, claim.raw[:_QUOTE], pointer=where.path)
    end = min(where.end, where.start + _QUOTE)
    return Evidence(
        claim.source,
        claim.rule,
        text[where.start : end],
        text[max(0, where.start - _AROUND) : where.start],
        text[end : end + _AROUND],
        where.start,
        end,
    )


def _proof(group: Group, text: str) -> Evidence:
    """Visible text proves better than hidden markup: quote it where the group has any."""
    visible = [pair for pair in group.claims if pair[0].locator.kind == "text" and pair[1] > 0]
    return evidence(max(visible, key=lambda pair: pair[1])[0] if visible else group.best, text)


def _weighed(groups: Iterable[Group], won: set[int]) -> tuple[WeighedClaim, ...]:
    weighed: list[WeighedClaim] = []
    for group in groups:
        wins = id(group) in won
        weighed += [WeighedClaim(claim, round(bits, 2), wins) for claim, bits in group.claims]
    return tuple(weighed)


def resolve(
    name: str, claims: Sequence[Claim], text: str, table: Weights | None = None, *, bare: bool = False
) -> Answer:
    """Decide one field from all claims about it; `text` is the page's, for quotes; `bare`: it has no markup."""
    table = table or weights()
    policy = table.policies.get(name, Policy())
    groups = grouped(name, claims[:MAX_CLAIMS], table)
    if policy.mode == "items":
        return _items(groups, policy, text, table, bare=bare)
    if policy.mode == "list":
        return _list(groups, policy, text, table, bare=bare)
    return _one(groups, policy, text, table, bare=bare)


def _one(groups: list[Group], policy: Policy, text: str, table: Weights, *, bare: bool) -> Answer:
    if not groups:
        return Answer(None, "absent", 0.0)
    top = groups[0]
    second = groups[1].score if len(groups) > 1 else 0.0
    lead = top.score - second
    sure = confidence(top.score, lead, policy, table, bare=bare)
    unsure = confidence(top.score, lead, policy, table, given=False, bare=bare)
    if top.score < policy.threshold:
        return Answer(None, "absent", unsure, claims=_weighed(groups, set()))
    if lead < policy.margin and policy.first and (earlier := _first_told(groups[0], groups[1])) is not None:
        top, lead = earlier, 0.0
    elif lead < policy.margin:
        return Answer(None, "conflict", unsure, claims=_weighed(groups, set()))
    status: Literal["agreed", "single"] = "agreed" if len(top.voices) > 1 else "single"
    return Answer(_value(top), status, sure, (_proof(top, text),), _weighed(groups, {id(top)}))


def _first_told(one: Group, two: Group) -> Group | None:
    """Of two groups told in the same form, the one that stands first; None where the forms differ.

    A critic's two own verdicts ("quality: ..., pleasure: ...") come with the main one first.
    """
    first, second = one.best, two.best
    if first.rule != second.rule or "text" not in (first.locator.kind, second.locator.kind):
        return None
    return one if first.locator.start <= second.locator.start else two


def _value(group: Group) -> object:
    """The group's value; of ratings and dates the most complete one that agrees."""
    best = group.best.value
    if isinstance(best, Rating):
        return _fullest([c.value for c, bits in group.claims if bits > 0 and isinstance(c.value, Rating)], best)
    if isinstance(best, PartialDate) and not best.complete:
        full = [
            c.value for c, bits in group.claims if bits > 0 and isinstance(c.value, PartialDate) and c.value.complete
        ]
        return full[0] if full else best
    return best


def _fullest(ratings: list[Rating], best: Rating) -> Rating:
    """The heaviest rating with a known best; its worst from one that agrees on the scale."""
    chosen = best if best.best is not None else next((one for one in ratings if one.best is not None), best)
    worst = next((one.worst for one in ratings if one.best == chosen.best and one.worst is not None), chosen.worst)
    return chosen if worst == chosen.worst else replace(chosen, worst=worst)


def _items(groups: list[Group], policy: Policy, text: str, table: Weights, *, bare: bool) -> Answer:
    """Every value that clears the threshold and is not far behind the best."""
    top = groups[0].score if groups else 0.0
    heaviest = max((bits for _, bits in groups[0].claims), default=0.0) if groups else 0.0
    won = [
        group
        for group in groups
        if group.score >= max(policy.threshold, top - policy.margin)
        and max(bits for _, bits in group.claims) >= heaviest - policy.peers
    ]
    if not won:
        sure = confidence(top, 0.0, policy, table, given=False, bare=bare) if groups else 0.0
        return Answer((), "absent", sure, claims=_weighed(groups, set()))
    won.sort(key=_position)
    sure = min(confidence(group.score, group.score, policy, table, bare=bare) for group in won)
    agreed = all(len(group.voices) > 1 for group in won)
    proofs = tuple(_proof(group, text) for group in won)
    values = tuple(_value(group) for group in won)
    ids = {id(group) for group in won}
    return Answer(values, "agreed" if agreed else "single", sure, proofs, _weighed(groups, ids))


def _position(group: Group) -> tuple[int, int]:
    """Where the value first stands: text order, then the order of the markup."""
    starts = [claim.locator.start for claim, _ in group.claims if claim.locator.kind == "text"]
    return (0, min(starts)) if starts else (1, 0)


def _list(groups: list[Group], policy: Policy, text: str, table: Weights, *, bare: bool) -> Answer:
    """One source's whole list: the heaviest rule's, as a site files under one list, not a mixture."""
    by_rule: dict[str, list[Group]] = {}
    bits: dict[str, float] = {}
    for group in groups:
        for claim, weight in group.claims:
            if weight > 0:
                listed = by_rule.setdefault(claim.rule, [])
                if group not in listed:
                    listed.append(group)
                bits[claim.rule] = max(bits.get(claim.rule, 0.0), weight)
    if not by_rule or max(bits.values()) < policy.threshold:
        return Answer((), "absent", 0.0, claims=_weighed(groups, set()))
    rule = max(by_rule, key=lambda name: (bits[name], len(by_rule[name])))
    order = {id(claim): place for place, claim in enumerate(c for group in groups for c, _ in group.claims)}
    chosen = sorted(
        by_rule[rule], key=lambda group: min(_order(c, order) for c, w in group.claims if c.rule == rule and w > 0)
    )
    firsts = [next(c for c, w in group.claims if c.rule == rule and w > 0) for group in chosen]
    score = sum(group.score for group in chosen) / len(chosen)
    agreed = all(len(group.voices) > 1 for group in chosen)
    return Answer(
        tuple(claim.value for claim in firsts),
        "agreed" if agreed else "single",
        confidence(score, score, policy, table, bare=bare),
        tuple(evidence(claim, text) for claim in firsts),
        _weighed(groups, {id(group) for group in chosen}),
    )


def _order(claim: Claim, places: dict[int, int]) -> tuple[int, int]:
    return (claim.locator.start, places[id(claim)])
