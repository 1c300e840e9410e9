from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from apps.accounts import services
from apps.accounts.models import User
from apps.core import clock, secrets_box

# Allauth seals before its row has an id, so all second factors are bound to this one.
_SECOND_FACTORS = UUID("7c1f3a52-5f0e-4b8e-9d55-0c8f6b1d2e90")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are invited by an admin; what they change about their sign-in is recorded, not mailed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: object = None,  # noqa: ARG002 - allauth's signature
        email: str | None = None,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Leave an entry where allauth would send a mail; the template's name says what was changed."""
        services.note_sign_in_change(user=user, what=template_prefix.rpartition("/")[2], now=clock.now())


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors and recovery codes lie sealed: a dump of the database opens no account."""

    def encrypt(self, text: str) -> str:
        """Seal a secret, as hex."""
        return secrets_box.seal_secret(text, bound_to=_SECOND_FACTORS).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret.

        Raises: secrets_box.BoxDamaged.
        """
        return secrets_box.open_secret(bytes.fromhex(encrypted_text), bound_to=_SECOND_FACTORS)
