from contextlib import suppress
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console import errors, forms
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.once import once
from apps.console.pages import changing, deciding, first_view, later, navigation, quiet, words
from apps.console.pages import evidence as evidence_pages
from apps.console.pages import review as review_pages
from apps.console.pages.review import Attempt
from apps.console.pages.shell import Note
from apps.console.views import acting
from apps.console.views.evidence import asked_page
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import appeals, laddering, vigilance
from apps.intake.models import CaseKind
from apps.reviews import services as reviews

FIELDS = frozenset(
    {
        "act",
        "outcome",
        "reason",
        "input",
        "note",
        "learning",
        "why",
        "sure",
        "later",
        "until",
        "later_why",
        "leave_why",
        "ask_to",
        "ask_text",
        "ask_fact",
        "ask_until",
        "principal_reasons",
        *first_view.FIELDS.values(),
    }
)
STATE_AFTER = {409: deciding.STALE, 410: deciding.EXPIRED, 423: deciding.OTHER}
TAKEABLE = frozenset({deciding.STALE, deciding.EXPIRED})
DECIDES = frozenset({"approve", "override"})
ANSWERS = frozenset({"approve", "override", "escalate"})  # after which it is told what was right
RUN = "run"  # the short name of the inbox whose cases a person works one after the other
SLUG_LENGTH = 50


def in_a_run(item_id: UUID, slug: str) -> str:
    """Return the address of a case after which the next one of the inbox is taken."""
    return f"{reverse('console:review', args=[item_id])}?{urlencode({RUN: slug})}"


