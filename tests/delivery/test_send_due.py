import datetime as dt
import json
import threading
import time

import pytest
from django.db import connection
from standardwebhooks import Webhook, WebhookVerificationError

from apps.audit.models import Entry
from apps.core import clock as real_clock
from apps.core import secrets_box
from apps.delivery import services as delivery
from apps.delivery.models import Attempt, Delivery
from apps.delivery.services import send
from apps.delivery.states import DeliveryState
from tests.delivery.scene import SECRET, Scene


def verbs(about):
    return list(Entry.objects.filter(object_id=about.id).order_by("id").values_list("verb", flat=True))


def attempts(about):
    return list(
        Attempt.objects.filter(delivery_id=about.id)
        .order_by("number")
        .values_list("number", "status", "error")
    )


def test_what_is_due_is_sent_signed_and_waits_for_its_receipt(scene, receiver):
    queued = scene.queue()

    assert delivery.send_due(now=real_clock.now) == 1
    queued.refresh_from_db()
    [taken] = receiver.taken
    assert Webhook(SECRET).verify(taken.body, taken.headers)["type"] == "decision.in_force"
    assert taken.headers["webhook-id"] == str(queued.id)
    assert queued.state == DeliveryState.SENT
    assert queued.receipt_due_at - queued.sent_at == dt.timedelta(minutes=60)
    assert attempts(queued) == [(1, 202, "")]
    assert verbs(queued) == ["delivery.sent"]


def test_the_message_says_who_decided_what_and_names_nobody(scene, receiver, clock):
    decision = scene.decide()
    queued = scene.queue(decision)
    delivery.send_due(now=clock)

    stamp = scene.now.isoformat().replace("+00:00", "Z")
    assert json.loads(receiver.taken[0].body) == {
        "type": "decision.in_force",
        "timestamp": stamp,
        "data": {
            "delivery_id": str(queued.id),
            "decision_id": str(decision.id),
            "case_ref": decision.case.case_ref,
            "sequence": 1,
            "ai_system": "triage",
            "outcome": "ask",
            "amount_minor": 111100,
            "currency": "USD",
            "decided_at": stamp,
            "decided_by": {"kind": "person", "id": str(scene.officer.id)},
            "overrides_ai": True,
            "reverses": None,
            "corrected": [],
        },
    }


def test_nothing_is_sent_before_it_is_due_or_twice(scene, receiver, clock):
    scene.queue(due_at=scene.now + dt.timedelta(seconds=10))

    assert delivery.send_due(now=clock) == 0
    clock.move(seconds=10)
    assert delivery.send_due(now=clock) == 1
    assert delivery.send_due(now=clock) == 0
    assert len(receiver.taken) == 1


@pytest.mark.parametrize("status", [500, 404, 429, 302])
def test_a_refused_call_is_tried_again_later_with_the_same_id_and_body(scene, receiver, clock, status):
    queued = scene.queue()
    receiver.behave = lambda _: status if len(receiver.taken) < 3 else 202
    for seconds in (0, 5, 10):
        clock.move(seconds=seconds)
        assert delivery.send_due(now=clock) == 1
        assert delivery.send_due(now=clock) == 0

    assert attempts(queued) == [(1, status, ""), (2, status, ""), (3, 202, "")]
    assert set(receiver.ids) == {str(queued.id)}
    assert len({taken.body for taken in receiver.taken}) == 1
    assert verbs(queued) == ["delivery.sent"]


def test_a_call_without_an_answer_is_tried_again(scene, receiver, clock, monkeypatch):
    monkeypatch.setattr(send, "CALL_SECONDS", 0.3)
    queued = scene.queue()
    answers = iter(["cut", 1.0, 202])
    receiver.behave = lambda _: next(answers)
    for seconds in (0, 5, 10):
        clock.move(seconds=seconds)
        delivery.send_due(now=clock)

    assert attempts(queued) == [
        (1, None, "unreachable: not_http"),
        (2, None, "unreachable: timed_out"),
        (3, 202, ""),
    ]


def test_an_address_inside_is_never_called(scene, receiver, clock, settings):
    settings.OUTGOING_LOOPBACK_PORTS = frozenset()
    queued = scene.queue()
    delivery.send_due(now=clock)

    assert attempts(queued) == [(1, None, "forbidden_address: not_public")]
    assert receiver.taken == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"sealed_secret": None}, "no_signing_secret"),
        ({"sealed_secret": b"\x01x"}, "secret_damaged"),
        ({"delivery_url": ""}, "no_delivery_address"),
    ],
)
def test_what_cannot_be_signed_or_addressed_is_not_sent_and_leaves_its_attempt(
    scene, receiver, clock, change, error
):
    queued = scene.queue()
    type(scene.source).objects.filter(id=scene.source.id).update(**change)
    delivery.send_due(now=clock)

    assert attempts(queued) == [(1, None, error)]
    assert receiver.taken == []


def test_decisions_of_a_case_arrive_in_order_and_hold_up_no_other_case(scene, receiver, clock):
    case = scene.case()
    first, second, other = scene.queue(scene.decide(case)), scene.queue(scene.decide(case)), scene.queue()
    receiver.behave = lambda taken: 500 if taken.headers["webhook-id"] == str(first.id) else 202
    delivery.send_due(now=clock)
    assert sorted(receiver.ids) == sorted([str(first.id), str(other.id)])

    receiver.behave = lambda _: 202
    clock.move(seconds=5)
    delivery.send_due(now=clock)
    assert receiver.ids[2:] == [str(first.id), str(second.id)]


