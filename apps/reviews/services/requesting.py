"""Asking for a reversal after the undo time: whoever decided asks, a supervisor reverses or declines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import standing_in
from apps.reviews.models import Decision, ReversalRequest, ReviewItem
from apps.reviews.services import deciding, principal, reversing
from apps.reviews.states import RequestResult, WhyNot


class StillUndoable(refusals.IllegalMove):
    code = "still_undoable"
    sentence = say("This decision is not in force yet. Undo it instead, while there is time.")


class RequestedAlready(refusals.IllegalMove):
    code = "requested_already"
    sentence = say("A reversal of this decision was asked for already. A supervisor answers.")


class ReversedAlready(refusals.IllegalMove):
    code = "reversed_already"
    sentence = say("This decision does not hold any more: it was reversed, or the case was decided anew.")


class RequestOver(refusals.IllegalMove):
    code = "request_over"
    sentence = say("This request was answered or withdrawn meanwhile.")


class RequestStale(refusals.Stale):
    code = "request_stale"
    sentence = say("This request changed after you opened it. Look at it again.")


class NotSupervisor(refusals.NotAllowed):
    code = "not_supervising"
    sentence = say("Only whoever supervises this inbox answers a request for a reversal.")


class AskedByYou(refusals.NotAllowed):
    code = "asked_by_you"
    sentence = say("You asked for this reversal, so somebody else answers.")


class WhyReverse(refusals.Invalid):
    code = "why_missing"
    sentence = say("Say why, in at most %(most)s characters.", most=rules.MAX_NOTE)


class SameOutcome(refusals.Invalid):
    code = "same_outcome"
    sentence = say("Choose another outcome than the one that holds now.")


def request_reversal(*, decision_id: UUID, why: str, by: Actor, now: datetime) -> ReversalRequest:
    """Ask that one's own decision, which is in force, be reversed.

    Raises: refusals.NotVisible, WhyReverse, StillUndoable, ReversedAlready, RequestedAlready.
    Writes: ReversalRequest, record `reversal.requested`.
    """
    transactions.require()
    own = access.own_decisions(by).select_related("case", "recommendation__system")
    decision = own.filter(id=decision_id, item_id__isnull=False).first()
    if decision is None or decision.item_id is None:
        raise refusals.NotVisible
    item = ReviewItem.objects.select_for_update(of=("self",)).get(id=decision.item_id)
    words = _words(why, field="why")
    standing = reversing.why_not(decisions=[decision], outcome_id=decision.id).get(decision.id)
    if standing is WhyNot.NOT_IN_FORCE:
        raise StillUndoable
    if standing is not None:
        raise ReversedAlready
    if ReversalRequest.objects.filter(decision=decision, closed_at=None).exists():
        raise RequestedAlready
    row = ReversalRequest.objects.create(
        decision=decision,
        system=decision.recommendation.system,
        inbox=item.inbox,
        asked_by=by,
        asked_at=now,
        sealed_why=_sealed(decision, words),
    )
    _record("reversal.requested", row, by, now, {"request": row.id, "why": row.sealed_why})
    return row


def _words(text: str, *, field: str) -> str:
    said = text.strip()
    if not 1 <= len(said) <= rules.MAX_NOTE:
        raise WhyReverse(field=field)
    return said


def _sealed(decision: Decision, words: str) -> bytes:
    subject_id = decision.case.subject_id
    return vault.seal_for(words, subject_id=subject_id)


def _record(verb: str, row: ReversalRequest, by: Actor, now: datetime, kept: dict[str, object]) -> None:
    audit.record(
        verb,
        on=("decision", row.decision_id),
        by=by,
        at=now,
        case_id=row.decision.case_id,
        data={"request": row.id, "inbox": row.inbox_id} | standing_in.supervising_under(by, row.inbox_id),
        rows=[kept],
    )


def lock_request(*, request_id: UUID, version: int, by: Actor) -> ReversalRequest:
    """Lock an open request that a supervisor is about to answer.

    Raises: refusals.NotVisible, AskedByYou, NotSupervisor, access.FirstViewMissing, RequestOver,
    RequestStale.
    """
    row = _open(request_id, version, by)
    if row.asked_by_id == by.id:
        raise AskedByYou(permission="answer_what_another_asked")
    if not access.may_supervise(by, row.inbox_id):
        raise NotSupervisor(permission="supervise_inbox")
    if access.walled_items(by).filter(case=row.decision.case_id).exists():
        raise access.FirstViewMissing
    return row


def _open(request_id: UUID, version: int, by: Actor) -> ReversalRequest:
    transactions.require()
    rows = access.visible_requests(by).select_related(
        "decision__case__source",
        "decision__outcome_code",
        "decision__recommendation__outcome_code",
        "decision__recommendation__system",
        "inbox",
    )
    row = rows.select_for_update(of=("self",)).filter(id=request_id).first()
    if row is None:
        raise refusals.NotVisible
    if row.closed_at is not None:
        raise RequestOver(result=row.result)
    if row.version != version:
        raise RequestStale(version=row.version)
    return row


def decline_reversal(
    *, request_id: UUID, words: str, version: int, by: Actor, now: datetime
) -> ReversalRequest:
    """Let a decision stand, with words for who asked.

    Raises: as lock_request; WhyReverse.
    Writes: ReversalRequest closed, record `reversal.declined`.
    """
    row = lock_request(request_id=request_id, version=version, by=by)
    row.sealed_answer = _sealed(row.decision, _words(words, field="words"))
    _close(row, RequestResult.DECLINED, by, now)
    _record("reversal.declined", row, by, now, {"request": row.id, "answer": row.sealed_answer})
    return row


def withdraw_request(*, request_id: UUID, version: int, by: Actor, now: datetime) -> ReversalRequest:
    """Take one's own request back.

    Raises: refusals.NotVisible, RequestOver, RequestStale.
    Writes: ReversalRequest closed, record `reversal.request_withdrawn`.
    """
    row = _open(request_id, version, by)
    if row.asked_by_id != by.id:
        raise refusals.NotVisible
    _close(row, RequestResult.WITHDRAWN, by, now)
    _record("reversal.request_withdrawn", row, by, now, {"request": row.id})
    return row


def _close(row: ReversalRequest, result: RequestResult, by: Actor, now: datetime) -> None:
    row.result, row.closed_at, row.closed_by, row.version = result, now, by, row.version + 1
    row.save(update_fields=["result", "closed_at", "closed_by", "version", "sealed_answer", "reversal"])


def outcome_instead(row: ReversalRequest, *, outcome: str, by: Actor, now: datetime) -> OutcomeCode:
    """Return what shall hold instead, where the supervisor may decide it.

    Raises: as `other_outcome`.
    """
    item = ReviewItem.objects.select_related("system").get(id__in=[row.decision.item_id])
    return other_outcome(decision=row.decision, item=item, outcome=outcome, by=by, now=now)


def other_outcome(
    *, decision: Decision, item: ReviewItem, outcome: str, by: Actor, now: datetime
) -> OutcomeCode:
    """Return what shall hold instead of a decision, where its reverser may decide it at the item's stake.

    Raises: deciding.UnknownOutcome, SameOutcome, deciding.OverAuthority, ReversedAlready.
    """
    reach = registry.reach(system_id=item.system_id, roles=accounts.roles(by), person_id=by.id, now=now)
    found = next((one for one in reach.outcome_codes if one.code == outcome), None)
    if found is None:
        raise deciding.UnknownOutcome(field="outcome")
    standing = reversing.why_not(decisions=[decision], outcome_id=found.id).get(decision.id)
    if standing is WhyNot.SAME_OUTCOME:
        raise SameOutcome(field="outcome")
    if standing is not None:
        raise ReversedAlready
    limit = registry.highest_minor(reach.limits, outcome_id=found.id)
    deciding.require_authority(item, found, limit)
    return found


def reversed_by(
    row: ReversalRequest,
    reversal: Decision,
    *,
    told: Sequence[principal.Told],
    words: str,
    by: Actor,
    now: datetime,
) -> None:
    """Close a locked request with the decision that reverses; what is said to who asked is kept.

    Raises: WhyReverse.
    Writes: ReversalRequest closed, record `decision.reversed`.
    """
    row.sealed_answer = _sealed(row.decision, _words(words, field="words"))
    row.reversal = reversal
    _close(row, RequestResult.REVERSED, by, now)
    audit.record(
        "decision.reversed",
        on=("decision", reversal.id),
        by=by,
        at=now,
        case_id=reversal.case_id,
        data={
            "reverses": row.decision_id,
            "request": row.id,
            "outcome": reversal.outcome_code.code,
        }
        | principal.on_record(told)
        | standing_in.supervising_under(by, row.inbox_id),
        rows=[{"request": row.id, "answer": row.sealed_answer}],
    )


def drop_requests(*, decision_ids: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Close the requests about decisions that were reversed in another way."""
    ReversalRequest.objects.filter(decision__in=decision_ids, closed_at=None).update(
        closed_at=now, closed_by=by, result=RequestResult.DROPPED
    )
