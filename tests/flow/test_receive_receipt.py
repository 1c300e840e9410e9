"""The business system's word: applied or refused, once, and whoever decided hears of a refusal."""

import pytest

from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.notify.models import Notification
from tests.world import arrive, automatic, code, decided, later, release


@pytest.fixture
def sent(world):
    decision = decided(world, world.olga)
    release(world)
    Delivery.objects.update(
        state="SENT", sent_at=later(minutes=1), receipt_due_at=later(minutes=11), next_attempt_at=None
    )
    return decision.delivery


def confirm(world, delivery, status="APPLIED", by=None, receipt_id="r-1", now=None, **more):
    said = {"reference": "WC-88213", "code": "", "detail": "", "at": later(minutes=2)} | more
    return flow.receive_receipt(
        delivery_id=delivery.id,
        receipt_id=receipt_id,
        status=status,
        by=by or world.claims,
        now=now or later(minutes=2),
        **said,
    )


def test_applied_is_the_end_and_nobody_is_bothered(world, sent):
    receipt, is_new = confirm(world, sent)

    assert (is_new, receipt.status, Delivery.objects.get().state) == (True, "APPLIED", "APPLIED")
    assert not Notification.objects.exists()


def test_of_a_refusal_the_decider_is_told_once(world, sent):
    for _ in range(2):
        confirm(world, sent, "REFUSED", code="closed", detail="The claim is closed.")

    notice = Notification.objects.get()
    assert (notice.to, notice.kind, notice.about_id) == (world.olga, "delivery_refused", sent.id)


def test_the_same_receipt_again_is_no_news(world, sent):
    first, _ = confirm(world, sent)
    again, is_new = confirm(world, sent, now=later(minutes=9))

    assert (again.id, is_new) == (first.id, False)


@pytest.mark.parametrize("who", ["model", "olga", "owen", "lena"])
def test_nobody_else_speaks_for_the_business_system(world, sent, who):
    expected = "" if who == "model" else "not_found"  # the demonstration's model is bound to the same source

    assert code(confirm, world, sent, by=getattr(world, who)) == expected


class TestOverdue:
    @pytest.mark.usefixtures("sent")
    def test_a_silent_business_system_is_reported_to_the_decider_and_the_owner_once(self, world):
        alarms = [flow.alarm_overdue(now=later(minutes=minutes)) for minutes in (10, 11, 12, 600)]

        assert alarms == [0, 1, 0, 0]
        assert {one.to for one in Notification.objects.filter(kind="receipt_overdue")} == {
            world.olga,
            world.owen,
        }

    def test_a_machines_decision_is_reported_to_the_owner(self, world):
        arrive(world, automatic())
        Delivery.objects.update(
            state="SENT", sent_at=later(minutes=1), receipt_due_at=later(minutes=11), next_attempt_at=None
        )

        assert flow.alarm_overdue(now=later(minutes=12)) == 1
        assert world.owen in {one.to for one in Notification.objects.all()}


def test_of_a_refusal_of_what_the_machine_decided_its_owner_is_told(world):
    got = arrive(world, automatic())
    Delivery.objects.update(state="SENT", sent_at=later(minutes=1))

    confirm(world, Delivery.objects.get(decision=got.decision_id), "REFUSED", code="closed")

    assert Notification.objects.get().to == world.owen
