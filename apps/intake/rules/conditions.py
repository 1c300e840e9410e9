"""One clause about one fact, three-valued (Kleene): True, False, or None when the fact does not say.

Missing, null, NaN, infinite, or of another type than the clause asks for: None, never a guess. A truth value is
no number and a text is no number. Contracts use clauses for their exclusions, policies for their rules.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import TypeAlias

Number: TypeAlias = int | Decimal
Scalar: TypeAlias = bool | int | Decimal | str | date
Constant: TypeAlias = Scalar | tuple[Scalar, ...] | None
Test: TypeAlias = Callable[[Mapping[str, object]], bool | None]

MAX_LISTED = 200
MAX_TEXT = 200
MAX_DIGITS = 18  # before the point, and as many after it
ISO_DAY_LENGTH = 10
FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
DECIMAL_TEXT = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    BETWEEN = "between"  # both ends belong
    HAS = "has"  # a multi fact contains the value
    IS_MISSING = "is_missing"


class ConstantKind(StrEnum):
    """The type of fact a clause's value can be compared with."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DAY = "day"
    ANY = "any"


class BadClause(ValueError):
    """A clause that cannot be read; pointer is relative to the clause ("" or "/value/3")."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(f"{pointer or '/'}: {sentence}")
        self.pointer = pointer
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of one fact with a stated value; `test` is its compiled form."""

    fact: str
    op: Op
    value: Constant
    kind: ConstantKind
    test: Test = field(compare=False, repr=False)


# --- reading a fact: the value in the type the clause asks for, or None ------------------------------------------


def number(value: object) -> Number | None:
    """Read an exact finite number; a float counts as the decimal it is written as."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, float):
        return Decimal(float.__repr__(value)) if isfinite(value) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return None


def text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def day(value: object) -> date | None:
    """Read a calendar day, from a date or from its ISO text (YYYY-MM-DD)."""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != ISO_DAY_LENGTH or value[4] != "-" or value[7] != "-":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def is_missing(value: object) -> bool:
    """Tell whether nothing was said: absent, null, or not a number."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN is unequal to itself


# --- compiling: one small function per clause -------------------------------------------------------------------


def _compare_number(fact: str, compare: Callable[[Number, Number], bool], bound: Number) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = number(facts.get(fact))
        return None if value is None else compare(value, bound)

    return test


def _compare_day(fact: str, compare: Callable[[date, date], bool], bound: date) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = day(facts.get(fact))
        return None if value is None else compare(value, bound)

    return test


def _equal(fact: str, read: Callable[[object], Scalar | None], wanted: Scalar) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = read(facts.get(fact))
        return None if value is None else value == wanted

    return test


def _one_of(fact: str, read: Callable[[object], Scalar | None], wanted: frozenset[Scalar]) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = read(facts.get(fact))
        return None if value is None else value in wanted

    return test


def _between(fact: str, read: Callable[[object], Number | date | None], low: Scalar, high: Scalar) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = read(facts.get(fact))
        return None if value is None else low <= value <= high  # type: ignore[operator] # one kind, see constant()

    return test


def _has(fact: str, wanted: Scalar) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = facts.get(fact)
        return wanted in value if isinstance(value, tuple | list) else None

    return test


def _missing(fact: str) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        return is_missing(facts.get(fact))

    return test
