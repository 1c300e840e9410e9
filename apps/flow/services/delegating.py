"""A power is handed on for a time, or taken back; an owner or admin says who may stand in."""

from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts_access
from apps.accounts import services as accounts
from apps.accounts.models import Actor, Delegation, Power, Role, StandIn, User
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors import delegating as selectors
from apps.notify import services as notify
from apps.reviews.models import Inbox


class PowerNotYours(refusals.NotAllowed):
    code = "power_not_yours"
    sentence = say(
        "You can only hand on a power that you hold yourself. What was handed to you is never passed on."
    )


class PowerUnknown(refusals.Invalid):
    code = "power_unknown"
    sentence = say("Choose what to hand on: supervising or deciding in an inbox, or resolving what is held.")


class NotYourList(refusals.NotAllowed):
    code = "not_your_list"
    sentence = say("Who may stand in on an AI system is said by its owner, and in an inbox by an admin.")


class NotYoursToEnd(refusals.NotAllowed):
    code = "not_yours_to_end"
    sentence = say(
        "A delegation is taken back by who gave or received it, the owner of the AI system, or an admin."
    )


def delegate(
    *,
    power: str,
    on: str,
    to: str,
    why: str,
    begins_at: datetime | None,
    ends_at: datetime,
    by: Actor,
    now: datetime,
) -> Delegation:
    """Hand a power on an inbox (`inbox:slug`) or AI system (`system:slug`) on, for a time.

    to: the e-mail address of somebody on its list. begins_at: None for now.
    Raises: refusals.NotVisible, PowerUnknown, PowerNotYours, DelegationInvalid, NotOnTheList,
    DelegatedAlready.
    """
    with transactions.verb():
        accounts_access.forget(by)
        thing = _seen(on, by)
        if power not in set(Power):
            raise PowerUnknown(field="power")
        if not selectors.holds(by, power, thing, now=now):
            raise PowerNotYours(permission=power)
        row = accounts.delegate(
            power=power,
            on=thing.row,
            to=person(to, by),
            why=why,
            begins_at=begins_at or now,
            ends_at=ends_at,
            by=by,
            now=now,
        )
        notify.tell(to_actor_id=row.to.actor_id, kind="delegated", about_id=row.id, case_id=None, now=now)
        return row


def _seen(on: str, by: Actor) -> selectors.Thing:
    """Return what a key names, for whoever has anything to do with it: nobody else learns that it exists."""
    thing = selectors.thing(key=on, organisation_id=by.organisation_id)
    names = ("work_inbox", "supervise_inbox", "look_inbox")
    seen = (accounts_access.granted_ids(by, name) for name in names)
    if isinstance(thing.row, Inbox) and not any(thing.id in ids for ids in seen):
        raise refusals.NotVisible
    return thing


def take_back(*, delegation_id: UUID, by: Actor, now: datetime) -> Delegation:
    """End a delegation at once; it means nothing from the receiver's next request on.

    Raises: refusals.NotVisible, NotYoursToEnd, DelegationOver.
    """
    with transactions.verb():
        found = selectors.delegation(delegation_id=delegation_id, to=by, now=now)
        if not found.may_end:
            raise NotYoursToEnd(permission="admin")
        row = accounts.take_back_delegation(row=found.row, by=by, now=now)
        for actor_id in {row.giver.actor_id, row.to.actor_id} - {by.id}:
            notify.tell(to_actor_id=actor_id, kind="delegation_ended", about_id=row.id, case_id=None, now=now)
        return row


def list_stand_in(*, on: str, email: str, by: Actor, now: datetime) -> StandIn:
    """Say that somebody may stand in on an inbox or AI system.

    Raises: refusals.NotVisible, NotYourList, CannotStandInHere, OwnStandIn, StandInKnown.
    """
    with transactions.verb():
        thing = selectors.thing(key=on, organisation_id=by.organisation_id)
        if not selectors.may_list(by, thing):
            raise NotYourList(permission="owner")
        if isinstance(thing.row, Inbox):
            accounts.require_admin(by)
        return accounts.list_stand_in(on=thing.row, person=person(email, by), by=by, now=now)


def end_stand_in(*, stand_in_id: UUID, by: Actor, now: datetime) -> StandIn:
    """Take somebody off a list; what they were handed there rests from their next request on.

    Raises: refusals.NotVisible, StandInOver.
    """
    with transactions.verb():
        found = selectors.stand_in(stand_in_id=stand_in_id, to=by)
        return accounts.end_stand_in(row=found.row, by=by, now=now)


def person(email: str, by: Actor) -> User | None:
    """Return a person of the actor's organisation by their address; None when there is none."""
    people = User.objects.select_related("actor").filter(organisation=by.organisation_id)
    return people.filter(email__iexact=email.strip()).first() if email.strip() else None


def may_keep_lists(actor: Actor) -> bool:
    """Say whether somebody may say who stands in: admins, and owners."""
    return any(accounts_access.has_role(actor, role) for role in (Role.ADMIN, Role.OWNER))
