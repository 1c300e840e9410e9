"""The machine decides alone only inside what the owner signed, and can be looked at afterwards."""

import dataclasses

import pytest

from apps.core import transactions
from apps.flow import services as flow
from apps.policy import services as policy
from apps.policy.models import Verdict
from apps.registry import services as registry
from apps.registry.models import Autonomy
from apps.reviews.models import Decision, ReviewItem
from tests import counting
from tests.template import pack
from tests.world import MINOR_SURFACE, arrive, arrive_all, automatic, later, noon, record_names


def test_the_machine_decides_alone_and_in_force_at_once(world):
    got = arrive(world, automatic())

    decision = Decision.objects.get(id=got.decision_id)
    assert (got.lane, decision.kind, decision.direction) == ("AUTOMATIC", "AUTOMATIC", "same")
    assert (decision.release.why, decision.delivery.state, decision.delivery.sequence) == (
        "automatic",
        "PENDING",
        1,
    )
    assert record_names(got.case_id) == ["decision.released", "recommendation.received"]


def test_one_in_ten_is_looked_at_afterwards(world):
    got = arrive_all(world, [automatic() for _ in range(400)])

    audited = ReviewItem.objects.filter(kind="AUDIT", audits__in=[one.decision_id for one in got])
    verdicts = Verdict.objects.filter(recommendation__in=[one.id for one in got])
    drawn = {one.recommendation_id for one in verdicts if one.draw < one.sample_share}
    assert {one.recommendation_id for one in audited} == drawn
    assert 15 <= audited.count() <= 70
    assert all(one.decision_id for one in got)


@pytest.mark.parametrize(
    "change",
    [
        {"minor": 150001},
        {"minor": None},
        {"outcome": "standard"},
        {"facts_changed": MINOR_SURFACE | {"hospital_stay": True}},
        {"facts_changed": MINOR_SURFACE | {"hospital_stay": None}},
        {"facts_changed": MINOR_SURFACE | {"injury_nature": "49"}},
        {"facts_changed": MINOR_SURFACE | {"contact_status": None}},
        {"facts_changed": MINOR_SURFACE | {"report_lag_days": 15}},
    ],
)
def test_nothing_outside_the_posture_is_decided_alone(world, change):
    got = arrive(world, automatic(**change))

    assert (got.lane, got.decision_id) == ("OFFICER", None)
    assert got.item_id


def test_nothing_is_decided_alone_while_paused(world):
    flow.pause(system_id=world.system.id, why="A model update went wrong.", by=world.owen, now=noon)
    during = arrive(world, automatic())
    flow.resume(system_id=world.system.id, by=world.owen, now=noon)
    after = arrive(world, automatic())

    assert (during.lane, during.decision_id) == ("OFFICER", None)
    assert after.lane == "AUTOMATIC"


def test_nothing_is_decided_alone_after_the_posture_ran_out(world):
    with transactions.verb():
        posture = pack()["posture"] | {"expires_after_days": 30}
        registry.sign_posture(system=world.system, body=posture, by=world.owen, now=noon)

    last_day = arrive(world, automatic(now=later(days=29)), now=later(days=29))
    day_after = arrive(world, automatic(now=later(days=30)), now=later(days=30))

    assert (last_day.lane, day_after.lane) == ("AUTOMATIC", "OFFICER")


def test_nothing_is_decided_alone_without_earned_autonomy(world):
    Autonomy.objects.filter(system=world.system, segment="minor_surface").update(state="ADVISE")

    assert arrive(world, automatic()).lane == "OFFICER"


@pytest.mark.parametrize(
    "change",
    [
        {"minor": 150001},
        {"outcome": "standard"},
        {"facts_changed": None},
        {"facts_changed": MINOR_SURFACE | {"contact_status": None}},
    ],
)
def test_a_policy_is_never_looser_than_the_posture(world, change):
    let_the_machine_decide_everything(world)

    inside, outside = arrive(world, automatic()), arrive(world, automatic(**change))

    assert (inside.lane, outside.lane) == ("AUTOMATIC", "OFFICER")
    assert (outside.inbox_slug, outside.decision_id) == ("triage-officers", None)
    assert record_names(outside.case_id) == ["recommendation.received"]


def test_a_policy_that_forgets_the_pause_does_not_undo_it(world):
    let_the_machine_decide_everything(world)
    flow.pause(system_id=world.system.id, why="Wait.", by=world.owen, now=noon)

    assert arrive(world, automatic()).lane == "OFFICER"


def test_a_batch_of_the_machines_decisions_takes_few_statements(world):
    with counting.asked() as few:
        arrive_all(world, [automatic() for _ in range(30)])
    with counting.asked() as many:
        arrive_all(world, [automatic() for _ in range(120)])

    assert len(many) <= len(few) + 5, "\n".join(one[:150] for one in many[-20:])


def let_the_machine_decide_everything(world):
    everything = {
        "rules": [],
        "otherwise": {"lane": "AUTOMATIC", "inbox": "triage-officers", "due_hours": 48, "sample_share": 0},
    }
    with transactions.verb():
        version = policy.draft(system=world.system, tree=everything, by=world.sam, now=noon)
        policy.propose(version=version, by=world.sam, now=noon)
        policy.adopt(version=version, by=world.owen, now=noon)


def test_a_repeated_automatic_decision_is_answered_as_before(world):
    body = automatic()
    first = arrive(world, body)

    assert arrive(world, body) == dataclasses.replace(first, is_new=False)
