"""Appeals: the list, one of them to take, answer or withdraw, and the form that writes one down."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.forms import typed
from apps.console.once import once
from apps.console.pages import appeals as pages
from apps.console.pages import explaining, navigation, words
from apps.console.pages.inbox import PAGE
from apps.console.pages.lists import Option
from apps.console.views.inboxes import CURSOR_LENGTH
from apps.console.views.reversals import WORDS_LENGTH
from apps.core import ids, refusals
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.flow.selectors import appeals as selectors
from apps.flow.services import appealing
from apps.reviews import services as reviews

_LONGEST = len("9999999999")
REFUSALS = (refusals.Invalid, refusals.Stale, refusals.IllegalMove, refusals.Expired, refusals.HeldByAnother)


class ActUnknown(refusals.Invalid):
    code = "answer_unknown"
    sentence = say("Choose what you do with this appeal.")


class NotForAppeals(refusals.NotAllowed):
    code = "not_for_appeals"
    sentence = say("Appeals are for those who answer them, and for those who answer for an AI system.")


@page("GET", "HEAD")
def appeals(request: PersonRequest) -> HttpResponse:
    """Show the appeals that wait, or those that were answered, with figures."""
    who = reader(request)
    if not navigation.may_see_appeals(who.actor):
        raise NotForAppeals(permission="supervise_inbox")
    after = request.GET.get("after", "")[:CURSOR_LENGTH]
    asked = request.GET.get("view", "")
    view = asked if asked in selectors.VIEWS else selectors.OPEN
    found = selectors.appeals(to=who.actor, view=view, after=after or None, limit=PAGE, now=who.now)
    shown = pages.build(found, view=view, after=after, reader=who)
    return render(request, "console/appeals.html", {"page": shown})


@page("GET", "HEAD", "POST")
def appeal(request: PersonRequest, appeal_id: UUID) -> HttpResponse:
    """Show an appeal; whoever may answers it, or writes down that it is withdrawn."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, appeal_id, who, pages.Refused(), status=200)
    try:
        to = once(
            request,
            route="console.appeal",
            by_id=who.actor.id,
            now=who.now,
            act=lambda: _act(request, appeal_id, who),
        )
    except REFUSALS as refusal:
        status, _title = status_of(refusal)
        said = pages.Refused(
            speak(refusal.sentence),
            str(refusal.details.get("field", "")),
            _text(request, "words"),
            request.POST.get("outcome", ""),
            request.POST.get("result", ""),
            typed(request.POST).owed,
        )
        return _shown(request, appeal_id, who, said, status=status)
    return see_other(request, to)


def _act(request: PersonRequest, appeal_id: UUID, who: Reader) -> str:
    """Call the one verb that was chosen and return where to go next."""
    here = reverse("console:appeal", args=[appeal_id])
    match request.POST.get("do", ""):
        case "take":
            found = selectors.appeal_page(
                appeal_id=appeal_id, to=who.actor, language=_language(), now=who.now
            )
            reviews.claim(item_id=found.row.item_id, by=who.actor, now=who.now)
        case "answer":
            appealing.answer_appeal(
                appeal_id=appeal_id,
                result=request.POST.get("result", ""),
                outcome=request.POST.get("outcome", ""),
                words=_text(request, "words"),
                principal=typed(request.POST).principal(request.POST.get("outcome", "")),
                version=_number(request, "item_version"),
                token=_number(request, "token"),
                by=who.actor,
                now=who.now,
            )
            messages.success(
                request, _("Answered. Who decided reads it; the explanation says it to the person.")
            )
        case "withdraw":
            appealing.withdraw_appeal(
                appeal_id=appeal_id, version=_number(request, "version"), by=who.actor, now=who.now
            )
            messages.success(request, _("Written down: the appeal is withdrawn."))
        case _:
            raise ActUnknown(field="words")
    return here


def _shown(
    request: PersonRequest, appeal_id: UUID, who: Reader, refused: pages.Refused, *, status: int
) -> HttpResponse:
    found = selectors.appeal_page(appeal_id=appeal_id, to=who.actor, language=_language(), now=who.now)
    shown = pages.page(found, refused=refused, key=str(ids.new()), reader=who)
    return render(request, "console/appeal.html", {"page": shown}, status=status)


@page("GET", "HEAD", "POST")
def contest(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Write down what the affected person contests."""
    who = reader(request)
    if request.method != "POST":
        return _new(request, decision_id, who, status=200)

    def act() -> str:
        made = appealing.register_appeal(
            decision_id=decision_id,
            kind=request.POST.get("kind", ""),
            words=_text(request, "words"),
            language=_spoken(request),
            by=who.actor,
            now=who.now,
        )
        messages.success(request, _("Written down. Somebody who had no part in the decision answers it."))
        return reverse("console:appeal", args=[made.id])

    try:
        to = once(request, route="console.contest", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        field = str(refusal.details.get("field", ""))
        return _new(request, decision_id, who, status=status, error=speak(refusal.sentence), field=field)
    return see_other(request, to)


def _new(
    request: PersonRequest, decision_id: UUID, who: Reader, *, status: int, error: str = "", field: str = ""
) -> HttpResponse:
    decision, may_write = selectors.contestable(decision_id=decision_id, to=who.actor)
    if not may_write:
        raise appealing.CannotExplain(permission="work_inbox")
    kind, spoken = request.POST.get("kind", ""), _spoken(request)
    shown = pages.NewPage(
        ref=decision.case.case_ref,
        case_url=reverse("console:case", args=[decision.case.case_ref]),
        outcome=speak_kept(decision.outcome_code.label),
        decided=words.stamp(decision.decided_at, zone=who.zone),
        kinds=tuple(Option(code, str(says), checked=code == kind) for code, says in pages.KINDS_SAY.items()),
        languages=tuple(
            Option(code, name, checked=code == spoken) for code, name in explaining.LANGUAGES.items()
        ),
        post_url=reverse("console:contest-new", args=[decision_id]),
        key=str(ids.new()),
        words=_text(request, "words"),
        error=error,
        field=field,
    )
    return render(request, "console/appeal_new.html", {"page": shown}, status=status)


def _language() -> str:
    found = (translation.get_language() or "en")[:2]
    return found if found in explaining.LANGUAGES else "en"


def _spoken(request: PersonRequest) -> str:
    asked = request.POST.get("language", "")
    return asked if asked in explaining.LANGUAGES else _language()


def _text(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")[:WORDS_LENGTH]


def _number(request: PersonRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < _LONGEST else 0
