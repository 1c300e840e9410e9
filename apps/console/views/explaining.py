"""The explanation of a decision for the person it is about: read, edited in versions, printed."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.once import once
from apps.console.pages import explaining as pages
from apps.console.views import administering, paper
from apps.console.views.reversals import WORDS_LENGTH
from apps.core import ids, refusals
from apps.core.speech import speak
from apps.flow.selectors import explaining
from apps.flow.services import appealing
from apps.reviews.rules import EXPLAINED

LINK_LENGTH = 400


@page("GET", "HEAD", "POST")
def explanation(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Show the explanation of a decision in one language; keep another version of it."""
    who = reader(request)
    if request.method != "POST":
        return _shown(request, decision_id, who, attempt=None, status=200)
    if request.POST.get("do") == "issue":
        return _issued(request, decision_id, who)
    typed = {code: _text(request, code) for code in EXPLAINED}
    language, version = _language(request), _version(request)

    def act() -> str:
        appealing.write_explanation(
            decision_id=decision_id,
            language=language,
            parts=typed,
            version=version,
            by=who.actor,
            now=who.now,
        )
        messages.success(request, _("Kept as a new version. Nothing is sent by that."))
        return f"{reverse('console:explanation', args=[decision_id])}?language={language}"

    try:
        to = once(request, route="console.explanation", by_id=who.actor.id, now=who.now, act=act)
    except (refusals.Invalid, refusals.Stale, refusals.IllegalMove) as refusal:
        status, _title = status_of(refusal)
        field = str(refusal.details.get("field", ""))
        newest = str(refusal.details.get("version", version))
        attempt = pages.Attempt(typed, speak(refusal.sentence), field, newest)
        return _shown(request, decision_id, who, attempt=attempt, status=status)
    return see_other(request, to)


def _issued(request: PersonRequest, decision_id: UUID, who: Reader) -> HttpResponse:
    """Give the explanation out: its link to contest is shown once, on the page that comes next."""
    language, fresh = _language(request), list[str]()
    here = reverse("console:explanation", args=[decision_id])

    def act() -> str:
        issued = appealing.issue_explanation(
            decision_id=decision_id, language=language, by=who.actor, now=who.now
        )
        fresh.append(settings.BASE_URL + reverse("console:contest", args=[issued.token]))
        return f"{here}?language={language}"

    to = once(request, route="console.explanation-issue", by_id=who.actor.id, now=who.now, act=act)
    administering.show_once(request, "".join(fresh), at=here)
    messages.success(request, _("Given out. The link is shown only now; print it or copy it."))
    return see_other(request, to)


def _shown(
    request: PersonRequest, decision_id: UUID, who: Reader, *, attempt: pages.Attempt | None, status: int
) -> HttpResponse:
    anew = "anew" in request.GET and attempt is None
    found = explaining.explanation(
        decision_id=decision_id, language=_language(request), to=who.actor, anew=anew
    )
    shown = pages.build(
        found,
        is_edit=attempt is not None or "edit" in request.GET,
        anew=anew,
        attempt=attempt,
        key=str(ids.new()),
        reader=who,
        link=administering.take_shown(request),
    )
    return render(request, "console/explanation.html", {"page": shown}, status=status)


@page("GET", "HEAD", "POST")
def explanation_pdf(request: PersonRequest, decision_id: UUID) -> HttpResponse:
    """Give the same as a PDF in its language, with its link where that was made just now."""
    who, language = reader(request), _language(request)
    found = explaining.explanation(decision_id=decision_id, language=language, to=who.actor)
    link = request.POST.get("link", "")[:LINK_LENGTH]
    with translation.override(language):
        shown = pages.build(found, is_edit=False, anew=False, attempt=None, key="", reader=who, link=link)
        name = f"explanation-{found.case_ref}-{language}"
        return paper.answer(request, "console/explanation.html", {"page": shown}, name=name)


def _language(request: PersonRequest) -> str:
    """Return the language asked for, else the reader's."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in pages.LANGUAGES else (translation.get_language() or "en")[:2]


def _text(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")[:WORDS_LENGTH]


def _version(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < len("9999999999") else 0
