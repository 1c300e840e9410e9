"""A reviewer asks for a fact that is missing, too old or in conflict: the item waits for the answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Least

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake import selectors as intake
from apps.reviews import access, rules
from apps.reviews.models import FactQuestion, ItemReason, ReviewItem
from apps.reviews.services import because, moving
from apps.reviews.states import AskResult, ItemState, ReasonKind

SAYS = {
    AskResult.ANSWERED: (ReasonKind.ANSWERED, say("The answer to a question about its facts came")),
    AskResult.UNANSWERED: (
        ReasonKind.UNANSWERED,
        say("Nobody answered the question about its facts in time"),
    ),
    AskResult.WITHDRAWN: (ReasonKind.UNANSWERED, say("The question about its facts was withdrawn")),
}


class NothingToAsk(refusals.Invalid):
    code = "nothing_to_ask"
    sentence = say("Nothing is wrong with this fact, so there is nothing to ask.")


class AskedAlready(refusals.IllegalMove):
    code = "asked_already"
    sentence = say("This fact was asked for already. The answer is awaited.")


class NoQuestion(refusals.IllegalMove):
    code = "no_question"
    sentence = say("No question about this case is open.")


@dataclass(frozen=True, slots=True)
class Ended:
    """A question that ended, and whom to tell."""

    question_id: UUID
    case_id: UUID
    asked_by_id: UUID
    result: AskResult


def ask(*, item_id: UUID, fact: str, version: int, token: int, by: Actor, now: datetime) -> FactQuestion:
    """Ask the business system for a fact of an item one holds, or of one that waits for an answer to oneself.

    The hold ends and the item waits; what was typed is kept. An answer is a later value of the fact.
    Raises: as moving.require_hold; NothingToAsk, AskedAlready.
    Writes: FactQuestion, Claim ended, record `item.asked`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        is_waiting = _waits_for(item, by, version)
        if not is_waiting:
            moving.require_hold(item, by=by, token=token, version=version, now=now)
        kind, source = _fault(item, fact, now)
        if FactQuestion.objects.filter(item=item, fact=fact, closed_at=None).exists():
            raise AskedAlready(fact=fact)
        question = FactQuestion.objects.create(
            item=item,
            system=item.system,
            fact=fact,
            kind=kind,
            source=source,
            asked_by=by,
            asked_at=now,
            due_at=rules.answer_due(now=now, item_due_at=item.due_at),
        )
        if is_waiting:
            moving.renew(item)
        else:
            moving.end_claim(item, why="asked", now=now)
            moving.move(item, to=ItemState.WAITING, **moving.FREED)
        data = {"fact": fact, "kind": kind, "of": source, "until": question.due_at, "question": question.id}
        audit.record("item.asked", on=("item", item.id), by=by, at=now, case_id=item.case_id, data=data)
        return question


def _waits_for(item: ReviewItem, by: Actor, version: int) -> bool:
    """Say whether the item waits for an answer to this person, who may then ask for more.

    Raises: ItemStale.
    """
    mine = FactQuestion.objects.filter(item=item, asked_by=by, closed_at=None)
    if item.state != ItemState.WAITING or not mine.exists():
        return False
    access.require_work(by, item)
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    return True


def _fault(item: ReviewItem, fact: str, now: datetime) -> tuple[str, str]:
    """Return what is wrong with a fact as it stands now, and whom the contract believes on it.

    Raises: NothingToAsk.
    """
    subject_id = item.case.subject_id
    keys = vault.open_keys([subject_id])
    opened = intake.open_snapshot(item.context, subject_id=subject_id, now=now, keys=keys)
    found = next((one for one in opened.check.findings if one.fact == fact), None)
    if found is None:
        raise NothingToAsk(field="fact")
    spec = intake.contract(item.context.contract).specs[fact]
    return found.kind.value, spec.sources[0] if spec.sources else ""


