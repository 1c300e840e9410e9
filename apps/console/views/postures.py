"""Pages of the owner's risk decisions: read, draft, sign."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import posture_edit, posture_form, postures
from apps.console.pages.shell import Note
from apps.console.views import drafting
from apps.console.views.drafting import CHANGES, Act
from apps.core import refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow
from apps.registry import rules
from apps.registry import services as registry
from apps.registry.models import AISystem

SIGNED = "posture_sign"
INVALID = 422
MAX_TEXT = 64 * 1024


@page("GET", "HEAD")
def versions(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the risk decision in force in words, and every one before."""
    who = reader(request)
    found = selectors.postures_page(slug=slug, to=who.actor)
    return render(request, "console/postures.html", {"page": postures.build_list(found, who)})


@page("GET", "HEAD")
def version(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Show one risk decision, and what it changed."""
    who = reader(request)
    found = selectors.postures_page(slug=slug, to=who.actor)
    shown = postures.build_version(found, number, who)
    return render(request, "console/posture_version.html", {"page": shown})


@page("GET", "HEAD")
def text(request: PersonRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Give one risk decision as YAML or JSON, as the text page would read it."""
    who = reader(request)
    row = selectors.postures_page(slug=slug, to=who.actor).version(number)
    posture = rules.read_posture(row.body)
    if form == "json":
        answer: HttpResponse = JsonResponse(posture.body(), json_dumps_params={"indent": 2})
    else:
        answer = HttpResponse(rules.posture_as_text(posture), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-posture-{number}.{form}"'
    return answer


def _drafting(slug: str, who: Reader) -> selectors.PosturesPage:
    """Return what is written on, to its owner.

    Raises: NotTheOwner, NoPostureDraft.
    """
    return _required(selectors.postures_page(slug=slug, to=who.actor))


def _required(found: selectors.PosturesPage) -> selectors.PosturesPage:
    if not found.is_owner:
        raise registry.NotTheOwner(permission="owner")
    if found.draft is None:
        raise registry.NoPostureDraft
    return found


@page("GET", "HEAD", "POST")
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the draft; or begin, save or drop it."""
    who = reader(request)
    if request.method == "POST":
        return _act(request, slug, who)
    found = selectors.postures_page(slug=slug, to=who.actor)
    if found.is_owner and found.draft is None:
        return see_other(request, reverse("console:posture", args=[slug]))
    kept = drafting.is_confirmed(request, SIGNED, slug)
    shown = posture_edit.build(
        _required(found), attempt=posture_edit.Attempt(), reader=who, is_confirmed=kept
    )
    return render(request, "console/posture_edit.html", {"page": shown})


def _act(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = selectors.system_seen(slug=slug, to=who.actor)
    try:
        to = ACTS.get(request.POST.get("act", ""), drafting.unknown)(request, system, who)
    except CHANGES as refusal:
        return _refused(request, slug, who, refusal)
    return see_other(request, to)


def _begin(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.begin_posture(system=system, by=who.actor, now=who.now)
    return reverse("console:posture-edit", args=[system.slug])


def _save(request: PersonRequest, system: AISystem, who: Reader) -> str:
    body = posture_form.body_of(posture_form.typed(request.POST), currency=system.currency)
    flow.save_posture(
        system=system, body=body, version=drafting.seen_version(request), by=who.actor, now=who.now
    )
    messages.success(request, _("Saved. Nothing is in force yet: read it, then sign it."))
    return reverse("console:posture-edit", args=[system.slug])


def _drop(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.drop_posture(system=system, by=who.actor, now=who.now)
    messages.success(request, _("The draft is given up. The decision in force stays as it is."))
    return reverse("console:posture", args=[system.slug])


ACTS: dict[str, Act] = {
    "begin": _begin,
    "save": _save,
    "drop": _drop,
}


def _note(refusal: refusals.Refusal) -> Note:
    status, title = status_of(refusal)
    title = _("Not saved.") if status == INVALID else title
    return Note("bad", "triangle-alert", title, speak(refusal.sentence), alert=True)


def _refused(request: PersonRequest, slug: str, who: Reader, refusal: refusals.Refusal) -> HttpResponse:
    """Show the form again with everything that was typed, and which clause was refused."""
    found = _drafting(slug, who)
    given = posture_form.typed(request.POST) if "statement" in request.POST else None
    pointer = str(refusal.details.get("field", ""))
    fault = posture_form.field_at(pointer, given) if given and pointer else ""
    attempt = posture_edit.Attempt(given, fault, _note(refusal))
    shown = posture_edit.build(found, attempt=attempt, reader=who)
    return render(request, "console/posture_edit.html", {"page": shown}, status=status_of(refusal)[0])


@page("GET", "HEAD", "POST")
def write(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the draft as YAML, or save what was written."""
    who = reader(request)
    found = _drafting(slug, who)
    if request.method != "POST":
        posture = selectors.draft_posture(found.draft) if found.draft else None
        written = rules.posture_as_text(posture) if posture else ""
        return render(
            request, "console/posture_text.html", {"page": posture_edit.build_text(found, text=written)}
        )
    given = request.POST.get("text", "").replace("\r\n", "\n")[: MAX_TEXT + 1]
    try:
        body = registry.posture_of_text(found.system, given).body()
        flow.save_posture(
            system=found.system, body=body, version=drafting.seen_version(request), by=who.actor, now=who.now
        )
    except CHANGES as refusal:
        pointer = str(refusal.details.get("field", ""))
        shown = posture_edit.build_text(found, text=given, note=_note(refusal), pointer=pointer)
        return render(request, "console/posture_text.html", {"page": shown}, status=status_of(refusal)[0])
    messages.success(request, _("Saved. Nothing is in force yet: read it, then sign it."))
    return see_other(request, reverse("console:posture-edit", args=[slug]))


@page("POST")
def sign(request: PersonRequest, slug: str) -> HttpResponse:
    """Put the draft in force; the owner proves anew who they are."""
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)

    def acted() -> str:
        seen = drafting.seen_version(request)
        flow.sign_posture(system=system, version=seen, by=who.actor, now=who.now)
        return reverse("console:posture", args=[slug])

    def refused(refusal: refusals.Refusal) -> HttpResponse:
        if isinstance(refusal, registry.NoPostureDraft):
            raise refusal
        return _refused(request, slug, who, refusal)

    back = reverse("console:posture-edit", args=[slug])
    done = _("Signed. It counts from now on, for every new case.")
    signing = drafting.Signing(SIGNED, system, back, registry.NotTheOwner, done)
    return drafting.sign(request, who, signing, acted, refused=refused)
