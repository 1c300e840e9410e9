"""What climbed and is undecided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F

from apps.accounts.models import Actor
from apps.core.speech import speak
from apps.flow.selectors import cursors
from apps.flow.selectors.listing import Flag, flags_of
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake import selectors as intake
from apps.reviews import access
from apps.reviews.models import ReviewItem
from apps.reviews.services.climbing import SILENT, WORDS
from apps.reviews.states import EscalationWhy, ReasonKind


@dataclass(frozen=True, slots=True)
class EscalationRow:
    id: UUID
    item_id: UUID
    case_ref: str
    title: str
    raised_by_name: str
    raised_by_me: bool
    why_words: str
    raised_at: datetime
    due_at: datetime
    stake_minor: int | None
    currency: str
    holder_name: str | None
    is_mine: bool
    may_decide: bool
    urgency: int
    flags: list[Flag]


@dataclass(frozen=True, slots=True)
class EscalationsPage:
    rows: list[EscalationRow]
    next: str | None


def escalation_list(*, to: Actor, after: str | None, limit: int) -> EscalationsPage:
    """Return a page of open escalations that the person may look at, the earliest due first.

    Raises: cursors.BadCursor.
    """
    visible = access.visible_climbed(to)
    rows = list(
        cursors.DUE.page(visible.annotate(is_walled=_is_walled(to), due_at=F("item__due_at")), after, limit)
        .select_related(
            "raised_by",
            "to_inbox",
            "item__case__subject",
            "item__holder",
            "item__system__owner",
            "item__recommendation__snapshot",
            "item__snapshot",
        )
        .prefetch_related("item__reasons")
    )
    shown = rows[:limit]
    names = intake.subject_names([one.item.case.subject for one in shown])
    return EscalationsPage(
        rows=[_row(one, names.get(one.item.case.subject_id, ""), to) for one in shown],
        next=cursors.DUE.cursor(shown[-1]) if len(rows) > limit else None,
    )


def _is_walled(to: Actor) -> Exists:
    return access.is_walled(to, case="item__case", system="item__system")


def _row(one: Any, name: str, to: Actor) -> EscalationRow:
    item = one.item
    is_mine = one.raised_by_id == to.id
    return EscalationRow(
        id=one.id,
        item_id=item.id,
        case_ref=item.case.case_ref,
        title=name or item.case.case_ref,
        raised_by_name=one.raised_by.name,
        raised_by_me=is_mine,
        why_words=speak(
            AFTER_VIEW if one.is_walled and one.why not in SILENT else WORDS[EscalationWhy(one.why)]
        ),
        raised_at=one.raised_at,
        due_at=item.due_at,
        stake_minor=item.stake_minor,
        currency=item.recommendation.currency,
        holder_name=item.holder.name if item.holder else None,
        is_mine=item.holder_id == to.id,
        may_decide=access.why_not(to, item, [one]) is None,
        urgency=item.urgency,
        flags=flags_of(_kinds(item), item.context.findings),
    )


def _kinds(item: ReviewItem) -> list[str]:
    """Return why else than by climbing an item is here; that it climbed, the list itself says."""
    active = [one.kind for one in item.reasons.all() if one.closed_at is None]
    return [kind for kind in active if kind != ReasonKind.ESCALATED]
