"""A reviewer's answer, escalation and return."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import transactions
from apps.flow.services import approving, climbing
from apps.intake.models import CaseKind
from apps.measures import services as measures
from apps.notify import services as notify
from apps.reviews import services as reviews
from apps.reviews.models import Decision, Escalation
from apps.reviews.rules import Answer
from apps.reviews.states import PracticeEnd


def decide(
    *, item_id: UUID, answer: Answer, version: int, token: int, by: Actor, now: datetime
) -> Decision | Escalation:
    """Record a reviewer's answer. It comes into force when the undo time is over, and is delivered then.

    Where policy has that decided on a higher level the item climbs instead; the answer is kept as an opinion.
    One that needs a second person is held until they resolve it; they are told.
    Raises: as reviews.decide and reviews.teach.
    """
    with transactions.verb():
        made = reviews.decide(item_id=item_id, answer=answer, version=version, token=token, by=by, now=now)
        if isinstance(made, Escalation):
            _climbed(made, by=by, now=now)
        elif made.case.kind == CaseKind.KNOWN_ANSWER:
            reviews.note_answer(decision=made, by=by, now=now)
        else:
            senders = reviews.senders(made) if made.has_climbed else []
            reviews.teach(decision=made, to=senders, text=answer.learning, by=by, now=now)
            if not approving.raised(made, now=now):
                approving.tell_senders(made, senders, now=now)
        return made


def escalate(
    *, item_id: UUID, why: str, note: str, version: int, token: int, by: Actor, now: datetime
) -> Escalation:
    """Send an item one holds to the next level.

    Raises: as reviews.escalate.
    """
    with transactions.verb():
        escalation = reviews.escalate(
            item_id=item_id, why=why, note=note, version=version, token=token, by=by, now=now
        )
        _climbed(escalation, by=by, now=now)
    return escalation


def _climbed(escalation: Escalation, *, by: Actor, now: datetime) -> None:
    item = escalation.item
    if item.case.kind == CaseKind.KNOWN_ANSWER:
        reviews.end_practice(item=item, how=PracticeEnd.SENT_UP, by=by, now=now)
        return
    _signal(escalation, kind="escalated", code=escalation.why, by=by, now=now)
    climbing.tell_owners([(item, escalation)], now=now)


def return_escalated(
    *, item_id: UUID, note: str, version: int, token: int, by: Actor, now: datetime
) -> Escalation:
    """Send an escalated item back with a note; its raiser is told.

    Raises: as reviews.return_escalated.
    """
    with transactions.verb():
        escalation = reviews.return_escalated(
            item_id=item_id, note=note, version=version, token=token, by=by, now=now
        )
        _signal(escalation, kind="returned", code="", by=by, now=now)
        notify.tell(
            to_actor_id=escalation.raised_by_id,
            kind="item_returned",
            about_id=escalation.id,
            case_id=escalation.item.case_id,
            now=now,
        )
    return escalation


def _signal(escalation: Escalation, *, kind: str, code: str, by: Actor, now: datetime) -> None:
    item = escalation.item
    measures.record_signal(item_id=item.id, system_id=item.system_id, kind=kind, code=code, by=by, at=now)
