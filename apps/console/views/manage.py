from collections.abc import Container
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import selectors
from apps.accounts import services as accounts
from apps.console.edge import PersonRequest, Reader, page, reader, see_other
from apps.console.errors import status_of
from apps.console.pages import manage as manage_pages
from apps.console.pages.manage import Asked, IssueTyped
from apps.console.views import administering
from apps.console.views.administering import admins_only
from apps.console.views.people import ActUnknown
from apps.core import refusals
from apps.flow import selectors as flow_selectors
from apps.reviews import selectors as reviews_selectors
from apps.reviews import services as reviews

TEXT_LENGTH = 120
INBOXES = 25
KEYS = 25
NAMED = 5  # of those who reach an inbox; the rest is behind a link


def _asked(request: PersonRequest, name: str, known: Container[str]) -> Asked:
    only = request.GET.get(name, "")
    return Asked(
        search=request.GET.get("q", "").strip()[:TEXT_LENGTH],
        only=only if only in known else "",
        after=request.GET.get("after", "")[:TEXT_LENGTH],
    )


@page("GET", "HEAD", "POST")
@admins_only
def inboxes(request: PersonRequest) -> HttpResponse:
    """List the organisation's inboxes with who works them, or open a new one."""
    who = reader(request)
    if request.method != "POST":
        return _inboxes(request, who)
    if request.POST.get("act") == "appeals":
        return _appeals_into(request, who)
    typed = {name: request.POST.get(name, "").strip()[:TEXT_LENGTH] for name in ("name", "slug", "level")}

    def act() -> str:
        reviews.add_inbox(
            name=typed["name"],
            slug=typed["slug"],
            level=_number(typed["level"]),
            by=who.actor,
            now=who.now,
        )
        return reverse("console:manage_inboxes")

    to = administering.tried(request, who, route="console.add_inbox", act=act)
    if isinstance(to, refusals.Refusal):
        return _inboxes(request, who, typed=typed, refusal=to)
    done = _("%(name)s is open. Let somebody in: its name in the list leads there.")
    messages.success(request, done % {"name": typed["name"]})
    return see_other(request, to)


def _appeals_into(request: PersonRequest, who: Reader) -> HttpResponse:
    """Let appeals come into the inbox that was chosen."""
    slug = request.POST.get("appeals", "")[:TEXT_LENGTH]

    def act() -> str:
        reviews.take_appeals(slug=slug, by=who.actor, now=who.now)
        return reverse("console:manage_inboxes")

    to = administering.tried(request, who, route="console.appeals_into", act=act)
    if isinstance(to, refusals.Refusal):
        return _inboxes(request, who, refusal=to)
    messages.success(request, _("Appeals come into this inbox from now on. Nothing climbs into it any more."))
    return see_other(request, to)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _inboxes(
    request: PersonRequest,
    who: Reader,
    *,
    typed: dict[str, str] | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    asked = _asked(request, "works", manage_pages.BARE)
    found = reviews_selectors.inbox_page(
        organisation_id=who.actor.organisation_id,
        search=asked.search,
        only_bare=bool(asked.only),
        after=asked.after or None,
        limit=INBOXES,
        now=who.now,
    )
    shown = manage_pages.inboxes(
        found,
        selectors.holders_on([one.id for one in found.rows], now=who.now, most=NAMED),
        flow_selectors.loads([one.id for one in found.rows]),
        asked=asked,
        typed=typed,
        note=administering.note_of(refusal) if refusal else None,
        at=str(refusal.details.get("field", "")) if refusal else "",
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/people_inboxes.html", {"page": shown}, status=status)


@page("GET", "HEAD", "POST")
@admins_only
def keys(request: PersonRequest) -> HttpResponse:
    """List the keys of other systems, issue a key that is shown once, or revoke one."""
    who = reader(request)
    if request.method != "POST":
        return _keys(request, who)
    fresh: list[str] = []
    act = request.POST.get("act", "")

    def change() -> str:
        if act == "issue":
            fresh.append(_issue(request, who))
        elif act == "revoke":
            administering.confirmed(request)
            prefix = request.POST.get("prefix", "")[:TEXT_LENGTH]
            accounts.revoke_key(prefix=prefix, by=who.actor, now=who.now)
        else:
            raise ActUnknown(field="act")
        return reverse("console:keys")

    to = administering.tried(request, who, route=f"console.key.{act}"[:TEXT_LENGTH], act=change)
    if isinstance(to, refusals.Refusal):
        return _keys(request, who, refusal=to)
    administering.show_once(request, "".join(fresh), at=to)
    issued, revoked = _("The key is issued."), _("The key is revoked. It is refused from now on.")
    messages.success(request, issued if act == "issue" else revoked)
    return see_other(request, to)


def _issue(request: PersonRequest, who: Reader) -> str:
    try:
        machine_id = UUID(request.POST.get("machine", ""))
    except ValueError:
        raise refusals.NotVisible from None
    return accounts.issue_machine_key(
        machine_id=machine_id,
        scopes=request.POST.getlist("scopes"),
        days=_number(request.POST.get("days", "")[:TEXT_LENGTH]),
        by=who.actor,
        now=who.now,
    )


def _keys(request: PersonRequest, who: Reader, *, refusal: refusals.Refusal | None = None) -> HttpResponse:
    asked = _asked(request, "state", manage_pages.STATES)
    found = selectors.keys(
        organisation_id=who.actor.organisation_id,
        search=asked.search,
        state=asked.only,
        after=asked.after or None,
        limit=KEYS,
        now=who.now,
    )
    typed = IssueTyped(
        machine=request.POST.get("machine", ""),
        scopes=frozenset(request.POST.getlist("scopes")),
        days=request.POST.get("days", ""),
    )
    shown = manage_pages.keys(
        found,
        selectors.machines(who.actor.organisation_id),
        asked=asked,
        typed=typed,
        reader=who,
        secret=administering.take_shown(request),
        note=administering.note_of(refusal) if refusal else None,
    )
    status = status_of(refusal)[0] if refusal else 200
    return render(request, "console/people_keys.html", {"page": shown}, status=status)


@page("GET", "HEAD")
@admins_only
def revoke(request: PersonRequest, prefix: str) -> HttpResponse:
    """Ask once more before a key is revoked."""
    key = selectors.key(prefix=prefix, organisation_id=request.user.organisation_id)
    return administering.ask_again(request, manage_pages.confirm_revoke(key))
