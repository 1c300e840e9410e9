"""Sign-in by e-mail and password; the person of a session comes with actor and organisation."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from apps.accounts.models import User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Allauth's password check; an inactive person's session ends with the next request."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return the active person with their actor and organisation, or None."""
        return User.objects.select_related("actor__organisation").filter(pk=user_id, is_active=True).first()
