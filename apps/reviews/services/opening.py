"""Items come into being, in sets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F
from django.db.models.functions import TruncDate

from apps.accounts.models import Actor, ActorKind, Organisation
from apps.audit import services as audit
from apps.core import bulk, ids, statements, transactions
from apps.core.words import say
from apps.intake.models import CaseKind, Recommendation
from apps.reviews import rules
from apps.reviews.models import Claim, Decision, Escalation, Inbox, ItemReason, Question, ReviewItem
from apps.reviews.services import moving, seconding
from apps.reviews.services.following import Followed, follow
from apps.reviews.states import AskResult, ItemKind, ItemState, ReasonKind

_UNTOUCHED: Mapping[str, object] = {
    "snapshot_id": None,
    "entered_at": None,
    "version": 1,
    "urgency_asked": 0,
    "token": 0,
    "holder_id": None,
    "held_since": None,
    "held_until": None,
    "snoozed_until": None,
    "snoozed_by_id": None,
    "assigned_to_id": None,
    "assigned_until": None,
    "closed_at": None,
    "pending_decision_id": None,
    "release_due_at": None,
}

HELD = say("The AI system is paused so that new cases wait until it is over")


class NewItem(NamedTuple):
    """What an item is opened from. `because` are (code, sentence) of the rules that fired.

    tells: the codes that let one guess what the AI suggests. first_view: whoever decides judges before they
    see the suggestion. is_held: nobody takes it while its AI system is paused that way (services/holding.py).
    """

    recommendation: Recommendation
    inbox: Inbox
    kind: ItemKind
    reason: ReasonKind
    because: Sequence[tuple[str, str]]
    due_at: datetime
    is_supervised: bool
    is_legible: bool
    audits: Decision | None = None
    is_held: bool = False
    first_view: bool = False
    tells: Collection[str] = ()


def found_inboxes(
    *, organisation: Organisation, rows: Sequence[Mapping[str, Any]], by: Actor, now: datetime
) -> dict[str, Inbox]:
    """Make an organisation's inboxes, or return them; each climbs to the first one of the next level."""
    transactions.require()
    inboxes: dict[str, Inbox] = {}
    for row in sorted(rows, key=lambda one: int(one["level"]), reverse=True):
        takes_appeals = bool(row.get("takes_appeals", False))
        above = None if takes_appeals else _above(inboxes, int(row["level"]))
        inbox, is_new = Inbox.objects.get_or_create(
            organisation=organisation,
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "level": row["level"],
                "climbs_to": above,
                "per_day": row.get("per_day"),
                "takes_appeals": takes_appeals,
            },
        )
        inboxes[inbox.slug] = inbox
        if is_new:
            audit.record("inbox.opened", on=("inbox", inbox.id), by=by, at=now)
    return inboxes


def _above(inboxes: Mapping[str, Inbox], level: int) -> Inbox | None:
    """Return where an inbox climbs to: nothing climbs to those who answer appeals."""
    return next((one for one in inboxes.values() if one.level == level + 1 and not one.takes_appeals), None)


def inboxes_by_slug(*, organisation_id: UUID, slugs: set[str]) -> Mapping[str, Inbox]:
    """Return an organisation's inboxes by slug."""
    rows = statements.read(
        "FROM reviews_inbox i WHERE i.organisation_id = %s AND i.slug = ANY(%s)",
        [organisation_id, sorted(slugs)],
        i=Inbox,
    )
    return {inbox.slug: inbox for (inbox,) in rows}


