"""Which values a fact may have where a condition is surely true: sets that can be cut, joined and compared.

Numbers and days lie in closed spans between points; a point just beside a value stands for an open end. Texts
and truth values lie in sets, or in everything but a set.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from apps.intake.rules.conditions import Clause, ConstantKind, Number, Op
from apps.policy.rules.tree import Condition, Join

Point: TypeAlias = tuple[
    int, Number, int
]  # -1 or 1 at the very ends and 0 between; a value; on which side of it
Span: TypeAlias = tuple[Point, Point]
LEAST: Point = (-1, 0, 0)
MOST: Point = (1, 0, 0)
ALL: tuple[Span, ...] = ((LEAST, MOST),)


def _touch(one: Point, two: Point) -> bool:
    """Say whether nothing lies between the end of a span and the beginning of the next."""
    return one >= two or (one[0] == two[0] == 0 and one[1] == two[1] and two[2] - one[2] <= 1)


def _cut(one: tuple[Span, ...], two: tuple[Span, ...]) -> tuple[Span, ...]:
    found = []
    for low, high in one:
        for from_, to in two:
            start = max(low, from_)
            end = min(high, to)
            if end >= start:
                found.append((start, end))
    return tuple(found)


def _join(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    found: list[Span] = []
    waiting = sorted(spans)
    while waiting:
        first = waiting.pop(0)
        if found and _touch(found[-1][1], first[0]):
            last = found.pop()
            first = (last[0], max(first[1], last[1]))
        found.append(first)
    return tuple(found)


def _within(inner: tuple[Span, ...], outer: tuple[Span, ...]) -> bool:
    return all(any(low >= from_ and to >= high for from_, to in _join(outer)) for low, high in inner)


@dataclass(frozen=True, slots=True)
class Texts:
    """A set of texts, or every text but these."""

    named: frozenset[str]
    but: bool = False

    def cut(self, other: "Texts") -> "Texts":
        if self.but and other.but:
            return Texts(self.named | other.named, but=True)
        if self.but:
            return Texts(other.named - self.named)
        return Texts(self.named - other.named if other.but else self.named & other.named)

    def join(self, other: "Texts") -> "Texts":
        mine, its = Texts(self.named, not self.but), Texts(other.named, not other.but)
        both = mine.cut(its)
        return Texts(both.named, not both.but)

    def within(self, other: "Texts") -> bool:
        if self.but:
            return other.but and other.named <= self.named
        return not self.named & other.named if other.but else self.named <= other.named


EVERY_TEXT, NO_TEXT = Texts(frozenset(), but=True), Texts(frozenset())
TRUTHS: frozenset[bool] = frozenset({True, False})


@dataclass(frozen=True, slots=True)
class Values:
    """What one fact may be: missing, a text, a truth value, a number or a day, or something else (a list)."""

    missing: bool = True
    other: bool = True
    texts: Texts = EVERY_TEXT
    truths: frozenset[bool] = TRUTHS
    numbers: tuple[Span, ...] = ALL
    days: tuple[Span, ...] = ALL

    def cut(self, two: "Values") -> "Values":
        return Values(
            self.missing and two.missing,
            self.other and two.other,
            self.texts.cut(two.texts),
            self.truths & two.truths,
            _cut(self.numbers, two.numbers),
            _cut(self.days, two.days),
        )

    def join(self, two: "Values") -> "Values":
        return Values(
            self.missing or two.missing,
            self.other or two.other,
            self.texts.join(two.texts),
            self.truths | two.truths,
            _join((*self.numbers, *two.numbers)),
            _join((*self.days, *two.days)),
        )

    def within(self, two: "Values") -> bool:
        return (
            two.missing >= self.missing
            and two.other >= self.other
            and self.texts.within(two.texts)
            and self.truths <= two.truths
            and _within(self.numbers, two.numbers)
            and _within(self.days, two.days)
        )

    @property
    def is_nothing(self) -> bool:
        return self.within(NOTHING)


EVERYTHING = Values()
NOTHING = Values(missing=False, other=False, texts=NO_TEXT, truths=frozenset(), numbers=(), days=())


# --- a clause ---


def of_clause(clause: Clause, *, opposite: bool = False) -> Values:
    """Return the values for which a clause is True, or (opposite) False; both need the fact to be known."""
    if clause.op is Op.IS_MISSING:
        return replace(EVERYTHING, missing=False) if opposite else replace(NOTHING, missing=True)
    if clause.op is Op.HAS:
        return replace(NOTHING, other=True)
    if clause.kind is ConstantKind.TEXT:
        named = frozenset(clause.value) if isinstance(clause.value, tuple) else frozenset({clause.value})
        but = opposite is not (clause.op is Op.NE)
        return replace(NOTHING, texts=Texts(frozenset(map(str, named)), but=but))
    if clause.kind is ConstantKind.TRUTH:
        wanted = frozenset(clause.value) if isinstance(clause.value, tuple) else frozenset({clause.value})
        found = TRUTHS - wanted if opposite is not (clause.op is Op.NE) else TRUTHS & wanted
        return replace(NOTHING, truths=frozenset(map(bool, found)))
    spans = _spans(clause)
    spans = _beside(spans) if opposite else spans
    if clause.kind is ConstantKind.DAY:
        return replace(NOTHING, days=spans)
    return replace(NOTHING, numbers=spans)


def _spans(clause: Clause) -> tuple[Span, ...]:
    value = clause.value
    if isinstance(value, tuple) and clause.op is Op.IN:
        return _join(tuple((_of(one), _of(one)) for one in value))
    if isinstance(value, tuple):
        low, high = value
        side = -1 if clause.op is Op.BANDED else 0
        return ((LEAST if low is None else _of(low), MOST if high is None else _of(high, side)),)
    here = _of(value)
    return {
        Op.EQ: ((here, here),),
        Op.NE: ((LEAST, _of(value, -1)), (_of(value, 1), MOST)),
        Op.LT: ((LEAST, _of(value, -1)),),
        Op.LE: ((LEAST, here),),
        Op.GT: ((_of(value, 1), MOST),),
        Op.GE: ((here, MOST),),
    }[clause.op]


def _of(value: object, side: int = 0) -> Point:
    if isinstance(value, date):
        return (0, value.toordinal(), side)
    assert isinstance(value, int | Decimal), "a clause of numbers holds one"
    return (0, value, side)


def _beside(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return what lies outside of some spans."""
    left: tuple[Span, ...] = ALL
    for low, high in spans:
        outside = []
        if low[0] == 0:
            outside.append((LEAST, (0, low[1], low[2] - 1)))
        if high[0] == 0:
            outside.append(((0, high[1], high[2] + 1), MOST))
        left = _cut(left, tuple(outside))
    return left


