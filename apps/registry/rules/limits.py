"""Limits of a posture that act by themselves: when a figure passes its bound, and when it lets go again."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from apps.registry.states import LimitAct, LimitKind

SHORTEST = dt.timedelta(days=1)  # a limit that acted holds at least so long


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound that acts by itself. most: a share in [0, 1], or a number of deliveries.

    at_least: cases below which a share says nothing. weeks: how far it looks back.
    """

    kind: LimitKind
    most: Decimal
    then: LimitAct
    at_least: int = 30
    weeks: int = 4

    @property
    def lifts_at(self) -> Decimal:
        """Return the value down to which it has to come again: well inside, so that it does not flap."""
        return self.most * Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a limit reads now: a share or a number, None where there is nothing to count; of how many."""

    value: Decimal | None
    n: int


def is_passed(limit: Limit, reading: Reading) -> bool:
    """Say whether a figure is above its bound; too few cases say nothing."""
    return _speaks(limit, reading) and reading.value is not None and reading.value > limit.most


def is_well_inside(limit: Limit, reading: Reading, *, since: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a limit that acted lets go: its figure came down far enough, and not within a day."""
    if now - since < SHORTEST or not _speaks(limit, reading):
        return False
    return reading.value is not None and reading.value <= limit.lifts_at


def _speaks(limit: Limit, reading: Reading) -> bool:
    return not limit.kind.is_share or reading.n >= limit.at_least
