from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.delivery import access, selectors
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import MOVES, DeliveryState

# The other system's clock may be ahead of ours by this much.
CLOCK_GAP = timedelta(minutes=5)
_WORDS = {DeliveryState.APPLIED: "delivery.applied", DeliveryState.REFUSED: "delivery.refused"}
_MOST_OVERDUE = 500


class SameReceiptOtherBody(refusals.IllegalMove):
    code = "same_receipt_other_body"
    sentence = "This receipt id was used for something else. Send a new receipt under an id of its own."


class NeverSent(refusals.IllegalMove):
    code = "never_sent"
    sentence = "This decision was never sent, so there is nothing to confirm."


def accept_receipt(
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
    """Take the business system's word on a delivery; the second value says whether it is news.

    The first receipt closes the delivery. A later, different one is kept and changes nothing, so compare its
    `status` with `receipt.delivery.state` before telling anybody.
    Raises: NotVisible, Invalid(status, at), NeverSent, SameReceiptOtherBody.
    """
    transactions.require()
    delivery = _visible(delivery_id, by)
    word = _word(status)
    if at > now + CLOCK_GAP:
        raise refusals.Invalid("A receipt cannot be from the future.", field="at")
    if delivery.state == DeliveryState.SKIPPED:
        raise NeverSent
    receipt = Receipt(
        delivery=delivery,
        source=delivery.source,
        receipt_id=receipt_id,
        status=word,
        at=at,
        received_at=now,
        reference=reference,
        code=code,
        sealed_detail=vault.seal_for(detail, subject_id=delivery.decision.case.subject_id)
        if detail
        else None,
        body_digest=vault.fingerprint([delivery_id, receipt_id, word, at, reference, code, detail]),
    )
    kept = _keep(receipt)
    if kept.id != receipt.id:
        return kept, False
    _close(delivery, receipt, to=word, by=by, now=now)
    return receipt, True


def _visible(delivery_id: UUID, by: Actor) -> Delivery:
    """Lock the delivery, if the actor is the machine of the system it went to."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("source")
        .filter(id=delivery_id, source__organisation_id=by.organisation_id)
        .first()
    )
    if delivery is None or not access.may_confirm(by, delivery):
        raise refusals.NotVisible
    return delivery


def _word(status: str) -> DeliveryState:
    if status not in _WORDS:
        raise refusals.Invalid("The status of a receipt is APPLIED or REFUSED.", field="status")
    return DeliveryState(status)


def _keep(receipt: Receipt) -> Receipt:
    """Write the receipt, or return the one of this id that is there already; safe against a race.

    Raises: SameReceiptOtherBody.
    """
    Receipt.objects.bulk_create([receipt], ignore_conflicts=True)
    kept = Receipt.objects.get(source_id=receipt.source_id, receipt_id=receipt.receipt_id)
    if bytes(kept.body_digest) != bytes(receipt.body_digest):
        raise SameReceiptOtherBody(field="receipt_id")
    return kept


def _close(delivery: Delivery, receipt: Receipt, *, to: DeliveryState, by: Actor, now: datetime) -> None:
    before = DeliveryState(delivery.state)
    if (before, to) not in MOVES:
        return
    moved = Delivery.objects.filter(id=delivery.id, state=before).update(
        state=to, closed_at=now, next_attempt_at=None
    )
    assert moved == 1, "the row is locked"
    delivery.state, delivery.closed_at, delivery.next_attempt_at = to, now, None
    audit.record(
        _WORDS[to],
        on=("delivery", delivery.id),
        by=by,
        at=now,
        case_id=delivery.case_id,
        data={
            "decision": delivery.decision_id,
            "receipt": receipt.id,
            "receipt_digest": bytes(receipt.body_digest),
            "from": before,
            "code": receipt.code,
        },
    )


def mark_overdue(*, now: datetime) -> list[Delivery]:
    """Mark sent deliveries whose receipt did not come in time, at most 500, inside the caller's transaction.

    Each is returned once in its life, with its decision, so that the caller can tell the owner.
    """
    transactions.require()
    late = list(
        selectors.receipt_missing(now=now)
        .select_related("source", "decision__recommendation__system__owner")
        .select_for_update(skip_locked=True, of=("self",))[:_MOST_OVERDUE]
    )
    moved = Delivery.objects.filter(
        id__in=[delivery.id for delivery in late], state=DeliveryState.SENT
    ).update(state=DeliveryState.OVERDUE)
    assert moved == len(late), "the rows are locked"
    for delivery in late:
        delivery.state = DeliveryState.OVERDUE
    _record_overdue(late, now=now)
    return late


def _record_overdue(late: Sequence[Delivery], *, now: datetime) -> None:
    organisations = {delivery.source.organisation_id for delivery in late}
    system = {organisation: accounts.system_actor(organisation) for organisation in organisations}
    audit.record_many(
        [
            audit.Line(
                "delivery.overdue",
                on=("delivery", delivery.id),
                by=system[delivery.source.organisation_id],
                at=now,
                case_id=delivery.case_id,
                data={"decision": delivery.decision_id, "receipt_due_at": delivery.receipt_due_at},
            )
            for delivery in late
        ]
    )
