"""A JSON type is not another one that looks like it."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from rest_framework import serializers

from apps.api.serializers import fields
from apps.api.serializers.fields import Exact, Id, In, Instant, Out, Text, Truth, Whole

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        (Text(), " text ", "text"),
        (Whole(), 3, 3),
        (Truth(), False, False),
        (Exact(), 0.1, Decimal("0.1")),
        (Exact(), 12, Decimal(12)),
        (Id(), ID, UUID(ID)),
        (Instant(), "2026-11-22T09:00:00+01:00", dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)),
    ],
)
def test_the_right_type_is_read(field, given, read):
    assert field.run_validation(given) == read


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (Text(), 1),
        (Text(), True),
        (Text(), ""),
        (Text(max_length=2), "abc"),
        (Whole(), "1"),
        (Whole(), True),
        (Whole(), 1.0),
        (Whole(max_value=5), 6),
        (Truth(), "true"),
        (Truth(), 1),
        (Truth(), None),
        (Exact(), "1"),
        (Exact(), True),
        (Exact(), 10**18),
        (Exact(), -1e300),
        (Id(), 5),
        (Id(), "x"),
        (Instant(), "2026-11-22T09:00:00"),
        (Instant(), "2026-11-22"),
        (Instant(), "0001-01-01T00:00:00+14:00"),
        (Instant(), "2026-02-30T09:00:00Z"),
        (Instant(), 1_795_000_000),
    ],
)
def test_another_type_is_refused(field, given):
    with pytest.raises(serializers.ValidationError):
        field.run_validation(given)


class Body(In):
    a = Whole()
    b = Text(required=False)


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"a": 1, "c": 2}, "c", "unknown_field"),
        ({"b": "x"}, "a", "required"),
        ([], "non_field_errors", "invalid"),
    ],
)
def test_unknown_fields_are_refused_and_not_ignored(data, field, code):
    reader = Body(data=data)

    assert not reader.is_valid()
    assert reader.errors[field][0].code == code


class Pair(Out):
    kind = serializers.CharField()
    words = serializers.CharField(source="said")


def test_answers_carry_the_listed_fields_and_nothing_else():
    assert Pair({"kind": "a", "said": "b", "secret": "c"}).data == {"kind": "a", "words": "b"}
    assert Pair(("a", "b")).data == {"kind": "a", "words": "b"}
    with pytest.raises(ValueError, match="zip"):
        _ = Pair(("a", "b", "secret")).data


def test_instants_are_written_in_utc_whatever_the_zone():
    zone = dt.timezone(dt.timedelta(hours=5))
    written = fields.Instant().to_representation(dt.datetime(2026, 11, 22, 5, tzinfo=zone))

    assert written == "2026-11-22T00:00:00Z"
