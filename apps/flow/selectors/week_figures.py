"""What an AI system's local week came to, counted for its report. For a job, not for a reader."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from apps.accounts.models import ActorKind
from apps.flow.selectors.week_unseen import unseen
from apps.intake.models import CaseKind
from apps.learning.models import Effect, Finding, FindingStep, Fix, NoteDay, SharpNote
from apps.learning.rules import week as rules
from apps.learning.selectors import weeks
from apps.learning.services.measuring import WRONG
from apps.learning.states import FixState, StepKind
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.measures.models import BrokenSuggestion, ModelVersion
from apps.policy.models import PolicyVersion
from apps.registry import rules as registry_rules
from apps.registry.models import AISystem, ContextContract, PauseSpan, Posture, ReasonChange, ReasonSet
from apps.registry.states import CareKind
from apps.reviews.models import FactCorrection

MOST = 5  # reasons, ways and facts of a report
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The local week of a Monday, from midnight to midnight where the organisation works."""

    week_on: date
    zone: ZoneInfo

    @property
    def begin(self) -> datetime:
        """When it began."""
        return datetime.combine(self.week_on, time.min, self.zone)

    @property
    def end(self) -> datetime:
        """When it ended."""
        return datetime.combine(self.week_on + WEEK, time.min, self.zone)

    def holds(self, name: str) -> Q:
        """Ask for what happened in it, by a column."""
        return Q(**{f"{name}__gte": self.begin, f"{name}__lt": self.end})


def span_of(system: AISystem, week_on: date) -> Span:
    """Return the week of a Monday where the AI system's organisation works."""
    return Span(week_on, ZoneInfo(system.organisation.time_zone))


def week_figures(*, system: AISystem, week_on: date, now: datetime) -> rules.Week:
    """Count a week that has ended, and what nobody has looked at until now."""
    span = span_of(system, week_on)
    corrected = _corrected(system, span)
    return rules.Week(
        corrected=corrected,
        changes=sorted(_changes(system, span), key=lambda one: (one.at, one.kind)),
        moved=_moved(system, span),
        worth=_worth(system, span),
        unseen=list(unseen(system=system, now=now)),
        is_first=not _people(system).filter(decided_at__lt=span.begin).exists(),
    )


def decided_in(*, system: AISystem, week_on: date) -> bool:
    """Say whether a person decided in a week."""
    return _people(system).filter(span_of(system, week_on).holds("decided_at")).exists()


def _people(system: AISystem) -> QuerySet[Any]:
    """Return what the weekly figures of the insights count: decisions of persons, whatever became of them."""
    return measures.counted(system_id=system.id).filter(by_kind=ActorKind.PERSON, is_audit=False)


def _corrected(system: AISystem, span: Span) -> rules.Corrected:
    before = Span(span.week_on - WEEK, span.zone)
    here, there = span.holds("decided_at"), before.holds("decided_at")
    overridden = Q(is_override=True)
    sums = _people(system).aggregate(
        n=Count("id", filter=here),
        k=Count("id", filter=here & overridden),
        before_n=Count("id", filter=there),
        before_k=Count("id", filter=there & overridden),
    )
    rows = _people(system).filter(here, overridden)
    notes = NoteDay.objects.filter(system=system, on__gte=span.week_on, on__lt=span.week_on + WEEK)
    sharp = SharpNote.objects.filter(day__in=notes, decision__withdrawal=None)
    broken = BrokenSuggestion.objects.filter(span.holds("at"), system=system, taken_back=None)
    return rules.Corrected(
        **sums,
        reasons=_reasons(system, rows),
        ways=list(_counted(rows, "recommended", "decided")[:MOST]),
        facts=_facts(system, span),
        n_notes=notes.aggregate(n=Sum("n_notes"))["n"] or 0,
        n_sharp=sharp.count(),
        n_broken=broken.count(),
    )


def _counted(rows: QuerySet[Any], *by: str) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.order_by().values_list(*by).annotate(n=Count("id")).order_by("-n", *by)
    return counted


def _reasons(system: AISystem, rows: QuerySet[Any]) -> list[tuple[str, int]]:
    """Count main reasons; one that was merged counts under its successor, as on the page of reasons."""
    changes = ReasonChange.objects.filter(system=system).order_by("at", "id")
    under = registry_rules.successors(
        [registry_rules.Changed(CareKind(one.kind), one.code, tuple(one.into)) for one in changes]
    )
    found: Counter[str] = Counter()
    for code, n in _counted(rows.exclude(reason=""), "reason"):
        found[under.get(code, code)] += n
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]


def _facts(system: AISystem, span: Span) -> list[tuple[str, int]]:
    rows = FactCorrection.objects.filter(
        span.holds("decision__decided_at"),
        decision__outcome_code__system=system,
        decision__withdrawal=None,
        decision__case__kind=CaseKind.REAL,
    )
    return list(_counted(rows, "fact")[:MOST])


