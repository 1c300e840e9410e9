"""What a policy counts over the last days: cases, decisions and overrides of one subject."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import ActorKind
from apps.intake.models import Case, CaseKind
from apps.policy.rules import Counted, Window
from apps.reviews.models import Decision
from apps.reviews.states import DecisionKind


def counts(
    *, windows: Collection[Window], case_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, dict[str, int]]:
    """Count every window for every case, in one statement; nothing is asked where nothing is declared.

    A case counts the ones that came before it and itself, so that the third of three that arrive together is
    the third.
    """
    if not windows:
        return {}
    named = {one.name: _count(one, now) for one in windows}
    rows = Case.objects.filter(id__in=case_ids).annotate(**{f"w_{name}": one for name, one in named.items()})
    return {row.id: {name: getattr(row, f"w_{name}") for name in named} for row in rows}


def _count(window: Window, now: datetime) -> Coalesce:
    since = now - timedelta(days=window.days)
    counted = _cases(since) if window.counts is Counted.CASES else _decisions(window.counts, since)
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _cases(since: datetime) -> QuerySet[Case, Any]:
    found = Case.objects.filter(
        subject=OuterRef("subject"), kind=CaseKind.REAL, opened_at__gt=since, id__lte=OuterRef("id")
    )
    return found.order_by().values("subject").annotate(n=Count("id")).values("n")


def _decisions(counted: Counted, since: datetime) -> QuerySet[Decision, Any]:
    found = Decision.objects.filter(
        case__subject=OuterRef("subject"),
        case__kind=CaseKind.REAL,
        by__kind=ActorKind.PERSON,
        withdrawal=None,
        decided_at__gt=since,
    )
    if counted is Counted.OVERRIDES:
        found = found.filter(kind=DecisionKind.OVERRIDDEN)
    return found.order_by().values("case__subject").annotate(n=Count("id")).values("n")
