"""How far two people who judge the same cases apart from each other come to the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.measures.rules.intervals import ENOUGH, Share, share


@dataclass(frozen=True, slots=True)
class Paired:
    """The share of cases on which both came to the same, and how much of that is more than chance.

    kappa: Cohen's, None under 30 cases and where chance alone would make both always the same.
    """

    share: Share
    kappa: float | None


def paired(counted: Mapping[tuple[str, str], int]) -> Paired:
    """Compare pairs of outcomes, (first, second) -> how many cases.

    Kappa is (observed - expected) / (1 - expected), expected from how often each of the two chose each
    outcome (Cohen 1960, "A Coefficient of Agreement for Nominal Scales").
    """
    n = sum(counted.values())
    alike = sum(many for (first, second), many in counted.items() if first == second)
    found = share(n, alike)
    if n < ENOUGH:
        return Paired(found, None)
    codes = {code for pair in counted for code in pair}
    expected = sum(_n(counted, 0, code) * _n(counted, 1, code) for code in codes) / n**2
    return Paired(found, None if expected >= 1 else (alike / n - expected) / (1 - expected))


def _n(counted: Mapping[tuple[str, str], int], place: int, code: str) -> int:
    return sum(many for pair, many in counted.items() if pair[place] == code)
