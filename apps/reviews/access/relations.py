"""What a person has to do with the subject of a case keeps them from taking and deciding it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.reviews.models import Relation, ReviewItem


class RelatedToYou(refusals.NotAllowed):
    code = "related_to_you"
    sentence = say("You have something to do with the person of this case, so somebody else decides it.")


def of_item(actor: Actor, item: ReviewItem) -> QuerySet[Relation]:
    """Return what keeps an actor, or whom they stand in for, from an item, as it was declared."""
    people = access.stands_for(actor)
    return Relation.objects.filter(person__in=people, subject__cases=item.case_id, ended_at=None)


def of_subject(actor: Actor, subject: Any) -> QuerySet[Relation]:
    """Return what keeps an actor from every case of a subject."""
    return Relation.objects.filter(person=actor, subject=subject, ended_at=None)


def require_unrelated(actor: Actor, item: ReviewItem) -> None:
    """Refuse whoever has something to do with the subject of an item.

    Raises: RelatedToYou.
    """
    if of_item(actor, item).exists():
        raise RelatedToYou(permission="decide_on_others")


def supervised_relations(actor: Actor) -> QuerySet[Relation]:
    """Return what was declared on cases of inboxes that an actor supervises."""
    inboxes = access.granted_ids(actor, "supervise_inbox")
    return Relation.objects.filter(
        Exists(ReviewItem.objects.filter(case=OuterRef("case"), inbox__in=inboxes)),
        person__organisation=actor.organisation_id,
    )


def visible_relations(actor: Actor) -> QuerySet[Relation]:
    """Return the relations that an actor may know of: their own, those they supervise, those they audit."""
    audited = ReviewItem.objects.filter(
        case=OuterRef("case"), system__in=access.granted_ids(actor, "audit_system")
    )
    return Relation.objects.filter(
        Q(person=actor) | Q(id__in=supervised_relations(actor).values("id")) | Q(Exists(audited))
    )
