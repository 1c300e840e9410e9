"""The editor of a contract: every act by a plain form; with the script the effect is shown as one types."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import contract_edit as pages
from apps.console.pages import contract_form, contract_lists
from apps.console.pages import contract_write as text_pages
from apps.console.pages.shell import Note
from apps.console.views import drafting
from apps.console.views.drafting import CHANGES, LOCKED, WHY_LENGTH, Act
from apps.core import refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake import rules
from apps.registry.models import AISystem
from apps.registry.services import NoDraft, NotTheOwner

KEY_LENGTH = 64
SIGNED = "contract_adopt"


def _editing(slug: str, who: Reader) -> selectors.Editing:
    found = selectors.contract_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        raise NoDraft
    return found


def _asked(editing: selectors.Editing, contract: rules.Contract, who: Reader) -> selectors.Editing:
    """Have a contract tried on stored cases where the newest trial is about another one."""
    flow.preview_contract(draft=editing.draft, contract=contract, now=who.now)
    return _editing(editing.system.slug, who)


def _focus(given: str, contract: rules.Contract, live: rules.Contract) -> str:
    """Return the fact that is asked for, else the first that is changed, else the first."""
    if given[:KEY_LENGTH] in contract.specs:
        return given[:KEY_LENGTH]
    changed = rules.changed_facts(live, contract)
    return next((key for key in contract.specs if key in changed), next(iter(contract.specs)))


@page("GET", "HEAD", "POST")
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the editor; or save, check, add, remove, propose, return, drop or leave."""
    who = reader(request)
    if request.method == "POST":
        return _act(request, slug, who)
    found = selectors.contract_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        return see_other(request, reverse("console:contract", args=[slug]))
    if found.is_mine and found.answer(found.draft.body) is None:
        found = _asked(found, found.contract, who)
    kept = drafting.is_confirmed(request, SIGNED, slug)
    focus = _focus(request.GET.get("fact", ""), found.contract, found.live)
    shown = pages.build(found, focus=focus, attempt=pages.Attempt(), reader=who, is_confirmed=kept)
    is_others = not found.is_mine and found.draft.state == "DRAFT"
    return render(request, "console/contract_edit.html", {"page": shown}, status=LOCKED if is_others else 200)


@page("GET", "HEAD", "POST")
def panel(request: PersonRequest, slug: str) -> HttpResponse:
    """Give the live panel: for what is typed, or again for what was asked last."""
    who = reader(request)
    found = _editing(slug, who)
    if request.method == "POST":
        attempt, focus = _typed(request, found)
        if attempt.contract is not None and found.is_mine:
            found = _asked(found, attempt.contract, who)
    else:
        focus = _focus(request.GET.get("fact", ""), found.contract, found.live)
        asked = rules.parse_contract(found.trial.body) if found.trial else found.contract
        attempt = pages.Attempt(typed=contract_form.Typed(focus), contract=asked)
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/_contract_panel.html", {"page": shown, "is_part": True})


def _typed(request: PersonRequest, found: selectors.Editing) -> tuple[pages.Attempt, str]:
    """Read the form of one fact, or of one list, into a contract, or into why it is none."""
    if request.POST.get("list") in contract_lists.PARTS:
        return _typed_list(request, found), _focus(request.POST.get("fact", ""), found.contract, found.live)
    focus = _focus(request.POST.get("fact", ""), found.contract, found.live)
    given = contract_form.typed(request.POST.dict(), focus)
    try:
        body = contract_form.typed_body(given, found.contract, found.system.currency)
        return pages.Attempt(given, selectors.parse_body(body)), focus
    except flow.ContractNotValid as refusal:
        pointer = str(refusal.details.get("field", ""))
        return pages.Attempt(given, None, pointer, speak(refusal.sentence)), focus


def _typed_list(request: PersonRequest, found: selectors.Editing) -> pages.Attempt:
    given = contract_lists.typed(request.POST.dict(), request.POST["list"])
    try:
        body = contract_lists.typed_body(given, found.contract, found.system.currency)
        return pages.Attempt(contract=selectors.parse_body(body), lists=contract_lists.Refused(given))
    except flow.ContractNotValid as refusal:
        pointer = str(refusal.details.get("field", ""))
        return pages.Attempt(lists=contract_lists.Refused(given, pointer, speak(refusal.sentence)))


