"""Appeals and complaints: brought in about a decision in force, answered by somebody outside its chain."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError

from apps.accounts import access as access_of
from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake.models import Case
from apps.registry.models import OutcomeCode
from apps.reviews import access, rules
from apps.reviews.access import chains, recourse
from apps.reviews.models import Appeal, ContestLink, Decision, Draft, Inbox, ReviewItem
from apps.reviews.services import barring, moving, opening, principal, requesting, reversing
from apps.reviews.states import AppealKind, AppealResult, CameBy, ItemKind, ItemState, ReasonKind, WhyNot

CONTESTED = say("The affected person contests the decision that holds")


class NoAppealsInbox(refusals.IllegalMove):
    code = "no_appeals_inbox"
    sentence = say("No inbox takes appeals yet. An admin chooses one on the page of all inboxes.")


class ContestedAlready(refusals.IllegalMove):
    code = "contested_already"
    sentence = say("This decision is contested already, in the same way, and is not answered yet.")


class HoldsNoLonger(refusals.IllegalMove):
    code = "holds_no_longer"
    sentence = say("This decision does not hold any more. What holds now can be contested instead.")


class WhatIsWrong(refusals.Invalid):
    code = "words_missing"
    sentence = say(
        "Write down in the person's own words what is wrong, in at most %(most)s characters.",
        most=rules.MAX_NOTE,
    )


class AppealKindUnknown(refusals.Invalid):
    code = "appeal_kind_unknown"
    sentence = say("Say whether it is an appeal or a complaint.")


class AppealOver(refusals.IllegalMove):
    code = "appeal_over"
    sentence = say("This appeal was answered or withdrawn meanwhile.")


class ResultUnknown(refusals.Invalid):
    code = "result_unknown"
    sentence = say("Say whether the decision stands, changes, or the person is right in part.")


class OutcomeFits(refusals.Invalid):
    code = "outcome_fits"
    sentence = say("Choose what holds instead where the decision changes, and nothing where it stands.")


class AnswerMissing(refusals.Invalid):
    code = "answer_missing"
    sentence = say("Explain the answer to the person, in at most %(most)s characters.", most=rules.MAX_NOTE)


class Contested(NamedTuple):
    """What somebody contests, how, and in their own words; `language`: in which they are answered."""

    decision: Decision
    kind: str
    words: str
    language: str
    external_ref: str = ""


def register_appeal(
    *, contested: Contested, came_by: CameBy, link: ContestLink | None, by: Actor, now: datetime
) -> Appeal:
    """Write an appeal down, with an item of its own in the inbox of people outside every chain.

    The caller has checked that the decision may be contested by whoever does.
    Raises: AppealKindUnknown, WhatIsWrong, HoldsNoLonger, ContestedAlready, NoAppealsInbox, vault.Erased.
    Writes: Appeal, ReviewItem, ItemReason, record `appeal.registered`.
    """
    transactions.require()
    decision = contested.decision
    if contested.kind not in {one.value for one in AppealKind}:
        raise AppealKindUnknown(field="kind")
    words = contested.words.strip()
    if not 1 <= len(words) <= rules.MAX_NOTE:
        raise WhatIsWrong(field="words")
    Case.objects.select_for_update(no_key=True).get(id=decision.case_id)
    _require_contestable(decision, contested.kind)
    inbox = Inbox.objects.filter(
        organisation=decision.case.source.organisation_id, takes_appeals=True
    ).first()
    if inbox is None:
        raise NoAppealsInbox
    due_at = now + timedelta(days=decision.recommendation.system.appeal_days)
    appeal = _written(contested, _item(decision, inbox, due_at, now), came_by, link, by, now)
    audit.record(
        "appeal.registered",
        on=("appeal", appeal.id),
        by=by,
        at=now,
        case_id=decision.case_id,
        data={"decision": decision.id, "kind": appeal.kind, "came_by": appeal.came_by, "due_at": due_at},
        rows=[{"appeal": appeal.id, "words": appeal.sealed_words}],
    )
    return appeal


def _require_contestable(decision: Decision, kind: str) -> None:
    standing = reversing.why_not(decisions=[decision], outcome_id=decision.id).get(decision.id)
    if standing is not None:
        raise HoldsNoLonger(why=standing.value)
    if Appeal.objects.filter(decision=decision, kind=kind, closed_at=None).exists():
        raise ContestedAlready


def _item(decision: Decision, inbox: Inbox, due_at: datetime, now: datetime) -> ReviewItem:
    new = opening.NewItem(
        recommendation=decision.recommendation,
        inbox=inbox,
        kind=ItemKind.APPEAL,
        reason=ReasonKind.CONTESTED,
        because=[("contested", CONTESTED)],
        due_at=due_at,
        is_supervised=False,
        is_legible=True,
        audits=decision,
    )
    return opening.open_items(new=[new], now=now)[0]


def _written(
    contested: Contested,
    item: ReviewItem,
    came_by: CameBy,
    link: ContestLink | None,
    by: Actor,
    now: datetime,
) -> Appeal:
    decision = contested.decision
    try:
        return Appeal.objects.create(
            case_id=decision.case_id,
            decision=decision,
            system=decision.recommendation.system,
            inbox=item.inbox,
            item=item,
            kind=contested.kind,
            came_by=came_by,
            link=link,
            external_ref=contested.external_ref,
            language=contested.language,
            registered_by=by,
            registered_at=now,
            sealed_words=vault.seal_for(contested.words.strip(), subject_id=decision.case.subject_id),
            due_at=item.due_at,
            chain=list(barring.chain_of(decision)),
        )
    except IntegrityError as error:  # the database's own guard: it was contested at the same moment
        raise ContestedAlready from error


def lock_appeal(*, appeal_id: UUID, version: int, token: int, by: Actor, now: datetime) -> Appeal:
    """Lock an appeal that its holder is about to answer, and see once more that they may.

    Raises: refusals.NotVisible, AppealOver, chains.InTheChain, access.FirstViewMissing, as
    moving.require_hold.
    """
    transactions.require()
    item_id = recourse.visible_appeals(by).filter(id=appeal_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise refusals.NotVisible
    item = moving.locked(f"WHERE i.id = %s {moving.LOCK}", [item_id])
    assert item is not None, "an appeal has an item"
    appeal = _locked(appeal_id)
    if appeal.closed_at is not None:
        raise AppealOver(result=appeal.result)
    moving.require_hold(item, by=by, token=token, version=version, now=now)
    if barring.chain_of(appeal.decision).keys() & set(access_of.stands_for(by)):  # also of what came since
        raise chains.InTheChain(permission="answer_what_others_decided")
    if access.walled_items(by).filter(case=appeal.case_id).exists():
        raise access.FirstViewMissing
    appeal.item = item
    return appeal


def _locked(appeal_id: UUID) -> Appeal:
    rows = Appeal.objects.select_for_update(of=("self",)).select_related(
        "decision__case__source__organisation",
        "decision__outcome_code",
        "decision__by",
        "decision__recommendation__outcome_code",
        "decision__recommendation__system__owner",
    )
    return rows.get(id=appeal_id)


def outcome_of(appeal: Appeal, *, result: str, outcome: str, by: Actor, now: datetime) -> OutcomeCode | None:
    """Return what shall hold instead; None where no other outcome does.

    Raises: ResultUnknown, OutcomeFits, as requesting.other_outcome.
    """
    if result not in {AppealResult.STANDS, AppealResult.CHANGED, AppealResult.PARTLY}:
        raise ResultUnknown(field="result")
    is_wanted = {AppealResult.STANDS: False, AppealResult.CHANGED: True}.get(AppealResult(result))
    if is_wanted is not None and is_wanted is not bool(outcome):
        raise OutcomeFits(field="outcome")
    if not outcome:
        return None
    try:
        return requesting.other_outcome(
            decision=appeal.decision, item=appeal.item, outcome=outcome, by=by, now=now
        )
    except requesting.ReversedAlready as error:
        raise HoldsNoLonger(why=WhyNot.REVERSED_ALREADY.value) from error


def answer_appeal(
    appeal: Appeal,
    *,
    result: str,
    words: str,
    reversal: Decision | None,
    told: Sequence[principal.Told] = (),
    by: Actor,
    now: datetime,
) -> Appeal:
    """Close a locked appeal with what became of it, explained to the person; its item is decided.

    Raises: AnswerMissing.
    Writes: Appeal, ReviewItem, record `appeal.answered`.
    """
    said = words.strip()
    if not 1 <= len(said) <= rules.MAX_NOTE:
        raise AnswerMissing(field="words")
    item = appeal.item
    moving.end_claim(item, why="decided", now=now)
    moving.close_reasons(item, now=now)
    Draft.objects.filter(item=item, by=by).delete()
    moving.move(item, to=ItemState.DECIDED, closed_at=now, **moving.FREED)
    appeal.sealed_answer = vault.seal_for(said, subject_id=appeal.decision.case.subject_id)
    _close(appeal, AppealResult(result), by, now, reversal=reversal)
    outcome = reversal.outcome_code.code if reversal else None
    data = {"result": result, "outcome": outcome, **principal.on_record(told)}
    _record("appeal.answered", appeal, by, now, data)
    return appeal


def withdraw_appeal(*, appeal_id: UUID, version: int, by: Actor, now: datetime) -> Appeal:
    """Take an appeal back at the wish of the person, whoever of those who see it says so.

    version: of the appeal. Raises: refusals.NotVisible, access.OnlyReads, AppealOver, AppealStale.
    Writes: Appeal, ReviewItem, record `appeal.withdrawn`.
    """
    transactions.require()
    seen = recourse.visible_appeals(by).filter(id=appeal_id).select_related("decision__case").first()
    if seen is None:
        raise refusals.NotVisible
    if not recourse.may_withdraw(by, seen):
        raise access.OnlyReads(permission="work_inbox")
    items = ReviewItem.objects.select_for_update(of=("self",)).select_related("system", "case")
    item = items.get(id=seen.item_id)
    appeal = _locked(appeal_id)
    if appeal.closed_at is not None:
        raise AppealOver(result=appeal.result)
    if appeal.version != version:
        raise AppealStale(version=appeal.version)
    moving.end_claim(item, why="withdrawn", now=now)
    moving.close_reasons(item, now=now)
    moving.move(item, to=ItemState.WITHDRAWN, closed_at=now, **moving.FREED)
    _close(appeal, AppealResult.WITHDRAWN, by, now)
    _record("appeal.withdrawn", appeal, by, now, {})
    return appeal


class AppealStale(refusals.Stale):
    code = "appeal_stale"
    sentence = say("This appeal changed after you opened it. Look at it again.")


def _close(
    appeal: Appeal, result: AppealResult, by: Actor, now: datetime, reversal: Decision | None = None
) -> None:
    appeal.result, appeal.closed_at, appeal.closed_by = result, now, by
    appeal.version, appeal.reversal = appeal.version + 1, reversal
    appeal.save(update_fields=["result", "closed_at", "closed_by", "version", "sealed_answer", "reversal"])


def _record(verb: str, appeal: Appeal, by: Actor, now: datetime, also: dict[str, Any]) -> None:
    audit.record(
        verb,
        on=("appeal", appeal.id),
        by=by,
        at=now,
        case_id=appeal.case_id,
        data={"decision": appeal.decision_id, "kind": appeal.kind, **also},
        rows=[{"appeal": appeal.id, "answer": appeal.sealed_answer}],
    )


def overdue_appeals(*, now: datetime, limit: int) -> list[Appeal]:
    """Note appeals whose time passed unanswered, inside the caller's transaction; each only once ever.

    Also after downtime, and with two schedulers: what another one notes at this moment is left to it.
    Writes: Appeal, record `appeal.overdue` with how late it is.
    """
    transactions.require()
    rows = Appeal.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        due_at__lte=now, closed_at=None, told_at=None
    )
    found = list(rows.select_related("inbox", "system__owner").order_by("due_at", "id")[:limit])
    Appeal.objects.filter(id__in=[one.id for one in found]).update(told_at=now)
    for one in found:
        audit.record(
            "appeal.overdue",
            on=("appeal", one.id),
            by=accounts.system_actor(one.inbox.organisation_id),
            at=now,
            case_id=one.case_id,
            data={"due_at": one.due_at, "late_seconds": int((now - one.due_at).total_seconds())},
        )
    return found
