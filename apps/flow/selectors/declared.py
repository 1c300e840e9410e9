"""Declared relations to claimants: for the person, who supervises the case, and who audits; nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.flow.selectors import cursors
from apps.reviews import services as reviews
from apps.reviews.access import relations as who_may
from apps.reviews.models import Relation

_NEWEST = cursors.Order(("-declared_at", "-id"), "tu")


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One declared relation. over_said_at: the person says that it is over. may_end: the reader ends it."""

    id: UUID
    person: str
    kind: str
    case_ref: str
    declared_by: str
    declared_at: datetime
    why: str
    over_said_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    is_mine: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class RelationsPage:
    rows: list[RelationRow]
    next: str | None


def relations_list(*, to: Actor, after: str | None, limit: int) -> RelationsPage:
    """Return a page of the relations that a person may know of, the newest first.

    Raises: cursors.BadCursor.
    """
    rows = _read(who_may.visible_relations(to))
    found = list(_NEWEST.page(rows, after, limit))
    return RelationsPage(
        rows=_rows(found[:limit], to),
        next=_NEWEST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def one(*, relation_id: UUID, to: Actor) -> RelationRow:
    """Return one declared relation.

    Raises: refusals.NotVisible.
    """
    found = _rows(list(_read(who_may.visible_relations(to).filter(id=relation_id))), to)
    if not found:
        raise refusals.NotVisible
    return found[0]


def _read(rows: Any) -> Any:
    return rows.select_related("person", "case", "declared_by", "ended_by")


def _rows(found: Sequence[Relation], to: Actor) -> list[RelationRow]:
    keys = vault.open_keys([one.subject_id for one in found]) if found else {}
    theirs = who_may.supervised_relations(to).filter(id__in=[one.id for one in found])
    may_end = set(theirs.values_list("id", flat=True))
    return [_row(one, to, keys, is_theirs=one.id in may_end) for one in found]


def _row(one: Relation, to: Actor, keys: Mapping[UUID, bytes], *, is_theirs: bool) -> RelationRow:
    sealed = bytes(one.sealed_why) if one.sealed_why else None
    return RelationRow(
        id=one.id,
        person=one.person.name,
        kind=one.kind,
        case_ref=one.case.case_ref,
        declared_by=one.declared_by.name,
        declared_at=one.declared_at,
        why=reviews.sealed_text(sealed, subject_id=one.subject_id, keys=keys),
        over_said_at=one.over_said_at,
        ended_at=one.ended_at,
        ended_by=one.ended_by.name if one.ended_by else "",
        is_mine=one.person_id == to.id,
        may_end=is_theirs and one.person_id != to.id and one.ended_at is None,
    )


def person_of(*, email: str, organisation_id: UUID) -> Actor | None:
    """Return the active person of an organisation behind an address; None when there is none."""
    found = Actor.objects.select_related("organisation").filter(
        user__email__iexact=email, user__is_active=True, organisation=organisation_id
    )
    return found.first()
