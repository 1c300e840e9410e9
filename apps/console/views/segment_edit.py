"""The editor of segments: every act by a plain form; saving says how many of the last cases fit each."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import policy_form
from apps.console.pages import segment_edit as pages
from apps.console.pages.shell import Note
from apps.console.views import drafting
from apps.console.views.drafting import CHANGES, Act
from apps.core import refusals
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry.models import AISystem
from apps.registry.services import NotTheOwner

KEY_LENGTH = 50
SIGNED = "segments_adopt"


def _editing(slug: str, who: Reader) -> selectors.SegmentsEditing:
    return selectors.segments_editing(slug=slug, to=who.actor, now=who.now)


def _focus(given: str, found: selectors.SegmentsEditing) -> str:
    """Return the segment that is edited: one that there is, a new one, or none."""
    known = {one["key"] for one in found.body} | {pages.NEW}
    return given[:KEY_LENGTH] if given[:KEY_LENGTH] in known else ""


@page("GET", "HEAD", "POST")
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the segments as they shall be; or save one, take one out, propose, return, give up."""
    who = reader(request)
    found = _editing(slug, who)
    if request.method == "POST":
        return _act(request, found, who)
    if found.draft is None and not found.may_write:
        return see_other(request, reverse("console:segments", args=[slug]))
    focus = _focus(request.GET.get("segment", ""), found)
    kept = drafting.is_confirmed(request, SIGNED, slug)
    shown = pages.build(found, focus=focus, attempt=pages.Attempt(), reader=who, is_confirmed=kept)
    return render(request, "console/segment_edit.html", {"page": shown})


def _act(request: PersonRequest, found: selectors.SegmentsEditing, who: Reader) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""), drafting.unknown)
    try:
        to = act(request, found.system, who)
    except CHANGES as refusal:
        return _refused(request, found.system.slug, who, refusal)
    return see_other(request, to)


def _refused(request: PersonRequest, slug: str, who: Reader, refusal: refusals.Refusal) -> HttpResponse:
    """Show the editor again with everything that was typed, and why nothing was saved."""
    found = _editing(slug, who)
    status, title = status_of(refusal)
    focus = _focus(request.POST.get("rule", ""), found)
    said = pages.why(refusal, found)
    given = policy_form.typed(request.POST.dict(), focus) if focus and "say" in request.POST else None
    attempt = pages.Attempt(
        given,
        str(refusal.details.get("field", "")),
        said,
        Note("bad", "triangle-alert", title, said, alert=True),
    )
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/segment_edit.html", {"page": shown}, status=status)


def _url(system: AISystem, focus: str = "") -> str:
    url = reverse("console:segments-edit", args=[system.slug])
    return f"{url}?{urlencode({'segment': focus})}#rule" if focus else url


def _keep(request: PersonRequest, system: AISystem, segments: list[dict[str, object]], who: Reader) -> None:
    seen = drafting.seen_version(request)
    flow.save_segments(system=system, segments=segments, version=seen, by=who.actor, now=who.now)


def _save(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    given = policy_form.typed(request.POST.dict(), _focus(request.POST.get("rule", ""), found))
    _keep(request, system, pages.with_typed(found, given), who)
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return _url(system, given.get("code"))


def _take_out(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    focus = _focus(request.POST.get("rule", ""), found)
    _keep(request, system, [one for one in found.body if one["key"] != focus], who)
    messages.success(request, _("Taken out of the draft. Nothing is in force yet."))
    return _url(system)


def _propose(request: PersonRequest, system: AISystem, who: Reader) -> str:
    seen = drafting.seen_version(request)
    flow.propose_segments(system=system, version=seen, by=who.actor, now=who.now)
    messages.success(request, _("Proposed. The owner puts it in force or returns it."))
    return _url(system)


def _return(request: PersonRequest, system: AISystem, who: Reader) -> str:
    seen, why = drafting.seen_version(request), drafting.why(request)
    flow.return_segments(system=system, why=why, version=seen, by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again."))
    return reverse("console:segments", args=[system.slug]) if _is_owner(system, who) else _url(system)


def _drop(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.drop_segments(system=system, version=drafting.seen_version(request), by=who.actor, now=who.now)
    messages.success(request, _("The draft is given up. The segments in force stay as they are."))
    return reverse("console:segments", args=[system.slug])


def _is_owner(system: AISystem, who: Reader) -> bool:
    return system.owner.actor_id == who.actor.id


ACTS: dict[str, Act] = {
    "save": _save,
    "take_out": _take_out,
    "propose": _propose,
    "return": _return,
    "drop": _drop,
}


@page("POST")
def adopt(request: PersonRequest, slug: str) -> HttpResponse:
    """Let the proposed segments count; the owner proves anew who they are."""
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)

    def acted() -> str:
        seen = drafting.seen_version(request)
        flow.adopt_segments(system=system, version=seen, by=who.actor, now=who.now)
        return reverse("console:segments", args=[slug])

    signing = drafting.Signing(
        SIGNED,
        system,
        _url(system),
        NotTheOwner,
        _("In force from now on. What has arrived keeps its segment."),
    )
    refused = partial(_refused, request, slug, who)
    return drafting.sign(request, who, signing, acted, refused=refused)
