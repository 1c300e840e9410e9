"""Which facts an analytic row holds, which may leave, and what month an instant is in."""

import datetime as dt
from decimal import Decimal

import pytest

from apps.intake.rules import Contract, FactSpec, FactType, Sensitivity
from apps.measures.rules import dataset

LISTED = {"a": "A", "B": "B"}


def spec(type_, sensitivity="plain", **more):
    return FactSpec(key="f", label="F", type=FactType(type_), sensitivity=Sensitivity(sensitivity), **more)


@pytest.mark.parametrize(
    ("one", "kept", "leaves"),
    [
        (spec("string"), False, False),
        (spec("date"), False, False),
        (spec("multi", values=LISTED), False, False),
        (spec("integer"), False, False),
        (spec("money", "personal", bands=(100, 200)), True, False),
        (spec("decimal", bands=(Decimal(1),)), True, True),
        (spec("enum", "special", values=LISTED), True, False),
        (spec("code", "personal"), False, False),
        (spec("code"), True, True),
        (spec("code", values=LISTED), True, True),
        (spec("boolean", "personal"), True, False),
        (spec("boolean"), True, True),
        (spec("enum", "protected", values=LISTED), False, False),
        (spec("integer", "protected", bands=(1,)), False, False),
    ],
)
def test_free_text_never_is_kept_and_only_plain_facts_leave(one, kept, leaves):
    assert (dataset.may_be_kept(one), dataset.may_leave(one)) == (kept, leaves)


def test_where_versions_of_a_contract_differ_the_strictest_counts():
    plain, protected = spec("boolean"), spec("boolean", "protected")
    versions = [Contract({"f": one}, {}, ()) for one in (plain, protected, plain)]

    assert dataset.facts_of(versions[:1], leaving=True) == dataset.Facts(("f",), {})
    assert dataset.facts_of(versions, leaving=False) == dataset.Facts((), {"f": "protected"})
    assert dataset.facts_of([Contract({"f": spec("string")}, {}, ())], leaving=False).left_out == {"f": "raw"}
    personal = [Contract({"f": spec("boolean", "personal")}, {}, ())]
    assert dataset.facts_of(personal, leaving=True).left_out == {"f": "personal"}


@pytest.mark.parametrize(
    ("one", "value", "said"),
    [
        (spec("money", bands=(100, 200)), 150, "100 to under 200"),
        (spec("money", bands=(100, 200)), None, None),
        (spec("code", values=LISTED), "B", "b"),
        (spec("code", values=LISTED), "Erika Mustermann", None),
        (spec("boolean"), False, "false"),
    ],
)
def test_a_feature_is_a_band_or_a_code_of_the_list(one, value, said):
    assert dataset.feature(one, value) == said


def test_a_month_is_one_of_utc():
    assert (
        dataset.month_of(dt.datetime(2026, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))))
        == "2025-12"
    )
    assert dataset.month_of(None) == "not-recorded"
    assert dataset.span_of("2026-12") == (
        dt.datetime(2026, 12, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    )  # fmt: skip
    assert [one for one in ("2026-1", "2026-13", "2026-11-01", "", "../x") if dataset.is_month(one)] == []
