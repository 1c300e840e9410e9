"""Second reviews on their way: drawn when a decision comes into force, given, told, settled."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import transactions
from apps.core.wake import wake
from apps.delivery import services as delivery
from apps.flow.selectors import rollbacks, vigilance
from apps.flow.services import compensating
from apps.intake.models import CaseKind
from apps.notify import services as notify
from apps.policy import rules as policy_rules
from apps.policy import selectors as policies
from apps.policy.rules import Draw
from apps.reviews import services as reviews
from apps.reviews.models import Decision, FirstView, ReviewItem, SecondReview
from apps.reviews.services import View
from apps.reviews.states import DecisionKind, ItemKind, SecondResult

BY_PEOPLE = frozenset({DecisionKind.APPROVED, DecisionKind.OVERRIDDEN})


def draw(*, decision: Decision, by: Actor, now: datetime) -> SecondReview | None:
    """Draw a decision that comes into force for a second opinion, or not, inside the release's transaction.

    By the policy version in force, from the decision's id: anyone can draw again. Only what a person decided
    on a real case. The decision is in force either way, and is not delayed.
    """
    transactions.require()
    if decision.item_id is None or decision.kind not in BY_PEOPLE or decision.case.kind != CaseKind.REAL:
        return None
    version = policies.live(decision.recommendation.system_id)
    if version is None:
        return None
    rates = policies.compiled(version).second_reviews
    why = policy_rules.drawn(rates, _fits(decision, rates), decision_id=decision.id, policy_id=version.id)
    if why is None:
        return None
    item = ReviewItem.objects.select_related("inbox__climbs_to").get(id=decision.item_id)
    if item.kind != ItemKind.RECOMMENDATION:
        return None
    due_at = now + timedelta(hours=rates.due_hours)
    return reviews.open_second_review(
        decision=decision, item=item, why=why.value, share=rates.share(why), due_at=due_at, by=by, now=now
    )


def _fits(decision: Decision, rates: policy_rules.SecondReviews) -> Collection[Draw]:
    """Say for which reasons a decision may be drawn; no statement where chance alone draws."""
    if not rates.targets:
        return (Draw.RANDOM,)
    return (Draw.RANDOM, *vigilance.signs(decision, unsure_from_minor=rates.unsure_from_minor))


def give_view(
    *, item_id: UUID, view: View, version: int, token: int, by: Actor, now: datetime
) -> tuple[FirstView, SecondReview | None]:
    """Keep what somebody judges before they see any advice: a first view, or a second opinion.

    The latter ends the second review for them; where it differs from the decision, supervisors are told.
    Raises: as reviews.give_first_view, reviews.give_opinion.
    """
    held: dict[str, Any] = {"item_id": item_id, "view": view, "version": version, "token": token}
    held |= {"by": by, "now": now}
    if not ReviewItem.objects.filter(id=item_id, kind=ItemKind.SECOND_REVIEW).exists():
        return reviews.give_first_view(**held), None
    with transactions.verb():
        given, row = reviews.give_opinion(**held)
        _tell_supervisors(row, now)
        return given, row


def _tell_supervisors(row: SecondReview, now: datetime) -> None:
    if row.result == SecondResult.AGREES:
        return
    supervisors = accounts.holders("supervise_inbox", row.inbox_id, now=now)
    apart = supervisors.exclude(id__in=[*row.kept_from, row.reviewer_id])
    for actor_id in apart.values_list("id", flat=True):
        _tell(row, actor_id, "second_review_differs", now)


def settle_second_review(
    *, review_id: UUID, said: reviews.Settlement, version: int, by: Actor, now: datetime
) -> SecondReview:
    """Settle what two people see in different ways; where asked, the decision is reversed and delivered anew.

    Both read the words. A supervisor's word is no judgement on the suggestion: it makes no analytic row.
    Raises: as reviews.lock_to_settle, reviews.outcome_right, reviews.told_reasons, reviews.settle;
    reviews.ReversedAlready.
    Writes: SecondReview, record `second_review.settled`; where it is reversed Decision, Release, Delivery,
    record `decision.reversed` and `decision.released`.
    """
    with transactions.verb():
        row = reviews.lock_to_settle(review_id=review_id, version=version, by=by)
        looks = reviews.lock_second_looks(decision_ids=[row.decision_id]) if said.reverse else []
        right = reviews.outcome_right(row, said, by=by, now=now)
        reversal = None
        told = reviews.told_reasons(right if said.reverse else None, said.principal)
        if said.reverse:
            reviews.close_second_looks(items=looks, now=now)
            caution = rollbacks.caution(row.system_id)
            reversal = reviews.reverse_one(
                decision=row.decision, outcome=right, told=told, caution=caution, by=by, now=now
            )
        reviews.settle(row, said, right, reversal=reversal, told=told, by=by, now=now)
        if reversal is not None:
            _put_instead(reversal, by, now)
        for actor_id in {row.decided_by_id, row.reviewer_id}:
            _tell(row, actor_id, "second_review_settled", now)
        return row


def _put_instead(reversal: Decision, by: Actor, now: datetime) -> None:
    try:
        reviews.release(decisions=[reversal], by=by, why="second_review", now=now)
    except IntegrityError as error:  # the database's own guard: it was reversed at the same moment
        raise reviews.ReversedAlready from error
    compensating.keep_facts(reversals=[reversal], now=now)
    reviews.drop_follow_ups(decisions=[reversal], by=by, now=now)
    delivery.queue_all(decisions=[reversal], due_at=now, now=now)
    wake("delivery.send_due")


def _tell(row: SecondReview, to_id: UUID | None, kind: str, now: datetime) -> None:
    if to_id is not None and not transactions.tells_past():
        notify.tell(to_actor_id=to_id, kind=kind, about_id=row.id, case_id=row.decision.case_id, now=now)
