"""Who proved right once an outcome is known, and a lane against a rule of one line. Counts in, counts out.

Where AI and officer chose different lanes, a yes-or-no outcome speaks for the more cautious of the two or for
the less cautious one, whichever lanes they were. Where they agreed, it can prove only those lanes wrong for
which the pack names a right value; of a lane in the middle it says nothing.
"""

import datetime as dt
import enum
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.measures.rules import intervals


@dataclass(frozen=True)
class Baseline:
    """The rule to beat: a case whose `fact` equals `equals` gets `outcome`; `error` is its posture's name."""

    label: str
    fact: str
    equals: str
    outcome: str
    error: str


@dataclass(frozen=True)
class Definition:
    """One later truth as a pack defines it; `right_when` maps a lane to the value that proves it right."""

    code: str
    label: str
    happened: str
    not_happened: str
    wait: dt.timedelta
    caution_right_when: bool
    right_when: Mapping[str, bool | None]
    baseline: Baseline | None
    errors: Mapping[str, str] = field(default_factory=dict)  # the posture's error -> the lane it happens in


@dataclass(frozen=True)
class Cell:
    """How many decisions are alike in all that matters here; `value` is None while the outcome is open."""

    recommended: str
    decided: str
    by_person: bool
    fits_rule: bool
    value: bool | None
    n: int = 1


class Group(enum.StrEnum):
    """The decisions behind a figure. A lane's group holds those of its cases that went wrong."""

    OVERRIDES_RIGHT = "overrides-right"
    OVERRIDES_WRONG = "overrides-wrong"
    APPROVALS_RIGHT = "approvals-right"
    APPROVALS_WRONG = "approvals-wrong"
    AI_LANE = "ai-lane"
    DECIDED_LANE = "decided-lane"
    RULE_LANE = "rule-lane"


Z = 1.959964  # of a 95 % interval
LANES = (Group.AI_LANE, Group.DECIDED_LANE, Group.RULE_LANE)


@dataclass(frozen=True)
class Lane:
    """One way to fill a lane: its size, how much of it went wrong, what it took of all that would."""

    group: Group
    size: intervals.Share
    wrong: intervals.Share
    taken: intervals.Share


@dataclass(frozen=True)
class Truth:
    """What outcomes say. `n_old` decisions are old enough, `n_known` of them have an outcome.

    `lanes` are empty without a baseline. `difference` is the AI's share of wrong cases minus the rule's; as
    the rule cannot rank, its lane cut by chance to the AI's size keeps its share. `filled` is the AI's share
    where its lane is filled up to the rule's size with cases of its next lanes, drawn by chance. Both are
    value, low and high, None where a lane is empty.
    """

    n_old: int
    n_known: int
    happened: intervals.Share
    overrides: intervals.Share
    by_direction: Mapping[str, intervals.Share]
    approvals: intervals.Share
    by_lane: Mapping[str, intervals.Share]
    lanes: tuple[Lane, ...]
    difference: tuple[float, float, float] | None
    filled: tuple[float, float, float] | None


def definition(raw: Mapping[str, Any]) -> Definition:
    """Read one measure of a pack."""
    rule = raw.get("baseline")
    return Definition(
        code=raw["code"],
        label=raw["label"],
        happened=raw["happened"],
        not_happened=raw["not_happened"],
        wait=dt.timedelta(days=raw["lag_days"] + raw.get("report_days", 0)),
        caution_right_when=raw["caution_right_when"],
        right_when=dict(raw["right_when"]),
        baseline=rule
        and Baseline(rule["label"], rule["fact"], rule["equals"], rule["outcome"], rule.get("error", "")),
        errors=_errors(raw.get("errors"), rule),
    )


