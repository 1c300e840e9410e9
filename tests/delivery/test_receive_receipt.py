import datetime as dt
import threading

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core import refusals, transactions
from apps.core.ids import new
from apps.delivery import services as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from tests.delivery.scene import Scene


def verbs(about):
    return list(Entry.objects.filter(object_id=about.id).order_by("id").values_list("verb", flat=True))


@pytest.fixture
def sent(scene, clock):
    queued = scene.queue()
    delivery.send_due(now=clock)
    queued.refresh_from_db()
    return queued


@pytest.mark.parametrize("status", ["APPLIED", "REFUSED"])
def test_the_first_receipt_closes_the_delivery(scene, sent, status):
    receipt, is_new = scene.receive(sent, status=status)
    sent.refresh_from_db()

    assert (is_new, receipt.status, sent.state, sent.closed_at) == (True, status, status, scene.now)
    assert verbs(sent) == ["delivery.sent", f"delivery.{status.lower()}"]


def test_the_same_receipt_again_is_answered_as_before(scene, sent):
    first, _ = scene.receive(sent)

    again, is_new = scene.receive(sent, now=scene.now + dt.timedelta(minutes=1))

    assert (again.id, is_new) == (first.id, False)
    assert verbs(sent) == ["delivery.sent", "delivery.applied"]


@pytest.mark.parametrize(
    "change", [{"status": "REFUSED"}, {"reference": "WC-2"}, {"detail": "x"}, {"code": "x"}]
)
def test_the_same_receipt_with_another_body_is_refused(scene, sent, change):
    scene.receive(sent)

    with pytest.raises(delivery.SameReceiptOtherBody):
        scene.receive(sent, **change)
    sent.refresh_from_db()
    assert sent.state == DeliveryState.APPLIED


def test_the_same_receipt_for_another_delivery_is_refused(scene, sent):
    scene.receive(sent)

    with pytest.raises(delivery.SameReceiptOtherBody):
        scene.receive(scene.queue())


def test_a_second_receipt_is_kept_and_changes_nothing(scene, sent):
    scene.receive(sent)
    _, is_new = scene.receive(sent, "r-2", "REFUSED")
    sent.refresh_from_db()

    assert is_new
    assert sent.state == DeliveryState.APPLIED
    assert Receipt.objects.filter(delivery=sent).count() == 2
    assert verbs(sent) == ["delivery.sent", "delivery.applied"]


def test_a_receipt_may_be_faster_than_the_result_of_the_call(scene, clock):
    queued = scene.queue()
    scene.receive(queued)

    assert delivery.send_due(now=clock) == 0
    queued.refresh_from_db()
    assert queued.state == DeliveryState.APPLIED


def test_a_late_receipt_is_better_than_none(scene, sent):
    with transactions.verb():
        delivery.mark_overdue(now=sent.receipt_due_at)
    scene.receive(sent)
    sent.refresh_from_db()

    assert sent.state == DeliveryState.APPLIED
    assert verbs(sent) == ["delivery.sent", "delivery.overdue", "delivery.applied"]


def test_only_the_machine_of_the_business_system_may_confirm(scene, sent):
    other = Scene("other", url="https://claims.example/in")

    for actor in (other.machine, scene.officer, scene.system_actor):
        with pytest.raises(refusals.NotVisible):
            scene.receive(sent, by=actor)
    assert not Receipt.objects.exists()


def test_an_unknown_delivery_is_not_visible(scene):
    with pytest.raises(refusals.NotVisible):
        scene.receive(new())


@pytest.mark.parametrize(
    ("change", "field"),
    [({"status": "MAYBE"}, "status"), ({"at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "at")],
)
def test_a_receipt_that_makes_no_sense_names_the_field(scene, sent, change, field):
    with pytest.raises(refusals.Invalid) as refused:
        scene.receive(sent, **change)
    assert refused.value.details["field"] == field


def test_what_was_skipped_cannot_be_confirmed(scene):
    audited = scene.decide(outcome="pay")
    skipped = scene.queue(scene.decide(audited.case, "pay", item_id=scene.audit_item(audited).id))

    with pytest.raises(delivery.NeverSent):
        scene.receive(skipped)


@pytest.mark.usefixtures("committed")
def test_one_receipt_sent_by_many_at_once_is_news_once(receiver):
    scene = Scene(url=receiver.url)
    queued = scene.queue()
    news = []

    def receive():
        try:
            news.append(scene.receive(queued)[1])
        finally:
            connection.close()

    threads = [threading.Thread(target=receive) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(news) == [False] * 7 + [True]
    assert verbs(queued) == ["delivery.applied"]


def test_a_missing_receipt_is_overdue_once(scene, sent, clock):
    with transactions.verb():
        assert delivery.mark_overdue(now=sent.receipt_due_at - dt.timedelta(seconds=1)) == []
    with transactions.verb():
        [late] = delivery.mark_overdue(now=sent.receipt_due_at)
    with transactions.verb():
        assert delivery.mark_overdue(now=sent.receipt_due_at) == []

    assert (late.id, late.state) == (sent.id, DeliveryState.OVERDUE)
    assert verbs(sent) == ["delivery.sent", "delivery.overdue"]
    assert Delivery.objects.get(id=sent.id).state == DeliveryState.OVERDUE
