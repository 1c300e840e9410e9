"""Approve and override. A decision never changes afterwards; it is in force when released."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.accounts.services import delegating
from apps.audit import services as audit
from apps.core import bulk, ids, money, refusals, statements, transactions
from apps.core.words import say
from apps.intake.models import CaseKind
from apps.policy import selectors as policy
from apps.policy.models import Verdict
from apps.registry import selectors as registry
from apps.registry import states as registry_states
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import relations, standing_in
from apps.reviews.models import Decision, Escalation, ReviewItem
from apps.reviews.services import exceptional, moving, principal, reasoning, seconding, triggering
from apps.reviews.states import DecisionKind, ItemKind, Sureness


class UnknownOutcome(refusals.Invalid):
    code = "unknown_outcome"
    sentence = say("Choose one of the outcomes that this AI system knows.")


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


class AnsweredElsewhere(refusals.IllegalMove):
    code = "answered_elsewhere"
    sentence = say("This is an appeal. It is answered on its own page, or with `appeals/` of the API.")


class OverAuthority(refusals.NotAllowed):
    code = "over_authority"
    sentence = say("This is above your authority. Escalate it to somebody who may decide it.")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer after its checks."""

    outcome: OutcomeCode
    direction: registry_states.Direction
    reasons: tuple[reasoning.Given, ...] = ()
    beyond: OverAuthority | None = None  # where it is above the authority of whoever decides
    told: tuple[principal.Told, ...] = ()  # the affected person, where the outcome owes them reasons


