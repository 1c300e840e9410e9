"""What fixes that are live did, counted at planned looks and kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, BooleanField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models import Case as Choose

from apps.accounts import selectors as accounts
from apps.accounts.models import ActorKind
from apps.core import ids, transactions
from apps.learning.models import Effect, Finding, FindingStep, Fix
from apps.learning.rules import effect as effect_rules
from apps.learning.selectors import slices
from apps.learning.services import fixes, steps
from apps.learning.states import FindingState, FixState, StepKind, Target
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.measures.models import ModelVersion, WorkSignal
from apps.measures.rules import ENOUGH
from apps.notify import services as notify
from apps.reviews.models import Inbox, ItemStay, ReviewItem

WRONG, OVERRULED = "decisions_wrong", "overruled"
MOST_LOOKS = 5
AS_REST, OTHERS, OWN_CASES, BY_DAY = "moves_as_rest", "no_other_change", "finding_cases_before", "by_decision"
SECONDS = 3600
MOST_WAITED = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted for one fix: decisions old enough, the group's among them, and from when on.

    wrong: what was decided -> the outcome that proves it wrong; None where `happened` counts instead.
    """

    rows: QuerySet[Any]
    where: Q
    named: str
    wrong: Mapping[str, bool] | None
    happened: Q | Exists
    from_at: datetime | None


def measure_effects(*, now: datetime) -> int:
    """Measure every live fix whose next look is due; returns how many were measured.

    A fix of a model is live from the first decision on a version that came after it was signed. Opens its own
    short transactions: call it outside of one. Safe to run twice and at once.
    """
    for fix_id in Fix.objects.filter(state=FixState.SIGNED).values_list("id", flat=True):
        with transactions.verb():
            _model_came(fix_id, now)
    live = Fix.objects.filter(state=FixState.LIVE).order_by("live_at", "id")
    n_measured = 0
    for fix_id in live.values_list("id", flat=True):
        with transactions.verb():
            n_measured += _measure(fix_id, now)
    return n_measured


def _locked(fix_id: UUID, state: FixState) -> Fix | None:
    """Return a fix in a state, its finding locked; None where it moved on or another worker has it."""
    finding = (
        Finding.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("system__owner", "system__organisation", "last_pattern", "first_pattern__run")
        .filter(fixes=fix_id)
        .first()
    )
    fix = Fix.objects.select_related("author").filter(id=fix_id, state=state).first()
    if finding is None or fix is None:
        return None
    fix.finding, fix.system = finding, finding.system
    return fix


def _model_came(fix_id: UUID, now: datetime) -> None:
    fix = _locked(fix_id, FixState.SIGNED)
    if fix is None:
        return
    newer = ModelVersion.objects.filter(system=fix.system, first_at__gt=fix.signed_at)
    first = newer.exclude(name__in=fix.known_models).order_by("first_at").first()
    if first is not None:
        by = accounts.system_actor(fix.system.organisation_id)
        fixes.move_fix(
            fix, FixState.LIVE, by=by, now=now, why=first.name, changes={"live_at": first.first_at}
        )


def _measure(fix_id: UUID, now: datetime) -> bool:
    fix = _locked(fix_id, FixState.LIVE)
    if fix is None or fix.live_at is None:
        return False
    n_looked = Effect.objects.filter(fix=fix).count()
    asked = _asked(fix, now)
    sums = _sums(asked, fix.live_at)
    series = _series(sums)
    look = effect_rules.next_look(series.after.n, n_looked)
    if look is None or look > MOST_LOOKS:
        return False
    assumes = [AS_REST, OTHERS, BY_DAY]
    if series.before.n < ENOUGH and asked.from_at is not None:
        # Too few between the search and the change: the cases that made the finding count as well.
        asked = replace(asked, from_at=None)
        sums = _sums(asked, fix.live_at)
        series, assumes = _series(sums), [*assumes, OWN_CASES]
    found = effect_rules.measure_effect(series, look=look)
    if found is None:
        return False
    cost = {**_cost(asked, fix.live_at), **_waits(fix, fix.live_at, now)}
    _keep(fix, look, series, found, asked, {"assumes": assumes, "cost": cost}, now)
    return True


def _asked(fix: Fix, now: datetime) -> _Asked:
    """Ask for what the finding is about, where that is work; else for what proved wrong or was overruled."""
    system, target = fix.system, Target(fix.finding.target)
    group = slices.of(fix.finding.last_pattern, without=fix.body.get("left_out", ()))  # what its rule reaches
    from_at = _searched_until(fix.finding)
    by_people = measures.by_persons(system_id=system.id).filter(is_audit=False, decided_at__lte=now)
    at_work = _at_work(target)
    if at_work is not None:
        rows = by_people.filter(item_id__isnull=False)
        rows = rows.filter(n_questions__isnull=False) if target is Target.ASKED else rows
        return _Asked(rows.alias(**group.columns), group.where, target.value, None, at_work, from_at)
    what = measures.spoken_definition(system.measures[0]) if system.measures else None
    wrong = measured.prices(system.id, what).wrong
    overruled = Q(is_override=True)
    if what is not None and wrong:
        rows = measures.ripe(system_id=system.id, what=what, now=now)
        return _Asked(rows.alias(**group.columns), group.where, WRONG, wrong, overruled, from_at)
    return _Asked(by_people.alias(**group.columns), group.where, OVERRULED, None, overruled, from_at)


