"""The page of declared relations: one declares one's own, a supervisor those of others, and ends them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import navigation
from apps.console.pages import relations as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak
from apps.flow.selectors import declared
from apps.reviews.services import relating

FIELDS = ("act", "case_ref", "kind", "person", "why", "id")
LONGEST = 5000
CURSOR_LENGTH = 200


@page("GET", "HEAD", "POST")
def relations(request: PersonRequest) -> HttpResponse:
    """Show the relations that one may know of; or declare one, say that it is over, or end it."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, who, pages.Tried({}))
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    verb, said = ACTS.get(typed["act"], ACTS["declare"])

    def act() -> str:
        verb(typed, who)
        return reverse("console:relations")

    try:
        to = once(request, route="console.relations", by_id=who.actor.id, now=who.now, act=act)
    except refusals.Refusal as refusal:
        status, _title = status_of(refusal)
        note = Note("bad", "triangle-alert", _("Nothing changed."), speak(refusal.sentence), alert=True)
        field = "case_ref" if isinstance(refusal, refusals.NotVisible) else refusal.details.get("field", "")
        return _shown(request, who, pages.Tried(typed, note=note, field=str(field)), status=status)
    messages.success(request, str(said))
    return see_other(request, to)


def _shown(request: PersonRequest, who: Reader, tried: pages.Tried, *, status: int = 200) -> HttpResponse:
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = declared.relations_list(to=who.actor, after=after or None, limit=PAGE)
    supervises = navigation.may_supervise_somewhere(who.actor)
    shown = pages.build(found, tried=tried, after=after, supervises=supervises, reader=who)
    return render(request, "console/relations.html", {"page": shown}, status=status)


def _declare(typed: dict[str, str], who: Reader) -> None:
    email = typed["person"]
    person = declared.person_of(email=email, organisation_id=who.actor.organisation_id) if email else None
    if email and person is None:
        raise refusals.NotVisible
    relating.declare_relation(
        case_ref=typed["case_ref"],
        kind=typed["kind"],
        person=person,
        why=typed["why"],
        by=who.actor,
        now=who.now,
    )


def _over(typed: dict[str, str], who: Reader) -> None:
    relating.say_over(relation_id=_id(typed["id"]), by=who.actor, now=who.now)


def _end(typed: dict[str, str], who: Reader) -> None:
    relating.end_relation(relation_id=_id(typed["id"]), by=who.actor, now=who.now)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise refusals.NotVisible from None


Act = Callable[[dict[str, str], Reader], None]
ACTS: dict[str, tuple[Act, object]] = {
    "declare": (_declare, gettext_lazy("Declared. Cases of that person come to others.")),
    "over": (_over, gettext_lazy("Said. Whoever supervises the case ends it.")),
    "end": (_end, gettext_lazy("Ended. They may decide cases of that person again.")),
}
