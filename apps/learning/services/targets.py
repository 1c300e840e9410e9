"""Among which decisions a target may happen, and in which of them it did, for all rows of a part at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from apps.accounts.models import ActorKind
from apps.learning.states import Target
from apps.measures import rules as measure_rules
from apps.measures.services import UNKNOWN, Columns, microseconds
from apps.reviews.states import DecisionKind, Holds, SecondResult

Flags = npt.NDArray[np.bool_]

# What every target reads, and what one reads beside it.
ALWAYS = ("row_id", "reversal_row_id", "kind", "by_kind", "is_audit", "is_override", "item_id", "decided_at")
_TRUTH = ("told", "recommended", "decided")
BESIDE: Mapping[Target, tuple[str, ...]] = {
    Target.OVERTURNED: ("second_result", "second_at", "second_holds", "settled_at", *_TRUTH),
    Target.WRONGLY_APPROVED: _TRUTH,
    Target.ESCALATED: ("was_escalated",),
    Target.ASKED: ("n_questions",),
    Target.LATE: ("due_at",),
    Target.UNSUPPORTED: ("n_statements", "n_unsupported"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A target, as of when: only rows written before `horizon` count, and what was known at `known_at`.

    until: only what was decided by then. judge: the later truth that suggestions are held against; None where
    the pack names none. caution: how cautious each outcome is.
    """

    target: Target
    horizon: UUID
    known_at: datetime
    judge: measure_rules.Definition | None
    caution: Mapping[str, int]
    until: datetime | None = None


def needed(target: Target) -> tuple[str, ...]:
    """Return the columns that say among what a target may happen, and where it did."""
    return (*ALWAYS, *(("signs",) if target.is_sign else BESIDE.get(target, ())))


def among(columns: Columns, asked: Asked) -> Flags:
    """Say which decisions count: of persons, on real cases, in force, and such that the target is known of.

    Second looks at what a machine had decided never count. Of what was overturned, reversed ones count too,
    and none of which it is too early to say.
    """
    inside: Flags = ~columns.since("row_id", asked.horizon) & columns.is_in("by_kind", ActorKind.PERSON.value)
    inside &= ~columns.flags("is_audit") & ~columns.is_in("kind", DecisionKind.REVERSED.value)
    if asked.until is not None:
        inside &= columns.instants("decided_at") <= microseconds(asked.until)
    if asked.target is Target.OVERTURNED:
        return inside & columns.flags("is_override") & _is_settled(columns, asked)
    inside &= columns.since("reversal_row_id", asked.horizon)
    if asked.target is Target.WRONGLY_APPROVED:
        inside &= ~columns.flags("is_override") & (wrong(columns, asked) != UNKNOWN)
    if asked.target.is_sign or asked.target is Target.ESCALATED:
        return inside & columns.is_there("item_id")
    beside = {Target.ASKED: "n_questions", Target.LATE: "due_at"}.get(asked.target)
    if beside is not None:
        return inside & columns.is_there(beside) & columns.is_there("decided_at")
    if asked.target is Target.UNSUPPORTED:
        inside &= columns.wholes("n_statements", missing=0) > 0
    return inside


def happened(columns: Columns, asked: Asked) -> Flags:
    """Say in which of the decisions that count it happened."""
    if asked.target.is_sign:
        return columns.has_sign(asked.target.value, asked.horizon)
    if asked.target is Target.LATE:
        late: Flags = columns.instants("decided_at") > columns.instants("due_at")
        return late
    if asked.target in {Target.ASKED, Target.UNSUPPORTED}:
        counted = "n_questions" if asked.target is Target.ASKED else "n_unsupported"
        some: Flags = columns.wholes(counted, missing=0) > 0
        return some
    if asked.target is Target.WRONGLY_APPROVED:
        proved: Flags = wrong(columns, asked) == 1
        return proved
    if asked.target is Target.OVERTURNED:
        return _overturned(columns, asked)
    return columns.flags("was_escalated" if asked.target is Target.ESCALATED else "is_override")


def wrong(columns: Columns, asked: Asked) -> npt.NDArray[np.int8]:
    """Say whether the suggestion proved wrong: 1, 0, or UNKNOWN, also while it is too early for either."""
    judge = asked.judge
    if judge is None:
        return np.full(len(columns), UNKNOWN, dtype=np.int8)
    value = columns.known(judge.code, at=asked.known_at, horizon=asked.horizon)
    right = _by_word(columns, "recommended", judge.right_when)
    found: npt.NDArray[np.int8] = (value != right).astype(np.int8)
    found[(value == UNKNOWN) | (right == UNKNOWN) | ~_is_old(columns, asked, judge)] = UNKNOWN
    return found


def _is_settled(columns: Columns, asked: Asked) -> Flags:
    """Say whether an override had its time and is known to have held or not.

    One whose outcome is still to come would count as held and let every newer share sink. Where outcomes tell
    nothing of it (as cautious as the suggestion, or no outcome at all) it held until somebody says otherwise.
    """
    judge = asked.judge
    if judge is None:
        return np.ones(len(columns), dtype=bool)
    looked = columns.is_there("second_at") & (columns.instants("second_at") <= microseconds(asked.known_at))
    is_reversed = ~columns.since("reversal_row_id", asked.horizon)
    is_told = columns.known(judge.code, at=asked.known_at, horizon=asked.horizon) != UNKNOWN
    known: Flags = is_told | (_apart(columns, asked) == 0) | looked | is_reversed
    return known & _is_old(columns, asked, judge)


def _apart(columns: Columns, asked: Asked) -> npt.NDArray[np.int64]:
    return _by_word(columns, "decided", asked.caution) - _by_word(columns, "recommended", asked.caution)


def _overturned(columns: Columns, asked: Asked) -> Flags:
    """Reversed by a later decision, held otherwise by a second or a third person, or proved wrong."""
    at = microseconds(asked.known_at)
    differs = columns.is_in("second_result", SecondResult.DIFFERS.value)
    differs &= columns.is_there("second_at") & (columns.instants("second_at") <= at)
    settled = columns.is_there("settled_at") & (columns.instants("settled_at") <= at)
    upheld = settled & columns.is_in("second_holds", Holds.FIRST.value)
    found: Flags = ~columns.since("reversal_row_id", asked.horizon) | (differs & ~upheld)
    judge = asked.judge
    if judge is None:
        return found
    value = columns.known(judge.code, at=asked.known_at, horizon=asked.horizon)
    apart = _apart(columns, asked)
    is_right = (apart > 0) == (value == judge.caution_right_when)
    told = (value != UNKNOWN) & (apart != 0) & _is_old(columns, asked, judge)
    found |= told & ~is_right
    return found


def _is_old(columns: Columns, asked: Asked, judge: measure_rules.Definition) -> Flags:
    old: Flags = columns.instants("decided_at") <= microseconds(asked.known_at - judge.wait)
    return old


def _by_word(columns: Columns, name: str, values: Mapping[str, Any]) -> npt.NDArray[np.int64]:
    """Return by row what its word stands for; UNKNOWN where it stands for nothing."""
    words, places = columns.coded(name)
    stands = [values.get(word or "") for word in words]
    found: npt.NDArray[np.int64] = np.array([UNKNOWN if one is None else int(one) for one in stands])[places]
    return found
