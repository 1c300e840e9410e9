"""What a group of notes is called."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, page, reader, see_other
from apps.console.once import once
from apps.console.pages.measured import address
from apps.console.views.insights import chosen_system
from apps.core import refusals
from apps.core.speech import speak
from apps.learning.services import note_groups

LONG = 200


@page("POST")
def label(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Call a group of notes as suggested, or otherwise."""
    who = reader(request)
    _systems, system = chosen_system(request, who)
    to = address("insight_notes", system)

    def act() -> str:
        text = request.POST.get("label", "")[:LONG]
        note_groups.label_group(group_id=group_id, text=text, by=who.actor, now=who.now)
        messages.success(request, _("These notes have a name now. It stays when they are put together anew."))
        return to

    try:
        return see_other(
            request, once(request, route="console.note_label", by_id=who.actor.id, now=who.now, act=act)
        )
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        messages.warning(request, speak(refusal.sentence))
        return see_other(request, to)
