"""Inboxes and their items, in policy order, with keyset pages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from apps.accounts.models import Actor
from apps.core import money, refusals, statements
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors, listing
from apps.flow.selectors.counting import COUNT_TO, Counted, up_to
from apps.flow.selectors.follow_ups import due_in
from apps.flow.selectors.listing import ItemRow
from apps.intake.models import CaseKind
from apps.intake.rules import Severity
from apps.notify import selectors as notify
from apps.reviews import access
from apps.reviews.models import Inbox, ItemReason, ReviewItem, SavedView
from apps.reviews.states import ItemState, ReasonKind

PAGE = 50
VIEWS = ("open", "mine", "assigned", "held", "waiting", "snoozed", "paused", "returned", "escalated", "done")
FOLLOW_UPS = "follow_ups"  # a view of an inbox whose rows are no items: `follow_ups` gives them
SOON = timedelta(hours=2)
SORTS = {"due": cursors.DUE, "age": cursors.AGE, "amount": cursors.AMOUNT}


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
    """An inbox. n_open is exact up to 1,000; 1,001 says there are more."""

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
    n_questions: int | None = field(default=None, kw_only=True)  # that wait for the reader's answer


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of an inbox. Counts, where asked for, are exact up to 1,000; 1,001 says there are more."""

    inbox: Inbox
    rows: list[ItemRow]
    next: str | None
    counts: dict[str, int]
    currency: str
    views: tuple["Kept", ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A view that its reader keeps: what its address asks for, under a name."""

    id: UUID
    name: str
    asked: dict[str, str]
    is_default: bool


@dataclass(frozen=True, slots=True)
class ItemList:
    """One page of items and the cursor of the following one."""

    rows: list[ItemRow]
    next: str | None


def inbox_list(*, to: Actor) -> list[InboxRow]:
    """Return the inboxes a person may look into, with what waits in each."""
    return [
        InboxRow(
            id=inbox_id,
            slug=slug,
            name=speak_kept(name),
            level=level,
            n_open=n_open,
            oldest_at=oldest_at,
            may_work=access.may_work(to, inbox_id),
            may_supervise=access.may_supervise(to, inbox_id),
            n_notices=n_notices,
            n_questions=n_questions,
        )
        for inbox_id, slug, name, level, n_open, oldest_at, n_notices, n_questions in _LIST.ask(
            **access.reading(to)
        )
    ]


def _list(**reader: Any) -> QuerySet[Inbox, Any]:
    to = access.reader(**reader)
    waiting = ReviewItem.objects.filter(inbox=OuterRef("pk"), state=ItemState.OPEN)
    oldest = waiting.order_by("opened_at").values("opened_at")[:1]
    inboxes = access.visible_inboxes(to).annotate(
        n_open=up_to(waiting),
        oldest_at=Subquery(oldest),
        n_notices=Counted(notify.first_new(to)),
        n_questions=up_to(access.to_answer(to)),
    )
    return inboxes.values_list(
        "id", "slug", "name", "level", "n_open", "oldest_at", "n_notices", "n_questions"
    )


_LIST = statements.Written(_list)


def inbox_page(
    *,
    slug: str,
    to: Actor,
    now: datetime,
    view: str = "open",
    after: str | None = None,
    limit: int = PAGE,
    narrow: Narrow = EVERYTHING,
    sort: str = "",
) -> InboxPage:
    """Return one page of an inbox's items; counts are those of the views, before `narrow`.

    sort: one of SORTS; empty is the order of the view. The view of follow-ups has no items.
    Raises: refusals.NotVisible for an inbox the person may not look into; refusals.Invalid for a cursor that
    this list never gave.
    """
    found = _HEAD.ask(slug=slug, midnight=_midnight(to, now), now=now, **access.reading(to))
    if not found:
        raise refusals.NotVisible
    inbox = statements.row_of(Inbox, found[0][: len(_INBOX)])
    used, kept, *counts = found[0][len(_INBOX) :]
    currency = str(used or "")
    rows: list[ItemRow] = []
    following = None
    if _is_first(view=view, sort=sort, after=after, limit=limit) and narrow == EVERYTHING:
        rows, following = _first(slug, to)
    elif view != FOLLOW_UPS:
        items = _narrowed(_view(inbox, view, to, _midnight(to, now)), narrow, currency=currency, now=now)
        item_ids, following = _places(items, order_of(view, sort), after, limit)
        rows = listing.item_rows(item_ids=item_ids, to=to)
    return InboxPage(
        inbox=inbox,
        rows=rows,
        next=following,
        counts=dict(zip((*VIEWS, FOLLOW_UPS), counts, strict=True)),
        currency=currency,
        views=tuple(
            Kept(UUID(one["id"]), one["name"], one["asked"], one["is_default"]) for one in _said(kept)
        ),
    )


def _head(*, slug: str, midnight: datetime, now: datetime, **reader: Any) -> QuerySet[Inbox, Any]:
    """Ask for an inbox with all its counts, its currency and the views that its reader keeps."""
    to = access.reader(**reader)
    counted = {f"n_{name}": up_to(_view(OuterRef("pk"), name, to, midnight)) for name in VIEWS}
    counted[f"n_{FOLLOW_UPS}"] = up_to(due_in(OuterRef("pk"), to=to, now=now))
    kept = SavedView.objects.filter(inbox=OuterRef("pk"), by=to.id).order_by("name")
    views = ArraySubquery(kept.values(one=JSONObject(**{name: name for name in _KEPT})))
    inboxes = _with_currency(access.visible_inboxes(to).filter(slug=slug))
    inboxes = inboxes.annotate(views=views, **counted)
    return inboxes.values_list(*_INBOX, "currency", "views", *counted)


def _with_currency(inboxes: QuerySet[Inbox]) -> QuerySet[Inbox, Any]:
    """Say of each inbox what currency its amounts are of."""
    there = ReviewItem.objects.filter(inbox=OuterRef("pk"))
    used = [
        Subquery(there.filter(state__in=states).order_by(order).values("system__currency")[:1])
        for states, order in _INDEXED
    ]
    return inboxes.annotate(currency=Coalesce(*used))


def _currency_of(inbox: Inbox) -> str:
    return str(_with_currency(Inbox.objects.filter(id=inbox.id)).get().currency or "")


# States and orders by which an index finds items of an inbox: an empty one among a million is no search.
_INDEXED = (
    ([ItemState.OPEN], "opened_at"),
    ([ItemState.CLAIMED, ItemState.WAITING, ItemState.HELD], "state"),
    ([ItemState.DECIDED], "-closed_at"),
)
_INBOX = statements.names_of(Inbox)
_HEAD = statements.Written(_head)


def _said(kept: list[str] | str) -> list[dict[str, Any]]:
    """Read what the database says of an array of JSON."""
    return [orjson.loads(one) if isinstance(one, str) else one for one in kept]


def _is_first(*, view: str, sort: str, after: str | None, limit: int) -> bool:
    return view == "open" and not sort and not after and limit == PAGE


def _first(slug: str, to: Actor, *, with_facts: bool = False) -> tuple[list[ItemRow], str | None]:
    rows = listing.first_rows(slug=slug, to=to, with_facts=with_facts)
    return rows[:PAGE], cursors.POLICY.cursor(rows[PAGE - 1]) if len(rows) > PAGE else None


_KEPT = ("id", "name", "asked", "is_default")


def saved_views(*, slug: str, to: Actor) -> list[Kept]:
    """Return the views of an inbox that the person keeps, by name.

    Raises: refusals.NotVisible.
    """
    inbox = access.visible_inbox(to, slug=slug)
    rows = SavedView.objects.filter(inbox=inbox, by=to).order_by("name")
    return [Kept(one.id, one.name, one.asked, one.is_default) for one in rows]


def item_list(
    *,
    slug: str,
    to: Actor,
    now: datetime,
    view: str = "open",
    after: str | None = None,
    limit: int = PAGE,
    sort: str = "",
    with_facts: bool = False,
    narrow: Narrow = EVERYTHING,
) -> ItemList:
    """Return one page of an inbox's items for a machine: no counts, and its first page in one statement.

    One more for an amount. Raises: as inbox_page.
    """
    if _is_first(view=view, sort=sort, after=after, limit=limit) and narrow == EVERYTHING:
        rows, following = _first(slug, to, with_facts=with_facts)
        if not rows:
            access.visible_inbox(to, slug=slug)
        return ItemList(rows, following)
    inbox = access.visible_inbox(to, slug=slug)
    is_by_amount = narrow.least is not None or narrow.most is not None
    currency = _currency_of(inbox) if is_by_amount else ""
    items = _narrowed(_view(inbox, view, to, _midnight(to, now)), narrow, currency=currency, now=now)
    item_ids, following = _places(items, order_of(view, sort), after, limit)
    return ItemList(listing.item_rows(item_ids=item_ids, to=to, with_facts=with_facts), following)


def order_of(view: str, sort: str) -> cursors.Order:
    """Return the order of a view: as its reader chose, else policy's.

    Of what is done the last first; of what is laid aside what comes back first.
    """
    return SORTS.get(sort, _USUAL.get(view, cursors.POLICY))


_USUAL = {"done": cursors.DONE, "snoozed": cursors.WAKES}


def _places(
    items: QuerySet[ReviewItem], order: cursors.Order, after: str | None, limit: int
) -> tuple[list[UUID], str | None]:
    """Return the ids of one page, and the cursor of the following one when there is one."""
    if order is cursors.AMOUNT:
        items = items.annotate(stake=Coalesce("stake_minor", -1))
    columns = [column.lstrip("-") for column in order.columns]
    rows = list(order.page(items, after, limit).values_list(*columns, named=True))
    shown = rows[:limit]
    return [row.id for row in shown], order.cursor(shown[-1]) if len(rows) > limit else None


def arrived_since(*, inbox_id: UUID, at: datetime) -> int:
    """Count what arrived in an inbox after an instant and is open, exactly up to 1,000."""
    rows = ReviewItem.objects.filter(inbox=inbox_id, state=ItemState.OPEN, opened_at__gt=at)
    return rows[:COUNT_TO].count()


def _midnight(to: Actor, now: datetime) -> datetime:
    """Return when the day began where the person's organisation is."""
    here = now.astimezone(ZoneInfo(to.organisation.time_zone))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def _view(inbox: Inbox | OuterRef, view: str, to: Actor, midnight: datetime) -> QuerySet[ReviewItem]:
    items = ReviewItem.objects.filter(inbox=inbox)
    if view in {"mine", "held"}:
        claimed = items.filter(state=ItemState.CLAIMED)
        return claimed.filter(holder=to.id) if view == "mine" else claimed.exclude(holder=to.id)
    if view == "returned":
        return items.filter(state__in=_AT_WORK, reasons__kind=ReasonKind.RETURNED, reasons__closed_at=None)
    if view == "escalated":
        return ReviewItem.objects.filter(
            escalations__raised_by=to.id, escalations__closed_at=None, escalations__from_inbox=inbox
        )
    if view == "done":
        done = items.filter(state=ItemState.DECIDED, closed_at__gte=midnight)
        return done.exclude(case__kind=CaseKind.KNOWN_ANSWER)
    if view in {"open", "assigned"}:
        given = Q() if view == "open" else Q(assigned_to=to.id)
        return items.filter(given, state=ItemState.OPEN)
    return _waiting(items, view, to)


def _waiting(items: QuerySet[ReviewItem], view: str, to: Actor) -> QuerySet[ReviewItem]:
    """Tell apart what is laid aside (`snoozed`), held by a pause (`paused`), or waits for somebody's answer.

    Also an answer: that of a second person on a decision that is held.

    Whoever is asked for a view first is not shown what a pause holds: which cases it holds tells what was
    suggested there.
    """
    if view == "snoozed":
        return items.filter(state=ItemState.WAITING, snoozed_until__isnull=False)
    paused = Exists(ItemReason.objects.filter(item=OuterRef("pk"), kind=ReasonKind.PAUSED, closed_at=None))
    if view == "paused":
        return items.filter(paused, state=ItemState.WAITING).exclude(access.is_walled(to))
    asked = Q(~paused, state=ItemState.WAITING, snoozed_until=None)
    return items.filter(asked | Q(state=ItemState.HELD))


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
    if flag in listing.FINDINGS:
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
