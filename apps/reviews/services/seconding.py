"""Where a decision that needs a second person goes: the lowest level at which somebody may uphold it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts import selectors as people
from apps.accounts.models import Actor, Power
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.registry import selectors as registry
from apps.registry.models import AuthorityLimit, OutcomeCode
from apps.reviews.access import approving as who_may
from apps.reviews.models import Approval, Decision, Inbox, ReviewItem, Withdrawal
from apps.reviews.services import drafting, held_clocks
from apps.reviews.states import ApprovalResult, ApprovalWhy, ItemState


class NoSecondPerson(refusals.NotAllowed):
    code = "no_second_person"
    sentence = say(
        "Policy asks for a second person here, and nobody above you may be that. Escalate the case."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a held decision waits; `inbox` is None for the owner. people: who may uphold it there."""

    inbox: Inbox | None
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a decision is held and where it waits."""

    why: ApprovalWhy
    place: Place


def place_for(
    item: ReviewItem,
    *,
    outcome: OutcomeCode,
    excluded: Collection[UUID],
    now: datetime,
    above: Inbox | None = None,
) -> Place | None:
    """Return the lowest level at which somebody has the authority for an outcome and is not excluded.

    Levels: the inboxes that the item's climbs to, then whoever supervises its own, then the owner. Where
    everybody of a level is away, a higher one is taken; where all are, the lowest counts all the same.
    above: only levels over this one.
    """
    found = list(_places(item, outcome, excluded, now, above))
    away = set(accounts.away_at(now).values_list("person__actor", flat=True)) if found else set()
    away -= _stood_in(item, away, excluded, now) if away else set()
    present = (one for one in found if not away.issuperset(one.people))
    return next(present, found[0] if found else None)


def _stood_in(
    item: ReviewItem, away: Collection[UUID], excluded: Collection[UUID], now: datetime
) -> set[UUID]:
    """Return who is away and has somebody who resolves held decisions of the AI system for them."""
    rows = accounts.running(now).filter(power=Power.APPROVE, object_id=item.system_id, giver__actor__in=away)
    fit = rows.exclude(to__actor__in={*away, *excluded})
    return set(fit.values_list("giver__actor", flat=True))


def _places(
    item: ReviewItem, outcome: OutcomeCode, excluded: Collection[UUID], now: datetime, above: Inbox | None
) -> Iterator[Place]:
    limits = list(registry.limits_in_force(now=now).filter(system=item.system_id))
    seen = above is not None
    for inbox, permissions in _levels(item, is_climbing=above is not None):
        if seen:
            seen = inbox.id != (above.id if above else None)
            continue
        holding = {who for name in permissions for who in accounts.holders(name, inbox.id, now=now)}
        able = _able(holding, excluded, item, outcome, limits)
        if able:
            yield Place(inbox, able)
    owner = item.system.owner.actor
    if able := _able({owner}, excluded, item, outcome, limits):
        yield Place(None, able)


_DECIDING, _SUPERVISING = ("work_inbox", "supervise_inbox"), ("supervise_inbox",)


def _levels(item: ReviewItem, *, is_climbing: bool) -> Iterator[tuple[Inbox, tuple[str, ...]]]:
    above = item.inbox.climbs_to
    while above is not None:
        yield above, _DECIDING
        above = above.climbs_to
    if not is_climbing:
        yield item.inbox, _SUPERVISING


def _able(
    candidates: Iterable[Actor],
    excluded: Collection[UUID],
    item: ReviewItem,
    outcome: OutcomeCode,
    limits: Iterable[AuthorityLimit],
) -> tuple[UUID, ...]:
    left = [one.id for one in candidates if one.id not in excluded]
    held = people.roles_of(left)
    stake = item.stake_minor or 0
    theirs = {
        who: [one for one in limits if one.person_id == who or one.role in held.get(who, ())] for who in left
    }
    able = (who for who in left if registry.covers(theirs[who], outcome_id=outcome.id, amount_minor=stake))
    return tuple(sorted(able))


def hold(
    item: ReviewItem,
    *,
    outcome: OutcomeCode,
    policy_id: UUID,
    beyond: refusals.NotAllowed | None,
    four_eyes: bool,
    by: Actor,
    now: datetime,
) -> Hold | None:
    """Say whether a decision is to be held, and where; None when its maker decides it alone.

    beyond: the refusal where it is above their authority.
    Raises: beyond, NoSecondPerson, where nobody could uphold it.
    """
    if beyond is None and not four_eyes:
        return None
    excluded = who_may.excluded_from(item.id, decided_by_id=by.id, policy_id=policy_id)
    place = place_for(item, outcome=outcome, excluded=excluded, now=now)
    if place is None:
        raise beyond or NoSecondPerson(permission="four_eyes")
    return Hold(ApprovalWhy.OVER_AUTHORITY if beyond else ApprovalWhy.FOUR_EYES, place)


def raise_approval(item: ReviewItem, decision: Decision, held: Hold, *, by: Actor, now: datetime) -> Approval:
    """Keep that a decision waits for a second person.

    Writes: Approval, record `decision.held`.
    """
    transactions.require()
    inbox = held.place.inbox
    approval = Approval(
        id=ids.new(),
        decision=decision,
        item=item,
        system_id=item.system_id,
        inbox=inbox,
        decided_by=by,
        why=held.why.value,
        raised_at=now,
        due_at=held_clocks.until(item, inbox, now=now),
        result="",
    )
    approval.save(force_insert=True)
    audit.record(
        "decision.held",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data=_told(approval) | {"item": item.id, "why": approval.why},
    )
    return approval


def drop_held(*, items: Sequence[ReviewItem], now: datetime) -> dict[UUID, UUID]:
    """End the held decisions of locked items that are about to close; returns by item who decided.

    What they had chosen is their draft again, so that it goes on with a newer item where there is one.
    Writes: Withdrawal, Approval closed, Draft, record `decision.overtaken`.
    """
    transactions.require()
    held = {one.id: one for one in items if one.state == ItemState.HELD}
    if not held:
        return {}
    rows = Approval.objects.filter(item__in=held, closed_at=None)
    dropped = list(
        rows.select_related("decision__by", "decision__case__source").select_for_update(of=("self",))
    )
    lines = []
    for one in dropped:
        by = people.system_actor(one.decision.case.source.organisation_id)
        Withdrawal.objects.create(decision=one.decision, by=by, at=now)
        drafting.keep_again(item=held[one.item_id], decision=one.decision, by=one.decision.by, now=now)
        on, told = ("decision", one.decision_id), {"approval": one.id}
        lines.append(audit.Line("decision.overtaken", on, by, now, one.decision.case_id, told))
    Approval.objects.filter(id__in=[one.id for one in dropped]).update(
        closed_at=now, result=ApprovalResult.SUPERSEDED
    )
    ReviewItem.objects.filter(id__in=held).update(pending_decision=None)
    audit.record_many(lines)
    return {one.item_id: one.decided_by_id for one in dropped}


def _told(approval: Approval) -> dict[str, object]:
    return {"approval": approval.id, "to": approval.inbox_id, "due_at": approval.due_at}
