"""What a supervisor finds on the start page: what climbed, how long cases wait, what was not applied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core.speech import speak
from apps.delivery.states import DeliveryState
from apps.flow.selectors import home
from apps.flow.selectors.home import Troubled
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake.models import CaseKind
from apps.registry.models import AuthorityLimit
from apps.reviews import access
from apps.reviews.models import Escalation, ReviewItem
from apps.reviews.services.climbing import WORDS
from apps.reviews.states import EscalationWhy, ItemState

AT_MOST = 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGES = (4 * HOUR, DAY, 2 * DAY)  # the edges between the bands of waiting time


@dataclass(frozen=True, slots=True)
class Climbed:
    item_id: UUID
    case_ref: str
    raised_by: str
    why: str
    raised_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ageing:
    """The open cases of the team's inboxes. `bands`, the youngest first, add up to `n_open`."""

    n_open: int
    n_late: int
    n_soon: int
    n_held: int
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SupervisorHome:
    n_climbed: int
    n_late: int
    oldest_at: datetime | None
    climbed: list[Climbed]
    ageing: Ageing
    n_refused: int
    refused: list[Troubled]
    n_overdue: int
    overdue: list[Troubled]
    limits: list[AuthorityLimit]


def supervisor_home(*, to: Actor, now: datetime) -> SupervisorHome:
    """Return what climbed to a supervisor, how long cases wait, and what the business system left open."""
    inboxes = accounts.granted_ids(to, "supervise_inbox")
    reached = Escalation.objects.filter(closed_at=None, to_inbox__in=inboxes)
    climbed = reached.exclude(to_owner=True).exclude(raised_by=to)  # not theirs to decide
    is_walled = access.is_walled(to, case="item__case", system="item__system")
    counts = climbed.aggregate(
        n=Count("id"), late=Count("id", filter=Q(item__due_at__lte=now)), oldest=Min("raised_at")
    )
    first = climbed.annotate(is_walled=is_walled).order_by("raised_at", "id")[:AT_MOST]
    oldest = first.select_related("item__case", "raised_by")
    items = ReviewItem.objects.filter(inbox__in=inboxes, id=OuterRef("decision__item_id"))
    troubled = home.standing().filter(Exists(items))
    states = dict(troubled.order_by().values_list("state").annotate(n=Count("id")))
    refused, overdue = DeliveryState.REFUSED.value, DeliveryState.OVERDUE.value
    return SupervisorHome(
        n_climbed=counts["n"],
        n_late=counts["late"],
        oldest_at=counts["oldest"],
        climbed=[_climbed(one) for one in oldest],
        ageing=_ageing(inboxes, now),
        n_refused=states.get(refused, 0),
        refused=home.troubled(troubled.filter(state=refused)) if refused in states else [],
        n_overdue=states.get(overdue, 0),
        overdue=home.troubled(troubled.filter(state=overdue)) if overdue in states else [],
        limits=home.limits(to, now),
    )


def _climbed(one: Any) -> Climbed:
    return Climbed(
        item_id=one.item_id,
        case_ref=one.item.case.case_ref,
        raised_by=one.raised_by.name,
        why=speak(AFTER_VIEW if one.is_walled else WORDS[EscalationWhy(one.why)]),
        raised_at=one.raised_at,
        due_at=one.item.due_at,
    )


def _ageing(inbox_ids: Iterable[UUID], now: datetime) -> Ageing:
    is_open = Q(state=ItemState.OPEN)
    edges = [now - age for age in AGES]
    within = [
        Q(opened_at__gt=edges[0]),
        *(Q(opened_at__gt=older, opened_at__lte=younger) for younger, older in pairwise(edges)),
        Q(opened_at__lte=edges[-1]),
    ]
    bands = {f"band_{place}": Count("id", filter=is_open & one) for place, one in enumerate(within)}
    soon = Q(due_at__gt=now, due_at__lt=home.before(now))
    waiting = ReviewItem.objects.filter(
        inbox__in=list(inbox_ids), state__in=(ItemState.OPEN, ItemState.CLAIMED)
    )
    counts = waiting.exclude(case__kind=CaseKind.KNOWN_ANSWER).aggregate(
        n=Count("id", filter=is_open),
        late=Count("id", filter=is_open & Q(due_at__lte=now)),
        soon=Count("id", filter=is_open & soon),
        held=Count("id", filter=Q(state=ItemState.CLAIMED, held_until__gt=now)),
        **bands,
    )
    return Ageing(
        n_open=counts["n"],
        n_late=counts["late"],
        n_soon=counts["soon"],
        n_held=counts["held"],
        bands=tuple(counts[name] for name in bands),
    )
