"""Which model advises, why another stands in for it, and how those compare that nobody saw."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.flow.selectors import words
from apps.intake.models import Recommendation
from apps.measures import rules as measure_rules
from apps.measures.models import ModelTally
from apps.registry import rules
from apps.registry.models import AISystem, ModelLineUp, OutcomeCode


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
class SaidRow:
    """One thing that a version says: of which share of the cases, and how often it proved right there.

    `right` is None where what becomes known cannot say whether it is right.
    """

    code: OutcomeCode
    said: measure_rules.Share
    right: measure_rules.Share | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One version of one model on the cases that a person decided.

    `advises`: the people saw it. Otherwise they did not, and it was compared afterwards.
    """

    name: str
    version: str
    advises: bool
    agreed: measure_rules.Share
    said: tuple[SaidRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counted beforehand, at `as_of`; None: nothing was counted yet."""

    line_up: rules.LineUp
    number: int
    rows: tuple[ModelRow, ...]
    as_of: datetime | None


def comparison(*, system: AISystem, to: Actor) -> Comparison | None:
    """Read how the models of an AI system compare by what was decided and what became of it; two statements.

    Only for its owner and its analysts. None without a line-up.
    """
    if system.owner.actor_id != to.id and system.id not in accounts.granted_ids(to, "analyse_system"):
        return None
    row = ModelLineUp.objects.filter(system=system, ended_at=None).first()
    if row is None:
        return None
    line_up = rules.parse_line_up(row.body)
    tallies = list(ModelTally.objects.filter(system=system).order_by("-is_seen", "name"))
    codes = {one.code: one for one in OutcomeCode.objects.filter(system=system)} if tallies else {}
    alike = groupby(tallies, key=lambda one: (one.is_seen, one.name))
    rows = tuple(_row(line_up, system, codes, list(some)) for _, some in alike)
    return Comparison(line_up, row.number, rows, tallies[0].computed_at if tallies else None)


def _row(
    line_up: rules.LineUp, system: AISystem, codes: Mapping[str, OutcomeCode], tallies: Sequence[ModelTally]
) -> ModelRow:
    version = tallies[0].name
    model = line_up.of_version(version)
    n = sum(one.n_decided for one in tallies)
    judged = _judged(system)
    by_caution = sorted(
        (one for one in tallies if one.said in codes), key=lambda one: codes[one.said].caution
    )
    return ModelRow(
        name=model.name if model else "",
        version=version,
        advises=tallies[0].is_seen,
        agreed=measure_rules.share(n, sum(one.n_agreed for one in tallies)),
        said=tuple(
            SaidRow(
                codes[one.said],
                measure_rules.share(n, one.n_decided),
                measure_rules.share(one.n_known, one.n_right) if one.said in judged else None,
            )
            for one in by_caution
        ),
    )


def _judged(system: AISystem) -> Collection[str]:
    """Return which outcome codes a later truth can judge."""
    if not system.measures:
        return ()
    what = measure_rules.definition(system.measures[0])
    return [code for code, value in what.right_when.items() if value is not None]