def _at_work(target: Target) -> Q | Exists | None:
    """Say in which decisions it happened, for a target that is about how cases are worked."""
    if target.is_sign:
        return Exists(WorkSignal.objects.filter(item_id=OuterRef("item_id"), kind=target.value))
    if target is Target.LATE:
        return Exists(ReviewItem.objects.filter(id=OuterRef("item_id"), due_at__lt=OuterRef("decided_at")))
    return {Target.ESCALATED: Q(was_escalated=True), Target.ASKED: Q(n_questions__gt=0)}.get(target)


def _searched_until(finding: Finding) -> datetime | None:
    """Say when the cases end that made the finding: they were chosen for being many (winner's curse)."""
    window = finding.first_pattern.run.windows.get("discovery") or {}
    last = window.get("last")
    return datetime.fromtimestamp(last, UTC) if last else None


def _sums(asked: _Asked, live_at: datetime) -> dict[tuple[bool, bool], effect_rules.Counts]:
    """Count by group and rest, before and from the change on: how many, and how many of them went wrong."""
    rows = asked.rows if asked.from_at is None else asked.rows.filter(decided_at__gt=asked.from_at)
    split = {"is_here": _yes(asked.where), "is_after": _yes(Q(decided_at__gte=live_at))}
    if asked.wrong is None:
        split["has_happened"] = _yes(asked.happened)
    counted = (
        rows.annotate(**split)
        .values_list("is_here", "is_after", "decided", "outcome" if asked.wrong else "has_happened")
        .annotate(n=Count("id"))
    )
    sums: dict[tuple[bool, bool], effect_rules.Counts] = {}
    for here, after, decided, value, n in counted.order_by():
        if value is None:
            continue
        counts = bool(value) if asked.wrong is None else asked.wrong.get(decided) == value
        known = sums.get((here, after), effect_rules.Counts(0, 0))
        sums[here, after] = effect_rules.Counts(known.n + n, known.k + n * counts)
    return sums


def _yes(where: Q | Exists) -> Choose:
    return Choose(
        When(where, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )


def _series(sums: Mapping[tuple[bool, bool], effect_rules.Counts]) -> effect_rules.Series:
    none = effect_rules.Counts(0, 0)
    return effect_rules.Series(
        before=sums.get((True, False), none),
        after=sums.get((True, True), none),
        rest_before=sums.get((False, False), none),
        rest_after=sums.get((False, True), none),
    )


def _cost(asked: _Asked, live_at: datetime) -> dict[str, object]:
    """Say what people did of the group's cases before and after: how many, and in how many hours."""
    found: dict[str, object] = {}
    people = asked.rows.filter(asked.where, by_kind=ActorKind.PERSON)
    for name, where in (("before", Q(decided_at__lt=live_at)), ("after", Q(decided_at__gte=live_at))):
        sums = people.filter(where).aggregate(n=Count("id"), seconds=Sum("seconds_to_decide"))
        found[name] = {"n_people": sums["n"], "hours": round((sums["seconds"] or 0) / SECONDS, 1)}
    return found


def _waits(fix: Fix, live_at: datetime, now: datetime) -> dict[str, object]:
    """Say in hours how long cases lay where a rule sends them: as many days before the change as after."""
    slug = fix.body.get("rule", {}).get("then", {}).get("inbox", "")
    inbox = Inbox.objects.filter(slug=slug, organisation=fix.system.organisation_id).first()
    if inbox is None:
        return {}
    span = min(now - live_at, MOST_WAITED)
    left = ItemStay.objects.filter(inbox=inbox, left_at__gte=live_at - span, left_at__lte=live_at + span)
    sums = left.aggregate(
        before=Avg(F("left_at") - F("entered_at"), filter=Q(left_at__lt=live_at)),
        after=Avg(F("left_at") - F("entered_at"), filter=Q(left_at__gte=live_at)),
    )
    if sums["before"] is None or sums["after"] is None:
        return {}
    hours = {name: round(took.total_seconds() / SECONDS, 1) for name, took in sums.items()}
    return {"waits": {"inbox": inbox.name, **hours}}


def _keep(
    fix: Fix,
    look: int,
    series: effect_rules.Series,
    found: effect_rules.Measured,
    asked: _Asked,
    said: dict[str, Any],
    now: datetime,
) -> None:
    assert fix.live_at is not None
    effect = Effect(
        id=ids.new(),
        fix=fix,
        look=look,
        verdict=found.verdict,
        counts=asked.named,
        method=effect_rules.METHOD,
        from_at=fix.live_at,
        to_at=now,
        n_before=series.before.n,
        k_before=series.before.k,
        n_after=series.after.n,
        k_after=series.after.k,
        rest_n_before=series.rest_before.n,
        rest_k_before=series.rest_before.k,
        rest_n_after=series.rest_after.n,
        rest_k_after=series.rest_after.k,
        expected=found.expected,
        difference=found.difference,
        low=found.low,
        high=found.high,
        level=found.level,
        at=now,
        **said,
    )
    effect.save(force_insert=True)
    finding, by = fix.finding, accounts.system_actor(fix.system.organisation_id)
    adopted = finding.state == FindingState.ADOPTED
    steps.move(finding, FindingState.MEASURED if adopted else FindingState(finding.state))
    data: dict[str, object] = {"fix": fix.id, "effect": effect.id, "verdict": effect.verdict, "look": look}
    steps.leave(finding, StepKind.MEASURED, by=by, now=now, text=effect.verdict, data=data)
    watched = FindingStep.objects.filter(finding=finding, kind=StepKind.WATCHED).values_list("by", flat=True)
    for actor_id in {fix.system.owner.actor_id, fix.author_id, finding.assigned_to_id, *watched}:
        if actor_id is not None:
            notify.tell_anew(to_actor_id=actor_id, kind="effect_measured", about_id=finding.id, now=now)
