"""Asking for a reversal after the undo time: a supervisor reverses with a delivery of its own, or declines with words."""

import pytest

from apps.core import transactions
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.notify.models import Notification
from apps.registry.models import OutcomeCode
from apps.reviews import services as reviews
from apps.reviews.models import Decision, ReversalRequest
from tests.viewing import asking
from tests.world import APPROVE, arrive, code, decided, later, noon, recommendation, record_names, release

WHY, WORDS = "The wage was another worker's.", "You are right."
AFTER = later(hours=1)


@pytest.fixture
def made(world):
    """A decision of Olga's that is in force."""
    decision = decided(world, world.olga, APPROVE)
    release(world)
    return decision


def ask(decision, by, why=WHY):
    return flow.request_reversal(decision_id=decision.id, why=why, by=by, now=AFTER)


def reverse(row, by, outcome="standard", words=WORDS, version=1):
    return flow.reverse_requested(
        request_id=row.id, outcome=outcome, words=words, version=version, by=by, now=AFTER
    )


def decline(row, by, words=WORDS, version=1):
    return flow.decline_reversal(request_id=row.id, words=words, version=version, by=by, now=AFTER)


def told(actor):
    return list(Notification.objects.filter(to=actor).values_list("kind", flat=True))


def fate(world, decision):
    return selectors.my_decision(decision_id=decision.id, to=world.olga, now=AFTER)


def test_a_supervisor_reverses_it_and_another_outcome_is_delivered(world, made):
    row = ask(made, world.olga)
    assert "reversal_requested" in told(world.sam)
    assert [one.why for one in selectors.reversal_requests(to=world.sam, after=None, limit=9).rows] == [WHY]
    assert (fate(world, made).requested.result, fate(world, made).may_request) == ("", False)

    reverse(row, world.sam)

    reversal = Decision.objects.get(reverses=made)
    assert (reversal.by, reversal.kind, reversal.outcome_code.code) == (world.sam, "REVERSED", "standard")
    first, second = Delivery.objects.filter(case_id=made.case_id).order_by("id")
    assert (first.decision_id, second.decision_id) == (made.id, reversal.id)
    seen = fate(world, made)
    assert (seen.fate, seen.requested.result, seen.requested.answer) == ("reversed", "REVERSED", WORDS)
    assert "reversal_done" in told(world.olga)
    assert {"reversal.requested", "decision.reversed"} < set(record_names(made.case_id))
    assert selectors.reversal_requests(to=world.sam, after=None, limit=9).rows == []
    assert code(reverse, row, world.sam, version=2) == "request_over"
    assert code(ask, made, world.olga) == "reversed_already"


def test_declined_with_words_the_decision_stands_and_who_asked_is_told(world, made):
    row = ask(made, world.olga)
    assert code(decline, row, world.sam, " ") == "why_missing"

    decline(row, world.sam)

    seen = fate(world, made)
    assert (seen.fate, seen.requested.result, seen.requested.answer) == ("pending", "DECLINED", WORDS)
    assert "reversal_declined" in told(world.olga)
    assert not Decision.objects.filter(reverses=made).exists()
    assert ask(made, world.olga).version == 1  # asked anew


def test_who_asked_never_answers_and_nobody_else_than_who_decided_asks(world, made):
    assert code(ask, made, world.ben) == "not_found"
    assert code(ask, made, world.olga, " ") == "why_missing"
    row = ask(made, world.olga)

    assert code(ask, made, world.olga) == "requested_already"
    assert code(reverse, row, world.olga) == "asked_by_you"
    assert code(decline, row, world.ben) == "not_found"
    assert code(selectors.reversal_request, request_id=row.id, to=world.ben) == "not_found"
    assert code(reverse, row, world.sam, version=7) == "request_stale"
    assert code(reverse, row, world.sam, outcome="fast_track") == "same_outcome"
    assert code(reverse, row, world.sam, outcome="nothing") == "unknown_outcome"
    flow.withdraw_request(request_id=row.id, version=1, by=world.olga, now=AFTER)
    assert ReversalRequest.objects.get().result == "WITHDRAWN"


def test_what_can_still_be_undone_is_undone(world):
    assert code(ask, decided(world, world.olga), world.olga) == "still_undoable"


def test_before_their_own_view_of_the_case_a_supervisor_reads_and_answers_nothing(world):
    body = recommendation()
    held = reviews.claim(item_id=arrive(world, body).item_id, by=world.olga, now=noon)
    decision = decided(world, world.olga, APPROVE, item=held)
    release(world)
    row = ask(decision, world.olga)
    newer = arrive(world, body | {"external_id": "newer"}, now=AFTER)
    asking(newer.item_id)

    (one,) = selectors.reversal_requests(to=world.sam, after=None, limit=9).rows
    assert (one.why, one.outcome, one.may_answer) == ("After your first view", "After your first view", False)
    assert code(reverse, row, world.sam) == "first_view_missing"


def test_reversed_in_another_way_the_request_is_dropped(world, made):
    row = ask(made, world.olga)
    other = OutcomeCode.objects.get(system=world.system, code="standard")
    with transactions.verb():
        caution = {"fast_track": 0, "standard": 1}
        instead = reviews.reverse(decisions=[made], outcome=other, caution=caution, by=world.owen, now=AFTER)
        reviews.release(decisions=instead, by=world.owen, why="rollback", now=AFTER)

    assert ReversalRequest.objects.get().result == "DROPPED"
    assert code(decline, row, world.sam) == "request_over"