def decide(
    *, item_id: UUID, answer: rules.Answer, version: int, token: int, by: Actor, now: datetime
) -> Decision | Escalation:
    """Record a reviewer's answer on an item they hold; or send it up, where policy has that decided higher.

    Above their authority and any given for this case once, or where policy asks for four eyes, the decision
    is held until a second person upholds it; nothing of it is in force before.
    Raises: as moving.require_hold, reasoning.check, principal.check; AnsweredElsewhere,
    access.FirstViewMissing, UnknownOutcome, NoteTooLong, ApprovalBlocked, SuggestionOutdated; OverAuthority,
    seconding.NoSecondPerson where nobody could uphold it.
    Writes: Decision, OverrideReason, PrincipalReason, FactCorrection, Approval, record `item.approved` or
    `item.overridden`, and `decision.held`; or Escalation, ItemReason, record `item.escalated`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    if item.kind == ItemKind.APPEAL:
        raise AnsweredElsewhere(item=item.id)
    access.require_view(by, item)
    verdict = policy.verdict_in_force(item.recommendation_id)
    item.recommendation = verdict.recommendation
    choice = check(item, answer, by, now)
    about = triggering.About(item, verdict, choice.outcome, bool(choice.reasons), answer, by)
    is_known = item.case.kind == CaseKind.KNOWN_ANSWER  # it decides nothing, so nobody above is asked
    climbed = None if is_known else triggering.instead(about, now=now)
    if climbed is not None:
        return climbed
    relations.require_unrelated(by, item)
    asks_once = choice.beyond and not is_known
    once = exceptional.find_once(item, outcome_id=choice.outcome.id, by=by, now=now) if asks_once else None
    held = seconding.hold(
        item,
        outcome=choice.outcome,
        policy_id=verdict.policy_id,
        beyond=None if once or is_known else choice.beyond,
        four_eyes=not is_known and verdict.four_eyes and item.kind == ItemKind.RECOMMENDATION,
        by=by,
        now=now,
    )
    decision = make(item, verdict, choice, answer, by, now)
    decision.has_climbed = item.has_climbed
    lent = standing_in.under(by, item.inbox_id)
    if lent is not None:
        delegating.require_running(lent.id)
        decision.delegation_id = lent.id
    moving.decided(item, decision, by=by, now=now, needs_approval=held is not None)
    write(item, decision, choice, by=by, now=now)
    if once is not None:
        exceptional.use_once(once, decision, now=now)
    if held is None:
        statements.relate(decision, approval=None)
    else:
        seconding.raise_approval(item, decision, held, by=by, now=now)
    return decision


def write(item: ReviewItem, decision: Decision, choice: Choice, *, by: Actor, now: datetime) -> None:
    """Keep a decision with its reasons, once its item has moved.

    Writes: Decision, OverrideReason, PrincipalReason, FactCorrection, record `item.approved` or
    `item.overridden`.
    """
    bulk.insert_last([decision])
    principal.write(item, decision, choice.told)
    corrections = reasoning.write(item, decision, choice.reasons)
    audit.record(
        "item.overridden" if choice.reasons else "item.approved",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data=_told(item, decision, choice) | _under(by, decision),
        rows=[
            {"decision": decision.id, "outcome": choice.outcome.code, "note": decision.sealed_note},
            *({"correction": one.id, "diff": one.sealed} for one in corrections),
        ],
    )


def _under(by: Actor, decision: Decision) -> dict[str, object]:
    """Name the delegation under which somebody decided."""
    found = accounts.delegation(by, decision.delegation_id)
    return standing_in.named(found) if found is not None else {}


def _told(item: ReviewItem, decision: Decision, choice: Choice) -> dict[str, object]:
    return {
        "item": item.id,
        "item_version": item.version,
        "outcome": choice.outcome.code,
        "direction": choice.direction.value,
        "reason": choice.reasons[0].code if choice.reasons else None,
        "more_reasons": [one.code for one in choice.reasons[1:]],
        "corrected": [one.correction.fact for one in choice.reasons if one.correction],
        **principal.on_record(choice.told),
        "recommendation": decision.recommendation_id,
        "recommendation_sha256": decision.recommendation_digest,
        "snapshot_sha256": decision.snapshot_digest,
        "policy": decision.policy_id,
        "undo_until": decision.undo_until,
    }


def check(item: ReviewItem, answer: rules.Answer, by: Actor, now: datetime) -> Choice:
    """Return an answer after its checks; whether it is within authority, it says and does not refuse.

    Raises: reasoning.check, principal.check; UnknownOutcome, NoteTooLong, ApprovalBlocked,
    SuggestionOutdated.
    """
    reach = registry.reach(system_id=item.system_id, roles=accounts.roles(by), person_id=by.id, now=now)
    outcomes = {one.code: one for one in reach.outcome_codes}
    outcome = outcomes.get(answer.outcome)
    if outcome is None:
        raise UnknownOutcome(field="outcome")
    if len(answer.note) > rules.MAX_NOTE:
        raise NoteTooLong(field="note")
    if answer.sure and answer.sure not in {one.value for one in Sureness}:
        raise refusals.Invalid(say("Say unsure, fairly or sure."), field="sure")
    beyond = why_beyond(item, outcome, registry.highest_minor(reach.limits, outcome_id=outcome.id))
    recommended = item.recommendation.outcome_code
    direction = registry_states.direction(
        recommended=recommended.code,
        decided=outcome.code,
        caution={code: one.caution for code, one in outcomes.items()},
    )
    if direction is registry_states.Direction.SAME:
        require_open_approval(item)
        return Choice(outcome, direction, (), beyond, principal.check(outcome, answer.principal))
    today = now.astimezone(ZoneInfo(by.organisation.time_zone)).date()
    reasons = reasoning.check(item, answer, direction, today=today)
    return Choice(outcome, direction, reasons, beyond, principal.check(outcome, answer.principal))


def require_open_approval(item: ReviewItem) -> None:
    """Refuse to agree with a suggestion that lacks a required fact, or is behind the facts.

    Raises: ApprovalBlocked, SuggestionOutdated.
    """
    blocking = [one for one in item.context.findings if one["severity"] == "block"]
    if blocking:
        raise ApprovalBlocked(field="outcome", facts=[one["fact"] for one in blocking])
    if item.kind == ItemKind.RECOMMENDATION and item.snapshot is not None and item.snapshot.change.decisive:
        raise SuggestionOutdated(field="outcome", facts=item.snapshot.change.decisive)


def require_authority(item: ReviewItem, outcome: OutcomeCode, limit: int | None) -> None:
    """Refuse a decision above the limit of whoever decides.

    Raises: OverAuthority.
    """
    refusal = why_beyond(item, outcome, limit)
    if refusal is not None:
        raise refusal


def why_beyond(
    item: ReviewItem, outcome: OutcomeCode, limit: int | None, *, amount_minor: int | None = None
) -> OverAuthority | None:
    """Return the refusal of a decision that is above a limit, or None.

    amount_minor: what it shall be of instead of what is at stake; both have to be within the limit.
    """
    stake = max(item.stake_minor or 0, amount_minor or 0)
    if limit is None or stake <= limit:
        return None
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
    return OverAuthority(ceiling, permission="authority", limit_minor=limit)


def _undo_seconds(item: ReviewItem) -> int:
    """Return for how long a decision may be undone; never one whose right answer is told at once."""
    return 0 if item.case.kind == CaseKind.KNOWN_ANSWER else item.system.undo_seconds


def make(
    item: ReviewItem,
    verdict: Verdict,
    choice: Choice,
    answer: rules.Answer,
    by: Actor,
    now: datetime,
) -> Decision:
    """Return the decision that an answer makes, not written yet."""
    reverses = None
    if item.kind == ItemKind.AUDIT and item.audits_id and choice.reasons:
        reverses = item.audits_id
    return Decision(
        id=ids.new(),
        case=item.case,
        recommendation=item.recommendation,
        item_id=item.id,
        by=by,
        kind=DecisionKind.OVERRIDDEN if choice.reasons else DecisionKind.APPROVED,
        outcome_code=choice.outcome,
        direction=choice.direction.value,
        amount_minor=item.stake_minor,
        sealed_note=moving.seal(item, answer.note) if answer.note else None,
        sure=answer.sure,
        decided_at=now,
        undo_until=now + timedelta(seconds=_undo_seconds(item)),
        claimed_at=item.held_since,
        recommendation_digest=bytes(item.recommendation.body_digest),
        snapshot_digest=bytes(item.context.digest),
        policy_id=verdict.policy_id,
        reverses_id=reverses,
    )
