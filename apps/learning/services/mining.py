from datetime import datetime
from uuid import UUID

from apps.learning.services import leading, parting


def mine(*, now: datetime, only: UUID | None = None) -> int:
    """Work every open run, or only one, to its end in this process; returns how many it ended, well or not.

    What several workers do side by side, one does alone: the result is the same, bit by bit. Opens its own
    short transactions: call it outside of one. Safe to run twice and at once.
    """
    n_ended = 0
    while True:
        led = leading.lead(now=now, only=only)
        n_kept = parting.mine_parts(now=lambda: now, seconds=float("inf"), only=only)
        n_ended += led.n_ended
        if not led.n_moved and not n_kept:
            return n_ended
