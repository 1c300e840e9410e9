"""The vault: personal data sealed under a key per subject (AES-256-GCM), so that erasure is one row.

The master key wraps the subjects' keys. A sealed blob is `version(1) || nonce(12) || ciphertext+tag`; the
subject's id is the associated data, so a blob cannot be moved to another subject. Source: NIST SP 800-38D.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

from apps.core import bulk, canonical, refusals, statements
from apps.core.models import SubjectKey
from apps.core.words import say

_VERSION = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32
_FINGERPRINTS = b"reviewhub fingerprints 1"
_MARKS = b"reviewhub content marks 1"


class Erased(refusals.IllegalMove):
    """The subject's key was destroyed: what was sealed under it cannot be read by anyone."""

    code = "subject_erased"
    sentence = say("What was kept about this person was erased, so nothing more can be added to their cases.")


class Damaged(RuntimeError):
    """A blob does not open under its subject's key: wrong master key, or the row was altered."""


def _seal(cipher: AESGCM, content: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + cipher.encrypt(nonce, content, bound_to)


def _open(cipher: AESGCM, blob: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :], bound_to)
    except InvalidTag as error:
        raise Damaged("a sealed value does not open under its key") from error


def _master() -> AESGCM:
    return _cipher(settings.VAULT_KEY)


@lru_cache(maxsize=2)
def _cipher(master: str) -> AESGCM:
    """Return what seals under the master key, made once: to make it costs as much as to seal a name."""
    return AESGCM(base64.b64decode(master))


def fingerprint(value: object) -> bytes:
    """Return 32 bytes that are the same for the same JSON-able value under one master key, and no others.

    For what must be recognised later and may hold personal data: without the key nobody can try values out
    (HMAC-SHA256, RFC 2104, under a key of its own, RFC 5869).
    """
    return hmac.digest(_fingerprint_key(settings.VAULT_KEY), canonical.encode(value), "sha256")


@lru_cache(maxsize=2)
def _fingerprint_key(master: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_FINGERPRINTS)
    return derivation.derive(base64.b64decode(master))


def mint() -> bytes:
    """Return a fresh key for a subject that is about to be made; `keep` writes it down."""
    return os.urandom(_KEY_BYTES)


def keep(keys: Mapping[UUID, bytes]) -> None:
    """Write down the keys of subjects that were just made, wrapped by the master key; one statement."""
    bulk.insert(
        [
            bulk.fresh(
                SubjectKey,
                {
                    "subject_id": subject_id,
                    "wrapped": _seal(_master(), key, subject_id.bytes),
                    "erased_at": None,
                },
            )
            for subject_id, key in keys.items()
        ]
    )


def keys_for(subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the opened key of each subject, making those that are missing; at most two statements.

    Raises: Erased when a subject's key was destroyed.
    """
    wanted = set(subject_ids)
    found = living_keys(wanted)
    if len(found) < len(wanted):
        raise Erased
    return found


def key_for(subject_id: UUID) -> bytes:
    """Return the opened key of one subject, made when it is missing.

    Raises: Erased.
    """
    return keys_for([subject_id])[subject_id]


def living_keys(subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys of subjects that were not erased, making those that are missing; two statements."""
    wanted = set(subject_ids)
    rows: list[tuple[SubjectKey]] = statements.read(
        "FROM core_subjectkey k WHERE k.subject_id = ANY(%s)", [list(wanted)], k=SubjectKey
    )
    found = {row.subject_id: row for (row,) in rows}
    missing = sorted(wanted - found.keys())
    if missing:
        found |= _make(missing)
    return {subject_id: _unwrap(row) for subject_id, row in found.items() if row.wrapped is not None}


def open_keys(subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys that exist and were not destroyed; one statement, makes nothing."""
    rows = statements.ask(
        "SELECT subject_id, wrapped FROM core_subjectkey WHERE subject_id = ANY(%s) AND wrapped IS NOT NULL",
        [list(set(subject_ids))],
    )
    return {subject_id: unwrapped(wrapped, subject_id=subject_id) for subject_id, wrapped in rows}


def unwrapped(wrapped: bytes, *, subject_id: UUID) -> bytes:
    """Open the key of a subject that a statement read with something else."""
    return _open(_master(), wrapped, subject_id.bytes)


def unerased(subject_ids: Iterable[UUID]) -> set[UUID]:
    """Return the subjects whose key was not destroyed, without opening any; one statement."""
    rows = SubjectKey.objects.filter(subject_id__in=set(subject_ids), wrapped__isnull=False)
    return set(rows.values_list("subject_id", flat=True))


def _make(subject_ids: list[UUID]) -> dict[UUID, SubjectKey]:
    fresh = [_seal(_master(), os.urandom(_KEY_BYTES), subject.bytes) for subject in subject_ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_subjectkey (subject_id, wrapped)"
            " SELECT * FROM unnest(%s::uuid[], %s::bytea[])"
            " ON CONFLICT (subject_id) DO UPDATE SET subject_id = EXCLUDED.subject_id"
            " RETURNING subject_id, wrapped, erased_at",
            [subject_ids, fresh],
        )
        return {row[0]: SubjectKey(*row) for row in cursor.fetchall()}


def _unwrap(row: SubjectKey) -> bytes:
    assert row.wrapped is not None
    return unwrapped(bytes(row.wrapped), subject_id=row.subject_id)


def seal(value: object, *, subject_id: UUID, key: bytes) -> bytes:
    """Seal a JSON-able value under a subject's key (from `keys_for`)."""
    return _seal(AESGCM(key), canonical.encode(value), subject_id.bytes)


def seal_for(value: object, *, subject_id: UUID) -> bytes:
    """Seal one JSON-able value under a subject's key, read for it alone; for several values read it once.

    Raises: Erased.
    """
    return seal(value, subject_id=subject_id, key=key_for(subject_id))


def seal_bytes(content: bytes, *, subject_id: UUID, key: bytes, name: str = "") -> bytes:
    """Seal bytes under a subject's key (from `keys_for`); under a name, they open under that name only."""
    return _seal(AESGCM(key), content, subject_id.bytes + name.encode())


def open_bytes(blob: bytes | memoryview, *, subject_id: UUID, key: bytes, name: str = "") -> bytes:
    """Return the bytes that were sealed.

    Raises: Damaged.
    """
    return _open(AESGCM(key), bytes(blob), subject_id.bytes + name.encode())


def opener(key: bytes, *, subject_id: UUID) -> Callable[[bytes], bytes]:
    """Return what opens several blobs of one subject as `open_bytes` does; the cipher is made once.

    It raises: Damaged.
    """
    return partial(_open, AESGCM(key), bound_to=subject_id.bytes)


def mark(content: bytes, *, key: bytes) -> bytes:
    """Return 32 bytes by which the same content of the same subject is known again, given its key.

    HMAC over the content's SHA-256, under a key derived from the subject's (RFC 2104, RFC 5869).
    """
    derived = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_MARKS).derive(key)
    return hmac.new(derived, hashlib.sha256(content).digest(), hashlib.sha256).digest()
