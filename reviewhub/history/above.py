"""What people of a past do above and beside a decision: second persons, second looks, appeals, the team."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.flow import services as flow
from apps.flow.services import appealing, approving
from apps.reviews import services as reviews
from apps.reviews.models import Appeal, Approval, Decision, ReviewItem, SecondReview
from apps.reviews.states import SecondResult
from reviewhub.history import learn_acts, lines, team_acts
from reviewhub.history.holding import kept


def work(act: lines.Act, *, by: Actor, at: datetime) -> bool:
    """Do it; False when there is nothing to do, or it had been done before.

    Raises: refusals.Refusal, as the verbs do.
    """
    return _DOES[type(act)](act, by, at)


# --- a decision that waits for a second person ---


def _held(case_ref: str, by: Actor) -> tuple[UUID, int] | None:
    """Return the held decision of a case and the version of its item."""
    rows = Approval.objects.filter(
        item__case__case_ref=case_ref, item__case__source__organisation=by.organisation_id, closed_at=None
    )
    return rows.values_list("id", "item__version").first()


def _pass_up(act: lines.PassUp, by: Actor, at: datetime) -> bool:
    found = _held(act.case_ref, by)
    if found is None:
        return False
    approving.pass_up(approval_id=found[0], version=found[1], by=by, now=at)
    return True


def _uphold(act: lines.Uphold, by: Actor, at: datetime) -> bool:
    found = _held(act.case_ref, by)
    if found is None:
        return False
    approving.uphold(approval_id=found[0], words=act.words, version=found[1], by=by, now=at)
    return True


# --- a decision in force, looked at again ---


def _drawn(case_ref: str, by: Actor) -> SecondReview | None:
    return SecondReview.objects.filter(
        decision__case__case_ref=case_ref, decision__case__source__organisation=by.organisation_id
    ).first()


def _look(act: lines.SecondLook, by: Actor, at: datetime) -> bool:
    row = _drawn(act.case_ref, by)
    if row is None or row.result or by.id in row.kept_from:
        return False
    if SecondReview.objects.filter(inbox=row.inbox_id, result="").count() <= act.leaves:
        return False
    item = reviews.claim(item_id=row.item_id, by=by, now=at - timedelta(seconds=act.seconds))
    held = kept(item, by=by, until=at)
    flow.give_view(item_id=held.id, view=act.view, version=held.version, token=held.token, by=by, now=at)
    return True


def _settle(act: lines.Settle, by: Actor, at: datetime) -> bool:
    row = _drawn(act.case_ref, by)
    if row is None or row.result != SecondResult.DIFFERS or row.settled_at is not None:
        return False
    said = reviews.Settlement(outcome=act.outcome, why=act.why, words=act.words)
    flow.settle_second_review(review_id=row.id, said=said, version=row.version, by=by, now=at)
    return True


# --- what the affected person contests ---


def _contest(act: lines.Contest, by: Actor, at: datetime) -> bool:
    holding = Decision.objects.filter(
        case__case_ref=act.case_ref,
        case__source__organisation=by.organisation_id,
        release__isnull=False,
        reversed_by=None,
    ).order_by("-decided_at")
    decision = holding.first()
    if decision is None or Appeal.objects.filter(decision=decision, kind=act.kind).exists():
        return False
    appealing.register_appeal(decision_id=decision.id, kind=act.kind, words=act.words, by=by, now=at)
    return True


def _answer(act: lines.AnswerAppeal, by: Actor, at: datetime) -> bool:
    waiting = Appeal.objects.filter(
        case__case_ref=act.case_ref, case__source__organisation=by.organisation_id, closed_at=None
    )
    appeal = waiting.first()
    if appeal is None:
        return False
    item = reviews.claim(item_id=appeal.item_id, by=by, now=at - timedelta(seconds=act.seconds))
    held: ReviewItem = kept(item, by=by, until=at)
    appealing.answer_appeal(
        appeal_id=appeal.id,
        result=act.result,
        outcome=act.outcome,
        words=act.words,
        version=held.version,
        token=held.token,
        by=by,
        now=at,
    )
    return True


_DOES: dict[type, Callable[[Any, Actor, datetime], bool]] = {
    lines.PassUp: _pass_up,
    lines.Uphold: _uphold,
    lines.SecondLook: _look,
    lines.Settle: _settle,
    lines.Contest: _contest,
    lines.AnswerAppeal: _answer,
    **team_acts.DOES,
    **learn_acts.DOES,
}
