"""What the business system says afterwards: receipts, and later outcomes; and the alarm when it is silent."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.delivery import services as delivery
from apps.delivery.models import Receipt
from apps.intake import selectors as intake
from apps.measures import services as measures
from apps.measures.models import Outcome
from apps.notify import services as notify
from apps.reviews.models import Decision


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
    """Take the business system's word on one delivery; the decider is told of a refusal.

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
        if is_new and receipt.status == "REFUSED":
            decision = Decision.objects.get(delivery=delivery_id)
            notify.tell(
                to_actor_id=decision.by_id,
                kind="delivery_refused",
                about_id=delivery_id,
                case_id=decision.case_id,
                now=now,
            )
    return receipt, is_new


def alarm_overdue(*, now: datetime) -> int:
    """Mark deliveries without a receipt in time as overdue and tell owner and decider; returns how many."""
    with transactions.verb():
        overdue = delivery.mark_overdue(now=now)
        decisions = Decision.objects.select_related("recommendation__system__owner").in_bulk(
            [one.decision_id for one in overdue]
        )
        for one in overdue:
            decision = decisions[one.decision_id]
            owner = decision.recommendation.system.owner
            for actor_id in {owner.actor_id, decision.by_id}:
                notify.tell(
                    to_actor_id=actor_id,
                    kind="receipt_overdue",
                    about_id=one.id,
                    case_id=decision.case_id,
                    now=now,
                )
        return len(overdue)


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
    """Take a later truth about a case; returns it and whether it is new.

    Raises: refusals.NotVisible for an unknown case; as measures.record_outcome.
    """
    with transactions.verb():
        case = intake.case_by_ref(case_ref=case_ref, organisation_id=by.organisation_id)
        if case is None:
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
