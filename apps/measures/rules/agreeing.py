"""How often people agreed with a model version in cases of one kind, and in which kind it is weakest."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.measures.rules.intervals import ENOUGH, Share, share


@dataclass(frozen=True, slots=True)
class Agreement:
    """`is_alike`: of cases of the segment that was asked for.

    weakest: of the segments with enough cases, the worst, with its share; None without one. by_truth: the
    share says how often the suggestion proved right by the outcomes; else how often people agreed.
    """

    share: Share
    is_alike: bool
    weakest: tuple[str, Share] | None
    by_truth: bool = False


def agreement(
    by_segment: Mapping[str, Share], *, judged: Mapping[str, Share], segment: str, whole: str
) -> Agreement:
    """Choose what is said: of the segment where it has enough cases, else of all cases, which are `whole`.

    judged: how often suggestions proved right, by segment. What became of cases says better than agreement
    where it is weakest, once two kinds of case have enough known outcomes to be compared.
    """
    enough = _enough(by_segment, whole)
    alike = enough.get(segment)
    known = _enough(judged, whole)
    by_truth = len(known) > 1
    shares = known if by_truth else enough
    weakest = min(shares.items(), key=lambda one: (one[1].value or 0, one[0]), default=None)
    return Agreement(alike or by_segment.get(whole, share(0, 0)), alike is not None, weakest, by_truth)


def _enough(by_segment: Mapping[str, Share], whole: str) -> dict[str, Share]:
    return {name: one for name, one in by_segment.items() if name != whole and one.n >= ENOUGH}
