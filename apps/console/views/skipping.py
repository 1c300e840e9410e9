"""A reviewer passes over a case, with a reason, and takes the next one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import forms
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.views import items
from apps.core import refusals
from apps.flow import services as flow
from apps.reviews import services as reviews


@page("POST")
def skip(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Give the case back as skipped, and open the next of its inbox; what was typed is kept as a draft."""
    who, typed = reader(request), forms.typed(request.POST)
    if not typed.is_empty:
        reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)
    try:
        to = once(
            request,
            route="console.skip",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _skip(request, item_id, typed, who),
        )
    except (refusals.Invalid, refusals.IllegalMove, refusals.Stale, refusals.HeldByAnother) as refusal:
        return items.refused(request, item_id, typed, refusal, who)
    return see_other(request, to)


def _skip(request: PersonRequest, item_id: UUID, typed: forms.Typed, who: Reader) -> str:
    guard = forms.guard(request.POST)
    why = "" if typed.leave_why == flow.NO_REASON else typed.leave_why
    passed = flow.skip(
        item_id=item_id,
        why=why,
        note=typed.note,
        version=guard.version,
        token=guard.token,
        by=who.actor,
        now=who.now,
    )
    messages.info(request, _("Skipped. It is not offered to you again for half an hour."))
    slug = passed.inbox.slug
    item = reviews.start(inbox_slug=slug, by=who.actor, now=who.now)
    return items.in_a_run(item.id, slug) if item else reverse("console:inbox", args=[slug])
