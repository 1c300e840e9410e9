import pytest

from apps.core import secrets_box, transactions
from apps.delivery import services as delivery
from apps.delivery.states import DeliveryState
from apps.intake.models import CaseKind
from apps.reviews.models import Release
from tests.delivery.scene import SECRET, Scene


def test_the_decisions_of_a_case_are_numbered_without_a_gap(scene):
    case, other = scene.case(), scene.case()

    numbers = [scene.queue(scene.decide(one)).sequence for one in (case, case, other, case)]

    assert numbers == [1, 2, 1, 3]


def test_many_are_queued_at_the_price_of_one(scene, django_assert_max_num_queries):
    cases = [scene.case(), scene.case(CaseKind.TEST), scene.case()]
    decisions = [scene.decide(cases[number % 3]) for number in range(30)]

    with django_assert_max_num_queries(6), transactions.verb():  # two of them are the savepoint
        queued = delivery.queue_all(decisions=decisions, due_at=scene.now, now=scene.now)

    assert [one.decision_id for one in queued] == [decision.id for decision in decisions]
    for case, numbers in zip(cases, (range(1, 11), [None] * 10, range(1, 11)), strict=True):
        assert [one.sequence for one in queued if one.case_id == case.id] == list(numbers)
        case.refresh_from_db()
        assert case.last_sequence == (numbers[-1] or 0)


def test_a_decision_in_force_waits_until_it_is_due(scene):
    queued = scene.queue()

    assert (queued.state, queued.next_attempt_at, queued.attempt) == (DeliveryState.PENDING, scene.now, 0)


@pytest.mark.parametrize("kind", [CaseKind.TEST, CaseKind.KNOWN_ANSWER])
def test_what_is_no_real_case_is_skipped_and_says_so(scene, kind):
    skipped = scene.queue(scene.decide(scene.case(kind)))

    assert (skipped.state, skipped.skipped_why, skipped.sequence) == ("SKIPPED", "not_a_real_case", None)
    assert skipped.closed_at == scene.now


def test_a_look_at_a_machines_decision_that_agrees_is_not_sent_again(scene):
    audited = scene.decide(outcome="pay")
    item = scene.audit_item(audited)
    agrees = scene.decide(audited.case, "pay", item_id=item.id)
    differs = scene.decide(audited.case, "ask", item_id=item.id, reverses=audited)

    assert scene.queue(agrees).skipped_why == "audit_agrees"
    assert scene.queue(differs).state == DeliveryState.PENDING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "why"),
    [
        ({}, "no_delivery_address"),
        ({"url": "https://claims.example/in", "sealed_secret": None}, "no_signing_secret"),
    ],
)
def test_a_business_system_that_cannot_be_told_is_skipped_and_says_so(source, why):
    assert Scene(**source).queue().skipped_why == why


def test_a_skipped_decision_leaves_no_gap(scene):
    case = scene.case()
    first = scene.queue(scene.decide(case))
    type(scene.source).objects.update(sealed_secret=None)
    assert scene.queue(scene.decide(case)).state == DeliveryState.SKIPPED
    type(scene.source).objects.update(sealed_secret=scene.source.sealed_secret)

    assert [first.sequence, scene.queue(scene.decide(case)).sequence] == [1, 2]


@pytest.mark.usefixtures("committed")
def test_queueing_needs_the_transaction_of_the_release():
    scene = Scene(url="https://claims.example/in")

    with pytest.raises(transactions.NoTransaction):
        delivery.queue(decision=scene.decide(), due_at=scene.now, now=scene.now)


def test_a_secret_opens_only_for_its_own_row(scene):
    sealed = bytes(scene.source.sealed_secret)

    assert secrets_box.open_secret(sealed, bound_to=scene.source.id) == SECRET
    for blob, row in (
        (sealed, scene.ai.id),
        (sealed[:-1] + b"\x00", scene.source.id),
        (b"", scene.source.id),
    ):
        with pytest.raises(secrets_box.BoxDamaged):
            secrets_box.open_secret(blob, bound_to=row)


def test_a_reversal_of_what_was_replaced_meanwhile_is_not_sent_over_the_newer_decision(scene):
    audited = scene.decide(outcome="pay")
    item = scene.audit_item(audited)
    newer = scene.decide(audited.case, "ask")
    reversal = {"item_id": item.id, "reverses": audited, "recommendation": audited.recommendation}

    early = scene.queue(scene.decide(audited.case, "ask", **reversal))
    Release.objects.create(decision=newer, by=scene.officer, at=scene.now, why="test")
    late = scene.queue(scene.decide(audited.case, "ask", **reversal))

    assert (early.state, late.state, late.skipped_why) == ("PENDING", "SKIPPED", "newer_decision")
