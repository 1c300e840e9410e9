"""Identifiers: UUID version 7 (RFC 9562), made here and never by the database."""

import os
import struct
import threading
import time
from uuid import UUID, SafeUUID

_lock = threading.Lock()
_last = [0]  # milliseconds since 1970 and, in the last 12 bits, what counts on within one
_SEQUENCE_BITS = 12
_SEQUENCE = (1 << _SEQUENCE_BITS) - 1
_VERSION = 0x7 << 76 | 0b10 << 62
_TAIL = 0x3FFF_FFFF_FFFF_FFFF
_DRAW = struct.Struct("128Q")
_UNKNOWN = SafeUUID.unknown
_set_int, _set_safe = UUID.__dict__["int"].__set__, UUID.__dict__["is_safe"].__set__
_drawn: list[int] = []  # random numbers for the next ids; a process that is split off draws its own
os.register_at_fork(after_in_child=_drawn.clear)


def new() -> UUID:
    """Make an id that sorts by creation time, also within one millisecond of one process.

    The time part is the machine's clock: it orders and partitions rows and says nothing about when a
    person decided (that is what `*_at` columns are for).
    """
    with _lock:
        if not _drawn:
            _drawn.extend(_DRAW.unpack(os.urandom(_DRAW.size)))
        drawn = _drawn.pop()
        stamp = time.time_ns() // 1_000_000 << _SEQUENCE_BITS
        # A new millisecond begins somewhere in its first sixteenth; a full one borrows from the next.
        stamp = stamp | drawn >> 62 << 6 if stamp > _last[0] else _last[0] + 1
        _last[0] = stamp
    number = stamp >> _SEQUENCE_BITS << 80 | (stamp & _SEQUENCE) << 64 | _VERSION | drawn & _TAIL
    made = object.__new__(UUID)  # without the checks of what else one can be made from
    _set_int(made, number)
    _set_safe(made, _UNKNOWN)
    return made


def floor(millisecond: int) -> UUID:
    """Return the smallest id of a millisecond since 1970, as a partition bound."""
    return UUID(int=millisecond << 80)
