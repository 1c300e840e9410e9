"""What people had decided before ReviewHub: written down as it was recorded there, and no more."""

from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, clock, ids, refusals, statements, transactions
from apps.core.words import say
from apps.intake.models import CaseKind
from apps.policy import selectors as policy
from apps.policy.models import Verdict
from apps.registry import states as registry_states
from apps.registry.models import OutcomeCode
from apps.reviews import access
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.services import deciding, moving
from apps.reviews.states import DecisionKind, ItemKind, ItemState

_A_MOMENT = timedelta(minutes=1)


class NotBroughtIn(refusals.NotAllowed):
    code = "not_brought_in"
    sentence = say("Only a history that is brought in holds decisions without a reason and without a time.")


def recount(*, item_id: UUID, outcome: str, by: Actor, now: datetime) -> Decision:
    """Write down what was decided on a case before ReviewHub: the outcome alone.

    Its moment and its reason were not recorded: neither is asked for nor made up, and it counts in no figure
    of time or reasons. Nobody took the item or looked at it here; authority was the business of that time.
    `by` stands for whoever decided, and may work where the case waits.
    Raises: NotBroughtIn, refusals.NotVisible, access.CannotWork, as moving.require_open; UnknownOutcome.
    Writes: Decision, record `item.recounted`.
    """
    transactions.require()
    if not transactions.tells_past():
        raise NotBroughtIn
    item = moving.lock(item_id=item_id, by=by)
    access.require_work(by, item)
    moving.require_open(item, to=by)
    if item.kind != ItemKind.RECOMMENDATION or item.case.kind != CaseKind.REAL:
        raise NotBroughtIn
    verdict = policy.verdict_in_force(item.recommendation_id)
    item.recommendation = verdict.recommendation
    decision = _made(item, verdict, outcome, by, now)
    until = now + _A_MOMENT
    moving.move(item, to=ItemState.CLAIMED, holder=by, held_since=now, held_until=until, token=item.token + 1)
    moving.decided(item, decision, by=by, now=now)
    bulk.insert_last([decision])
    audit.record(
        "item.recounted",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={
            "item": item.id,
            "item_version": item.version,
            "outcome": outcome,
            "direction": decision.direction,
            "recommendation": decision.recommendation_id,
            "recommendation_sha256": decision.recommendation_digest,
            "snapshot_sha256": decision.snapshot_digest,
            "policy": decision.policy_id,
        },
        rows=[{"decision": decision.id, "outcome": outcome}],
    )
    statements.relate(decision, approval=None)
    return decision


def _made(item: ReviewItem, verdict: Verdict, outcome: str, by: Actor, now: datetime) -> Decision:
    outcomes = {one.code: one for one in OutcomeCode.objects.filter(system=item.system_id)}
    if outcome not in outcomes:
        raise deciding.UnknownOutcome(field="outcome")
    direction = registry_states.direction(
        recommended=item.recommendation.outcome_code.code,
        decided=outcome,
        caution={code: one.caution for code, one in outcomes.items()},
    )
    is_same = direction is registry_states.Direction.SAME
    return Decision(
        id=ids.new(),
        case=item.case,
        recommendation=item.recommendation,
        item_id=item.id,
        by=by,
        kind=DecisionKind.APPROVED if is_same else DecisionKind.OVERRIDDEN,
        outcome_code=outcomes[outcome],
        direction=direction.value,
        amount_minor=item.stake_minor,
        decided_at=clock.NOT_RECORDED,
        undo_until=now,
        recommendation_digest=bytes(item.recommendation.body_digest),
        snapshot_digest=bytes(item.context.digest),
        policy_id=verdict.policy_id,
    )
