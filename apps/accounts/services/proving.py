"""Proving anew who one is without a browser: by a code of one's own second factor."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from apps.accounts.models import Actor


def prove_by_code(*, actor: Actor, code: str) -> bool:
    """Take a code as proof that the person behind an actor acts now; False for any but their present one.

    A code that was taken is not taken again. Nothing is decided by it, so it leaves no entry: the act does.
    """
    kind = Authenticator.Type.TOTP
    factor = Authenticator.objects.filter(user__actor=actor, user__is_active=True, type=kind).first()
    return factor is not None and bool(TOTP(factor).validate_code(code))