@page("GET", "HEAD")
def review(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Show a case to decide on; looking changes nothing."""
    who = reader(request)
    shown = selectors.review_page(item_id=item_id, to=who.actor, now=who.now)
    appeal_id = appeals.of_item(shown.item, to=who.actor)
    if appeal_id is not None:
        return see_other(request, reverse("console:appeal", args=[appeal_id]))
    attempt = Attempt(forms.typed(shown.draft or {}))
    return _render(request, shown, attempt, who, status=200)


def _render(
    request: PersonRequest,
    shown: selectors.ReviewPage,
    attempt: Attempt,
    who: Reader,
    *,
    status: int,
    whole: bool = False,
) -> HttpResponse:
    """Show the page; to htmx the form alone, unless it asks for more of it (`whole`)."""
    part = bool(request.htmx) and not whole
    key = request.POST.get("idempotency_key") if attempt.field else None
    documents = None if part else _documents(request, shown)
    page_data = review_pages.build(
        shown,
        attempt=attempt,
        key=key or str(ids.new()),
        reader=who,
        documents=documents,
        ladder=laddering.of_page(shown, to=who.actor, now=who.now),
    )
    context: dict[str, object] = {
        "page": page_data,
        "form": page_data.form,
        "system_id": shown.system.id,
        "run": "" if shown.escalation else _run(request),
    }
    if part:
        return render(request, "review/_decide.html", context, status=status)
    context["viewer"] = evidence_pages.build(
        documents or selectors.CaseEvidence(shown.case.case_ref), reader=who, form=request.GET.get("as", "")
    )
    context["shell"] = navigation.shell(request.user, path=page_data.list_url, with_progress=False)
    return render(request, "console/review.html", context, status=status)


def again(request: PersonRequest, item_id: UUID, who: Reader) -> HttpResponse:
    """Show a whole case as it stands now, in answer to what was just done on its page."""
    shown = selectors.review_page(item_id=item_id, to=who.actor, now=who.now)
    return _render(request, shown, Attempt(forms.typed(shown.draft or {})), who, status=200, whole=True)


def _documents(request: PersonRequest, shown: selectors.ReviewPage) -> selectors.CaseEvidence:
    """Read the case's documents, opened at the one and the page that a citation leads to."""
    if not shown.has_documents:
        return selectors.CaseEvidence(shown.case.case_ref)
    ref, number = request.GET.get("evidence", ""), asked_page(request)
    return selectors.case_evidence(item=shown.item, to=request.user.actor, ref=ref, number=number)


@page("POST")
def decision(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Record what the person decided; a refusal shows the same page with everything that was typed."""
    who = reader(request)
    typed = forms.typed(request.POST)
    try:
        to = once(
            request,
            route="console.decision",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _record(request, item_id, typed, who),
        )
        _prompt(request, item_id, typed, who)
        if request.POST.get(RUN) and to != reverse("console:practice", args=[item_id]):
            to = _next(request, to, who)
    except refusals.Refusal as refusal:
        return refused(request, item_id, typed, refusal, who)
    return see_other(request, to)


def _prompt(request: PersonRequest, item_id: UUID, typed: forms.Typed, who: Reader) -> None:
    """Let the next pages say that what was just decided shows haste or tiredness; seldom."""
    if typed.act in DECIDES and quiet.is_due(request.session, now=who.now):
        sign = vigilance.of_newest(item_id=item_id, by_id=who.actor.id, now=who.now)
        if sign is not None:
            quiet.keep(request.session, sign, now=who.now)


def _run(request: PersonRequest) -> str:
    """Return the inbox whose cases the person works one after the other; empty without Start reviewing."""
    return (request.POST.get(RUN) or request.GET.get(RUN, ""))[:SLUG_LENGTH]


def _next(request: PersonRequest, inbox_url: str, who: Reader) -> str:
    """Take the next case of an inbox once a form is recorded; return where it is, else the inbox."""
    slug = _run(request)

    def act() -> str:
        item = reviews.start(inbox_slug=slug, by=who.actor, now=who.now)
        return in_a_run(item.id, slug) if item else inbox_url

    try:
        to = once(request, route="console.decision.next", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.NotAllowed, refusals.NotVisible):  # recorded; they may not go on there any more
        return inbox_url
    if to == inbox_url:
        n_skipped = reviews.n_skipped(inbox_slug=slug, by=who.actor, now=who.now)
        messages.info(request, later.none_left(n_skipped=n_skipped))
    return to


def _record(request: PersonRequest, item_id: UUID, typed: forms.Typed, who: Reader) -> str:
    """Call the one verb of the act chosen and return where to go next."""
    guard = forms.guard(request.POST)
    shown = selectors.review_page(item_id=item_id, to=who.actor, now=who.now)
    back = reverse("console:escalations" if shown.escalation else "console:inboxes")
    if not shown.escalation:
        back = reverse("console:inbox", args=[shown.item.inbox.slug])
    given = acting.Given(item_id, guard, typed, who)
    text, tags = acting.act(shown, given)
    if shown.case.kind == CaseKind.KNOWN_ANSWER and typed.act in ANSWERS:
        return reverse("console:practice", args=[item_id])
    messages.success(request, text, extra_tags=tags)
    return back


def refused(
    request: PersonRequest,
    item_id: UUID,
    typed: forms.Typed,
    refusal: refusals.Refusal,
    who: Reader,
    *,
    whole: bool = False,
) -> HttpResponse:
    """Show the case as it stands now, why it was refused, and everything that was typed."""
    status, title = errors.status_of(refusal)
    _keep_with_newer(item_id, typed, refusal, who)
    shown = selectors.review_page(item_id=item_id, to=who.actor, now=who.now)
    field = _field(refusal, typed)
    change = _changed(request, item_id, refusal, who)
    note = None if field else _notice(refusal, title)
    if change is not None:
        note = changing.note(change, reader=who)
    attempt = Attempt(
        typed,
        notice=note,
        field=field,
        sentence=speak(refusal.sentence),
        state=_state_after(shown, status, who),
        code=_("Error %(status)s, %(code)s") % {"status": status, "code": refusal.code},
    )
    return _render(request, shown, attempt, who, status=status, whole=whole)


def _changed(
    request: PersonRequest, item_id: UUID, refusal: refusals.Refusal, who: Reader
) -> selectors.Change | None:
    """Return what changed in the facts since the form was opened, when that is why it was refused."""
    seen = _uuid(request.POST.get("snapshot", ""))
    if seen is None or not isinstance(refusal, refusals.Stale):
        return None
    return selectors.standing(item_id=item_id, shown=seen, to=who.actor, now=who.now).change


def _keep_with_newer(item_id: UUID, typed: forms.Typed, refusal: refusals.Refusal, who: Reader) -> None:
    """Keep what was typed on a case that closed meanwhile: with the newer suggestion, where there is one."""
    if isinstance(refusal, refusals.IllegalMove) and not typed.is_empty:
        with suppress(refusals.NotAllowed):  # somebody else goes on with it; the words stay on this page
            reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)


def _field(refusal: refusals.Refusal, typed: forms.Typed) -> str:
    """Return the field of the form beside which a refusal is shown; empty when it is about the whole."""
    name = str(refusal.details.get("field", "")).partition(".")[0]
    name = {"choices": "input", "fact": "ask_fact"}.get(name, name)
    if name == "outcome" and typed.act == "approve":
        name = "act"
    return name if name in FIELDS else ""


def _state_after(shown: selectors.ReviewPage, status: int, who: Reader) -> str:
    actual = deciding.state_of(shown, reader=who)
    wanted = STATE_AFTER.get(status, "")
    return wanted if wanted in TAKEABLE and actual not in {deciding.CLOSED, deciding.OTHER} else actual


def _notice(refusal: refusals.Refusal, title: str) -> Note:
    if isinstance(refusal, refusals.Expired):
        told = _("Nothing was recorded; what you typed is kept. Take the case again to record it.")
        return Note("warn", "timer-off", _("Your hold has ended."), told, alert=True)
    return Note("warn", "refresh-cw", f"{title}.", speak(refusal.sentence), alert=True)


@page("POST")
def hold(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Take, lengthen or give back the hold on a case; what was typed is kept as a draft."""
    who = reader(request)
    wish = request.POST.get("do", "take")
    if wish == "extend":
        item = reviews.extend(item_id=item_id, token=_token(request), by=who.actor, now=who.now)
        assert item.held_until is not None
        left = round((item.held_until - who.now).total_seconds())
        return HttpResponse(status=204, headers={"X-Held-For": str(left)})
    typed = forms.typed(request.POST)
    if not typed.is_empty:
        reviews.save_draft(item_id=item_id, body=typed.body(), by=who.actor, now=who.now)
    if wish == "wake":
        reviews.wake_up(item_id=item_id, version=forms.guard(request.POST).version, by=who.actor, now=who.now)
        messages.info(request, _("The case is open again."))
        return see_other(request, reverse("console:review", args=[item_id]))
    try:
        if wish == "release":
            return _leave(request, item_id, typed, who)
        reviews.claim(item_id=item_id, by=who.actor, now=who.now)
    except (refusals.HeldByAnother, refusals.IllegalMove, refusals.Invalid) as refusal:
        return refused(request, item_id, typed, refusal, who)
    again = reverse("console:review", args=[item_id])
    return see_other(request, in_a_run(item_id, request.POST[RUN]) if request.POST.get(RUN) else again)


def _leave(request: PersonRequest, item_id: UUID, typed: forms.Typed, who: Reader) -> HttpResponse:
    token, why = _token(request), typed.leave_why
    item = flow.leave(item_id=item_id, why=why, note=typed.note, token=token, by=who.actor, now=who.now)
    messages.info(request, _("The case is back in its inbox. What you typed is kept for you."))
    return see_other(request, reverse("console:inbox", args=[item.inbox.slug]))


def _token(request: PersonRequest) -> int:
    try:
        return int(request.POST.get("token", ""))
    except ValueError:
        raise forms.FormIncomplete from None


@page("POST")
def draft(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Keep what is typed, on the server."""
    who = reader(request)
    reviews.save_draft(item_id=item_id, body=forms.typed(request.POST).body(), by=who.actor, now=who.now)
    saved = words.clock_time(who.now, now=who.now, zone=who.zone, seconds=True)
    return HttpResponse(status=204, headers={"X-Saved-At": saved})


@page("GET", "HEAD")
def changes(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Answer 204 while a page shows the case as it stands, else say what changed; the form is left alone."""
    who = reader(request)
    shown = _uuid(request.GET.get("snapshot", ""))
    found = selectors.standing(item_id=item_id, shown=shown, to=who.actor, now=who.now)
    version = request.GET.get("version", "")
    said = changing.strip(found, version=int(version) if version.isdecimal() else 0, reader=who)
    if said is None:
        return HttpResponse(status=204)
    return render(request, "review/_changed.html", {"strip": said})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
