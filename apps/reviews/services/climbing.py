"""Items climb their ladder: by their clocks, in sets and once each; or because somebody or policy asks.

Whoever calls holds the items' locks. Each climb closes the stay on the level below and opens the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.functions import Least

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, ids, transactions
from apps.core.words import Words, say
from apps.intake.models import CaseKind
from apps.policy.rules import On
from apps.reviews import rules
from apps.reviews.models import Claim, Escalation, ItemReason, ReviewItem
from apps.reviews.services import because, ladders, moving
from apps.reviews.services.ladders import Rung
from apps.reviews.states import EscalationWhy, ItemKind, ItemState, ReasonKind

WORDS: dict[EscalationWhy, Words] = {
    EscalationWhy.OVER_AUTHORITY: say("Above the officer's authority"),
    EscalationWhy.UNSURE: say("The officer was not sure"),
    EscalationWhy.SECOND_OPINION: say("The officer asked for a second opinion"),
    EscalationWhy.OTHER: say("Escalated by the officer"),
    EscalationWhy.DEADLINE: say("Its due time passed undecided"),
    EscalationWhy.CLOCK: say("The time of the level below passed undecided"),
    EscalationWhy.ADVERSE_OUTCOME: say("What the officer would decide, policy has decided a level higher"),
    EscalationWhy.LOW_CALIBRATION: say("How sure the AI says it is proved unreliable"),
    EscalationWhy.FIRST_VIEW: say("The officer decided otherwise than in their first view"),
    EscalationWhy.REPEATED_OVERRIDE: say("Cases of this kind were overridden again and again"),
    EscalationWhy.UNSUPPORTED: say("A statement of the AI is not supported by the facts"),
}
# Of the time that passed, anybody may know; all else lets one guess what the AI or the officer said.
SILENT = frozenset({EscalationWhy.DEADLINE, EscalationWhy.CLOCK})


@dataclass(frozen=True, slots=True)
class Climb:
    """One item on its way up: from which stay, to which level, why (the main reason first), by whom.

    due: when its clock said so; the difference to now is recorded as lateness.
    """

    item: ReviewItem
    stay: Escalation | None
    rung: Rung
    why: tuple[EscalationWhy, ...]
    by: Actor
    note: bytes | None = None
    opinion: bytes | None = None
    due: datetime | None = None
    id: UUID = field(default_factory=ids.new)

    def late(self, now: datetime) -> int | None:
        """Return by how many seconds a clock fired late; None where no clock sent it up."""
        return None if self.due is None else max(0, int((now - self.due).total_seconds()))


def climb(climbs: Sequence[Climb], *, now: datetime, keeps_reasons: bool = False) -> list[Escalation]:
    """Move locked items up, each one level or more, in the order given; a few statements for all of them.

    keeps_reasons: why they came in at all counts on, as for items that just arrived.
    """
    transactions.require()
    items = [one.item.id for one in climbs]
    Escalation.objects.filter(id__in=[one.stay.id for one in climbs if one.stay]).update(
        closed_at=now, result="CLIMBED"
    )
    if not keeps_reasons:
        ItemReason.objects.filter(item__in=items, closed_at=None).update(closed_at=now)
    Claim.objects.filter(item__in=items, ended_at=None).update(ended_at=now, ended_why="escalated")
    clocks = ladders.Clocks(now)
    stays = [_stay(one, clocks.until(one.rung), now) for one in climbs]
    _move(climbs, now)
    Escalation.objects.bulk_create(stays)  # their roles are an array, which COPY here cannot write
    bulk.insert([_reason(one, why, now) for one in climbs for why in one.why])
    audit.record_many([_line(one, stay, now) for one, stay in zip(climbs, stays, strict=True)])
    return stays


def stand_still(item: ReviewItem, by: timedelta) -> None:
    """Give the level where an item is the time that did not count against it."""
    if by:
        open_stays = Escalation.objects.filter(item=item, closed_at=None, climbs_at__isnull=False)
        open_stays.update(climbs_at=F("climbs_at") + by)


def _stay(one: Climb, until: datetime | None, now: datetime) -> Escalation:
    return Escalation(
        id=one.id,
        item=one.item,
        raised_by=one.by,
        raised_at=now,
        why=one.why[0].value,
        sealed_note=one.note,
        from_inbox=one.item.inbox,
        to_inbox=one.rung.inbox,
        level=one.rung.level,
        roles=list(one.rung.roles),
        to_owner=one.rung.is_owner,
        climbs_at=until,
        late_seconds=one.late(now),
        sealed_opinion=one.opinion,
    )


def _move(climbs: Sequence[Climb], now: datetime) -> None:
    """Put locked items where they climb to, free for everybody there; one statement per inbox.

    What a pause holds waits there for its end.
    """
    places: dict[tuple[UUID, ItemState], list[UUID]] = {}
    for one in climbs:
        state = ItemState.WAITING if one.item.state == ItemState.WAITING else ItemState.OPEN
        places.setdefault((one.rung.inbox.id, state), []).append(one.item.id)
        one.item.state, one.item.version, one.item.inbox = state, one.item.version + 1, one.rung.inbox
    for (inbox_id, state), item_ids in places.items():
        ReviewItem.objects.filter(id__in=item_ids).update(
            state=state,
            inbox=inbox_id,
            entered_at=Case(When(inbox=inbox_id, then=F("entered_at")), default=Value(now)),
            version=F("version") + 1,
            **moving.FREED,
            **moving.UNASSIGNED,
        )


def _reason(one: Climb, why: EscalationWhy, now: datetime) -> ItemReason:
    return ItemReason(
        item=one.item,
        kind=ReasonKind.ESCALATED.value,
        code=why.value,
        says=WORDS[why],
        tells_advice=why not in SILENT,
        opened_at=now,
    )


def _line(one: Climb, stay: Escalation, now: datetime) -> audit.Line:
    data: dict[str, object] = {
        "why": one.why[0].value,
        "from": stay.from_inbox_id,
        "to": stay.to_inbox_id,
        "escalation": stay.id,
        "level": stay.level,
    }
    if one.why[1:]:
        data["also"] = [why.value for why in one.why[1:]]
    if stay.to_owner:
        data["to_owner"] = True
    if stay.climbs_at is not None:
        data["until"] = stay.climbs_at
    if one.due is not None:
        data["due_at"], data["late_seconds"] = one.due, stay.late_seconds
    return audit.Line(
        "item.escalated",
        ("item", one.item.id),
        one.by,
        now,
        one.item.case_id,
        data,
        [{"escalation": stay.id, "note": stay.sealed_note, "opinion": stay.sealed_opinion}],
    )


# --- by the clock ---


@dataclass(frozen=True, slots=True)
class Fired:
    """One item whose time passed: its new stay; None where it goes no higher, and is only more urgent."""

    item: ReviewItem
    stay: Escalation | None
    due: datetime


def climb_overdue(*, now: datetime, limit: int = 200) -> list[Fired]:
    """Let items climb whose due time passed or whose level's time is over; the longest due first.

    Once each, also after downtime and with two schedulers: what another one works at is left to it, and what
    it did is not found again. An item above which there is nothing stays and becomes more urgent.
    """
    transactions.require()
    if transactions.history_runs():
        return []
    stays, items = _over(now, limit), _overdue(now, limit)
    every: list[Escalation | ReviewItem] = [*stays, *items]
    found = sorted(every, key=lambda one: (_due(one), one.id))[:limit]
    if not found:
        return []
    late = [one for one in found if isinstance(one, ReviewItem)]
    ReviewItem.objects.filter(id__in=[one.id for one in late]).update(
        urgency_due=rules.DUE_POINTS, urgency=Least(F("urgency") + rules.DUE_POINTS, 100)
    )
    climbs = _climbs(found, late)
    fired = {one.item_id: one for one in climb(climbs, now=now)} if climbs else {}
    done = [Fired(_item(one), fired.get(_item(one).id), _due(one)) for one in found]
    _stay_and_say([one for one in done if one.stay is None], now)
    return done


def _item(one: Escalation | ReviewItem) -> ReviewItem:
    return one.item if isinstance(one, Escalation) else one


def _due(one: Escalation | ReviewItem) -> datetime:
    due = one.climbs_at if isinstance(one, Escalation) else one.due_at
    assert due is not None, "found by its time"
    return due


def _over(now: datetime, limit: int) -> list[Escalation]:
    """Lock the stays whose time is over with their items, also those that somebody holds."""
    rows = (
        Escalation.objects.select_for_update(skip_locked=True, of=("self", "item"))
        .select_related("item__inbox", "item__case")
        .filter(closed_at=None, climbs_at__lte=now, item__state__in=[ItemState.OPEN, ItemState.CLAIMED])
        .order_by("climbs_at", "id")
    )
    return list(rows[:limit])


def _overdue(now: datetime, limit: int) -> list[ReviewItem]:
    """Lock the open items whose due time passed, except those whose level's time is over as well."""
    stays = Escalation.objects.filter(item=OuterRef("pk"), closed_at=None, climbs_at__lte=now)
    rows = (
        ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("inbox", "case")
        .filter(~Exists(stays), state=ItemState.OPEN, due_at__lte=now, urgency_due=0)
        .exclude(kind=ItemKind.SECOND_REVIEW)  # its decision is in force: nothing is late
        .exclude(case__kind=CaseKind.KNOWN_ANSWER)  # nobody is affected; it lapses instead
        .order_by("due_at", "id")
    )
    return list(rows[:limit])


