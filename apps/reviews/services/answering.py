"""Questions end: answered, withdrawn, or unanswered. With the last one its item is open again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Least

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import Words, say
from apps.registry import access as registry
from apps.reviews import access, rules
from apps.reviews.models import Claim, ItemReason, Question, ReviewItem
from apps.reviews.services import asking, because, climbing, moving
from apps.reviews.states import AskResult, ItemState, ReasonKind

_FACT_SAYS = {
    AskResult.ANSWERED: say("The answer to a question about its facts came"),
    AskResult.UNANSWERED: say("Nobody answered the question about its facts in time"),
    AskResult.WITHDRAWN: say("The question about its facts was withdrawn"),
}
_SAYS = {
    AskResult.ANSWERED: say("A question about it was answered"),
    AskResult.UNANSWERED: say("Nobody answered the question about it in time"),
    AskResult.WITHDRAWN: say("The question about it was withdrawn"),
    AskResult.UNREACHABLE: say("Whoever was asked about it is away"),
}
_VERBS = {
    AskResult.ANSWERED: "item.answered",
    AskResult.UNANSWERED: "item.unanswered",
    AskResult.WITHDRAWN: "item.ask_withdrawn",
    AskResult.UNREACHABLE: "item.ask_unreachable",
}


class NoQuestion(refusals.IllegalMove):
    code = "no_question"
    sentence = say("No question about this case is open.")


class QuestionOver(refusals.IllegalMove):
    code = "question_over"
    sentence = say("This question has ended meanwhile: it was answered or withdrawn, or its time passed.")


class QuestionStale(refusals.Stale):
    code = "question_stale"
    sentence = say("This question changed after you opened it. Look at it again.")


class NotAsked(refusals.NotAllowed):
    code = "not_asked"
    sentence = say("This question is answered by whom it was put to.")


class NotTheAsker(refusals.NotAllowed):
    code = "not_the_asker"
    sentence = say("A question is withdrawn by whoever asked it, or by who supervises the inbox.")


class FactsAnswer(refusals.IllegalMove):
    code = "facts_answer"
    sentence = say("The business system answers this question with a later value of the fact.")


class AnswerMissing(refusals.Invalid):
    code = "answer_missing"
    sentence = say("Write your answer, in at most %(most)s characters.", most=rules.MAX_NOTE)


@dataclass(frozen=True, slots=True)
class Ended:
    """A question that ended, and whom to tell; `to` and `team` are who was asked, of people."""

    question_id: UUID
    case_id: UUID
    asked_by_id: UUID
    result: AskResult
    to_id: UUID | None = None
    team_id: UUID | None = None

    @property
    def is_of_business(self) -> bool:
        """Say whether the business system was asked."""
        return self.to_id is None and self.team_id is None


def withdraw_question(*, item_id: UUID, version: int, by: Actor, now: datetime) -> list[Ended]:
    """Take back every open question about an item; whoever may decide it may do so, and it is open again.

    Raises: refusals.NotVisible, CannotWork, RaisedByYou, NoQuestion, ItemStale.
    Writes: Question closed, ItemReason, record `item.ask_withdrawn`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    access.require_work(by, item)
    questions = list(Question.objects.filter(item=item, closed_at=None))
    if item.state != ItemState.WAITING or not questions:
        raise NoQuestion
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    return _end(item, questions, AskResult.WITHDRAWN, by=by, now=now)


def take_back_question(*, question_id: UUID, version: int, by: Actor, now: datetime) -> Ended:
    """Take one question back; with the last one its item is open again.

    Raises: refusals.NotVisible, NotTheAsker, QuestionOver, QuestionStale.
    Writes: Question closed, ItemReason, record `item.ask_withdrawn`.
    """
    transactions.require()
    row = _locked(question_id, by)
    if row.asked_by_id != by.id and not access.may_supervise(by, row.item.inbox_id):
        raise NotTheAsker(permission="asker")
    _require_open(row, version)
    return _end(row.item, [row], AskResult.WITHDRAWN, by=by, now=now)[0]


