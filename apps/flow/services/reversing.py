"""A reversal that was asked for: a compensating decision with its own delivery, or words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.core import transactions
from apps.core.wake import wake
from apps.delivery import services as delivery
from apps.flow.selectors import rollbacks as selectors
from apps.flow.services import compensating
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import ReversalRequest
from apps.reviews.rules import Principal


def request_reversal(*, decision_id: UUID, why: str, by: Actor, now: datetime) -> ReversalRequest:
    """Ask that one's own decision be reversed; whoever supervises its inbox is told.

    Raises: as reviews.request_reversal.
    """
    with transactions.verb():
        row = reviews.request_reversal(decision_id=decision_id, why=why, by=by, now=now)
        supervisors = accounts.holders("supervise_inbox", row.inbox_id, now=now)
        for actor_id in supervisors.exclude(id=by.id).values_list("id", flat=True):
            _tell(row, actor_id, "reversal_requested", now)
        return row


def withdraw_request(*, request_id: UUID, version: int, by: Actor, now: datetime) -> ReversalRequest:
    """Take one's own request for a reversal back.

    Raises: as reviews.withdraw_request.
    """
    with transactions.verb():
        return reviews.withdraw_request(request_id=request_id, version=version, by=by, now=now)


def decline_reversal(
    *, request_id: UUID, words: str, version: int, by: Actor, now: datetime
) -> ReversalRequest:
    """Let a decision stand, with words for who asked; they are told.

    Raises: as reviews.decline_reversal.
    """
    with transactions.verb():
        row = reviews.decline_reversal(request_id=request_id, words=words, version=version, by=by, now=now)
        _tell(row, row.asked_by_id, "reversal_declined", now)
        return row


def reverse_requested(
    *,
    request_id: UUID,
    outcome: str,
    words: str,
    principal: Sequence[Principal] = (),
    version: int,
    by: Actor,
    now: datetime,
) -> ReversalRequest:
    """Reverse a decision as asked: another outcome holds and is delivered on its own. Who asked is told.

    A supervisor's word on a case is no judgement on the suggestion, so no figure counts it (ADR 0031).
    principal: what the affected person is told of why, with an outcome that owes them reasons (ADR 0070).
    Raises: as reviews.lock_request, reviews.outcome_instead, reviews.told_reasons, reviews.reversed_by.
    Writes: Decision, Release, Delivery, record `decision.reversed` and `decision.released`.
    """
    with transactions.verb():
        row = reviews.lock_request(request_id=request_id, version=version, by=by)
        items = reviews.lock_second_looks(decision_ids=[row.decision_id])
        code = reviews.outcome_instead(row, outcome=outcome, by=by, now=now)
        told = reviews.told_reasons(code, principal)
        reviews.close_second_looks(items=items, now=now)
        caution = selectors.caution(row.system_id)
        instead = reviews.reverse_one(
            decision=row.decision, outcome=code, told=told, caution=caution, by=by, now=now
        )
        made = [instead]
        reviews.reversed_by(row, instead, told=told, words=words, by=by, now=now)
        try:
            reviews.release(decisions=made, by=by, why="reversal_requested", now=now)
        except IntegrityError as error:  # the database's own guard: it was reversed at the same moment
            raise reviews.ReversedAlready from error
        compensating.keep_facts(reversals=made, now=now)
        reviews.drop_follow_ups(decisions=made, by=by, now=now)
        delivery.queue_all(decisions=made, due_at=now, now=now)
        wake("delivery.send_due")
        _tell(row, row.asked_by_id, "reversal_done", now)
        return row


def _tell(row: ReversalRequest, to_id: UUID, kind: str, now: datetime) -> None:
    notify.tell(to_actor_id=to_id, kind=kind, about_id=row.id, case_id=row.decision.case_id, now=now)
