"""Known-answer cases: listed, written and retired by analysts; what was right, for whoever answered."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import practice as pages
from apps.console.pages.inbox import PAGE
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import services as flow
from apps.flow.selectors import practice as selectors
from apps.reviews.services import Known

MOST_TYPED = 2000
WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)


@page("GET", "HEAD")
def known_answers(request: PersonRequest) -> HttpResponse:
    """List the cases with a known answer of the AI systems one analyses."""
    who = reader(request)
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    found = selectors.known_answers(to=who.actor, after=after or None, limit=PAGE)
    shown = pages.build(found, after=after, key=str(ids.new()), reader=who)
    return render(request, "console/known_answers.html", {"page": shown})


@page("GET", "HEAD", "POST")
def write(request: PersonRequest, slug: str) -> HttpResponse:
    """Write a case from the contract's facts, with its right answer and why."""
    who = reader(request)
    if request.method != "POST":
        return _form(request, slug, who, {}, status=200)
    typed = {
        key: value.replace("\0", "")[:MOST_TYPED]
        for key, value in request.POST.items()
        if isinstance(value, str)
    }

    def act() -> str:
        said = _said(selectors.writing(slug=slug, to=who.actor), typed)
        flow.write_known_answer(slug=slug, said=said, by=who.actor, now=who.now)
        messages.success(request, _("Kept. It comes among the others at the share that policy says."))
        return reverse("console:known_answers")

    try:
        to = once(request, route="console.known_answer", by_id=who.actor.id, now=who.now, act=act)
    except refusals.Invalid as refusal:
        status, _title = status_of(refusal)
        return _form(request, slug, who, typed, status=status, refusal=refusal)
    return see_other(request, to)


def _form(
    request: PersonRequest,
    slug: str,
    who: Reader,
    typed: Mapping[str, str],
    *,
    status: int,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    shown = pages.write_page(
        selectors.writing(slug=slug, to=who.actor),
        typed=typed,
        key=str(ids.new()),
        error=speak(refusal.sentence) if refusal else "",
        field=str(refusal.details.get("field", "")) if refusal else "",
    )
    return render(request, "console/known_answer_write.html", {"page": shown}, status=status)


def _said(writing: selectors.Writing, typed: Mapping[str, str]) -> Known:
    facts = []
    for one in writing.facts:
        text = typed.get(f"fact.{one.key}", "").strip()
        if text:
            facts.append({
                "fact": one.key,
                "value": _value(one.kind, text),
                "source": one.sources[0] if one.sources else "file",
                "hours_ago": 2,
                "origin": "simulated" if one.is_simulated else "real",
            })  # fmt: skip
    text = typed.get("statement", "").strip()
    statements = [{"text": text, "cites": [], "direction": "for"}] if text else []
    stake = typed.get("stake", "").strip()
    return Known(
        about=typed.get("about", ""),
        facts=facts,
        suggested=typed.get("suggested", ""),
        confidence=_confidence(typed.get("confidence", "")),
        right=typed.get("right", ""),
        why=typed.get("why", ""),
        statements=statements,
        stake_minor=int(stake) if WHOLE.fullmatch(stake) else None,
    )


def _value(kind: str, text: str) -> object:
    """Read a value as the contract's type asks; what does not fit is refused by the contract."""
    if kind == "boolean":
        return text == "true"
    if kind == "multi":
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind in {"integer", "money", "date"}:
        return int(text) if WHOLE.fullmatch(text) else text
    if kind == "decimal":
        try:
            return float(Decimal(text))
        except InvalidOperation:
            return text
    return text


def _confidence(text: str) -> Decimal:
    try:
        return min(Decimal(1), max(Decimal(0), Decimal(text)))
    except InvalidOperation:
        return Decimal("0.8")


@page("POST")
def retire(request: PersonRequest, known_id: UUID) -> HttpResponse:
    """Use one no more; what was answered on it stays."""
    who = reader(request)

    def act() -> str:
        flow.retire_known_answer(known_id=known_id, by=who.actor, now=who.now)
        messages.success(request, _("Retired. It comes no more."))
        return reverse("console:known_answers")

    return see_other(
        request, once(request, route="console.known_retire", by_id=who.actor.id, now=who.now, act=act)
    )


@page("GET", "HEAD")
def feedback(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Say what was right on a known-answer case, to whoever answered it and who supervises them."""
    who = reader(request)
    found = selectors.feedback(item_id=item_id, to=who.actor)
    shown = pages.feedback(found, selectors.own_result(to=who.actor))
    return render(request, "console/practice.html", {"page": shown})
