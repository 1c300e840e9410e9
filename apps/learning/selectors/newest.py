"""Which findings the newest search still finds, and which part of them a list shows."""

import enum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from apps.core import refusals
from apps.core.words import say
from apps.learning.models import Finding, MiningRun
from apps.learning.states import FindingState, MiningRunState


class Shown(enum.StrEnum):
    """Which findings a list shows."""

    NOT_DISMISSED = "not_dismissed"
    NOT_FOUND_AGAIN = "not_found_again"
    DISMISSED = "dismissed"
    ALL = "all"


def newest_runs(**where: object) -> QuerySet[MiningRun]:
    """Return the newest good run of each AI system and target; a repeat of an old one says nothing new."""
    good = MiningRun.objects.filter(**{"state": MiningRunState.DONE, "repeats": None, **where})
    return good.order_by("system", "target", "-ended_at", "-id").distinct("system", "target")


def is_current() -> Q:
    """Ask for findings that the newest good run of their AI system and target found."""
    return Q(last_pattern__run__in=newest_runs().values("id"))


def part(rows: QuerySet[Finding], shown: Shown) -> QuerySet[Any]:
    """Narrow findings to what a list shows, marked with `is_current`."""
    dismissed = Q(state=FindingState.DISMISSED)
    marked: QuerySet[Any] = rows.annotate(
        is_current=Case(When(is_current(), then=Value(True)), default=False, output_field=BooleanField())
    )
    if shown is Shown.ALL:
        return marked
    if shown is Shown.DISMISSED:
        return marked.filter(dismissed)
    kept = marked.exclude(dismissed)
    return kept.filter(is_current=False) if shown is Shown.NOT_FOUND_AGAIN else kept


def in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Order marked findings: what the newest search found first, then the greatest excess."""
    return rows.order_by("-is_current", "-last_pattern__excess", "-id")


def after(rows: QuerySet[Any], mark: str | None) -> QuerySet[Any]:
    """Narrow marked findings to those that stand after one of them in that order.

    Raises: Invalid(after).
    """
    if mark is None:
        return rows
    try:
        last = rows.filter(id=UUID(mark)).values("id", "is_current", "last_pattern__excess").first()
    except ValueError:
        last = None
    if last is None:
        raise refusals.Invalid(say("This page mark leads nowhere; start from the first page."), field="after")
    excess = last["last_pattern__excess"]
    less = Q(last_pattern__excess__lt=excess) | Q(last_pattern__excess=excess, id__lt=last["id"])
    same = Q(is_current=last["is_current"]) & less
    return rows.filter(same | Q(is_current=False) if last["is_current"] else same)
