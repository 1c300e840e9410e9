from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.console.edge import PersonRequest, page, reader
from apps.console.pages import evidence as pages
from apps.console.pages import marks
from apps.core import ids, refusals
from apps.flow import selectors as flow

# A picture is a picture: whoever opens its address sees pixels in a box that can do nothing.
INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_MOST_DIGITS = 4


@page("GET", "HEAD")
def evidence(request: PersonRequest, ref: str, evidence_id: UUID) -> HttpResponse:
    """Show a page of a document: in full width, or the part of the review that asked for it."""
    asked = marks.Asked(marking=request.GET.get(marks.MARKING) == "1", key=str(ids.new()))
    return show(
        request,
        ref,
        evidence_id,
        number=asked_page(request),
        form=request.GET.get("as", ""),
        asked=asked,
    )


def show(
    request: PersonRequest,
    ref: str,
    evidence_id: UUID,
    *,
    number: int,
    form: str,
    asked: marks.Asked,
    status: int = 200,
) -> HttpResponse:
    """Show a page of a document as it stands now."""
    who = reader(request)
    shown = flow.evidence_shown(case_ref=ref, evidence_id=evidence_id, number=number, to=who.actor)
    if request.htmx:
        viewer = pages.build(shown, reader=who, form=form, asked=asked)
        return render(request, "review/_evidence.html", {"viewer": viewer}, status=status)
    item_id = flow.waiting_item(case_ref=ref, to=who.actor)
    back = reverse("console:review", args=[item_id]) if item_id else reverse("console:case", args=[ref])
    viewer = pages.build(shown, reader=who, form=form, back=back, asked=asked)
    context = {"viewer": viewer, "ref": ref, "back": back}
    return render(request, "console/evidence.html", context, status=status)


@page("GET", "HEAD")
def picture(request: PersonRequest, ref: str, evidence_id: UUID, number: int) -> HttpResponse:
    """Give the picture of a page, drawn here."""
    content = flow.evidence_picture(
        case_ref=ref, evidence_id=evidence_id, number=number, to=request.user.actor
    )
    disposition = f'inline; filename="page-{number}.png"'
    return HttpResponse(
        content, content_type="image/png", headers=INERT | {"Content-Disposition": disposition}
    )


def asked_page(request: HttpRequest) -> int:
    """Read which page is wanted; 1 when nothing is said.

    Raises: refusals.NotVisible when it is no number.
    """
    said = request.GET.get("page", "1")
    if not (said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS):
        raise refusals.NotVisible
    return int(said)
