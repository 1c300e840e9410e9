"""A run led from one step to the next: what its parts came to is added up, and the next parts are laid out.

Whoever leads takes a token; who comes late writes nothing. What was lost on the way is found by the sweep: a
run whose parts are all done and that nobody leads is led by whoever sees it next.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.core import ids, transactions
from apps.core.wake import wake
from apps.core.words import say
from apps.learning import rules
from apps.learning.models import MiningPart, MiningRun
from apps.learning.services import concluding, keeping, parting, reading, recent
from apps.learning.states import MiningPartState, MiningRunState, MiningStage, Target

LOST_AFTER = timedelta(minutes=5)  # longer than the task may run
PARTS = "learning.mine_parts"
PART_GONE = "part_gone"
GONE = say("A file of the data set was missing or changed each time. Its folder needs a look.")
METHOD = 6  # of mining; goes up when the same decisions could come to another result


class Led(NamedTuple):
    """How many runs were taken to their next step, and how many of them to their end."""

    n_moved: int
    n_ended: int


def lead_mining(*, now: datetime) -> int:
    """Take every run that is ready from its step to the next one; returns how many were moved.

    Opens its own short transactions: call it outside of one. Safe to run twice and at once.
    """
    return lead(now=now).n_moved


def lead(*, now: datetime, only: UUID | None = None) -> Led:
    """Do as `lead_mining` does and say which of them ended. only: this run and no other."""
    moved, ended = 0, 0
    while (run := _take(now, only)) is not None:
        if _advance(run, now):
            moved += 1
            run.refresh_from_db(fields=["state"])
            ended += not MiningRunState(run.state).is_open
    return Led(moved, ended)


def _take(now: datetime, only: UUID | None = None) -> MiningRun | None:
    undone = MiningPart.objects.filter(run=OuterRef("id"), stage=OuterRef("stage")).exclude(
        state=MiningPartState.DONE
    )
    earlier = MiningRun.objects.filter(system=OuterRef("system"), state=MiningRunState.QUEUED)
    is_next = ~Exists(earlier.filter(queued_at__lte=OuterRef("queued_at"), id__lt=OuterRef("id")))
    begins = Q(state=MiningRunState.QUEUED) & is_next  # one at a time, so that a search pins its files once
    ready = begins | (Q(state=MiningRunState.RUNNING) & ~Exists(undone))
    free = Q(led_at=None) | Q(led_at__lte=now - LOST_AFTER)
    with transactions.verb():
        run = (
            MiningRun.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("system__organisation")
            .filter(ready, free, *([Q(id=only)] if only else []))
            .order_by("queued_at", "id")
            .first()
        )
        if run is None:
            return None
        run.token, run.led_at = run.token + 1, now
        run.save(update_fields=["token", "led_at"])
    return run


def _advance(run: MiningRun, now: datetime) -> bool:
    if run.state == MiningRunState.QUEUED:
        return _begin(run, now)
    if run.token > MAX_LEADS:
        return keeping.fail(run, keeping.LOST, now=now)
    parts = list(_parts(run, MiningStage(run.stage)))
    if any(part.n_rows is None for part in parts):
        return _without_file(run, now)
    if run.stage != MiningStage.SURVEY and not _is_as_surveyed(run, parts):
        return _begin(run, now, again="begun_again")
    step = {
        MiningStage.SURVEY: _surveyed,
        MiningStage.COUNT: _counted,
        MiningStage.CROSS: _crossed,
        MiningStage.ROWS: _finished,
    }[MiningStage(run.stage)]
    return step(run, parts, now)


MAX_GONE = 3  # times that files of a run may be gone, each written again before, until it gives up
MAX_LEADS = 20  # a run is led five times; far more says that whoever leads it is lost each time


def _without_file(run: MiningRun, now: datetime) -> bool:
    """Begin again with the files that the next export writes; give up where they go missing each time."""
    if sum(line["code"] == PART_GONE for line in run.happened) >= MAX_GONE:
        return keeping.fail(run, GONE, now=now)
    return _begin(run, now, again=PART_GONE)


def _begin(run: MiningRun, now: datetime, *, again: str = "") -> bool:
    """Fix what counts and lay out the survey; again where rows came in late or a file is gone.

    False while somebody else writes the data set: the next sweep takes it then.
    """
    if again or not _as_its_search(run):
        if run.horizon is None or (again and not run.repeats_id):
            run.horizon, run.known_at = ids.new(), run.known_at or now
        pinned = reading.pin(run.system, now=now)
        if pinned is None:
            return False
        run.reads = {"facts": pinned.facts, "files": pinned.files, "why": pinned.why}
    months = reading.months(parting.source_of(run))
    params = concluding.params_for(run, is_dated=reading.is_dated(months))
    values: dict[str, Any] = {
        "state": MiningRunState.RUNNING,
        "started_at": run.started_at or now,
        "horizon": run.horizon,
        "known_at": run.known_at,
        "reads": run.reads,
        "parameters": concluding.params_as_json(params),
        "versions": {"product": settings.VERSION, "method": METHOD},
    }
    with transactions.verb():
        if again:
            run.parts.all().delete()
        code = again or "begun"
        if not _move(run, MiningStage.SURVEY, months, now, (code, {"n_months": len(months)}), **values):
            return False
    return True


def _as_its_search(run: MiningRun) -> bool:
    """Read what another run of the same search pinned; False where it is the first, or a repeat."""
    same = MiningRun.objects.filter(system=run.system_id, period_on=run.period_on, number=run.number)
    first = same.exclude(id=run.id).exclude(reads={}).order_by("started_at", "id").first()
    if run.repeats_id or first is None:
        return False
    run.horizon, run.known_at, run.reads = first.horizon, first.known_at, first.reads
    return True


def _surveyed(run: MiningRun, parts: Sequence[MiningPart], now: datetime) -> bool:
    surveys = [rules.unpacked_survey(bytes(part.payload or b"")) for part in parts]
    seen = rules.merged_surveys(surveys) if surveys else rules.survey(rules.Table({}, []))
    tally = rules.added_tallies([rules.revived(part.told) for part in parts if part.told])
    try:
        plan = rules.plan(seen, keeping.params_of(run), weeks=recent.weeks_of(run))
    except rules.TooManyCells as refusal:
        return keeping.fail(run, refusal.sentence, now=now, n_decisions=seen.n_rows)
    run.plan = keeping.plan_as_json(plan)
    run.protected = concluding.protected_rows(tally)
    values: dict[str, Any] = {
        "plan": run.plan,
        "protected": run.protected,
        "n_decisions": seen.n_rows,
    }
    if not run.parameters["cross_fit"] and seen.n_overridden in {0, seen.n_rows}:
        result = concluding.untested(run)
        return concluding.finish(run, result, now=now, protected=run.protected)
    firsts = [0, *accumulate(part.n_rows or 0 for part in parts)]
    told = {"n": seen.n_rows, "n_facts": len(plan.encoding.labels), "max_facts": plan.max_facts}
    months = [part.month_on for part in parts]
    with transactions.verb():
        return _move(run, MiningStage.COUNT, months, now, ("surveyed", told), firsts=firsts, **values)


def _counted(run: MiningRun, parts: Sequence[MiningPart], now: datetime) -> bool:
    if not parts:
        return concluding.finish(run, concluding.nothing(run), now=now)
    counted, weeks = _cubes(run, parts)
    offered = rules.test(counted, keeping.params_of(run))
    if not offered.slices:
        run.recent = recent.as_json(run, keeping.plan_of(run), weeks)
        return concluding.finish(run, concluding.result(run, counted, None), now=now)
    plan = run.plan | {"slices": offered.slices}
    told = {"n_tests": sum(n for n, _ in offered.by_window), "n_slices": len(offered.slices)}
    with transactions.verb():
        return _move(
            run, MiningStage.CROSS, [part.month_on for part in parts], now, ("counted", told),
            firsts=[part.first for part in parts], plan=plan,
        )  # fmt: skip


def _crossed(run: MiningRun, parts: Sequence[MiningPart], now: datetime) -> bool:
    result = _result(run, parts)
    if not result.patterns:
        return concluding.finish(run, result, now=now)
    chosen = [{"conditions": one.conditions, "is_second": one.is_second} for one in result.patterns]
    with transactions.verb():
        return _move(
            run, MiningStage.ROWS, [part.month_on for part in parts], now, ("crossed", {"n": len(chosen)}),
            firsts=[part.first for part in parts], plan=run.plan | {"chosen": chosen},
        )  # fmt: skip


def _finished(run: MiningRun, parts: Sequence[MiningPart], now: datetime) -> bool:
    crossed = list(_parts(run, MiningStage.CROSS))
    return concluding.finish(run, _result(run, crossed), told=[part.told for part in parts], now=now)


def _result(run: MiningRun, crossed: Sequence[MiningPart]) -> rules.MineResult:
    counted, weeks = _cubes(run, _parts(run, MiningStage.COUNT))
    added = rules.added(rules.unpacked_crossed(bytes(part.payload or b"")) for part in crossed)
    run.recent = recent.as_json(run, keeping.plan_of(run), weeks)
    return concluding.result(run, counted, added)


def _cubes(run: MiningRun, parts: Iterable[MiningPart]) -> tuple[rules.Counted, rules.Counted]:
    """Add up what was counted: for the search, and of the weeks."""
    added = rules.merged(rules.unpacked_counted(bytes(part.payload or b"")) for part in parts)
    return rules.without_weeks(added, keeping.plan_of(run))


def _parts(run: MiningRun, stage: MiningStage) -> QuerySet[MiningPart]:
    return MiningPart.objects.filter(run=run, stage=stage).order_by("place")


def _is_as_surveyed(run: MiningRun, parts: Sequence[MiningPart]) -> bool:
    """Tell whether there are still the rows that were surveyed: one may have been written late."""
    surveyed = [part.n_rows or 0 for part in _parts(run, MiningStage.SURVEY)]
    if run.target == Target.OVERRIDDEN:
        rows = reading.decisions(
            system_id=run.system_id, before=run.horizon, until=parting.source_of(run).until
        )
        now_there = rows.count()
        return sum(surveyed) == now_there and surveyed == [part.n_rows for part in parts]
    return surveyed == [part.n_rows for part in parts]


def _move(
    run: MiningRun,
    stage: MiningStage,
    months: Sequence[date],
    now: datetime,
    told: tuple[str, Mapping[str, object]],
    *,
    firsts: Sequence[int] = (),
    **values: Any,
) -> bool:
    """Lay out the parts of the next step; False when the run is over or led by somebody else."""
    transactions.require()
    if not keeping.of_leader(run).update(stage=stage, led_at=None, **values):
        return False
    code, counts = told
    keeping.tell(run.id, code, now, **counts)
    MiningPart.objects.bulk_create(
        MiningPart(
            run=run,
            stage=stage,
            place=place,
            month_on=month,
            first=firsts[place] if firsts else 0,
            state=MiningPartState.WAITING,
        )
        for place, month in enumerate(months)
    )
    wake(PARTS)
    return True
