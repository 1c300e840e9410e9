"""Powers handed on for a time, and who may stand in. Whose inbox or AI system it is, is asked above."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from apps.accounts.closeness import same_mailbox
from apps.accounts.models import Actor, Delegation, Organisation, Role, StandIn, User
from apps.audit import services as audit
from apps.core import refusals, statements, transactions
from apps.core.models import OrganisationOwned
from apps.core.words import say

LONGEST = timedelta(days=31)
WHY_LENGTH = 300
MAY_STAND_IN = frozenset({Role.OFFICER.value, Role.SUPERVISOR.value, Role.OWNER.value})


class DelegationInvalid(refusals.Invalid):
    code = "delegation_invalid"
    sentence = say("Say why, and for how long: it ends after it begins, in the future, within 31 days.")


class NotOnTheList(refusals.Invalid):
    code = "not_on_the_list"
    sentence = say("Choose somebody from the list of those who may stand in here.")


class DelegatedAlready(refusals.IllegalMove):
    code = "delegated_already"
    sentence = say("This person stands in for you here already in a part of this time. Take that back first.")


class DelegationOver(refusals.IllegalMove):
    code = "delegation_over"
    sentence = say("This delegation is over already.")


class CannotStandInHere(refusals.Invalid):
    code = "cannot_stand_in_here"
    sentence = say("Choose an active officer, supervisor or owner of your organisation.")


class OwnStandIn(refusals.NotAllowed):
    code = "own_stand_in"
    sentence = say("Nobody puts themselves, or another account of theirs, on this list.")


class StandInKnown(refusals.IllegalMove):
    code = "stand_in_known"
    sentence = say("This person is on the list already.")


class StandInOver(refusals.IllegalMove):
    code = "stand_in_over"
    sentence = say("This person was taken off the list already.")


def list_stand_in(*, on: OrganisationOwned, person: User | None, by: Actor, now: datetime) -> StandIn:
    """Put a person on the list of those who may be handed powers on one inbox or AI system.

    Raises: CannotStandInHere, OwnStandIn, StandInKnown.
    Writes: record `stand_in.listed`.
    """
    transactions.require()
    if person is None or person.organisation_id != on.organisation_id or not person.is_active:
        raise CannotStandInHere(field="person")
    if person.actor_id == by.id or person.actor_id in same_mailbox([by.id]):
        raise OwnStandIn(permission="admin")
    if MAY_STAND_IN.isdisjoint(person.role_assignments.values_list("role", flat=True)):
        raise CannotStandInHere(field="person")
    try:
        with transaction.atomic():
            row = StandIn.objects.create(
                organisation_id=on.organisation_id,
                object_id=on.pk,
                person=person,
                listed_by=by,
                listed_at=now,
            )
    except IntegrityError as error:
        raise StandInKnown from error
    _record("stand_in.listed", row.id, by, now, {"on": on.pk, "person": person.actor_id})
    return row


def end_stand_in(*, row: StandIn, by: Actor, now: datetime) -> StandIn:
    """Take a person off the list; what they were handed there ends with their next request.

    Raises: StandInOver.
    Writes: record `stand_in.ended`.
    """
    transactions.require()
    if StandIn.objects.filter(id=row.id, ended_at=None).update(ended_at=now, ended_by=by) != 1:
        raise StandInOver
    row.ended_at, row.ended_by = now, by
    _record("stand_in.ended", row.id, by, now, {"on": row.object_id, "person": row.person.actor_id})
    return row


def delegate(
    *,
    power: str,
    on: OrganisationOwned,
    to: User | None,
    why: str,
    begins_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
) -> Delegation:
    """Hand a power on for a time; that the giver has it themselves is asked by the caller.

    Raises: DelegationInvalid, NotOnTheList, DelegatedAlready.
    Writes: record `delegation.given`.
    """
    transactions.require()
    said = why.strip()
    is_timely = max(begins_at, now) < ends_at <= begins_at + LONGEST and begins_at <= now + LONGEST
    if not 1 <= len(said) <= WHY_LENGTH or not is_timely:
        raise DelegationInvalid(field="ends_at" if said else "why")
    if to is None or not _is_listed(to, on) or to.actor_id in {by.id, *same_mailbox([by.id])}:
        raise NotOnTheList(field="to")
    organisation = Organisation.objects.select_for_update(no_key=True).get(id=on.organisation_id)
    rows = Delegation.objects.filter(organisation=organisation)
    same = rows.filter(power=power, object_id=on.pk, giver=by.user, to=to, ended_at=None)
    if same.filter(begins_at__lt=ends_at, ends_at__gt=max(begins_at, now)).exists():
        raise DelegatedAlready
    row = Delegation.objects.create(
        organisation=organisation,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        power=power,
        object_id=on.pk,
        giver=by.user,
        to=to,
        why=said,
        given_at=now,
        begins_at=max(begins_at, now),
        ends_at=ends_at,
    )
    data = _told(row) | {"begins_at": row.begins_at, "ends_at": ends_at}
    _record("delegation.given", row.id, by, now, data, rows=[{"delegation": row.id, "why": said}])
    return row


def _is_listed(person: User, on: OrganisationOwned) -> bool:
    return person.is_active and person.stand_ins.filter(object_id=on.pk, ended_at=None).exists()


def take_back_delegation(*, row: Delegation, by: Actor, now: datetime) -> Delegation:
    """End a delegation at once, from the receiver's next request on.

    Raises: DelegationOver.
    Writes: record `delegation.taken_back`.
    """
    transactions.require()
    open_ = Delegation.objects.filter(id=row.id, ended_at=None, ends_at__gt=now)
    if open_.update(ended_at=now, ended_by=by) != 1:
        raise DelegationOver
    row.ended_at, row.ended_by = now, by
    _record("delegation.taken_back", row.id, by, now, _told(row))
    return row


def require_running(delegation_id: UUID) -> None:
    """Refuse to act under a delegation that is over, and keep it from ending until the transaction does.

    Raises: DelegationOver.
    """
    transactions.require()
    rows = statements.ask(
        "SELECT d.id FROM accounts_delegation d WHERE d.id = %s AND reviewhub_delegation_runs(d) FOR SHARE",
        [delegation_id],
    )
    if not rows:
        raise DelegationOver


def _told(row: Delegation) -> dict[str, object]:
    people = {"from": row.giver.actor_id, "to": row.to.actor_id}
    return {"number": row.number, "power": row.power, "on": row.object_id, **people}


def _record(
    verb: str,
    row_id: UUID,
    by: Actor,
    now: datetime,
    data: dict[str, object],
    rows: list[dict[str, object]] | None = None,
) -> None:
    audit.record(verb, on=(verb.partition(".")[0], row_id), by=by, at=now, data=data, rows=rows or [])
