from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor
from apps.api import preconditions
from apps.api.serializers import reasons
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.core import refusals
from apps.flow.selectors import reason_figures
from apps.measures import rules
from apps.measures import selectors as measures
from apps.registry import access
from apps.registry import services as registry
from apps.registry.models import AISystem


class Reasons(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("reason_figures", reasons.ReasonFigures, asks=reasons.ReasonsQuery)
    def get(self, request: Request, slug: str) -> Response:
        """See why people decide otherwise, by slice, and who proved right."""
        by, asked = caller(request), query(request, reasons.ReasonsQuery)
        system = analysed_system(slug, by.actor)
        found = reason_figures.reason_figures(
            system=system,
            to=by.actor,
            asked=reason_figures.Slice(
                _monday(asked.get("since"), system), part_of(asked), asked.get("direction", "")
            ),
            may_care=access.may_edit_contract(by.actor, system),
        )
        etag = preconditions.etag(found.version)
        return Response(reasons.ReasonFigures(found).data, headers={"ETag": etag})


def part_of(asked: Mapping[str, Any]) -> measures.Part:
    """Return of which decisions an address asks for figures."""
    return measures.Part(asked.get("segment", ""), asked.get("model_version", ""))


def _monday(since: datetime | None, system: AISystem) -> date | None:
    """Return the Monday of the week, the organisation's, that an instant falls into."""
    zone = ZoneInfo(system.organisation.time_zone)
    return None if since is None else rules.week_of(since.astimezone(zone).date())


class Care(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "care_for_reasons",
        reasons.ReasonCareBody,
        {201: reasons.ReasonCare},
        is_change=True,
        example={"kind": "MERGED", "code": "it_rule", "into": "it_weeks", "why": "Nobody tells them apart."},
        refuses=(
            "cannot_care_for_reasons",
            "reasons_changed",
            "care_invalid",
            "nothing_would_fit",
            "too_many_would_fit",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Merge, retire or split a reason of the list; decisions keep what they said."""
        system = analysed_system(slug, act.by)
        care = registry.Care(**act.said)
        return registry.care_for_reasons(system_id=system.id, care=care, **act.guarded)


def analysed_system(slug: str, to: Actor) -> AISystem:
    """Return an AI system whose figures the person may read.

    Raises: refusals.NotVisible.
    """
    found = next((one for one in measures.analysed(to=to) if one.slug == slug), None)
    if found is None:
        raise refusals.NotVisible
    return found
