"""Claims: leases with a fencing token. A stale holder cannot write; typed work survives."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, When

from apps.accounts import access as accounts_access
from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, statements, transactions
from apps.reviews import access
from apps.reviews.access import relations, skills
from apps.reviews.models import Claim, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import ItemState

_OFFERED = """
WHERE i.inbox_id = (SELECT b.id FROM reviews_inbox b WHERE b.id = ANY(%s) AND b.slug = %s)
  AND i.state = 'OPEN'
  AND NOT EXISTS (
    SELECT 1 FROM reviews_escalation e
    WHERE e.item_id = i.id AND (e.raised_by_id = ANY(%s) AND e.result <> 'RETURNED' OR e.closed_at IS NULL
      AND (e.to_owner OR e.roles <> '{{}}' AND NOT e.roles && %s::varchar[])))
  AND i.id <> ALL (ARRAY(
    SELECT c.item_id FROM reviews_claim c
    WHERE c.by_id = %s AND c.ended_why = 'skipped' AND c.ended_at > %s))
  AND (i.kind <> 'SECOND_REVIEW' OR NOT EXISTS (
    SELECT 1 FROM reviews_secondreview s WHERE s.item_id = i.id AND s.kept_from && %s))
  AND NOT EXISTS (
    SELECT 1 FROM reviews_appeal a
    WHERE a.item_id = i.id AND (a.registered_by_id = ANY(%s) OR a.chain && %s))
  AND NOT EXISTS (
    SELECT 1 FROM reviews_relation r JOIN intake_case k ON k.subject_id = r.subject_id
    WHERE k.id = i.case_id AND r.person_id = ANY(%s) AND r.ended_at IS NULL)
  AND (i.assigned_to_id IS NULL OR i.assigned_to_id = %s OR i.assigned_until <= %s)
  AND (i.assigned_to_id = %s AND i.assigned_until > %s OR NOT {for_others})
ORDER BY i.urgency DESC, i.due_at, i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED
"""
_NEXT = _OFFERED.format(for_others=skills.FOR_OTHERS)
SKIPPED_FOR = timedelta(minutes=30)  # so long what one skipped is not offered to one again
_TAKEN = """
WITH taken AS (
  UPDATE reviews_reviewitem SET state = 'CLAIMED', holder_id = %(by)s, held_since = %(now)s,
    held_until = %(until)s, token = token + 1
  WHERE id = %(item)s AND state = %(state)s AND version = %(version)s AND token = %(token)s
    AND NOT EXISTS (
      SELECT 1 FROM reviews_relation r JOIN intake_case k ON k.subject_id = r.subject_id
      WHERE k.id = case_id AND r.person_id = %(by)s AND r.ended_at IS NULL)
  RETURNING id, token, holder_id
)
INSERT INTO reviews_claim (id, item_id, by_id, token, taken_at, ended_why)
SELECT %(claim)s, id, holder_id, token, %(now)s, '' FROM taken RETURNING token
"""


def claim(*, item_id: UUID, by: Actor, now: datetime, version: int | None = None) -> ReviewItem:
    """Take an item for one reviewer. Taking what one holds already is no error and changes nothing.

    version: the one the caller looked at, when it must still be that.
    Raises: refusals.NotVisible, CannotWork, RaisedByYou, Held, AlreadyClosed, ItemStale.
    Writes: Claim, record `item.claimed`.
    """
    with transactions.verb():
        return take(item_id=item_id, by=by, now=now, version=version)


def take(*, item_id: UUID, by: Actor, now: datetime, version: int | None = None) -> ReviewItem:
    """Do what `claim` does inside the caller's transaction."""
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    access.require_work(by, item)
    if not ItemState(item.state).waits:
        raise moving.AlreadyClosed(state=item.state)
    if version is not None and item.version != version:
        raise moving.ItemStale(version=item.version)
    return _take(item, by=by, now=now)


def _take(item: ReviewItem, *, by: Actor, now: datetime) -> ReviewItem:
    is_running = item.state == ItemState.CLAIMED and item.held_until is not None and item.held_until > now
    if is_running and item.holder_id == by.id:
        return item
    if is_running:
        raise moving.held_by(item)
    if item.state == ItemState.CLAIMED:
        moving.end_claim(item, why="expired", now=now)
    elif item.state == ItemState.WAITING:
        raise moving.why_waits(item, to=by)
    elif item.state != ItemState.OPEN:
        raise moving.AlreadyClosed(state=item.state)
    hold(item, by=by, now=now)
    until = item.held_until
    audit.record(
        "item.claimed",
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"token": item.token, "until": until},
    )
    return item


def hold(item: ReviewItem, *, by: Actor, now: datetime) -> None:
    """Give a locked item to somebody under a new token; who had an older one writes nothing any more.

    Raises: ItemStale.
    """
    until = now + timedelta(minutes=item.system.lease_minutes)
    values = {
        "item": item.id,
        "state": str(item.state),
        "version": item.version,
        "token": item.token,
        "claim": ids.new(),
        "by": by.id,
        "now": now,
        "until": until,
    }
    if not statements.ask(_TAKEN, values):
        relations.require_unrelated(by, item)
        raise moving.ItemStale(version=item.version)
    item.state, item.holder, item.held_since, item.held_until = ItemState.CLAIMED, by, now, until
    item.token += 1


