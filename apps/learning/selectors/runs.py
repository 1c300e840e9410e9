"""Reads of mining runs: how far each is, what it found, and its family of protected facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.intake import selectors as intake
from apps.learning import access
from apps.learning.models import Finding, MiningPart, MiningRun, Pattern
from apps.learning.selectors.newest import newest_runs
from apps.learning.selectors.rests import rest_of
from apps.learning.selectors.wording import Wording, said
from apps.learning.states import MiningPartState, MiningRunState, MiningStage, Target
from apps.measures.rules import Share, jeffreys
from apps.registry.models import AISystem, ContextContract

STAGES = tuple(MiningStage)


@dataclass(frozen=True, slots=True)
class Progress:
    """Which of the four steps a run is at, counted from 1, and how many of its parts are done."""

    step: int
    n_done: int
    n_parts: int

    @property
    def share(self) -> float:
        """How much of the whole run that is, as if all steps took as long."""
        within = self.n_done / self.n_parts if self.n_parts else 0.0
        return (max(self.step - 1, 0) + within) / len(STAGES)


@dataclass(frozen=True, slots=True)
class RunsPage:
    """Runs, the newest search first, its runs as they were asked.

    `startable` are the AI systems of which the reader may start one now.
    """

    rows: list[MiningRun]
    progress: dict[UUID, Progress]
    startable: list[AISystem]
    next: str | None


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One pattern of a run, the rest it is compared with, and the finding that follows it, if one does."""

    pattern: Pattern
    words: str
    finding_id: UUID | None
    rest: Share | None = None


@dataclass(frozen=True, slots=True)
class ProtectedLine:
    """One group of a protected fact on one side, in the reader's words; rates are None under 30 decisions."""

    fact: str
    label: str
    value: str | None
    group: str
    side: str
    n: int
    k: int
    rate: float | None
    low: float | None
    high: float | None
    rest_rate: float | None
    rest_n: int
    rest_low: float | None
    rest_high: float | None
    q: float | None
    stands_out: bool


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run with what it found; `is_same` tells of a repeat whether it came to the same digest.

    `together` are the runs of the same search, one for each target, and `running` the targets of others that
    are under way.
    """

    run: MiningRun
    progress: Progress
    found: list[FoundLine]
    protected: list[ProtectedLine]
    left_out: dict[str, str]
    may_mine: bool
    is_same: bool | None
    together: tuple[tuple[Target, UUID], ...] = ()
    running: tuple[Target, ...] = ()


def system_of_slug(slug: str, *, to: Actor) -> AISystem:
    """Return an AI system whose patterns the actor may see.

    Raises: NotVisible.
    """
    found = access.visible_systems(to).filter(slug=slug).first()
    if found is None:
        raise refusals.NotVisible
    return found


def runs(
    *,
    to: Actor,
    system_id: UUID | None = None,
    target: Target | None = None,
    since: datetime | None = None,
    after: str | None = None,
    limit: int = 50,
) -> RunsPage:
    """Return the runs over the AI systems whose patterns the actor may see, or over one, or of one target.

    since: that were asked for then or later.

    Raises: Invalid(after).
    """
    seen = access.visible_runs(to).select_related("system__owner", "asked_by")
    if system_id is not None:
        seen = seen.filter(system=system_id)
    if target is not None:
        seen = seen.filter(target=target)
    if since is not None:
        seen = seen.filter(queued_at__gte=since)
    found = list(_after(seen, after).order_by("-queued_at", "id")[: limit + 1])
    shown = found[:limit]
    return RunsPage(
        rows=shown,
        progress=_progress([one for one in shown if MiningRunState(one.state).is_open]),
        startable=_startable(to),
        next=str(shown[-1].id) if len(found) > limit else None,
    )


def run(*, run_id: UUID, to: Actor) -> RunPage:
    """Return one run with its patterns and protected facts.

    Raises: NotVisible.
    """
    seen = access.visible_runs(to).filter(id=run_id)
    found = seen.select_related("system__owner", "asked_by", "repeats").first()
    if found is None:
        raise refusals.NotVisible
    is_same = None
    if found.repeats is not None and found.digest is not None and found.repeats.digest is not None:
        is_same = bytes(found.digest) == bytes(found.repeats.digest)
    labels, same = _labels(found.system_id), _together(found)
    return RunPage(
        run=found,
        progress=_progress([found]).get(found.id, Progress(0, 0, 0)),
        found=_found(found),
        protected=protected_lines(found),
        left_out={fact: labels.get(fact, fact) for note in found.notes for fact in note["facts"]},
        may_mine=access.may_mine(to, found.system),
        is_same=is_same,
        together=tuple((target, one.id) for target, one in same.items()),
        running=tuple(
            target for target, one in same.items() if one.id != found.id and MiningRunState(one.state).is_open
        ),
    )


def _together(run: MiningRun) -> dict[Target, MiningRun]:
    same = MiningRun.objects.filter(system=run.system_id, period_on=run.period_on, number=run.number)
    by_target = {Target(one.target): one for one in same.only("target", "state")}
    return {target: by_target[target] for target in Target if target in by_target}


def protected_lines(run: MiningRun) -> list[ProtectedLine]:
    """Return a run's family of protected facts in the language that is active."""
    row = ContextContract.objects.filter(system=run.system_id, ended_at=None).first()
    contract = intake.spoken_contract(row) if row is not None else None
    labels = contract.labels() if contract else {}
    names = contract.value_names() if contract else {}
    every: dict[tuple[str, str], tuple[int, int]] = {}
    for one in run.protected:
        n, k = every.get((one["fact"], one["side"]), (0, 0))
        every[one["fact"], one["side"]] = (n + one["n"], k + one["k"])
    return [_line(one, labels, names, every[one["fact"], one["side"]]) for one in run.protected]


