"""What ReviewHub tells the business system by itself, as the description of the API lists it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from apps.core import canonical
from apps.delivery import rules

_AT = datetime(2026, 11, 20, 12, 2, 10, tzinfo=UTC)
_DELIVERY = UUID("01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11")
_DECISION = UUID("01a214a0-681a-70b0-be35-a2cf451ec1fa")
_PERSON = UUID("01a21400-0000-7000-8000-000000000001")
_DECIDED = rules.Content(
    delivery_id=_DELIVERY,
    decision_id=_DECISION,
    case_ref="WC-2026-004812",
    sequence=1,
    ai_system="injury-triage",
    outcome="standard",
    recommended="fast_track",
    amount_minor=390_000,
    currency="USD",
    decided_at=_AT,
    actor_kind="PERSON",
    actor_id=_PERSON,
    reverses=None,
    in_force_at=_AT,
    corrected=(rules.Corrected("stake_minor", "amount", 410_000, 390_000),),
)
_ANSWERED = rules.Answered(
    delivery_id=_DELIVERY,
    appeal_id=UUID("01a214a3-10c2-7f4e-9d07-6f1b1d2f9a12"),
    case_ref="WC-2026-004812",
    ai_system="injury-triage",
    kind="APPEAL",
    external_ref="X-1",
    result="STANDS",
    decision_id=_DECISION,
    reversal=None,
    outcome="fast_track",
    registered_at=_AT,
    answered_at=_AT,
    answered_by=_PERSON,
)
SIGNED = (
    "Sent to the delivery address of the business system, signed by the Standard Webhooks specification. "
    "The same `webhook-id` and body on every attempt, until your side answers 2xx; answer so to a `type` "
    "that you do not know."
)
DECIDED = (
    "A decision is in force. Your receipt (`receipts/`) says that it was applied. `corrected` lists values "
    "that who decided says are right; of `stake_minor` the amount that a second person amended."
)
ANSWERED = (
    "An appeal or complaint was answered, also where the decision stands. No receipt is asked for, and "
    "nobody's words are in it: `appeals/` has them. What changes also comes as a decision that `reverses` "
    "the contested one."
)


def listed() -> dict[str, Any]:
    """Return every message by its type, with the example that the code itself makes."""
    return {
        "decision.in_force": _one(DECIDED, rules.message(_DECIDED)),
        "appeal.answered": _one(ANSWERED, rules.answer_message(_ANSWERED)),
    }


def _one(says: str, message: Mapping[str, Any]) -> dict[str, Any]:
    example = json.loads(canonical.encode(message))
    schema = {"type": "object", "required": sorted(message), "example": example}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    answers = {"2XX": {"description": "Taken; anything else is tried again."}}
    return {"post": {"description": f"{says}\n\n{SIGNED}", "requestBody": body, "responses": answers}}
