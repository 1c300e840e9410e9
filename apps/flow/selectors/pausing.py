"""What is paused of an AI system, and what pausing a part of it would change, in true numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.accounts import access as grants
from apps.accounts.models import Actor
from apps.core import statements
from apps.flow.selectors.system import system_seen
from apps.intake.models import CaseKind, Recommendation
from apps.registry import access as registry_access
from apps.registry.models import AISystem, OutcomeCode, PauseSpan
from apps.registry.states import PauseScope
from apps.reviews import access
from apps.reviews.models import Decision, ReviewItem
from apps.reviews.states import DecisionKind, ItemState

WEEKS = 4
_WAITING = [one.value for one in ItemState if one.waits]


@dataclass(frozen=True, slots=True)
class PauseEffectOf:
    """What a pause of one part concerns: decided alone and arrived in four weeks, and open now."""

    scope: str
    key: str
    n_alone: int
    n_arrived: int
    n_open: int


@dataclass(frozen=True, slots=True)
class Governed:
    """An AI system with its outcomes and its pauses in force, and what the reader may do about them."""

    system: AISystem
    outcomes: list[OutcomeCode]
    spans: list[PauseSpan]
    is_owner: bool
    may_pause: bool
    reader_id: UUID

    def may_end(self, span: PauseSpan) -> bool:
        """Say whether the reader may end a pause by hand."""
        return self.is_owner or (self.may_pause and span.by_id == self.reader_id)


@dataclass(frozen=True, slots=True)
class PausingPage(Governed):
    effects: tuple[PauseEffectOf, ...] = ()


def spans_of(system_ids: Iterable[UUID]) -> list[PauseSpan]:
    """Return the pauses in force of AI systems, the oldest first."""
    found = PauseSpan.objects.filter(system__in=list(system_ids), ended_at=None)
    return list(found.select_related("by", "system").order_by("since", "id"))


def pausing_page(*, slug: str, to: Actor, now: datetime) -> PausingPage:
    """Return what is paused of an AI system and what pausing each part would change.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    outcomes = list(OutcomeCode.objects.filter(system=system).order_by("caution", "code"))
    return PausingPage(
        system=system,
        outcomes=outcomes,
        spans=spans_of([system.id]),
        is_owner=registry_access.is_owner(to, system),
        may_pause=registry_access.may_pause(to, system, now=now),
        reader_id=to.id,
        effects=_effects(system, outcomes, now),
    )


Counted = Counter[tuple[str, str]]


def _effects(system: AISystem, outcomes: list[OutcomeCode], now: datetime) -> tuple[PauseEffectOf, ...]:
    since = now - timedelta(weeks=WEEKS)
    alone = _by_part(
        Decision.objects.filter(
            recommendation__system=system, kind=DecisionKind.AUTOMATIC, decided_at__gt=since
        ),
        "recommendation__",
    )
    known = Q(case__kind=CaseKind.KNOWN_ANSWER)
    arrived = _by_part(Recommendation.objects.filter(~known, system=system, received_at__gt=since), "")
    items = ReviewItem.objects.filter(~known, system=system, state__in=_WAITING)
    waiting = _by_part(items, "recommendation__")
    parts = [
        (PauseScope.SYSTEM.value, ""),
        *((PauseScope.OUTCOME.value, one.code) for one in outcomes),
        *((PauseScope.SEGMENT.value, one["key"]) for one in system.segments),
    ]
    return tuple(PauseEffectOf(*part, alone[part], arrived[part], waiting[part]) for part in parts)


def _by_part(rows: QuerySet[Any], at: str) -> Counted:
    """Count rows by outcome and segment of their recommendation, and in all; one statement."""
    names = (f"{at}outcome_code__code", f"{at}segment")
    found: Counted = Counter()
    for outcome, segment, n in rows.order_by().values_list(*names).annotate(n=Count("id")):
        found[PauseScope.SYSTEM.value, ""] += n
        found[PauseScope.OUTCOME.value, outcome] += n
        found[PauseScope.SEGMENT.value, segment] += n
    return found


@dataclass(frozen=True, slots=True)
class Where:
    """Where a person is: an inbox, an AI system by id or slug, a case, at home, or in the organisation.

    Nowhere in particular: among the cases of their inboxes.
    """

    inbox: str = ""
    system_id: UUID | None = None
    slug: str = ""
    case_ref: str = ""
    at_home: bool = False
    everywhere: bool = False


_ANY_PAUSE = """
SELECT 1 FROM registry_pausespan p JOIN registry_aisystem s ON s.id = p.system_id
WHERE p.ended_at IS NULL AND s.organisation_id = %s LIMIT 1
"""


def pauses(*, to: Actor, where: Where) -> list[PauseSpan]:
    """Return what is paused of the AI systems that a page is about, for whoever was let in there.

    All of a system's, whichever case is looked at: that one outcome is paused says nothing of a hidden one.
    """
    if not statements.ask(_ANY_PAUSE, [to.organisation_id]):
        return []
    rows = PauseSpan.objects.filter(ended_at=None, system__organisation=to.organisation_id)
    if where.system_id is not None:
        rows = rows.filter(system=where.system_id)
    elif where.slug:
        rows = rows.filter(system__slug=where.slug)
    elif where.case_ref:
        arrived = Recommendation.objects.filter(system=OuterRef("system"), case__case_ref=where.case_ref)
        rows = rows.filter(Exists(arrived))
    elif not where.everywhere:
        rows = rows.filter(_met(to, where))
    return list(rows.select_related("system", "by").order_by("system__name", "since", "id"))


def _met(to: Actor, where: Where) -> Q:
    """Ask whose cases lie in the person's inboxes; at home also which systems they look after."""
    items = ReviewItem.objects.filter(system=OuterRef("system"), inbox__in=access.inbox_ids(to))
    found = Q(Exists(items.filter(inbox__slug=where.inbox) if where.inbox else items))
    if where.at_home:
        seen = [grants.granted_ids(to, name) for name in ("look_system", "analyse_system", "audit_system")]
        found |= Q(system__owner__actor=to) | Q(system__in=set().union(*seen))
    return found
