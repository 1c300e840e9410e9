"""Who may see and who may resolve held decisions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.accounts import access as grants
from apps.accounts import closeness
from apps.accounts.access import Lent
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem
from apps.reviews.access import RaisedByYou, inbox_ids, may_supervise, standing_in
from apps.reviews.access.relations import RelatedToYou
from apps.reviews.models import Approval, Escalation, OneTimeAuthority, Relation, ReviewItem


class DecidedByYou(refusals.NotAllowed):
    code = "made_by_you"
    sentence = say("You made this decision, so somebody else says whether it holds.")


class PolicyByYou(refusals.NotAllowed):
    code = "policy_by_you"
    sentence = say("You wrote the policy that judged this case, so somebody else says whether it holds.")


class StandsInForThem(refusals.NotAllowed):
    code = "stands_in_for_them"
    sentence = say(
        "You stand in for somebody who decided this or may not say whether it holds, so somebody else does."
    )


class NotTheApprover(refusals.NotAllowed):
    code = "not_the_approver"
    sentence = say("This decision waits for somebody else, who has the authority for it.")


def visible_approvals(actor: Actor) -> QuerySet[Approval]:
    """Return the held decisions in inboxes of the actor, those they made, and those of systems they own.

    Also those that come to somebody for whom they resolve such, and those that they were given authority for.
    """
    seen = Q(inbox__in=inbox_ids(actor)) | Q(decided_by=actor)
    seen |= Q(system__in=AISystem.objects.filter(owner__actor=actor))
    theirs = OneTimeAuthority.objects.filter(approval=OuterRef("pk"), person=actor, revoked_at=None)
    seen |= Q(Exists(theirs))
    handed = standing_in.handed(actor)
    return Approval.objects.filter(seen if handed is None else seen | handed)


def given(actor: Actor, *, now: datetime) -> QuerySet[OneTimeAuthority]:
    """Return the authority that was given to the actor once and that they may still use."""
    rows = OneTimeAuthority.objects.filter(person=actor, used_at=None, revoked_at=None)
    return rows.filter(expires_at__gt=now)


def approvals_for(actor: Actor, *, now: datetime) -> QuerySet[Approval]:
    """Return the held decisions that wait for the actor: in inboxes they decide in, or for them as owner.

    Also where somebody gave them the authority for it. In its own inbox a decision is resolved by whoever
    supervises that, not by those who work it.
    """
    owned = AISystem.objects.filter(owner__actor=actor)
    above = Q(inbox__in=grants.granted_ids(actor, "work_inbox")) & ~Q(inbox=F("item__inbox"))
    supervised = Q(inbox__in=grants.granted_ids(actor, "supervise_inbox"))
    waiting = supervised | above | Q(inbox=None, system__in=owned)
    waiting |= Q(Exists(given(actor, now=now).filter(approval=OuterRef("pk"))))
    handed = standing_in.handed(actor)
    if handed is not None:
        waiting |= handed
    return Approval.objects.filter(waiting, closed_at=None).exclude(decided_by__in=grants.stands_for(actor))


def excluded_from(
    item_id: UUID, *, decided_by_id: UUID, policy_id: UUID
) -> dict[UUID, type[refusals.NotAllowed]]:
    """Say who may never resolve a held decision, and why not.

    Whoever decided, raised the case, wrote the policy, or has something to do with the subject; other
    accounts of the same mailbox as theirs; and who stands in for one of these, directly or through others.
    """
    raised = Escalation.objects.filter(item=item_id).exclude(result="RETURNED")
    wrote = PolicyVersion.objects.filter(id=policy_id).values_list("author", "writers")
    found: dict[UUID, type[refusals.NotAllowed]] = {}
    for author_id, writers in wrote:
        found |= dict.fromkeys((author_id, *writers), PolicyByYou)
    related = Relation.objects.filter(subject__cases__items=item_id, ended_at=None)
    found |= dict.fromkeys(related.values_list("person", flat=True), RelatedToYou)
    found |= dict.fromkeys(raised.values_list("raised_by", flat=True), RaisedByYou)
    found |= {decided_by_id: DecidedByYou}
    near = closeness.close_to(list(found))
    return found | {other: StandsInForThem if handed else found[one] for other, (one, handed) in near.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """By what somebody resolves a held decision: whose authority counts, and under which delegation."""

    of: Actor
    lent: Lent | None = None


def standings(actor: Actor, approval: Approval, *, now: datetime) -> list[Standing]:
    """Return by what an actor may resolve a held decision, their own right first.

    Raises: whatever keeps them from it.
    """
    excluded = excluded_from(
        approval.item_id, decided_by_id=approval.decided_by_id, policy_id=approval.decision.policy_id
    )
    if actor.id in excluded:
        raise excluded[actor.id](permission="approve_what_another_decided")
    is_above = approval.inbox_id != approval.item.inbox_id
    names = standing_in.DECIDING if is_above else ("supervise_inbox",)
    own = Standing(actor, standing_in.under(actor, approval.inbox_id, names))
    is_given = given(actor, now=now).filter(approval=approval)
    found = [own] if is_approver(actor, approval) or is_given.exists() else []
    found += [
        Standing(giver, lent)
        for system_id, lent, giver in standing_in.givers(actor)
        if system_id == approval.system_id and is_approver(giver, approval, own=True)
    ]
    if not found:
        raise NotTheApprover(permission="approve")
    return found


def why_not_approve(actor: Actor, approval: Approval, *, now: datetime) -> refusals.NotAllowed | None:
    """Return what keeps an actor from resolving a held decision, or None."""
    try:
        standings(actor, approval, now=now)
    except refusals.NotAllowed as refusal:
        return refusal
    return None


def is_approver(actor: Actor, approval: Approval, *, own: bool = False) -> bool:
    """Say whether a held decision waits where the actor decides; own: not by what was handed to them."""
    if approval.inbox_id is None:
        return approval.system.owner.actor_id == actor.id
    ids = grants.own_ids if own else grants.granted_ids
    is_above = approval.inbox_id != approval.item.inbox_id
    return approval.inbox_id in ids(actor, "supervise_inbox") or (
        is_above and approval.inbox_id in ids(actor, "work_inbox")
    )


def visible_authorities(actor: Actor) -> QuerySet[OneTimeAuthority]:
    """Return the authority given once that an actor may know of.

    One's own, what one gave, and that on cases of inboxes one supervises and of systems one owns or audits.
    """
    supervised = ReviewItem.objects.filter(
        case=OuterRef("case"),
        system=OuterRef("system"),
        inbox__in=grants.granted_ids(actor, "supervise_inbox"),
    )
    return OneTimeAuthority.objects.filter(
        Q(person=actor)
        | Q(granted_by=actor)
        | Q(system__in=AISystem.objects.filter(owner__actor=actor))
        | Q(system__in=grants.granted_ids(actor, "audit_system"))
        | Exists(supervised)
    )


def may_take_back(actor: Actor, row: OneTimeAuthority) -> bool:
    """Say whether an actor may take it back: whoever gave it, supervises the case, or owns the system."""
    if actor.id in {row.granted_by_id, row.system.owner.actor_id}:
        return True
    inboxes = ReviewItem.objects.filter(case=row.case_id, system=row.system_id).values_list(
        "inbox", flat=True
    )
    return any(may_supervise(actor, one) for one in inboxes)
