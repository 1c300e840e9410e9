"""Follow-ups: the list, and whether one was kept."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.validators import slug_re
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
NOTHING = pages.Refused()


@page("GET", "HEAD")
def follow_ups(request: PersonRequest) -> HttpResponse:
    """Show what is due, what is to come and what was kept."""
    return _shown(request, reader(request), NOTHING, status=200)


def in_inbox(
    request: PersonRequest, who: Reader, slug: str, refused: pages.Refused = NOTHING, *, status: int = 200
) -> HttpResponse:
    """Show what is due in an inbox as a view of it: one's own, and what one may see of others.

    Raises: refusals.NotVisible.
    """
    after, view = request.GET.get("after", ""), selectors.FOLLOW_UPS
    inbox = selectors.inbox_page(slug=slug, to=who.actor, now=who.now, view=view)
    found = selectors.follow_ups(
        to=who.actor, view="due", after=after or None, limit=ON_A_PAGE, now=who.now, inbox_slug=slug
    )
    built = pages.build(
        found, view=view, after=after, key=str(ids.new()), refused=refused, reader=who, inbox=inbox
    )
    return render(request, "console/follow_ups.html", {"page": built}, status=status)


def _shown(request: PersonRequest, who: Reader, refused: pages.Refused, *, status: int) -> HttpResponse:
    view, after = request.GET.get("view", "due"), request.GET.get("after", "")
    found = selectors.follow_ups(to=who.actor, view=view, after=after or None, limit=ON_A_PAGE, now=who.now)
    built = pages.build(found, view=view, after=after, key=str(ids.new()), refused=refused, reader=who)
    return render(request, "console/follow_ups.html", {"page": built}, status=status)


@page("POST")
def close(request: PersonRequest, follow_up_id: UUID) -> HttpResponse:
    """Say whether a follow-up was kept, and if not, why."""
    who, slug = reader(request), _slug(request)

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
        return _back(request, slug)

    try:
        to = once(request, route="console.follow_up", by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(
            str(follow_up_id), speak(refusal.sentence), request.POST.get("why", ""), _note(request)
        )
        if slug:
            return in_inbox(request, who, slug, said, status=status)
        return _shown(request, who, said, status=status)
    return see_other(request, to)


def _back(request: PersonRequest, slug: str) -> str:
    if slug:
        return f"{reverse('console:inbox', args=[slug])}?view={selectors.FOLLOW_UPS}"
    return f"{reverse('console:follow_ups')}?{urlencode({'view': request.GET.get('view', 'due')})}"


def _slug(request: PersonRequest) -> str:
    """Return the inbox whose view the form was in, empty for the list of all."""
    asked = request.GET.get("inbox", "")
    return asked if slug_re.match(asked) else ""


def _note(request: PersonRequest) -> str:
    return request.POST.get("note", "").replace("\0", "")[:NOTE_LENGTH]


def _version(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