def protected_of(*, system_id: UUID, to: Actor) -> tuple[MiningRun, list[ProtectedLine]] | None:
    """Return the newest run that counted protected facts, with them; None: no such, or not for this actor."""
    if system_id not in access.visible_system_ids(to):
        return None
    done = MiningRun.objects.filter(system=system_id, state=MiningRunState.DONE, repeats=None)
    newest = done.exclude(protected=[]).order_by("-ended_at", "-id").first()
    return None if newest is None else (newest, protected_lines(newest))


def protected_newest(
    *, to: Actor, system_id: UUID | None = None
) -> list[tuple[MiningRun, list[ProtectedLine]]]:
    """Return the newest search of each AI system whose patterns the actor may see, with its protected facts.

    system_id: of this AI system alone. An AI system without such facts is left out.
    """
    seen = access.visible_systems(to)
    if system_id is not None:
        seen = seen.filter(id=system_id)
    kept = newest_runs(system__in=seen, target=Target.OVERRIDDEN).select_related("system")
    kept = kept.only("protected", "system__name", "ended_at")
    return [(one, protected_lines(one)) for one in kept if one.protected]


def _line(
    one: Mapping[str, Any],
    labels: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    every: tuple[int, int],
) -> ProtectedLine:
    fact, value = one["fact"], one["value"]
    low, high = one["interval"] or (None, None)
    rest_n, rest_k = every[0] - one["n"], every[1] - one["k"]
    compared = one["rest_rate"] is not None
    rest_low, rest_high = jeffreys(rest_n, rest_k) if compared else (None, None)
    by_code = {code.lower(): name for code, name in names.get(fact, {}).items()}
    return ProtectedLine(
        fact=fact,
        label=labels.get(fact, fact.replace("_", " ")),
        value=value,
        group=speak(say("not known")) if value is None else by_code.get(value, value),
        side=one["side"],
        low=low,
        high=high,
        rest_n=rest_n,
        rest_low=rest_low,
        rest_high=rest_high,
        **{name: one[name] for name in ("n", "k", "rate", "rest_rate", "q", "stands_out")},
    )


def _labels(system_id: UUID) -> dict[str, str]:
    row = ContextContract.objects.filter(system=system_id, ended_at=None).first()
    return dict(intake.spoken_contract(row).labels()) if row is not None else {}


def _found(run: MiningRun) -> list[FoundLine]:
    patterns = list(run.patterns.order_by("place"))
    keys = [one.conditions_key for one in patterns]
    followed = dict(
        Finding.objects.filter(system=run.system_id, target=run.target, conditions_key__in=keys)
        .order_by("opened_at")
        .values_list("conditions_key", "id")
    )
    known: dict[UUID, Wording] = {}
    return [
        FoundLine(
            one,
            said(one, system_id=run.system_id, known=known),
            followed.get(one.conditions_key),
            rest_of(one, run),
        )
        for one in patterns
    ]


def _progress(rows: Sequence[MiningRun]) -> dict[UUID, Progress]:
    by_id = {one.id: one for one in rows}
    counted = (
        MiningPart.objects.filter(run__in=by_id)
        .order_by()
        .values("run_id", "stage")
        .annotate(n=Count("id"), n_done=Count("id", filter=Q(state=MiningPartState.DONE)))
    )
    parts = {(one["run_id"], one["stage"]): (one["n_done"], one["n"]) for one in counted}
    return {
        one.id: Progress(
            STAGES.index(MiningStage(one.stage)) + 1 if one.stage else 0,
            *parts.get((one.id, one.stage), (0, 0)),
        )
        for one in rows
    }


def _startable(to: Actor) -> list[AISystem]:
    seen = access.visible_systems(to).select_related("owner")
    running = MiningRun.objects.filter(state__in=[MiningRunState.QUEUED, MiningRunState.RUNNING])
    free = seen.exclude(id__in=running.values("system"))
    return [one for one in free.order_by("name") if access.may_mine(to, one)]


def _after(rows: QuerySet[MiningRun], after: str | None) -> QuerySet[MiningRun]:
    if after is None:
        return rows
    try:
        last = rows.filter(id=UUID(after)).first()
    except ValueError:
        last = None
    if last is None:
        raise refusals.Invalid(say("This page mark leads nowhere; start from the first page."), field="after")
    return rows.filter(Q(queued_at__lt=last.queued_at) | Q(queued_at=last.queued_at, id__gt=last.id))
