"""Who asks: a machine or a person by key, or a person by browser session. Both become one Caller."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.accounts import selectors as accounts
from apps.accounts import services as accounts_services
from apps.accounts.models import Actor
from apps.core import clock

OF_A_PERSON = accounts_services.OF_A_PERSON
REALM = 'Bearer realm="ReviewHub"'
KEY = re.compile(r"[!-~]{1,200}", re.ASCII)
WRONG_KEY = (
    "This key is wrong, has expired or was revoked. A person makes a new one under Your account, an admin"
    " issues one for a machine."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor behind one request, what it may ask for, and when it asks.

    `now` is the one reading of the clock for the whole request.
    """

    actor: Actor
    scopes: frozenset[str]
    now: datetime
    is_authenticated: bool = True

    @property
    def id(self) -> UUID:
        return self.actor.id


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer rhk_<prefix>_<secret>`, looked up in one statement."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        """Return the key's holder, or None when no bearer key was sent.

        Raises: AuthenticationFailed.
        """
        scheme, _, raw_key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        holder = accounts.key_holder(raw_key.strip()) if KEY.fullmatch(raw_key.strip()) else None
        if holder is None:
            raise AuthenticationFailed(WRONG_KEY, code="wrong_key")
        if holder.is_use_to_note:
            accounts_services.note_use(key_id=holder.key.id, now=holder.at)
        scopes = holder.scopes if holder.machine is not None else holder.scopes & OF_A_PERSON
        return Caller(holder.actor, scopes, holder.at), None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        return REALM


class Session(SessionAuthentication):
    """A signed-in person, with the scopes of people; every write needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        """Return the signed-in person, or None.

        Raises: PermissionDenied when the CSRF token is missing.
        """
        found = super().authenticate(request)
        return None if found is None else (Caller(found[0].actor, OF_A_PERSON, clock.now()), None)
