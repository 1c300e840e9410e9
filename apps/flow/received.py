"""What became of a submitted recommendation, as its submitter is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.intake.models import Recommendation
from apps.policy import selectors as policies
from apps.policy.states import Lane
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.states import DecisionKind


@dataclass(frozen=True, slots=True)
class Received:
    """One recommendation: where it went, and what waits for it."""

    id: UUID
    external_id: str
    case_id: UUID
    case_ref: str
    number: int
    state: str
    context_state: str
    lane: str
    inbox_slug: str | None
    item_id: UUID | None
    decision_id: UUID | None
    due_at: datetime | None
    is_new: bool


def lane_of(said: str, *, is_automatic: bool) -> str:
    """Return the lane a recommendation went; the officer's, where the machine might act and did not."""
    return Lane.OFFICER.value if said == Lane.AUTOMATIC and not is_automatic else said


def told_before(recommendation: Recommendation) -> Received:
    """Answer for a recommendation that had arrived before: what is true of it now."""
    item = (
        ReviewItem.objects.filter(recommendation=recommendation).select_related("inbox", "snapshot").first()
    )
    standing = Decision.objects.filter(recommendation=recommendation, withdrawal=None).order_by("decided_at")
    decisions = list(standing)
    is_automatic = any(one.kind == DecisionKind.AUTOMATIC for one in decisions)
    return Received(
        id=recommendation.id,
        external_id=recommendation.external_id,
        case_id=recommendation.case_id,
        case_ref=recommendation.case.case_ref,
        number=recommendation.number,
        state=recommendation.state,
        context_state=((item.snapshot if item else None) or recommendation.snapshot).state,
        lane=lane_of(policies.latest_verdict(recommendation.id).lane, is_automatic=is_automatic),
        inbox_slug=item.inbox.slug if item else None,
        item_id=item.id if item else None,
        decision_id=decisions[-1].id if decisions else None,
        due_at=item.due_at if item else None,
        is_new=False,
    )
