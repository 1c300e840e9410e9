"""Facts change under an item that waits: its version grows, and it goes where policy now wants it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.core import transactions
from apps.core.words import say
from apps.intake.models import ContextSnapshot
from apps.reviews import access, rules
from apps.reviews.models import Draft, Escalation, Inbox, ItemReason, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import ItemKind, ItemState, ReasonKind

ASKED_AGAIN = say("Facts changed after the suggestion, so policy was asked again")


@dataclass(frozen=True, slots=True)
class Reroute:
    """Where policy wants an item now. `because` are (code, sentence) of the rules that fired.

    tells: the codes that let one guess what the AI suggests.
    """

    inbox: Inbox
    because: Sequence[tuple[str, str]]
    due_at: datetime
    is_supervised: bool
    is_legible: bool
    tells: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Renewed:
    """An item whose facts changed: where it was taken from, who lost their hold, and who is to be told."""

    item: ReviewItem
    from_inbox: Inbox | None
    lost_hold: UUID | None
    people: tuple[UUID, ...]


def lock_waiting(*, case_id: UUID, system_id: UUID, recommendation_id: UUID) -> list[ReviewItem]:
    """Lock what waits on a recommendation, so that nobody decides between the look and the change.

    Whoever decides at this moment comes first or second: first, and the item no longer waits here; second,
    and they are told that they saw an older version.
    """
    transactions.require()
    waiting = [state.value for state in ItemState if state.waits]
    rows = ReviewItem.objects.select_for_update(of=("self",)).filter(
        case=case_id, system=system_id, recommendation=recommendation_id, state__in=waiting
    )
    rows = rows.exclude(kind=ItemKind.SECOND_REVIEW)  # judged on the facts of the decision
    return list(rows.select_related("system", "case").order_by("id"))


def renew_facts(
    *, item: ReviewItem, snapshot: ContextSnapshot, reroute: Reroute | None, now: datetime
) -> Renewed:
    """Lay newer facts before the reviewer of a locked item, and move it where policy wants it.

    An escalated item, or one that a second person looks at, stays with them; its reasons change all the
    same. It is never due later than was promised. A hold goes on where the holder may work in the new inbox;
    what they typed is kept either way.
    """
    transactions.require()
    people = set(Draft.objects.filter(item=item).values_list("by", flat=True))
    people |= {item.holder_id} if item.holder_id else set()
    changes: dict[str, object] = {"snapshot": snapshot}
    to = None
    if reroute is not None and item.kind == ItemKind.RECOMMENDATION:
        to = _target(item, reroute)
        changes |= _reweighed(item, reroute)
        _replace_reasons(item, reroute, moved=to is not None, now=now)
    return _put(item, changes, to, tuple(sorted(people)), now)


def _put(
    item: ReviewItem, changes: dict[str, object], to: Inbox | None, people: tuple[UUID, ...], now: datetime
) -> Renewed:
    if to is None:
        moving.renew(item, **changes)
        return Renewed(item, None, None, people)
    below, holder = item.inbox, item.holder
    if item.state == ItemState.CLAIMED and not (holder and access.may_work(holder, to.id)):
        moving.end_claim(item, why="moved", now=now)
        moving.move(item, to=ItemState.OPEN, inbox=to, entered_at=now, **changes, **moving.FREED)
        return Renewed(item, below, holder.id if holder else None, people)
    moving.renew(item, inbox=to, entered_at=now, **changes)
    return Renewed(item, below, None, people)


def _target(item: ReviewItem, reroute: Reroute) -> Inbox | None:
    if item.state not in {ItemState.OPEN, ItemState.CLAIMED} or item.inbox_id == reroute.inbox.id:
        return None
    if Escalation.objects.filter(item=item, closed_at=None).exists():
        return None
    return reroute.inbox


def _reweighed(item: ReviewItem, reroute: Reroute) -> dict[str, object]:
    weight = rules.urgency(
        stake_minor=item.stake_minor, is_supervised=reroute.is_supervised, is_legible=reroute.is_legible
    )
    return {
        "urgency": min(100, weight.total + item.urgency_due + item.urgency_asked),
        "urgency_risk": weight.risk,
        "due_at": min(item.due_at, reroute.due_at),
    }


def _replace_reasons(item: ReviewItem, reroute: Reroute, *, moved: bool, now: datetime) -> None:
    kinds = [ReasonKind.POLICY, ReasonKind.FACTS_CHANGED]
    ItemReason.objects.filter(item=item, kind__in=kinds, closed_at=None).update(closed_at=now)
    ItemReason.objects.bulk_create(
        [
            *(
                ItemReason(
                    item=item,
                    kind=ReasonKind.POLICY,
                    code=code,
                    says=says,
                    tells_advice=code in reroute.tells,
                    opened_at=now,
                )
                for code, says in reroute.because
            ),
            ItemReason(
                item=item,
                kind=ReasonKind.FACTS_CHANGED,
                says=ASKED_AGAIN,
                from_inbox=item.inbox if moved else None,
                opened_at=now,
            ),
        ]
    )
