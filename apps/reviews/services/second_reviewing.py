"""Second reviews: a decision in force is drawn, looked at blind by another person, settled by a third."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.registry import selectors as registry
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import second_reviews as seconds
from apps.reviews.access import standing_in
from apps.reviews.models import (
    Approval,
    Decision,
    Draft,
    Escalation,
    FirstView,
    Inbox,
    ReviewItem,
    SecondReview,
)
from apps.reviews.services import because, deciding, moving, opening, principal, requesting, reversing
from apps.reviews.services.viewing import View, keep_view
from apps.reviews.states import DifferWhy, Holds, ItemKind, ItemState, ReasonKind, SecondResult, WhyNot

DRAWN = say("Drawn for a second opinion: what would you decide from the same facts?")


class NotSettling(refusals.NotAllowed):
    code = "not_supervising"
    sentence = say("Only whoever supervises this inbox settles what two people see in different ways.")


class TookPart(refusals.NotAllowed):
    code = "took_part"
    sentence = say("You gave one of the two opinions, or took part in it, so somebody else settles this.")


class NothingToSettle(refusals.IllegalMove):
    code = "nothing_to_settle"
    sentence = say("There is nothing to settle here, or it was settled meanwhile.")


class ReviewStale(refusals.Stale):
    code = "second_review_stale"
    sentence = say("This changed after you opened it. Look at it again.")


class DifferWhyMissing(refusals.Invalid):
    code = "differ_why"
    sentence = say("Say why the two differ: choose one of the list.")


class SettleWords(refusals.Invalid):
    code = "words_missing"
    sentence = say("Write a sentence for the two people; both read it.")


class NothingToReverse(refusals.Invalid):
    code = "same_outcome"
    sentence = say("What you say is right is what was decided, so there is nothing to reverse.")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a third person says: which outcome is right, why the two differ, and words for both.

    reverse: whether the decision in force is reversed to that outcome now. principal: what the affected
    person is told of why, where it is and the outcome owes them reasons.
    """

    outcome: str
    why: str
    words: str
    reverse: bool = False
    principal: Sequence[rules.Principal] = ()


def open_second_review(
    *,
    decision: Decision,
    item: ReviewItem,
    why: str,
    share: Decimal,
    due_at: datetime,
    by: Actor,
    now: datetime,
) -> SecondReview:
    """Put a decision that comes into force before a second person, inside the release's transaction.

    item: on which it was decided. In its inbox; one level up where nobody else works there. Facts are those
    of the decision. Whoever took part in it cannot give the opinion.
    Writes: SecondReview, ReviewItem, ItemReason, record `second_review.drawn`.
    """
    transactions.require()
    kept_from = _took_part(decision, item)
    new = opening.NewItem(
        recommendation=decision.recommendation,
        inbox=_inbox(item, kept_from, now),
        kind=ItemKind.SECOND_REVIEW,
        reason=ReasonKind.SECOND_REVIEW,
        because=[("second_review", DRAWN)],
        due_at=due_at,
        is_supervised=False,
        is_legible=True,
        audits=decision,
        first_view=True,
    )
    (opened,) = opening.open_items(new=[new], now=now)
    if item.snapshot_id is not None:
        ReviewItem.objects.filter(id=opened.id).update(snapshot=item.snapshot_id)
    row = SecondReview.objects.create(
        decision=decision,
        item=opened,
        system_id=item.system_id,
        inbox=new.inbox,
        why=why,
        share=share,
        decided_by_id=decision.by_id,
        kept_from=sorted(kept_from),
        drawn_at=now,
    )
    _record("second_review.drawn", row, by, now, {"why": why, "share": str(share), "item": opened.id})
    return row


def _took_part(decision: Decision, item: ReviewItem) -> set[UUID]:
    """Return who decided, upheld, raised the item or said a view on it: none would judge it afresh."""
    raised = Escalation.objects.filter(item=item).values_list("raised_by", flat=True)
    viewed = FirstView.objects.filter(item=item).values_list("by", flat=True)
    held = Approval.objects.filter(item=item).values_list("decided_by", "closed_by")
    return {decision.by_id, *raised, *viewed, *(who for pair in held for who in pair if who)}


def _inbox(item: ReviewItem, kept_from: Iterable[UUID], now: datetime) -> Inbox:
    inbox: Inbox = item.inbox
    others = accounts.holders("work_inbox", inbox.id, now=now).exclude(id__in=list(kept_from))
    return inbox if inbox.climbs_to is None or others.exists() else inbox.climbs_to


