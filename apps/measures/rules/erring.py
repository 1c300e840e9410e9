"""How often the errors that a posture names happened, and how often suggestions proved wrong per segment."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.measures.rules import intervals
from apps.measures.rules.truth import Definition


@dataclass(frozen=True)
class Known:
    """How many decisions with a known outcome are alike."""

    segment: str
    recommended: str
    decided: str
    value: bool
    n: int


@dataclass(frozen=True)
class Erring:
    """by_error: of what was decided in the error's lane, how much proved wrong.

    by_suggestion: the same of what the AI suggested for that lane, whoever decided.
    by_segment: of what the AI suggested for the first lane that can be proved wrong, whoever decided.
    """

    by_error: Mapping[str, intervals.Share]
    by_suggestion: Mapping[str, intervals.Share]
    by_segment: Mapping[str, intervals.Share]
    suggested: str


def erring(what: Definition, known: Iterable[Known]) -> Erring:
    """Count errors among decisions that are old enough for either value to be known."""
    rows = list(known)
    lanes = {error: lane for error, lane in what.errors.items() if what.right_when.get(lane) is not None}
    by_error = {
        error: _wrong([(one.value, one.n) for one in rows if one.decided == lane], what, lane)
        for error, lane in lanes.items()
    }
    by_suggestion = {
        error: _wrong([(one.value, one.n) for one in rows if one.recommended == lane], what, lane)
        for error, lane in lanes.items()
    }
    lane = next((lane for lane, right in what.right_when.items() if right is not None), "")
    by_segment: dict[str, list[tuple[bool, int]]] = {}
    for one in rows:
        if lane and one.recommended == lane:
            by_segment.setdefault(one.segment, []).append((one.value, one.n))
    return Erring(
        by_error=by_error,
        by_suggestion=by_suggestion,
        by_segment={segment: _wrong(values, what, lane) for segment, values in by_segment.items()},
        suggested=lane,
    )


def _wrong(values: Iterable[tuple[bool, int]], what: Definition, lane: str) -> intervals.Share:
    counts: Counter[bool] = Counter()
    for value, n in values:
        counts[value] += n
    return intervals.share(counts.total(), counts[not what.right_when[lane]])