def answer_question(*, question_id: UUID, text: str, version: int, by: Actor, now: datetime) -> Ended:
    """Answer a question that was put to oneself or to one's team; the last answer opens its item again.

    Raises: refusals.NotVisible, NotAsked, FactsAnswer, QuestionOver, QuestionStale, access.FirstViewMissing,
    AnswerMissing.
    Writes: Question closed, ItemReason, record `item.answered`.
    """
    transactions.require()
    row = _locked(question_id, by)
    if row.to_id is None and row.to_inbox_id is None:
        raise FactsAnswer
    if not access.may_answer(by, row):
        raise NotAsked(permission="asked")
    _require_open(row, version)
    if row.tells_advice and access.walled_items(by).filter(id=row.item_id).exists():
        raise access.FirstViewMissing
    if not 1 <= len(text.strip()) <= rules.MAX_NOTE:
        raise AnswerMissing(field="answer")
    row.sealed_answer = moving.seal(row.item, text.strip())
    row.answer_tells = asking.knows_advice(row.item, by)
    row.save(update_fields=["sealed_answer", "answer_tells"])
    return _end(row.item, [row], AskResult.ANSWERED, by=by, now=now)[0]


def _locked(question_id: UUID, by: Actor) -> Question:
    """Return a question that a person may read, its item locked: whoever ends it comes one after the other.

    Raises: refusals.NotVisible.
    """
    found = access.visible_questions(by).filter(id=question_id).first()
    if found is None:
        raise refusals.NotVisible
    item = moving.locked(f"WHERE i.id = %s {moving.LOCK}", [found.item_id])
    row = Question.objects.filter(id=question_id).get()
    assert item is not None
    row.item = item
    return row


def _require_open(row: Question, version: int) -> None:
    if row.closed_at is not None:
        raise QuestionOver(result=row.result)
    if row.version != version:
        raise QuestionStale(version=row.version)


def answered(*, items: Sequence[ReviewItem], facts: Collection[str], by: Actor, now: datetime) -> list[Ended]:
    """Close the questions for facts of locked items that these answer; an item with none left is open again.

    Writes: Question closed, ItemReason, record `item.answered`.
    """
    transactions.require()
    waiting = {one.id: one for one in items if one.state == ItemState.WAITING}
    if not waiting:
        return []
    open_ones = Question.objects.filter(
        item__in=list(waiting), closed_at=None, fact__in=list(facts), to=None, to_inbox=None
    )
    ended: list[Ended] = []
    for item_id in dict.fromkeys(open_ones.order_by("asked_at", "id").values_list("item_id", flat=True)):
        questions = [one for one in open_ones if one.item_id == item_id]
        ended += _end(waiting[item_id], questions, AskResult.ANSWERED, by=by, now=now)
    return ended


def return_unanswered(*, now: datetime, limit: int = 100) -> list[Ended]:
    """Close questions that nobody answered in time, and put their items back into their inboxes.

    Writes: Question closed, ItemReason, record `item.unanswered`.
    """
    transactions.require()
    if transactions.history_runs():
        return []
    due = Question.objects.filter(closed_at=None, due_at__lte=now).order_by("due_at", "id")
    ended: list[Ended] = []
    for item in _items(list(due.values_list("item_id", flat=True)[:limit])):
        questions = list(due.filter(item=item))
        if questions:
            ended += _end(item, questions, AskResult.UNANSWERED, by=_system(item), now=now)
    return ended


def pass_on(*, now: datetime, limit: int = 100) -> tuple[list[Question], list[Ended]]:
    """Give questions to people who are away or not active any more to the team of the case.

    Where the words may tell the team of a suggestion that they are to see after their own view, the question
    ends and the item is open again. Returns what went to a team, and what ended.
    Writes: Question, record `item.ask_passed_on` or `item.ask_unreachable`.
    """
    transactions.require()
    if transactions.history_runs():
        return [], []
    waiting = Question.objects.filter(closed_at=None, to__isnull=False)
    lost = waiting.filter(registry.is_away("to", now=now)).order_by("asked_at", "id")
    passed: list[Question] = []
    ended: list[Ended] = []
    for item in _items(list(lost.values_list("item_id", flat=True)[:limit])):
        for row in lost.filter(item=item):
            if row.tells_advice:
                ended += _end(item, [row], AskResult.UNREACHABLE, by=_system(item), now=now)
            else:
                row.item = item
                passed.append(_to_team(row, now))
    return passed, ended


