from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.pages import decisions as decision_pages
from apps.console.pages import navigation
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH, NoInbox, peeked
from apps.core import refusals
from apps.flow import selectors
from apps.flow import services as flow
from apps.learning import selectors as learning


@page("GET", "HEAD")
def decisions(request: PersonRequest) -> HttpResponse:
    """Show the person's own decisions and what became of each."""
    who = reader(request)
    if not navigation.may_approve_somewhere(who.actor):
        raise NoInbox(permission="work_inbox")
    asked = _asked(request)
    lesson = selectors.own_evidence(finding_id=asked.taught, to=who.actor) if asked.taught else None
    rows = selectors.my_decisions(
        to=who.actor,
        view=asked.view,
        kind=asked.kind,
        among=lesson.decision_ids if lesson else None,
        after=asked.after or None,
        limit=PAGE,
        now=who.now,
    )
    taught = learning.taught_by(decision_ids=[one.id for one in rows.rows], to=who.actor)
    shown = decision_pages.build(rows, asked=asked, taught=taught, lesson=lesson, reader=who)
    looked = _peek(asked.peek_id, who) if asked.peek_id else None
    return render(request, "console/decisions.html", {"page": shown, "peek": looked})


def _asked(request: PersonRequest) -> decision_pages.Asked:
    view, kind = request.GET.get("view", "all"), request.GET.get("kind", "")
    return decision_pages.Asked(
        view=view if view in decision_pages.VIEWS else "all",
        kind=kind if kind in decision_pages.KINDS else "",
        after=request.GET.get("after", "")[:CURSOR_LENGTH],
        peek_id=peeked(request),
        taught=_finding(request.GET.get("taught", "")),
    )


def _finding(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise refusals.NotVisible from error


def _peek(decision_id: UUID, who: Reader) -> decision_pages.Peek:
    one = selectors.my_decision(decision_id=decision_id, to=who.actor, now=who.now)
    taught = learning.taught_by(decision_ids=[decision_id], to=who.actor)
    return decision_pages.peek(one, taught=taught, reader=who)


@page("GET", "HEAD")
def peek(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Show one of one's own decisions beside the list: only the panel with htmx, else the list around it."""
    shown = _peek(decision_id, reader(request))
    if not request.htmx:
        return see_other(request, f"{reverse('console:decisions')}?peek={decision_id}")
    return render(request, "console/_decision.html", {"peek": shown, "asked": "asked" in request.GET})


_UNDONE = {
    True: gettext_noop("Undone. Nothing was sent. The case is yours again, with all that you had chosen."),
    False: gettext_noop("Undone. Nothing was sent. What you had chosen is kept."),
}


@page("POST")
def undo(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Undo a decision that is not in force yet; the case is the person's again, with what they had chosen."""
    who = reader(request)
    item = flow.undo(decision_id=decision_id, by=who.actor, now=who.now)
    messages.success(request, _(_UNDONE[item.holder_id == who.actor.id]))
    return see_other(request, reverse("console:review", args=[item.id]))
