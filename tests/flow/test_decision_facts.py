"""Every decision in force has one analytic row that says the whole of it, written as it comes into force."""

import pytest

from apps.flow import services as flow
from apps.flow.services import approving
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.rules import Answer
from tests.flow.test_held import amend, hold
from tests.flow.test_rollback import second_look
from tests.world import (
    APPROVE,
    arrive,
    automatic,
    claimed,
    decided,
    later,
    noon,
    override,
    recommendation,
    release,
)


def of(decision_id):
    return DecisionFacts.objects.get(decision_id=decision_id)


def test_what_the_machine_decided_has_its_row_with_the_share_that_is_audited(world):
    got = arrive(world, automatic(prompt_version="p-3"))

    row = of(got.decision_id)
    assert (row.kind, row.lane, row.by_kind, row.prompt_version) == (
        "AUTOMATIC",
        "AUTOMATIC",
        "MACHINE",
        "p-3",
    )
    assert (row.item_id, row.n_questions, row.n_returns, row.claimed_at) == (None, None, None, None)
    assert row.sample_share > 0
    assert row.policy_id == Decision.objects.get(id=got.decision_id).policy_id
    assert (row.arrived_at, row.released_at) == (noon, noon)


def test_a_second_look_is_a_row_beside_the_machines(world):
    got = arrive(world, automatic())
    item = second_look(world, got)
    item = reviews.claim(item_id=item.id, by=world.olga, now=noon)
    decision = decided(world, world.olga, override(), item=item)
    release(world)

    row = of(decision.id)
    assert (row.is_audit, row.kind, row.replaces) == (True, "OVERRIDDEN", got.decision_id)


def test_all_reasons_and_what_was_corrected_are_kept_and_no_value(world):
    choices = {"fact": "weekly_wage", "kind": "wrong", "right_value": "4321.98", "where_seen": "A letter."}
    item = claimed(world, world.olga, facts_changed={"modified_duty": None})
    decision = decided(world, world.olga, Answer("standard", "it_fact", choices, "Note.", "sure"), item=item)
    release(world)

    row = of(decision.id)
    assert row.corrected == ["weekly_wage"]
    assert row.reasons[0] == ["it_fact", row.core_category]
    assert row.faults["modified_duty"] == "missing"
    assert (row.amount_minor, row.sure) == (decision.amount_minor, "sure")
    assert "432198" not in str(vars(row))
    assert "4321.98" not in str(vars(row))


def test_how_often_a_case_was_sent_up_and_back_is_kept(world):
    item = claimed(world, world.olga)
    flow.escalate(
        item_id=item.id,
        why="other",
        note="?",
        version=item.version,
        token=item.token,
        by=world.olga,
        now=noon,
    )
    item = reviews.claim(item_id=item.id, by=world.sam, now=noon)
    flow.return_escalated(
        item_id=item.id, note="Yours.", version=item.version, token=item.token, by=world.sam, now=noon
    )
    item = reviews.claim(item_id=item.id, by=world.olga, now=noon)
    decision = decided(world, world.olga, item=item)
    release(world)

    row = of(decision.id)
    assert (row.was_escalated, row.n_returns, row.n_questions) == (True, 1, 0)


def test_an_amendment_is_a_row_of_its_own_that_names_the_held_decision(world):
    held = hold(world)

    done = amend(held, world.sam)

    row = of(done.instead_id)
    assert (row.replaces, row.decided) == (held.decision_id, "case_managed")
    assert DecisionFacts.objects.count() == 1  # what was held was never in force


def test_an_upheld_decision_replaces_nothing(world):
    held = hold(world)
    item = ReviewItem.objects.get(id=held.item_id)
    approving.uphold(
        approval_id=held.id,
        words="The surgery is in the letter.",
        version=item.version,
        by=world.sam,
        now=noon,
    )

    assert of(held.decision_id).replaces is None


@pytest.fixture
def reversal(world):
    decision = decided(world, world.olga, APPROVE)
    release(world)
    row = flow.request_reversal(decision_id=decision.id, why="Wrong.", by=world.olga, now=later(hours=1))
    flow.reverse_requested(
        request_id=row.id, outcome="standard", words="Yes.", version=1, by=world.sam, now=later(hours=1)
    )
    return Decision.objects.get(reverses=decision)


def test_a_reversal_is_a_row_that_names_what_it_reverses_and_no_figure_counts_it(world, reversal):
    row = of(reversal.id)

    assert (row.kind, row.replaces, row.decided) == ("REVERSED", reversal.reverses_id, "standard")
    assert row.features == of(reversal.reverses_id).features
    counted = measures.counted(system_id=world.system.id).values_list("decision_id", flat=True)
    assert list(counted) == [reversal.reverses_id]
    assert not measures.by_persons(system_id=world.system.id).exists()


def test_no_row_says_who_or_whom_it_is_about(world):
    body = recommendation(facts_changed={"weekly_wage": 987654, "injured_on": "1999-09-19"})
    body["subject"]["name"] = "Erika Mustermann"
    decision = decided(world, world.olga, item=claimed(world, world.olga, received=arrive(world, body)))
    release(world)

    said = str(vars(of(decision.id)))
    for canary in ("987654", "1999-09-19", "Mustermann", body["subject"]["ref"], str(world.olga.id)):
        assert canary not in said
