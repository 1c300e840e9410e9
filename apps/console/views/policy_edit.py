"""The editor of a policy: every act by a plain form; with the script the effect is shown as one types."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import policy_edit as pages
from apps.console.pages import policy_form
from apps.console.pages import policy_write as text_pages
from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors.policy_state import MAX_BYTES, as_text, read_text, read_tree
from apps.policy.services import NoDraft, OnlyTheOwnerApproves, ShadowTooLong
from apps.registry.models import AISystem

LOCKED = 423
CODE_LENGTH = 50
WHY_LENGTH = 500
CONFIRMED = "policy_adopt"
CHANGES = (refusals.Invalid, refusals.Stale, refusals.HeldByAnother, refusals.IllegalMove)
Act = Callable[[PersonRequest, AISystem, Reader], str]


def _editing(slug: str, who: Reader) -> selectors.PolicyEditing:
    found = selectors.policy_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        raise NoDraft
    return found


def _focus(given: str, found: selectors.PolicyEditing) -> str:
    """Return the rule that is edited: one of the draft's, the last resort, a new one, or none."""
    known = {one.code for one in found.policy.rules} | {"otherwise", pages.NEW}
    return given[:CODE_LENGTH] if given[:CODE_LENGTH] in known else ""


@page("GET", "HEAD", "POST")
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the open version; or begin, save, move, take out, put in shadow, propose, return, drop, leave."""
    who = reader(request)
    if request.method == "POST":
        return _act(request, slug, who)
    found = selectors.policy_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        return see_other(request, reverse("console:policy", args=[slug]))
    kept = request.session.get(CONFIRMED) == slug and reauthentication.did_recently_reauthenticate(request)
    focus = _focus(request.GET.get("rule", ""), found)
    shown = pages.build(found, focus=focus, attempt=pages.Attempt(), reader=who, is_confirmed=kept)
    is_others = found.may_write and not found.is_mine and found.version.state == "DRAFT"
    return render(request, "console/policy_edit.html", {"page": shown}, status=LOCKED if is_others else 200)


@page("POST")
def panel(request: PersonRequest, slug: str) -> HttpResponse:
    """Give the live panel for what is typed."""
    who = reader(request)
    found = _editing(slug, who)
    attempt, focus = _typed(request, found)
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/_policy_panel.html", {"page": shown, "is_part": True})


def _typed(request: PersonRequest, found: selectors.PolicyEditing) -> tuple[pages.Attempt, str]:
    """Read the form of one rule into a policy, or into why it is none."""
    focus = _focus(request.POST.get("rule", ""), found)
    given = policy_form.typed(request.POST.dict(), focus)
    if not focus:
        return pages.Attempt(), ""
    try:
        tree = policy_form.typed_tree(found.version.tree, given, found.knows)
        return pages.Attempt(given, read_tree(tree, found.knows)), focus
    except flow.PolicyNotValid as refusal:
        pointer = str(refusal.details.get("field", ""))
        return pages.Attempt(given, None, pointer, speak(refusal.sentence)), focus


def _act(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = selectors.system_seen(slug=slug, to=who.actor)
    act = request.POST.get("act", "")
    if act == "check":
        found = _editing(slug, who)
        attempt, focus = _typed(request, found)
        shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
        return render(
            request, "console/policy_edit.html", {"page": shown}, status=422 if attempt.error else 200
        )
    try:
        to = ACTS.get(act, _unknown)(request, system, who)
    except CHANGES as refusal:
        return _refused(request, slug, who, refusal)
    return see_other(request, to)


def _refused(request: PersonRequest, slug: str, who: Reader, refusal: refusals.Refusal) -> HttpResponse:
    """Show the editor again with everything that was typed, and why nothing was saved."""
    found = selectors.policy_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        raise refusal
    status, title = status_of(refusal)
    attempt, focus = _typed(request, found) if "lane" in request.POST else (pages.Attempt(), "")
    if status == LOCKED:
        title = _("Somebody else is editing")
    note = Note("bad", "triangle-alert", title, speak(refusal.sentence), alert=True)
    attempt = pages.Attempt(attempt.typed, attempt.policy, attempt.pointer, attempt.error, note)
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/policy_edit.html", {"page": shown}, status=status)


def _version(request: PersonRequest) -> int:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit()):
        raise refusals.Missing
    return int(text)


def _url(system: AISystem, focus: str = "") -> str:
    url = reverse("console:policy-edit", args=[system.slug])
    return f"{url}?{urlencode({'rule': focus})}#rule" if focus else url


def _begin(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.begin_policy(system=system, by=who.actor, now=who.now)
    return _url(system)


def _keep(request: PersonRequest, system: AISystem, tree: object, who: Reader) -> None:
    assert isinstance(tree, dict), "a form writes an object"
    flow.save_policy(system=system, tree=tree, version=_version(request), by=who.actor, now=who.now)


def _save(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    focus = _focus(request.POST.get("rule", ""), found)
    given = policy_form.typed(request.POST.dict(), focus)
    _keep(request, system, policy_form.typed_tree(found.version.tree, given, found.knows), who)
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return _url(system, given.get("code") if focus != "otherwise" else focus)


def _earlier(request: PersonRequest, system: AISystem, who: Reader) -> str:
    return _move(request, system, who, -1)


def _later(request: PersonRequest, system: AISystem, who: Reader) -> str:
    return _move(request, system, who, 1)


def _move(request: PersonRequest, system: AISystem, who: Reader, by: int) -> str:
    found = _editing(system.slug, who)
    focus = _focus(request.POST.get("rule", ""), found)
    _keep(request, system, policy_form.moved(found.version.tree, focus, by), who)
    return _url(system, focus)


def _take_out(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    focus = _focus(request.POST.get("rule", ""), found)
    _keep(request, system, policy_form.without(found.version.tree, focus), who)
    messages.success(request, _("Taken out of the draft. Nothing is in force yet."))
    return _url(system)


def _shadow(request: PersonRequest, system: AISystem, who: Reader) -> str:
    try:
        until = datetime.fromisoformat(request.POST.get("until", "")).replace(tzinfo=who.zone)
    except ValueError as bad:
        raise ShadowTooLong(field="until") from bad
    flow.shadow_policy(system=system, until=until, version=_version(request), by=who.actor, now=who.now)
    messages.success(request, _("In shadow from now on. It judges every arrival and decides nothing."))
    return _url(system)


def _end_shadow(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.end_policy_shadow(system=system, by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again. What it said in shadow is kept."))
    return _url(system)


def _propose(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.propose_policy(system=system, version=_version(request), by=who.actor, now=who.now)
    messages.success(request, _("Proposed. The owner puts it in force or returns it."))
    return _url(system)


def _return(request: PersonRequest, system: AISystem, who: Reader) -> str:
    why = request.POST.get("why", "")[:WHY_LENGTH]
    flow.return_policy(system=system, why=why, by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again."))
    return _url(system)


def _drop(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.drop_policy(system=system, by=who.actor, now=who.now)
    messages.success(request, _("The draft is given up. The version in force stays as it is."))
    return reverse("console:policy", args=[system.slug])


def _leave(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.leave_policy(system=system, by=who.actor)
    return reverse("console:policy", args=[system.slug])


def _unknown(_request: PersonRequest, _system: AISystem, _who: Reader) -> str:
    raise refusals.Invalid(field="act")


ACTS: dict[str, Act] = {
    "begin": _begin,
    "save": _save,
    "earlier": _earlier,
    "later": _later,
    "take_out": _take_out,
    "shadow": _shadow,
    "end_shadow": _end_shadow,
    "propose": _propose,
    "return": _return,
    "drop": _drop,
    "leave": _leave,
}


@page("GET", "HEAD", "POST")
def write(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the open version as JSON, or save what was written or uploaded."""
    who = reader(request)
    found = _editing(slug, who)
    if request.method != "POST":
        shown = text_pages.build(found, text=as_text(found.version.tree))
        return render(request, "console/policy_text.html", {"page": shown})
    text = _given_text(request)
    try:
        _keep(request, found.system, read_text(text), who)
    except CHANGES as refusal:
        shown = text_pages.build(found, text=text.encode(errors="replace").decode(), refusal=refusal)
        return render(request, "console/policy_text.html", {"page": shown}, status=status_of(refusal)[0])
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return see_other(request, _url(found.system))


def _given_text(request: PersonRequest) -> str:
    """Read the uploaded file, else what stands in the box; no more than is read anyway."""
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    content: bytes = upload.read(MAX_BYTES + 1)
    return content.decode("utf-8", errors="replace")


@page("POST")
def adopt(request: PersonRequest, slug: str) -> HttpResponse:
    """Put the proposed version in force; the owner proves anew who they are."""
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)
    if system.owner.actor_id != who.actor.id:
        raise OnlyTheOwnerApproves(permission="owner")
    if not reauthentication.did_recently_reauthenticate(request):
        request.session[CONFIRMED] = slug
        return see_other(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': _url(system)})}")

    def acted() -> str:
        flow.adopt_policy(system=system, version=_version(request), by=who.actor, now=who.now)
        return reverse("console:policy", args=[slug])

    try:
        to = once(request, route="console.policy_adopt", by_id=who.actor.id, now=who.now, act=acted)
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        return _refused(request, slug, who, refusal)
    request.session.pop(CONFIRMED, None)
    messages.success(request, _("In force from now on. Cases under way keep the verdict they have."))
    return see_other(request, to)
