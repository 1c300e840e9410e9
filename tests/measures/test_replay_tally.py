"""What a replay counts of a case that goes to a person first and went by the machine before."""

import pytest

from apps.measures import rules

PRICES = rules.Prices(wrong={"fast_track": True}, error_minor={"fast_track": 190_000}, review_minor=100)
PAST = rules.Past(
    recommended="fast_track", segment="", decided="", value=True, may_act=True, drawn=0.05, least=0.1,
    day="2026-11-20",
)  # fmt: skip
FIRST = rules.Way(rules.PERSON, "triage-officers", is_audited=False)


@pytest.mark.parametrize(("is_audited", "n_reviews"), [(False, 1), (True, 0)])
def test_an_audit_afterwards_saves_the_review_and_stops_no_error(is_audited, n_reviews):
    tally = rules.Tally(prices=PRICES, n_steps=0)

    meaning = tally.add(PAST, rules.Way(rules.MACHINE, "", is_audited=is_audited), FIRST, ())

    assert meaning == rules.Meaning.CAUGHT
    assert (tally.base.bad, tally.draft.bad, tally.seen_minor(tally.draft)) == (1, 0, 190_000)
    assert tally.draft.reviews() - tally.base.reviews() == n_reviews
    assert tally.looks_minor(tally.draft) == -100 * n_reviews
