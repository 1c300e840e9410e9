"""Inboxes that admins opened by breaking the glass: why, for how long, and what was done meanwhile."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts import access
from apps.accounts.models import Actor, BreakGlass, Role
from apps.audit import selectors as audit
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.core.words import say
from apps.flow.selectors import cursors
from apps.intake.models import Case
from apps.registry.models import AISystem
from apps.reviews import access as reviews
from apps.reviews.models import Inbox, ReviewItem

NEWEST = cursors.Order(("-number", "-id"), "nu")
FIRST = cursors.Order(("id",), "u")


class NotForGlass(refusals.NotAllowed):
    code = "not_for_break_glass"
    sentence = say("Who broke the glass is shown to owners, auditors, admins, and who supervises an inbox.")


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening. is_open: it runs. may_close: its admin may while it does, and whom it concerns."""

    row: BreakGlass
    inbox: Inbox
    is_open: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class Openings:
    rows: list[Opening]
    next: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done or looked at: its verb of the record, and what it was about.

    view: which page or answer was looked at; about: the case, the inbox or whatever its address names.
    """

    at: datetime
    verb: str
    view: str
    about: str

    @property
    def told(self) -> str:
        """Return what it was about in one line, as the record has it."""
        return f"{self.view} {self.about}".strip()


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening with a page of what was done under it, the first first."""

    opening: Opening
    acts: list[Act]
    next: str | None


_SEE_ALL = (Role.ADMIN, Role.AUDITOR, Role.OWNER)


def visible(to: Actor) -> QuerySet[BreakGlass]:
    """Return all openings of an organisation for admins, auditors and owners; else those of one's inboxes.

    Raises: NotForGlass.
    """
    rows = BreakGlass.objects.filter(organisation=to.organisation_id)
    if any(access.has_role(to, role) for role in _SEE_ALL):
        return rows
    supervised = access.own_ids(to, "supervise_inbox")
    if not supervised:
        raise NotForGlass(permission="auditor")
    return rows.filter(object_id__in=supervised)


def openings(*, to: Actor, after: str | None, limit: int, now: datetime) -> Openings:
    """Return a page of the openings that somebody may see, the newest first.

    Raises: NotForGlass, cursors.BadCursor.
    """
    found = list(NEWEST.page(visible(to).select_related("admin__actor"), after, limit))
    shown = found[:limit]
    return Openings(rows=_rows(shown, to, now), next=NEWEST.cursor(shown[-1]) if len(found) > limit else None)


def running(*, to: Actor, now: datetime) -> list[Opening]:
    """Return what admins have open now, for owners and for who supervises the inbox; nothing for others."""
    supervised = access.own_ids(to, "supervise_inbox")
    rows = BreakGlass.objects.filter(organisation=to.organisation_id, closed_at=None, ends_at__gt=now)
    if not access.has_role(to, Role.OWNER):
        if not supervised:
            return []
        rows = rows.filter(object_id__in=supervised)
    return _rows(rows.exclude(admin__actor=to).select_related("admin__actor").order_by("number"), to, now)


def _rows(found: Iterable[BreakGlass], to: Actor, now: datetime) -> list[Opening]:
    rows = list(found)
    inboxes = Inbox.objects.in_bulk([one.object_id for one in rows])
    opened = []
    for one in rows:
        is_open = one.closed_at is None and one.ends_at > now
        concerned = one.admin.actor_id == to.id or not access.has_role(to, Role.AUDITOR)
        opened.append(Opening(one, inboxes[one.object_id], is_open, concerned))
    return opened


def opening(*, glass_id: UUID, to: Actor, now: datetime) -> Opening:
    """Return one opening that somebody may see.

    Raises: refusals.NotVisible, NotForGlass.
    """
    row = visible(to).select_related("admin__actor").filter(id=glass_id).first()
    if row is None:
        raise refusals.NotVisible
    return _rows([row], to, now)[0]


def opened(*, glass_id: UUID, to: Actor, after: str | None, limit: int, now: datetime) -> Opened:
    """Return one opening with a page of what was looked at and done under it.

    Raises: refusals.NotVisible, NotForGlass, cursors.BadCursor.
    """
    one = opening(glass_id=glass_id, to=to, now=now)
    row = one.row
    until = row.closed_at or row.ends_at
    entries = audit.entries_of_actor(actor_id=row.admin.actor_id, after=row.id, until=until)
    found = list(FIRST.page(entries, after, limit))
    bodies = [json.loads(bytes(entry.body)) for entry in found[:limit]]
    marked = [each for each in bodies if row.number in each["data"].get("break_glass", ())]
    refs = _refs(marked) | {one.inbox.slug: speak_kept(one.inbox.name)}
    acts = [_act(body, refs) for body in marked]
    return Opened(one, acts, FIRST.cursor(found[limit - 1]) if len(found) > limit else None)


def _refs(bodies: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Name the cases of entries, and of the items that were looked at, by their references."""
    named = [one["data"].get("named", {}).get("item_id", "") for one in bodies]
    items = ReviewItem.objects.filter(id__in=[one for one in named if one]).values_list(
        "id", "case__case_ref"
    )
    cases = Case.objects.filter(id__in=[one["case"] for one in bodies if one["case"]])
    found = [*items, *cases.values_list("id", "case_ref")]
    return {str(key): ref for key, ref in found}


def _act(body: dict[str, Any], refs: dict[str, str]) -> Act:
    named = body["data"].get("named", {})
    about = (
        refs.get(body["case"], "") if body["case"] else " ".join(refs.get(one, one) for one in named.values())
    )
    view = "" if body["case"] else body["data"].get("view", "")
    return Act(datetime.fromisoformat(body["said_at"]), body["verb"], view, about)


def closed_inboxes(*, to: Actor) -> list[Inbox]:
    """Return the inboxes of an admin's organisation into which they may not look."""
    if not access.has_role(to, Role.ADMIN):
        return []
    rows = Inbox.objects.filter(organisation=to.organisation_id).exclude(id__in=reviews.inbox_ids(to))
    return list(rows.order_by("level", "name"))


def concerned(inbox: Inbox, *, now: datetime) -> set[UUID]:
    """Return whom an opening concerns: the owners of AI systems with cases there, and who supervises it."""
    theirs = ReviewItem.objects.filter(system=OuterRef("pk"), inbox=inbox)
    systems = AISystem.objects.filter(Exists(theirs), organisation=inbox.organisation_id)
    owners = set(systems.values_list("owner__actor", flat=True))
    if not owners:  # nothing came here yet: whoever owns anything of the organisation is told
        every = AISystem.objects.filter(organisation=inbox.organisation_id)
        owners = set(every.values_list("owner__actor", flat=True))
    supervisors = access.holders("supervise_inbox", inbox.id, now=now)
    return owners | set(supervisors.values_list("id", flat=True))
