"""What a change did against what was to be expected: shares before and after, here and elsewhere. Pure."""

import math
from dataclasses import dataclass

from apps.learning.states import EffectVerdict
from apps.measures.rules import ENOUGH, jeffreys

ALPHA = 0.05
METHOD = "difference_in_differences"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of n decisions, k went wrong (or whatever is counted)."""

    n: int
    k: int

    @property
    def share(self) -> float:
        return self.k / self.n


@dataclass(frozen=True, slots=True)
class Series:
    """The group of the finding and all other cases, before and after the change."""

    before: Counts
    after: Counts
    rest_before: Counts
    rest_after: Counts

    @property
    def is_enough(self) -> bool:
        """Say whether every part has enough cases to be compared."""
        return min(self.before.n, self.after.n, self.rest_before.n, self.rest_after.n) >= ENOUGH


@dataclass(frozen=True, slots=True)
class Measured:
    """`expected`: the group's share had it moved as the rest did; `difference`: what was seen minus that."""

    verdict: EffectVerdict
    expected: float
    difference: float
    low: float
    high: float
    level: float


def measure_effect(found: Series, *, look: int = 1) -> Measured | None:
    """Compare what was seen with what would have been expected; None while a part has under 30 cases.

    Expected is the share before plus the change of the rest (difference in differences: assumes that without
    the change the group would have moved as the rest). The interval combines the four Jeffreys intervals by
    the method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27, 1693-1702;
    Newcombe 1998, method 10, is its case of two shares), which keeps its level where shares are small. Looks
    spend the error of 5 %: the first half of it, each further one half of the one before, so that a change
    without effect is said to have one in at most 5 % however often it is looked at.
    """
    if not found.is_enough:
        return None
    level = level_of(look)
    here = found.after.share - found.before.share
    elsewhere = found.rest_after.share - found.rest_before.share
    difference = here - elsewhere
    plus, minus = (found.after, found.rest_before), (found.before, found.rest_after)
    ends = {one: jeffreys(one.n, one.k, level=level) for one in (*plus, *minus)}
    down = [(one.share - ends[one][0]) for one in plus] + [(ends[one][1] - one.share) for one in minus]
    up = [(ends[one][1] - one.share) for one in plus] + [(one.share - ends[one][0]) for one in minus]
    low, high = difference - math.hypot(*down), difference + math.hypot(*up)
    expected = min(1.0, max(0.0, found.before.share + elsewhere))
    return Measured(_verdict(low, high), expected, difference, low, high, level)


def level_of(look: int) -> float:
    """Return the level of the interval at a look, counted from 1."""
    return float(1 - ALPHA * 0.5**look)


def next_look(n_after: int, n_looked: int) -> int | None:
    """Return the number of the look that is due: at 30 cases, then whenever they have doubled; None: not yet.

    n_looked: of the looks made so far. Each is planned before, so a verdict is not fished for.
    """
    look = n_looked + 1
    return look if n_after >= ENOUGH * 2 ** (look - 1) else None


def _verdict(low: float, high: float) -> EffectVerdict:
    if high < 0:
        return EffectVerdict.HELPED
    return EffectVerdict.HARMED if low > 0 else EffectVerdict.NO_EFFECT
