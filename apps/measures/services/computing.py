"""Weekly figures of an AI system, recomputed in place from the analytic rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, QuerySet
from django.db.models.functions import TruncWeek

from apps.accounts.models import ActorKind
from apps.core import clock, transactions
from apps.measures import rules, selectors
from apps.measures.models import DecisionFacts, Measurement
from apps.measures.services import alone, tallying
from apps.registry.models import AISystem

A_MINUTE_FOR = 100_000  # so many decisions: counting them all takes seconds


@dataclass(frozen=True, slots=True)
class _Fact:
    by_person: bool
    is_override: bool
    seconds: int | None


def compute(*, system_id: UUID, now: dt.datetime) -> int:
    """Bring weekly figures and tallies up to date; returns how many figures were written.

    Weeks are the organisation's. Very many decisions are counted more rarely, a minute for each 100,000.

    A week is computed again when the number of its decisions is not the one its figures rest on, so a late,
    lost or repeated run ends at the same rows. Audits of automatic decisions are second looks and count in
    none of the figures; a decision counts in the week it was made in, whatever became of it later. Those
    whose moment nobody recorded belong to no week.
    """
    transactions.require()
    if not alone.is_alone("measures.compute", system_id):
        return 0
    if _rests(system_id, now):
        return 0
    tallying.tally(system_id=system_id, now=now)
    system = AISystem.objects.select_related("organisation").get(id=system_id)
    zone = ZoneInfo(system.organisation.time_zone)
    week = TruncWeek("decided_at", output_field=DateField(), tzinfo=zone)
    weeks = _touched(system_id, week)
    by_week = _read(system_id, week, weeks)
    rows = [
        selectors.measurement(system_id, on, figure, now) for on in weeks for figure in _figures(by_week[on])
    ]
    Measurement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["system", "measure", "period_on"],
        update_fields=["n", "value", "low", "high", "computed_at"],
        batch_size=1000,
    )
    return len(rows)


def _rests(system_id: UUID, now: dt.datetime) -> bool:
    kept = selectors.tallied(system_id=system_id)
    if kept is None:
        return False
    return dt.timedelta() <= now - kept.computed_at < dt.timedelta(minutes=kept.n // A_MINUTE_FOR)


def _facts(system_id: UUID) -> QuerySet[DecisionFacts]:
    return selectors.counted(system_id=system_id).filter(is_audit=False, decided_at__gt=clock.NOT_RECORDED)


def _touched(system_id: UUID, week: TruncWeek) -> list[dt.date]:
    """The weeks, from the first with a decision to the last, whose figures rest on another number."""
    counted = _facts(system_id).annotate(week_on=week).values("week_on").annotate(number=Count("id"))
    n_now: dict[dt.date, int] = dict(counted.values_list("week_on", "number"))
    if not n_now:
        return []
    known = Measurement.objects.filter(system_id=system_id, measure=rules.STRAIGHT_THROUGH_SHARE)
    n_then = dict(known.values_list("period_on", "n"))
    every = rules.weeks_between(min(n_now), max(n_now))
    return [week for week in every if n_now.get(week, 0) != n_then.get(week)]


def _read(system_id: UUID, week: TruncWeek, weeks: Sequence[dt.date]) -> dict[dt.date, list[_Fact]]:
    found: dict[dt.date, list[_Fact]] = defaultdict(list)
    rows = _facts(system_id).annotate(week_on=week).filter(week_on__in=weeks)
    for on, by_kind, is_override, seconds in rows.values_list(
        "week_on", "by_kind", "is_override", "seconds_to_decide"
    ):
        found[on].append(_Fact(by_kind == ActorKind.PERSON, is_override, seconds))
    return found


def _figures(facts: Sequence[_Fact]) -> Iterator[rules.Figure]:
    persons = [fact for fact in facts if fact.by_person]
    seconds = [fact.seconds for fact in persons if fact.seconds is not None]
    n_overrides = sum(fact.is_override for fact in persons)
    yield from rules.counted_figures(n_all=len(facts), n_persons=len(persons), n_overrides=n_overrides)
    middle = rules.median(seconds)
    yield rules.Figure(rules.MEDIAN_SECONDS, middle.n, middle.value, middle.low, middle.high)
