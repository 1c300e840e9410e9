"""One way to write JSON, so that anybody can check a digest."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from apps.core import canonical

PLAIN = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda part: some.lists(part, max_size=4) | some.dictionaries(some.text(), part, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_blank():
    assert canonical.encode({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1.10"), '"1.10"'),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        (dt.datetime(2026, 11, 20, 13, tzinfo=dt.timezone(dt.timedelta(hours=1))), '"2026-11-20T12:00:00Z"'),
        (dt.date(2026, 11, 20), '"2026-11-20"'),
        (b"\x00\xff", '"00ff"'),
    ],
)
def test_values_that_json_lacks_have_one_form(value, written):
    assert canonical.encode(value).decode() == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_has_no_form(value):
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical.encode({"x": value})


NUMBERS = (
    some.floats(allow_nan=False, allow_infinity=False) | some.integers() | some.decimals(allow_nan=False)
)


@given(value=some.dictionaries(some.text(), PLAIN | NUMBERS | some.lists(NUMBERS), max_size=5))
@example(value={"a": [1e16, 1e-5, 0.00001234, -0.0, 5e-324, 2**63, 2**64, None, "1e5 null"]})
@example(value={"a": (1, 2.5), "b": {1: "a name that is no text"}})
def test_the_form_is_what_the_standard_library_writes(value):
    written = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=str
    )

    assert canonical.encode(value) == written.encode()


def test_a_null_beside_a_number_that_is_none_hides_nothing():
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical.encode({"a": None, "b": [float("nan")]})


def test_what_nobody_thought_of_has_no_form():
    with pytest.raises(TypeError):
        canonical.encode({"x": object()})


@given(value=some.dictionaries(some.text(), PLAIN, max_size=5))
def test_the_order_of_keys_makes_no_difference(value):
    turned = dict(reversed(value.items()))

    assert canonical.encode(turned) == canonical.encode(value)
    assert canonical.digest(value) == hashlib.sha256(canonical.encode(value)).digest()


EXACT = PLAIN | some.decimals(allow_nan=False) | some.binary(max_size=4) | some.uuids() | some.dates()


@given(items=some.lists(EXACT | some.dictionaries(some.text(), EXACT, max_size=3), max_size=5))
@example(items=[2**64, None, {1: "a name that is no text"}, "1e5 null"])
def test_what_holds_no_float_is_written_once_and_as_anything_else(items):
    kept = canonical.Kept(items)

    assert canonical.encoded(kept) == canonical.encoded(items) == canonical.encode(items)
    assert canonical.encode_exact(items) == canonical.encode(items)


@pytest.mark.parametrize("nothing", [[], (), {}])
def test_nothing_is_written_as_what_it_is(nothing):
    assert canonical.encoded(nothing) == canonical.encode(nothing)


def test_a_salted_digest_needs_its_salt():
    assert canonical.salted(b"a", b"x") != canonical.salted(b"b", b"x")
    assert len(canonical.salted(b"a", b"x")) == 32
