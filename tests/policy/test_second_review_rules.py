"""The part `second_reviews` of a policy: read with its bounds, drawn the same each time, said in words."""

from decimal import Decimal
from uuid import UUID

import pytest

from apps.policy.rules import second_reviews as part
from apps.policy.rules.tree import DUE_HOURS, BadPolicy, Draw, SecondReviews

WHOLE = {
    "random": Decimal("0.05"), "unsure": Decimal("0.5"), "too_fast": Decimal("0.2"), "long_run": Decimal("0.1"), "no_pause": Decimal("0.3"),
    "known_answers": Decimal("0.2"), "unsure_from_minor": 500000, "due_hours": 24,
}  # fmt: skip
POLICY = UUID(int=1)


def test_what_is_written_is_read_and_what_is_not_draws_nothing():
    read = part.read_second_reviews(WHOLE)

    assert {name: str(getattr(read, name)) for name in WHOLE} == {name: str(WHOLE[name]) for name in WHOLE}
    assert part.read_second_reviews(None) == part.read_second_reviews({}) == SecondReviews()
    assert part.read_second_reviews({}).due_hours == DUE_HOURS
    assert part.read_second_reviews({"unsure_from_minor": 0}).unsure_from_minor == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"known_answers": Decimal("0.21")}, "At most 0.2: such cases are work that decides nothing."),
        ({"unsure_from_minor": -1}, "Give an amount in the smallest unit, 0 or more."),
        ({"unsure_from_minor": True}, "Give an amount in the smallest unit, 0 or more."),
        ({"unsure_from_minor": "5"}, "Give an amount in the smallest unit, 0 or more."),
        ({"random": Decimal("1.1")}, ""),
        ({"due_hours": 0}, ""),
        ({"weekly": Decimal("0.1")}, ""),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(changed, says):
    with pytest.raises(BadPolicy) as refused:
        part.read_second_reviews(changed)

    name = next(iter(changed))
    assert str(refused.value).endswith(says)
    assert "/second_reviews" in repr(vars(refused.value)) + str(refused.value)
    assert name == "weekly" or f"/second_reviews/{name}" in repr(vars(refused.value)) + str(refused.value)


def test_a_share_draws_that_share_and_the_same_again():
    rates = part.read_second_reviews({"random": Decimal("0.25"), "known_answers": Decimal("0.1")})
    ids = [UUID(int=number << 64) for number in range(2000)]

    def told():
        return [part.drawn(rates, {Draw.RANDOM}, decision_id=one, policy_id=POLICY) for one in ids]

    assert told() == told()
    assert 400 < told().count(Draw.RANDOM) < 600
    assert part.drawn(rates, (), decision_id=ids[0], policy_id=POLICY) is None
    put = [part.puts_known_answer(rates, item_id=one, policy_id=POLICY) for one in ids]
    assert 150 < put.count(True) < 250
    assert put != [part.puts_known_answer(rates, item_id=one, policy_id=UUID(int=2)) for one in ids]


def test_shares_and_what_changes_are_said():
    before = part.read_second_reviews({"random": Decimal("0.05")})
    after = part.read_second_reviews({"random": Decimal("0.125"), "due_hours": 24})

    assert [str(one) for one in part.second_reviews_in_words(before)] == [
        "5 of 100 decisions of people, drawn by chance, are looked at by a second person"
    ]
    assert part.rate_changes(before, before) == ()
    assert {name: str(said) for name, said in part.rate_changes(before, after)} == {
        "random": "Now: 12.5 of 100 decisions of people, drawn by chance, are looked at by a second person."
        " Before: 5 of 100.",
        "due_hours": f"due_hours is now 24. Before: {DUE_HOURS}.",
    }
