"""Limits of authority with their history, authority given once, and declared relations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.registry.models import AISystem, AuthorityLimit
from apps.reviews import access
from apps.reviews.models import OneTimeAuthority, Relation


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit; `person` and `set_by` are names, `outcome` a code and `outcome_label` its words."""

    id: UUID
    role: str
    person: str
    outcome: str
    outcome_label: str
    max_amount_minor: int | None
    from_at: datetime
    ended_at: datetime | None
    set_by: str
    why: str
    in_force: bool
    is_planned: bool


def limits(*, system: AISystem, now: datetime) -> list[LimitRow]:
    """Return every limit of an AI system: in force, then to come, then what was before, the newest first."""
    rows = AuthorityLimit.objects.filter(system=system).select_related("person", "outcome_code", "set_by")
    found = [limit_row(one, now=now) for one in rows.order_by("role", "-from_at", "-id")]
    return sorted(found, key=lambda one: (not one.in_force, not one.is_planned))


def limit_row(one: AuthorityLimit, *, now: datetime) -> LimitRow:
    """Write one limit as it stands at a moment."""
    is_over = one.ended_at is not None and one.ended_at <= now
    return LimitRow(
        id=one.id,
        role=one.role,
        person=one.person.name if one.person else "",
        outcome=one.outcome_code.code if one.outcome_code else "",
        outcome_label=speak_kept(one.outcome_code.label) if one.outcome_code else "",
        max_amount_minor=one.max_amount_minor,
        from_at=one.from_at,
        ended_at=one.ended_at,
        set_by=one.set_by.name if one.set_by else "",
        why=one.why,
        in_force=one.from_at <= now and not is_over,
        is_planned=one.from_at > now and not is_over,
    )


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
