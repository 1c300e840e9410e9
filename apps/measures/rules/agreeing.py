"""How often people agreed with a model version in cases of one kind, and in which kind they did least."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.measures.rules.intervals import ENOUGH, Share, share


@dataclass(frozen=True, slots=True)
class Agreement:
    """`is_alike`: of cases of the segment that was asked for.

    weakest: of the segments with enough cases, where people agreed least, with how often; None without one.
    """

    share: Share
    is_alike: bool
    weakest: tuple[str, Share] | None


def agreement(by_segment: Mapping[str, Share], *, segment: str, whole: str) -> Agreement:
    """Choose what is said: of the segment where it has enough cases, else of all cases, which are `whole`."""
    enough = {name: one for name, one in by_segment.items() if name != whole and one.n >= ENOUGH}
    alike = enough.get(segment)
    weakest = min(enough.items(), key=lambda one: (one[1].value or 0, one[0]), default=None)
    return Agreement(alike or by_segment.get(whole, share(0, 0)), alike is not None, weakest)
