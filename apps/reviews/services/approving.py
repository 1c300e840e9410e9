"""A second person resolves a held decision: upholds, amends or reverses it, returns it, or passes it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.access import Lent
from apps.accounts.models import Actor
from apps.accounts.services import delegating
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.policy import selectors as policy
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import approving as who_may
from apps.reviews.access import standing_in
from apps.reviews.models import Approval, Decision, FactCorrection, OneTimeAuthority, ReviewItem, Withdrawal
from apps.reviews.services import (
    amending,
    because,
    deciding,
    exceptional,
    held_clocks,
    moving,
    seconding,
)
from apps.reviews.states import ApprovalResult, DecisionKind, ItemState

WITH_ALL = (
    "decision__case__source",
    "decision__outcome_code",
    "decision__by",
    "decision__recommendation__system",
    "decision__recommendation__outcome_code",
    "decision__recommendation__snapshot__contract",
    "system__owner",
    "inbox",
)


class ApprovalOver(refusals.IllegalMove):
    code = "approval_over"
    sentence = say("This decision was resolved or taken back meanwhile. Nothing that you wrote was recorded.")


class WhyMissing(refusals.Invalid):
    code = "approval_why"
    sentence = say("Say why, in at most %(most)s characters. Whoever decided reads it.", most=rules.MAX_NOTE)


class NobodyAbove(refusals.IllegalMove):
    code = "nobody_above"
    sentence = say("Nobody above may decide this. Resolve it here, or return it.")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A held decision that a second person resolved, and what holds now; None when nothing does."""

    approval: Approval
    in_force: Decision | None


@dataclass(frozen=True, slots=True)
class Held:
    """A held decision with its locked item. standings: by what it is resolved, own right first.

    once: the authority given for it alone, where that carries the answer.
    """

    approval: Approval
    item: ReviewItem
    standings: tuple[who_may.Standing, ...] = ()
    once: OneTimeAuthority | None = None

    @property
    def decision(self) -> Decision:
        return self.approval.decision


def take(approval_id: UUID, version: int, by: Actor, now: datetime) -> Held:
    """Lock a held decision that somebody is about to resolve, its item first.

    Raises: refusals.NotVisible, who_may.DecidedByYou, access.RaisedByYou, who_may.PolicyByYou,
    who_may.NotTheApprover, ApprovalOver, moving.ItemStale.
    """
    transactions.require()
    seen = who_may.visible_approvals(by).filter(id=approval_id).values_list("item", flat=True).first()
    if seen is None:
        raise refusals.NotVisible
    item = moving.lock(item_id=seen, by=by)
    rows = Approval.objects.select_related(*WITH_ALL).select_for_update(of=("self",))
    approval = rows.get(id=approval_id)
    if approval.closed_at is not None:
        raise ApprovalOver(result=approval.result)
    standings = who_may.standings(by, approval, now=now)
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    return Held(approval, item, tuple(standings))


def _by_authority(
    held: Held, outcome: OutcomeCode, *, by: Actor, now: datetime, amount_minor: int | None = None
) -> Held:
    """Return it as resolved by who has the authority for an outcome: themselves, or for whom they stand in.

    What was given for it once counts where neither reaches so far. amount_minor: an amended one.

    Raises: deciding.OverAuthority.
    """
    beyond = None
    for one in held.standings:
        reach = registry.reach(
            system_id=held.item.system_id, roles=accounts.roles(one.of), person_id=one.of.id, now=now
        )
        limit = registry.highest_minor(reach.limits, outcome_id=outcome.id)
        refusal = deciding.why_beyond(held.item, outcome, limit, amount_minor=amount_minor)
        if refusal is None:
            return _under(held, one)
        beyond = beyond or refusal
    assert beyond is not None, "whoever resolves it stands somewhere"
    once = exceptional.find_once(
        held.item,
        outcome_id=outcome.id,
        by=by,
        now=now,
        approval=held.approval.id,
        amount_minor=amount_minor,
    )
    if once is None:
        raise beyond
    return replace(_under(held, held.standings[0]), once=once)


def _under(held: Held, standing: who_may.Standing) -> Held:
    """Keep under which delegation it is resolved, and keep that from being taken back meanwhile.

    Raises: delegating.DelegationOver.
    """
    if standing.lent is not None:
        delegating.require_running(standing.lent.id)
        held.approval.delegation_id = standing.lent.id
    return replace(held, standings=(standing,))


def _words(text: str) -> str:
    said = text.strip()
    if not 1 <= len(said) <= rules.MAX_NOTE:
        raise WhyMissing(field="words")
    return said


