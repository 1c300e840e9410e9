"""One way to write JSON and to hash it, so that a digest can be checked by anyone (RFC 8785 in spirit).

`json` of the standard library says what the form is. orjson writes the same bytes many times faster, except
for the few numbers that it writes otherwise; those, and whatever it cannot write, are left to `json`.
"""

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson


def instant(at: dt.datetime) -> str:
    """Write an instant as it stands in the canonical form: in UTC, with Z."""
    if at.tzinfo is dt.UTC:  # as it nearly always is
        return f"{at.isoformat()[:-6]}Z"
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return instant(value)
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


_FAST = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
# What is left of JSON so that a number with an exponent is `:e:` and null is `:u:`, as a text may be too.
_ALIKE = bytes.maketrans(b".,[]{}", b"::::::")
_LEFT_OUT = b"-0123456789abcdfghijklmnopqrstvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EMPTY: dict[type, bytes] = {list: b"[]", tuple: b"[]", dict: b"{}"}
_NEVER_ODD = frozenset({str, int, bool, type(None), UUID, bytes, Decimal, dt.datetime, dt.date})


def encode(value: object) -> bytes:
    """Return the canonical bytes of a JSON-able value: sorted keys, no blanks, UTF-8, no NaN.

    Raises: TypeError for values without a canonical form, ValueError for NaN and infinities.
    """
    try:
        fast = orjson.dumps(value, _plain, _FAST)
    except (TypeError, ValueError):  # wider integers, names that are no text, or nothing that has a form
        return _ENCODER.encode(value).encode()
    if _is_flat(value) or not _may_be_odd(fast) or not _is_odd(value):
        return fast
    return _ENCODER.encode(value).encode()


def encode_exact(value: object) -> bytes:
    """Return the same bytes of a value that holds no float, in half the time: only floats are odd."""
    try:
        return orjson.dumps(value, _plain, _FAST)
    except (TypeError, ValueError):
        return _ENCODER.encode(value).encode()


def _is_flat(value: object) -> bool:
    """Say whether it holds nothing but what is never odd; quicker than to look at what was written."""
    if type(value) is dict:
        return _NEVER_ODD.issuperset(map(type, value.values()))
    return type(value) is list and _NEVER_ODD.issuperset(map(type, value))


def _may_be_odd(fast: bytes) -> bool:
    """Say whether there may be a number that `json` writes otherwise (1e-05) or refuses (NaN, here null)."""
    alike = fast.translate(_ALIKE, _LEFT_OUT)
    return b":e:" in alike or b":u:" in alike or b"0.0000" in fast or fast[-1] not in b'}]"'


def _is_odd(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value) or "e" in repr(value)
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return False
    if _NEVER_ODD.issuperset(map(type, value)):  # nearly every time, and without a step of Python an entry
        return False
    return any(type(one) not in _NEVER_ODD and _is_odd(one) for one in value)


class Kept(list[object]):
    """A list without floats that nobody changes any more, with its canonical bytes: they are written once."""

    __slots__ = ("written",)

    def __init__(self, items: Iterable[object]) -> None:
        super().__init__(items)
        self.written = encode_exact(self)


def encoded(value: object) -> bytes:
    """Return the canonical bytes of a value, which a kept one has already."""
    if type(value) is Kept:
        return value.written
    return encode(value) if value else _EMPTY.get(type(value)) or encode(value)


_MANY_DIGITS = re.compile(r"\d{19}")


def decode(written: str) -> Any:
    """Read JSON as `json` does, many times faster; numbers that may not fit 64 bits are left to it."""
    return json.loads(written) if _MANY_DIGITS.search(written) else orjson.loads(written)


def digest(value: object) -> bytes:
    """Return the SHA-256 (32 bytes) of the canonical form."""
    return hashlib.sha256(encode(value)).digest()


def salted(salt: bytes, content: bytes) -> bytes:
    """Return a digest (32 bytes) that says nothing about the content once the salt is gone."""
    return hashlib.sha256(salt + content).digest()
