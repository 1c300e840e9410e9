from datetime import date

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import week_reports as shapes
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.reasons import analysed_system
from apps.core import refusals
from apps.flow.selectors import week_reports


class WeekReports(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("week_reports", shapes.WeekReports)
    def get(self, request: Request, slug: str) -> Response:
        """See the weeks of an AI system, each as it was known when it was written."""
        by = caller(request)
        found = week_reports.week_reports(system=analysed_system(slug, by.actor), to=by.actor)
        weeks = [report for _on, report in found.rows if report is not None]
        return Response(shapes.WeekReports({"weeks": weeks}).data)


class WeekReport(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("week_report", shapes.WeekReport)
    def get(self, request: Request, slug: str, week_on: str) -> Response:
        """See one week, by its Monday."""
        by = caller(request)
        system = analysed_system(slug, by.actor)
        try:
            on = date.fromisoformat(week_on)
        except ValueError as fault:
            raise refusals.NotVisible from fault
        found = week_reports.week_report(system=system, week_on=on, to=by.actor)
        return Response(shapes.WeekReport(found).data)
