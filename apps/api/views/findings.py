from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.authentication import Caller
from apps.api.serializers import findings
from apps.api.views.base import Endpoint, caller, query, reads
from apps.learning import selectors
from apps.learning.states import Target
from apps.measures import rules


def named_system(asked: Mapping[str, Any], by: Caller) -> UUID | None:
    """Return the AI system that a list is narrowed to; None for all.

    Raises: refusals.NotVisible.
    """
    return selectors.system_of_slug(asked["ai_system"], to=by.actor).id if "ai_system" in asked else None


def since(asked: Mapping[str, Any], by: Caller) -> datetime | None:
    """Return when the weeks that a list is narrowed to began; None for all."""
    zone = ZoneInfo(by.actor.organisation.time_zone)
    return rules.weeks_back(by.now, weeks=asked["weeks"], zone=zone) if "weeks" in asked else None


class Findings(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("findings", findings.Findings, asks=findings.FindingsQuery)
    def get(self, request: Request) -> Response:
        """List where something happens more than elsewhere: people overrule the AI, ask, skip, are late."""
        asked = query(request, findings.FindingsQuery)
        by = caller(request)
        page = selectors.findings(
            to=by.actor,
            system_id=named_system(asked, by),
            since=since(asked, by),
            after=asked.get("after"),
            limit=asked["limit"],
            target=Target(asked["target"]) if "target" in asked else None,
            shown=selectors.Shown(asked["state"]),
        )
        return Response(findings.Findings(page).data)


class Finding(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("finding", findings.FindingPage)
    def get(self, request: Request, finding_id: UUID) -> Response:
        """See one finding with the decisions it rests on."""
        found = selectors.finding(finding_id=finding_id, to=caller(request).actor)
        return Response(findings.FindingPage(found).data)
