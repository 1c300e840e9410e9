"""What a person has to do with the subject of a case keeps them from taking and deciding it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals, statements
from apps.core.words import say
from apps.reviews.models import Relation, ReviewItem


class RelatedToYou(refusals.NotAllowed):
    code = "related_to_you"
    sentence = say("You have something to do with the person of this case, so somebody else decides it.")


def of_item(actor: Actor, item: ReviewItem) -> QuerySet[Relation]:
    """Return what keeps an actor, or whom they stand in for, from an item, as it was declared."""
    return _on_case(people=access.stands_for(actor), case_id=item.case_id)


def _on_case(*, people: Collection[UUID], case_id: UUID) -> QuerySet[Relation]:
    return Relation.objects.filter(person__in=people, subject__cases=case_id, ended_at=None)


_ON_CASE = statements.Written(lambda **of: _on_case(**of).values("id")[:1])


def of_subject(actor: Actor, subject: Any) -> QuerySet[Relation]:
    """Return what keeps an actor from every case of a subject."""
    return Relation.objects.filter(person=actor, subject=subject, ended_at=None)


def require_unrelated(actor: Actor, item: ReviewItem) -> None:
    """Refuse whoever has something to do with the subject of an item.

    Raises: RelatedToYou.
    """
    if item.has_kin and _ON_CASE.ask(people=access.stands_for(actor), case_id=item.case_id):
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
