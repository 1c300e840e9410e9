"""Follow-ups: what is due, what is coming and what was kept, for whoever answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Window

from apps.accounts.models import Actor
from apps.core import refusals, vault
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.intake import selectors as intake
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import FollowUp
from apps.reviews.states import FollowUpState

VIEWS = ("due", "coming", "team", "done")
COUNTED = timedelta(days=90)
_COMING = cursors.Order(("due_at", "id"), "tu")


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One follow-up; `action` is what was promised, empty for a second look or after erasure."""

    id: UUID
    case_ref: str
    title: str
    kind: str
    action: str
    outcome: str
    owner: str
    is_mine: bool
    decided_at: datetime
    due_at: datetime
    state: str
    why: str
    version: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    """A page of follow-ups; `n_kept` of `n_closed` own ones were kept in the last 90 days."""

    rows: list[FollowUpRow]
    next: str | None
    counts: dict[str, int]
    n_kept: int
    n_closed: int


def follow_ups(
    *, to: Actor, view: str, after: str | None, limit: int, now: datetime, inbox_slug: str = ""
) -> FollowUpsPage:
    """Return a page of follow-ups: one's own that are due or to come, those of the team, or what was closed.

    inbox_slug: instead all that are due in that inbox and that one may see, one's own and others'.
    Raises: refusals.NotVisible, cursors.BadCursor.
    """
    if view not in VIEWS:
        raise refusals.NotVisible
    order = cursors.DONE if view == "done" else _COMING
    rows = access.visible_follow_ups(to)
    if inbox_slug:
        listed = due_in(access.visible_inbox(to, slug=inbox_slug).id, to=to, now=now)
    else:
        listed = rows.filter(_which(view, to, now))
    asked = listed.select_related("decision__case__subject", "decision__outcome_code", "owner")
    found = list(order.page(asked, after, limit))
    counts = rows.aggregate(
        **{name: Count("id", filter=_which(name, to, now)) for name in VIEWS[:3]},
        kept=Count("id", filter=_closed(to, now) & Q(state=FollowUpState.KEPT)),
        closed=Count("id", filter=_closed(to, now)),
    )
    return FollowUpsPage(
        rows=_rows(found[:limit], to),
        next=order.cursor(found[limit - 1]) if len(found) > limit else None,
        counts={name: counts[name] for name in VIEWS[:3]},
        n_kept=counts["kept"],
        n_closed=counts["closed"],
    )


def due_in(inbox: UUID | OuterRef, *, to: Actor, now: datetime) -> QuerySet[FollowUp]:
    """Return the follow-ups that are due in an inbox and that somebody may see."""
    return access.visible_follow_ups(to).filter(_due(now), inbox=inbox)


def _due(now: datetime) -> Q:
    return Q(state=FollowUpState.OPEN, due_at__lte=now)


def _which(view: str, to: Actor, now: datetime) -> Q:
    is_open, mine = Q(state=FollowUpState.OPEN), Q(owner=to)
    return {
        "due": is_open & mine & Q(due_at__lte=now),
        "coming": is_open & mine & Q(due_at__gt=now),
        "team": is_open & ~mine & Q(due_at__lte=now) | is_open & Q(owner=None) & Q(due_at__lte=now),
        "done": mine & ~is_open,
    }[view]


def _closed(to: Actor, now: datetime) -> Q:
    ended = [FollowUpState.KEPT, FollowUpState.NOT_KEPT]
    return Q(owner=to, state__in=ended, closed_at__gte=now - COUNTED)


def due_first(*, to: Actor, limit: int, now: datetime) -> tuple[list[FollowUpRow], int]:
    """Return one's own follow-ups that are due, the longest due first, and how many there are in all."""
    rows = access.visible_follow_ups(to).filter(_which("due", to, now)).annotate(n=Window(Count("id")))
    found = list(
        rows.select_related("decision__case__subject", "decision__outcome_code", "owner").order_by(
            "due_at", "id"
        )[:limit]
    )
    return _rows(found, to), found[0].n if found else 0


def n_due(*, to: Actor, now: datetime) -> int:
    """Count one's own follow-ups that are due."""
    return access.visible_follow_ups(to).filter(_which("due", to, now)).count()


def _rows(found: Sequence[FollowUp], to: Actor) -> list[FollowUpRow]:
    subjects = [one.decision.case.subject for one in found]
    keys = vault.open_keys([one.id for one in subjects]) if subjects else {}
    return [
        FollowUpRow(
            id=one.id,
            case_ref=one.decision.case.case_ref,
            title=intake.subject_name(one.decision.case.subject, keys=keys) or one.decision.case.case_ref,
            kind=one.kind,
            action=reviews.sealed_text(one.sealed_action, subject_id=one.decision.case.subject_id, keys=keys),
            outcome=speak_kept(one.decision.outcome_code.label),
            owner=one.owner.name if one.owner else "",
            is_mine=one.owner_id == to.id,
            decided_at=one.decision.decided_at,
            due_at=one.due_at,
            state=one.state,
            why=one.why,
            version=one.version,
            closed_at=one.closed_at,
        )
        for one in found
    ]
