"""Approve and override. A decision never changes afterwards; it is in force when released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, money, refusals, transactions, vault
from apps.core.words import say
from apps.policy.models import Verdict
from apps.registry import selectors as registry
from apps.registry import states as registry_states
from apps.registry.models import OutcomeCode, Reason
from apps.reviews import rules
from apps.reviews.models import Decision, Draft, Escalation, OverrideReason, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import DecisionKind, ItemKind, ItemState, Sureness


class UnknownOutcome(refusals.Invalid):
    code = "unknown_outcome"
    sentence = say("Choose one of the outcomes that this AI system knows.")


class ReasonMissing(refusals.Invalid):
    code = "reason_missing"
    sentence = say("Choose the main reason why you decide otherwise than the AI suggests.")


class ReasonDoesNotFit(refusals.Invalid):
    code = "reason_does_not_fit"
    sentence = say("This reason does not fit the direction of your decision. Choose another one.")


class ReasonInputMissing(refusals.Invalid):
    code = "reason_input"
    sentence = say("The reason needs one more detail.")


class NoteTooLong(refusals.Invalid):
    code = "note_too_long"
    sentence = say("A note has at most %(most)s characters.", most=rules.MAX_NOTE)


class ApprovalBlocked(refusals.Invalid):
    code = "approval_blocked"
    sentence = say(
        "A required fact is missing, so the suggestion cannot be approved. "
        "Override it with a reason, or escalate."
    )


class SuggestionOutdated(refusals.Invalid):
    code = "suggestion_outdated"
    sentence = say(
        "A fact that decides about this case changed after the suggestion was made, so it cannot be "
        "approved. Override it with a reason, or escalate."
    )


class OverAuthority(refusals.NotAllowed):
    code = "over_authority"
    sentence = say("This is above your authority. Escalate it to somebody who may decide it.")


@dataclass(frozen=True, slots=True)
class _Choice:
    """An answer after its checks."""

    outcome: OutcomeCode
    direction: registry_states.Direction
    reason: Reason | None
    category: str


def decide(
    *, item_id: UUID, answer: rules.Answer, version: int, token: int, by: Actor, now: datetime
) -> Decision:
    """Record a reviewer's answer on an item they hold.

    Raises: as moving.require_hold; UnknownOutcome, ReasonMissing, ReasonDoesNotFit, ReasonInputMissing,
    NoteTooLong, ApprovalBlocked, SuggestionOutdated, OverAuthority.
    Writes: Decision, OverrideReason, record `item.approved` or `item.overridden`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    verdict = (
        Verdict.objects.select_related("recommendation__outcome_code", "recommendation__snapshot")
        .filter(recommendation=item.recommendation_id)
        .order_by("-number")[0]
    )
    item.recommendation = verdict.recommendation
    choice = _check(item, answer, by, now)
    decision = _decision(item, verdict, choice, answer, by, now)
    _close(item, decision, by=by, now=now)
    decision.save(force_insert=True)
    moving.attach(item, decision)
    _write_reason(item, decision, choice, answer)
    audit.record(
        "item.approved" if choice.reason is None else "item.overridden",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data=_told(item, decision, choice),
        rows=[{"decision": decision.id, "outcome": choice.outcome.code, "note": decision.sealed_note}],
    )
    return decision


def _told(item: ReviewItem, decision: Decision, choice: _Choice) -> dict[str, object]:
    return {
        "item": item.id,
        "item_version": item.version,
        "outcome": choice.outcome.code,
        "direction": choice.direction.value,
        "reason": choice.reason.code if choice.reason else None,
        "recommendation": decision.recommendation_id,
        "recommendation_sha256": decision.recommendation_digest,
        "snapshot_sha256": decision.snapshot_digest,
        "policy": decision.policy_id,
        "undo_until": decision.undo_until,
    }


def _check(item: ReviewItem, answer: rules.Answer, by: Actor, now: datetime) -> _Choice:
    outcomes = {one.code: one for one in OutcomeCode.objects.filter(system=item.system_id)}
    outcome = outcomes.get(answer.outcome)
    if outcome is None:
        raise UnknownOutcome(field="outcome")
    if len(answer.note) > rules.MAX_NOTE:
        raise NoteTooLong(field="note")
    if answer.sure and answer.sure not in {one.value for one in Sureness}:
        raise refusals.Invalid(say("Say unsure, fairly or sure."), field="sure")
    _require_authority(item, outcome, by, now)
    recommended = item.recommendation.outcome_code
    direction = registry_states.direction(
        recommended=recommended.code,
        decided=outcome.code,
        caution={code: one.caution for code, one in outcomes.items()},
    )
    if direction is registry_states.Direction.SAME:
        _require_open_approval(item)
        return _Choice(outcome, direction, None, "")
    reason, category = _reason(item, answer, direction)
    return _Choice(outcome, direction, reason, category)


