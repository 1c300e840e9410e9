"""One way to write JSON and to hash it, so that a digest can be checked by anyone (RFC 8785 in spirit).

`json` of the standard library says what the form is. orjson writes the same bytes many times faster, except
for the few numbers that it writes otherwise; those, and whatever it cannot write, are left to `json`.
"""

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import orjson


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


_FAST = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
# Where a number may stand that `json` writes otherwise (1e-05), or refuses (NaN; orjson writes null).
_TRACE = re.compile(rb"[:,\[]-?(?:[0-9]+(?:\.[0-9]+)?e|0\.0000|null)|^[-0-9n]")
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")


def encode(value: object) -> bytes:
    """Return the canonical bytes of a JSON-able value: sorted keys, no blanks, UTF-8, no NaN.

    Raises: TypeError for values without a canonical form, ValueError for NaN and infinities.
    """
    try:
        fast = orjson.dumps(value, _plain, _FAST)
    except (TypeError, ValueError):  # wider integers, names that are no text, or nothing that has a form
        return _ENCODER.encode(value).encode()
    if _may_be_odd(fast) and _TRACE.search(fast) and any(map(_is_odd, _floats(value))):
        return _ENCODER.encode(value).encode()
    return fast


def _may_be_odd(fast: bytes) -> bool:
    """Look for the parts of every trace; many times faster than the trace itself, and mostly in vain."""
    return b"null" in fast or b"0.0000" in fast or b"0e" in fast.translate(_DIGITS_ALIKE)


def _floats(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _floats(inner)


def _is_odd(number: float) -> bool:
    return not math.isfinite(number) or "e" in repr(number)


def digest(value: object) -> bytes:
    """Return the SHA-256 (32 bytes) of the canonical form."""
    return hashlib.sha256(encode(value)).digest()


def salted(salt: bytes, content: bytes) -> bytes:
    """Return a digest (32 bytes) that says nothing about the content once the salt is gone."""
    return hashlib.sha256(salt + content).digest()
