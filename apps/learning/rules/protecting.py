"""Protected facts, a family of their own: every one-fact slice, both sides, found or not.

Do people overrule some groups more often (`PEOPLE`), and is the AI wrong about some groups more often (`AI`)?
On all rows, two-sided, with their own correction, never together with the open search.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from apps.measures import rules as measures

LEAST_N = 30  # rows from which on a rate is said and tested
LEVEL = 0.05
MOST_VALUES = 100  # of a protected fact; what has more is no group

Value = str | None


class Side(enum.StrEnum):
    """Whose share: of decisions that people overruled, or of suggestions that an outcome proved wrong."""

    PEOPLE = "people"
    AI = "ai"


class Told(NamedTuple):
    """One decision: its protected facts, whether it was an override, whether the AI proved wrong."""

    facts: Mapping[str, Value]
    overridden: bool
    wrong: bool | None


class Counts(NamedTuple):
    """Rows and overrides; rows whose outcome speaks about the suggestion, and wrong ones."""

    n: int = 0
    k: int = 0
    n_known: int = 0
    n_wrong: int = 0

    def of(self, side: Side) -> tuple[int, int]:
        """Return rows and hits of a side."""
        return (self.n, self.k) if side is Side.PEOPLE else (self.n_known, self.n_wrong)


@dataclass(frozen=True)
class Tally:
    """All rows, and the rows of every value of every protected fact; tallies of disjoint rows add up."""

    every: Counts
    groups: Mapping[tuple[str, Value], Counts]


@dataclass(frozen=True)
class Protected:
    """One group on one side. Rate, interval, p and q are None under 30 rows; `q` counts all tests.

    `stands_out`: the group's share is another than the rest's, at a false discovery rate of 5 %.
    """

    fact: str
    value: Value
    side: Side
    n: int
    k: int
    rate: float | None
    interval: tuple[float, float] | None
    rest_rate: float | None
    p: float | None
    q: float | None
    stands_out: bool


def tally(rows: Iterable[Told], facts: Sequence[str]) -> Tally:
    """Count decisions by protected fact; a fact that a decision has not is missing in it."""
    every, groups = [0, 0, 0, 0], dict[tuple[str, Value], list[int]]()
    for row in rows:
        adds = (1, row.overridden, row.wrong is not None, row.wrong is True)
        for one in (every, *(groups.setdefault((fact, row.facts.get(fact)), [0] * 4) for fact in facts)):
            for place, add in enumerate(adds):
                one[place] += add
    return Tally(Counts(*every), {key: Counts(*counts) for key, counts in groups.items()})


def added(tallies: Sequence[Tally]) -> Tally:
    """Add tallies of disjoint rows."""
    keys = {key for one in tallies for key in one.groups}
    groups = {key: _sum(one.groups.get(key, Counts()) for one in tallies) for key in keys}
    return Tally(_sum(one.every for one in tallies), groups)


def family(counted: Tally) -> tuple[Protected, ...]:
    """Return every group on both sides, by fact and value; tests are corrected within this family alone."""
    said = [
        _one(fact, value, side, counted)
        for fact, value in _groups(counted)
        for side in Side
        if counted.every.of(side)[0]
    ]
    tested = [one for one in said if one.p is not None]
    q_of = dict(zip(map(id, tested), measures.adjust(np.array([one.p for one in tested])), strict=True))
    return tuple(_with_q(one, q_of.get(id(one))) for one in said)


def as_json(counted: Tally) -> dict[str, object]:
    """Return a tally as a JSON-able value."""
    groups = [[fact, value, *counts] for (fact, value), counts in counted.groups.items()]
    return {"every": list(counted.every), "groups": groups}


def revived(raw: Mapping[str, Sequence[object]]) -> Tally:
    """Read a tally again."""
    groups = {(str(one[0]), one[1]): Counts(*one[2:]) for one in raw["groups"]}  # type: ignore[index]
    return Tally(Counts(*raw["every"]), groups)  # type: ignore[arg-type]


def _groups(counted: Tally) -> list[tuple[str, Value]]:
    """The groups in order, missing last; a fact with very many values makes none."""
    many = [fact for fact, _ in counted.groups]
    kept = (key for key in counted.groups if many.count(key[0]) <= MOST_VALUES)
    return sorted(kept, key=lambda key: (key[0], key[1] is None, key[1] or ""))


def _sum(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))


def _one(fact: str, value: Value, side: Side, counted: Tally) -> Protected:
    n, k = counted.groups[fact, value].of(side)
    n_all, k_all = counted.every.of(side)
    if n < LEAST_N:
        return Protected(fact, value, side, n, k, None, None, None, None, None, stands_out=False)
    rest = (k_all - k) / (n_all - n) if n_all > n else None
    p = _two_sided(n, k, n_all, k_all) if rest is not None else None
    return Protected(fact, value, side, n, k, k / n, measures.jeffreys(n, k), rest, p, None, stands_out=False)


def _two_sided(n: int, k: int, n_all: int, k_all: int) -> float:
    """Twice the smaller exact tail, at most 1 (Agresti 2013, Categorical Data Analysis, 3.5)."""
    more = measures.tail(np.array([n]), np.array([k]), n_all=n_all, k_all=k_all)[0]
    fewer = measures.tail(np.array([n]), np.array([n - k]), n_all=n_all, k_all=n_all - k_all)[0]
    return float(min(1.0, 2 * min(more, fewer)))


def _with_q(one: Protected, q: float | None) -> Protected:
    if q is None:
        return one
    q = float(q)
    return Protected(
        one.fact, one.value, one.side, one.n, one.k, one.rate, one.interval, one.rest_rate, one.p, q,
        stands_out=q <= LEVEL,
    )  # fmt: skip
