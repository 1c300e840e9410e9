"""What people said is broken about an AI system's suggestions, by version; nobody is named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.measures import selectors as measures
from apps.measures.models import BrokenSuggestion
from apps.registry.models import AISystem
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
    if system.id not in {one.id for one in measures.analysed(to=to)}:
        raise refusals.NotVisible
    rows = BrokenSuggestion.objects.filter(system=system, at__gte=now - SHOWN, taken_back=None)
    versions = rows.order_by().values_list("model_version", "prompt_version").annotate(n=Count("id"))
    newest = list(rows.select_related("recommendation__case").order_by("-at", "-id")[:AT_MOST])
    keys = vault.open_keys([one.recommendation.case.subject_id for one in newest]) if newest else {}
    return BrokenReports(
        counts=[BrokenCount(*one) for one in versions.order_by("-n", "model_version")],
        rows=[
            BrokenRow(
                case_ref=one.recommendation.case.case_ref,
                at=one.at,
                kind=one.kind,
                text=reviews.sealed_text(
                    one.sealed_text, subject_id=one.recommendation.case.subject_id, keys=keys
                ),
                model_version=one.model_version,
                prompt_version=one.prompt_version,
            )
            for one in newest
        ],
    )
