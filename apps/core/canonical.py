"""One way to write JSON and to hash it, so that a digest can be checked by anyone (RFC 8785 in spirit)."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from uuid import UUID


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)


def encode(value: object) -> bytes:
    """Return the canonical bytes of a JSON-able value: sorted keys, no blanks, UTF-8, no NaN.

    Raises: TypeError for values without a canonical form, ValueError for NaN and infinities.
    """
    return _ENCODER.encode(value).encode()


def digest(value: object) -> bytes:
    """Return the SHA-256 (32 bytes) of the canonical form."""
    return hashlib.sha256(encode(value)).digest()


def salted(salt: bytes, content: bytes) -> bytes:
    """Return a digest (32 bytes) that says nothing about the content once the salt is gone."""
    return hashlib.sha256(salt + content).digest()
