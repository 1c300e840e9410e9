"""How affected people are heard: everybody who may read the policy reads it, the owner changes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import recourse as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.shell import Note
from apps.console.views import proving
from apps.core import refusals
from apps.core.speech import speak
from apps.flow.selectors import recourse_terms as selectors
from apps.flow.selectors.granted_limits import may_read
from apps.registry import access
from apps.registry import selectors as registry
from apps.reviews.services import recourse as verbs

FIELDS = ("version", "appeal_days", "known_fact", "why")
LONGEST, CURSOR_LENGTH, MOST_DIGITS = 320, 200, 9
Refused = (refusals.Invalid, refusals.IllegalMove, refusals.Stale)


@page("GET", "HEAD", "POST")
def recourse(request: PersonRequest, slug: str) -> HttpResponse:
    """Show in how many days appeals are answered and by what the person is known; the owner sets both."""
    who = reader(request)
    if request.method == "POST":
        return _set(request, slug, who)
    kept = proving.typed(request, at=request.path)
    return _shown(request, slug, who, pages.Tried(kept or {}, is_confirmed=kept is not None))


def _shown(
    request: PersonRequest, slug: str, who: Reader, tried: pages.Tried, *, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.recourse_terms(slug=slug, to=who.actor, after=after or None, limit=PAGE)
    sees = registry.may_see(who.actor, found.system)
    shown = pages.build(found, tried=tried, after=after, sees_system=sees, reader=who)
    return render(request, "console/recourse.html", {"page": shown}, status=status)


def _set(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = may_read(slug=slug, to=who.actor)
    access.require_owner(who.actor, system)
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    away = proving.ask(request, back=request.path, typed=typed)
    if away is not None:
        return away

    def acted() -> str:
        verbs.set_recourse(
            system=system,
            appeal_days=_number(typed["appeal_days"]),
            known_fact=typed["known_fact"],
            why=typed["why"],
            version=_number(typed["version"]),
            by=who.actor,
            now=who.now,
        )
        return reverse("console:recourse", args=[slug])

    try:
        to = once(request, route="console.recourse", by_id=who.actor.id, now=who.now, act=acted)
    except Refused as refusal:
        status, _title = status_of(refusal)
        said = Note("bad", "triangle-alert", _("Nothing changed."), speak(refusal.sentence), alert=True)
        tried = pages.Tried(typed, note=said, field=str(refusal.details.get("field", "")))
        return _shown(request, slug, who, tried, status=status)
    proving.forget(request)
    messages.success(request, _("Set. Appeals and links that are out keep their time and what they ask for."))
    return see_other(request, to)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else -1
