"""Who may see and who may decide items. Items inherit the grants of their inbox."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.reviews.models import Decision, Inbox, ReviewItem

_SEEING = ("work_inbox", "supervise_inbox", "look_inbox")


class CannotWork(refusals.NotAllowed):
    code = "cannot_work_inbox"
    sentence = (
        "You may look at this inbox, but not work in it. A supervisor or admin can give you that right."
    )


class RaisedByYou(refusals.NotAllowed):
    code = "raised_by_you"
    sentence = "You escalated this case, so somebody else decides it."


def inbox_ids(actor: Actor) -> frozenset[UUID]:
    """Return the inboxes an actor may look into."""
    return frozenset[UUID]().union(*(access.granted_ids(actor, name) for name in _SEEING))


def visible_inboxes(actor: Actor) -> QuerySet[Inbox]:
    """Return the inboxes an actor may look into, by level and name."""
    return Inbox.objects.filter(id__in=inbox_ids(actor)).order_by("level", "name")


def visible_items(actor: Actor) -> QuerySet[ReviewItem]:
    """Return the items an actor may see: those in their inboxes, and those of systems they audit or own."""
    systems = access.granted_ids(actor, "audit_system")
    return ReviewItem.objects.filter(
        Q(inbox__in=inbox_ids(actor))
        | Q(escalations__from_inbox__in=inbox_ids(actor))
        | Q(system__in=systems)
        | Q(system__owner__actor=actor)
    ).distinct()


def own_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return what the actor decided; nobody else's."""
    return Decision.objects.filter(by=actor)


def may_work(actor: Actor, inbox_id: UUID) -> bool:
    """Say whether the actor may claim and decide in an inbox."""
    return inbox_id in access.granted_ids(actor, "work_inbox")


def may_supervise(actor: Actor, inbox_id: UUID) -> bool:
    """Say whether the actor may take over and reassign in an inbox."""
    return inbox_id in access.granted_ids(actor, "supervise_inbox")


def require_work(actor: Actor, item: ReviewItem) -> None:
    """Refuse an actor who may not decide this item.

    Raises: CannotWork, RaisedByYou.
    """
    if not may_work(actor, item.inbox_id):
        raise CannotWork(permission="work_inbox")
    if item.escalations.filter(raised_by=actor, to_inbox=item.inbox_id).exclude(result="RETURNED").exists():
        raise RaisedByYou(permission="decide_what_another_raised")
