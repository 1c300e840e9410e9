from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.pages import navigation
from apps.console.pages import timeline as timeline_pages
from apps.console.pages.appeals import recourse
from apps.console.views import paper
from apps.core import refusals
from apps.flow import selectors as flow
from apps.flow.selectors import appeals, explaining
from apps.learning import selectors as learning


@page("GET", "HEAD")
def timeline(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the record of a case."""
    return render(request, "console/timeline.html", _record(request, ref))


@page("GET", "HEAD")
def timeline_pdf(request: PersonRequest, ref: str) -> HttpResponse:
    """Give the same as a PDF."""
    return paper.answer(
        request, "console/timeline.html", _record(request, ref), name=f"record-{slugify(ref)}"
    )


def _record(request: PersonRequest, ref: str) -> dict[str, object]:
    who = reader(request)
    line = flow.timeline(case_ref=ref, to=who.actor)
    item_id = flow.waiting_item(case_ref=ref, to=who.actor)
    url = reverse("console:review", args=[item_id]) if item_id else ""
    evidence = learning.evidence_of(decision_ids=line.decision_ids, to=who.actor)
    shown = timeline_pages.build(line, evidence=evidence, review_url=url, reader=who)
    received = [
        (reverse("console:recommendation", args=[one.id]), one.number, one.model_version)
        for one in ([] if line.is_walled else flow.received_of_case(case_ref=ref, to=who.actor))
    ]
    return {
        "page": shown,
        "received": received,
        "explained": [] if line.is_walled else explaining.of_case(case_ref=ref, to=who.actor),
        "appeals": [] if line.is_walled else recourse(appeals.of_case(case_ref=ref, to=who.actor)),
        "give_url": reverse("console:give_authority", args=[item_id])
        if item_id and navigation.may_see_climbed(who.actor)
        else "",
        "pdf_url": reverse("console:case_pdf", args=[ref]),
    }


@page("GET", "HEAD")
def review(request: PersonRequest, ref: str) -> HttpResponse:
    """Go from a case's reference to the item that waits for a decision, else to its record."""
    item_id = flow.waiting_item(case_ref=ref, to=request.user.actor)
    if item_id is None:
        raise refusals.NotVisible
    return see_other(request, reverse("console:review", args=[item_id]))
