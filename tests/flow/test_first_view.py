"""Who says their own view first: drawn once by policy's share or the posture's, and what is kept of it for figures."""

import pytest

from apps.flow import selectors as seen
from apps.flow import services as flow
from apps.measures import rules as measured
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts
from apps.policy import rules
from apps.policy.models import Verdict
from apps.registry.models import Posture
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.rules import Answer
from tests.flow.test_policy_verdict import OFFICER, in_force
from tests.measures.past import tally
from tests.viewing import views
from tests.world import arrive, arrive_all, automatic, claimed, decided, noon, recommendation, release


def posture_asks(share):
    row = Posture.objects.get(ended_at=None)
    Posture.objects.filter(id=row.id).update(body=row.body | {"first_view_share": share})


def asks(received):
    return ReviewItem.objects.get(id=received.item_id).first_view


def test_a_share_is_drawn_and_anybody_can_draw_it_again(world):
    views(world, 0.5)
    told = arrive_all(world, [recommendation() for _ in range(40)])

    kept = list(Verdict.objects.filter(recommendation__in=[one.id for one in told]))
    assert {one.first_view for one in kept} == {True, False}
    for one in kept:
        again = rules.asks_first_view(one.recommendation_id, one.policy_id, one.first_view_share)
        assert (again, float(one.first_view_share)) == (one.first_view, 0.5)
    by_item = dict(ReviewItem.objects.values_list("recommendation_id", "first_view"))
    assert all(by_item[one.recommendation_id] == one.first_view for one in kept)


@pytest.mark.parametrize(("policy", "posture", "asked"), [(0, 0, False), (0, 1, True), (1, 0, True)])
def test_the_posture_can_only_raise_what_policy_asks(world, policy, posture, asked):
    views(world, policy)
    posture_asks(posture)

    assert asks(arrive(world)) is asked


def test_where_the_machine_decides_nobody_is_asked(world):
    posture_asks(1)
    told = arrive_all(world, [automatic() for _ in range(100)])

    assert any(one.item_id for one in told)  # some are drawn to be looked at afterwards
    assert not ReviewItem.objects.filter(first_view=True).exists()


def test_a_rule_that_reads_the_suggestion_is_not_said_before_the_view(world):
    rule = {
        "code": "long",
        "say": "The AI expects a long claim.",
        "when": {"fact": "recommended_outcome", "op": "eq", "value": "fast_track"},
        "then": OFFICER | {"first_view": True},
    }
    in_force(world, {"rules": [rule], "otherwise": OFFICER})
    item = claimed(world, world.olga)

    def why(who):
        return seen.review_page(item_id=item.id, to=who, now=noon).why_here

    assert (why(world.olga), why(world.audrey)) == ([], [rule["say"]])
    view(world, item, "standard")
    assert why(world.olga) == [rule["say"]]


# --- what is kept for figures ---


def view(world, item, outcome):
    given = reviews.View(outcome=outcome)
    reviews.give_first_view(
        item_id=item.id, view=given, version=item.version, token=item.token, by=world.olga, now=noon
    )
    item.refresh_from_db()


def kept(world, first, then):
    item = claimed(world, world.olga)
    view(world, item, first)
    answer = Answer(then) if then == "fast_track" else Answer(then, "it_weeks", {"expected_weeks": "9"})
    decided(world, world.olga, answer, item=item)
    release(world)
    return DecisionFacts.objects.get(item_id=item.id)


def test_the_view_is_kept_beside_the_decision(world):
    views(world)

    row = kept(world, "standard", "fast_track")

    assert (row.view_asked, row.viewed, row.decided, row.recommended) == (
        True,
        "standard",
        "fast_track",
        "fast_track",
    )
    assert kept(world, reviews.CANNOT_SAY, "fast_track").viewed == ""


def test_a_decision_without_a_view_says_that_none_was_asked(world):
    decided(world, world.olga)
    release(world)

    assert DecisionFacts.objects.values_list("view_asked", "viewed").get() == (False, "")


def test_agreement_before_and_after_advice_is_counted_from_the_rows(world):
    decided(world, world.olga)
    views(world)
    for first, then in (("standard", "fast_track"), ("fast_track", "fast_track"), ("fast_track", "standard")):
        kept(world, first, then)

    tally(world)
    found = measures.prompting(system_id=world.system.id, since=None)

    assert (found.asked.value, found.asked.n) == (0.75, 4)
    assert (found.before.n, round(found.before.value * 3)) == (3, 2)
    assert (found.after.n, round(found.after.value * 3)) == (3, 2)
    assert (found.swayed.value, found.left.value, found.unasked.value) == (1.0, 0.5, 1.0)


def test_who_could_not_say_counts_in_neither_agreement():
    rows = [
        measured.Seen(asked=True, viewed="", recommended="a", decided="a", n=5),
        measured.Seen(asked=True, viewed="a", recommended="a", decided="a", n=5),
    ]

    found = measured.prompting(rows)

    assert (found.said.value, found.before.n, found.before.value) == (0.5, 5, 1.0)


def test_undoing_keeps_the_view_and_a_second_decision_is_held_against_it(world):
    views(world)
    item = claimed(world, world.olga)
    view(world, item, "standard")
    made = decided(world, world.olga, item=item)
    flow.undo(decision_id=made.id, by=world.olga, now=noon)
    item.refresh_from_db()
    decided(world, world.olga, item=item)
    release(world)

    assert DecisionFacts.objects.get().viewed == "standard"