def due_by_day(*, inbox_ids: Iterable[UUID], zone: ZoneInfo, since: datetime) -> dict[tuple[UUID, date], int]:
    """Count what falls due in inboxes on each day from now on, and keep others from adding meanwhile."""
    transactions.require()
    ids = sorted(inbox_ids)
    list(Inbox.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id").values_list("id"))
    rows = (
        ReviewItem.objects.filter(inbox__in=ids, due_at__gte=since)
        .exclude(state__in=[ItemState.SUPERSEDED, ItemState.WITHDRAWN])
        .exclude(kind=ItemKind.SECOND_REVIEW)
        .exclude(case__kind=CaseKind.KNOWN_ANSWER)
        .order_by()
        .values_list("inbox_id", TruncDate("due_at", tzinfo=zone))
        .annotate(n=Count("id"))
    )
    return {(inbox_id, day): n for inbox_id, day, n in rows}


def open_items(*, new: Sequence[NewItem], now: datetime) -> list[ReviewItem]:
    """Open items with a row per reason, in the order given; two statements."""
    transactions.require()
    items = [_item(one, now) for one in new]
    reasons = [
        _reason(item.id, one, code, says, now)
        for item, one in zip(items, new, strict=True)
        for code, says in one.because
    ]
    reasons += [
        ItemReason(
            item=item, kind=ReasonKind.PAUSED, code="paused", says=HELD, tells_advice=False, opened_at=now
        )
        for item, one in zip(items, new, strict=True)
        if one.is_held
    ]
    bulk.insert(items)
    bulk.insert(reasons)
    return items


def _reason(item_id: UUID, new: NewItem, code: str, says: str, now: datetime) -> ItemReason:
    columns = {
        "id": ids.new(),
        "item_id": item_id,
        "kind": new.reason.value,
        "code": code,
        "says": says,
        "tells_advice": code in new.tells,
        "sealed_note": None,
        "from_inbox_id": None,
        "opened_at": now,
        "closed_at": None,
    }
    return bulk.fresh(ItemReason, columns)


def _item(new: NewItem, now: datetime) -> ReviewItem:
    weight = rules.urgency(
        stake_minor=new.recommendation.stake_minor,
        is_supervised=new.is_supervised,
        is_legible=new.is_legible,
    )
    columns = {
        **_UNTOUCHED,
        "id": ids.new(),
        "case_id": new.recommendation.case_id,
        "recommendation_id": new.recommendation.id,
        "system_id": new.recommendation.system_id,
        "inbox_id": new.inbox.id,
        "kind": new.kind.value,
        "audits_id": new.audits and new.audits.id,
        "state": (ItemState.WAITING if new.is_held else ItemState.OPEN).value,
        "first_view": new.first_view,
        "urgency": weight.total,
        "urgency_stake": weight.stake,
        "urgency_risk": weight.risk,
        "urgency_due": weight.due,
        "stake_minor": new.recommendation.stake_minor,
        "due_at": new.due_at,
        "opened_at": now,
    }
    return bulk.fresh(ReviewItem, columns, recommendation=new.recommendation, inbox=new.inbox)


def cases_with_people(*, case_ids: Collection[UUID], system_id: UUID) -> set[UUID]:
    """Return the cases on which people decided or work: those the machine does not decide alone again.

    A person's decision that was not withdrawn, a case held or escalated by a person, an audit that waits.
    Waiting items are locked until the transaction ends, so that nobody decides between the look and the act.
    """
    transactions.require()
    if not case_ids:
        return set()
    waiting = [state.value for state in ItemState if state.waits]
    items = ReviewItem.objects.filter(case__in=case_ids, system=system_id, state__in=waiting)
    locked = list(items.order_by("id").select_for_update(of=("self",)))
    raised = Escalation.objects.filter(
        item__in=[one.id for one in locked], closed_at=None, raised_by__kind=ActorKind.PERSON
    )
    climbed = set(raised.values_list("item_id", flat=True))
    decided = Decision.objects.filter(
        case__in=case_ids, recommendation__system=system_id, by__kind=ActorKind.PERSON, withdrawal=None
    )
    return set(decided.values_list("case_id", flat=True)) | {
        one.case_id
        for one in locked
        if one.kind != ItemKind.RECOMMENDATION or one.state != ItemState.OPEN or one.id in climbed
    }


def supersede(*, recommendation_ids: Sequence[UUID], now: datetime) -> list[Followed]:
    """Close the waiting items of replaced recommendations with leases, reasons, escalations, questions.

    Whoever held one goes on with the newer item, and drafts go with their writers (see following.follow).
    """
    transactions.require()
    waiting = [state.value for state in ItemState if state.waits]
    rows = ReviewItem.objects.select_for_update(of=("self",)).filter(
        recommendation__in=recommendation_ids, state__in=waiting, kind=ItemKind.RECOMMENDATION
    )
    items = list(rows.order_by("id"))
    if not items:
        return []
    closed = [one.id for one in items]
    deciders = seconding.drop_held(items=items, now=now)
    ReviewItem.objects.filter(id__in=closed).update(
        state=ItemState.SUPERSEDED,
        version=F("version") + 1,
        closed_at=now,
        snoozed_until=None,
        **moving.FREED,
    )
    Claim.objects.filter(item__in=closed, ended_at=None).update(ended_at=now, ended_why="superseded")
    ItemReason.objects.filter(item__in=closed, closed_at=None).update(closed_at=now)
    Escalation.objects.filter(item__in=closed, closed_at=None).update(closed_at=now, result="SUPERSEDED")
    asked = Question.objects.filter(item__in=closed, closed_at=None)
    askers = {one.item_id: one.asked_by_id for one in asked}
    if askers:
        asked.update(closed_at=now, result=AskResult.SUPERSEDED)
    return follow(closed=items, askers=askers | deciders, now=now)
