"""Which model advises, why another stands in for it, and how those compare that nobody saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.flow.selectors import words
from apps.intake.models import CaseKind, Recommendation, UnseenRecommendation
from apps.measures import rules as measure_rules
from apps.measures import selectors as measures
from apps.measures.models import DecisionFacts, Outcome
from apps.registry import rules
from apps.registry.models import AISystem, ModelLineUp

Tally = dict[str, "_Sums"]


def line_up_then() -> Subquery:
    """Return the line-up that was in force when an item's recommendation arrived, to annotate items with."""
    rows = ModelLineUp.objects.filter(
        system=OuterRef("system"), in_force_at__lte=OuterRef("recommendation__received_at")
    )
    return Subquery(rows.order_by("-number").values("body")[:1])


def stands_in(recommendation: Recommendation, line_up: Mapping[str, Any] | None, *, now: datetime) -> str:
    """Say why this model advises, where another one should; empty where it is the one that should."""
    brought = getattr(recommendation, "stands_in", None)  # Django gives none where there is no such row
    if brought is not None:
        said = _("%(model)s advises because %(other)s was silent since %(time)s, %(age)s ago.")
        at = brought.received_at.astimezone(ZoneInfo(brought.system.organisation.time_zone))
        return said % {
            "model": brought.model_version,
            "other": brought.instead_of,
            "time": f"{at:%H:%M}",
            "age": words.age(brought.received_at, now),
        }
    read = rules.parse_line_up(line_up) if line_up else None
    if read is None or not read.models[0].is_paused:
        return ""
    said = _("%(model)s advises because %(other)s is paused.")
    return said % {"model": recommendation.model_version, "other": read.models[0].name}


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One version of one model: how often people decided as it said, and how often it proved right.

    `advises`: the people saw it. Otherwise they did not, and it was compared afterwards.
    """

    name: str
    version: str
    advises: bool
    agreed: measure_rules.Share
    right: measure_rules.Share


@dataclass(frozen=True, slots=True)
class Comparison:
    line_up: rules.LineUp
    number: int
    rows: tuple[ModelRow, ...]


@dataclass(slots=True)
class _Sums:
    n: int = 0
    n_agreed: int = 0
    n_known: int = 0
    n_right: int = 0


def comparison(*, system: AISystem, to: Actor, now: datetime) -> Comparison | None:
    """Compare the models of an AI system by what was decided and what became of it.

    Only for its owner and its analysts, and only over cases that a person decided. None without a line-up.
    Whether one proved right is said of decisions old enough for either outcome.
    """
    if system.owner.actor_id != to.id and system.id not in accounts.granted_ids(to, "analyse_system"):
        return None
    row = ModelLineUp.objects.filter(system=system, ended_at=None).first()
    if row is None:
        return None
    line_up = rules.parse_line_up(row.body)
    seen = _tally(system, _seen(system), now)
    unseen = _tally(system, _unseen(system), now)
    rows = [*_rows(line_up, seen, advises=True), *_rows(line_up, unseen, advises=False)]
    return Comparison(line_up, row.number, tuple(rows))


def _standing(system: AISystem) -> QuerySet[DecisionFacts]:
    """The last decision of a person on each case, reversed ones and second looks left out."""
    return measures.by_persons(system_id=system.id).filter(is_audit=False)


def _seen(system: AISystem) -> QuerySet[Any]:
    later = _standing(system).filter(case_id=OuterRef("case_id"), decided_at__gt=OuterRef("decided_at"))
    return (
        _standing(system)
        .filter(~Exists(later))
        .annotate(version=F("model_version"), said=F("recommended"), chosen=F("decided"), at=F("decided_at"))
    )


def _unseen(system: AISystem) -> QuerySet[Any]:
    decided = _standing(system).filter(case_id=OuterRef("case_id")).order_by("-decided_at", "-id")
    newer = UnseenRecommendation.objects.filter(
        case=OuterRef("case"),
        system=system,
        model_version=OuterRef("model_version"),
        received_at__gt=OuterRef("received_at"),
    )
    return (
        UnseenRecommendation.objects.filter(
            ~Exists(newer), system=system, advised_as=None, case__kind=CaseKind.REAL
        )
        .annotate(
            version=F("model_version"),
            said=F("outcome_code__code"),
            chosen=Subquery(decided.values("decided")[:1]),
            at=Subquery(decided.values("decided_at")[:1]),
        )
        .filter(chosen__isnull=False)
    )


def _tally(system: AISystem, rows: QuerySet[Any], now: datetime) -> Tally:
    """Count by model version; one statement, and one more for what is old enough to know."""
    tally: Tally = {}
    for version, said, chosen, n in _grouped(rows, "version", "said", "chosen"):
        sums = tally.setdefault(version, _Sums())
        sums.n += n
        sums.n_agreed += n * (said == chosen)
    if not system.measures:
        return tally
    what = measure_rules.definition(system.measures[0])
    known = Outcome.objects.filter(
        case_id=OuterRef("case_id"), measure=what.code, known_at__lte=now, value__isnull=False
    ).order_by("-known_at", "-id")
    aged = rows.filter(at__lte=now - what.wait).annotate(truth=Subquery(known.values("value")[:1]))
    for version, said, value, n in _grouped(aged, "version", "said", "truth"):
        is_right = measure_rules.suggestion_right(what, recommended=said, value=value)
        if is_right is not None:
            tally[version].n_known += n
            tally[version].n_right += n * is_right
    return tally


def _grouped(rows: QuerySet[Any], *names: str) -> Iterable[tuple[Any, ...]]:
    yield from rows.order_by().values_list(*names).annotate(number=Count("id"))


def _rows(line_up: rules.LineUp, tally: Tally, *, advises: bool) -> Iterable[ModelRow]:
    for version, sums in sorted(tally.items()):
        model = line_up.of_version(version)
        yield ModelRow(
            name=model.name if model else "",
            version=version,
            advises=advises,
            agreed=measure_rules.share(sums.n, sums.n_agreed),
            right=measure_rules.share(sums.n_known, sums.n_right),
        )
