"""Compensating decisions: what holds instead of decisions that are in force. History stays as it is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from apps.accounts.models import Actor
from apps.core import bulk, ids, transactions
from apps.registry.models import OutcomeCode
from apps.registry.states import direction
from apps.reviews.models import (
    Claim,
    Decision,
    ItemReason,
    Release,
    ReviewItem,
    SecondReview,
    Withdrawal,
)
from apps.reviews.services import moving, principal, seconding
from apps.reviews.states import DecisionKind, ItemKind, ItemState, SecondResult, WhyNot


def why_not(*, decisions: Sequence[Decision], outcome_id: UUID) -> dict[UUID, WhyNot]:
    """Say of each decision that cannot be reversed why; the others are left out. At most four statements."""
    wanted = [one.id for one in decisions]
    in_force = set(Release.objects.filter(decision__in=wanted).values_list("decision", flat=True))
    gone = set(Release.objects.filter(reverses__in=wanted).values_list("reverses", flat=True))
    pending = Decision.objects.filter(reverses__in=wanted).filter(
        ~Exists(Release.objects.filter(decision=OuterRef("pk"))),
        ~Exists(Withdrawal.objects.filter(decision=OuterRef("pk"))),
    )
    being = set(pending.values_list("reverses", flat=True))
    again = _decided_again(wanted)
    found: dict[UUID, WhyNot] = {}
    for one in decisions:
        if one.id in gone:
            found[one.id] = WhyNot.REVERSED_ALREADY
        elif one.id in being:
            found[one.id] = WhyNot.BEING_REVERSED
        elif one.id not in in_force:
            found[one.id] = WhyNot.NOT_IN_FORCE
        elif one.id in again:
            found[one.id] = WhyNot.DECIDED_AGAIN
        elif one.outcome_code_id == outcome_id:
            found[one.id] = WhyNot.SAME_OUTCOME
    return found


def _decided_again(decision_ids: Collection[UUID]) -> set[UUID]:
    """Find those whose case was decided anew since, by whom ever, so that they hold no longer."""
    newer = Release.objects.filter(
        decision__case=OuterRef("case"),
        decision__recommendation__system=OuterRef("recommendation__system"),
        decision__decided_at__gt=OuterRef("decided_at"),
    )
    changing = newer.exclude(decision__reverses=None) | newer.filter(
        decision__recommendation__number__gt=OuterRef("recommendation__number")
    )
    rows = Decision.objects.filter(id__in=decision_ids).filter(Exists(changing))
    return set(rows.values_list("id", flat=True))


def reverse_one(
    *,
    decision: Decision,
    outcome: OutcomeCode,
    told: Sequence[principal.Told],
    caution: dict[str, int],
    by: Actor,
    now: datetime,
) -> Decision:
    """Record what holds instead of one decision, with what the affected person is told of why.

    told: as principal.check returns them. The caller does as for `reverse`.
    """
    (made,) = _instead(decisions=[decision], outcome=outcome, caution=caution, by=by, now=now)
    principal.write_instead(made, told, subject_id=decision.case.subject_id)
    return made


def reverse(
    *, decisions: Sequence[Decision], outcome: OutcomeCode, caution: dict[str, int], by: Actor, now: datetime
) -> list[Decision]:
    """Record what holds instead, one compensating decision each, in the order given; one INSERT.

    The caller has checked `why_not` under the locks of `close_second_looks`, releases and delivers them.
    Raises: principal.PrincipalReasonsOwed.
    """
    transactions.require()
    principal.require_none(outcome)
    return _instead(decisions=decisions, outcome=outcome, caution=caution, by=by, now=now)


def _instead(
    *, decisions: Sequence[Decision], outcome: OutcomeCode, caution: dict[str, int], by: Actor, now: datetime
) -> list[Decision]:
    transactions.require()
    reversals = [
        Decision(
            id=ids.new(),
            case_id=one.case_id,
            recommendation=one.recommendation,
            by=by,
            kind=DecisionKind.REVERSED,
            outcome_code=outcome,
            direction=direction(
                recommended=one.recommendation.outcome_code.code, decided=outcome.code, caution=caution
            ).value,
            amount_minor=one.amount_minor,
            decided_at=now,
            undo_until=now,
            recommendation_digest=bytes(one.recommendation_digest),
            snapshot_digest=bytes(one.snapshot_digest),
            policy_id=one.policy_id,
            reverses=one,
        )
        for one in decisions
    ]
    bulk.insert(reversals)
    return reversals


def lock_second_looks(*, decision_ids: Collection[UUID]) -> list[ReviewItem]:
    """Lock the second looks at decisions, always in the same order, so that none is decided meanwhile.

    An appeal is none: whoever contests a decision is answered, whatever becomes of it.
    """
    transactions.require()
    looks = ReviewItem.objects.filter(audits__in=decision_ids).exclude(kind=ItemKind.APPEAL)
    rows = looks.order_by("id")
    return list(rows.select_for_update(of=("self",)))


def close_second_looks(*, items: Sequence[ReviewItem], now: datetime) -> None:
    """Close the locked second looks that still wait: what they would look at holds no longer."""
    transactions.require()
    closed = [one.id for one in items if ItemState(one.state).waits]
    seconding.drop_held(items=items, now=now)
    ReviewItem.objects.filter(id__in=closed).update(
        state=ItemState.WITHDRAWN, version=F("version") + 1, closed_at=now, **moving.FREED
    )
    Claim.objects.filter(item__in=closed, ended_at=None).update(ended_at=now, ended_why="reversed")
    ItemReason.objects.filter(item__in=closed, closed_at=None).update(closed_at=now)
    SecondReview.objects.filter(item__in=closed, result="").update(
        result=SecondResult.DROPPED, version=F("version") + 1
    )
