"""The editor of a policy: every act by a plain form; with the script the effect is shown as one types."""

import json
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import policy_checks, policy_form, policy_ladder, policy_windows, policy_words
from apps.console.pages import policy_edit as pages
from apps.console.pages import policy_write as text_pages
from apps.console.pages.shell import Note
from apps.console.views import drafting
from apps.console.views.drafting import CHANGES, LOCKED, Act
from apps.core import refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors.policy_state import MAX_BYTES, as_text, looser_of, read_text, read_tree
from apps.policy.services import NoDraft, OnlyTheOwnerApproves, ShadowTooLong
from apps.registry.models import AISystem

CODE_LENGTH = 50
SIGNED = "policy_adopt"


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
    kept = drafting.is_confirmed(request, SIGNED, slug)
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
    tree = policy_form.typed_tree(found.version.tree, given, found.knows)
    try:
        policy = read_tree(tree, found.knows)
    except flow.PolicyNotValid as refusal:
        return _no_policy(found, given, tree, refusal), focus
    is_unsaved = json.dumps(tree, sort_keys=True) != json.dumps(found.version.tree, sort_keys=True)
    return pages.Attempt(given, policy, is_unsaved=is_unsaved), focus


def _no_policy(
    found: selectors.PolicyEditing, given: policy_form.Typed, tree: object, refusal: flow.PolicyNotValid
) -> pages.Attempt:
    """Say why what was typed is no policy; where it goes beyond the risk decision, in what, rule by rule."""
    pointer, sentence = str(refusal.details.get("field", "")), speak(refusal.sentence)
    lines: tuple[str, ...] = ()
    if "clause" in refusal.details:
        names = policy_words.named(found.knows, found.policy.windows)
        sentence = _("This lets the AI do more than the owner's risk decision allows:")
        lines = policy_checks.beyond(looser_of(tree, found.knows), found.knows, names)
        if any(one.pointer.endswith("/then/lane") for one in looser_of(tree, found.knows)):
            lines = (*lines, policy_checks.way_out(names))
    return pages.Attempt(given, None, pointer, sentence, lines, is_unsaved=True)


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
        to = ACTS.get(act, drafting.unknown)(request, system, who)
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
    note = Note("bad", "triangle-alert", title, _why(refusal, attempt), alert=True)
    window = policy_windows.typed(request.POST.dict()) if "counts" in request.POST else {}
    attempt = replace(attempt, note=note, window=window, ladder=_ladder_text(request))
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/policy_edit.html", {"page": shown}, status=status)


def _why(refusal: refusals.Refusal, attempt: pages.Attempt) -> str:
    """Say why nothing was saved; in what it goes beyond the risk decision stands in form or checks."""
    if not isinstance(refusal, flow.PolicyNotValid) or "clause" not in refusal.details:
        return speak(refusal.sentence)
    if attempt.lines:
        return _("It lets the AI do more than the owner's risk decision allows. In what, stands in the form.")
    return _("It lets the AI do more than the owner's risk decision allows. The checks name each rule.")


def _url(system: AISystem, focus: str = "") -> str:
    url = reverse("console:policy-edit", args=[system.slug])
    return f"{url}?{urlencode({'rule': focus})}#rule" if focus else url


def _begin(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.begin_policy(system=system, by=who.actor, now=who.now)
    return _url(system)


def _keep(request: PersonRequest, system: AISystem, tree: object, who: Reader) -> None:
    assert isinstance(tree, dict), "a form writes an object"
    flow.save_policy(
        system=system, tree=tree, version=drafting.seen_version(request), by=who.actor, now=who.now
    )


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


def _window(request: PersonRequest, system: AISystem, who: Reader) -> str:
    """Count something more, or otherwise."""
    found = _editing(system.slug, who)
    given = policy_windows.typed(request.POST.dict())
    _keep(request, system, policy_windows.with_window(found.version.tree, given), who)
    messages.success(request, _("Saved in the draft. Rules can ask for it by its name."))
    return f"{_url(system)}#windows"


def _window_out(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    was = policy_windows.typed(request.POST.dict())["was"]
    _keep(request, system, policy_windows.without_window(found.version.tree, was), who)
    messages.success(request, _("It is no longer counted in the draft."))
    return f"{_url(system)}#windows"


def _ladder_text(request: PersonRequest) -> str:
    return drafting.printable(request.POST.get("ladder", "")[:MAX_BYTES])


def _ladder(request: PersonRequest, system: AISystem, who: Reader) -> str:
    """Let cases climb a ladder of the policy's own."""
    found = _editing(system.slug, who)
    tree = policy_ladder.with_ladder(found.version.tree, _ladder_text(request))
    _keep(request, system, tree, who)
    messages.success(request, _("The ladder is saved in the draft. Nothing is in force yet."))
    return f"{_url(system)}#ladder"


def _ladder_out(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    _keep(request, system, policy_ladder.without_ladder(found.version.tree), who)
    messages.success(request, _("The ladder is out of the draft. Cases climb up the inboxes."))
    return f"{_url(system)}#ladder"


def _shadow(request: PersonRequest, system: AISystem, who: Reader) -> str:
    try:
        until = datetime.fromisoformat(request.POST.get("until", "")).replace(tzinfo=who.zone)
    except ValueError as bad:
        raise ShadowTooLong(field="until") from bad
    flow.shadow_policy(
        system=system, until=until, version=drafting.seen_version(request), by=who.actor, now=who.now
    )
    messages.success(request, _("In shadow from now on. It judges every arrival and decides nothing."))
    return _url(system)


def _end_shadow(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.end_policy_shadow(system=system, by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again. What it said in shadow is kept."))
    return _url(system)


def _propose(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.propose_policy(system=system, version=drafting.seen_version(request), by=who.actor, now=who.now)
    messages.success(request, _("Proposed. The owner puts it in force or returns it."))
    return _url(system)


def _return(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.return_policy(system=system, why=drafting.why(request), by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again."))
    return _url(system)


def _drop(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.drop_policy(system=system, by=who.actor, now=who.now)
    messages.success(request, _("The draft is given up. The version in force stays as it is."))
    return reverse("console:policy", args=[system.slug])


def _leave(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.leave_policy(system=system, by=who.actor)
    return reverse("console:policy", args=[system.slug])


ACTS: dict[str, Act] = {
    "begin": _begin,
    "save": _save,
    "earlier": _earlier,
    "later": _later,
    "take_out": _take_out,
    "window": _window,
    "window_out": _window_out,
    "ladder": _ladder,
    "ladder_out": _ladder_out,
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
    text = drafting.given_text(request, most=MAX_BYTES)
    try:
        _keep(request, found.system, read_text(text), who)
    except CHANGES as refusal:
        shown = text_pages.build(found, text=drafting.printable(text), refusal=refusal)
        return render(request, "console/policy_text.html", {"page": shown}, status=status_of(refusal)[0])
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return see_other(request, _url(found.system))


@page("POST")
def adopt(request: PersonRequest, slug: str) -> HttpResponse:
    """Put the proposed version in force; the owner proves anew who they are."""
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)

    def acted() -> str:
        seen = drafting.seen_version(request)
        flow.adopt_policy(system=system, version=seen, by=who.actor, now=who.now)
        return reverse("console:policy", args=[slug])

    signing = drafting.Signing(
        SIGNED,
        system,
        _url(system),
        OnlyTheOwnerApproves,
        _("In force from now on. Cases under way keep the verdict they have."),
    )
    refused = partial(_refused, request, slug, who)
    return drafting.sign(request, who, signing, acted, refused=refused)
