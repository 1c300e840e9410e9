"""Authority given once, and declared relations."""

from uuid import UUID

from django.db.models import Q

from apps.accounts.models import Actor
from apps.core import refusals
from apps.reviews import access
from apps.reviews.models import OneTimeAuthority, Relation


def given_once(*, item_id: UUID, to: Actor) -> list[OneTimeAuthority]:
    """Return the authority given once on the case of an item that a person sees, the newest first.

    Raises: refusals.NotVisible.
    """
    item = access.visible_items(to).filter(id=item_id).first()
    if item is None:
        raise refusals.NotVisible
    rows = OneTimeAuthority.objects.filter(case=item.case_id, system=item.system_id)
    return list(rows.select_related("person", "granted_by", "outcome_code").order_by("-granted_at", "-id"))


def relations_of(*, to: Actor) -> list[Relation]:
    """Return what a person declared, and what was declared of them, the newest first."""
    rows = Relation.objects.filter(Q(person=to) | Q(declared_by=to)).select_related("person", "case")
    return list(rows.order_by("-declared_at", "-id"))


def person_of(*, email: str, organisation_id: UUID) -> Actor | None:
    """Return the active person of an organisation behind an address; None when there is none."""
    found = Actor.objects.select_related("organisation").filter(
        user__email__iexact=email, user__is_active=True, organisation=organisation_id
    )
    return found.first()
