"""Where an affected person contests a decision, behind the link of a letter: no account, script or cookie.

Until two known things are typed right, every link is answered alike, whether it was ever one or not.
"""

from dataclasses import dataclass

from allauth.core import ratelimit
from csp.constants import HEADER, NONE, SELF
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from apps.console.pages import contesting as pages
from apps.console.views.reversals import WORDS_LENGTH
from apps.core import clock, refusals
from apps.core.speech import speak
from apps.flow.selectors import contesting as selectors
from apps.flow.services import appealing

POLICY = build_policy(
    config={
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
)
HEADERS = {
    HEADER: POLICY,
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
METHODS = ("GET", "HEAD", "POST")
FIELD_LENGTH = 200
TOO_MANY, NOTHING_FITS, NOT_YET = 429, 422, 422
RETRY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed behind a link."""

    ref: str
    known: str
    kind: str
    words: str


@csrf_exempt  # nothing of the browser gives any right here: the link and what is typed do
def contest(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for two known things; then show the explanation, and take what the person contests."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    answer = _posted(request, token) if request.method == "POST" else _asked(request)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def _asked(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "contest.html", {"page": pages.asking(error)}, status=status)


def _posted(request: HttpRequest, token: str) -> HttpResponse:
    if not ratelimit.consume(request, action="contest", key=token):
        answer = render(request, "contest.html", {"page": pages.too_many()}, status=TOO_MANY)
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer
    now, typed = clock.now(), _typed(request)
    try:
        found = selectors.behind(token=token, case_ref=typed.ref, known=typed.known, now=now)
    except appealing.NothingFits as refusal:
        appealing.note_failed(token=token, now=now)
        return _asked(request, error=speak(refusal.sentence), status=NOTHING_FITS)
    with translation.override(found.language):
        if found.is_used or request.POST.get("do") != "contest":
            return render(request, "contest.html", {"page": pages.read(found, typed.ref, typed.known)})
        return _contested(request, token, typed, found)


def _contested(request: HttpRequest, token: str, typed: Typed, found: selectors.Behind) -> HttpResponse:
    try:
        made = appealing.contest_by_link(
            token=token,
            case_ref=typed.ref,
            known=typed.known,
            kind=typed.kind,
            words=typed.words,
            now=clock.now(),
        )
    except (refusals.Invalid, refusals.IllegalMove) as refusal:
        shown = pages.read(
            found,
            typed.ref,
            typed.known,
            kind=typed.kind,
            words=typed.words,
            error=speak(refusal.sentence),
        )
        return render(request, "contest.html", {"page": shown}, status=NOT_YET)
    except appealing.NothingFits as refusal:
        return _asked(request, error=speak(refusal.sentence), status=NOTHING_FITS)
    return render(request, "contest.html", {"page": pages.taken(found, due_at=made.due_at)})


def _typed(request: HttpRequest) -> Typed:
    return Typed(
        ref=_text(request, "ref", FIELD_LENGTH),
        known=_text(request, "known", FIELD_LENGTH),
        kind=_text(request, "kind", FIELD_LENGTH),
        words=_text(request, "words", WORDS_LENGTH),
    )


def _text(request: HttpRequest, name: str, longest: int) -> str:
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")[:longest]
