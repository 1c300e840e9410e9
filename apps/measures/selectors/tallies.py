"""What people and outcomes say, added up from what a job keeps: no decision is read here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.accounts.models import Actor
from apps.core import clock, refusals
from apps.measures import access, rules
from apps.measures.models import DecisionTally, Measurement, SignalTally, Tallied
from apps.measures.selectors.facts import outcome_codes, reason_text, reason_texts
from apps.measures.selectors.parts import ALL, Part
from apps.registry.selectors import merged_texts


def tallied(*, system_id: UUID) -> Tallied | None:
    """Return as of when an AI system's tallies hold; None before the first time."""
    return Tallied.objects.filter(system=system_id).first()


def decisions(*, system_id: UUID, since: date | None = None, part: Part = ALL) -> QuerySet[DecisionTally]:
    """Return the tallies of decisions from a Monday on; second looks are in none of them."""
    rows = DecisionTally.objects.filter(system=system_id, **part.asked())
    return rows if since is None else rows.filter(week_on__gte=since)


def overrides(*, system_id: UUID, since: date | None = None, part: Part = ALL) -> QuerySet[DecisionTally]:
    """Return the tallies of persons' overrides that have a reason; only what was imported has none."""
    rows = decisions(system_id=system_id, since=since, part=part)
    return rows.filter(by_person=True, is_override=True).exclude(reason="")


def summed(rows: QuerySet[DecisionTally], *by: str) -> list[tuple[Any, ...]]:
    """Return (what the decisions share, how many they are) for each difference in these columns."""
    return list(rows.order_by().values_list(*by).annotate(number=Sum("n")))


def cells(*, system_id: UUID, part: Part = ALL) -> list[rules.Cell]:
    """Return the decisions that are old enough, by all that an outcome can be held against."""
    alike = ("recommended", "decided", "by_person", "fits_rule", "value")
    rows = decisions(system_id=system_id, part=part).filter(is_old=True)
    return [rules.Cell(*row) for row in summed(rows, *alike)]


def without_time(*, system_id: UUID, part: Part = ALL) -> rules.Share:
    """Count what persons decided at a time that nobody recorded, and how often otherwise than the AI."""
    rows = decisions(system_id=system_id, part=part).filter(
        by_person=True, week_on__lt=clock.NOT_RECORDED.date() + rules.WEEK
    )
    counted = dict(summed(rows, "is_override"))
    return rules.share(sum(counted.values()), counted.get(True, 0))


def prompting(*, system_id: UUID, since: date | None, part: Part = ALL) -> rules.Prompting:
    """Count how people stood to the AI before and after they saw its suggestion; no names."""
    rows = decisions(system_id=system_id, since=since, part=part).filter(by_person=True)
    alike = ("view_asked", "viewed", "recommended", "decided")
    return rules.prompting(rules.Seen(*row) for row in summed(rows, *alike))


def weekly_of(*, system_id: UUID, part: Part, to: Actor) -> list[Measurement]:
    """Return the weekly figures of a part, oldest week first; how long people took is not among them.

    Raises: refusals.NotVisible.
    """
    if not access.may_see(to, system_id):
        raise refusals.NotVisible
    kept = tallied(system_id=system_id)
    rows = decisions(system_id=system_id, since=clock.NOT_RECORDED.date() + rules.WEEK, part=part)
    weeks: dict[date, list[int]] = {}
    for week_on, by_person, is_override, n in summed(rows, "week_on", "by_person", "is_override"):
        counts = weeks.setdefault(week_on, [0, 0, 0])
        for place, adds in enumerate((True, by_person, by_person and is_override)):
            counts[place] += n if adds else 0
    if kept is None or not weeks:
        return []
    return [
        measurement(system_id, on, one, kept.computed_at)
        for on in rules.weeks_between(min(weeks), max(weeks))
        for one in _figures(weeks.get(on, [0, 0, 0]))
    ]


def measurement(system_id: UUID, on: date, figure: rules.Figure, at: datetime) -> Measurement:
    """Make the row of one figure of a week that begins on a Monday, unsaved; at: when it was counted."""
    return Measurement(
        system_id=system_id,
        measure=figure.measure,
        period_on=on,
        n=figure.n,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        computed_at=at,
    )


def _figures(counts: Sequence[int]) -> Iterator[rules.Figure]:
    n_all, n_persons, n_overrides = counts
    return rules.counted_figures(n_all=n_all, n_persons=n_persons, n_overrides=n_overrides)


@dataclass(frozen=True, slots=True)
class ReasonTruth:
    """How many overrides gave a reason, and who proved right in those whose outcome is known."""

    reason: str
    n: int
    n_officer: int
    n_ai: int


def override_reasons(
    *, system_id: UUID, what: rules.Definition | None, since: date | None, part: Part = ALL
) -> list[ReasonTruth]:
    """Count the overrides of persons since a Monday that have a reason by its text, the commonest first."""
    texts = merged_texts(system_id, reason_texts([system_id]).get(system_id, {}))
    found: dict[str, list[int]] = {}
    mine = overrides(system_id=system_id, since=since, part=part)
    for code, n in summed(mine, "reason"):
        found.setdefault(reason_text(code, texts), [0, 0, 0])[0] += n
    if what is not None:
        caution = {one.code: one.caution for one in outcome_codes(system_id=system_id)}
        alike = ("reason", "recommended", "decided", "value")
        for code, recommended, decided, value, n in summed(mine.filter(is_old=True), *alike):
            cell = rules.Cell(recommended, decided, by_person=True, fits_rule=False, value=value, n=n)
            is_right = rules.override_right(what, caution, cell)
            if is_right is not None:
                found.setdefault(reason_text(code, texts), [0, 0, 0])[1 if is_right else 2] += n
    rows = [ReasonTruth(text, *counts) for text, counts in found.items()]
    return sorted(rows, key=lambda row: (-row.n, row.reason))


@dataclass(frozen=True, slots=True)
class SignalCount:
    """So many signs of work of one kind with one code."""

    kind: str
    code: str
    n: int


def signal_counts(*, system_id: UUID, since: date | None) -> list[SignalCount]:
    """Count signs of work since a Monday by kind and coded reason, never by person; the most frequent first.

    The caller has seen to it that the reader may read the figures of the AI system.
    """
    rows = SignalTally.objects.filter(system=system_id)
    rows = rows if since is None else rows.filter(week_on__gte=since)
    counted = rows.order_by().values_list("kind", "code").annotate(number=Sum("n"))
    return [SignalCount(*one) for one in counted.order_by("-number", "kind", "code")]