def withdraw_question(*, item_id: UUID, version: int, by: Actor, now: datetime) -> ReviewItem:
    """Take back every open question about an item; whoever may decide it may do so, and it is open again.

    Raises: refusals.NotVisible, CannotWork, RaisedByYou, NoQuestion, ItemStale.
    Writes: FactQuestion closed, ItemReason, record `item.ask_withdrawn`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        access.require_work(by, item)
        questions = list(FactQuestion.objects.filter(item=item, closed_at=None))
        if item.state != ItemState.WAITING or not questions:
            raise NoQuestion
        if item.version != version:
            raise moving.ItemStale(version=item.version)
        _end(item, questions, AskResult.WITHDRAWN, by=by, now=now)
        return item


def answered(*, items: Sequence[ReviewItem], facts: Collection[str], by: Actor, now: datetime) -> list[Ended]:
    """Close the questions of locked items that these facts answer; an item with none left is open again.

    Writes: FactQuestion closed, ItemReason, record `item.answered`.
    """
    transactions.require()
    waiting = {one.id: one for one in items if one.state == ItemState.WAITING}
    if not waiting:
        return []
    open_ones = FactQuestion.objects.filter(item__in=list(waiting), closed_at=None, fact__in=list(facts))
    ended: list[Ended] = []
    for item_id in dict.fromkeys(open_ones.order_by("asked_at", "id").values_list("item_id", flat=True)):
        questions = [one for one in open_ones if one.item_id == item_id]
        ended += _end(waiting[item_id], questions, AskResult.ANSWERED, by=by, now=now)
    return ended


def return_unanswered(*, now: datetime, limit: int = 100) -> list[Ended]:
    """Close questions that nobody answered in time, and put their items back into their inboxes.

    Writes: FactQuestion closed, ItemReason, record `item.unanswered`.
    """
    transactions.require()
    if transactions.history_runs():
        return []
    due = FactQuestion.objects.filter(closed_at=None, due_at__lte=now).order_by("due_at", "id")
    items = (
        ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("inbox", "case", "system")
        .filter(id__in=list(due.values_list("item_id", flat=True)[:limit]))
        .order_by("id")
    )
    ended: list[Ended] = []
    for item in items:
        questions = list(due.filter(item=item))
        if questions:
            system = accounts.system_actor(item.inbox.organisation_id)
            ended += _end(item, questions, AskResult.UNANSWERED, by=system, now=now)
    return ended


def _end(
    item: ReviewItem, questions: Sequence[FactQuestion], result: AskResult, *, by: Actor, now: datetime
) -> list[Ended]:
    """End questions of a locked item; with the last one it goes back into its inbox, more urgent."""
    FactQuestion.objects.filter(id__in=[one.id for one in questions], closed_at=None).update(
        closed_at=now, closed_by=by, result=result
    )
    is_back = not FactQuestion.objects.filter(item=item, closed_at=None).exists()
    if is_back and item.state == ItemState.WAITING:
        _put_back(item, result, now)
    data = {"facts": sorted(one.fact for one in questions), "back": is_back}
    audit.record(_VERBS[result], on=("item", item.id), by=by, at=now, case_id=item.case_id, data=data)
    return [Ended(one.id, item.case_id, one.asked_by_id, result) for one in questions]


_VERBS = {
    AskResult.ANSWERED: "item.answered",
    AskResult.UNANSWERED: "item.unanswered",
    AskResult.WITHDRAWN: "item.ask_withdrawn",
}


def _put_back(item: ReviewItem, result: AskResult, now: datetime) -> None:
    kinds = [ReasonKind.ANSWERED, ReasonKind.UNANSWERED]
    ItemReason.objects.filter(item=item, kind__in=kinds, closed_at=None).update(closed_at=now)
    kind, says = SAYS[result]
    because.open_reason(item, kind=kind, says=says, now=now)
    gained = rules.ASKED_POINTS - item.urgency_asked
    moving.move(item, to=ItemState.OPEN, urgency_asked=rules.ASKED_POINTS, **moving.FREED)
    ReviewItem.objects.filter(id=item.id).update(urgency=Least(F("urgency") + gained, 100))
