"""What a pattern is compared with: the rest of what its search looked at, as a share with its interval."""

from collections.abc import Iterator
from math import isclose

from apps.learning.models import MiningRun, Pattern
from apps.measures import rules as measures

WINDOWS = ("discovery", "confirmation")


def rest_of(pattern: Pattern, run: MiningRun) -> measures.Share | None:
    """Return the share of the rest in which the search found it; of crossed halves, of the one that found it.

    None where the search kept no counts of it.
    """
    return _rest(run, "discovery", pattern.n, pattern.n_overridden, pattern.rest_rate)


def later_rest_of(pattern: Pattern, run: MiningRun) -> measures.Share | None:
    """Return the share of the rest in the data kept apart; None without any."""
    kept = pattern.confirmation
    return (
        _rest(run, "confirmation", kept["n"], kept["n_overridden"], kept.get("rest_rate", 0.0))
        if kept
        else None
    )


def _rest(run: MiningRun, name: str, n: int, k: int, rate: float) -> measures.Share | None:
    if not run.parameters.get("cross_fit"):
        return next(_shares(run, (name,), n, k), None)
    same = (one for one in _shares(run, WINDOWS, n, k) if one.value is not None and isclose(one.value, rate))
    return next(same, None)


def _shares(run: MiningRun, names: tuple[str, ...], n: int, k: int) -> Iterator[measures.Share]:
    for name in names:
        window = run.windows.get(name)
        if window is None:
            continue
        n_rest, k_rest = window["n"] - n, window["n_overridden"] - k
        if n_rest > 0 and 0 <= k_rest <= n_rest:
            yield measures.share(n_rest, k_rest)
