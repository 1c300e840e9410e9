"""What the message of one delivery says, read from the decision and what it corrected."""

import json
from uuid import UUID

from apps.core import vault
from apps.delivery import rules
from apps.delivery.models import AnswerDelivery, Delivery
from apps.reviews import services as reviews
from apps.reviews.models import Decision, FactCorrection
from apps.reviews.states import DecisionKind

NEEDS = (
    "decision__case",
    "decision__by",
    "decision__outcome_code",
    "decision__recommendation__system",
    "decision__recommendation__outcome_code",
)
ANSWER_NEEDS = (
    "appeal__decision__case",
    "appeal__decision__outcome_code",
    "appeal__reversal__outcome_code",
    "appeal__system",
)


def message(row: Delivery | AnswerDelivery) -> dict[str, object]:
    """Return the message of what is on its way, a decision or the answer to an appeal."""
    if isinstance(row, Delivery):
        return rules.message(of(row))
    return rules.answer_message(answered(row))


def answered(row: AnswerDelivery) -> rules.Answered:
    """Return what the message of an answer says; `outcome`: which holds since then."""
    appeal = row.appeal
    decision = appeal.decision
    assert appeal.closed_at is not None, "it is sent once it is answered"
    assert appeal.closed_by_id is not None, "somebody answered it"
    return rules.Answered(
        delivery_id=row.id,
        appeal_id=appeal.id,
        case_ref=decision.case.case_ref,
        ai_system=appeal.system.slug,
        kind=appeal.kind,
        external_ref=appeal.external_ref,
        result=appeal.result,
        decision_id=decision.id,
        reversal=appeal.reversal_id,
        outcome=(appeal.reversal or decision).outcome_code.code,
        registered_at=appeal.registered_at,
        answered_at=appeal.closed_at,
        answered_by=appeal.closed_by_id,
    )


def of(delivery: Delivery) -> rules.Content:
    """Return what the message of one delivery says."""
    decision = delivery.decision
    assert delivery.sequence is not None
    return rules.Content(
        delivery_id=delivery.id,
        decision_id=decision.id,
        case_ref=decision.case.case_ref,
        sequence=delivery.sequence,
        ai_system=decision.recommendation.system.slug,
        outcome=decision.outcome_code.code,
        recommended=decision.recommendation.outcome_code.code,
        amount_minor=decision.amount_minor,
        currency=decision.recommendation.currency,
        decided_at=decision.decided_at,
        actor_kind=decision.by.kind,
        actor_id=decision.by.id,
        reverses=decision.reverses_id,
        in_force_at=delivery.due_at,
        corrected=_corrected(decision),
        principal=_principal(decision),
    )


def _principal(decision: Decision) -> tuple[rules.Principal, ...]:
    """Return what the person is to be told of why; no statement where the outcome owes no reasons."""
    if not decision.outcome_code.principal_reasons:
        return ()
    rows = list(decision.principal_reasons.order_by("place"))
    subject_id = decision.case.subject_id
    keys = vault.open_keys([subject_id]) if any(one.sealed_words for one in rows) else {}
    return tuple(
        rules.Principal(
            one.code, one.text, reviews.sealed_text(one.sealed_words, subject_id=subject_id, keys=keys)
        )
        for one in rows
    )


def _corrected(decision: Decision) -> tuple[rules.Corrected, ...]:
    """Return the values that a decision corrected, as they were typed; no statement where none can be."""
    is_amended = decision.amount_minor != decision.recommendation.stake_minor
    asks = decision.kind == DecisionKind.OVERRIDDEN or is_amended
    rows = list(decision.corrections.order_by("id")) if asks else []
    if not rows:
        return ()
    subject_id = decision.case.subject_id
    key = vault.open_keys([subject_id]).get(subject_id)
    return tuple(_told(one, subject_id, key) for one in rows)


def _told(one: FactCorrection, subject_id: UUID, key: bytes | None) -> rules.Corrected:
    said = json.loads(vault.open_bytes(bytes(one.sealed), subject_id=subject_id, key=key)) if key else {}
    return rules.Corrected(one.fact, one.kind, said.get("was"), said.get("right"))