def _act(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    system = selectors.system_seen(slug=slug, to=who.actor)
    act = request.POST.get("act", "")
    if act == "check":
        return _checked(request, slug, who)
    try:
        to = ACTS.get(act, drafting.unknown)(request, system, who)
    except CHANGES as refusal:
        return _refused(request, slug, who, refusal)
    return see_other(request, to)


def _checked(request: PersonRequest, slug: str, who: Reader) -> HttpResponse:
    """Show the effect of what is typed without saving it, for those whose browser runs no script."""
    found = _editing(slug, who)
    attempt, focus = _typed(request, found)
    if attempt.contract is not None:
        found = _asked(found, attempt.contract, who)
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(
        request,
        "console/contract_edit.html",
        {"page": shown},
        status=422 if attempt.contract is None else 200,
    )


def _refused(request: PersonRequest, slug: str, who: Reader, refusal: refusals.Refusal) -> HttpResponse:
    """Show the editor again with everything that was typed, and why nothing was saved."""
    found = selectors.contract_editing(slug=slug, to=who.actor, now=who.now)
    if found is None:
        raise refusal
    status, title = status_of(refusal)
    is_typed = "needed" in request.POST or "list" in request.POST
    attempt, focus = _typed(request, found) if is_typed else (pages.Attempt(), "")
    note = Note("bad", "triangle-alert", _title(status, title), _why(refusal), alert=True)
    attempt = replace(attempt, note=note)
    focus = focus or _focus("", found.contract, found.live)
    shown = pages.build(found, focus=focus, attempt=attempt, reader=who)
    return render(request, "console/contract_edit.html", {"page": shown}, status=status)


def _why(refusal: refusals.Refusal) -> str:
    """Say why it was refused, and of a contract the clause at fault as its text names it."""
    sentence, clause = speak(refusal.sentence), str(refusal.details.get("field", ""))
    if not isinstance(refusal, flow.ContractNotValid) or not clause:
        return sentence
    return _("%(sentence)s Clause: %(clause)s") % {"sentence": sentence, "clause": clause}


def _title(status: int, title: str) -> str:
    return _("Somebody else is editing") if status == LOCKED else title


def _edit_url(system: AISystem, focus: str = "") -> str:
    url = reverse("console:contract-edit", args=[system.slug])
    return f"{url}?{urlencode({'fact': focus})}#fact" if focus else url


def _begin(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.begin_contract(system=system, by=who.actor, now=who.now)
    return _edit_url(system)


def _save(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    attempt, focus = _typed(request, found)
    if attempt.contract is None:
        refused = attempt.lists
        raise flow.ContractNotValid(attempt.error or refused.error, field=attempt.pointer or refused.pointer)
    _keep(system, attempt.contract, drafting.seen_version(request), who)
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return _edit_url(system, focus)


def _keep(system: AISystem, contract: rules.Contract, version: int, who: Reader) -> None:
    flow.save_contract(system=system, contract=contract, version=version, by=who.actor, now=who.now)


def _put_back(request: PersonRequest, system: AISystem, who: Reader) -> str:
    """Let one fact stand as it does in the version in force; a fact that is new there goes."""
    found = _editing(system.slug, who)
    key = request.POST.get("fact", "")[:KEY_LENGTH]
    before = {fact["key"]: fact for fact in _facts(rules.as_body(found.live))}
    body = rules.as_body(found.contract)
    body["facts"] = [
        before.get(fact["key"], fact) if fact["key"] == key else fact
        for fact in _facts(body)
        if fact["key"] != key or key in before
    ]
    _keep(system, selectors.parse_body(body), drafting.seen_version(request), who)
    messages.success(request, _("Put back as it is in force."))
    return _edit_url(system, key)


def _facts(body: dict[str, object]) -> list[dict[str, object]]:
    facts = body["facts"]
    return facts if isinstance(facts, list) else []


def _add(request: PersonRequest, system: AISystem, who: Reader) -> str:
    """Add an optional fact, to be described in its form."""
    found = _editing(system.slug, who)
    body = rules.as_body(found.contract)
    names = ("key", "label", "type", "sensitivity")
    fresh = {name: request.POST.get(name, "").strip()[:WHY_LENGTH] for name in names}
    listed = contract_form.codes(request.POST.get("values", "")[: contract_form.LONGEST_LIST], fresh["key"])
    body["facts"] = [*_facts(body), fresh | ({"values": listed} if listed else {})]
    _keep(system, selectors.parse_body(body), drafting.seen_version(request), who)
    messages.success(request, _("Added as an optional fact. Say where it comes from."))
    return _edit_url(system, fresh["key"])


def _remove(request: PersonRequest, system: AISystem, who: Reader) -> str:
    found = _editing(system.slug, who)
    key = request.POST.get("fact", "")[:KEY_LENGTH]
    body = rules.as_body(found.contract)
    body["facts"] = [fact for fact in _facts(body) if fact["key"] != key]
    _keep(system, selectors.parse_body(body), drafting.seen_version(request), who)
    messages.success(request, _("Taken out of the draft. Senders must stop sending it once it is in force."))
    return _edit_url(system)


def _propose(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.propose_contract(system=system, version=drafting.seen_version(request), by=who.actor, now=who.now)
    messages.success(request, _("Proposed. The owner puts it in force or returns it."))
    return _edit_url(system)


def _return(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.return_contract(system=system, why=drafting.why(request), by=who.actor, now=who.now)
    messages.success(request, _("It can be edited again."))
    return _edit_url(system)


def _drop(request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.drop_contract(system=system, by=who.actor, now=who.now)
    messages.success(request, _("The draft is given up. The version in force stays as it is."))
    return reverse("console:contract", args=[system.slug])


def _leave(_request: PersonRequest, system: AISystem, who: Reader) -> str:
    flow.leave_contract(system=system, by=who.actor)
    return reverse("console:contract", args=[system.slug])


ACTS: dict[str, Act] = {
    "begin": _begin,
    "save": _save,
    "put_back": _put_back,
    "add": _add,
    "remove": _remove,
    "propose": _propose,
    "return": _return,
    "drop": _drop,
    "leave": _leave,
}


@page("GET", "HEAD", "POST")
def write(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the draft as YAML, or save what was written or uploaded."""
    who = reader(request)
    found = _editing(slug, who)
    if request.method != "POST":
        return _text(request, found, who, text=rules.as_text(rules.as_body(found.contract)))
    text = drafting.given_text(request, most=rules.MAX_BYTES)
    try:
        _keep(found.system, selectors.parse_text(text), drafting.seen_version(request), who)
    except CHANGES as refusal:
        return _text(request, found, who, text=text, refusal=refusal)
    messages.success(request, _("Saved in the draft. Nothing is in force yet."))
    return see_other(request, _edit_url(found.system))


def _text(
    request: PersonRequest,
    found: selectors.Editing,
    who: Reader,
    *,
    text: str,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    text = drafting.printable(text)
    shown = text_pages.build(found, text=text, refusal=refusal, reader=who)
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/contract_text.html", {"page": shown}, status=status)


@page("POST")
def adopt(request: PersonRequest, slug: str) -> HttpResponse:
    """Put the proposed version in force; the owner proves anew who they are."""
    who = reader(request)
    system = selectors.system_seen(slug=slug, to=who.actor)

    def acted() -> str:
        seen = drafting.seen_version(request)
        flow.adopt_contract(system=system, version=seen, by=who.actor, now=who.now)
        return reverse("console:contract", args=[slug])

    signing = drafting.Signing(
        SIGNED,
        system,
        _edit_url(system),
        NotTheOwner,
        _("In force from now on. What has arrived keeps its version."),
    )
    refused = partial(_refused, request, slug, who)
    return drafting.sign(request, who, signing, acted, refused=refused)
