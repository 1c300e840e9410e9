"""A first view: what a person judges from the facts alone, before the suggestion is shown to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions, vault
from apps.core.words import say
from apps.registry.models import OutcomeCode
from apps.reviews import rules
from apps.reviews.models import FirstView, ReviewItem
from apps.reviews.services import approving, moving
from apps.reviews.states import Sureness

CANNOT_SAY = "cannot_say"  # stands for no outcome: the facts do not suffice


class ViewNotAsked(refusals.IllegalMove):
    code = "first_view_not_asked"
    sentence = say("This case does not ask for your view first: its suggestion is shown.")


class ViewGiven(refusals.IllegalMove):
    code = "first_view_given"
    sentence = say("You gave your view on this case already. It stays as it is; you may decide otherwise.")


class UnknownView(refusals.Invalid):
    code = "unknown_view"
    sentence = say("Choose one of the outcomes, or say that the facts do not suffice.")


@dataclass(frozen=True, slots=True)
class View:
    """What a person says from the facts: an outcome code or CANNOT_SAY, how sure, and words if they like."""

    outcome: str
    sure: str = ""
    words: str = ""


def give_first_view(
    *, item_id: UUID, view: View, version: int, token: int, by: Actor, now: datetime
) -> FirstView:
    """Keep a reviewer's own judgement on an item they hold; from now on its suggestion is shown to them.

    It is never corrected, and decides nothing.
    Raises: as moving.require_hold, moving.require_first_hand; ViewNotAsked, ViewGiven, UnknownView,
    refusals.Invalid.
    Writes: FirstView, record `item.first_view_given`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        moving.require_first_hand(item)
        return keep_view(item=item, view=view, version=version, token=token, by=by, now=now)


def keep_view(
    *, item: ReviewItem, view: View, version: int, token: int, by: Actor, now: datetime
) -> FirstView:
    """Do what `give_first_view` does with a locked item, inside the caller's transaction."""
    transactions.require()
    if FirstView.objects.filter(item=item, by=by).exists():
        raise ViewGiven
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    return _keep(item, view, by, now)


def view_held(*, approval_id: UUID, view: View, version: int, by: Actor, now: datetime) -> FirstView:
    """Keep an approver's own judgement of a case whose decision is held, before they see that or the AI's.

    Inside the caller's transaction.
    Raises: as approving.take; ViewNotAsked, ViewGiven, UnknownView, refusals.Invalid.
    Writes: FirstView, record `item.first_view_given`.
    """
    held = approving.take(approval_id, version, by, now)
    if FirstView.objects.filter(item=held.item, by=by).exists():
        raise ViewGiven
    return _keep(held.item, view, by, now)


def _keep(item: ReviewItem, view: View, by: Actor, now: datetime) -> FirstView:
    if not item.first_view:
        raise ViewNotAsked
    row = _row(item, view, _outcome(item, view), by, now)
    row.save(force_insert=True)
    moving.renew(item)
    _record(row, by, now)
    return row


def _outcome(item: ReviewItem, view: View) -> OutcomeCode | None:
    if view.sure and view.sure not in {one.value for one in Sureness}:
        raise refusals.Invalid(say("Say unsure, fairly or sure."), field="sure")
    if len(view.words) > rules.MAX_NOTE:
        sentence = say("A note has at most %(most)s characters.", most=rules.MAX_NOTE)
        raise refusals.Invalid(sentence, field="words")
    if view.outcome == CANNOT_SAY:
        return None
    found = OutcomeCode.objects.filter(system=item.system_id, code=view.outcome).first()
    if found is None:
        raise UnknownView(field="outcome")
    return found


def _row(item: ReviewItem, view: View, outcome: OutcomeCode | None, by: Actor, now: datetime) -> FirstView:
    said, subject_id = view.words.strip(), item.case.subject_id
    sealed = vault.seal_for(said, subject_id=subject_id)
    return FirstView(
        id=ids.new(),
        item=item,
        recommendation_id=item.recommendation_id,
        by=by,
        outcome_code=outcome,
        sure=view.sure,
        sealed_words=sealed if said else None,
        item_version=item.version,
        snapshot_digest=bytes(item.context.digest),
        given_at=now,
    )


def _record(row: FirstView, by: Actor, now: datetime) -> None:
    outcome = row.outcome_code.code if row.outcome_code else None
    audit.record(
        "item.first_view_given",
        on=("item", row.item_id),
        by=by,
        at=now,
        case_id=row.item.case_id,
        data={
            "view": row.id,
            "outcome": outcome,
            "sure": row.sure,
            "item_version": row.item_version,
            "recommendation": row.recommendation_id,
            "snapshot_sha256": row.snapshot_digest,
        },
        rows=[{"view": row.id, "outcome": outcome, "sure": row.sure, "words": row.sealed_words}],
    )
