import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.core import vault
from apps.delivery.models import AnswerDelivery, Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.registry.models import SourceSystem


def sources_with_due(*, now: datetime) -> list[SourceSystem]:
    """Business systems with something to send now, by id."""
    waiting = {"source": OuterRef("id"), "state": DeliveryState.PENDING, "next_attempt_at__lte": now}
    due, answers = Delivery.objects.filter(**waiting), AnswerDelivery.objects.filter(**waiting)
    return list(SourceSystem.objects.filter(Exists(due) | Exists(answers)).order_by("id"))


def due(*, source_id: UUID, now: datetime) -> QuerySet[Delivery]:
    """Deliveries that may be sent now, the longest waiting first.

    A delivery waits while an earlier one of its case is unsent, so that decisions arrive in order.
    """
    earlier = Delivery.objects.filter(
        case_id=OuterRef("case_id"),
        source_id=OuterRef("source_id"),
        sequence__lt=OuterRef("sequence"),
        state=DeliveryState.PENDING,
    )
    return Delivery.objects.filter(
        ~Exists(earlier), source_id=source_id, state=DeliveryState.PENDING, next_attempt_at__lte=now
    ).order_by("next_attempt_at", "id")


def answers_due(*, source_id: UUID, now: datetime) -> QuerySet[AnswerDelivery]:
    """Answers to appeals that may be sent now, the longest waiting first."""
    rows = AnswerDelivery.objects.filter(source_id=source_id, state=DeliveryState.PENDING)
    return rows.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")


def receipt_missing(*, now: datetime) -> QuerySet[Delivery]:
    """Sent deliveries whose receipt should have come, the oldest first."""
    return Delivery.objects.filter(state=DeliveryState.SENT, receipt_due_at__lte=now).order_by(
        "receipt_due_at", "id"
    )


def not_sent(*, before: datetime) -> QuerySet[Delivery]:
    """Deliveries that were due before an instant and that the business system has not taken yet."""
    return Delivery.objects.filter(state=DeliveryState.PENDING, due_at__lt=before).order_by("due_at", "id")


def answers_not_sent(*, before: datetime) -> QuerySet[AnswerDelivery]:
    """Answers to appeals that were due before an instant and that the business system has not taken yet."""
    rows = AnswerDelivery.objects.filter(state=DeliveryState.PENDING, due_at__lt=before)
    return rows.order_by("due_at", "id")


def of_decisions(decision_ids: Iterable[UUID]) -> dict[UUID, Delivery]:
    """The delivery of each decision that has one, by decision id; one statement."""
    found = Delivery.objects.filter(decision_id__in=list(decision_ids)).select_related("source")
    return {delivery.decision_id: delivery for delivery in found}


def details_of(receipts: Iterable[Receipt]) -> dict[UUID, str]:
    """What the business system said in its own words, by receipt id; nothing for erased subjects.

    The receipts come with `delivery__decision__case`; at most one statement.
    """
    sealed = {one.id: one for one in receipts if one.sealed_detail is not None}
    subjects = {key: one.delivery.decision.case.subject_id for key, one in sealed.items()}
    keys = vault.open_keys(subjects.values()) if sealed else {}
    return {
        key: json.loads(
            vault.open_bytes(one.sealed_detail or b"", subject_id=subjects[key], key=keys[subjects[key]])
        )
        for key, one in sealed.items()
        if subjects[key] in keys
    }
