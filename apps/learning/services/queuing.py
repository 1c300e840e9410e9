"""Runs asked for: by beat where there is something new, by a person, once more as before; and stopped."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.wake import wake
from apps.core.words import say
from apps.learning import access
from apps.learning.models import MiningRun
from apps.learning.services import keeping, reading
from apps.learning.states import MiningRunState, Target
from apps.measures.models import DecisionFacts, Outcome, WorkSignal
from apps.registry.models import AISystem
from apps.reviews.models import SecondReview

# Another run on the same day is worth it from this many decisions more, and this share of the last run's.
SAME_DAY_N = 30
SAME_DAY_SHARE = 0.1

_UNFINISHED = [MiningRunState.QUEUED, MiningRunState.RUNNING]


class OnlyWhoAnalyses(refusals.NotAllowed):
    code = "only_who_analyses"
    sentence = say("A search is started and stopped by the analyst or the owner of the AI system.")


class NothingToMine(refusals.Invalid):
    code = "nothing_to_mine"
    sentence = say("Nobody has decided a case of this AI system yet, so there is nothing to search.")


class RunsAlready(refusals.IllegalMove):
    code = "search_runs_already"
    sentence = say("A search runs already for this AI system. Wait for it, or stop it first.")


class SearchOver(refusals.IllegalMove):
    code = "search_over"
    sentence = say("This search has ended meanwhile.")


class SearchStopped(refusals.IllegalMove):
    code = "search_stopped_already"
    sentence = say("This search was stopped already.")


class SearchNotOver(refusals.IllegalMove):
    code = "search_not_over"
    sentence = say("Only a search that came to its end can be run again.")


def queue_search(*, system: AISystem, now: datetime) -> int:
    """Queue a run for every target where there is something new to look at; returns how many are open.

    With the one for overrides come all others once a local day, and again when decisions have doubled; on a
    new day also where only outcomes, second reviews or signs of work came.
    """
    transactions.require()
    run = queue_run(system=system, now=now)
    if _is_time(system, run, now):
        number = run.number if run else _next_number(system, now)
        others = [target for target in Target if target is not Target.OVERRIDDEN]
        rows = [_new(system, now, target=target, number=number) for target in others]
        MiningRun.objects.bulk_create(rows, ignore_conflicts=True)  # another sweep may do the same
    return MiningRun.objects.filter(system=system, state__in=_UNFINISHED).count()


def queue_run(*, system: AISystem, now: datetime) -> MiningRun | None:
    """Queue a run about overrides where there is something new to look at; None where there is not.

    A new local day of the organisation needs any change in the number of decisions (or a failure the day
    before); the same day needs 10 % and 30 decisions more than the last run looked at. A run that is over is
    never reopened: its patterns are the evidence of findings, so the day's next run has the next number. An
    unfinished run is returned as it is.
    """
    transactions.require()
    unfinished = _unfinished(system)
    if unfinished is not None:
        return unfinished
    last = _last(system)
    n_decisions = reading.decisions(system_id=system.id).count()
    if not _is_worth_it(last, _local_day(system, now), n_decisions):
        return None
    MiningRun.objects.bulk_create([_new(system, now)], ignore_conflicts=True)  # another sweep may do the same
    return _unfinished(system)


def ask_run(
    *,
    system_id: UUID,
    by: Actor,
    now: datetime,
    max_facts: int | None = None,
    targets: Sequence[Target] = (Target.OVERRIDDEN,),
    until: datetime | None = None,
) -> MiningRun:
    """Ask for a search by hand, whatever has been looked at today: a run for each target; returns the first.

    until: decisions made since do not count.

    Raises: NotVisible, OnlyWhoAnalyses, NothingToMine, RunsAlready, Invalid(max_facts).
    Writes: MiningRun, record `mining.asked`.
    """
    with transactions.verb():
        system = _system(system_id, by)
        if max_facts is not None and max_facts not in {1, 2, 3}:
            raise refusals.Invalid(say("Choose one, two or three facts together."), field="max_facts")
        if not reading.decisions(system_id=system.id).exists():
            raise NothingToMine
        parameters: dict[str, object] = {} if max_facts is None else {"max_facts": max_facts}
        if until is not None:
            parameters["until"] = until.isoformat()
        runs = [_ask(system, by, now, parameters=parameters, target=targets[0])]
        runs += [
            _ask(system, by, now, parameters=parameters, target=target, number=runs[0].number)
            for target in targets[1:]
        ]
        return runs[0]


def repeat_run(*, run_id: UUID, by: Actor, now: datetime) -> MiningRun:
    """Run once more what came to its end: the same parameters over the same decisions.

    Raises: NotVisible, OnlyWhoAnalyses, SearchNotOver, RunsAlready.
    Writes: MiningRun, record `mining.asked`.
    """
    with transactions.verb():
        old = _seen(run_id, by)
        if old.state != MiningRunState.DONE or old.horizon is None:
            raise SearchNotOver
        return _ask(
            old.system,
            by,
            now,
            parameters=old.parameters,
            target=Target(old.target),
            horizon=old.horizon,
            known_at=old.known_at,
            repeats=old,
        )


def stop_run(*, run_id: UUID, by: Actor, now: datetime) -> None:
    """Stop a run that is under way; nothing of it is kept but that it was.

    Raises: NotVisible, OnlyWhoAnalyses, SearchOver, SearchStopped.
    Writes: MiningRun, record `mining.stopped`.
    """
    with transactions.verb():
        run = _seen(run_id, by)
        if not _stop(run, by, now):
            run.refresh_from_db(fields=["state"])
            raise SearchStopped if run.state == MiningRunState.STOPPED else SearchOver


def stop_search(*, run_id: UUID, by: Actor, now: datetime) -> None:
    """Stop every question of a run's search that is under way; what came to its end stays.

    Raises: NotVisible, OnlyWhoAnalyses, SearchOver.
    Writes: MiningRun, record `mining.stopped` for each.
    """
    with transactions.verb():
        run = _seen(run_id, by)
        same = MiningRun.objects.filter(system=run.system, period_on=run.period_on, number=run.number)
        if not [one for one in same.filter(state__in=_UNFINISHED).order_by("id") if _stop(one, by, now)]:
            raise SearchOver


def _stop(run: MiningRun, by: Actor, now: datetime) -> bool:
    moved = MiningRun.objects.filter(id=run.id, state__in=_UNFINISHED).update(
        state=MiningRunState.STOPPED, ended_at=now, stage="", led_at=None
    )
    if moved:
        keeping.tell(run.id, "stopped", now)
        run.parts.all().delete()
        data = {"system": run.system_id}
        audit.record("mining.stopped", on=("mining_run", run.id), by=by, at=now, data=data)
    return bool(moved)


def _ask(system: AISystem, by: Actor, now: datetime, **values: Any) -> MiningRun:
    run = _new(system, now, asked_by=by, **values)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise RunsAlready from error
    data = {
        "system": system.id,
        "target": run.target,
        "repeats": run.repeats_id,
        "parameters": run.parameters,
    }
    audit.record("mining.asked", on=("mining_run", run.id), by=by, at=now, data=data)
    wake("learning.lead_mining")
    return run


def _new(system: AISystem, now: datetime, *, number: int | None = None, **values: Any) -> MiningRun:
    return MiningRun(
        system=system,
        state=MiningRunState.QUEUED,
        period_on=_local_day(system, now),
        number=number or _next_number(system, now),
        queued_at=now,
        **values,
    )


def _next_number(system: AISystem, now: datetime) -> int:
    of_day = MiningRun.objects.filter(system=system, period_on=_local_day(system, now))
    last = of_day.order_by("-number").first()
    return last.number + 1 if last else 1


def _is_time(system: AISystem, run: MiningRun | None, now: datetime) -> bool:
    """Say whether all other targets are to be asked as well; `run`: the open one about overrides."""
    latest = _last(system, target=Target.ASKED)
    is_new_day = latest is None or latest.period_on != _local_day(system, now)
    if run is None:
        return latest is not None and is_new_day and _has_news(system, latest)
    if latest is None or is_new_day or latest.number == run.number:
        return is_new_day
    with_it = _last(system, period_on=latest.period_on, number=latest.number)
    n_then = with_it.n_decisions if with_it else 0
    return reading.decisions(system_id=system.id).count() >= 2 * n_then


def _last(system: AISystem, **where: object) -> MiningRun | None:
    runs = MiningRun.objects.filter(**{"system": system, "target": Target.OVERRIDDEN, **where})
    return runs.order_by("-period_on", "-number").first()


def _has_news(system: AISystem, last: MiningRun) -> bool:
    """Say whether anything was written since a search that may count in one now."""
    if last.horizon is None or last.known_at is None:
        return False
    since = {"id__gt": last.horizon}
    return (
        DecisionFacts.objects.filter(system_id=system.id, **since).exists()
        or WorkSignal.objects.filter(system_id=system.id, **since).exists()
        or Outcome.objects.filter(case__source=system.source_id, **since).exists()
        or SecondReview.objects.filter(system=system.id, given_at__gt=last.known_at).exists()
    )


def _local_day(system: AISystem, now: datetime) -> date:
    return now.astimezone(ZoneInfo(system.organisation.time_zone)).date()


def _system(system_id: UUID, by: Actor) -> AISystem:
    if system_id not in access.visible_system_ids(by):
        raise refusals.NotVisible
    system = AISystem.objects.select_related("organisation", "owner").get(id=system_id)
    if not access.may_mine(by, system):
        raise OnlyWhoAnalyses(permission="analyse_system")
    return system


def _seen(run_id: UUID, by: Actor) -> MiningRun:
    run = MiningRun.objects.filter(id=run_id).first()
    if run is None:
        raise refusals.NotVisible
    run.system = _system(run.system_id, by)
    return run


def _unfinished(system: AISystem) -> MiningRun | None:
    return MiningRun.objects.filter(system=system, target=Target.OVERRIDDEN, state__in=_UNFINISHED).first()


def _is_worth_it(last: MiningRun | None, period_on: date, n_decisions: int) -> bool:
    if last is None:
        return n_decisions > 0
    if last.period_on != period_on:
        return n_decisions != last.n_decisions or last.state == MiningRunState.FAILED
    grown = n_decisions - last.n_decisions
    return grown >= max(SAME_DAY_N, SAME_DAY_SHARE * last.n_decisions)
