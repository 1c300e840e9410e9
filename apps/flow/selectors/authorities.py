"""Declared relations, and whom an address names."""

from uuid import UUID

from django.db.models import Q

from apps.accounts.models import Actor
from apps.reviews.models import Relation


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