def _climbs(found: Sequence[Escalation | ReviewItem], late: Sequence[ReviewItem]) -> list[Climb]:
    stays = {one.item_id: one for one in Escalation.objects.filter(item__in=late, closed_at=None)}
    above = ladders.read([_item(one) for one in found])
    ours = {one: accounts.system_actor(one) for one in {_item(two).inbox.organisation_id for two in found}}
    climbs = []
    for one in found:
        item = _item(one)
        stay = one if isinstance(one, Escalation) else stays.get(item.id)
        rung = _next(above, item, stay, is_over=isinstance(one, Escalation))
        if rung is not None:
            why = EscalationWhy.CLOCK if isinstance(one, Escalation) else EscalationWhy.DEADLINE
            climbs.append(Climb(item, stay, rung, (why,), ours[item.inbox.organisation_id], due=_due(one)))
    return climbs


def _next(above: ladders.Above, item: ReviewItem, stay: Escalation | None, *, is_over: bool) -> Rung | None:
    """Return where an item climbs whose time passed.

    Its level's time sends it one up; its due time to the level that policy says, or, where no clock of a
    level runs, at least one up.
    """
    rungs = above.rungs(item, stay)
    if is_over:
        return rungs[0]
    level = ladders.level_of(above.ladder(item), On.DUE_PASSED)
    is_there = stay is not None and level <= stay.level
    return None if is_there else ladders.wanted(rungs, level)


def _stay_and_say(stayed: Sequence[Fired], now: datetime) -> None:
    """Say of items that are as high as their due time sends them that it passed."""
    for one in stayed:
        item, says = one.item, say("Its due time passed undecided")
        because.open_reason(item, kind=ReasonKind.DEADLINE, says=says, now=now)
        audit.record(
            "item.overdue",
            on=("item", item.id),
            by=accounts.system_actor(item.inbox.organisation_id),
            at=now,
            case_id=item.case_id,
            data={"due_at": one.due, "late_seconds": max(0, int((now - one.due).total_seconds()))},
        )