def _changes(system: AISystem, span: Span) -> Iterator[rules.Change]:
    """Say what came into use: versions of what is signed, models, fixes, pauses."""
    numbered: tuple[tuple[str, Any, str], ...] = (
        ("policy", PolicyVersion, "live_at"),
        ("contract", ContextContract, "in_force_at"),
        ("posture", Posture, "in_force_at"),
        ("reasons", ReasonSet, "in_force_at"),
    )
    for kind, model, name in numbered:
        rows = model.objects.filter(span.holds(name), system=system)
        for number, at in rows.values_list("number", name):
            yield rules.Change(kind, at.isoformat(), number=number)
    models = ModelVersion.objects.filter(span.holds("first_at"), system=system)
    for name, at in models.values_list("name", "first_at"):
        yield rules.Change("model", at.isoformat(), name=name)
    fixes = Fix.objects.filter(span.holds("live_at"), system=system)
    for fix in fixes:
        if fix.live_at is not None:
            yield rules.Change("fix", fix.live_at.isoformat(), number=fix.number, id=str(fix.id))
    pauses = PauseSpan.objects.filter(span.holds("since"), system=system)
    for mode, since in pauses.values_list("mode", "since"):
        yield rules.Change("pause", since.isoformat(), name=mode)


def _moved(system: AISystem, span: Span) -> rules.Moved:
    dismissed = FindingStep.objects.filter(span.holds("at"), finding__system=system, kind=StepKind.DISMISSED)
    return rules.Moved(
        found=Finding.objects.filter(span.holds("opened_at"), system=system).count(),
        dismissed=dismissed.values("finding").distinct().count(),
        live=Fix.objects.filter(span.holds("live_at"), system=system).count(),
        measured=Effect.objects.filter(span.holds("at"), fix__system=system).count(),
    )


def _worth(system: AISystem, span: Span) -> rules.Worth:
    stakes = (
        _people(system)
        .filter(span.holds("decided_at"), is_override=True)
        .aggregate(
            n=Count("stake_minor"),
            minor=Sum("stake_minor"),
            none=Count("id", filter=Q(stake_minor=None)),
        )
    )
    live = Fix.objects.filter(system=system, state=FixState.LIVE, live_at__lt=span.end)
    return rules.Worth(
        currency=system.currency,
        n_stake=stakes["n"],
        stake_minor=stakes["minor"] or 0,
        n_without_stake=stakes["none"],
        judged=_judged(system, span),
        fixes=[_fix(one) for one in _measured_in(system, span)],
        n_unmeasured=live.filter(effects=None).count(),
    )


def _judged(system: AISystem, span: Span) -> rules.Judged | None:
    """Judge the overrides that became old enough within the week by what was known as it ended."""
    if not system.measures:
        return None
    what = measures.spoken_definition(system.measures[0])
    caution = {one.code: one.caution for one in measures.outcome_codes(system_id=system.id)}
    due = measures.ripe(system_id=system.id, what=what, now=span.end).filter(
        by_kind=ActorKind.PERSON, is_override=True, decided_at__gt=span.begin - what.wait
    )
    told = []
    n_due = 0
    for suggested, decided, value, n in _counted(due, "recommended", "decided", "outcome"):
        n_due += n
        cell = measure_rules.Cell(suggested, decided, by_person=True, fits_rule=False, value=value, n=n)
        is_right = measure_rules.override_right(what, caution, cell)
        if is_right is not None:
            told.append(rules.Priced(suggested, decided, value, is_right, n))
    prices = measured.prices(system.id, what)
    money = rules.saved(told, wrong=prices.wrong, error_minor=prices.error_minor)
    return rules.Judged(
        n=sum(one.n for one in told),
        k=sum(one.n for one in told if one.is_right),
        n_due=n_due,
        saved_minor=money[0] if money else None,
        lost_minor=money[1] if money else None,
        posture=prices.posture if money else None,
    )


def _measured_in(system: AISystem, span: Span) -> list[Effect]:
    """Return the newest look of each fix that was measured in the week."""
    rows = Effect.objects.filter(span.holds("at"), fix__system=system).order_by("fix__number", "look")
    newest = {one.fix_id: one for one in rows.select_related("fix__finding__system__organisation")}
    return list(newest.values())


def _fix(look: Effect) -> rules.FixWorth:
    """Say what a fix spared: its difference over the decisions since, in money where errors are priced."""
    spared = tuple(-one * look.n_after for one in (look.difference, look.high, look.low))
    money = None
    if look.counts == WRONG:
        wrong = weeks.wrong(finding=look.fix.finding)
        if wrong is not None:
            money = rules.fix_money(*spared, n_wrong=wrong.n_wrong, cost_minor=wrong.cost_minor)
    minor, low_minor, high_minor = money or (None, None, None)
    return rules.FixWorth(
        id=str(look.fix_id),
        number=look.fix.number,
        verdict=look.verdict,
        counts=look.counts,
        n_after=look.n_after,
        avoided=spared[0],
        low=spared[1],
        high=spared[2],
        level=look.level,
        minor=minor,
        low_minor=low_minor,
        high_minor=high_minor,
    )
