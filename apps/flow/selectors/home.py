"""What a person who decides finds on the start page: what waits, what came back, what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import vault
from apps.core.speech import speak_kept
from apps.delivery import selectors as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.flow.selectors import teaching, words
from apps.flow.selectors.counting import Counted, up_to
from apps.flow.selectors.follow_ups import FollowUpRow, due_first
from apps.flow.selectors.inbox import InboxRow
from apps.flow.selectors.teaching import BecauseOf
from apps.notify import selectors as notify
from apps.registry import selectors as registry
from apps.registry.models import AuthorityLimit
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation, ItemReason, Question, ReviewItem
from apps.reviews.states import AskResult, ItemState, ReasonKind

SOON = timedelta(hours=4)
WINDOW = timedelta(days=30)
AT_MOST = 5
READ = 100  # troubled deliveries that are looked at to put equal ones together
_TROUBLED = (DeliveryState.REFUSED, DeliveryState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Waiting(InboxRow):
    """What is open in one inbox; `n_soon` is due before `soon_at` and not yet past its time."""

    climbs_to: str
    n_late: int
    n_soon: int
    soon_at: datetime
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A case that came back to its officer, with the words of whoever returned it once they may be read."""

    item_id: UUID
    case_ref: str
    by_name: str
    note: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerCame:
    """A case that is open again because a question of its officer was answered."""

    item_id: UUID
    case_ref: str
    by_name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Troubled:
    """Decisions that the business system refused for one reason, or of which it said nothing in time.

    The newest of them speaks for all; `case_refs` begins with it. since: when the oldest became overdue.
    """

    case_refs: tuple[str, ...]
    is_refused: bool
    since: datetime | None
    says: str
    by_name: str

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.case_refs)


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of the decisions of thirty days; all but `recorded` add up to it."""

    recorded: int
    applied: int
    sent: int
    not_sent: int
    held: int
    refused: int
    overdue: int
    undone: int
    reversed: int
    skipped: int


@dataclass(frozen=True, slots=True)
class OfficerHome:
    held: list[ReviewItem]
    answers: list[AnswerCame]
    returned: list[Returned]
    n_troubled: int
    troubled: list[Troubled]
    fates: Fates
    because_of: list[BecauseOf]
    limits: list[AuthorityLimit]
    follow_ups: list[FollowUpRow]
    n_follow_ups: int


def officer_home(*, to: Actor, now: datetime) -> OfficerHome:
    """Return what an officer's day starts with; only their own work and decisions."""
    own = standing().filter(decision__by=to)
    newest = troubled(own)
    n_read = sum(one.n for one in newest)
    due, n_due = due_first(to=to, limit=AT_MOST, now=now)
    return OfficerHome(
        held=held(to=to, now=now),
        answers=_answers(to),
        returned=_returned(to),
        n_troubled=n_read if n_read < READ else own.count(),
        troubled=newest,
        fates=_fates(to, now),
        because_of=teaching.because_of(to=to),
        limits=limits(to, now),
        follow_ups=due,
        n_follow_ups=n_due,
    )


def held(*, to: Actor, now: datetime) -> list[ReviewItem]:
    """Return the cases that a person holds, the one that is free again first."""
    rows = ReviewItem.objects.filter(holder=to, state=ItemState.CLAIMED, held_until__gt=now)
    return list(rows.select_related("case").order_by("held_until")[:AT_MOST])


def waiting(*, to: Actor, now: datetime) -> list[Waiting]:
    """Return the inboxes a person may look into, with what waits in each and how late it is."""
    soon_at = before(now)
    oldest = ReviewItem.objects.filter(inbox=OuterRef("pk"), state=ItemState.OPEN).order_by("opened_at", "id")
    rows = (
        access.visible_inboxes(to)
        .select_related("climbs_to")
        .annotate(
            waiting=FilteredRelation("items", condition=Q(items__state=ItemState.OPEN)),
            n_open=Count("waiting"),
            n_late=Count("waiting", filter=Q(waiting__due_at__lte=now)),
            n_soon=Count("waiting", filter=Q(waiting__due_at__gt=now, waiting__due_at__lt=soon_at)),
            oldest_at=Min("waiting__opened_at"),
            oldest_due_at=Subquery(oldest.values("due_at")[:1]),
            n_notices=Counted(notify.first_new(to)),
            n_questions=up_to(access.to_answer(to)),
        )
    )
    return [
        Waiting(
            id=one.id,
            slug=one.slug,
            name=speak_kept(one.name),
            level=one.level,
            may_work=access.may_work(to, one.id),
            may_supervise=access.may_supervise(to, one.id),
            climbs_to=speak_kept(one.climbs_to.name) if one.climbs_to else "",
            n_open=one.n_open,
            n_late=one.n_late,
            n_soon=one.n_soon,
            soon_at=soon_at,
            oldest_at=one.oldest_at,
            oldest_due_at=one.oldest_due_at,
            n_notices=one.n_notices,
            n_questions=one.n_questions,
        )
        for one in rows
    ]


def before(now: datetime) -> datetime:
    """Return the full hour, three to four hours from now, before which a due time is soon."""
    return (now + SOON).replace(minute=0, second=0, microsecond=0)


