"""Conflicts of interest, declared by the person or their supervisor: who has one decides nothing there."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake.models import Case
from apps.reviews import access, rules
from apps.reviews.access import standing_in
from apps.reviews.models import Relation, ReviewItem
from apps.reviews.services import claiming
from apps.reviews.states import ItemState, RelationKind


class RelationUnknown(refusals.Invalid):
    code = "relation_kind"
    sentence = say("Say what it is: your own claim, family, somebody close, or business.")


class RelationKnown(refusals.IllegalMove):
    code = "relation_known"
    sentence = say("That is declared already.")


class RelationOver(refusals.IllegalMove):
    code = "relation_over"
    sentence = say("That was ended already.")


class RelationWordless(refusals.Invalid):
    code = "relation_why"
    sentence = say(
        "Say why you declare this of somebody else, in at most %(most)s characters.", most=rules.MAX_NOTE
    )


class OnlySupervisors(refusals.NotAllowed):
    code = "relation_of_another"
    sentence = say("Only whoever supervises the inbox of the case declares this of somebody else.")


def declare_relation(
    *, case_ref: str, kind: str, by: Actor, now: datetime, person: Actor | None = None, why: str = ""
) -> Relation:
    """Declare that a person, or whoever declares it, has something to do with the subject of a case.

    Whatever of that subject they hold goes back to its inbox; their drafts are kept. Of somebody else it
    takes a reason.
    Raises: refusals.NotVisible, OnlySupervisors, RelationUnknown, RelationWordless, RelationKnown.
    Writes: Relation, Claim ended, record `relation.declared`.
    """
    with transactions.verb():
        of = person or by
        case = _case(case_ref, of, by)
        if kind not in {one.value for one in RelationKind}:
            raise RelationUnknown(field="kind")
        if len(why.strip()) > rules.MAX_NOTE or (of.id != by.id and not why.strip()):
            raise RelationWordless(field="why")
        try:
            with transaction.atomic():
                row = Relation.objects.create(
                    person=of,
                    subject_id=case.subject_id,
                    kind=kind,
                    case=case,
                    declared_by=by,
                    declared_at=now,
                    sealed_why=_sealed(case, why.strip()),
                )
        except IntegrityError as error:
            raise RelationKnown from error
        _put_back(of, case, by=by, now=now)
        _record("relation.declared", row, by, now)
        return row


def _sealed(case: Case, why: str) -> bytes | None:
    return vault.seal_for(why, subject_id=case.subject_id) if why else None


def _case(case_ref: str, of: Actor, by: Actor) -> Case:
    """Return a case that whoever declares sees; of somebody else, one whose inbox they supervise."""
    items = access.visible_items(by).filter(case__case_ref=case_ref, system__organisation=by.organisation_id)
    item = items.select_related("case").order_by("-opened_at", "-id").first()
    if item is None or of.organisation_id != by.organisation_id:
        raise refusals.NotVisible
    if of.id != by.id and not access.may_supervise(by, item.inbox_id):
        raise OnlySupervisors(permission="supervise_inbox")
    found: Case = item.case
    return found


def _put_back(of: Actor, case: Case, *, by: Actor, now: datetime) -> None:
    held = ReviewItem.objects.select_for_update(of=("self",)).filter(
        case__subject=case.subject_id, state=ItemState.CLAIMED, holder=of
    )
    for item in held.order_by("id"):
        claiming.put_back_for(item, by=by, now=now)
    ReviewItem.objects.filter(case__subject=case.subject_id, assigned_to=of).update(
        assigned_to=None, assigned_until=None
    )


def say_over(*, relation_id: UUID, by: Actor, now: datetime) -> Relation:
    """Say of one's own relation that it is over; it keeps one from deciding until a supervisor ends it.

    Raises: refusals.NotVisible, RelationOver.
    Writes: Relation, record `relation.said_over`.
    """
    with transactions.verb():
        rows = Relation.objects.select_related("person", "case").select_for_update(of=("self",))
        row = rows.filter(id=relation_id, person=by).first()
        if row is None:
            raise refusals.NotVisible
        if row.ended_at is not None or row.over_said_at is not None:
            raise RelationOver
        row.over_said_at = now
        row.save(update_fields=["over_said_at"])
        _record("relation.said_over", row, by, now)
        return row


def end_relation(*, relation_id: UUID, by: Actor, now: datetime) -> Relation:
    """End a declared relation: by whoever supervises the case's inbox, and of others only.

    Nobody ends their own: else one would end it to decide, and declare it again.
    Raises: refusals.NotVisible, OnlySupervisors, RelationOver.
    Writes: Relation ended, record `relation.ended`.
    """
    with transactions.verb():
        rows = Relation.objects.select_related("person", "case").select_for_update(of=("self",))
        row = rows.filter(id=relation_id, person__organisation=by.organisation_id).first()
        if row is None:
            raise refusals.NotVisible
        inboxes = ReviewItem.objects.filter(case=row.case_id).values_list("inbox", flat=True)
        where = next((one for one in inboxes if access.may_supervise(by, one)), None)
        if row.person_id == by.id or where is None:
            raise (
                OnlySupervisors(permission="supervise_inbox")
                if row.person_id == by.id
                else refusals.NotVisible
            )
        if row.ended_at is not None:
            raise RelationOver
        row.ended_at, row.ended_by = now, by
        row.save(update_fields=["ended_at", "ended_by"])
        _record("relation.ended", row, by, now, standing_in.supervising_under(by, where))
        return row


def _record(
    verb: str, row: Relation, by: Actor, now: datetime, lent: Mapping[str, object] | None = None
) -> None:
    data = {"person": row.person_id, "subject": row.subject_id, "kind": row.kind, **(lent or {})}
    audit.record(verb, on=("relation", row.id), by=by, at=now, data=data)
