"""A slice in words: money bands are said as money, other bands as numbers, and no code is left in it."""

from django.utils import translation

from apps.core.speech import speak
from apps.learning import rules, selectors
from apps.learning.models import Pattern

RULED = [
    ("body_part", "44"),
    ("weekly_wage", "35000 and over"),
    ("age", "25 to under 40"),
    ("industry", None),
]


def test_money_bands_are_said_as_money(world):
    wording = selectors.wording(system_id=world.system.id)
    label = "35000 and over"

    assert wording.values["weekly_wage", label] == "$350.00 and over"
    assert wording.values["weekly_wage", "under 15000"] == "under $150.00"
    assert wording.values["weekly_wage", "15000 to under 25000"] == "$150.00 to under $250.00"
    said = rules.in_words([("weekly_wage", label)], facts=wording.facts, values=wording.values)
    assert said.endswith(" is $350.00 and over")


def test_a_rule_keeps_codes_and_writes_money_with_its_currency(world):
    pattern = Pattern(conditions=[{"fact": fact, "value": value} for fact, value in RULED])

    assert selectors.as_rule(pattern, system_id=world.system.id) == (
        'body_part = "44" and weekly_wage >= 350.00 USD and age >= 25 and age < 40 and industry is missing'
    )


def test_bands_of_other_numbers_stay_numbers(world):
    wording = selectors.wording(system_id=world.system.id)

    assert rules.in_words([("age", "under 25")], values=wording.values) == "age is under 25"


SLICE = [("context", "LEGIBLE"), ("modified_duty", "yes"), ("recommended_outcome", "standard")]


def test_a_slice_says_answers_outcomes_and_the_context_in_the_reader_s_words(world):
    def said():
        wording = selectors.wording(system_id=world.system.id)
        return speak(rules.in_words(SLICE, facts=wording.facts, values=wording.values))

    assert said() == (
        "context is in order and light duty offered is yes and suggested outcome is standard lost-time"
    )
    with translation.override("de"):
        assert said() == (
            "Kontext ist in Ordnung und Leichte Arbeit angeboten ist ja und vorgeschlagenes Ergebnis ist "
            "„Übliche Bearbeitung“"
        )
