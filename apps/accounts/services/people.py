"""People: how they come in, how they sign in and how they want to see ReviewHub."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import available_timezones

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from apps.accounts import access
from apps.accounts.models import (
    Actor,
    ActorKind,
    Mails,
    Organisation,
    Role,
    RoleAssignment,
    User,
)
from apps.accounts.services import keys
from apps.accounts.services.administering import NotAdmin, require_admin
from apps.accounts.services.standing import known_roles
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say

THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
_PASSWORD_BYTES = 15
_NAME_LENGTH = 120
TOUR_STEPS = 5


class NameMissing(refusals.Invalid):
    code = "name_missing"
    sentence = say("Write the person's name, at most 120 characters.")


class AddressInvalid(refusals.Invalid):
    code = "address_invalid"
    sentence = say("Write an e-mail address, for example ada@example.org.")


class AddressTaken(refusals.Invalid):
    code = "address_taken"
    sentence = say(
        "Somebody signs in with this address already. Look for them in the list, or use another address."
    )


class UnknownZone(refusals.Invalid):
    code = "unknown_zone"
    sentence = say("Choose a time zone from the list, for example Europe/Berlin.")


class UnknownLook(refusals.Invalid):
    code = "unknown_look"
    sentence = say("Choose among the looks that are offered.")


class UnknownMails(refusals.Invalid):
    code = "unknown_mails"
    sentence = say("Choose when you are mailed.")


class UnknownStep(refusals.Invalid):
    code = "unknown_step"
    sentence = "The tour has no such step. Go back and choose among its buttons."


class NotSimulated(refusals.Invalid):
    code = "not_simulated"
    sentence = "Only simulated people of a demonstration may have a second factor that others know."


def invite(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[str],
    time_zone: str,
    is_simulated: bool,
    by: Actor,
    now: datetime,
) -> User:
    """Make a person with roles, or return the one who has this address already.

    Raises: ValueError for an unknown role.
    """
    transactions.require()
    existing = User.objects.filter(email__iexact=email).select_related("actor").first()
    if existing:
        return existing
    actor = Actor.objects.create(organisation=organisation, kind=ActorKind.PERSON, name=name)
    user = User.objects.create(
        actor=actor,
        organisation=organisation,
        email=email.lower(),
        name=name,
        password=make_password(password),
        time_zone=time_zone,
        is_simulated=is_simulated,
        joined_at=now,
    )
    given = [RoleAssignment(user=user, role=Role(role).value, given_at=now) for role in roles]
    RoleAssignment.objects.bulk_create(given)
    audit.record(
        "person.invited", on=("person", actor.id), by=by, at=now, data={"roles": [one.role for one in given]}
    )
    return user


def add_person(
    *, email: str, name: str, roles: Iterable[str], time_zone: str, by: Actor, now: datetime
) -> tuple[User, str]:
    """Make a person of the admin's organisation; returns them and a first password, seen only this once.

    Raises: NotAdmin, NameMissing, AddressInvalid, AddressTaken, UnknownRole, UnknownZone.
    """
    with transactions.verb():
        require_admin(by)
        if not 0 < len(name.strip()) <= _NAME_LENGTH:
            raise NameMissing(field="name")
        _check_address(email)
        first = secrets.token_urlsafe(_PASSWORD_BYTES)
        person = invite(
            organisation=by.organisation,
            email=email,
            name=name.strip(),
            password=first,
            roles=known_roles(roles),
            time_zone=_zone(time_zone),
            is_simulated=False,
            by=by,
            now=now,
        )
    return person, first


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise AddressInvalid(field="email") from None
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(field="email")


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise UnknownZone(field="time_zone")
    return name


def renew_password(*, email: str, by: Actor, now: datetime) -> str:
    """Give an active person a new password and return it, the only time anyone sees it.

    Their sessions end, and their keys: whoever asks for a new password may have lost the old one to others.

    Raises: NotAdmin, refusals.NotVisible.
    """
    with transactions.verb():
        if by.kind != ActorKind.SYSTEM and not access.has_role(by, Role.ADMIN):
            raise NotAdmin(permission="admin")
        people = User.objects.filter(organisation_id=by.organisation_id, is_active=True)
        person = people.filter(email__iexact=email).first()
        if person is None:
            raise refusals.NotVisible
        fresh = secrets.token_urlsafe(_PASSWORD_BYTES)
        User.objects.filter(id=person.id).update(password=make_password(fresh))
        keys.end_keys(of=person.actor, by=by, now=now)
        audit.record("person.password_renewed", on=("person", person.actor_id), by=by, at=now)
    return fresh


def note_sign_in_change(*, user: User, what: str, now: datetime) -> None:
    """Record that a person changed their password or second factor; `what` is allauth's name for it."""
    with transactions.verb():
        by = user.actor
        audit.record("person.sign_in_changed", on=("person", by.id), by=by, at=now, data={"what": what})


def enrol_simulated(*, user: User, secret: str, now: datetime) -> None:
    """Give a simulated person a second factor that everybody may know; nothing is changed when they have one.

    Raises: NotSimulated.
    """
    transactions.require()
    if not (user.is_simulated and user.organisation.is_demonstration):
        raise NotSimulated(field="second_factor")
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
        by, data = user.actor, {"what": "totp_activated"}
        audit.record("person.sign_in_changed", on=("person", by.id), by=by, at=now, data=data)


def take_tour_step(*, step: int, by: Actor) -> None:
    """Keep where a person stands in the demonstration's tour; 0 ends it. It leaves no entry.

    Raises: UnknownStep.
    """
    with transactions.verb():
        if not 0 <= step <= TOUR_STEPS:
            raise UnknownStep(field="step")
        User.objects.filter(actor=by).update(tour_step=step)


def set_preferences(
    *,
    time_zone: str,
    theme: str,
    density: str,
    language: str,
    single_keys: bool,
    mails: str,
    by: Actor,
) -> None:
    """Keep how a person wants to see ReviewHub; nothing is decided by it, so it leaves no entry.

    language: one of LANGUAGES, or empty for what the browser asks for. mails: one of Mails.
    Raises: UnknownZone, UnknownLook, UnknownMails.
    """
    with transactions.verb():
        if theme not in THEMES or density not in DENSITIES or language not in {"", *LANGUAGES}:
            raise UnknownLook(field="theme")
        if mails not in Mails.values:
            raise UnknownMails(field="mails")
        User.objects.filter(actor=by).update(
            time_zone=_zone(time_zone),
            theme=theme,
            density=density,
            language=language,
            single_keys=single_keys,
            mails=mails,
        )
