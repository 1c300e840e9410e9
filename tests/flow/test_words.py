from datetime import timedelta
from decimal import Decimal

import pytest

from apps.flow.selectors import words
from apps.intake import rules
from apps.measures.models import Outcome
from tests import world as worlds


def spec(kind, unit):
    return rules.FactSpec(
        key="one", label="One", type=rules.FactType(kind), sensitivity=rules.Sensitivity.PLAIN, unit=unit
    )


@pytest.mark.parametrize(
    ("kind", "unit", "given", "text"),
    [
        ("integer", "days", 1, "1 day"),
        ("integer", "days", 0, "0 days"),
        ("integer", "days", 1500, "1,500 days"),
        ("decimal", "weeks", Decimal("6.1"), "6.1 weeks"),
        ("date", "", "2026-11-20", "20 Nov 2026"),
        ("date", "", "some day", "some day"),
    ],
)
def test_a_value_is_written_for_people(kind, unit, given, text):
    assert words.value(spec(kind, unit), given, currency="USD") == text


@pytest.mark.parametrize(
    ("code", "detail", "text"),
    [
        ("claim_closed", "The claim was closed.", "claim_closed: The claim was closed."),
        ("claim_closed", "", "claim_closed"),
        ("", "", "The business system gave no reason"),
    ],
)
def test_a_refusal_keeps_the_code_and_the_words_of_the_business_system(code, detail, text):
    assert words.refusal(code, detail) == text


def test_an_outcome_is_a_yes_a_no_or_a_number():
    assert words.outcome(Outcome(measure="long_claim", value=False, number=Decimal(3))) == "Long claim: no"
    assert words.outcome(Outcome(measure="weeks_paid", number=Decimal("12.5"))) == "Weeks paid: 12.5"


def test_a_fact_without_a_date_has_no_age():
    assert words.age(None, worlds.later(minutes=1)) == "no date"
    assert words.age(worlds.later(minutes=1) - timedelta(days=3), worlds.later(minutes=1)) == "3 d"
