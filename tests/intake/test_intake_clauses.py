"""One clause about one fact: what it knows, and the sentence for whoever wrote one that cannot be read."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.intake.rules import conditions
from apps.intake.rules.conditions import ConstantKind


def clause(op, value=None, fact="x"):
    return conditions.read_clause({"fact": fact, "op": op, "value": value})


def refused(raw):
    with pytest.raises(conditions.BadClause) as bad:
        conditions.read_clause(raw)
    return bad.value.pointer, bad.value.sentence


DIGITS = "Give a number of at most 18 digits before and after the point."
FINITE = "Write a number here, such as 30."
LIST = "List 1 to 200 values here."
ONE_TYPE = "List values of one type: texts, numbers or truth values."
NAME = "Name a fact: small letters, digits and _, at most 64."
ENDS = "Give two values: the lowest and the highest that belong."
LOWER = "The second value must not be lower than the first."
SHORT = "Give a text of 1 to 200 characters here."
MISSING = "is_missing takes no value; write not around it for the opposite."
ONLY = "A clause has only fact, op and value."
OPS = "Use one of: eq, ne, lt, le, gt, ge, in, between, banded, has, is_missing."


@pytest.mark.parametrize(
    ("op", "value", "pointer", "sentence"),
    [
        ("eq", None, "/value", FINITE),
        ("eq", "", "/value", SHORT),
        ("eq", "x" * 201, "/value", SHORT),
        ("eq", "a\x00b", "/value", SHORT),
        ("gt", "much", "/value", FINITE),
        ("gt", True, "/value", FINITE),
        ("gt", math.inf, "/value", FINITE),
        ("gt", "2024-02-30", "/value", FINITE),
        ("gt", 10**18, "/value", DIGITS),
        ("gt", -(10**18), "/value", DIGITS),
        ("gt", Decimal("1E+18"), "/value", DIGITS),
        ("gt", Decimal("1E-19"), "/value", DIGITS),
        ("in", "abc", "/value", LIST),
        ("in", [], "/value", LIST),
        ("in", list(range(201)), "/value", LIST),
        ("in", ["a", "b", 1], "/value/2", ONE_TYPE),
        ("in", [1, True], "/value/1", ONE_TYPE),
        ("in", ["a", ""], "/value/1", SHORT),
        ("between", "12", "/value", ENDS),
        ("between", [1], "/value", ENDS),
        ("between", [1, 2, 3], "/value", ENDS),
        ("between", [True, 2], "/value/0", FINITE),
        ("between", [1, "much"], "/value/1", FINITE),
        ("between", [3, 2], "/value/1", LOWER),
        ("between", ["2024-01-02", "2024-01-01"], "/value/1", LOWER),
        ("between", [1, "2024-01-01"], "/value/1", "Give two numbers or two dates."),
        ("between", ["2024-01-01", 1], "/value/1", "Give two numbers or two dates."),
        ("has", 3, "/value", "Give one of the fact's values as text."),
        ("has", "", "/value", SHORT),
        ("is_missing", False, "/value", MISSING),
        ("is_missing", "x", "/value", MISSING),
        ("like", 1, "/op", OPS),
        (["eq"], 1, "/op", OPS),
        (None, 1, "/op", OPS),
    ],
)
def test_a_clause_that_cannot_be_read_says_where_and_how_to_mend_it(op, value, pointer, sentence):
    assert refused({"fact": "x", "op": op, "value": value}) == (pointer, sentence)


@pytest.mark.parametrize("fact", [None, 1, "", "X", "1x", "_x", "a-b", "é", "x" * 65])
def test_a_fact_without_a_proper_name_is_refused(fact):
    assert refused({"fact": fact, "op": "eq", "value": 1}) == ("/fact", NAME)


@pytest.mark.parametrize(
    ("raw", "pointer", "sentence"),
    [
        (None, "", "A clause is an object with fact, op and value."),
        ([], "", "A clause is an object with fact, op and value."),
        ({}, "/fact", NAME),
        ({"fact": "x", "op": "eq", "value": 1, "a/b~c": 1}, "/a~1b~0c", ONLY),
        ({"fact": "x", "op": "eq", "value": 1, "y" * 61: 1}, "/" + "y" * 60, ONLY),
        ({"fact": "x", "op": "eq", "value": 1, 7: 1}, "/7", ONLY),
    ],
)
def test_what_is_no_clause_is_refused(raw, pointer, sentence):
    assert refused(raw) == (pointer, sentence)


def test_a_refusal_reads_with_its_place():
    assert str(conditions.BadClause("", "Mend it.")) == "/: Mend it."
    assert str(conditions.BadClause("/value/1", "Mend it.")) == "/value/1: Mend it."


DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("op", "value", "kept", "kind"),
    [
        ("eq", True, True, ConstantKind.TRUTH),
        ("ne", "x" * 200, "x" * 200, ConstantKind.TEXT),
        ("eq", "2024-01-01", "2024-01-01", ConstantKind.TEXT),
        ("eq", 1.0, 1, ConstantKind.NUMBER),
        ("gt", "0.30", Decimal("0.3"), ConstantKind.NUMBER),
        ("le", "2024-01-01", DAY, ConstantKind.DAY),
        ("lt", 10**18 - 1, 10**18 - 1, ConstantKind.NUMBER),
        ("lt", Decimal("1E-18"), Decimal("1E-18"), ConstantKind.NUMBER),
        ("lt", Decimal("0E-30"), 0, ConstantKind.NUMBER),
        ("lt", Decimal("0E+30"), 0, ConstantKind.NUMBER),
        ("in", ["b", "a"], ("b", "a"), ConstantKind.TEXT),
        ("in", [2], (2,), ConstantKind.NUMBER),
        ("in", (True,), (True,), ConstantKind.TRUTH),
        ("between", (1, 1), (1, 1), ConstantKind.NUMBER),
        ("between", ["2024-01-01", "2024-01-01"], (DAY, DAY), ConstantKind.DAY),
        ("has", "a", "a", ConstantKind.TEXT),
        ("is_missing", None, None, ConstantKind.ANY),
        ("is_missing", True, None, ConstantKind.ANY),
    ],
)
def test_a_clause_keeps_its_fact_its_comparison_and_its_exact_value(op, value, kept, kind):
    read = clause(op, value, fact="x" * 64)

    assert (read.fact, read.op, read.value, read.kind) == ("x" * 64, op, kept, kind)
    assert type(read.value) is type(kept)


JAN, DEC = "2024-01-01", "2024-12-31"


@pytest.mark.parametrize(
    ("op", "value", "known", "expected"),
    [
        ("between", [1, 3], 1, True),
        ("between", [1, 3], 3, True),
        ("between", [1, 3], 0.99, False),
        ("between", [1, 3], 3.01, False),
        ("between", [1, 3], "2", None),
        ("between", [1, 3], None, None),
        ("between", [JAN, DEC], JAN, True),
        ("between", [JAN, DEC], date(2024, 12, 31), True),
        ("between", [JAN, DEC], "2023-12-31", False),
        ("between", [JAN, DEC], "2025-01-01", False),
        ("between", [JAN, DEC], datetime(2024, 5, 1, tzinfo=UTC), None),
        ("between", [JAN, DEC], "2024-05-01T10:00:00Z", None),
        ("between", [JAN, DEC], "2024-W20-1", None),
        ("between", [JAN, DEC], "2024/05/01", None),
        ("between", [JAN, DEC], "2024-05/01", None),
        ("between", [JAN, DEC], 20240501, None),
        ("lt", JAN, date(2023, 12, 31), True),
        ("lt", JAN, JAN, False),
        ("le", JAN, JAN, True),
        ("gt", JAN, JAN, False),
        ("gt", JAN, "2024-01-02", True),
        ("ge", JAN, JAN, True),
        ("ge", JAN, "2023-12-31", False),
        ("ge", JAN, None, None),
        ("ne", 1, 2, True),
        ("ne", 1, 1.0, False),
        ("ne", 1, True, None),
        ("eq", False, False, True),
        ("eq", "a", "b", False),
        ("in", ["a"], "b", False),
        ("in", ["a"], None, None),
        ("has", "a", ["a"], True),
        ("has", "a", (), False),
        ("has", "a", "a", None),
        ("has", "a", None, None),
        ("is_missing", None, math.nan, True),
        ("is_missing", None, Decimal("NaN"), True),
        ("is_missing", None, Decimal("Infinity"), False),
        ("is_missing", None, "", False),
        ("is_missing", None, None, True),
    ],
)
def test_a_clause_is_true_false_or_unknown_of_its_own_fact_only(op, value, known, expected):
    test = clause(op, value).test

    assert test({"x": known, "other": 1}) is expected
    assert test({"other": known}) is (True if op == "is_missing" else None)
