from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import insights as shapes
from apps.api.serializers.reasons import PartQuery
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.reasons import analysed_system, part_of
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors import insight_cases, insight_figures
from apps.flow.selectors.reason_figures import Slice
from apps.measures import rules

AS_THEY_ARE = (
    "as_of", "weeks", "part", "left_out", "versions", "weekly", "unsupported", "prompting", "reasons",
    "signals", "deliveries", "bounded", "live", "patterns", "override_share",
)  # fmt: skip


class Insights(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("insights", shapes.Insights, asks=shapes.InsightsQuery)
    def get(self, request: Request, slug: str) -> Response:
        """See what people and outcomes say about an AI system, each rate with n and interval."""
        by, asked = caller(request), query(request, shapes.InsightsQuery)
        told = insight_figures.insight_figures(
            system=analysed_system(slug, by.actor),
            to=by.actor,
            now=by.now,
            weeks=asked.get("weeks"),
            part=part_of(asked),
        )
        return Response(shapes.Insights(_told(told)).data)


def _told(told: insight_figures.Insights) -> dict[str, object]:
    labels = told.system.segment_labels
    return {
        **{name: getattr(told, name) for name in AS_THEY_ARE},
        "segments": [{"key": key, "named": speak_kept(label)} for key, label in labels.items()],
        "truth": _truth(told),
        "stated_confidence": _confidence(told),
    }


def _truth(told: insight_figures.Insights) -> dict[str, object] | None:
    if told.what is None or told.truth is None:
        return None
    return {
        "what": told.what,
        "truth": told.truth,
        "by_direction": told.truth.by_direction,
        "by_lane": [{"code": code, "share": share} for code, share in told.truth.by_lane.items()],
        "accepted": told.accepted,
    }


def _confidence(told: insight_figures.Insights) -> dict[str, object] | None:
    row = told.calibration
    if row is None:
        return None
    return {"row": row, "levels": rules.assess(told.bins, auroc=row.auroc).reliability}


class CasesBehind(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("insight_cases", shapes.CasesBehind, asks=PartQuery)
    def get(self, request: Request, slug: str, of: str) -> Response:
        """See the newest cases behind a figure: overrides, decisions, who proved right, deliveries."""
        by, asked = caller(request), query(request, PartQuery)
        cases = insight_cases.insight_cases(
            system=analysed_system(slug, by.actor), of=of, to=by.actor, now=by.now, part=part_of(asked)
        )
        return Response(shapes.CasesBehind({"cases": cases}).data)


class Notes(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("override_notes", shapes.OverrideNotes, asks=shapes.NotesQuery)
    def get(self, request: Request, slug: str) -> Response:
        """Read what officers wrote on overrides; nobody is named."""
        by, asked = caller(request), query(request, shapes.NotesQuery)
        system = analysed_system(slug, by.actor)
        since = insight_figures.monday(system, asked.get("weeks"), by.now)
        found = flow.override_notes(
            system=system,
            to=by.actor,
            now=by.now,
            after=asked.get("after"),
            limit=asked["limit"],
            asked=Slice(since, part_of(asked), asked.get("direction", "")),
        )
        return Response(shapes.OverrideNotes(found).data)


class BrokenReports(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("broken_reports", shapes.BrokenReports)
    def get(self, request: Request, slug: str) -> Response:
        """See what people called broken in 30 days, by model and prompt version."""
        by = caller(request)
        found = flow.broken_reports(system=analysed_system(slug, by.actor), to=by.actor, now=by.now)
        return Response(shapes.BrokenReports(found).data)
