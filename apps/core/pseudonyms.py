"""Pseudonyms of persons for analysis: a keyed hash, so that nobody without the key can try out the ids.

The key is derived from the master key for this purpose alone (RFC 5869); the hash is HMAC-SHA256 (RFC 2104).
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_KEY_BYTES = 32
_HEX_DIGITS = 16
_PURPOSE = b"reviewhub pseudonyms 1"


def of(actor_id: UUID) -> str:
    """Return the pseudonym of an actor: 16 hex digits, always the same under one master key."""
    return hmac.new(_key(settings.VAULT_KEY), actor_id.bytes, hashlib.sha256).hexdigest()[:_HEX_DIGITS]


def inside(export_id: UUID, pseudonym: str) -> str:
    """Return another pseudonym, the same within one export: two exports do not tell who is the same."""
    told = export_id.bytes + pseudonym.encode()
    return hmac.new(_key(settings.VAULT_KEY), told, hashlib.sha256).hexdigest()[:_HEX_DIGITS]


@lru_cache(maxsize=2)
def _key(master: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return derivation.derive(base64.b64decode(master))