def test_secrets_can_be_rotated_two_at_a_time(scene, receiver):
    new = "whsec_" + "QUJD" * 8
    both = secrets_box.seal_secret(f"{new} {SECRET}", bound_to=scene.source.id)
    type(scene.source).objects.filter(id=scene.source.id).update(sealed_secret=both)
    scene.queue()
    delivery.send_due(now=real_clock.now)

    [taken] = receiver.taken
    for secret in (SECRET, new):
        assert Webhook(secret).verify(taken.body, taken.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "QUJE" * 8).verify(taken.body, taken.headers)


def test_a_receipt_that_is_faster_than_the_answer_stands(scene, receiver, clock, monkeypatch):
    queued = scene.queue()
    settle = send._settle

    def late(lane, parcel, result, *, at):
        scene.receive(queued)
        settle(lane, parcel, result, at=at)

    monkeypatch.setattr(send, "_settle", late)
    delivery.send_due(now=clock)
    queued.refresh_from_db()

    assert queued.state == DeliveryState.APPLIED
    assert verbs(queued) == ["delivery.applied"]


def test_a_worker_that_died_after_the_call_sends_again_under_the_same_id(scene, receiver, clock, monkeypatch):
    queued = scene.queue()
    with monkeypatch.context() as dying:
        dying.setattr(send, "_settle", lambda *_, **__: None)
        delivery.send_due(now=clock)
    assert delivery.send_due(now=clock) == 0
    clock.at += send.TAKEN_FOR
    assert delivery.send_due(now=clock) == 1

    assert receiver.ids == [str(queued.id)] * 2
    assert attempts(queued) == [(2, 202, "")]


def test_a_business_system_that_is_down_is_left_alone_until_the_next_sweep(scene, receiver, clock):
    for _ in range(30):
        scene.queue()
    receiver.behave = lambda _: 503
    assert 10 <= delivery.send_due(now=clock) < 20

    receiver.behave = lambda _: 202
    clock.move(seconds=5)
    delivery.send_due(now=clock)
    assert not Delivery.objects.filter(state=DeliveryState.PENDING).exists()


def test_limits_stop_a_long_run(scene, receiver, clock):
    for _ in range(5):
        scene.queue()

    assert delivery.send_due(now=clock, limit=2) == 2
    assert delivery.send_due(now=clock, seconds=0) == 0
    assert delivery.send_due(now=clock) == 3


def in_threads(n, call):
    def run():
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("committed")
def test_workers_at_once_send_each_decision_once_in_order_and_keep_the_pace(receiver):
    scene = Scene(url=receiver.url, max_per_second=20)
    case = scene.case()
    queued = [scene.queue(scene.decide(case if number % 3 == 0 else None)) for number in range(45)]
    begun = time.monotonic()

    def worker():
        while Delivery.objects.filter(state=DeliveryState.PENDING).exists() and time.monotonic() < begun + 30:
            delivery.send_due(now=real_clock.now, limit=7)
            time.sleep(0.01)

    in_threads(4, worker)

    assert sorted(receiver.ids) == sorted(str(one.id) for one in queued)
    numbers = [taken.data["sequence"] for taken in receiver.taken if taken.data["case_ref"] == case.case_ref]
    assert numbers == list(range(1, 16))
    times = [taken.at for taken in receiver.taken]
    most = max(sum(1 for at in times if start <= at < start + 1) for start in times)
    assert most <= 21
    assert Entry.objects.filter(verb="delivery.sent").count() == 45


@pytest.mark.usefixtures("committed")
def test_a_slow_business_system_holds_up_no_other(receiver):
    slow = Scene("slow", url=receiver.url, max_per_second=100)
    quick = Scene("quick", url=receiver.url, max_per_second=100)
    slow_ids = {str(slow.queue().id) for _ in range(10)}
    for _ in range(10):
        quick.queue()
    all_quick = threading.Event()

    def behave(taken):
        """The slow one answers its first delivery when the quick one has had all of its own."""
        if taken.headers["webhook-id"] in slow_ids:
            return 202 if all_quick.wait(7) else 500
        if sum(one.headers["webhook-id"] not in slow_ids for one in receiver.taken) >= 10:
            all_quick.set()
        return 202

    receiver.behave = behave
    delivery.send_due(now=real_clock.now)

    assert len(receiver.taken) == 20
    assert not Delivery.objects.filter(state=DeliveryState.PENDING).exists()


@pytest.mark.usefixtures("committed")
def test_a_hostile_receiver_gets_every_decision_with_one_id_each(receiver, monkeypatch):
    monkeypatch.setattr(send, "CALL_SECONDS", 0.3)
    monkeypatch.setattr(send.rules, "wait_after", lambda _attempt: dt.timedelta(seconds=0.2))
    scene = Scene(url=receiver.url, max_per_second=500)
    cases = [scene.case() for _ in range(10)]
    queued = [scene.queue(scene.decide(case)) for case in cases for _ in range(4)]
    done = set()

    def badly(taken):
        turn = len(receiver.taken) % 10
        if turn in {1, 4, 7}:
            return 500
        done.add(taken.headers["webhook-id"])
        return {2: 0.5, 5: "cut"}.get(turn, 202)

    receiver.behave = badly
    until = time.monotonic() + 30
    while Delivery.objects.filter(state=DeliveryState.PENDING).exists() and time.monotonic() < until:
        delivery.send_due(now=real_clock.now)
        time.sleep(0.05)

    assert done == {str(one.id) for one in queued}
    for case in cases:
        firsts = list(
            dict.fromkeys(t.data["sequence"] for t in receiver.taken if t.data["case_ref"] == case.case_ref)
        )
        assert firsts == [1, 2, 3, 4]