def _to_team(row: Question, now: datetime) -> Question:
    item = row.item
    row.moved_from_id, row.to_id, row.to_inbox_id, row.version = (
        row.to_id,
        None,
        item.inbox_id,
        row.version + 1,
    )
    row.save(update_fields=["moved_from", "to", "to_inbox", "version"])
    data = {"question": row.id, "person": row.moved_from_id, "team": row.to_inbox_id}
    audit.record(
        "item.ask_passed_on", on=("item", item.id), by=_system(item), at=now, case_id=item.case_id, data=data
    )
    return row


def _items(item_ids: Sequence[UUID]) -> list[ReviewItem]:
    rows = ReviewItem.objects.select_for_update(skip_locked=True, of=("self",))
    return list(rows.select_related("inbox", "case", "system").filter(id__in=list(item_ids)).order_by("id"))


def _system(item: ReviewItem) -> Actor:
    return accounts.system_actor(item.inbox.organisation_id)


def _end(
    item: ReviewItem, questions: Sequence[Question], result: AskResult, *, by: Actor, now: datetime
) -> list[Ended]:
    """End questions of a locked item; with the last one it goes back into its inbox, more urgent."""
    Question.objects.filter(id__in=[one.id for one in questions], closed_at=None).update(
        closed_at=now, closed_by=by, result=result, version=F("version") + 1
    )
    is_back = not Question.objects.filter(item=item, closed_at=None).exists()
    if is_back and item.state == ItemState.WAITING:
        _put_back(item, _why(questions, result), now)
    people = [one for one in questions if one.sealed_text is not None]
    data = {
        "facts": sorted(one.fact for one in questions if one.fact),
        "questions": [one.id for one in people],
        "back": is_back,
    }
    audit.record(
        _VERBS[result],
        on=("item", item.id),
        by=by,
        at=now,
        case_id=item.case_id,
        data=data,
        rows=[{"question": one.id, "answer": one.sealed_answer} for one in people if one.sealed_answer],
    )
    return [
        Ended(one.id, item.case_id, one.asked_by_id, result, one.to_id, one.to_inbox_id) for one in questions
    ]


def _why(questions: Sequence[Question], result: AskResult) -> tuple[ReasonKind, Words]:
    """Return why an item is back: an answer for its own sake, else that none came."""
    kind = ReasonKind.ANSWERED if result is AskResult.ANSWERED else ReasonKind.UNANSWERED
    of_people = any(one.sealed_text is not None for one in questions)
    return kind, _SAYS[result] if of_people or result not in _FACT_SAYS else _FACT_SAYS[result]


def _put_back(item: ReviewItem, why: tuple[ReasonKind, Words], now: datetime) -> None:
    kinds = [ReasonKind.ANSWERED, ReasonKind.UNANSWERED]
    ItemReason.objects.filter(item=item, kind__in=kinds, closed_at=None).update(closed_at=now)
    kind, says = why
    because.open_reason(item, kind=kind, says=says, now=now)
    gained = rules.ASKED_POINTS - item.urgency_asked
    stood = _stood_still(item, now)
    climbing.stand_still(item, stood)
    due_at = item.due_at + stood
    moving.move(item, to=ItemState.OPEN, urgency_asked=rules.ASKED_POINTS, due_at=due_at, **moving.FREED)
    ReviewItem.objects.filter(id=item.id).update(urgency=Least(F("urgency") + gained, 100))


def _stood_still(item: ReviewItem, now: datetime) -> timedelta:
    """Return how long the clock of an item stood still; none where the inbox lets it run on."""
    if not item.inbox.asking_stops_clock:
        return timedelta(0)
    since = Claim.objects.filter(item=item, ended_why="asked").order_by("-ended_at").values_list("ended_at")
    asked_at = since.first()
    return now - asked_at[0] if asked_at and asked_at[0] else timedelta(0)
