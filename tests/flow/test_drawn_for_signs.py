"""Decisions are drawn for signs of haste and tiredness: too fast, a long run, no pause, unsure with much at stake."""

import datetime as dt

import pytest

from apps.core import ids
from apps.policy import rules as policy
from apps.reviews import rules
from apps.reviews.models import SecondReview
from apps.reviews.rules import Answer
from tests.measures.past import Past
from tests.seconding import draws
from tests.world import APPROVE, claimed, decided, noon, release

MINUTE = dt.timedelta(minutes=1)


def why():
    """Say for what the newest decision was drawn; empty: it was not."""
    found = SecondReview.objects.order_by("-drawn_at", "-id").first()
    return found.why if found else ""


@pytest.mark.parametrize(
    ("sure", "least", "drawn"), [("unsure", 111100, "unsure"), ("unsure", 111101, ""), ("sure", 0, "")]
)
def test_unsure_counts_where_much_is_at_stake(world, sure, least, drawn):
    draws(world, unsure=1, unsure_from_minor=least)
    decided(world, world.olga, Answer(outcome="fast_track", sure=sure))
    release(world)

    assert why() == drawn


@pytest.mark.parametrize(("seconds", "drawn"), [(2, "too_fast"), (60, "")])
def test_too_fast_is_faster_than_one_in_twenty_of_the_newest(world, seconds, drawn):
    draws(world, too_fast=1)
    past = Past(world)
    for n in range(100):
        past.add(seconds_to_decide=30 + n)
    past.write()
    item = claimed(world, world.olga)
    decided(world, world.olga, APPROVE, item=item, now=noon + dt.timedelta(seconds=seconds))
    release(world, now=noon + dt.timedelta(seconds=seconds))

    assert why() == drawn


# --- runs and pauses, without a database ---


@pytest.mark.parametrize(
    ("kinds", "n"),
    [([], 0), (["OVERRIDDEN", "APPROVED"], 0), (["APPROVED"] * 20 + ["OVERRIDDEN", "APPROVED"], 20)],
)
def test_a_run_ends_with_the_first_override(kinds, n):
    assert rules.run_of_approvals(kinds) == n


def spans(*gaps):
    """Cases of five minutes each, the newest first, with these minutes before each."""
    end, found = noon, []
    for gap in gaps:
        found.append((end - 5 * MINUTE, end))
        end = end - (5 + gap) * MINUTE
    return found


@pytest.mark.parametrize(
    ("gaps", "minutes"),
    [((), None), ((0,), 5), ((0, 0, 0), 15), ((0, 9, 0), 24), ((0, 10, 0), 10)],
)
def test_ten_minutes_between_two_cases_are_a_pause(gaps, minutes):
    since = rules.working_since(spans(*gaps), now=noon)

    assert since == (noon - minutes * MINUTE if minutes else None)


def test_who_is_in_a_pause_works_without_none():
    assert rules.working_since(spans(0, 0), now=noon + rules.PAUSE) is None


def test_of_several_signs_the_first_that_draws_is_kept():
    every = policy.SecondReviews(random=0, unsure=1, too_fast=1)
    known = {"decision_id": ids.new(), "policy_id": ids.new()}

    assert (
        policy.drawn(every, (policy.Draw.RANDOM, policy.Draw.TOO_FAST, policy.Draw.UNSURE), **known)
        == "unsure"
    )
    assert policy.drawn(every, (policy.Draw.RANDOM,), **known) is None


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"random": 2}, "/second_reviews/random"),
        ({"known_answers": 0.3}, "/second_reviews/known_answers"),
        ({"unsure_from_minor": -1}, "/second_reviews/unsure_from_minor"),
        ({"often": 1}, "/second_reviews/often"),
    ],
)
def test_shares_that_cannot_be_are_refused_at_their_place(said, pointer):
    otherwise = {"lane": "OFFICER", "inbox": "triage-officers", "due_hours": 4}
    with pytest.raises(policy.BadPolicy) as bad:
        policy.parse({"rules": [], "otherwise": otherwise, "second_reviews": said})
    assert bad.value.pointer == pointer
