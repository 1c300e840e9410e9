"""Who works an inbox, how much they take, and when they are away: said by an admin or its supervisor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts import access
from apps.accounts import services as accounts
from apps.accounts.models import Actor, TimeAway, User
from apps.accounts.services.granting import ExpiryPast, UnfittingPermission
from apps.core import refusals, transactions
from apps.core.words import say
from apps.flow.selectors import staffing
from apps.flow.selectors.staffing import MAY, SUPERVISE, WORK, Staffed
from apps.flow.services import admitting
from apps.reviews import services as reviews
from apps.reviews.models import Capacity, Inbox

WHY_LENGTH = 300


class AdminsSay(refusals.NotAllowed):
    code = "only_admins_say"
    sentence = say("Who supervises an inbox is said by an admin, never by who supervises it.")


class OwnMembership(refusals.NotAllowed):
    code = "own_membership"
    sentence = say("Nobody says what they may do themselves. An admin or another supervisor can.")


class MembershipWhyMissing(refusals.Invalid):
    code = "membership_why"
    sentence = say("Say why, in at most %(most)s characters.", most=WHY_LENGTH)


class PersonUnknown(refusals.Invalid):
    code = "person_unknown"
    sentence = say(
        "Nobody active in this organisation signs in with this address. Choose somebody from the list."
    )


class LastWorker(refusals.IllegalMove):
    code = "last_worker"
    sentence = say(
        "Cases come into this inbox by rule, and nobody else works it. Let somebody else in first."
    )


class NotWorking(refusals.IllegalMove):
    code = "not_working"
    sentence = say("This person does not work the inbox, so there is nothing to count.")


class NotYoursToSay(refusals.NotAllowed):
    code = "not_yours_to_say"
    sentence = say(
        "An absence is stated by the person, by an admin, or by somebody who supervises an inbox they work."
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What a permission taken back did to the cases of the inbox: put back, and everybody's again."""

    n_put_back: int
    n_freed: int


def let_into_inbox(
    *,
    slug: str,
    user_id: UUID,
    permission: str,
    why: str,
    expires_at: datetime | None,
    by: Actor,
    now: datetime,
) -> None:
    """Let a person work, supervise or look into an inbox; giving again sets a new end.

    Raises: refusals.NotVisible, OnlyWhoStaffs, AdminsSay, OwnMembership, PersonUnknown, UnfittingPermission,
    MembershipWhyMissing, ExpiryPast.
    """
    with transactions.verb():
        found = locked(slug, by)
        person = person_of(user_id, found)
        if not person.is_active:
            raise PersonUnknown(field="person")
        _require(found, person, permission, by)
        if expires_at is not None and expires_at <= now:
            raise ExpiryPast(field="until")
        said, on = _reason(why), found.inbox
        row = accounts.give(
            user=person, permission=permission, on=on, expires_at=expires_at, why=said, by=by, now=now
        )
        admitting.tell_of_grant(row, now=now)


def shut_out_of_inbox(
    *, slug: str, user_id: UUID, permission: str, why: str, by: Actor, now: datetime
) -> Left:
    """Take a permission on an inbox back, from the person's next request on.

    What they hold there goes back to it at once unless they may still decide there, and what was given to
    them is everybody's again. Whoever is the last to work an inbox into which cases come by rule stays.
    Raises: refusals.NotVisible, OnlyWhoStaffs, AdminsSay, OwnMembership, UnfittingPermission,
    MembershipWhyMissing, LastWorker.
    """
    with transactions.verb():
        found = locked(slug, by)
        person = person_of(user_id, found)
        _require(found, person, permission, by)
        held = set(person.grant_terms.filter(object_id=found.inbox.id).values_list("permission", flat=True))
        if permission not in held:
            raise refusals.NotVisible
        if permission == WORK and staffing.is_last_worker(found.inbox, person, now):
            raise LastWorker
        on = found.inbox
        said = _reason(why)
        row = accounts.take_back(user=person, permission=permission, on=on, by=by, now=now, why=said)
        admitting.tell_of_grant(row, now=now)
        left, n_put_back, n_freed = person.actor, 0, 0
        if (held - {permission}).isdisjoint({WORK, SUPERVISE}):
            n_put_back = reviews.put_back_of(inbox=on, person=left, by=by, now=now)
        if permission == WORK:
            n_freed = reviews.free_given_to(inbox=on, person=left, by=by, now=now)
        return Left(n_put_back, n_freed)


