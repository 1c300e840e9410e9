"""Facts resolved one by one for a replay are those that the whole check resolves."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.intake import rules
from tests.effort import TIMES
from tests.intake.arrivals import NOW, contract, spec
from tests.intake.test_intake_properties import accepted, dice_entry, dice_spec


def stored(agreed, known):
    plain, private = rules.split_by_sensitivity(agreed, known)
    return json.loads(json.dumps(plain + private))


@settings(max_examples=100 * TIMES, deadline=None)
@given(st.randoms(use_true_random=False))
def test_they_are_those_of_the_whole_check(dice):
    agreed = contract(*[dice_spec(dice, key) for key in "abcd"])
    known = accepted(agreed, [dice_entry(dice, agreed) for _ in range(dice.randint(0, 8))])
    wanted = dice.sample("abcdx", 3)

    found = rules.StoredFacts(agreed, wanted).values(stored(agreed, known), NOW)

    whole = rules.check(agreed, known, NOW).values()
    assert found == {key: value for key, value in whole.items() if key in wanted}


def test_what_nobody_sent_has_the_value_that_the_contract_falls_back_to():
    agreed = contract(spec("a", required=True, if_missing="fallback", fallback=7), spec("b"))

    assert rules.StoredFacts(agreed, "ab").values([], NOW) == {"a": 7}


def test_what_was_read_once_reads_the_same_again():
    agreed = contract(spec("a"), spec("b"))
    reader = rules.StoredFacts(agreed, "ab")
    dice = random.Random(7)
    for _ in range(200):
        entries = stored(agreed, accepted(agreed, [dice_entry(dice, agreed) for _ in range(3)]))
        assert reader.values(entries, NOW) == rules.StoredFacts(agreed, "ab").values(entries, NOW)
