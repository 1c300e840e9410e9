"""What a pattern is compared with: the rest of what its search looked at, as a share with its interval."""

from apps.learning.models import MiningRun, Pattern
from apps.measures import rules as measures


def rest_of(pattern: Pattern, run: MiningRun) -> measures.Share | None:
    """Return the share of the rest in which the search found it; None where halves were crossed."""
    return _rest(run, "discovery", pattern.n, pattern.n_overridden)


def later_rest_of(pattern: Pattern, run: MiningRun) -> measures.Share | None:
    """Return the share of the rest in the data kept apart; None without any, or where halves were crossed."""
    kept = pattern.confirmation
    return _rest(run, "confirmation", kept["n"], kept["n_overridden"]) if kept else None


def _rest(run: MiningRun, name: str, n: int, k: int) -> measures.Share | None:
    window = run.windows.get(name)
    if window is None or run.parameters.get("cross_fit"):
        return None
    n_rest, k_rest = window["n"] - n, window["n_overridden"] - k
    return measures.share(n_rest, k_rest) if n_rest > 0 and 0 <= k_rest <= n_rest else None