# --- a condition ---


def possible(condition: Condition, *, opposite: bool = False) -> dict[str, Values]:
    """Return for each fact a set outside of which the condition cannot be True (or, opposite, False)."""
    if condition.clause is not None:
        return {condition.clause.fact: of_clause(condition.clause, opposite=opposite)}
    if condition.join is Join.NOT:
        return possible(condition.parts[0], opposite=not opposite)
    parts = [possible(part, opposite=opposite) for part in condition.parts]
    found = parts[0]
    for one in parts[1:]:
        found = _both(found, one) if (condition.join is Join.ALL) is not opposite else _either(found, one)
    return found


def _both(one: dict[str, Values], two: dict[str, Values]) -> dict[str, Values]:
    names = one.keys() | two.keys()
    return {name: one.get(name, EVERYTHING).cut(two.get(name, EVERYTHING)) for name in names}


def _either(one: dict[str, Values], two: dict[str, Values]) -> dict[str, Values]:
    if any(values.is_nothing for values in one.values()):
        return two  # that one cannot be
    if any(values.is_nothing for values in two.values()):
        return one
    return {name: one[name].join(two[name]) for name in one.keys() & two.keys()}


def clauses(condition: Condition) -> Iterator[Clause]:
    """Give every clause of a condition, in order."""
    if condition.clause is not None:
        yield condition.clause
    for part in condition.parts:
        yield from clauses(part)
