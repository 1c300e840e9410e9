"""Inboxes and their items, in policy order, with keyset pages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import Actor
from apps.core import money, refusals
from apps.core.speech import speak, speak_kept
from apps.core.words import say
from apps.flow.selectors import cursors, walls
from apps.flow.selectors.counting import COUNT_TO, Counted, up_to
from apps.intake import selectors as intake
from apps.intake.rules import Severity
from apps.notify import selectors as notify
from apps.reviews import access
from apps.reviews.models import Inbox, ItemReason, ReviewItem
from apps.reviews.states import ItemState, ReasonKind

PAGE = 50
VIEWS = ("open", "mine", "held", "waiting", "paused", "returned", "escalated", "done")
SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list of items is narrowed to; an empty one narrows nothing. Amounts are in major units.

    flag: missing, conflict, stale, audit, undone or soon (due within two hours, or past its time).
    held: yes or no.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    flag: str = ""
    held: str = ""


EVERYTHING = Narrow()
_AT_WORK = (ItemState.OPEN, ItemState.CLAIMED)


@dataclass(frozen=True, slots=True)
class InboxRow:
    id: UUID
    slug: str
    name: str
    level: int
    n_open: int
    oldest_at: datetime | None
    may_work: bool
    may_supervise: bool
    n_notices: int | None = field(
        default=None, kw_only=True
    )  # what the reader has not seen, counted with it; None: not asked


class Flag(NamedTuple):
    kind: str
    words: str


def _spoken(flag: Flag) -> Flag:
    return Flag(flag.kind, speak(flag.words))


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a list; before a first view that it asks for, without suggestion and confidence."""

    id: UUID
    case_id: UUID
    case_ref: str
    title: str
    state: str
    version: int
    stake_minor: int | None
    currency: str
    suggestion_label: str | None
    confidence: float | None
    flags: list[Flag]
    due_at: datetime
    urgency: int
    holder_id: UUID | None
    holder_name: str | None
    is_mine: bool
    opened_at: datetime
    reasons: list[str]
    is_walled: bool
    waits_for: str | None  # answer or pause, where it waits


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of an inbox. Counts are exact up to 1,000; 1,001 says there are more."""

    inbox: Inbox
    rows: list[ItemRow]
    next: str | None
    counts: dict[str, int]
    currency: str


def inbox_list(*, to: Actor) -> list[InboxRow]:
    """Return the inboxes a person may look into, with what waits in each."""
    waiting = ReviewItem.objects.filter(inbox=OuterRef("pk"), state=ItemState.OPEN)
    oldest = waiting.order_by().values("inbox").annotate(at=Min("opened_at")).values("at")
    inboxes = access.visible_inboxes(to).annotate(
        n_open=Counted(waiting), oldest_at=Subquery(oldest), n_notices=Counted(notify.first_new(to))
    )
    return [
        InboxRow(
            id=one.id,
            slug=one.slug,
            name=speak_kept(one.name),
            level=one.level,
            n_open=one.n_open,
            oldest_at=one.oldest_at,
            may_work=access.may_work(to, one.id),
            may_supervise=access.may_supervise(to, one.id),
            n_notices=one.n_notices,
        )
        for one in inboxes
    ]


def inbox_page(
    *,
    slug: str,
    to: Actor,
    now: datetime,
    view: str = "open",
    after: str | None = None,
    limit: int = PAGE,
    narrow: Narrow = EVERYTHING,
) -> InboxPage:
    """Return one page of an inbox's items; counts are those of the views, before `narrow`.

    Raises: refusals.NotVisible for an inbox the person may not look into; refusals.Invalid for a cursor that
    this list never gave.
    """
    counted = {f"n_{name}": up_to(_view(OuterRef("pk"), name, to, now)) for name in VIEWS}
    used = ReviewItem.objects.filter(inbox=OuterRef("pk")).order_by().values("system__currency")[:1]
    inboxes = access.visible_inboxes(to).filter(slug=slug)
    inbox = inboxes.annotate(currency=Subquery(used), **counted).first()
    if inbox is None:
        raise refusals.NotVisible
    currency = str(inbox.currency or "")
    items = _narrowed(_view(inbox, view, to, now), narrow, currency=currency, now=now)
    order = cursors.DONE if view == "done" else cursors.POLICY
    rows: list[Any] = list(
        order.page(items.annotate(is_walled=access.is_walled(to)), after, limit)
        .select_related(
            "case__subject", "recommendation__outcome_code", "recommendation__snapshot", "snapshot", "holder"
        )
        .prefetch_related("reasons")
    )
    shown = rows[:limit]
    names = intake.subject_names([item.case.subject for item in shown])
    return InboxPage(
        inbox=inbox,
        rows=[
            item_row(item, names.get(item.case.subject_id, ""), to, is_walled=item.is_walled)
            for item in shown
        ],
        next=order.cursor(shown[-1]) if len(rows) > limit else None,
        counts={name: getattr(inbox, f"n_{name}") for name in VIEWS},
        currency=currency,
    )


def arrived_since(*, inbox_id: UUID, at: datetime) -> int:
    """Count what arrived in an inbox after an instant and is open, exactly up to 1,000."""
    rows = ReviewItem.objects.filter(inbox=inbox_id, state=ItemState.OPEN, opened_at__gt=at)
    return rows[:COUNT_TO].count()


def _view(inbox: Inbox | OuterRef, view: str, to: Actor, now: datetime) -> QuerySet[ReviewItem]:
    items = ReviewItem.objects.filter(inbox=inbox)
    if view == "mine":
        return items.filter(state=ItemState.CLAIMED, holder=to)
    if view == "held":
        return items.filter(state=ItemState.CLAIMED).exclude(holder=to)
    if view == "returned":
        return items.filter(state__in=_AT_WORK, reasons__kind=ReasonKind.RETURNED, reasons__closed_at=None)
    if view == "escalated":
        return ReviewItem.objects.filter(
            escalations__raised_by=to, escalations__closed_at=None, escalations__from_inbox=inbox
        )
    if view == "done":
        midnight = now.astimezone(ZoneInfo(to.organisation.time_zone)).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return items.filter(state=ItemState.DECIDED, closed_at__gte=midnight)
    return items.filter(state=ItemState.OPEN) if view == "open" else _waiting(items, view, to)


def _waiting(items: QuerySet[ReviewItem], view: str, to: Actor) -> QuerySet[ReviewItem]:
    """Tell apart what a pause holds (`paused`) and what waits for an answer (`waiting`).

    Whoever is asked for a view first is not shown what a pause holds: which cases it holds tells what was
    suggested there.
    """
    paused = Q(id__in=ItemReason.objects.filter(kind=ReasonKind.PAUSED, closed_at=None).values("item"))
    waiting = items.filter(paused if view == "paused" else ~paused, state=ItemState.WAITING)
    return waiting.exclude(access.is_walled(to)) if view == "paused" else waiting


def _narrowed(
    items: QuerySet[ReviewItem], narrow: Narrow, *, currency: str, now: datetime
) -> QuerySet[ReviewItem]:
    if narrow.least is not None:
        items = items.filter(stake_minor__gte=money.minor(narrow.least, currency))
    if narrow.most is not None:
        items = items.filter(stake_minor__lte=money.minor(narrow.most, currency))
    if narrow.held:
        items = items.filter(holder__isnull=narrow.held == "no")
    return items.filter(_flagged(narrow.flag, now)) if narrow.flag else items


def _flagged(flag: str, now: datetime) -> Q:
    if flag in _FINDING_FLAGS:
        found = Q()
        for severity in _SHOWN:
            said = [{"kind": flag, "severity": severity}]
            found |= Q(snapshot=None, recommendation__snapshot__findings__contains=said)
            found |= Q(snapshot__findings__contains=said)
        return found
    if flag == "soon":
        return Q(due_at__lte=now + SOON)
    kinds = {"audit": ReasonKind.AUDIT_SAMPLE, "undone": ReasonKind.UNDONE}
    return Q(id__in=ItemReason.objects.filter(kind=kinds[flag], closed_at=None).values("item"))


_SHOWN = tuple(one.value for one in Severity if one is not Severity.NOTE)
_FINDING_FLAGS = {
    "missing": say("Missing"),
    "conflict": say("Conflict"),
    "stale": say("Too old"),
    "impossible": say("Impossible"),
}
_REASON_FLAGS = {
    "AUDIT_SAMPLE": Flag("audit", say("Check of the AI")),
    "ESCALATED": Flag("escalated", say("Escalated")),
    "RETURNED": Flag("returned", say("Returned")),
    "UNDONE": Flag("undone", say("Undone")),
    "DEADLINE": Flag("overdue", say("Overdue")),
    "FACTS_CHANGED": Flag("changed", say("Facts changed")),
    "ANSWERED": Flag("answered", say("Answer came")),
    "UNANSWERED": Flag("unanswered", say("No answer")),
}


def flags_of(item: ReviewItem, kinds: list[str]) -> list[Flag]:
    """Return what makes an item special: why it is here again, then what its context lacks."""
    flags = [_spoken(_REASON_FLAGS[kind]) for kind in kinds if kind in _REASON_FLAGS]
    findings = item.context.findings
    for kind, words in _FINDING_FLAGS.items():
        n_found = sum(1 for one in findings if one["kind"] == kind and one["severity"] != "note")
        if n_found:
            flags.append(Flag(kind, speak(words) if n_found == 1 else f"{speak(words)} {n_found}"))
    return flags


def item_row(item: ReviewItem, title: str, to: Actor, *, is_walled: bool) -> ItemRow:
    """Write one item; reasons and related rows are loaded already. is_walled: it asks for a view first."""
    active = walls.open_reasons(item.reasons.all(), is_walled=is_walled)
    given = item.recommendation
    return ItemRow(
        id=item.id,
        case_id=item.case_id,
        case_ref=item.case.case_ref,
        title=title or item.case.case_ref,
        state=item.state,
        version=item.version,
        stake_minor=item.stake_minor,
        currency=item.recommendation.currency,
        suggestion_label=None if is_walled else speak_kept(given.outcome_code.label),
        confidence=None if is_walled else float(given.confidence),
        flags=flags_of(item, [one.kind for one in active]),
        due_at=item.due_at,
        urgency=item.urgency,
        holder_id=item.holder_id,
        holder_name=item.holder.name if item.holder else None,
        is_mine=item.holder_id == to.id,
        opened_at=item.opened_at,
        reasons=[speak_kept(one.says) for one in active],
        is_walled=is_walled,
        waits_for=_waits_for(item),
    )


def _waits_for(item: ReviewItem) -> str | None:
    if item.state != ItemState.WAITING:
        return None
    kinds = {one.kind for one in item.reasons.all() if one.closed_at is None}
    return "pause" if ReasonKind.PAUSED in kinds else "answer"
