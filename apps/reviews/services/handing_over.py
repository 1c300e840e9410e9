"""All that somebody has of all inboxes goes to somebody else who may take it, or back to everybody."""

from datetime import datetime

from django.db.models import F, Q

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import transactions
from apps.core.words import Words
from apps.reviews import access
from apps.reviews.models import FollowUp, ReviewItem
from apps.reviews.services import handing_on
from apps.reviews.states import FollowUpState, HandOnWhy, ItemState


def pass_all(
    *, of: Actor, to: Actor | None, says: Words, by: Actor, now: datetime
) -> list[tuple[ReviewItem, Actor | None]]:
    """Pass on what somebody holds or was given; returns each item with who keeps it now, None for everybody.

    What was typed stays its writer's.
    Writes: ItemReason, record `item.handed_on`.
    """
    transactions.require()
    has = Q(state=ItemState.CLAIMED, holder=of) | Q(state=ItemState.OPEN, assigned_to=of)
    rows = ReviewItem.objects.select_for_update(of=("self",)).select_related("case", "inbox", "system")
    passed = []
    for item in rows.filter(has).order_by("id"):
        taker = to if to and access.why_not(to, item, item.escalations.all()) is None else None
        handing_on.pass_to(
            item, to=taker, before=of, cause=HandOnWhy.ABSENT, note="", by=by, now=now, says=says
        )
        passed.append((item, taker))
    return passed


def pass_follow_ups(
    *, of: Actor, to: Actor | None, until: datetime, by: Actor, now: datetime
) -> list[FollowUp]:
    """Pass on the open follow-ups of somebody that fall due before an instant: to somebody, or to the inbox.

    Who has one now is told anew when it is due.
    Writes: record `follow_up.passed_on`.
    """
    transactions.require()
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("decision")
    passed = []
    for one in rows.filter(owner=of, state=FollowUpState.OPEN, due_at__lt=until).order_by("id"):
        one.owner = to if to and access.may_work(to, one.inbox_id) else None
        FollowUp.objects.filter(id=one.id).update(owner=one.owner, told_at=None, version=F("version") + 1)
        audit.record(
            "follow_up.passed_on",
            on=("follow_up", one.id),
            by=by,
            at=now,
            case_id=one.decision.case_id,
            data={"from": of.id, "to": one.owner_id, "due_at": one.due_at},
        )
        passed.append(one)
    return passed