def claim_next(*, inbox_slug: str, by: Actor, now: datetime) -> ReviewItem | None:
    """Take the most urgent open item of an inbox, or return None when there is none.

    Two reviewers asking at once get two items. Left out are what somebody skipped, for SKIPPED_FOR, what is
    assigned to somebody else, and what asks for a skill that they lack while somebody on today has it.
    Raises: refusals.NotVisible, CannotWork.
    """
    with transactions.verb():
        skips, me, near = now - SKIPPED_FOR, by.id, accounts_access.stands_for(by)
        worked, roles = access.worked(by), sorted(access.roles_of(by))
        values = [worked, inbox_slug, near, roles, me, skips, *[near] * 4, me, now]
        values += [me, now, now, now, inbox_slug, worked, me, skips]
        item = moving.locked(_NEXT, values)
        if item is not None:
            return _take(item, by=by, now=now)
        inbox = access.visible_inbox(by, slug=inbox_slug)
        if not access.may_work(by, inbox.id):
            raise access.CannotWork(permission="work_inbox")
        return None


def n_skipped(*, inbox_slug: str, by: Actor, now: datetime) -> int:
    """Count the open items of an inbox that somebody skipped and is not offered again yet."""
    mine = Claim.objects.filter(by=by, ended_why="skipped", ended_at__gt=now - SKIPPED_FOR)
    items = access.visible_items(by).filter(inbox__slug=inbox_slug, state=ItemState.OPEN)
    return items.filter(id__in=mine.values("item")).count()


def start(*, inbox_slug: str, by: Actor, now: datetime) -> ReviewItem | None:
    """Go on with what one holds, here before elsewhere; else take what is assigned to one here, or the next.

    Raises: refusals.NotVisible, CannotWork.
    """
    held = (
        access.visible_items(by)
        .filter(state=ItemState.CLAIMED, holder=by, held_until__gt=now)
        .order_by(Case(When(inbox__slug=inbox_slug, then=0), default=1), "held_since", "id")
        .first()
    )
    if held is not None:
        return held
    mine = ReviewItem.objects.filter(assigned_to=by, inbox__slug=inbox_slug, state=ItemState.OPEN)
    for item_id in mine.order_by("-urgency", "due_at", "id").values_list("id", flat=True)[:1]:
        with suppress(refusals.IllegalMove, refusals.HeldByAnother, refusals.NotAllowed):
            return claim(item_id=item_id, by=by, now=now)
    return claim_next(inbox_slug=inbox_slug, by=by, now=now)


def extend(*, item_id: UUID, token: int, by: Actor, now: datetime, version: int | None = None) -> ReviewItem:
    """Lengthen one's own running lease to its full time from now (heartbeat; leaves no entry).

    version: the one the caller looked at, when it must still be that.

    Raises: as moving.require_hold.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        moving.require_hold(item, by=by, token=token, version=version or item.version, now=now)
        item.held_until = now + timedelta(minutes=item.system.lease_minutes)
        ReviewItem.objects.filter(id=item.id, token=token, holder=by, state=ItemState.CLAIMED).update(
            held_until=item.held_until
        )
        return item


def let_go(*, item_id: UUID, token: int, by: Actor, now: datetime) -> ReviewItem:
    """Give an item back to its inbox.

    Raises: as moving.require_hold.
    Writes: record `item.let_go`.
    """
    with transactions.verb():
        return put_back(item_id=item_id, token=token, version=None, code="", by=by, now=now)


def put_back(
    *,
    item_id: UUID,
    token: int,
    version: int | None,
    code: str,
    by: Actor,
    now: datetime,
    is_skip: bool = False,
) -> ReviewItem:
    """Give an item back to its inbox inside the caller's transaction; code: why, where the person said it.

    is_skip: they want the next one instead, so this one is not offered to them again for SKIPPED_FOR.

    Raises: as moving.require_hold.
    Writes: record `item.let_go`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    seen = item.version if version is None else version
    moving.require_hold(item, by=by, token=token, version=seen, now=now)
    why = "skipped" if is_skip else "released"
    _free(item, why=why, by=by, verb="item.let_go", now=now, code=code)
    return item


def put_back_for(item: ReviewItem, *, by: Actor, now: datetime) -> None:
    """Give a locked item back for its holder, who may not decide it any more; their draft is kept."""
    transactions.require()
    _free(item, why="put_back", by=by, verb="item.put_back", now=now)


def _free(item: ReviewItem, *, why: str, by: Actor, verb: str, now: datetime, code: str = "") -> None:
    moving.end_claim(item, why=why, now=now)
    ReviewItem.objects.filter(id=item.id, token=item.token, state=ItemState.CLAIMED).update(
        state=ItemState.OPEN, **moving.FREED
    )
    item.state, item.holder, item.held_until = ItemState.OPEN, None, None
    audit.record(
        verb,
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data={"token": item.token, "why": why} | ({"code": code} if code else {}),
    )


def release_expired_claims(*, now: datetime, limit: int = 200) -> int:
    """Put items whose lease ran out back into their inboxes; returns how many.

    Safe to run at once, or never: an expired lease cannot write, and anyone may take the item over.
    """
    with transactions.verb():
        if transactions.history_runs():
            return 0
        rows = list(
            ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("inbox")
            .filter(state=ItemState.CLAIMED, held_until__lte=now)
            .order_by("held_until")[:limit]
        )
        for item in rows:
            system = accounts.system_actor(item.inbox.organisation_id)
            _free(item, why="expired", by=system, verb="item.claim_expired", now=now)
        return len(rows)


def note_expired(*, limit: int) -> list[Claim]:
    """Mark leases that ran out as noted, inside the caller's transaction; returns them, each only once ever.

    Whoever ended them: the sweep, or somebody who took the item before it came. What another worker marks at
    this moment is left to it.
    """
    transactions.require()
    rows = Claim.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        ended_why="expired", is_noted=False
    )
    found = list(rows.select_related("item", "by").order_by("ended_at")[:limit])
    Claim.objects.filter(id__in=[one.id for one in found]).update(is_noted=True)
    return found