def _errors(named: Mapping[str, str] | None, rule: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return error -> lane; a pack that names none has the one of its baseline."""
    if named or not rule or "error" not in rule:
        return dict(named or {})
    return {rule["error"]: rule["outcome"]}


def override_right(what: Definition, caution: Mapping[str, int], cell: Cell) -> bool | None:
    """Say whether the officer, not the AI, proved right; None where both chose alike or nothing is known."""
    apart = caution.get(cell.decided, 0) - caution.get(cell.recommended, 0)
    if not cell.by_person or cell.value is None or not apart:
        return None
    return (apart > 0) == (cell.value == what.caution_right_when)


def approval_wrong(what: Definition, cell: Cell) -> bool | None:
    """Say whether an agreement of officer and AI proved wrong; None where the outcome cannot say."""
    right = what.right_when.get(cell.decided)
    if not cell.by_person or cell.value is None or right is None or cell.decided != cell.recommended:
        return None
    return cell.value != right


def suggestion_right(what: Definition, *, recommended: str, value: bool | None) -> bool | None:
    """Say whether a suggestion proved right, whatever was decided; None where the outcome cannot say."""
    right = what.right_when.get(recommended)
    return None if value is None or right is None else value == right


def in_group(what: Definition, caution: Mapping[str, int], cell: Cell, group: Group) -> bool:
    """Say whether a cell's decisions are behind a figure."""
    if group in LANES:
        return _is_in_lane(what, cell, group) and _is_lane_wrong(what, cell) is True
    judge, wanted = {
        Group.OVERRIDES_RIGHT: (override_right(what, caution, cell), True),
        Group.OVERRIDES_WRONG: (override_right(what, caution, cell), False),
        Group.APPROVALS_RIGHT: (approval_wrong(what, cell), False),
        Group.APPROVALS_WRONG: (approval_wrong(what, cell), True),
    }[group]
    return judge is wanted


def truth(what: Definition, caution: Mapping[str, int], cells: Sequence[Cell]) -> Truth:
    """Count who proved right among decisions that are old enough for either value to be known."""
    known = [cell for cell in cells if cell.value is not None]
    ways = {
        "more_cautious": [cell for cell in known if _apart(caution, cell) > 0],
        "less_cautious": [cell for cell in known if _apart(caution, cell) < 0],
    }
    judged = [lane for lane, right in what.right_when.items() if right is not None]
    return Truth(
        n_old=_n(cells),
        n_known=_n(known),
        happened=_share(known, lambda cell: cell.value),
        overrides=_share(known, lambda cell: override_right(what, caution, cell)),
        by_direction={
            way: _share(these, lambda cell: override_right(what, caution, cell))
            for way, these in ways.items()
        },
        approvals=_share(known, lambda cell: approval_wrong(what, cell)),
        by_lane={
            lane: _share(
                [cell for cell in known if cell.decided == lane], lambda cell: approval_wrong(what, cell)
            )
            for lane in judged
        },
        lanes=tuple(_lane(what, known, group) for group in LANES) if what.baseline else (),
        difference=_difference(what, known) if what.baseline else None,
        filled=_filled(what, caution, known) if what.baseline else None,
    )


def _apart(caution: Mapping[str, int], cell: Cell) -> int:
    return caution.get(cell.decided, 0) - caution.get(cell.recommended, 0)


def _n(cells: Iterable[Cell]) -> int:
    return sum(cell.n for cell in cells)


def _share(cells: Iterable[Cell], judge: Callable[[Cell], bool | None]) -> intervals.Share:
    said = [(judge(cell), cell.n) for cell in cells]
    return intervals.share(
        sum(n for is_so, n in said if is_so is not None), sum(n for is_so, n in said if is_so)
    )


def _is_in_lane(what: Definition, cell: Cell, group: Group) -> bool:
    if what.baseline is None:
        return False
    return {
        Group.AI_LANE: cell.recommended == what.baseline.outcome,
        Group.DECIDED_LANE: cell.decided == what.baseline.outcome,
        Group.RULE_LANE: cell.fits_rule,
    }[group]


def _is_lane_wrong(what: Definition, cell: Cell) -> bool | None:
    right = what.right_when.get(what.baseline.outcome) if what.baseline else None
    return None if right is None or cell.value is None else cell.value != right


def _lane(what: Definition, known: Sequence[Cell], group: Group) -> Lane:
    inside = [cell for cell in known if _is_in_lane(what, cell, group)]
    wrong = [cell for cell in known if _is_lane_wrong(what, cell)]
    return Lane(
        group=group,
        size=intervals.share(_n(known), _n(inside)),
        wrong=_share(inside, lambda cell: _is_lane_wrong(what, cell)),
        taken=_share(wrong, lambda cell: _is_in_lane(what, cell, group)),
    )


def _difference(what: Definition, known: Sequence[Cell]) -> tuple[float, float, float] | None:
    """The AI's wrong share minus the rule's: value, low, high.

    Both lanes hold many of the same cases, so two intervals side by side would mislead. The variance is that
    of the sum of each case's influence on the difference (the delta method for two means over one sample).
    """
    ai, rule = (
        [(cell, bool(_is_lane_wrong(what, cell))) for cell in known if _is_in_lane(what, cell, group)]
        for group in (Group.AI_LANE, Group.RULE_LANE)
    )
    n_ai, n_rule = (sum(cell.n for cell, _ in lane) for lane in (ai, rule))
    if not n_ai or not n_rule:
        return None
    p_ai, p_rule = (
        sum(cell.n for cell, is_wrong in lane if is_wrong) / n for lane, n in ((ai, n_ai), (rule, n_rule))
    )
    variance = 0.0
    for cell in known:
        is_wrong = bool(_is_lane_wrong(what, cell))
        of_ai = (is_wrong - p_ai) / n_ai if _is_in_lane(what, cell, Group.AI_LANE) else 0.0
        of_rule = (is_wrong - p_rule) / n_rule if _is_in_lane(what, cell, Group.RULE_LANE) else 0.0
        variance += cell.n * (of_ai - of_rule) ** 2
    reach = Z * math.sqrt(variance)
    return p_ai - p_rule, p_ai - p_rule - reach, p_ai - p_rule + reach


def _filled(
    what: Definition, caution: Mapping[str, int], known: Sequence[Cell]
) -> tuple[float, float, float] | None:
    """The AI's wrong share at the rule's size; strata are its lanes by caution, the last one in part."""
    room = size = _n([cell for cell in known if cell.fits_rule])
    wrong, variance = 0.0, 0.0
    for lane in sorted(caution, key=lambda code: caution[code]):
        inside = [cell for cell in known if cell.recommended == lane]
        n = _n(inside)
        if not n or not room:
            continue
        part = min(n, room)
        share = _n([cell for cell in inside if _is_lane_wrong(what, cell)]) / n
        wrong += part * share
        variance += part**2 * share * (1 - share) / n
        room -= part
    if room or not size:
        return None
    value, reach = wrong / size, Z * math.sqrt(variance) / size
    return value, value - reach, value + reach
