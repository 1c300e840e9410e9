"""Who may see and who may resolve held decisions."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.accounts import access as grants
from apps.accounts import selectors as people
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.policy.models import PolicyVersion
from apps.registry.models import AISystem
from apps.reviews.access import RaisedByYou, inbox_ids, may_supervise, may_work
from apps.reviews.access.relations import RelatedToYou
from apps.reviews.models import Approval, Escalation, Relation


class DecidedByYou(refusals.NotAllowed):
    code = "made_by_you"
    sentence = say("You made this decision, so somebody else says whether it holds.")


class PolicyByYou(refusals.NotAllowed):
    code = "policy_by_you"
    sentence = say("You wrote the policy that judged this case, so somebody else says whether it holds.")


class NotTheApprover(refusals.NotAllowed):
    code = "not_the_approver"
    sentence = say("This decision waits for somebody else, who has the authority for it.")


def visible_approvals(actor: Actor) -> QuerySet[Approval]:
    """Return the held decisions in inboxes of the actor, those they made, and those of systems they own."""
    return Approval.objects.filter(
        Q(inbox__in=inbox_ids(actor))
        | Q(decided_by=actor)
        | Q(system__in=AISystem.objects.filter(owner__actor=actor))
    )


def approvals_for(actor: Actor) -> QuerySet[Approval]:
    """Return the held decisions that wait for the actor: in inboxes they decide in, or for them as owner.

    In its own inbox a decision is resolved by whoever supervises that, not by those who work it.
    """
    owned = AISystem.objects.filter(owner__actor=actor)
    above = Q(inbox__in=grants.granted_ids(actor, "work_inbox")) & ~Q(inbox=F("item__inbox"))
    supervised = Q(inbox__in=grants.granted_ids(actor, "supervise_inbox"))
    waiting = Approval.objects.filter(supervised | above | Q(inbox=None, system__in=owned), closed_at=None)
    return waiting.exclude(decided_by=actor)


def excluded_from(
    item_id: UUID, *, decided_by_id: UUID, policy_id: UUID
) -> dict[UUID, type[refusals.NotAllowed]]:
    """Say who may never resolve a held decision, and why not.

    Whoever decided, raised the case, wrote the policy, or has something to do with the subject; and other
    accounts of the same mailbox as theirs.
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
    return found | {
        other: found[one] for other, one in people.same_mailbox(list(found)).items() if other not in found
    }


def why_not_approve(actor: Actor, approval: Approval) -> refusals.NotAllowed | None:
    """Return what keeps an actor from resolving a held decision, or None."""
    excluded = excluded_from(
        approval.item_id, decided_by_id=approval.decided_by_id, policy_id=approval.decision.policy_id
    )
    if actor.id in excluded:
        return excluded[actor.id](permission="approve_what_another_decided")
    return None if is_approver(actor, approval) else NotTheApprover(permission="approve")


def is_approver(actor: Actor, approval: Approval) -> bool:
    """Say whether a held decision waits where the actor decides."""
    if approval.inbox_id is None:
        return approval.system.owner.actor_id == actor.id
    is_above = approval.inbox_id != approval.item.inbox_id
    return may_supervise(actor, approval.inbox_id) or (is_above and may_work(actor, approval.inbox_id))
