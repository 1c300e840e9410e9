"""The list of held decisions, and the page on which a second person resolves one."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.console import forms
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import amounts, first_view, navigation
from apps.console.pages import approving as pages
from apps.console.pages import evidence as evidence_pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.review import Attempt
from apps.console.pages.shell import Tab
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors
from apps.flow.selectors import approving as held_selectors
from apps.flow.services import approving as flow
from apps.reviews import services as reviews
from apps.reviews.rules import Answer


class NoDecider(refusals.NotAllowed):
    code = "no_decider"
    sentence = say("Held decisions are for those who decide cases. An administrator can give you that right.")


class ResolutionMissing(refusals.Invalid):
    code = "resolution_missing"
    sentence = say("Choose a resolution: uphold, amend, reverse or return.")


@page("GET", "HEAD")
def held(request: PersonRequest) -> HttpResponse:
    """Show the held decisions that wait for the person."""
    who = reader(request)
    if not navigation.may_approve_somewhere(who.actor):
        raise NoDecider(permission="supervise_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = held_selectors.held_list(to=who.actor, after=after or None, limit=PAGE, now=who.now)
    shown = pages.build(found, after=after, tabs=tabs(who, current="held"), reader=who)
    return render(request, "console/held.html", {"page": shown})


def tabs(who: Reader, *, current: str) -> tuple[Tab, ...]:
    """Count what stands behind the tabs of whoever decides what others did not; none for others."""
    if not navigation.may_see_climbed(who.actor):
        return ()
    supervises = navigation.may_supervise_somewhere(who.actor)
    return pages.tabs(
        n_held=held_selectors.n_held(to=who.actor, now=who.now),
        n_requests=selectors.n_requests(to=who.actor) if supervises else None,
        current=current,
    )


@page("GET", "HEAD", "POST")
def held_decision(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Show the case of a held decision; a second person resolves it, whoever decided takes it back."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, item_id, who, Attempt(forms.typed({})), pages.Refused(), status=200)
    typed = forms.typed(request.POST)
    try:
        to = once(
            request,
            route="console.held_decision",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _resolve(request, item_id, typed, who),
        )
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove, refusals.NotAllowed) as refusal:
        status, title = status_of(refusal)
        field = _FIELDS.get(str(refusal.details.get("field", "")).partition(".")[0], "")
        said = pages.Refused(speak(refusal.sentence), field, title)
        view = first_view.FIELDS.get(str(refusal.details.get("field", "")), "")
        attempt = Attempt(
            typed, field=view if request.POST.get("do") == "view" else field, sentence=speak(refusal.sentence)
        )
        return _shown(request, item_id, who, attempt, said, status=status)
    return see_other(request, to)


CURSOR_LENGTH = 200
_FIELDS = {
    "words": "note",
    "note": "note",
    "outcome": "outcome",
    "reason": "reason",
    "choices": "input",
    "act": "act",
    "principal_reasons": "owed",
    "amount_minor": "amount",
}


def _resolve(request: PersonRequest, item_id: UUID, typed: forms.Typed, who: Reader) -> str:
    """Call the one verb that was chosen and return where to go next."""
    row = held_selectors.held_on(item_id=item_id, to=who.actor, now=who.now).row
    guard = _Guard(approval_id=row.id, version=_version(request), by=who.actor, now=who.now)
    match request.POST.get("do") if request.POST.get("do") in {"view", "pass"} else typed.act:
        case "view":
            view = reviews.View(outcome=typed.view, sure=typed.view_sure, words=typed.view_words)
            flow.view_held(view=view, **guard)
            return reverse("console:held_decision", args=[item_id])
        case "pass":
            flow.pass_up(**guard)
            said = _("Passed up. Those who decide there are told.")
        case pages.UPHOLD:
            flow.uphold(words=typed.note, **guard)
            said = _("Upheld. The business system is told; whoever decided reads your words.")
        case pages.AMEND:
            flow.amend(answer=_answer(typed), amount_minor=_amount(typed, row.currency), **guard)
            said = _("Amended. The business system is told; whoever decided reads your words.")
        case pages.REVERSE:
            flow.reverse_held(words=typed.note, principal=typed.principal(row.recommended_code), **guard)
            said = _("Reversed: the suggestion holds. Whoever decided reads your words.")
        case pages.RETURN:
            flow.return_held(words=typed.note, **guard)
            said = _("Returned. The case is theirs again, with your note.")
        case _:
            raise ResolutionMissing(field="act")
    messages.success(request, said)
    return reverse("console:held")


class _Guard(TypedDict):
    approval_id: UUID
    version: int
    by: Actor
    now: datetime


def _version(request: PersonRequest) -> int:
    return forms.guard(request.POST).version


def _amount(typed: forms.Typed, currency: str) -> int | None:
    """Return the amount that was typed; None where the field was left empty.

    Raises: amounts.AmountUnclear.
    """
    return amounts.read(typed.amount, currency=currency, field="amount_minor") if typed.amount else None


def _answer(typed: forms.Typed) -> Answer:
    return Answer(
        outcome=typed.outcome,
        reason=typed.reason,
        choices=typed.given(typed.reason),
        note=typed.note,
        sure=typed.sure,
        more=typed.causes(),
        principal=typed.principal(typed.outcome),
    )


def _shown(
    request: PersonRequest,
    item_id: UUID,
    who: Reader,
    attempt: Attempt,
    refused: pages.Refused,
    *,
    status: int,
) -> HttpResponse:
    found = held_selectors.held_on(item_id=item_id, to=who.actor, now=who.now)
    case = selectors.review_page(item_id=item_id, to=who.actor, now=who.now)
    documents = (
        selectors.case_evidence(item=case.item, to=who.actor, ref=request.GET.get("evidence", ""), number=1)
        if case.has_documents
        else None
    )
    tried = pages.Tried(attempt, refused, str(ids.new()))
    shown = pages.page(found, case, tried=tried, reader=who, documents=documents)
    viewer = evidence_pages.build(
        documents or selectors.CaseEvidence(case.case.case_ref), reader=who, form=request.GET.get("as", "")
    )
    context = {
        "held": shown,
        "page": shown.review,
        "form": shown.review.form,
        "viewer": viewer,
        "system_id": case.system.id,
    }
    return render(request, "console/held_decision.html", context, status=status)
