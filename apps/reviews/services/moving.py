"""The only places where an item changes state, and the checks that stand before every write to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.accounts.models import Actor
from apps.core import refusals, statements, transactions, vault
from apps.core.words import say
from apps.intake.models import Case
from apps.registry.models import AISystem
from apps.reviews import access
from apps.reviews.models import Claim, Decision, ItemReason, ReviewItem
from apps.reviews.states import MOVES, ItemKind, ItemState, ReasonKind


class NotHeld(refusals.IllegalMove):
    code = "not_held"
    sentence = say("Take this case before you decide on it.")


class AlreadyClosed(refusals.IllegalMove):
    code = "already_closed"
    sentence = say("This case was decided or withdrawn meanwhile.")


class WaitsForAnswer(refusals.IllegalMove):
    code = "waits_for_answer"
    sentence = say(
        "A question about this case is out. It is open again when the answer comes, its time passes, "
        "or the question is withdrawn."
    )


class LaidAside(refusals.IllegalMove):
    code = "laid_aside"
    sentence = say("This case is laid aside. Bring it back to its inbox to take it before its time.")


class HeldByPause(refusals.IllegalMove):
    code = "held_by_pause"
    sentence = say("A pause holds this case, so nobody can take it. It is open again when the pause ends.")


class OnlyAnOpinion(refusals.IllegalMove):
    code = "only_an_opinion"
    sentence = say(
        "Here you give a second opinion: say what you would decide, or that the facts do not suffice. "
        "Nothing else can be done with it."
    )


class LeaseOver(refusals.Expired):
    pass


class Held(refusals.HeldByAnother):
    pass


class ItemStale(refusals.Stale):
    pass


def lock(*, item_id: UUID, by: Actor) -> ReviewItem:
    """Return a visible item with its system and case, its row locked until the transaction ends.

    Only what never changes for an item is joined: after waiting for the lock PostgreSQL reads the item anew,
    but not what is joined to it.
    Raises: refusals.NotVisible.
    """
    item = locked(f"WHERE i.id = %s {LOCK}", [item_id])
    if item is None or not access.may_see(by, item):
        raise refusals.NotVisible
    return item


def why_waits(item: ReviewItem, *, to: Actor) -> refusals.IllegalMove:
    """Say what an item that waits is waiting for: its time, the end of a pause, or an answer."""
    if item.snoozed_until is not None:
        return _laid_aside(item, item.snoozed_until, to)
    held = item.reasons.filter(kind=ReasonKind.PAUSED, closed_at=None)
    return HeldByPause() if held.exists() else WaitsForAnswer()


def _laid_aside(item: ReviewItem, until: datetime, to: Actor) -> LaidAside:
    """Say until when, on the clock of the reader's organisation, and by whom."""
    at = until.astimezone(ZoneInfo(to.organisation.time_zone))
    name = item.snoozed_by.name if item.snoozed_by else say("Someone else")
    sentence = say(
        "%(name)s laid this case aside until %(day)s, %(time)s. It is open again then, or when it is brought "
        "back before.",
        name=name,
        day=at.date(),
        time=f"{at:%H:%M}",
    )
    return LaidAside(sentence, until=until, by=name)


def require_open(item: ReviewItem, *, to: Actor) -> None:
    """Refuse what nobody can take at this moment: what is held, laid aside, asked about, or closed.

    Raises: AlreadyClosed, Held, as why_waits.
    """
    if item.state == ItemState.CLAIMED:
        raise held_by(item)
    if item.state == ItemState.WAITING:
        raise why_waits(item, to=to)
    if item.state != ItemState.OPEN:
        raise AlreadyClosed(state=item.state)


def require_first_hand(item: ReviewItem) -> None:
    """Refuse on a second review what is done with cases that are to be decided.

    Raises: OnlyAnOpinion.
    """
    if item.kind == ItemKind.SECOND_REVIEW:
        raise OnlyAnOpinion


LOCK = "FOR UPDATE OF i"
_SPARED = (
    "EXISTS (SELECT FROM reviews_escalation e WHERE e.item_id = i.id)",
    "EXISTS (SELECT FROM reviews_relation r WHERE r.subject_id = c.subject_id AND r.ended_at IS NULL)",
)


def locked(wanted: str, values: Sequence[object]) -> ReviewItem | None:
    """Return the item that a constant text asks for, with system and case, by a statement planned once.

    `has_climbed` and `has_kin` are as the statement began, before it waited for the lock. So they are trusted
    only where the item must have the version that was looked at (each escalation makes another), or where the
    database refuses as well (a decision of somebody with a relation).
    """
    transactions.require()
    found = statements.read(
        "FROM reviews_reviewitem i JOIN registry_aisystem s ON s.id = i.system_id"
        f" JOIN intake_case c ON c.id = i.case_id {wanted}",
        values,
        i=ReviewItem,
        s=AISystem,
        c=Case,
        more=_SPARED,
    )
    if not found:
        return None
    item: ReviewItem
    item, system, case, item.has_climbed, item.has_kin = found[0]
    statements.relate(item, system=system, case=case)
    return item


