"""One clause about one fact, three-valued (Kleene): True, False, or None when the fact does not say.

Missing, null, NaN, infinite, or of another type than the clause asks for: None, never a guess. A truth value
is no number and a text is no number. Contracts use clauses for their exclusions, policies for their rules.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import isfinite, isnan
from typing import TypeAlias

Number: TypeAlias = int | Decimal
Scalar: TypeAlias = bool | int | Decimal | str | date
Constant: TypeAlias = Scalar | tuple[Scalar | None, ...] | None
Test: TypeAlias = Callable[[Mapping[str, object]], bool | None]

MAX_LISTED = 200
PAIR = 2
MAX_TEXT = 200
MAX_DIGITS = 18  # before the point, and as many after it
TOO_LONG = f"Give a number of at most {MAX_DIGITS} digits before and after the point."
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
    BANDED = "banded"  # the lower edge belongs, the upper one to the next band; null is an open end
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


# --- reading a fact: the value in the type the clause asks for, or None ---


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
    return value is None or (isinstance(value, float) and isnan(value))


# --- compiling: one small function per clause ---


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


def _between_numbers(fact: str, low: Number, high: Number) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = number(facts.get(fact))
        return None if value is None else low <= value <= high

    return test


def _banded(fact: str, low: Number | None, high: Number | None) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = number(facts.get(fact))
        if value is None:
            return None
        return (low is None or low <= value) and (high is None or value < high)

    return test


def _between_days(fact: str, low: date, high: date) -> Test:
    def test(facts: Mapping[str, object]) -> bool | None:
        value = day(facts.get(fact))
        return None if value is None else low <= value <= high

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


# --- reading a clause ---

ORDERS: Mapping[Op, Callable[[Number, Number], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
DAY_ORDERS: Mapping[Op, Callable[[date, date], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def exact(raw: object, pointer: str) -> Number:
    """Turn a JSON number, or a decimal written as text, into an exact bounded number.

    Raises: BadClause.
    """
    if isinstance(raw, str) and DECIMAL_TEXT.fullmatch(raw):
        raw = Decimal(raw)
    value = number(raw)
    if value is None:
        raise BadClause(pointer, "Write a number here, such as 30.")
    if isinstance(value, Decimal):
        if value and (value.adjusted() >= MAX_DIGITS or int(value.as_tuple().exponent) < -MAX_DIGITS):
            raise BadClause(
                pointer, f"Give a number of at most {MAX_DIGITS} digits before and after the point."
            )
        value = int(value) if value == int(value) else value
    if abs(value) >= 10**MAX_DIGITS:
        raise BadClause(pointer, TOO_LONG)
    return value


def _scalar(raw: object, pointer: str) -> tuple[ConstantKind, Scalar]:
    if isinstance(raw, bool):
        return ConstantKind.TRUTH, raw
    if isinstance(raw, str):
        if not 1 <= len(raw) <= MAX_TEXT or "\x00" in raw:
            raise BadClause(pointer, f"Give a text of 1 to {MAX_TEXT} characters here.")
        return ConstantKind.TEXT, raw
    return ConstantKind.NUMBER, exact(raw, pointer)


def _ordinal(raw: object, pointer: str) -> Number | date:
    found = day(raw) if isinstance(raw, str) else None
    return exact(raw, pointer) if found is None else found


def _listed(raw: object) -> tuple[ConstantKind, tuple[Scalar, ...]]:
    if not isinstance(raw, list | tuple) or not 1 <= len(raw) <= MAX_LISTED:
        raise BadClause("/value", f"List 1 to {MAX_LISTED} values here.")
    pairs = [_scalar(one, f"/value/{i}") for i, one in enumerate(raw)]
    for i, (kind, _) in enumerate(pairs):
        if kind is not pairs[0][0]:
            raise BadClause(f"/value/{i}", "List values of one type: texts, numbers or truth values.")
    return pairs[0][0], tuple(value for _, value in pairs)


READERS: Mapping[ConstantKind, Callable[[object], Scalar | None]] = {
    ConstantKind.NUMBER: number,
    ConstantKind.TEXT: text,
    ConstantKind.TRUTH: truth,
}


def _read_equal(fact: str, op: Op, raw: object) -> Clause:
    kind, value = _scalar(raw, "/value")
    test = _equal(fact, READERS[kind], value)
    return Clause(fact, op, value, kind, negated(test) if op is Op.NE else test)


def _read_order(fact: str, op: Op, raw: object) -> Clause:
    value = _ordinal(raw, "/value")
    if isinstance(value, date):
        return Clause(fact, op, value, ConstantKind.DAY, _compare_day(fact, DAY_ORDERS[op], value))
    return Clause(fact, op, value, ConstantKind.NUMBER, _compare_number(fact, ORDERS[op], value))


def _read_in(fact: str, op: Op, raw: object) -> Clause:
    kind, values = _listed(raw)
    return Clause(fact, op, values, kind, _one_of(fact, READERS[kind], frozenset(values)))


def _read_between(fact: str, op: Op, raw: object) -> Clause:
    if not isinstance(raw, list | tuple) or len(raw) != PAIR:
        raise BadClause("/value", "Give two values: the lowest and the highest that belong.")
    low, high = _ordinal(raw[0], "/value/0"), _ordinal(raw[1], "/value/1")
    if isinstance(low, date) and isinstance(high, date):
        _refuse_inverted(inverted=low > high)
        return Clause(fact, op, (low, high), ConstantKind.DAY, _between_days(fact, low, high))
    if isinstance(low, date) or isinstance(high, date):
        raise BadClause("/value/1", "Give two numbers or two dates.")
    _refuse_inverted(inverted=low > high)
    return Clause(fact, op, (low, high), ConstantKind.NUMBER, _between_numbers(fact, low, high))


def _read_banded(fact: str, op: Op, raw: object) -> Clause:
    if not isinstance(raw, list | tuple) or len(raw) != PAIR or raw[0] is raw[1] is None:
        raise BadClause("/value", "Give the two edges of a band; null where it has none.")
    low, high = (None if one is None else exact(one, f"/value/{place}") for place, one in enumerate(raw))
    if low is not None and high is not None and low >= high:
        raise BadClause("/value/1", "The upper edge must be higher than the lower one.")
    return Clause(fact, op, (low, high), ConstantKind.NUMBER, _banded(fact, low, high))


def _refuse_inverted(*, inverted: bool) -> None:
    if inverted:
        raise BadClause("/value/1", "The second value must not be lower than the first.")


def _read_has(fact: str, op: Op, raw: object) -> Clause:
    if not isinstance(raw, str):
        raise BadClause("/value", "Give one of the fact's values as text.")
    _, value = _scalar(raw, "/value")
    return Clause(fact, op, value, ConstantKind.TEXT, _has(fact, value))


def _read_missing(fact: str, op: Op, raw: object) -> Clause:
    if raw is not None and raw is not True:
        raise BadClause("/value", "is_missing takes no value; write not around it for the opposite.")
    return Clause(fact, op, None, ConstantKind.ANY, _missing(fact))


READ_OP: Mapping[Op, Callable[[str, Op, object], Clause]] = {
    Op.EQ: _read_equal,
    Op.NE: _read_equal,
    Op.LT: _read_order,
    Op.LE: _read_order,
    Op.GT: _read_order,
    Op.GE: _read_order,
    Op.IN: _read_in,
    Op.BETWEEN: _read_between,
    Op.BANDED: _read_banded,
    Op.HAS: _read_has,
    Op.IS_MISSING: _read_missing,
}


def negated(test: Test) -> Test:
    """Turn True and False round; what is unknown stays unknown."""

    def inverse(facts: Mapping[str, object]) -> bool | None:
        found = test(facts)
        return None if found is None else not found

    return inverse


def read_clause(raw: object) -> Clause:
    """Read {"fact", "op", "value"} and compile it.

    Raises: BadClause, with a pointer relative to the clause.
    """
    if not isinstance(raw, Mapping):
        raise BadClause("", "A clause is an object with fact, op and value.")
    for name in raw:
        if name not in ("fact", "op", "value"):
            raise BadClause(f"/{pointer_part(name)}", "A clause has only fact, op and value.")
    fact, op = raw.get("fact"), raw.get("op")
    if not isinstance(fact, str) or not FACT_NAME.fullmatch(fact):
        raise BadClause("/fact", "Name a fact: small letters, digits and _, at most 64.")
    if not isinstance(op, str) or op not in Op._value2member_map_:
        raise BadClause("/op", f"Use one of: {', '.join(Op)}.")
    return READ_OP[Op(op)](fact, Op(op), raw.get("value"))


def pointer_part(name: object) -> str:
    """Write one name as a part of a JSON pointer (RFC 6901), cut to 60 characters."""
    return str(name)[:60].replace("~", "~0").replace("/", "~1")
