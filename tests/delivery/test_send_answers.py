"""How an appeal was answered is told to the business system, as decisions are: signed, repeated, once."""

import json

import pytest
from standardwebhooks import Webhook

from apps.delivery import services as delivery
from apps.delivery.models import AnswerDelivery, Attempt
from apps.flow.selectors import appeals
from apps.flow.services import confirming
from apps.notify.models import Notification
from apps.registry.models import SourceSystem
from apps.reviews.models import Decision
from tests.flow.appealing import AFTER, answered, contested, in_force
from tests.world import later, record_names


@pytest.fixture
def ruth(world, receiver):
    """Who answers appeals; the claims system really listens."""
    SourceSystem.objects.filter(organisation=world.organisation).update(delivery_url=receiver.url)
    return world.person("ruth")


def told(receiver):
    """What came about answers, decisions left out."""
    return [one for one in receiver.taken if json.loads(one.body)["type"] == "appeal.answered"]


def send(at=AFTER):
    return delivery.send_due(now=lambda: at)


def test_an_upheld_decision_is_told_with_its_ids_and_nobodys_words(world, ruth, receiver):
    appeal = contested(world, in_force(world))
    answered(appeal, ruth)
    send()

    (one,) = told(receiver)
    signed = Webhook(world.keys["webhook:claims"]).sign(one.headers["webhook-id"], AFTER, one.body.decode())
    assert one.headers["webhook-signature"] == signed
    row = AnswerDelivery.objects.get()
    assert one.headers["webhook-id"] == str(row.id) == one.data["delivery_id"]
    assert one.data == {
        "delivery_id": str(row.id), "appeal_id": str(appeal.id), "external_ref": "", "ai_system": "injury-triage",
        "case_ref": appeal.case.case_ref, "kind": "APPEAL", "result": "STANDS", "outcome": "fast_track",
        "decision_id": str(appeal.decision_id), "reversal": None, "registered_at": "2026-11-20T13:00:00Z",
        "answered_at": "2026-11-20T13:00:00Z", "answered_by": {"kind": "person", "id": str(ruth.id)},
    }  # fmt: skip
    assert (row.state, row.sent_at, record_names(appeal.case_id)[-1]) == ("SENT", AFTER, "appeal.told")
    (seen,) = appeals.appeals(to=ruth, view="answered", after=None, limit=9, now=AFTER).rows
    assert (seen.told, seen.told_at) == ("SENT", AFTER)
    assert send(later(days=1)) == 0


def test_what_changes_is_told_beside_the_decision_that_holds_instead(world, ruth, receiver):
    decision = in_force(world)
    answered(contested(world, decision, kind="COMPLAINT"), ruth, result="CHANGED", outcome="standard")
    send()

    (one,) = told(receiver)
    reversal = Decision.objects.get(reverses=decision)
    assert [one.data[name] for name in ("kind", "result", "outcome", "reversal")] == [
        "COMPLAINT", "CHANGED", "standard", str(reversal.id)
    ]  # fmt: skip
    assert [json.loads(one.body)["type"] for one in receiver.taken].count("decision.in_force") == 2


def test_it_is_tried_again_with_the_same_id_and_body_and_whoever_answers_for_it_learns_that_it_is_stuck(
    world, ruth, receiver
):
    receiver.behave = lambda _taken: 500
    answered(contested(world, in_force(world)), ruth)
    for hours in range(1, 40):
        send(later(hours=hours))
        confirming.alarm_overdue(now=later(hours=hours))
    assert {"answer_stuck"} == set(
        Notification.objects.filter(to=ruth, kind="answer_stuck").values_list("kind", flat=True)
    )

    receiver.behave = lambda _taken: 202
    send(later(hours=99))

    taken = told(receiver)
    assert len({(one.headers["webhook-id"], one.body) for one in taken}) == 1 < len(taken)
    assert Attempt.objects.filter(delivery_id=AnswerDelivery.objects.get().id).count() == len(taken)
    assert Notification.objects.filter(to=ruth, kind="answer_stuck").count() == 1


def test_withdrawn_or_without_an_address_nothing_is_sent_and_it_says_why(world, ruth, receiver):
    SourceSystem.objects.update(delivery_url="")
    decision = in_force(world)
    complaint = contested(world, decision, kind="COMPLAINT")
    answered(complaint, ruth)

    row = AnswerDelivery.objects.get()
    assert (row.appeal_id, row.state, row.skipped_why) == (complaint.id, "SKIPPED", "no_delivery_address")
    send()
    assert receiver.taken == []
