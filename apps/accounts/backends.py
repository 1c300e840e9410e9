"""Sign-in by e-mail and password; the person of a session comes with actor, organisation and rights."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db

from apps.accounts import access
from apps.accounts.models import Actor, Organisation, User
from apps.core import statements

_PERSON = """
FROM accounts_user u
JOIN accounts_actor a ON a.id = u.actor_id
JOIN accounts_organisation o ON o.id = a.organisation_id
WHERE u.id = %s AND u.is_active
"""
_SESSION = """
SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > clock_timestamp()
"""


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Allauth's password check; an inactive person's session ends with the next request."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return the active person with their actor, organisation and rights, or None; one statement."""
        found = statements.read(_PERSON, [user_id], more=(access.RIGHTS,), u=User, a=Actor, o=Organisation)
        if not found:
            return None
        user: User
        user, actor, organisation, rights = found[0]
        statements.relate(user, actor=actor, organisation=organisation)
        statements.relate(actor, organisation=organisation, user=user)
        access.told(actor, rights)
        return user


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a statement that is planned once."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that has ended, or never was, is made anew when it is saved."""
        found = statements.ask(_SESSION, [self.session_key]) if self.session_key else []
        if not found:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0][0])
        return held
