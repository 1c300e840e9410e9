"""What became of a submitted recommendation, as its submitter is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.intake.models import Recommendation
from apps.reviews.models import Decision, ReviewItem


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


def told_before(recommendation: Recommendation) -> Received:
    """Answer for a recommendation that had arrived before: what is true of it now."""
    item = ReviewItem.objects.filter(recommendation=recommendation).select_related("inbox").first()
    decision = Decision.objects.filter(recommendation=recommendation).order_by("decided_at").last()
    return Received(
        id=recommendation.id,
        external_id=recommendation.external_id,
        case_id=recommendation.case_id,
        case_ref=recommendation.case.case_ref,
        number=recommendation.number,
        state=recommendation.state,
        context_state=recommendation.snapshot.state,
        lane=recommendation.verdict.lane,
        inbox_slug=item.inbox.slug if item else None,
        item_id=item.id if item else None,
        decision_id=decision.id if decision else None,
        due_at=item.due_at if item else None,
        is_new=False,
    )
