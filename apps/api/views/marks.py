from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import marks
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.items import Nothing
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.flow.selectors import marking
from apps.reviews import rules
from apps.reviews import services as reviews
from apps.reviews.states import MarkUnit


class Marks(Endpoint):
    scopes = {"GET": "items:read", "POST": "items:write"}

    @reads("marks", marks.Marks, asks=PageQuery)
    def get(self, request: Request, ref: str) -> Response:
        """List the marks that people made on the documents of a case, oldest first.

        Those of others not before your own view of a case that asks for it.
        """
        by, asked = caller(request), query(request, PageQuery)
        page = marking.mark_list(case_ref=ref, to=by.actor, after=asked.get("after"), limit=asked["limit"])
        return Response(marks.Marks(page).data)

    @acts(
        "mark",
        marks.MarkBody,
        {201: marks.Marked},
        example={
            "evidence": "first-report",
            "page": 2,
            "unit": "LINE",
            "first": 4,
            "last": 4,
            "note": "Old damage, see the claim of 2024.",
        },
        refuses=(
            "only_reads",
            "subject_erased",
            "no_such_page",
            "no_such_place",
            "marked_already",
            "too_many_marks",
        ),
    )
    def post(self, act: Act, ref: str) -> object:
        """Mark lines of a page's text, or a band of its picture, with a short note if you like."""
        said = act.said
        place = rules.Place(said["page"], MarkUnit(said["unit"]), said["first"], said["last"])
        return reviews.mark_evidence(
            case_ref=ref,
            evidence_id=marking.document_id(case_ref=ref, ref=said["evidence"], to=act.by),
            place=place,
            note=said["note"],
            by=act.by,
            now=act.now,
        )


class Remove(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "remove_mark",
        Nothing,
        {200: marks.Marked},
        refuses=("not_your_mark", "unmarked_already"),
    )
    def post(self, act: Act, mark_id: UUID) -> object:
        """Remove a mark that you made; that it was there stays in the record."""
        return reviews.unmark_evidence(mark_id=mark_id, by=act.by, now=act.now)
