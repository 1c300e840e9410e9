"""Identifiers: UUID version 7 (RFC 9562), made here and never by the database."""

import os
import struct
import threading
import time
from uuid import UUID, SafeUUID

_lock = threading.Lock()
_last = [0, 0]
_MAX_SEQUENCE = 0xFFF
_TAIL = 0x3FFF_FFFF_FFFF_FFFF
_DRAW = struct.Struct("128Q")
_UNKNOWN = SafeUUID.unknown
_drawn: list[int] = []  # random numbers for the next ids; a process that is split off draws its own
os.register_at_fork(after_in_child=_drawn.clear)


def new() -> UUID:
    """Make an id that sorts by creation time, also within one millisecond of one process.

    The time part is the machine's clock: it orders and partitions rows and says nothing about when a
    person decided (that is what `*_at` columns are for).
    """
    with _lock:
        millisecond = max(time.time_ns() // 1_000_000, _last[0])
        sequence = _last[1] + 1 if millisecond == _last[0] else int.from_bytes(os.urandom(1), "big")
        if sequence > _MAX_SEQUENCE:
            millisecond, sequence = millisecond + 1, 0
        _last[:] = [millisecond, sequence]
        if not _drawn:
            _drawn.extend(_DRAW.unpack(os.urandom(_DRAW.size)))
        tail = _drawn.pop() & _TAIL
    return _of((millisecond << 80) | (0x7 << 76) | (sequence << 64) | (0b10 << 62) | tail)


def _of(number: int) -> UUID:
    """Make the UUID of a number, without the checks of what else one can be made from."""
    made = object.__new__(UUID)
    object.__setattr__(made, "int", number)
    object.__setattr__(made, "is_safe", _UNKNOWN)
    return made


def floor(millisecond: int) -> UUID:
    """Return the smallest id of a millisecond since 1970, as a partition bound."""
    return UUID(int=millisecond << 80)
