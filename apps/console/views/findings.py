"""What people do with a finding and its fixes: each form is one verb, and its key is taken once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import finding_life, fix_files, rule_ways, words
from apps.console.pages import fixes as pages
from apps.console.pages.inbox import PAGE
from apps.console.pages.table_file import MOST_LINES
from apps.console.views import drafting, paper, patterns, sheets
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.console.views.people import ActUnknown
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow.selectors import fixes as selectors
from apps.flow.selectors import replays
from apps.flow.services import fixing
from apps.learning import services as learning
from apps.learning.states import FixKind, FixState

MOST_TYPED = 1200


@page("POST")
def act(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Do one thing with a finding: give it to somebody, say something, dismiss or close it, draft a fix."""
    who = reader(request)
    here = reverse("console:pattern", args=[finding_id])
    acts: dict[str, Callable[[], object]] = {
        "assign": lambda: _assign(request, finding_id, who),
        "say": lambda: learning.discuss(
            finding_id=finding_id, text=_text(request, "text"), by=who.actor, now=who.now
        ),
        "dismiss": lambda: learning.dismiss(
            finding_id=finding_id,
            why=_text(request, "why"),
            version=drafting.seen_version(request),
            by=who.actor,
            now=who.now,
        ),
        "close": lambda: learning.close(
            finding_id=finding_id, version=drafting.seen_version(request), by=who.actor, now=who.now
        ),
        "watch": lambda: learning.watch(finding_id=finding_id, by=who.actor, now=who.now),
        "rule": lambda: _rule(request, finding_id, who),
        "require": lambda: fixing.draft_requirement(
            finding_id=finding_id, fact=_text(request, "fact"), by=who.actor, now=who.now
        ),
        "reasons": lambda: _reasons(request, finding_id, who),
        "model": lambda: fixing.order_model(
            finding_id=finding_id, says=_text(request, "says"), by=who.actor, now=who.now
        ),
    }
    try:
        return _done(request, who, acts, here=here, route="console.finding")
    except drafting.CHANGES as refusal:
        status, _title = status_of(refusal)
        told = refused(refusal, request)
        context = patterns.story(request, finding_id, told, with_rules=told.do == "rule")
        return render(request, "console/pattern.html", context, status=status)


