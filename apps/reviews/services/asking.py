"""A reviewer asks: the business system for a fact, or a person or a team about the case. The item waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from apps.accounts import access as accounts
from apps.accounts.models import Actor, ActorKind
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.registry import access as registry
from apps.reviews import access, rules
from apps.reviews.models import Inbox, Question, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import ItemState

LONGEST_WAIT = timedelta(days=30)
MOST_SHOWN = 40


class NothingToAsk(refusals.Invalid):
    code = "nothing_to_ask"
    sentence = say("Nothing is wrong with this fact, so there is nothing to ask.")


class AskedAlready(refusals.IllegalMove):
    code = "asked_already"
    sentence = say("This fact was asked for already. The answer is awaited.")


class NobodyToAsk(refusals.Invalid):
    code = "nobody_to_ask"
    sentence = say("Choose whom you ask: a person, a team, or the business system.")


class NobodyThere(refusals.Invalid):
    code = "nobody_there"
    sentence = say("Nobody works in this inbox at the moment, so nobody would answer.")


class PersonAway(refusals.Invalid):
    code = "person_away"
    sentence = say("Whoever you want to ask is away or not active any more. Ask somebody else.")


class QuestionMissing(refusals.Invalid):
    code = "question_missing"
    sentence = say("Write what you ask, in at most %(most)s characters.", most=rules.MAX_NOTE)


class UnknownFact(refusals.Invalid):
    code = "unknown_fact"
    sentence = say("Choose facts of this case.")


class AnswerByWrong(refusals.Invalid):
    code = "answer_by"
    sentence = say("Choose a time that is to come, and not after the case is due.")


class AnswerByTooFar(AnswerByWrong):
    sentence = say("Choose a time that is to come, at most 30 days from now.")


class WouldTell(refusals.NotAllowed):
    code = "would_tell_advice"
    sentence = say(
        "Whoever you ask may still be asked for their own view of this case, and you know its suggestion. "
        "Ask somebody who does not decide such cases, or escalate."
    )


@dataclass(frozen=True, slots=True)
class ToPeople:
    """A question to a person (`to`) or to those who work an inbox (`team`, its short name).

    fact: which it is about. shown: facts that who is asked sees with it. until: by when, at the latest.
    """

    text: str
    to: UUID | None = None
    team: str = ""
    fact: str = ""
    shown: tuple[str, ...] = ()
    until: datetime | None = None


def ask(*, item_id: UUID, fact: str, version: int, token: int, by: Actor, now: datetime) -> Question:
    """Ask the business system for a fact of an item one holds, or of one that waits for an answer to oneself.

    The hold ends and the item waits; what was typed is kept. An answer is a later value of the fact.
    Raises: as moving.require_hold; NothingToAsk, AskedAlready.
    Writes: Question, Claim ended, record `item.asked`.
    """
    with transactions.verb():
        item = moving.lock(item_id=item_id, by=by)
        is_waiting = _may_ask(item, by=by, version=version, token=token, now=now)
        kind, source = _fault(item, fact, now)
        if Question.objects.filter(item=item, fact=fact, closed_at=None, to=None, to_inbox=None).exists():
            raise AskedAlready(fact=fact)
        question = Question.objects.create(
            item=item,
            system=item.system,
            fact=fact,
            kind=kind,
            source=source,
            asked_by=by,
            asked_at=now,
            due_at=rules.answer_due(now=now, item_due_at=item.due_at),
        )
        _wait(item, is_waiting=is_waiting, now=now)
        data = {"fact": fact, "kind": kind, "of": source, "until": question.due_at, "question": question.id}
        audit.record("item.asked", on=("item", item.id), by=by, at=now, case_id=item.case_id, data=data)
        return question


def ask_people(
    *, item_id: UUID, question: ToPeople, version: int, token: int, by: Actor, now: datetime
) -> Question:
    """Ask a person or a team about an item one holds, or about one that waits for an answer to oneself.

    Who is asked need not see the case: they see the words and the facts that are shown with them.
    Raises: as moving.require_hold; NobodyToAsk, NobodyThere, PersonAway, QuestionMissing, UnknownFact,
    AnswerByWrong, AnswerByTooFar, WouldTell.
    Writes: Question, Claim ended, record `item.asked`.
    """
    transactions.require()
    item = moving.lock(item_id=item_id, by=by)
    is_waiting = _may_ask(item, by=by, version=version, token=token, now=now)
    text = question.text.strip()
    if not 1 <= len(text) <= rules.MAX_NOTE:
        raise QuestionMissing(field="ask_text")
    person, team = _whom(question, by, now)
    tells = knows_advice(item, by)
    if tells and _could_be_asked(item, person, team):
        raise WouldTell(permission="ask_openly")
    row = Question.objects.create(
        item=item,
        system=item.system,
        fact=question.fact,
        to=person,
        to_inbox=team,
        sealed_text=moving.seal(item, text),
        shown=_shown(item, question),
        tells_advice=tells,
        asked_by=by,
        asked_at=now,
        due_at=_until(item, question.until, now),
    )
    _wait(item, is_waiting=is_waiting, now=now)
    _record(row, by, now)
    return row


def _record(row: Question, by: Actor, now: datetime) -> None:
    audit.record(
        "item.asked",
        on=("item", row.item_id),
        by=by,
        at=now,
        case_id=row.item.case_id,
        data={
            "question": row.id,
            "fact": row.fact,
            "person": row.to_id,
            "team": row.to_inbox_id,
            "shown": row.shown,
            "until": row.due_at,
        },
        rows=[{"question": row.id, "text": row.sealed_text}],
    )


def _may_ask(item: ReviewItem, *, by: Actor, version: int, token: int, now: datetime) -> bool:
    """Refuse who neither holds the item nor waits for an answer; say whether it waits for one to them.

    Raises: as moving.require_hold, moving.require_first_hand.
    """
    moving.require_first_hand(item)
    mine = Question.objects.filter(item=item, asked_by=by, closed_at=None)
    if item.state != ItemState.WAITING or not mine.exists():
        moving.require_hold(item, by=by, token=token, version=version, now=now)
        return False
    access.require_work(by, item)
    if item.version != version:
        raise moving.ItemStale(version=item.version)
    return True


def _wait(item: ReviewItem, *, is_waiting: bool, now: datetime) -> None:
    if is_waiting:
        moving.renew(item)
        return
    moving.end_claim(item, why="asked", now=now)
    moving.move(item, to=ItemState.WAITING, **moving.FREED)


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


def _whom(question: ToPeople, by: Actor, now: datetime) -> tuple[Actor | None, Inbox | None]:
    """Return the person or the team that is asked.

    Raises: NobodyToAsk, NobodyThere, PersonAway.
    """
    if question.team:
        team = Inbox.objects.filter(organisation=by.organisation_id, slug=question.team).first()
        if team is None:
            raise NobodyToAsk(field="ask_to")
        if not accounts.holders("work_inbox", team.id, now=now).exclude(id=by.id).exists():
            raise NobodyThere(field="ask_to")
        return None, team
    if question.to is None:
        raise NobodyToAsk(field="ask_to")
    person = Actor.objects.filter(
        id=question.to, organisation=by.organisation_id, kind=ActorKind.PERSON
    ).exclude(id=by.id)
    found = person.select_related("user").first()
    if found is None:
        raise NobodyToAsk(field="ask_to")
    if not found.user.is_active or registry.absent(found, now=now):
        raise PersonAway(field="ask_to")
    return found, None


def knows_advice(item: ReviewItem, by: Actor) -> bool:
    """Say whether a person may write what others shall not know before their own view of the item."""
    if not item.first_view or not access.may_see(by, item):
        return False
    return not access.walled_items(by).filter(id=item.id).exists()


def _could_be_asked(item: ReviewItem, person: Actor | None, team: Inbox | None) -> bool:
    """Say whether who is asked may still be asked for their own view of the item."""
    if person is not None:
        return access.walled_items(person).filter(id=item.id).exists()
    assert team is not None
    return team.id == item.inbox_id or team.level > item.inbox.level or access.came_from(item, team.id)


def _shown(item: ReviewItem, question: ToPeople) -> list[str]:
    """Return the keys of the facts that who is asked sees, the one that it is about first.

    Raises: UnknownFact.
    """
    specs = intake.contract(item.context.contract).specs
    wanted = dict.fromkeys([question.fact, *question.shown] if question.fact else question.shown)
    protected = intake_rules.Sensitivity.PROTECTED
    known = {key for key, spec in specs.items() if spec.sensitivity is not protected}
    if len(wanted) > MOST_SHOWN or not wanted.keys() <= known:
        raise UnknownFact(field="ask_fact")
    return list(wanted)


def answer_times(item: ReviewItem, now: datetime) -> tuple[datetime, datetime]:
    """Return until when people's answer is awaited where nobody says it, and what may be said at the latest.

    Where the inbox lets due times stand still meanwhile, the item's own does not bound it.
    """
    if item.inbox.asking_stops_clock:
        usual = rules.answer_due(now=now, item_due_at=now + rules.ANSWER_WITHIN)
        return usual, now + LONGEST_WAIT
    return rules.answer_due(now=now, item_due_at=item.due_at), max(item.due_at, now + rules.ANSWER_AT_LEAST)


def _until(item: ReviewItem, until: datetime | None, now: datetime) -> datetime:
    """Return by when an answer is waited for.

    Raises: AnswerByWrong, AnswerByTooFar.
    """
    usual, latest = answer_times(item, now)
    if until is None:
        return usual
    if not now < until <= latest:
        raise (AnswerByTooFar if item.inbox.asking_stops_clock else AnswerByWrong)(field="ask_until")
    return until
