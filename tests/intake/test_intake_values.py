"""A value that cannot be taken: the code and the sentence that whoever sent it reads, and what counts as missing."""

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from apps.intake.rules import values
from tests.intake.arrivals import NOW, contract, spec

CODES = {"values": {"a": "A", "b": "B"}}
TEXT_NUMBER = "Send a number, or a decimal written as text here."
FINITE = "Send a finite number; leave the fact out, or send null, when it is unknown."
FINITE_TEXT = "Send a finite number; leave the fact out when it is unknown."
LONG = "Send a number of at most 15 digits before the point."
WHOLE = "Send a whole number here."
DAY = "Send a date as YYYY-MM-DD here."
LISTED = "Send one of the codes that the contract lists for this fact."
INSTANT = "Send a time as ISO 8601 text, for example 2026-05-20T08:00:00Z here."
OLD = "Send a time after the year 1900."


def of(kind, **more):
    return contract(spec(kind=kind, **more)).specs["wage"]


def refused(read, *args):
    with pytest.raises(values.UnfitValue) as unfit:
        read(*args)
    assert str(unfit.value) == unfit.value.sentence
    return unfit.value.code, unfit.value.sentence


@pytest.mark.parametrize(
    ("kind", "raw", "code", "sentence"),
    [
        ("boolean", "yes", "wrong_type", "Send true or false here."),
        ("integer", 1.5, "wrong_type", WHOLE),
        ("integer", -(10**15) - 1, "out_of_range", "Send a whole number of at most 15 digits."),
        ("money", -1, "negative_money", "Send an amount in minor units that is not negative."),
        ("decimal", None.__class__, "wrong_type", TEXT_NUMBER),
        ("decimal", False, "wrong_type", TEXT_NUMBER),
        ("decimal", "about 5", "wrong_type", TEXT_NUMBER),
        ("decimal", "1.2345678901234567891", "wrong_type", TEXT_NUMBER),
        ("decimal", -math.inf, "not_finite", FINITE),
        ("decimal", Decimal("NaN"), "not_finite", FINITE),
        ("decimal", " nan ", "not_finite", FINITE_TEXT),
        ("decimal", "-sNaN", "not_finite", FINITE_TEXT),
        ("decimal", "+Inf", "not_finite", FINITE_TEXT),
        ("decimal", "Infinity", "not_finite", FINITE_TEXT),
        ("decimal", -(10**15) - 1, "out_of_range", LONG),
        ("decimal", 1e15 + 1, "out_of_range", LONG),
        ("code", 10**15 + 1, "wrong_type", "Send one of the fact's codes here."),
        ("code", True, "wrong_type", "Send one of the fact's codes here."),
        ("code", "x" * 101, "too_long", "Send at most 100 characters."),
        ("string", 5, "wrong_type", "Send text here."),
        ("string", "x" * 2001, "too_long", "Send at most 2000 characters."),
        ("string", "a\x00", "wrong_type", "Send text without NUL or broken characters here."),
        ("string", "é\udfff", "wrong_type", "Send text without NUL or broken characters here."),
        ("date", "20 May 2026", "wrong_type", DAY),
        ("date", datetime(2026, 5, 20, tzinfo=UTC), "wrong_type", DAY),
        ("date", "2026-02-30", "wrong_type", "Send a date that exists, as YYYY-MM-DD here."),
    ],
)
def test_a_refused_value_says_what_to_send_instead(kind, raw, code, sentence):
    assert refused(values.read, of(kind), raw) == (code, sentence)


@pytest.mark.parametrize(
    ("kind", "raw", "code", "sentence"),
    [
        ("enum", "c", "unknown_value", LISTED),
        ("multi", ["a", "c"], "unknown_value", LISTED),
        ("multi", "a", "wrong_type", "Send a list of the fact's codes here."),
        ("multi", ["a"] * 101, "too_long", "Send at most 100 codes."),
    ],
)
def test_a_refused_code_says_where_the_codes_are_listed(kind, raw, code, sentence):
    assert refused(values.read, of(kind, **CODES), raw) == (code, sentence)