def _require_open_approval(item: ReviewItem) -> None:
    blocking = [one for one in item.context.findings if one["severity"] == "block"]
    if blocking:
        raise ApprovalBlocked(field="outcome", facts=[one["fact"] for one in blocking])
    if item.kind == ItemKind.RECOMMENDATION and item.snapshot is not None and item.snapshot.change.decisive:
        raise SuggestionOutdated(field="outcome", facts=item.snapshot.change.decisive)


def _require_authority(item: ReviewItem, outcome: OutcomeCode, by: Actor, now: datetime) -> None:
    limit = registry.authority_minor(
        system_id=item.system_id, roles=accounts.roles(by), outcome_id=outcome.id, now=now
    )
    stake = item.stake_minor or 0
    if limit is not None and stake > limit:
        ceiling = (
            say(
                "Your authority for %(outcome)s ends at %(limit)s; %(stake)s is at stake. Escalate it.",
                outcome=outcome.label,
                limit=money.Amount(limit, item.system.currency),
                stake=money.Amount(stake, item.system.currency),
            )
            if limit >= 0
            else say("You hold no authority to decide this. Escalate it.")
        )
        raise OverAuthority(ceiling, permission="authority", limit_minor=limit)


def _reason(
    item: ReviewItem, answer: rules.Answer, direction: registry_states.Direction
) -> tuple[Reason, str]:
    reason = next(
        (one for one in registry.reasons_in_force(item.system_id) if one.code == answer.reason), None
    )
    if reason is None:
        raise ReasonMissing(field="reason")
    if direction is not registry_states.Direction.SIDEWAYS and direction.value not in reason.directions:
        raise ReasonDoesNotFit(field="reason")
    fault = rules.input_fault(reason.input, answer.choices, facts=_fact_keys(item, reason))
    if fault:
        raise ReasonInputMissing(fault.sentence, field=f"choices.{fault.key}")
    category = rules.core_category(
        fixed=reason.core_category, by_choice=reason.core_by_choice, choices=answer.choices
    )
    return reason, category


def _fact_keys(item: ReviewItem, reason: Reason) -> frozenset[str]:
    """Return the facts that a reason may name; the name is kept in the clear, so free text is refused."""
    if all(one.get("kind") != "fact" for one in reason.input):
        return frozenset()
    return frozenset(one["key"] for one in item.context.contract.body["facts"])


def _decision(
    item: ReviewItem,
    verdict: Verdict,
    choice: _Choice,
    answer: rules.Answer,
    by: Actor,
    now: datetime,
) -> Decision:
    reverses = None
    if item.kind == ItemKind.AUDIT and item.audits_id and choice.reason is not None:
        reverses = item.audits_id
    return Decision(
        id=ids.new(),
        case_id=item.case_id,
        recommendation=item.recommendation,
        item_id=item.id,
        by=by,
        kind=DecisionKind.APPROVED if choice.reason is None else DecisionKind.OVERRIDDEN,
        outcome_code=choice.outcome,
        direction=choice.direction.value,
        amount_minor=item.stake_minor,
        sealed_note=_sealed(item, answer.note) if answer.note else None,
        sure=answer.sure,
        decided_at=now,
        undo_until=now + timedelta(seconds=item.system.undo_seconds),
        claimed_at=item.held_since,
        recommendation_digest=bytes(item.recommendation.body_digest),
        snapshot_digest=bytes(item.context.digest),
        policy_id=verdict.policy_id,
        reverses_id=reverses,
    )


def _sealed(item: ReviewItem, value: object) -> bytes:
    subject_id = item.case.subject_id
    return vault.seal(value, subject_id=subject_id, key=vault.keys_for([subject_id])[subject_id])


def _close(item: ReviewItem, decision: Decision, *, by: Actor, now: datetime) -> None:
    moving.end_claim(item, why="decided", now=now)
    moving.close_reasons(item, now=now)
    Escalation.objects.filter(item=item, closed_at=None).update(closed_at=now, closed_by=by, result="DECIDED")
    Draft.objects.filter(item=item, by=by).delete()
    moving.move(
        item,
        to=ItemState.DECIDED,
        closed_at=now,
        release_due_at=decision.undo_until,
        **moving.FREED,
    )


def _write_reason(item: ReviewItem, decision: Decision, choice: _Choice, answer: rules.Answer) -> None:
    if choice.reason is None:
        return
    OverrideReason.objects.create(
        decision=decision,
        reason=choice.reason,
        core_category=choice.category,
        sealed_input=_sealed(item, dict(answer.choices)) if answer.choices else None,
        fact=_fact_named(choice.reason, answer),
    )


def _fact_named(reason: Reason, answer: rules.Answer) -> str:
    keys: Sequence[str] = [one["key"] for one in reason.input if one.get("kind") == "fact"]
    return next((answer.choices[key].strip() for key in keys if answer.choices.get(key)), "")
