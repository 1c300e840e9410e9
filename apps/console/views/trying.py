"""A policy tried on the past: ask for it, watch it, read it, stop it."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.pages import trying as pages
from apps.console.pages import trying_lists as lists
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say
from apps.flow import selectors as flow
from apps.flow.services import ask_replay
from apps.measures import services as measures
from apps.measures.models import Replay
from apps.measures.rules import Meaning
from apps.measures.services import OnlyWhoTries

PAGE = 50
TEXT_LENGTH = 200_000


class NotJson(refusals.Invalid):
    code = "not_json"
    sentence = say("This is not JSON. Paste the whole policy, from the first bracket to the last.")


@page("GET", "HEAD", "POST")
def tries(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what was tried, and ask for more."""
    who = reader(request)
    if request.method == "POST":
        return _ask(request, slug, who)
    version = request.GET.get("version", "")[:10]
    return _list(request, slug, who, lists.Typed(version=version))


def _list(
    request: PersonRequest, slug: str, who: Reader, typed: lists.Typed, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = flow.tries(slug=slug, to=who.actor, after=after or None, limit=PAGE)
    shown = lists.build(found, typed=typed, after=after, reader=who)
    return render(request, "console/tries.html", {"page": shown}, status=status)


def _ask(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    found = flow.tries(slug=slug, to=who.actor, after=None, limit=1)
    if not found.may_try:
        raise OnlyWhoTries(permission="analyse_system")
    typed = lists.Typed(
        version=request.POST.get("version", "")[:10],
        last=request.POST.get("last", "")[:10],
        text=request.POST.get("text", "").replace("\0", "")[:TEXT_LENGTH],
    )

    def act() -> str:
        return reverse("console:try", args=[_asked(found, typed, who).id])

    try:
        to = once(request, route="console.try", by_id=who.actor.id, now=who.now, act=act)
    except refusals.Invalid as refusal:
        at = str(refusal.details.get("field", ""))
        where = f"{at}: " if at.startswith("/") else ""
        wrong = lists.Typed(typed.version, typed.last, typed.text, where + speak(refusal.sentence), at)
        return _list(request, slug, who, wrong, status=422)
    return see_other(request, to)


def _asked(found: flow.Tries, typed: lists.Typed, who: Reader) -> Replay:
    last = int(typed.last) if typed.last.isdecimal() else 0
    system = found.system
    if typed.version == lists.TEXT:
        tree = _tree(typed.text)
        return ask_replay(system=system, tree=tree, last=last, by=who.actor, now=who.now)
    draft = next((one for one in found.versions if str(one.number) == typed.version), None)
    if draft is None:
        raise refusals.Invalid(say("Choose one of the versions."), field="version")
    return ask_replay(system=system, draft=draft, last=last, by=who.actor, now=who.now)


def _tree(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotJson(field="text") from error
    if not isinstance(found, dict):
        raise NotJson(field="text")
    return found


@page("GET", "HEAD")
def one(request: PersonRequest, replay_id: UUID) -> HttpResponse:
    """Show what a policy would have done."""
    who = reader(request)
    found = flow.replay_of(replay_id=replay_id, to=who.actor)
    worst = flow.replay_cases(tried=found, meaning="", after=None, limit=pages.SHOWN)
    shown = pages.build(found, worst.rows, reader=who)
    return render(request, "console/try.html", {"page": shown, "system_id": found.replay.system_id})


@page("GET", "HEAD")
def cases(request: PersonRequest, replay_id: UUID) -> HttpResponse:
    """Show the cases that go elsewhere, the worst first."""
    who = reader(request)
    meaning = request.GET.get("meaning", "")
    if meaning and meaning not in {one.value for one in Meaning}:
        raise refusals.NotVisible
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = flow.replay_of(replay_id=replay_id, to=who.actor)
    listed = flow.replay_cases(tried=found, meaning=meaning, after=after or None, limit=PAGE)
    shown = lists.cases(found, listed, meaning=meaning, after=after, reader=who)
    return render(request, "console/try_cases.html", {"page": shown})


@page("GET", "HEAD")
def cases_csv(request: PersonRequest, replay_id: UUID) -> HttpResponse:
    """Give every case that goes elsewhere as a file."""
    found = flow.replay_of(replay_id=replay_id, to=reader(request).actor)
    name = f"{found.replay.system.slug}-replay-{str(found.replay.id)[:8]}.csv"
    text = lists.cases_csv(flow.every_replay_case(tried=found))
    return HttpResponse(
        "".join(text),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page("POST")
def stop(request: PersonRequest, replay_id: UUID) -> HttpResponse:
    """Stop a replay; what is counted so far stays."""
    who = reader(request)
    back = reverse("console:try", args=[replay_id])

    def act() -> str:
        measures.stop_replay(replay_id=replay_id, by=who.actor, now=who.now)
        return back

    to = once(request, route="console.try-stop", by_id=who.actor.id, now=who.now, act=act)
    messages.success(request, _("Stopped. What is counted so far stays."))
    return see_other(request, to)


@page("POST")
def go_on(request: PersonRequest, replay_id: UUID) -> HttpResponse:
    """Let a stopped replay go on where it stood."""
    who = reader(request)
    back = reverse("console:try", args=[replay_id])

    def act() -> str:
        measures.resume_replay(replay_id=replay_id, by=who.actor, now=who.now)
        return back

    to = once(request, route="console.try-go-on", by_id=who.actor.id, now=who.now, act=act)
    messages.success(request, _("It goes on where it stood."))
    return see_other(request, to)
