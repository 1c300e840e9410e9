"""The chain of a decision: everybody who had a part in it, so that none of them looks at it again."""

from collections.abc import Iterator
from uuid import UUID

from apps.accounts.models import ActorKind
from apps.reviews.models import (
    Approval,
    Decision,
    Escalation,
    FirstView,
    Release,
    ReversalRequest,
    SecondReview,
)
from apps.reviews.states import ChainPart, DecisionKind


def chain_of(decision: Decision) -> dict[UUID, ChainPart]:
    """Return who had which part in what holds on a case by an AI system's suggestions; the first part counts.

    For what the machine decided alone: also who signed that it may. Eight statements at most.
    """
    found: dict[UUID, ChainPart] = {}
    for actor_id, part in _parts(decision):
        if actor_id is not None:
            found.setdefault(actor_id, part)
    return found


def _parts(decision: Decision) -> Iterator[tuple[UUID | None, ChainPart]]:
    system = decision.recommendation.system
    yield decision.by_id, ChainPart.DECIDED
    of_case = {"case": decision.case_id, "recommendation__system": system}
    made = Decision.objects.filter(**of_case)  # also what was undone, or held and not upheld
    for actor_id in made.order_by("decided_at").values_list("by", flat=True):
        yield actor_id, ChainPart.DECIDED
    released = Release.objects.filter(decision__in=made, by__kind=ActorKind.PERSON)
    for actor_id in released.values_list("by", flat=True):
        yield actor_id, ChainPart.PUT_IN_FORCE
    on_item = {"item__case": decision.case_id, "item__system": system}
    for actor_id in Approval.objects.filter(**on_item).values_list("closed_by", flat=True):
        yield actor_id, ChainPart.SECONDED
    for raised_by, closed_by in Escalation.objects.filter(**on_item).values_list("raised_by", "closed_by"):
        yield raised_by, ChainPart.PASSED_ON
        yield closed_by, ChainPart.ANSWERED_UP
    for actor_id in FirstView.objects.filter(**on_item).values_list("by", flat=True):
        yield actor_id, ChainPart.LOOKED_FIRST
    looked = SecondReview.objects.filter(decision__in=made)
    for reviewer, settled_by in looked.values_list("reviewer", "settled_by"):
        yield reviewer, ChainPart.LOOKED_AGAIN
        yield settled_by, ChainPart.LOOKED_AGAIN
    requests = ReversalRequest.objects.filter(decision__in=made)
    for asked_by, closed_by in requests.values_list("asked_by", "closed_by"):
        yield asked_by, ChainPart.ASKED_BACK
        yield closed_by, ChainPart.ASKED_BACK
    if decision.kind == DecisionKind.AUTOMATIC:
        yield system.owner.actor_id, ChainPart.ANSWERS_FOR_IT
