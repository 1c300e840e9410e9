"""What the business system says afterwards: receipts, and later outcomes; and the alarm when it is silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from apps.accounts.models import Actor, ActorKind
from apps.core import refusals, transactions
from apps.delivery import selectors as deliveries
from apps.delivery import services as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.intake import selectors as intake
from apps.measures import services as measures
from apps.measures.models import Outcome
from apps.notify import services as notify
from apps.reviews.models import Decision

_STUCK, _TRIED = timedelta(hours=1), 5
_MOST = 500


def receive_receipt(
    *,
    delivery_id: UUID,
    receipt_id: str,
    status: str,
    at: datetime,
    reference: str,
    code: str,
    detail: str,
    by: Actor,
    now: datetime,
) -> tuple[Receipt, bool]:
    """Take the business system's word on one delivery; the decider is told of a refusal, or the owner.

    Returns the receipt and whether it is new.
    Raises: as delivery.accept_receipt.
    """
    with transactions.verb():
        receipt, is_new = delivery.accept_receipt(
            delivery_id=delivery_id,
            receipt_id=receipt_id,
            status=status,
            at=at,
            reference=reference,
            code=code,
            detail=detail,
            by=by,
            now=now,
        )
        if is_new and receipt.delivery.state == DeliveryState.REFUSED:
            _tell_of_refusal(receipt.delivery, now=now)
    return receipt, is_new


def _tell_of_refusal(refused: Delivery, *, now: datetime) -> None:
    """Tell whoever decided; for the machine its accountable owner."""
    decision = Decision.objects.select_related("by", "recommendation__system__owner").get(
        id=refused.decision_id
    )
    is_person = decision.by.kind == ActorKind.PERSON
    notify.tell(
        to_actor_id=decision.by_id if is_person else decision.recommendation.system.owner.actor_id,
        kind="delivery_refused",
        about_id=refused.id,
        case_id=decision.case_id,
        now=now,
    )


def alarm_overdue(*, now: datetime) -> int:
    """Mark deliveries without a receipt in time as overdue; tell owner and decider; returns how many.

    What could not even be sent for an hour, though tried, raises an alarm of its own, once.
    """
    with transactions.verb():
        overdue = delivery.mark_overdue(now=now)
        _tell_about(overdue, kind="receipt_overdue", now=now)
        stuck = deliveries.not_sent(before=now - _STUCK).filter(attempt__gte=_TRIED)
        _tell_about(list(stuck[:_MOST]), kind="delivery_stuck", now=now)
        _tell_of_answers(now)
        return len(overdue)


def _tell_about(late: Sequence[Delivery], *, kind: str, now: datetime) -> None:
    decisions = Decision.objects.select_related("recommendation__system__owner").in_bulk(
        [one.decision_id for one in late]
    )
    for one in late:
        decision = decisions[one.decision_id]
        for actor_id in {decision.recommendation.system.owner.actor_id, decision.by_id}:
            notify.tell(to_actor_id=actor_id, kind=kind, about_id=one.id, case_id=decision.case_id, now=now)


def _tell_of_answers(now: datetime) -> None:
    """Tell owners and who answered that an answer could not be sent for an hour, though tried; once."""
    stuck = deliveries.answers_not_sent(before=now - _STUCK).filter(attempt__gte=_TRIED)
    for one in stuck.select_related("appeal__system__owner")[:_MOST]:
        told = (one.appeal.system.owner.actor_id, one.appeal.closed_by_id)
        for actor_id in sorted({actor_id for actor_id in told if actor_id is not None}):
            notify.tell(
                to_actor_id=actor_id, kind="answer_stuck", about_id=one.id, case_id=one.case_id, now=now
            )


def record_outcome(
    *,
    external_id: str,
    case_ref: str,
    measure: str,
    value: bool | None,
    number: Decimal | None,
    known_at: datetime,
    by: Actor,
    now: datetime,
) -> tuple[Outcome, bool]:
    """Take a later truth about a case from its business system; returns it and whether it is new.

    Raises: refusals.NotVisible for an unknown case and for anybody else; as measures.record_outcome.
    """
    with transactions.verb():
        machine = getattr(by, "machine", None)
        source_id = machine.source_id if machine is not None and machine.is_active else None
        case = source_id and intake.case_of_source(case_ref=case_ref, source_id=source_id)
        if not case:
            raise refusals.NotVisible("There is no case of this reference.", field="case_ref")
        return measures.record_outcome(
            external_id=external_id,
            case=case,
            measure=measure,
            value=value,
            number=number,
            known_at=known_at,
            by=by,
            now=now,
        )
