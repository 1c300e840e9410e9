"""Refusals and faults as pages, in the product's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.console.edge import SIGNED_OUT, by_script
from apps.console.pages.shell import Note
from apps.core import refusals
from apps.core.speech import speak
from apps.core.words import say

NOT_FOUND = 404


class OnlyByForm(refusals.IllegalMove):
    code = "only_by_form"
    sentence = say("This address takes what a form sends. Open the page that has the form.")


STATUS: tuple[tuple[type[refusals.Refusal], int, str | Promise], ...] = (
    (refusals.NotVisible, 404, _("There is nothing here that you may see")),
    (refusals.NotAllowed, 403, _("You may not do this")),
    (refusals.Stale, 409, _("This changed after you opened it")),
    (OnlyByForm, 405, _("This step is not possible now")),
    (refusals.IllegalMove, 409, _("This step is not possible now")),
    (refusals.Expired, 410, _("Its time is over")),
    (refusals.HeldByAnother, 423, _("Someone else holds this case")),
    (refusals.Invalid, 422, _("Something is not right yet")),
    (refusals.Missing, 428, _("This form was incomplete")),
    (refusals.TooMany, 429, _("Too many requests")),
    (refusals.Unavailable, 503, _("ReviewHub is busy")),
)


NOTHING_HERE = _(
    "The address may be mistyped, the case may have moved to another inbox, or it was never granted to you. "
    "Nothing was changed."
)


def status_of(refusal: refusals.Refusal) -> tuple[int, str]:
    """Return the HTTP status and the page's title for a kind of refusal."""
    return next(
        ((status, str(title)) for kind, status, title in STATUS if isinstance(refusal, kind)),
        (409, gettext("Not done")),
    )


PERMISSIONS = {
    "work_inbox": _("Work the cases of this inbox. An admin of your organisation can grant it."),
    "supervise_inbox": _("Supervise this inbox. An admin of your organisation can grant it."),
    "look_inbox": _("Look into this inbox. An admin of your organisation can grant it."),
    "look_system": _("Look at this AI system. An admin of your organisation can grant it."),
    "analyse_system": _("Read the figures of this AI system. An admin of your organisation can grant it."),
    "audit_system": _("Audit this AI system. An admin of your organisation can grant it."),
    "admin": _("The role of an admin. Another admin of your organisation can give it."),
    "owner": _("The ownership of this AI system. It has one owner, named on its page."),
    "authority": _("An authority that covers this outcome. An admin of your organisation can grant it."),
    "own_decision": _("Only whoever made a decision can undo it."),
    "decide_what_another_raised": _("Nobody decides what they raised themselves. Somebody else takes it."),
}


def _missing(refusal: refusals.Refusal) -> str:
    """Name the permission that is missing and who can grant it."""
    name = str(refusal.details.get("permission", ""))
    if not name:
        return ""
    other = gettext("%(permission)s. An admin of your organisation can grant it.") % {"permission": name}
    return str(PERMISSIONS.get(name, other))


def only_by_form(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Say that an address is no page of its own."""
    answer = refused(request, OnlyByForm())
    answer.headers["Allow"] = allowed
    return answer


def refused(request: HttpRequest, refusal: refusals.Refusal) -> HttpResponse:
    """Show a refusal as a page that keeps what was typed."""
    status, title = status_of(refusal)
    if getattr(request, "htmx", False):
        return HttpResponse(status=status, headers={"HX-Refresh": "true"})
    note = Note(
        tone="bad",
        icon="info",
        title=title,
        text=str(NOTHING_HERE) if status == NOT_FOUND else speak(refusal.sentence),
        code=gettext("Error %(status)s, %(code)s") % {"status": status, "code": refusal.code},
    )
    answer = render(
        request,
        "console/refused.html",
        {
            "note": note,
            "missing": _missing(refusal),
            "typed": request.POST.get("note", "") if request.method == "POST" else "",
            "again_url": request.headers.get("Referer", "") if request.method == "POST" else "",
            "again_label": gettext("Back to the page"),
        },
        status=status,
    )
    retry_after = refusal.details.get("retry_after")
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 403 for what Django itself refuses."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer 404: the same page for what does not exist and for what may not be seen."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database; of a page that htmx asks for a part of, the part says it."""
    part = getattr(request, "htmx", False)
    return render(request, "500_part.html" if part else "500.html", status=500)


def away(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away: nothing was recorded, and the page reads nothing from it."""
    answer = HttpResponse(loader.render_to_string("503.html"), status=503)
    answer.headers["Retry-After"] = "5"
    if getattr(request, "htmx", False):
        answer.headers["HX-Reswap"] = "none"
    return answer


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form whose token is too old; the page's script fetches a new one and keeps what was typed."""
    if by_script(request):
        return HttpResponse(status=403, headers={SIGNED_OUT: "form", "HX-Reswap": "none"})
    return render(request, "403_csrf.html", status=403)
