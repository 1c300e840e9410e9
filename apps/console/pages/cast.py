"""The sign-ins of the demonstration, with avatar, habit and current code; nothing anywhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.utils.translation import gettext as _

from apps.accounts import selectors
from apps.accounts.models import Role, User
from apps.console.pages import people, words
from apps.core import speech

_TINTS = 6
_PERIOD = 30


@dataclass(frozen=True, slots=True)
class Avatar:
    """Initials on a colour that stays the person's own."""

    initials: str
    tint: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """One simulated person. code: of the second factor, valid for `seconds` more; empty without one."""

    name: str
    first_name: str
    organisation: str
    role: str
    avatar: Avatar
    says: str
    habits: tuple[str, ...]
    email: str
    password: str
    code: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to an injured worker: the link to contest a decision, and the two things it asks for."""

    url: str
    case_ref: str
    injured_on: str


def letter() -> Letter | None:
    """Return the letter that the demonstration left; none anywhere else."""
    folder: Path | None = settings.DEMONSTRATION
    told = _read(folder / "demo" / "letter.json") if folder else None
    return Letter(told["url"], told["case_ref"], told["injured_on"]) if isinstance(told, dict) else None


def avatar(name: str) -> Avatar:
    """Draw a person without a face."""
    return Avatar(words.initials(name), 1 + crc32(name.encode()) % _TINTS)


def sign_ins(*, now: datetime) -> tuple[SignIn, ...]:
    """Return everybody who may be shown, in the order of the set-up; nobody outside a demonstration."""
    folder: Path | None = settings.DEMONSTRATION
    offered = _read(folder / "sign-ins.json") if folder else None
    if folder is None or not isinstance(offered, list):
        return ()
    told = _read(folder / "demo" / "cast.json") or {}
    people, enrolled = selectors.simulated_people([one["email"] for one in offered])
    by_email = {one.email: one for one in people}
    return tuple(
        _sign_in(user, one, told.get(one["email"], {}), now if user.id in enrolled else None)
        for one in offered
        if (user := by_email.get(one["email"]))
    )


def _sign_in(
    user: User, offered: Mapping[str, str], told: Mapping[str, Any], coded_at: datetime | None
) -> SignIn:
    secret = offered.get("second_factor", "")
    at = int(coded_at.timestamp()) if coded_at and secret else 0
    return SignIn(
        name=user.name,
        first_name=user.name.partition(" ")[0],
        organisation=user.organisation.name,
        role=speech.inside(str(people.ROLES[Role(offered["role"])][0])),
        avatar=avatar(user.name),
        says=_(told["says"]) if told.get("says") else "",
        habits=tuple(_(one) for one in told.get("habits", ())),
        email=user.email,
        password=offered["password"],
        code=format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))) if at else "",
        seconds=_PERIOD - at % _PERIOD if at else 0,
    )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
