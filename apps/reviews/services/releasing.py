"""Release and undo: a decision comes into force, or is withdrawn before it does; never both."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, ids, refusals, transactions
from apps.core.words import say
from apps.intake.models import Recommendation
from apps.intake.states import RecommendationState
from apps.policy.models import Verdict
from apps.registry.states import Direction
from apps.reviews import access
from apps.reviews.models import (
    Approval,
    Claim,
    Decision,
    Escalation,
    ItemReason,
    Release,
    ReviewItem,
    Withdrawal,
)
from apps.reviews.services import assigning, because, drafting, moving, requesting
from apps.reviews.states import ApprovalResult, DecisionKind, ItemState, ReasonKind


class UndoOver(refusals.Expired):
    code = "undo_over"
    sentence = say(
        "The time to undo is over: the decision is in force and on its way. Ask for a reversal instead."
    )


class NotYours(refusals.NotAllowed):
    code = "not_your_decision"
    sentence = say("Only whoever made a decision can undo it.")


def due_for_release(*, now: datetime, limit: int) -> list[UUID]:
    """Return the items whose undo time is over, the longest waiting first."""
    rows = ReviewItem.objects.filter(release_due_at__lte=now).order_by("release_due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def take_for_release(*, item_id: UUID, now: datetime) -> Decision | None:
    """Lock a due item and return the decision to release; None when another process was first."""
    transactions.require()
    item = (
        ReviewItem.objects.select_for_update(skip_locked=True)
        .filter(id=item_id, release_due_at__lte=now, pending_decision__isnull=False)
        .first()
    )
    if item is None:
        return None
    return Decision.objects.select_related(
        "case__source", "recommendation__system", "recommendation__snapshot__contract", "outcome_code", "by"
    ).get(pending_item=item)


def release(*, decisions: Sequence[Decision], by: Actor, why: str, now: datetime) -> list[Release]:
    """Put decisions in force, inside the caller's transaction, which holds their items' locks."""
    transactions.require()
    rows = [
        Release(id=ids.new(), decision=one, by=by, at=now, why=why, reverses_id=one.reverses_id)
        for one in decisions
    ]
    bulk.insert(rows)
    reversed_ids = [one.reverses_id for one in decisions if one.reverses_id]
    if reversed_ids:
        requesting.drop_requests(decision_ids=reversed_ids, by=by, now=now)
    item_ids = [one.item_id for one in decisions if one.item_id]
    if item_ids:
        ReviewItem.objects.filter(id__in=item_ids).update(pending_decision=None, release_due_at=None)
    audit.record_many(
        [
            audit.Line("decision.released", ("decision", one.id), by, now, one.case_id, {"why": why})
            for one in decisions
        ]
    )
    return rows


def withdraw(*, decision_id: UUID, by: Actor, now: datetime, version: int | None = None) -> ReviewItem:
    """Undo one's own decision before it is in force; the item is theirs again, with what they had chosen.

    One that waits for a second person may be taken back as long as it waits.

    If a newer recommendation replaced the item's meanwhile, the item stays closed and the newer one counts;
    what they had chosen is kept with that. Whoever may no longer work in the inbox leaves the item to it.

    version: the item's, when the caller must have seen its present state.
    Raises: refusals.NotVisible, NotYours, UndoOver, moving.ItemStale.
    Writes: Withdrawal, Approval closed, Claim, Draft, record `decision.withdrawn`.
    """
    transactions.require()
    decision = Decision.objects.filter(id=decision_id, item_id__isnull=False).first()
    if decision is None or decision.item_id is None:
        raise refusals.NotVisible
    item = moving.lock(item_id=decision.item_id, by=by)
    if decision.by_id != by.id:
        raise NotYours(permission="own_decision")
    if version is not None and item.version != version:
        raise moving.ItemStale(version=item.version)
    is_held = item.state == ItemState.HELD
    if item.pending_decision_id != decision.id or (now >= decision.undo_until and not is_held):
        raise UndoOver
    try:
        Withdrawal.objects.create(decision=decision, by=by, at=now)
    except IntegrityError as error:  # the database's own guard: it was released at the same moment
        raise UndoOver from error
    if is_held:
        Approval.objects.filter(decision=decision, closed_at=None).update(
            closed_at=now, closed_by=by, result=ApprovalResult.WITHDRAWN
        )
    _reopen(item, decision, by=by, now=now)
    drafting.keep_again(item=item, decision=decision, by=by, now=now)
    audit.record(
        "decision.withdrawn",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=decision.case_id,
        data={"item": item.id, "state": item.state, "token": item.token, "until": item.held_until},
    )
    return item


def _reopen(item: ReviewItem, decision: Decision, *, by: Actor, now: datetime) -> None:
    # Locked, so that an arrival that replaces it at this moment either is seen here or sees the open item.
    recommendations = Recommendation.objects.select_for_update(no_key=True)
    state = recommendations.values_list("state", flat=True).get(id=item.recommendation_id)
    if state == RecommendationState.SUPERSEDED:
        moving.move(item, to=ItemState.SUPERSEDED, pending_decision=None, release_due_at=None, closed_at=now)
        return
    _give_back(item, by=by, now=now)
    _wait_again(item, decision)
    if not ItemReason.objects.filter(item=item, kind=ReasonKind.UNDONE, closed_at=None).exists():
        because.open_reason(item, kind=ReasonKind.UNDONE, says=say("Its decision was undone"), now=now)


def _wait_again(item: ReviewItem, decision: Decision) -> None:
    """Let an item wait for what a decision on it had closed, at its own instant."""
    Escalation.objects.filter(
        item=item, result="DECIDED", closed_by=decision.by_id, closed_at=decision.decided_at
    ).update(closed_at=None, closed_by=None, result="")
    ItemReason.objects.filter(item=item, closed_at=decision.decided_at).update(closed_at=None)


def reopen_returned(*, item: ReviewItem, decision: Decision, now: datetime) -> None:
    """Open the item of a held decision that a second person returned: for whoever decided, for a day.

    What they had chosen is their draft again. Whoever may no longer work there leaves it to the inbox.
    Writes: ItemReason, Draft.
    """
    transactions.require()
    theirs = access.may_work(decision.by, item.inbox_id)
    moving.move(
        item,
        to=ItemState.OPEN,
        pending_decision=None,
        release_due_at=None,
        assigned_to=decision.by if theirs else None,
        assigned_until=now + assigning.LASTS if theirs else None,
    )
    _wait_again(item, decision)
    says = say("Returned by a second person with a note")
    because.open_reason(item, kind=ReasonKind.RETURNED, says=says, now=now)
    drafting.keep_again(item=item, decision=decision, by=decision.by, now=now)


def _give_back(item: ReviewItem, *, by: Actor, now: datetime) -> None:
    nothing_pending = {"pending_decision": None, "release_due_at": None, "closed_at": None}
    if not access.worked_on(by, item):
        moving.move(item, to=ItemState.OPEN, **nothing_pending)
        return
    moving.move(
        item,
        to=ItemState.CLAIMED,
        holder=by,
        held_since=now,
        held_until=now + timedelta(minutes=item.system.lease_minutes),
        token=item.token + 1,
        **nothing_pending,
    )
    Claim.objects.create(item=item, by=by, token=item.token, taken_at=now)


def decide_automatically(*, verdicts: Sequence[Verdict], by: Actor, now: datetime) -> list[Decision]:
    """Record what the machine decided under its licence; the caller has checked posture, pause and autonomy.

    In force at once: there is nobody who could undo.
    """
    transactions.require()
    decisions = [
        Decision(
            id=ids.new(),
            case_id=one.recommendation.case_id,
            recommendation=one.recommendation,
            by=by,
            kind=DecisionKind.AUTOMATIC,
            outcome_code=one.recommendation.outcome_code,
            direction=Direction.SAME,
            amount_minor=one.recommendation.stake_minor,
            decided_at=now,
            undo_until=now,
            recommendation_digest=one.recommendation.body_digest,
            snapshot_digest=one.snapshot_digest,
            policy_id=one.policy_id,
        )
        for one in verdicts
    ]
    bulk.insert(decisions)
    return decisions
