"""What people said is broken about an AI system's suggestions, by version; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.measures import selectors as measures
from apps.measures.models import BrokenSuggestion
from apps.registry.models import AISystem
from apps.reviews import access
from apps.reviews import services as reviews

SHOWN = timedelta(days=30)
AT_MOST = 20


@dataclass(frozen=True, slots=True)
class BrokenCount:
    model_version: str
    prompt_version: str
    n: int


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """One report; `text` is empty where nothing was written or the subject was erased."""

    case_ref: str
    at: datetime
    kind: str
    text: str
    model_version: str
    prompt_version: str


@dataclass(frozen=True, slots=True)
class BrokenReports:
    counts: list[BrokenCount]
    rows: list[BrokenRow]


def broken_reports(*, system: AISystem, to: Actor, now: datetime) -> BrokenReports:
    """Return the reports of the last 30 days that were not taken back: counts by version, and the newest.

    Raises: refusals.NotVisible.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    rows = reported(since=now - SHOWN, to=to).filter(system=system)
    versions = rows.order_by().values_list("model_version", "prompt_version").annotate(n=Count("id"))
    return BrokenReports(
        counts=[BrokenCount(*one) for one in versions.order_by("-n", "model_version")],
        rows=[row for _key, row in opened(rows, limit=AT_MOST)],
    )


def reported(*, since: datetime, to: Actor) -> QuerySet[BrokenSuggestion]:
    """Return what was reported since then and not taken back; not of cases that ask the reader for a view."""
    rows = BrokenSuggestion.objects.filter(at__gte=since, taken_back=None)
    return rows.exclude(recommendation__case__in=access.walled_cases(to))


def opened(rows: QuerySet[BrokenSuggestion], *, limit: int) -> list[tuple[UUID, BrokenRow]]:
    """Open the newest of these reports for a reader who may read them."""
    newest = list(rows.select_related("recommendation__case").order_by("-at", "-id")[:limit])
    keys = vault.open_keys([one.recommendation.case.subject_id for one in newest]) if newest else {}
    return [(one.id, _row(one, keys)) for one in newest]


def _row(one: BrokenSuggestion, keys: Mapping[UUID, bytes]) -> BrokenRow:
    case = one.recommendation.case
    return BrokenRow(
        case_ref=case.case_ref,
        at=one.at,
        kind=one.kind,
        text=reviews.sealed_text(one.sealed_text, subject_id=case.subject_id, keys=keys),
        model_version=one.model_version,
        prompt_version=one.prompt_version,
    )
