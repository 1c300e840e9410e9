"""What a count over cases in random order says of all of them: sampling without putting back."""

import math
from dataclasses import dataclass

from apps.measures.rules.intervals import ENOUGH, Share, jeffreys

Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sum over all cases will be, and how far it may be off, 95 times in 100."""

    value: float
    off: float


def total(*, n: int, of: int, sums: tuple[int, int]) -> Estimate | None:
    """Estimate a sum over `of` cases from n drawn by chance; sums: of the values, and of their squares.

    None below 30 cases. Where all are counted it is exact.
    """
    if n < ENOUGH or of < n:
        return None
    plain, squared = sums
    mean = plain / n
    variance = max(squared - n * mean * mean, 0.0) / (n - 1)
    off = Z * of * math.sqrt(variance / n * (1 - n / of))
    return Estimate(of * plain / n, off)


def share(*, n: int, k: int, of: int) -> Share:
    """Estimate a share among `of` cases from n of them drawn by chance, k of which have it."""
    if n >= of > 0:
        return Share(k / n, k / n, k / n, n)
    if not n:
        return Share(None, 0.0, 1.0, 0)
    wider = (of - 1) / (of - n)  # so many times more cases with putting back say as much
    low, high = jeffreys(n * wider, k * wider)
    return Share(k / n, low, high, n)
