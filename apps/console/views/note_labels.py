"""What a group of notes is called, or that it is none."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import note_groups as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.measured import address
from apps.console.views import notes
from apps.console.views.insights import chosen_system
from apps.core import refusals
from apps.core.speech import speak
from apps.learning.services import note_labels

LONG = 200
DONE = {
    "label": _("These notes have a name now. It stays when they are put together anew."),
    "rename": _("These notes are called otherwise now. What they were called stays readable."),
    "dissolve": _("Noted: these notes are no group. It stays so when they are put together anew."),
}


@page("POST")
def label(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Name a group of notes as suggested or otherwise, rename it, or say that it is none."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    text, was = request.POST.get("label", "")[:LONG], request.POST.get("was", "")[:LONG]
    asked: dict[str, Any] = {"group_id": group_id, "by": who.actor, "now": who.now}
    acts: dict[str, Callable[[], object]] = {
        "label": lambda: note_labels.label_group(text=text, **asked),
        "rename": lambda: note_labels.rename_group(text=text, was=was, **asked),
        "dissolve": lambda: note_labels.dissolve_group(was=was, **asked),
    }
    do = request.POST.get("do", "label")
    if do not in acts:
        raise refusals.NotVisible

    def act() -> str:
        acts[do]()
        messages.success(request, str(DONE[do]))
        return address("insight_notes", system) + "#groups"

    try:
        to = once(request, route=f"console.note_{do}", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(group_id, text, speak(refusal.sentence))
        context = notes.context(request, limit=PAGE, refused=said)
        return render(request, "console/insight_notes.html", context, status=status)
    return see_other(request, to)
