"""Follow-ups: the list, and whether one was kept."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import follow_ups as pages
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow

ON_A_PAGE = 50
NOTE_LENGTH = 10_000


@page("GET", "HEAD")
def follow_ups(request: PersonRequest) -> HttpResponse:
    """Show what is due, what is to come and what was kept."""
    return _shown(request, reader(request), pages.Refused(), status=200)


def _shown(request: PersonRequest, who: Reader, refused: pages.Refused, *, status: int) -> HttpResponse:
    view, after = request.GET.get("view", "due"), request.GET.get("after", "")
    found = selectors.follow_ups(to=who.actor, view=view, after=after or None, limit=ON_A_PAGE, now=who.now)
    built = pages.build(found, view=view, after=after, key=str(ids.new()), refused=refused, reader=who)
    return render(request, "console/follow_ups.html", {"page": built}, status=status)


@page("POST")
def close(request: PersonRequest, follow_up_id: UUID) -> HttpResponse:
    """Say whether a follow-up was kept, and if not, why."""
    who = reader(request)

    def acted() -> str:
        kept = request.POST.get("kept", "") == "yes"
        flow.close_follow_up(
            follow_up_id=follow_up_id,
            kept=kept,
            why=request.POST.get("why", ""),
            note=_note(request),
            version=_version(request),
            by=who.actor,
            now=who.now,
        )
        messages.success(request, _("Noted as kept.") if kept else _("Noted as not kept, with your reason."))
        return f"{reverse('console:follow_ups')}?{urlencode({'view': request.GET.get('view', 'due')})}"

    try:
        to = once(request, route="console.follow_up", by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(
            str(follow_up_id), speak(refusal.sentence), request.POST.get("why", ""), _note(request)
        )
        return _shown(request, who, said, status=status)
    return see_other(request, to)


def _note(request: PersonRequest) -> str:
    return request.POST.get("note", "").replace("\0", "")[:NOTE_LENGTH]


def _version(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
