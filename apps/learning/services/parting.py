"""Work on one part of a run: take it under a token, compute outside any transaction, keep what it came to."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet

from apps.core import transactions
from apps.core.wake import wake
from apps.learning import rules
from apps.learning.models import MiningPart, MiningRun
from apps.learning.services import keeping, reading
from apps.learning.states import MiningPartState, MiningRunState, MiningStage, Target
from apps.measures import services as measures
from apps.registry.states import CoreCategory

Clock = Callable[[], datetime]
RowNumbers = npt.NDArray[np.int64]

LEAD = "learning.lead_mining"
# Longer than a task may run at all: whoever took a part so long ago is not working on it any more.
LOST_AFTER = timedelta(minutes=5)
MAX_TAKES = 3
MAX_EVIDENCE = 200
MAX_COUNTER_EXAMPLES = 50
_RUNNING = Q(run__state=MiningRunState.RUNNING)


def mine_parts(*, now: Clock, seconds: float = 100.0, only: UUID | None = None) -> int:
    """Work parts that wait, or whose worker was lost, until none is left or the time is over.

    only: those of this run. Returns how many were kept. Opens its own short transactions: call it outside of
    one. Safe to run twice and at once: each part is worked by whoever takes it, and only the last one who
    took it keeps it.
    """
    until = time.monotonic() + seconds
    n_kept = 0
    while (part := _take(now(), only)) is not None:
        n_kept += _work(part, now)
        if time.monotonic() >= until:
            break
    return n_kept


def n_waiting(*, now: datetime) -> int:
    """Return how many parts could be taken."""
    return _takeable(now).count()


def _takeable(now: datetime) -> QuerySet[MiningPart]:
    lost = Q(state=MiningPartState.TAKEN, taken_at__lte=now - LOST_AFTER)
    return MiningPart.objects.filter(_RUNNING, Q(state=MiningPartState.WAITING) | lost)


def _take(now: datetime, only: UUID | None = None) -> MiningPart | None:
    with transactions.verb():
        part = (
            _takeable(now)
            .filter(*([Q(run=only)] if only else []))
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("run__system__organisation")
            .order_by("run__queued_at", "id")
            .first()
        )
        if part is None:
            return None
        if part.state == MiningPartState.TAKEN:
            keeping.tell(part.run_id, "part_lost", now, month=part.month_on.isoformat())
        part.state, part.token, part.taken_at = MiningPartState.TAKEN, part.token + 1, now
        part.save(update_fields=["state", "token", "taken_at"])
    return part


def _work(part: MiningPart, now: Clock) -> bool:
    if part.token > MAX_TAKES:
        return keeping.fail(part.run, keeping.LOST, now=now())
    begun = time.monotonic()
    try:
        values = _worked(part)
    except measures.PartGone:  # whoever leads the run on sees that it has no rows
        values = {"n_rows": None}
    took = round((time.monotonic() - begun) * 1000)
    with transactions.verb():
        kept = MiningPart.objects.filter(
            _RUNNING, id=part.id, state=MiningPartState.TAKEN, token=part.token
        ).update(state=MiningPartState.DONE, took_ms=took, **values)
        same_step = MiningPart.objects.filter(run=part.run_id, stage=part.stage)
        if kept and not same_step.exclude(state=MiningPartState.DONE).exists():
            wake(LEAD)
    return bool(kept)


def _worked(part: MiningPart) -> dict[str, Any]:
    """Do the step; where the month has not the rows that were surveyed, say so, and the run begins again."""
    stage = MiningStage(part.stage)
    facts = None if stage is MiningStage.SURVEY else tuple(part.run.plan["labels"])
    found = reading.read(source_of(part.run), part.month_on, stage, facts)
    n_rows = len(found.columns)
    if stage is MiningStage.SURVEY:
        return {"n_rows": n_rows, **_survey(part, found)}
    surveyed = MiningPart.objects.get(run=part.run_id, stage=MiningStage.SURVEY, place=part.place)
    if surveyed.n_rows != n_rows:
        return {"n_rows": n_rows}
    rows = rules.prepared(
        found.table, keeping.plan_of(part.run), keeping.params_of(part.run), first=part.first
    )
    return {"n_rows": n_rows, **_STAGES[stage](part, found, rows)}


def source_of(run: MiningRun) -> reading.Source:
    """Return what a run reads."""
    assert run.horizon is not None
    assert run.known_at is not None
    until = run.parameters.get("until")
    return reading.Source(
        run.system,
        Target(run.target),
        run.horizon,
        run.known_at,
        facts=run.reads.get("facts", ()),
        files=run.reads.get("files"),
        until=datetime.fromisoformat(until) if until else None,
    )


def _survey(part: MiningPart, found: reading.Read) -> dict[str, Any]:
    tally = reading.protected(source_of(part.run), found)
    return {"payload": rules.packed(rules.survey(found.table)), "told": rules.tally_as_json(tally)}


def _count(part: MiningPart, _found: reading.Read, rows: rules.Rows) -> dict[str, Any]:
    plan = keeping.plan_of(part.run)
    counted = rules.count(rows, plan, keeping.params_of(part.run))
    return {"payload": rules.packed(counted + rules.count_weeks(rows, plan))}


def _cross(part: MiningPart, _found: reading.Read, rows: rules.Rows) -> dict[str, Any]:
    return {"payload": rules.packed(rules.cross(rows, keeping.slices_of(part.run)))}


def _rows(part: MiningPart, found: reading.Read, rows: rules.Rows) -> dict[str, Any]:
    zone = ZoneInfo(part.run.system.organisation.time_zone)
    return {"told": [_told(found, rows, chosen, zone) for chosen in part.run.plan["chosen"]]}


def _told(found: reading.Read, rows: rules.Rows, chosen: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    conditions = [rules.Condition(fact, value) for fact, value in chosen["conditions"]]
    searched = rules.rows_of(conditions, rows) & (rows.late == chosen["is_second"])
    for_it = (searched & rows.overridden).nonzero()[0]
    against = (searched & ~rows.overridden).nonzero()[0]
    return {
        **_reasons(found, for_it),
        "evidence": _latest(found, for_it, MAX_EVIDENCE),
        "counter_examples": _latest(found, against, MAX_COUNTER_EXAMPLES),
        "weeks": _weeks(found, rows, rules.rows_of(conditions, rows), zone),
    }


def _weeks(
    found: reading.Read, rows: rules.Rows, inside: npt.NDArray[np.bool_], zone: ZoneInfo
) -> dict[str, list[int]]:
    """Count the decisions of a slice by the Monday of their week, and those in which the target happened."""
    hours = np.asarray(found.table.order, dtype=np.int64)
    weeks: dict[str, list[int]] = {}
    for hour in np.unique(hours[inside]).tolist():
        if hour == reading.NOT_RECORDED:
            continue
        day = datetime.fromtimestamp(hour, zone).date()
        counted = weeks.setdefault((day - timedelta(days=day.weekday())).isoformat(), [0, 0])
        then = inside & (hours == hour)
        counted[0] += int(then.sum())
        counted[1] += int((then & rows.overridden).sum())
    return weeks


def _reasons(found: reading.Read, numbers: RowNumbers) -> dict[str, dict[str, int]]:
    """Count overrides by core category and by reason; restricted reasons by their category alone.

    A decision that was brought in without a reason counts nowhere here.
    """
    given = zip(
        found.columns.words("reason", numbers), found.columns.words("core_category", numbers), strict=True
    )
    core, reason = Counter[str](), Counter[str]()
    for (code, category), n in Counter(given).items():
        if code:
            reason[category if category == CoreCategory.INTEGRITY_CONCERN else code] += n
        if code and category:
            core[category] += n
    return {"core": dict(core), "reason": dict(reason)}


def _latest(found: reading.Read, numbers: RowNumbers, most: int) -> list[str]:
    """The newest decisions first; rows stand in the table oldest first, and months after each other."""
    return [str(one) for one in found.columns.ids("decision_id", numbers[::-1][:most])]


_STAGES: Mapping[MiningStage, Callable[[MiningPart, reading.Read, rules.Rows], dict[str, Any]]] = {
    MiningStage.COUNT: _count,
    MiningStage.CROSS: _cross,
    MiningStage.ROWS: _rows,
}
