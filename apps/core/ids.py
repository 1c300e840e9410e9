"""Identifiers: UUID version 7 (RFC 9562), made here and never by the database."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = [0, 0]
_MAX_SEQUENCE = 0xFFF
_TAIL = 8
_DRAWN_AT_ONCE = 128 * _TAIL
_drawn = bytearray()  # random bytes for the next ids; a process that is split off draws its own
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
            _drawn.extend(os.urandom(_DRAWN_AT_ONCE))
        tail = int.from_bytes(_drawn[-_TAIL:], "big") & 0x3FFF_FFFF_FFFF_FFFF
        del _drawn[-_TAIL:]
    return UUID(int=(millisecond << 80) | (0x7 << 76) | (sequence << 64) | (0b10 << 62) | tail)


def floor(millisecond: int) -> UUID:
    """Return the smallest id of a millisecond since 1970, as a partition bound."""
    return UUID(int=millisecond << 80)