@page("GET", "HEAD")
def rules(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Show which rules a finding may become: those alone with htmx, else its page with them."""
    if not request.htmx:
        context = patterns.story(request, finding_id, with_rules=True)
        return render(request, "console/pattern.html", context)
    who = reader(request)
    found = selectors.rules(finding_id=finding_id, to=who.actor, now=who.now)
    context = {"rules": rule_ways.build(found, chosen="")}
    return render(request, "console/_finding_rules.html", context)


def _done(
    request: PersonRequest, who: Reader, acts: dict[str, Callable[[], object]], *, here: str, route: str
) -> HttpResponse:
    do = request.POST.get("do", "")

    def change() -> str:
        if do not in acts:
            raise ActUnknown(field="do")
        acts[do]()
        return here

    to = once(request, route=f"{route}.{do}"[:50], by_id=who.actor.id, now=who.now, act=change)
    messages.success(request, _("Done. It stands in the history."))
    return see_other(request, to)


def _text(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:MOST_TYPED]


def _assign(request: PersonRequest, finding_id: UUID, who: Reader) -> None:
    try:
        to = UUID(_text(request, "to"))
    except ValueError:
        raise learning.CannotBeGiven(field="to") from None
    try:
        due_on = date.fromisoformat(_text(request, "due_on")) if _text(request, "due_on") else None
    except ValueError:
        raise learning.NoDay(field="due_on") from None
    learning.assign(
        finding_id=finding_id,
        to=to,
        due_on=due_on,
        version=drafting.seen_version(request),
        by=who.actor,
        now=who.now,
    )


def _rule(request: PersonRequest, finding_id: UUID, who: Reader) -> None:
    way = rule_ways.way_of(_text(request, "way"))
    fix = fixing.draft_rule(
        finding_id=finding_id,
        lane=way.lane,
        without_suggestion=way.without_suggestion,
        by=who.actor,
        now=who.now,
    )
    if replays.has_past(fix.system):
        fixing.try_fix(fix_id=fix.id, by=who.actor, now=who.now)


def _reasons(request: PersonRequest, finding_id: UUID, who: Reader) -> None:
    text = _text(request, "text")
    add = {
        "code": f"found_{ids.new().hex[-12:]}",
        "text": text,
        "directions": ["more_cautious", "less_cautious"],
        "core_category": _text(request, "core_category"),
    }
    fixing.draft_reasons(
        finding_id=finding_id,
        add=add if text else None,
        retire=_text(request, "retire"),
        by=who.actor,
        now=who.now,
    )


@page("POST")
def cases(request: PersonRequest, finding_id: UUID) -> HttpResponse:
    """Give a finding's cases as labelled data, JSON lines or Parquet; the record keeps that they left."""
    who = reader(request)
    asked: _Asked = {"finding_id": finding_id, "by": who.actor, "now": who.now}
    if request.POST.get("as") == "parquet":
        return _file(
            learning.labelled_parquet(**asked), "application/vnd.apache.parquet", finding_id, "parquet"
        )
    lines = "\n".join(learning.labelled(**asked)) + "\n"
    return _file(lines, "application/jsonl; charset=utf-8", finding_id, "jsonl")


class _Asked(TypedDict):
    finding_id: UUID
    by: Actor
    now: datetime


def _file(body: str | bytes, kind: str, finding_id: UUID, ending: str) -> HttpResponse:
    named = f'attachment; filename="finding-{finding_id}.{ending}"'
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": named})


@page("GET", "HEAD")
def fixes(request: PersonRequest) -> HttpResponse:
    """List what was changed because of findings, by state."""
    return render(request, "console/fixes.html", _fixes(request))


@page("GET", "HEAD")
def fixes_pdf(request: PersonRequest) -> HttpResponse:
    """Give the same as a PDF."""
    name = sheets.chosen(request, reader(request)).file("fixes", _state(request))
    return paper.answer(request, "console/fixes.html", _fixes(request), name=name)


@page("GET", "HEAD")
def fixes_csv(request: PersonRequest) -> HttpResponse:
    """Give the fixes as a file."""
    who = reader(request)
    of = sheets.chosen(request, who)
    state = _state(request)
    found = selectors.fixes(
        to=who.actor, state=state, after=None, limit=MOST_LINES, system_id=of.id, since=of.since
    )
    return sheets.csv_file(fix_files.as_csv(found.rows), of.file("fixes", state))


def _state(request: PersonRequest) -> str:
    state = request.GET.get("state", "")
    if state and state not in {one.value for one in FixState}:
        raise refusals.NotVisible
    return state


def _fixes(request: PersonRequest) -> dict[str, object]:
    who = reader(request)
    of = sheets.chosen(request, who)
    state, after = _state(request), request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.fixes(
        to=who.actor, state=state, after=after or None, limit=PAGE, system_id=of.id, since=of.since
    )
    shown = pages.build(found, state=state, after=after, scope=of.scope, reader=who)
    sheet = sheets.sheet(request, "fixes", of, "state", also=str(pages.STATES.get(state, "")))
    return {"page": replace(shown, empty=sheet.empty or shown.empty), "sheet": sheet}


@page("GET", "HEAD")
def fix(request: PersonRequest, fix_id: UUID) -> HttpResponse:
    """Show one fix with what it did."""
    who = reader(request)
    return render(request, "console/fix.html", _shown(fix_id, who))


@page("GET", "HEAD")
def fix_pdf(request: PersonRequest, fix_id: UUID) -> HttpResponse:
    """Give the same as a PDF."""
    who = reader(request)
    return paper.answer(request, "console/fix.html", _shown(fix_id, who), name=f"fix-{fix_id}")


@page("GET", "HEAD")
def fix_csv(request: PersonRequest, fix_id: UUID) -> HttpResponse:
    """Give what one fix was measured to do as a file."""
    found = selectors.fix(fix_id=fix_id, to=reader(request).actor)
    return sheets.csv_file(fix_files.looks_as_csv(found), f"fix-{fix_id}")


def _shown(fix_id: UUID, who: Reader) -> dict[str, object]:
    found = selectors.fix(fix_id=fix_id, to=who.actor)
    owns, works = selectors.rights(found.fix.system, to=who.actor)
    return {
        "card": (card := pages.card(found, may_work=works, is_owner=owns, reader=who)),
        "cards": [card],
        "words": words.sentence_case(found.words),
        "finding_url": reverse("console:pattern", args=[found.fix.finding_id]),
        "fixes_url": reverse("console:fixes"),
        "cases_url": reverse("console:finding_cases", args=[found.fix.finding_id])
        if works and found.fix.kind == FixKind.MODEL
        else "",
        "csv_url": reverse("console:fix_csv", args=[fix_id]) if found.effects else "",
        "pdf_url": reverse("console:fix_pdf", args=[fix_id]),
        "key": str(ids.new()),
    }


@page("POST")
def fix_act(request: PersonRequest, fix_id: UUID) -> HttpResponse:
    """Do one thing with a fix; signing asks anew who signs."""
    proven = reauthentication_required(enabled=_signs)(_fix_act)
    return cast("HttpResponse", proven(request, fix_id))


def _signs(request: PersonRequest) -> bool:
    return request.POST.get("do") == "sign"


def _fix_act(request: PersonRequest, fix_id: UUID) -> HttpResponse:
    who = reader(request)
    why = _text(request, "why")
    verbs: dict[str, Callable[[], object]] = {
        "try": lambda: fixing.try_fix(fix_id=fix_id, by=who.actor, now=who.now),
        "propose": lambda: fixing.propose_fix(fix_id=fix_id, by=who.actor, now=who.now),
        "sign": lambda: fixing.sign_fix(fix_id=fix_id, by=who.actor, now=who.now),
        "return": lambda: fixing.return_fix(fix_id=fix_id, why=why, by=who.actor, now=who.now),
        "withdraw": lambda: fixing.withdraw_fix(fix_id=fix_id, why=why, by=who.actor, now=who.now),
    }
    here = reverse("console:fix", args=[fix_id])
    try:
        return _done(request, who, verbs, here=here, route="console.fix")
    except (refusals.Invalid, refusals.IllegalMove, refusals.Stale) as refusal:
        status, _title = status_of(refusal)
        do, at_form = request.POST.get("do", ""), refusal.details.get("field") == "why"
        told = {"error": speak(refusal.sentence), "refused": do if at_form else "", "at_form": at_form}
        context = _shown(fix_id, who) | told
        return render(request, "console/fix.html", context, status=status)


def refused(refusal: refusals.Refusal, request: PersonRequest) -> finding_life.Refused:
    """Keep why an act was refused and what was typed and chosen."""
    typed = {name: _text(request, name) for name in finding_life.FIELDS}
    return finding_life.Refused(speak(refusal.sentence), request.POST.get("do", ""), typed)