def require_hold(item: ReviewItem, *, by: Actor, token: int, version: int, now: datetime) -> None:
    """Refuse whoever does not hold the item at this moment, or saw another version of it.

    Raises: CannotWork, RaisedByYou, Held, LeaseOver, ItemStale, NotHeld, AlreadyClosed.
    """
    access.require_work(by, item, has_climbed=item.has_climbed)
    if not ItemState(item.state).waits:
        raise AlreadyClosed(state=item.state)
    if item.state != ItemState.CLAIMED:
        mine = Claim.objects.filter(item=item, by=by, token=token).exists()
        raise LeaseOver if mine else NotHeld
    if item.holder_id != by.id:
        raise held_by(item)
    if item.token != token or item.held_until is None or item.held_until <= now:
        raise LeaseOver
    if item.version != version:
        raise ItemStale(version=item.version)


def held_by(item: ReviewItem) -> Held:
    """Return the refusal that names the holder."""
    name = item.holder.name if item.holder else say("Someone else")
    return Held(say("%(name)s holds this case at the moment.", name=name), holder=name, until=item.held_until)


def move(item: ReviewItem, *, to: ItemState, **changes: object) -> None:
    """Move a locked item one step by one guarded statement; its version grows.

    Raises: refusals.IllegalMove, ItemStale.
    """
    if (ItemState(item.state), to) not in MOVES:
        raise refusals.IllegalMove
    guarded = ReviewItem.objects.filter(id=item.id, state=item.state, version=item.version, token=item.token)
    if guarded.update(state=to, version=item.version + 1, **changes) != 1:
        raise ItemStale(version=item.version)
    item.state, item.version = to, item.version + 1
    for name, value in changes.items():
        setattr(item, name, value)


def renew(item: ReviewItem, **changes: object) -> None:
    """Change what lies before the reviewer of a locked item, who stays; its version grows.

    Raises: ItemStale.
    """
    guarded = ReviewItem.objects.filter(id=item.id, state=item.state, version=item.version, token=item.token)
    if guarded.update(version=item.version + 1, **changes) != 1:
        raise ItemStale(version=item.version)
    item.version += 1
    for name, value in changes.items():
        setattr(item, name, value)


def subject_key(item: ReviewItem) -> bytes:
    """Return the key of the item's subject, read once however much is sealed.

    Raises: vault.Erased.
    """
    subject_id = item.case.subject_id
    key: bytes | None = item.__dict__.get("_subject_key")
    if key is None:
        key = item.__dict__["_subject_key"] = vault.key_for(subject_id)
    return key


def seal(item: ReviewItem, value: object) -> bytes:
    """Seal a value under the key of the item's subject.

    Raises: vault.Erased.
    """
    return vault.seal(value, subject_id=item.case.subject_id, key=subject_key(item))


UNASSIGNED: dict[str, None] = {"assigned_to_id": None, "assigned_until": None}
FREED: dict[str, None] = {"holder_id": None, "held_since": None, "held_until": None}


def end_claim(item: ReviewItem, *, why: str, now: datetime) -> None:
    """Close the history row of the present lease."""
    Claim.objects.filter(item=item, token=item.token, ended_at=None).update(ended_at=now, ended_why=why)


_DECIDED = """
WITH moved AS (
  UPDATE reviews_reviewitem SET state = %(state)s, version = version + 1, closed_at = %(closed)s,
    release_due_at = %(release)s, pending_decision_id = %(decision)s,
    holder_id = NULL, held_since = NULL, held_until = NULL
  WHERE id = %(item)s AND state = 'CLAIMED' AND version = %(version)s AND token = %(token)s RETURNING id
), ended AS (
  UPDATE reviews_claim SET ended_at = %(now)s, ended_why = 'decided'
  WHERE item_id = %(item)s AND token = %(token)s AND ended_at IS NULL
), closed AS (
  UPDATE reviews_itemreason SET closed_at = %(now)s WHERE item_id = %(item)s AND closed_at IS NULL
), climbed AS (
  UPDATE reviews_escalation SET closed_at = %(now)s, closed_by_id = %(by)s, result = 'DECIDED'
  WHERE item_id = %(item)s AND closed_at IS NULL
), typed AS (
  DELETE FROM reviews_draft WHERE item_id = %(item)s AND by_id = %(by)s
)
SELECT count(*) FROM moved
"""


def decided(
    item: ReviewItem, decision: Decision, *, by: Actor, now: datetime, needs_approval: bool = False
) -> None:
    """Move an item that is held by its decider to DECIDED, and end all that hangs on its waiting, at once.

    Its lease, its reasons, an open escalation, the decider's draft. The decision is written next.
    needs_approval: to HELD instead, where it waits for a second person and is released by no clock.
    Raises: ItemStale; the caller's transaction then leaves nothing of it.
    """
    state = ItemState.HELD if needs_approval else ItemState.DECIDED
    closed, release = (None, None) if needs_approval else (now, decision.undo_until)
    values = {
        "state": state.value,
        "closed": closed,
        "item": item.id,
        "version": item.version,
        "token": item.token,
        "decision": decision.id,
        "release": release,
        "by": by.id,
        "now": now,
    }
    if statements.ask(_DECIDED, values) != [(1,)]:
        raise ItemStale(version=item.version)
    item.state, item.version, item.closed_at = state, item.version + 1, closed
    item.holder = item.held_since = item.held_until = None
    item.release_due_at, item.pending_decision_id = release, decision.id


def close_reasons(item: ReviewItem, *, now: datetime) -> None:
    """Close every reason for which the item waited."""
    ItemReason.objects.filter(item=item, closed_at=None).update(closed_at=now)