def _answers(to: Actor) -> list[AnswerCame]:
    """Every case once, the newest answer first; until somebody takes the case and lets it go or decides."""
    open_reason = ItemReason.objects.filter(item=OuterRef("item"), kind=ReasonKind.ANSWERED, closed_at=None)
    rows = (
        Question.objects.filter(
            Exists(open_reason),
            item__state=ItemState.OPEN,
            item__inbox__in=accounts.granted_ids(to, "work_inbox"),
            asked_by=to,
            result=AskResult.ANSWERED,
        )
        .select_related("item__case", "closed_by")
        .order_by("-closed_at", "-id")[: AT_MOST * 2]
    )
    latest: dict[UUID, Question] = {}
    for row in rows:
        latest.setdefault(row.item_id, row)
    return [
        AnswerCame(
            one.item_id,
            one.item.case.case_ref,
            one.closed_by.name if one.closed_by else "",
            one.item.due_at,
        )
        for one in list(latest.values())[:AT_MOST]
    ]


def _returned(to: Actor) -> list[Returned]:
    """Every case once, the newest return first."""
    rows = (
        Escalation.objects.filter(
            Q(item__state=ItemState.OPEN) | Q(item__state=ItemState.CLAIMED, item__holder=to),
            raised_by=to,
            result="RETURNED",
            item__inbox__in=accounts.granted_ids(to, "work_inbox"),
        )
        .annotate(is_walled=access.is_walled(to, case="item__case", system="item__system"))
        .select_related("item__case", "closed_by")
        .order_by("-closed_at", "-id")
    )
    latest: dict[UUID, Any] = {}
    for row in rows[: AT_MOST * 2]:
        latest.setdefault(row.item_id, row)
    shown = list(latest.values())[:AT_MOST]
    keys = vault.open_keys([one.item.case.subject_id for one in shown]) if shown else {}
    return [
        Returned(
            item_id=one.item_id,
            case_ref=one.item.case.case_ref,
            by_name=one.closed_by.name if one.closed_by else "",
            note=""
            if one.is_walled
            else reviews.sealed_text(one.sealed_answer, subject_id=one.item.case.subject_id, keys=keys),
            due_at=one.item.due_at,
        )
        for one in shown
    ]


def standing() -> QuerySet[Delivery]:
    """Return refused or unconfirmed deliveries of cases that nobody has decided again since."""
    again = Decision.objects.filter(
        case=OuterRef("decision__case"), decided_at__gt=OuterRef("decision__decided_at"), withdrawal=None
    )
    return Delivery.objects.filter(~Exists(again), state__in=_TROUBLED)


def troubled(rows: QuerySet[Delivery]) -> list[Troubled]:
    """Return these deliveries, equal ones together, the newest first, with what was answered."""
    read = list(
        rows.select_related("decision__case", "decision__by").order_by("-receipt_due_at", "-id")[:READ]
    )
    refused = [one.id for one in read if one.state == DeliveryState.REFUSED]
    told = (
        Receipt.objects.filter(delivery__in=refused)
        .select_related("delivery__decision__case")
        .order_by("received_at")
        if refused
        else ()
    )
    receipts = {one.delivery_id: one for one in told}
    alike: dict[tuple[str, str], list[Delivery]] = {}
    for one in read:
        receipt = receipts.get(one.id)
        alike.setdefault((one.state, receipt.code if receipt else ""), []).append(one)
    first = [receipts[group[0].id] for group in alike.values() if group[0].id in receipts]
    details = delivery.details_of(first)
    return [_alike(group, receipts.get(group[0].id), details) for group in alike.values()]


def _alike(group: list[Delivery], receipt: Receipt | None, details: dict[UUID, str]) -> Troubled:
    newest = group[0]
    is_refused = newest.state == DeliveryState.REFUSED
    code = receipt.code if receipt else ""
    detail = details.get(receipt.id, "") if receipt else ""
    return Troubled(
        case_refs=tuple(one.decision.case.case_ref for one in group),
        is_refused=is_refused,
        since=group[-1].receipt_due_at,
        says=words.refusal(code, detail) if is_refused else "",
        by_name=newest.decision.by.name,
    )


def _fates(to: Actor, now: datetime) -> Fates:
    stands = Q(withdrawal=None, reversed_by=None)
    held = Q(approval__isnull=False, approval__closed_at=None)
    kinds = {
        "applied": stands & Q(delivery__state=DeliveryState.APPLIED),
        "sent": stands & Q(delivery__state=DeliveryState.SENT),
        "not_sent": stands & ~held & (Q(delivery=None) | Q(delivery__state=DeliveryState.PENDING)),
        "held": stands & held,
        "refused": stands & Q(delivery__state=DeliveryState.REFUSED),
        "overdue": stands & Q(delivery__state=DeliveryState.OVERDUE),
        "undone": Q(withdrawal__isnull=False),
        "reversed": Q(withdrawal=None, reversed_by__isnull=False),
        "skipped": stands & Q(delivery__state=DeliveryState.SKIPPED),
    }
    counted = {name: Count("id", filter=kind) for name, kind in kinds.items()}
    own = access.own_decisions(to).filter(decided_at__gt=now - WINDOW)
    return Fates(**own.aggregate(recorded=Count("id"), **counted))


def limits(to: Actor, now: datetime) -> list[AuthorityLimit]:
    """Return what bounds the person today, by AI system and outcome."""
    rows = registry.limits_of(roles=accounts.roles(to), person_id=to.id, now=now).filter(
        system__organisation=to.organisation_id
    )
    return list(
        rows.select_related("system", "outcome_code").order_by("system__name", "outcome_code__caution")
    )