def uphold(*, approval_id: UUID, words: str, version: int, by: Actor, now: datetime) -> Resolved:
    """Let a held decision come into force, as it was made.

    Raises: as take; WhyMissing, access.FirstViewMissing, deciding.OverAuthority, deciding.ApprovalBlocked,
    deciding.SuggestionOutdated.
    Writes: Approval closed, record `decision.upheld`. The caller releases the decision.
    """
    held = take(approval_id, version, by, now)
    held = _require_judged(held, words, held.decision.outcome_code, by=by, now=now)
    if held.decision.kind == DecisionKind.APPROVED:
        deciding.require_open_approval(held.item)
    _use(held, held.decision, now=now)
    _close(held, ApprovalResult.UPHELD, words, by=by, now=now)
    moving.move(held.item, to=ItemState.DECIDED, closed_at=now, pending_decision=None)
    _record("decision.upheld", held, by, now)
    return Resolved(held.approval, held.decision)


def amend(
    *,
    approval_id: UUID,
    answer: rules.Answer,
    version: int,
    by: Actor,
    now: datetime,
    amount_minor: int | None = None,
) -> Resolved:
    """Decide otherwise than a held decision and than the AI, with a reason; this holds instead.

    amount_minor: of which it is instead of what was decided; with another amount the outcome may stay.
    Raises: as take, deciding.check; WhyMissing, access.FirstViewMissing, deciding.OverAuthority,
    and as amending.other_amount.
    Writes: Decision, OverrideReason, FactCorrection, Withdrawal, Approval closed, record `item.overridden`
    (or `item.approved`) and `decision.amended`.
    """
    held = take(approval_id, version, by, now)
    amount_minor = amending.other_amount(held.decision, answer.outcome, amount_minor)
    return _instead(held, answer, ApprovalResult.AMENDED, by=by, now=now, amount_minor=amount_minor)


def reverse_held(
    *,
    approval_id: UUID,
    words: str,
    principal: Sequence[rules.Principal] = (),
    version: int,
    by: Actor,
    now: datetime,
) -> Resolved:
    """Let what the AI suggested hold instead of a decision against it.

    principal: what the person is told, where the suggested outcome owes them reasons.
    Raises: as take, principal.check; WhyMissing, access.FirstViewMissing, deciding.OverAuthority,
    deciding.ApprovalBlocked, deciding.SuggestionOutdated, NothingToReverse.
    Writes: Decision, Withdrawal, Approval closed, record `item.approved`, `decision.turned_down`.
    """
    held = take(approval_id, version, by, now)
    if held.decision.kind == DecisionKind.APPROVED:
        raise amending.NothingToReverse
    answer = rules.Answer(held.decision.recommendation.outcome_code.code, note=words, principal=principal)
    return _instead(held, answer, ApprovalResult.REVERSED, by=by, now=now)


def _instead(
    held: Held,
    answer: rules.Answer,
    result: ApprovalResult,
    *,
    by: Actor,
    now: datetime,
    amount_minor: int | None = None,
) -> Resolved:
    verdict = policy.verdict_in_force(held.item.recommendation_id)
    held.item.recommendation = verdict.recommendation
    answer = replace(answer, note=_words(answer.note))
    access.require_view(by, held.item)
    choice = deciding.check(held.item, answer, by, now)
    held = _by_authority(held, choice.outcome, by=by, now=now, amount_minor=amount_minor)
    made = deciding.make(held.item, verdict, choice, answer, by, now)
    made.delegation_id = held.approval.delegation_id
    made.claimed_at, made.undo_until = None, now
    made.amount_minor = made.amount_minor if amount_minor is None else amount_minor
    deciding.write(held.item, made, choice, by=by, now=now)
    corrected = None
    if amount_minor is not None:
        corrected = amending.correct(held.item, held=held.decision, made=made)
    _use(held, made, now=now)
    _withdraw(held, by=by, now=now)
    held.approval.instead = made
    _close(held, result, answer.note, by=by, now=now)
    moving.move(held.item, to=ItemState.DECIDED, closed_at=now, pending_decision=None)
    verb = "decision.amended" if result is ApprovalResult.AMENDED else "decision.turned_down"
    _record(verb, held, by, now, instead=made, corrected=corrected)
    return Resolved(held.approval, made)


def _require_judged(held: Held, words: str, outcome: OutcomeCode, *, by: Actor, now: datetime) -> Held:
    """Refuse who gives no reason, has not said their own view where it is asked, or has not the authority."""
    _words(words)
    access.require_view(by, held.item)
    held.item.recommendation = held.decision.recommendation
    return _by_authority(held, outcome, by=by, now=now)


def _use(held: Held, decision: Decision, *, now: datetime) -> None:
    if held.once is not None:
        exceptional.use_once(held.once, decision, now=now)


def _withdraw(held: Held, *, by: Actor, now: datetime) -> None:
    """Keep that a held decision never comes into force."""
    Withdrawal.objects.create(decision=held.decision, by=by, at=now)


