"""One's own decisions and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.delivery import selectors as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.flow.selectors import cursors
from apps.measures import selectors as measures
from apps.measures.models import Outcome
from apps.reviews import access
from apps.reviews.models import Decision

_COUNT_TO = 1001
_SKIPPED = {
    "audit_agrees": "You agreed with what the AI had decided; nothing to send",
    "no_delivery_address": "No business system is connected",
    "no_signing_secret": "The business system has no signing secret",
    "not_a_real_case": "Not a real case",
}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision.

    `fate` is undo_open, pending, sent, applied, refused, overdue, skipped, withdrawn or reversed.
    """

    id: UUID
    case_id: UUID
    case_ref: str
    outcome_label: str
    recommended_label: str
    kind: str
    direction: str
    reason_text: str
    decided_at: datetime
    fate: str
    fate_at: datetime | None
    fate_words: str
    undo_until: datetime
    outcome_words: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    rows: list[DecisionRow]
    next: str | None
    counts: dict[str, int]


def my_decisions(*, to: Actor, after: str | None, limit: int, now: datetime) -> DecisionsPage:
    """Return a page of the person's own decisions, newest first; nobody else's.

    Raises: cursors.BadCursor.
    """
    own = access.own_decisions(to)
    rows = list(
        cursors.DECIDED.page(own, after, limit)
        .select_related(
            "case", "outcome_code", "recommendation__outcome_code", "release", "withdrawal", "reversed_by__by"
        )
        .prefetch_related("reasons__reason")
    )
    shown = rows[:limit]
    sent = delivery.of_decisions([one.id for one in shown])
    receipts = _last_receipts(sent)
    outcomes = measures.outcome_of_cases([one.case_id for one in shown])
    return DecisionsPage(
        rows=[
            _row(one, sent.get(one.id), receipts, _outcome_words(outcomes.get(one.case_id)), now)
            for one in shown
        ],
        next=cursors.DECIDED.cursor(shown[-1]) if len(rows) > limit else None,
        counts=_counts(own),
    )


def _counts(own: QuerySet[Decision]) -> dict[str, int]:
    states = (DeliveryState.REFUSED, DeliveryState.OVERDUE)
    counted = {state.value.lower(): own.filter(delivery__state=state)[:_COUNT_TO].count() for state in states}
    return {"all": own[:_COUNT_TO].count(), **counted}


def _outcome_words(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    name = outcome.measure.replace("_", " ").capitalize()
    if outcome.value is None:
        return f"{name}: {outcome.number:f}"
    return f"{name}: {'yes' if outcome.value else 'no'}"


def _last_receipts(sent: Mapping[UUID, Delivery]) -> dict[UUID, Receipt]:
    rows = Receipt.objects.filter(delivery__in=[one.id for one in sent.values()]).order_by("received_at")
    return {one.delivery_id: one for one in rows}


def _row(
    one: Decision,
    sent: Delivery | None,
    receipts: Mapping[UUID, Receipt],
    outcome_words: str,
    now: datetime,
) -> DecisionRow:
    fate, fate_at, fate_words = fate_of(one, sent, receipts.get(sent.id) if sent else None, now)
    main = next((reason for reason in one.reasons.all() if reason.place == 0), None)
    return DecisionRow(
        id=one.id,
        case_id=one.case_id,
        case_ref=one.case.case_ref,
        outcome_label=one.outcome_code.label,
        recommended_label=one.recommendation.outcome_code.label,
        kind=one.kind,
        direction=one.direction,
        reason_text=main.reason.text if main else "",
        decided_at=one.decided_at,
        fate=fate,
        fate_at=fate_at,
        fate_words=fate_words,
        undo_until=one.undo_until,
        outcome_words=outcome_words,
    )


def fate_of(
    one: Decision, sent: Delivery | None, receipt: Receipt | None, now: datetime
) -> tuple[str, datetime | None, str]:
    """Return what became of a decision: code, when, and a detail in words."""
    withdrawal = getattr(one, "withdrawal", None)
    if withdrawal is not None:
        return "withdrawn", withdrawal.at, "Undone before it was sent"
    reversal = getattr(one, "reversed_by", None)
    if reversal is not None:
        return "reversed", reversal.decided_at, f"By {reversal.by.name}"
    if sent is None:
        is_open = one.undo_until > now
        return ("undo_open", None, "") if is_open else ("pending", None, "In force in a moment")
    return _fate_of_delivery(sent, receipt)


def _fate_of_delivery(sent: Delivery, receipt: Receipt | None) -> tuple[str, datetime | None, str]:
    state = DeliveryState(sent.state)
    if state is DeliveryState.PENDING:
        tried = f"Tried {sent.attempt} times, tried again soon" if sent.attempt else "Waits to be sent"
        return "pending", None, tried
    if state is DeliveryState.SENT:
        return "sent", sent.sent_at, "The business system has not confirmed it yet"
    if state is DeliveryState.OVERDUE:
        return "overdue", sent.receipt_due_at, "No confirmation in time; the owner was told"
    if state is DeliveryState.SKIPPED:
        return "skipped", sent.closed_at, _SKIPPED.get(sent.skipped_why, sent.skipped_why)
    at = receipt.at if receipt else sent.closed_at
    if state is DeliveryState.REFUSED:
        detail = " ".join(part for part in (receipt.code, receipt.detail) if part) if receipt else ""
        return "refused", at, detail or "The business system gave no reason"
    return "applied", at, receipt.reference if receipt else ""
