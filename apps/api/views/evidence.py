from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import idempotency, parsers, uploads
from apps.api.serializers import evidence
from apps.api.views.base import Endpoint, body, caller, query, reads, writes
from apps.core.once import Answer
from apps.intake import selectors
from apps.intake import services as intake
from apps.intake.models import Evidence as Row
from apps.intake.rules import files

CREATED, OK = 201, 200
NAME = OpenApiParameter(
    "Content-Disposition",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The name of the document, as `attachment; filename*=UTF-8''first%20report.pdf`.",
)
TAKES = {"application/json": evidence.AttachFrom} | {one.value: OpenApiTypes.BINARY for one in files.FileType}


class Evidence(Endpoint):
    scopes = {"GET": "evidence:read", "POST": "evidence:write"}
    parser_classes = [parsers.StrictJSONParser, uploads.DocumentParser]

    @reads("evidence", evidence.EvidenceOfCase)
    def get(self, request: Request, ref: str) -> Response:
        """See the documents of a case, and those that wait for it, and what became of each."""
        rows = selectors.evidence_for_machine(case_ref=ref, to=caller(request).actor)
        return Response(evidence.EvidenceOfCase({"evidence": rows}).data)

    @extend_schema(parameters=[NAME, evidence.AttachQuery])
    @writes(
        "attach",
        TAKES,
        {201: evidence.EvidenceOut, 200: evidence.EvidenceOut},
        example={"url": "https://files.example.org/report.pdf", "name": "First report.pdf"},
        refuses=(
            "only_machines_attach",
            "unknown_case",
            "bad_reference",
            "evidence_ref_reused",
            "subject_changed",
            "too_many_documents",
            "too_large",
            "form_not_taken",
            "forbidden_address",
            "no_store",
            "store_fails",
        ),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Add a document to a case: PDF, PNG, JPEG, text in UTF-8 or CSV, of at most 20 MB.

        Its bytes are the body, with their own Content-Type. JSON names an address instead, from which it is
        fetched once, later. The pages are drawn later too; see what became of it with GET. 200: it was known.
        A document may come before its case: with `subject_ref` it waits for it. Once it is READY, send the
        recommendation that cites it: its statements are then checked against its text.
        """
        by, given = caller(request), uploads.given(request)
        said = query(request, evidence.AttachQuery)

        def act() -> Answer:
            if given is not None:
                row, is_new = intake.attach(
                    case_ref=ref,
                    label=_label(said, given.name, given.type),
                    content=given.content,
                    by=by.actor,
                    now=by.now,
                )
            else:
                row, is_new = _attach_from(request, ref, said)
            return Answer(CREATED if is_new else OK, evidence.out(row))

        return idempotency.once(request, act)


def _attach_from(request: Request, ref: str, said: dict[str, str]) -> tuple[Row, bool]:
    by, source = caller(request), body(request, evidence.AttachFrom)
    return intake.attach_from(
        case_ref=ref,
        label=_label(said, source["name"], source["type"]),
        url=source["url"],
        sha256=source["sha256"],
        by=by.actor,
        now=by.now,
    )


def _label(said: dict[str, str], name: str, type_: str) -> intake.Label:
    return intake.Label(
        said["external_ref"],
        name,
        type_,
        is_simulated=said["origin"] == "simulated",
        subject_ref=said["subject_ref"],
    )