def give_opinion(
    *, item_id: UUID, view: View, version: int, token: int, by: Actor, now: datetime
) -> tuple[FirstView, SecondReview]:
    """Keep a second opinion on a second review that one holds; with that it is over for its giver.

    It agrees, differs, or says that the facts do not suffice; the latter two wait for a third person.
    Raises: as moving.require_hold; as keep_view.
    Writes: FirstView, SecondReview, Claim ended, record `item.first_view_given` and `second_review.given`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    given = keep_view(item=item, view=view, version=version, token=token, by=by, now=now)
    row = SecondReview.objects.select_related("decision", "item").get(item=item)
    row.result = _result(row, given)
    row.reviewer, row.outcome_code, row.given_at = by, given.outcome_code, now
    row.version += 1
    row.save(update_fields=["result", "reviewer", "outcome_code", "given_at", "version"])
    moving.end_claim(item, why="reviewed", now=now)
    moving.close_reasons(item, now=now)
    moving.move(item, to=ItemState.DECIDED, closed_at=now, **moving.FREED, **moving.UNASSIGNED)
    Draft.objects.filter(item=item, by=by).delete()
    _record("second_review.given", row, by, now, {"result": row.result, "view": given.id})
    return given, row


def _result(row: SecondReview, given: FirstView) -> SecondResult:
    if given.outcome_code_id is None:
        return SecondResult.CANNOT_SAY
    agrees = given.outcome_code_id == row.decision.outcome_code_id
    return SecondResult.AGREES if agrees else SecondResult.DIFFERS


def lock_to_settle(*, review_id: UUID, version: int, by: Actor) -> SecondReview:
    """Lock a second review on which two people differ, for a third who supervises its inbox.

    Raises: refusals.NotVisible, NotSettling, TookPart, NothingToSettle, ReviewStale.
    """
    transactions.require()
    rows = seconds.visible_second_reviews(by).select_related(
        "decision__case__source",
        "decision__outcome_code",
        "decision__recommendation__outcome_code",
        "decision__recommendation__system",
        "outcome_code",
        "item__system",
    )
    row = rows.select_for_update(of=("self",)).filter(id=review_id).first()
    if row is None:
        raise refusals.NotVisible
    require_settler(row, by=by)
    if row.version != version:
        raise ReviewStale(version=row.version)
    return row


def require_settler(row: SecondReview, *, by: Actor) -> None:
    """Refuse who may not settle this, and whoever comes too early or too late.

    Raises: NotSettling, TookPart, NothingToSettle.
    """
    if not access.may_supervise(by, row.inbox_id):
        raise NotSettling(permission="supervise_inbox")
    if {row.reviewer_id, *row.kept_from} & set(accounts.stands_for(by)):
        raise TookPart(permission="settle_what_others_said")
    if row.result not in {SecondResult.DIFFERS, SecondResult.CANNOT_SAY} or row.settled_at is not None:
        raise NothingToSettle(result=row.result)


def outcome_right(row: SecondReview, said: Settlement, *, by: Actor, now: datetime) -> OutcomeCode:
    """Return what a third person says is right; where it shall hold now, they must have the authority.

    Raises: deciding.UnknownOutcome, NothingToReverse, deciding.OverAuthority, requesting.ReversedAlready.
    """
    reach = registry.reach(system_id=row.system_id, roles=accounts.roles(by), person_id=by.id, now=now)
    found = next((one for one in reach.outcome_codes if one.code == said.outcome), None)
    if found is None:
        raise deciding.UnknownOutcome(field="outcome")
    if not said.reverse:
        return found
    standing = reversing.why_not(decisions=[row.decision], outcome_id=found.id).get(row.decision_id)
    if standing is WhyNot.SAME_OUTCOME:
        raise NothingToReverse(field="outcome")
    if standing is not None:
        raise requesting.ReversedAlready
    deciding.require_authority(row.item, found, registry.highest_minor(reach.limits, outcome_id=found.id))
    return found


def settle(
    row: SecondReview,
    said: Settlement,
    right: OutcomeCode,
    *,
    reversal: Decision | None,
    told: Sequence[principal.Told] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Close a locked second review with what is right, why the two differ, and words that both read.

    Raises: DifferWhyMissing, SettleWords.
    Writes: SecondReview, record `second_review.settled`, and `decision.reversed` where it is reversed.
    """
    because.coded(
        said.why,
        said.words,
        of=DifferWhy,
        unknown=DifferWhyMissing(field="why"),
        wordless=SettleWords(field="words"),
        field="words",
    )
    if not said.words.strip():
        raise SettleWords(field="words")
    subject_id = row.decision.case.subject_id
    row.sealed_words = vault.seal_for(said.words.strip(), subject_id=subject_id)
    row.settled_by, row.settled_at, row.differ_why = by, now, said.why
    row.right_code, row.holds, row.reversal = right, _holds(row, right), reversal
    row.version += 1
    row.save()
    _record(
        "second_review.settled",
        row,
        by,
        now,
        {"holds": row.holds, "why": row.differ_why, "reversal": reversal.id if reversal else None},
        kept={"second_review": row.id, "words": row.sealed_words},
    )
    if reversal is not None:
        audit.record(
            "decision.reversed",
            on=("decision", reversal.id),
            by=by,
            at=now,
            case_id=reversal.case_id,
            data={"reverses": row.decision_id, "second_review": row.id, "outcome": right.code}
            | principal.on_record(told)
            | standing_in.supervising_under(by, row.inbox_id),
        )


def _holds(row: SecondReview, right: OutcomeCode) -> Holds:
    if right.id == row.decision.outcome_code_id:
        return Holds.FIRST
    return Holds.SECOND if right.id == row.outcome_code_id else Holds.NEITHER


def _record(
    verb: str,
    row: SecondReview,
    by: Actor,
    now: datetime,
    data: dict[str, object],
    kept: dict[str, object] | None = None,
) -> None:
    audit.record(
        verb,
        on=("decision", row.decision_id),
        by=by,
        at=now,
        case_id=row.decision.case_id,
        data={"second_review": row.id, **data} | standing_in.supervising_under(by, row.inbox_id),
        rows=[kept] if kept else [],
    )