@pytest.mark.parametrize(
    ("raw", "code", "sentence"),
    [
        ("yesterday", "wrong_type", INSTANT),
        (20260520, "wrong_type", INSTANT),
        ("2026-05-20T08:00:00Z" + " " * 21, "wrong_type", INSTANT),
        ("2026-05-20T08:00:00", "naive_timestamp", "Say the offset from UTC, for example 2026-05-20T08:00:00Z."),
        ("0001-01-01T00:00:00+14:00", "out_of_range", OLD),
        ("1899-12-31T23:59:59Z", "out_of_range", OLD),
        ("2026-11-22T09:05:01Z", "future_timestamp", "This time lies in the future; check the sender's clock."),
    ],
)  # fmt: skip
def test_a_refused_time_says_how_to_write_it(raw, code, sentence):
    assert refused(values.read_instant, raw, NOW) == (code, sentence)


def test_a_time_is_read_into_utc_from_the_year_1900_on():
    read = values.read_instant("1900-01-01T00:00:00+00:00", NOW)
    assert (read.year, read.utcoffset()) == (1900, timedelta(0))
    there = datetime(2026, 11, 22, 4, tzinfo=timezone(timedelta(hours=-5)))
    assert values.read_instant(there, NOW) == NOW
    assert values.read_instant(there, NOW).tzinfo is UTC


@pytest.mark.parametrize("digits", [10**15, -(10**15)])
def test_fifteen_digits_are_the_most(digits):
    assert values.read(of("integer"), digits).value == digits
    assert values.read(of("decimal"), digits).value == digits
    assert values.read(of("code"), digits).value == str(digits)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("n/a", "n/a"),
        (999, "999"),
        (999.0, "999"),
        (9.5, "9.5"),
        (Decimal("999.00"), "999"),
        (Decimal("9.50"), "9.5"),
        (10**15, str(10**15)),
        (10**15 + 1, None),
        (Decimal(10**15 + 1), None),
        (math.nan, None),
        (Decimal("Infinity"), None),
        (True, None),
        ([999], None),
    ],
)
def test_however_a_number_is_written_it_is_one_code_for_missing(raw, code):
    assert values.as_code(raw) == code


@pytest.mark.parametrize(
    ("valid", "raw", "limits"),
    [
        ({"min": 5}, 4, "at least 5"),
        ({"max": 5}, 6, "at most 5"),
        ({"min": 5, "max": 9}, 4, "5 to 9"),
        ({"min": 5, "max": 9}, 10, "5 to 9"),
    ],
)
def test_an_impossible_value_counts_as_missing_and_the_rule_says_what_is_possible(valid, raw, limits):
    found = values.read(of("integer", valid=valid), raw)

    assert (found.value, found.given, found.nulled) == (None, raw, "impossible")
    assert str(found.rule) == f"possible values are {limits}"


@pytest.mark.parametrize(
    ("raw", "given", "rule"),
    [(None, None, "no value was sent"), ("", "", "an empty text says nothing"), ("999", "999", "the value 999 means missing")],
)  # fmt: skip
def test_what_says_nothing_counts_as_missing_and_says_why(raw, given, rule):
    found = values.read(of("integer", missing_codes=[999]), raw)

    assert (found.value, found.given, found.nulled, str(found.rule)) == (None, given, "missing", rule)


@pytest.mark.parametrize(
    ("value", "name"),
    [(24, "under 25"), (25, "25 to under 35"), (34, "25 to under 35"), (35, "35 and over"), (None, None), (True, None)],
)  # fmt: skip
def test_each_edge_belongs_to_the_band_above_it(value, name):
    assert values.band(of("integer", bands=[25, 35]), value) == name
    assert values.band(of("integer"), value) is None
