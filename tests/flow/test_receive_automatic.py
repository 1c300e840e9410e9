"""The machine decides alone only inside what the owner signed, and can be looked at afterwards."""

from decimal import Decimal

import pytest

from apps.core import transactions
from apps.flow import services as flow
from apps.policy import services as policy
from apps.policy.models import Verdict
from apps.registry import services as registry
from apps.registry.models import Autonomy
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ItemReason, ReviewItem
from tests import counting
from tests.template import pack
from tests.world import (
    MINOR_SURFACE,
    arrive,
    arrive_all,
    automatic,
    claimed,
    decided,
    later,
    noon,
    override,
    recommendation,
    record_names,
    release,
)


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


def test_a_policy_audits_no_less_than_the_owner_signed(world):
    let_the_machine_decide_everything(world)

    got = arrive_all(world, [automatic() for _ in range(300)])

    shares = {one.sample_share for one in Verdict.objects.filter(recommendation__in=[one.id for one in got])}
    assert shares == {Decimal("0.1")}
    assert ReviewItem.objects.filter(kind="AUDIT").count() > 10


def test_where_autonomy_was_fully_earned_the_policy_says_how_many_are_audited(world):
    let_the_machine_decide_everything(world)
    Autonomy.objects.filter(system=world.system, segment="minor_surface").update(state="ACT")

    assert Verdict.objects.get(recommendation=arrive(world, automatic()).id).sample_share == 0


def test_a_policy_that_forgets_the_pause_does_not_undo_it(world):
    let_the_machine_decide_everything(world)
    flow.pause(system_id=world.system.id, why="Wait.", by=world.owen, now=noon)

    assert arrive(world, automatic()).lane == "OFFICER"


def test_a_batch_of_the_machines_decisions_takes_few_statements(world):
    with counting.asked() as few:
        arrive_all(world, [automatic() for _ in range(60)])
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

    assert arrive(world, body) == first._replace(is_new=False)


def again(world, body, **changes):
    """The AI thinks again about the same case, inside the owner's posture."""
    return arrive(world, automatic(case=body["case"], subject=body["subject"], **changes))


class TestACaseThatPeopleWorkOn:
    """A newer recommendation never lets the machine undo, alone, what a person said or is about to say."""

    def test_what_a_person_decided_the_machine_does_not_decide_otherwise(self, world):
        body = recommendation()
        decided(world, world.olga, override(), item=claimed(world, world.olga, received=arrive(world, body)))
        release(world)

        newer = again(world, body)

        assert (newer.lane, newer.decision_id, newer.inbox_slug) == ("OFFICER", None, "triage-officers")
        assert Verdict.objects.get(recommendation=newer.id).added["person_involved"] is True
        reason = ItemReason.objects.get(item=newer.item_id)
        assert reason.code == "person_involved"

    def test_nor_before_that_decision_is_in_force(self, world):
        body = recommendation()
        decided(world, world.olga, override(), item=claimed(world, world.olga, received=arrive(world, body)))

        assert again(world, body).decision_id is None

    def test_nor_what_a_person_holds_or_raised(self, world):
        held, raised = recommendation(), recommendation()
        claimed(world, world.olga, received=arrive(world, held))
        item = claimed(world, world.olga, received=arrive(world, raised))
        flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga, now=noon
        )  # fmt: skip

        assert again(world, held).decision_id is None
        assert again(world, raised).decision_id is None

    def test_nor_while_its_last_decision_waits_to_be_audited(self, world):
        while True:
            body = automatic()
            if arrive(world, body).item_id:
                break

        assert again(world, body).decision_id is None

    def test_what_nobody_looked_at_yet_it_may(self, world):
        body = recommendation()
        arrive(world, body)

        assert again(world, body).lane == "AUTOMATIC"

    def test_a_withdrawn_decision_counts_for_nothing(self, world):
        body = recommendation()
        decision = decided(
            world, world.olga, override(), item=claimed(world, world.olga, received=arrive(world, body))
        )
        item = flow.undo(decision_id=decision.id, by=world.olga, now=noon)
        reviews.let_go(item_id=item.id, token=item.token, by=world.olga, now=noon)

        assert again(world, body).lane == "AUTOMATIC"

    def test_what_its_decider_undid_and_holds_it_does_not(self, world):
        body = recommendation()
        decision = decided(world, world.olga, item=claimed(world, world.olga, received=arrive(world, body)))
        flow.undo(decision_id=decision.id, by=world.olga, now=noon)

        assert again(world, body).lane == "OFFICER"
