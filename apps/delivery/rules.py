"""Pure decisions of delivery: how long to wait, whether to send at all, and what the message says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
_MOST_DOUBLINGS = 16
_OK = range(200, 300)


class SkippedWhy(StrEnum):
    """Why a decision in force is not sent; shown to people, so nothing is silently dropped."""

    NO_ADDRESS = "no_delivery_address"
    NO_SECRET = "no_signing_secret"  # noqa: S105 - a code, not a secret
    NOT_REAL = "not_a_real_case"
    AUDIT_AGREES = "audit_agrees"
    NEWER_DECISION = "newer_decision"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A fact that whoever decided says is wrong, with what is right; None once its subject was erased."""

    fact: str
    kind: str
    was: object
    right: object


@dataclass(frozen=True, slots=True)
class Principal:
    """One reason that the affected person is to be told; words: where the list leaves it open."""

    code: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says about one decision: codes, ids, the amount and values that a person corrected.

    No other fact and no name: what is right is told to the system that keeps the fact. `principal`: for the
    notice that the other system writes to the person; no message names them where none are owed.
    """

    delivery_id: UUID
    decision_id: UUID
    case_ref: str
    sequence: int
    ai_system: str
    outcome: str
    recommended: str
    amount_minor: int | None
    currency: str
    decided_at: datetime
    actor_kind: str
    actor_id: UUID
    reverses: UUID | None
    in_force_at: datetime
    corrected: tuple[Corrected, ...] = ()
    principal: tuple[Principal, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a message says about the answer to an appeal: codes and ids, no name and nobody's words."""

    delivery_id: UUID
    appeal_id: UUID
    case_ref: str
    ai_system: str
    kind: str
    external_ref: str
    result: str
    decision_id: UUID
    reversal: UUID | None
    outcome: str
    registered_at: datetime
    answered_at: datetime
    answered_by: UUID


def wait_after(attempt: int) -> timedelta:
    """Return how long to wait after the given attempt (from 1) failed: doubling from 5 s, at most an hour."""
    doublings = min(max(attempt - 1, 0), _MOST_DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def is_taken(status: int | None) -> bool:
    """Say whether the other system took the message: any 2xx. A redirect is a refusal to take it."""
    return status is not None and status in _OK


def skipped_why(
    *, is_real: bool, has_address: bool, has_secret: bool, audit: "SkippedWhy | None" = None
) -> SkippedWhy | None:
    """Return why a decision is not sent, the first cause that holds, or None when it is sent.

    audit: why the outcome of an audit changes nothing for the case.
    """
    causes = (
        (not is_real, SkippedWhy.NOT_REAL),
        (audit is not None, audit),
        (not has_address, SkippedWhy.NO_ADDRESS),
        (not has_secret, SkippedWhy.NO_SECRET),
    )
    return next((why for holds, why in causes if holds), None)


def message(content: Content) -> dict[str, object]:
    """Return the message as JSON-able values. The same on every attempt, so that a repeat is recognised."""
    return {
        "type": "decision.in_force",
        "timestamp": content.in_force_at,
        "data": {
            "delivery_id": content.delivery_id,
            "decision_id": content.decision_id,
            "case_ref": content.case_ref,
            "sequence": content.sequence,
            "ai_system": content.ai_system,
            "outcome": content.outcome,
            "amount_minor": content.amount_minor,
            "currency": content.currency,
            "decided_at": content.decided_at,
            "decided_by": {
                "kind": "person" if content.actor_kind == "PERSON" else "machine",
                "id": content.actor_id,
            },
            "overrides_ai": content.outcome != content.recommended,
            "reverses": content.reverses,
            "corrected": [
                {"fact": one.fact, "kind": one.kind, "was": one.was, "right": one.right}
                for one in content.corrected
            ],
            **_told(content.principal),
        },
    }


def _told(principal: tuple[Principal, ...]) -> dict[str, object]:
    said = [{"code": one.code, "text": one.text, "words": one.words} for one in principal]
    return {"principal_reasons": said} if said else {}


def answer_message(answered: Answered) -> dict[str, object]:
    """Return the message about an appeal's answer as JSON-able values; the same on every attempt."""
    return {
        "type": "appeal.answered",
        "timestamp": answered.answered_at,
        "data": {
            "delivery_id": answered.delivery_id,
            "appeal_id": answered.appeal_id,
            "external_ref": answered.external_ref,
            "case_ref": answered.case_ref,
            "ai_system": answered.ai_system,
            "kind": answered.kind,
            "result": answered.result,
            "decision_id": answered.decision_id,
            "reversal": answered.reversal,
            "outcome": answered.outcome,
            "registered_at": answered.registered_at,
            "answered_at": answered.answered_at,
            "answered_by": {"kind": "person", "id": answered.answered_by},
        },
    }
