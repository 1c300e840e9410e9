"""How one person decides: for themselves and for whoever supervises an inbox they work. For nobody else.

Nothing here is put beside another person, and under `ENOUGH` cases no share is said (docs/adr/0053).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.accounts import access as accounts
from apps.accounts.models import Actor, User
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.flow.selectors.staffing import SUPERVISE, WORK
from apps.intake.models import CaseKind
from apps.measures import rules as measures
from apps.registry.models import AISystem
from apps.reviews.models import Decision, ItemStay, ReviewItem
from apps.reviews.states import DecisionKind

SINCE = timedelta(weeks=12)
MOST_KINDS = 12


@dataclass(frozen=True, slots=True)
class KindOfCase:
    """Cases of one segment of one AI system: how many of the person's, and of them overridden.

    label: what the segment is called; empty for cases of none.
    """

    system: str
    segment: str
    label: str
    n: int
    overridden: measures.Share


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What one person decided since a day, in which mix of cases. inboxes: None for all of them."""

    user: User
    is_self: bool
    since: datetime
    n: int
    overridden: measures.Share
    in_time: measures.Share
    seconds: measures.Median
    mix: Sequence[KindOfCase]
    n_more_kinds: int
    inboxes: frozenset[UUID] | None


def own_figures(*, user_id: UUID, to: Actor, now: datetime) -> OwnFigures:
    """Return a person's figures: their own, or those of inboxes that the reader supervises and they work.

    Raises: refusals.NotVisible for everybody else, whatever their role.
    """
    people = User.objects.select_related("actor").filter(organisation=to.organisation_id)
    user = people.filter(id=user_id).first()
    if user is None:
        raise refusals.NotVisible
    is_self = user.actor_id == to.id
    inboxes = None if is_self else _supervised(user, to)
    rows = list(_decisions(user.actor, inboxes, now - SINCE).values_list(*_READ))
    mix = _mix(rows)
    return OwnFigures(
        user=user,
        is_self=is_self,
        since=now - SINCE,
        n=len(rows),
        overridden=_share(one[2] == DecisionKind.OVERRIDDEN for one in rows),
        in_time=_share(one[5] for one in rows),
        seconds=measures.median(
            [(at - since).total_seconds() for _s, _k, _d, since, at, _t in rows if since is not None]
        ),
        mix=mix[:MOST_KINDS],
        n_more_kinds=len(mix[MOST_KINDS:]),
        inboxes=inboxes,
    )


_READ = ("recommendation__system", "recommendation__segment", "kind", "claimed_at", "decided_at", "ok")


def _supervised(user: User, to: Actor) -> frozenset[UUID]:
    """Return the inboxes that the reader supervises and the person works.

    Raises: refusals.NotVisible.
    """
    shared = accounts.granted_ids(to, SUPERVISE) & accounts.granted_ids(user.actor, WORK)
    if not shared:
        raise refusals.NotVisible
    return shared


def _decisions(by: Actor, inboxes: Collection[UUID] | None, since: datetime) -> QuerySet[Decision, Any]:
    """Return what somebody decided on real cases and did not undo; second looks at the machine are none."""
    items = ReviewItem.objects.filter(id=OuterRef("item_id"), audits=None)
    if inboxes is not None:
        items = items.filter(inbox__in=inboxes)
    in_time = ItemStay.objects.filter(
        Q(left_at__lte=F("due_at")), item=OuterRef("item_id"), left_at=OuterRef("decided_at")
    )
    kinds = (DecisionKind.APPROVED, DecisionKind.OVERRIDDEN)
    rows = Decision.objects.filter(
        Exists(items), by=by, kind__in=kinds, decided_at__gt=since, withdrawal=None, case__kind=CaseKind.REAL
    )
    return rows.annotate(ok=Exists(in_time)).order_by("id")


def _share(flags: Iterable[bool]) -> measures.Share:
    known = list(flags)
    return measures.share(len(known), sum(known))


def _mix(rows: Sequence[tuple[Any, ...]]) -> list[KindOfCase]:
    """Count kinds of case, the most frequent first."""
    systems = AISystem.objects.in_bulk({system for system, *_rest in rows})
    n = Counter((system, segment) for system, segment, *_rest in rows)
    overridden = Counter(
        (system, segment) for system, segment, kind, *_rest in rows if kind == DecisionKind.OVERRIDDEN
    )
    return [
        KindOfCase(
            system=systems[system].name,
            segment=segment,
            label=speak_kept(systems[system].segment_labels.get(segment, segment)) if segment else "",
            n=count,
            overridden=measures.share(count, overridden[system, segment]),
        )
        for (system, segment), count in sorted(n.items(), key=lambda one: (-one[1], one[0]))
    ]