def set_capacity(
    *,
    slug: str,
    user_id: UUID,
    per_day: int | None,
    version: int,
    weekdays: Collection[int] | None = None,
    by: Actor,
    now: datetime,
) -> Capacity:
    """Say how many cases of an inbox somebody who works it takes on a working day; None: not counted.

    weekdays: on which days of the week they are on for it, Monday 0; None leaves that.
    Raises: refusals.NotVisible, OnlyWhoStaffs, NotWorking, CapacityInvalid, RotaInvalid, CapacityMoved.
    """
    with transactions.verb():
        found = locked(slug, by)
        person = person_of(user_id, found)
        if not works(found.inbox, person, now=now):
            raise NotWorking
        return reviews.set_capacity(
            inbox=found.inbox,
            person=person.actor,
            per_day=per_day,
            version=version,
            weekdays=weekdays,
            by=by,
            now=now,
        )


def works(inbox: Inbox, person: User, *, now: datetime) -> bool:
    """Say whether a person works an inbox now."""
    return staffing.in_force(inbox, now).filter(permission=WORK, user=person).exists()


def set_target(*, slug: str, in_hundred: int | None, by: Actor, now: datetime) -> Inbox:
    """Say how many of 100 cases are to leave an inbox before they are due; None: nothing is aimed at.

    Raises: refusals.NotVisible, OnlyWhoStaffs, TargetInvalid.
    """
    with transactions.verb():
        found = locked(slug, by)
        return reviews.set_target(inbox=found.inbox, in_hundred=in_hundred, by=by, now=now)


def state_away(
    *,
    user_id: UUID,
    from_at: datetime,
    until_at: datetime,
    stand_in: str = "",
    by: Actor,
    now: datetime,
) -> TimeAway:
    """State that a person is away: they count for no capacity then, and are given no cases.

    stand_in: the e-mail address of who takes what they have as it begins.

    Raises: refusals.NotVisible, NotYoursToSay, and what `accounts.state_away` refuses.
    """
    with transactions.verb():
        people = User.objects.select_related("actor").filter(organisation=by.organisation_id)
        person = people.filter(id=user_id).first()
        if person is None:
            raise refusals.NotVisible
        _require_close(person, by)
        instead = people.filter(email__iexact=stand_in).first() if stand_in else None
        if stand_in and instead is None:
            raise accounts.StandInUnfit(field="stand_in")
        return accounts.state_away(
            person=person, from_at=from_at, until_at=until_at, stand_in=instead, by=by, now=now
        )


def end_away(*, away_id: UUID, by: Actor, now: datetime) -> TimeAway:
    """End an absence, or take back one that has not begun.

    Raises: refusals.NotVisible, NotYoursToSay, AwayEnded.
    """
    with transactions.verb():
        rows = TimeAway.objects.select_related("person__actor")
        away = rows.filter(id=away_id, person__organisation=by.organisation_id).first()
        if away is None:
            raise refusals.NotVisible
        _require_close(away.person, by)
        return accounts.end_away(away=away, by=by, now=now)


def _require_close(person: User, by: Actor) -> None:
    if not staffing.may_say_away(person, by=by):
        raise NotYoursToSay(permission=SUPERVISE)


def locked(slug: str, by: Actor) -> Staffed:
    """Return the inbox with its row locked: its people change one after the other.

    Raises: refusals.NotVisible, OnlyWhoStaffs.
    """
    found = staffing.staffed(slug=slug, to=by)
    if found.is_admin:
        accounts.require_admin(by)
    list(Inbox.objects.select_for_update(no_key=True).filter(id=found.inbox.id).values_list("id"))
    access.forget(by)
    return staffing.staffed(slug=slug, to=by)


def person_of(user_id: UUID, found: Staffed) -> User:
    """Return a person of the inbox's organisation.

    Raises: refusals.NotVisible.
    """
    people = User.objects.select_related("actor").filter(organisation=found.inbox.organisation_id)
    person = people.filter(id=user_id).first()
    if person is None:
        raise refusals.NotVisible
    return person


def _require(found: Staffed, person: User, permission: str, by: Actor) -> None:
    if permission not in MAY:
        raise UnfittingPermission(field="may")
    if permission not in found.may_give:
        raise AdminsSay(permission="admin")
    if person.actor_id == by.id:
        raise OwnMembership(permission="admin")


def _reason(why: str) -> str:
    if not 0 < len(why.strip()) <= WHY_LENGTH:
        raise MembershipWhyMissing(field="why")
    return why.strip()
