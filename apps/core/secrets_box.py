"""Secrets that ReviewHub must be able to read again (signing secrets), sealed under a key of their own.

The key is derived from the master key, so that no subject's key and no secret's key are ever the same. The
owner row's id is the associated data: a sealed secret cannot be moved to another row. Source: RFC 5869, NIST
SP 800-38D.
"""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32
_PURPOSE = b"reviewhub secrets box 1"


class BoxDamaged(RuntimeError):
    """A sealed secret does not open: another master key, another row, or it was altered."""


def _cipher() -> AESGCM:
    derivation = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return AESGCM(derivation.derive(base64.b64decode(settings.VAULT_KEY)))


def seal_secret(secret: str, *, bound_to: UUID) -> bytes:
    """Seal a secret for one row (`version(1) || nonce(12) || ciphertext+tag`)."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + _cipher().encrypt(nonce, secret.encode(), bound_to.bytes)


def open_secret(blob: bytes, *, bound_to: UUID) -> str:
    """Return the secret that was sealed for this row.

    Raises: BoxDamaged.
    """
    content = bytes(blob)
    nonce, sealed = content[1 : 1 + _NONCE_BYTES], content[1 + _NONCE_BYTES :]
    if not content.startswith(_VERSION):
        raise BoxDamaged("a sealed secret of an unknown version")
    try:
        return _cipher().decrypt(nonce, sealed, bound_to.bytes).decode()
    except (InvalidTag, ValueError) as error:
        raise BoxDamaged("a sealed secret does not open under its key") from error