def return_held(*, approval_id: UUID, words: str, version: int, by: Actor, now: datetime) -> Resolved:
    """Give a case whose decision is held back to whoever decided, undecided, with a note.

    The caller opens its item again (releasing.reopen).
    Raises: as take; WhyMissing, access.FirstViewMissing.
    Writes: Withdrawal, Approval closed, record `decision.returned`.
    """
    held = take(approval_id, version, by, now)
    held = _under(held, held.standings[0])
    _words(words)
    access.require_view(by, held.item)
    _withdraw(held, by=by, now=now)
    _close(held, ApprovalResult.RETURNED, words, by=by, now=now)
    _record("decision.returned", held, by, now)
    held.approval.item = held.item
    return Resolved(held.approval, None)


def pass_up(*, approval_id: UUID, version: int, by: Actor, now: datetime) -> Approval:
    """Let a held decision wait one level higher, under a new clock.

    Raises: as take; NobodyAbove.
    Writes: record `decision.passed_up`.
    """
    held = take(approval_id, version, by, now)
    lent = _under(held, held.standings[0]).standings[0].lent
    held.approval.delegation_id = None  # it names under which it was resolved, and it was not
    if not climb(held.approval, held.item, by=by, now=now, lent=lent):
        raise NobodyAbove
    return held.approval


def climb(
    approval: Approval, item: ReviewItem, *, by: Actor, now: datetime, lent: Lent | None = None
) -> bool:
    """Move a held decision to the next level with somebody who may uphold it; False when there is none.

    Writes: record `decision.passed_up`.
    """
    transactions.require()
    if approval.inbox is None:
        return False
    decision = approval.decision
    excluded = who_may.excluded_from(
        item.id, decided_by_id=approval.decided_by_id, policy_id=decision.policy_id
    )
    place = seconding.place_for(
        item, outcome=decision.outcome_code, excluded=excluded, now=now, above=approval.inbox
    )
    if place is None:
        return False
    below = approval.inbox
    approval.inbox, approval.n_passed = place.inbox, approval.n_passed + 1
    approval.due_at = held_clocks.until(item, place.inbox, now=now)
    approval.save(update_fields=["inbox", "due_at", "n_passed"])
    moving.renew(item)
    to = place.inbox.id if place.inbox else None
    more = {"from": below.id, "to": to} | (standing_in.named(lent) if lent else {})
    _record("decision.passed_up", Held(approval, item), by, now, more=more)
    return True


def overdue(*, now: datetime, limit: int) -> list[tuple[Approval, ReviewItem]]:
    """Lock the held decisions whose time is over, the earliest first; what others have is left to them."""
    transactions.require()
    due = Approval.objects.filter(closed_at=None, is_late=False, due_at__lte=now).order_by("due_at", "id")
    found = []
    for approval_id, item_id in due.values_list("id", "item")[:limit]:
        item = moving.locked(f"WHERE i.id = %s {moving.LOCK} SKIP LOCKED", [item_id])
        if item is None:
            continue
        rows = Approval.objects.select_related(*WITH_ALL).select_for_update(of=("self",))
        row = rows.filter(id=approval_id, closed_at=None, is_late=False, due_at__lte=now).first()
        if row is not None:
            found.append((row, item))
    return found


def mark_late(approval: Approval, item: ReviewItem, *, by: Actor, now: datetime) -> None:
    """Note that nobody resolved a held decision in time on its last level.

    Writes: record `decision.held_late`.
    """
    transactions.require()
    approval.is_late = True
    approval.save(update_fields=["is_late"])
    _record("decision.held_late", Held(approval, item), by, now, more={"due_at": approval.due_at})


def _close(held: Held, result: ApprovalResult, words: str, *, by: Actor, now: datetime) -> None:
    row = held.approval
    row.result, row.closed_at, row.closed_by = result.value, now, by
    row.sealed_why = because.sealed(held.item, words)
    row.save(update_fields=["result", "closed_at", "closed_by", "sealed_why", "instead", "delegation"])


def _record(
    verb: str,
    held: Held,
    by: Actor,
    now: datetime,
    *,
    instead: Decision | None = None,
    corrected: FactCorrection | None = None,
    more: Mapping[str, object] | None = None,
) -> None:
    row = held.approval
    data: dict[str, object] = {"approval": row.id, "outcome": held.decision.outcome_code.code}
    if instead is not None:
        data |= {"instead": instead.id, "outcome": instead.outcome_code.code}
    if instead is not None and corrected is not None:
        data |= amending.told(instead, instead_of=held.decision, currency=held.item.system.currency)
    lent = held.standings[0].lent if held.standings and row.result else None
    if lent is not None:
        data |= standing_in.named(lent)
    kept: list[dict[str, object]] = [{"approval": row.id, "result": row.result, "why": row.sealed_why}]
    if corrected is not None:
        kept.append({"correction": corrected.id, "diff": corrected.sealed})
    audit.record(
        verb,
        on=("decision", held.decision.id),
        by=by,
        at=now,
        case_id=held.item.case_id,
        data=data | dict(more or {}),
        rows=kept if row.result else [],
    )
