"""Known-answer cases: written, put into an inbox as any case, and answered; nothing of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from apps.accounts import access as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews.models import Claim, Decision, Escalation, ItemReason, KnownAnswer, Practice, ReviewItem
from apps.reviews.services import moving
from apps.reviews.states import ItemState, PracticeEnd

MOST_ABOUT, MOST_WHY = 120, 1000


class CannotWriteKnown(refusals.NotAllowed):
    code = "cannot_write_known_answers"
    sentence = say("Cases with a known answer are written by the analysts of this AI system.")


class KnownInvalid(refusals.Invalid):
    code = "known_answer_invalid"
    sentence = say("This case cannot be used. Say what it is about, what is right, and why.")


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody writes: facts as KnownAnswer keeps them, what the AI seems to say, what is right."""

    about: str
    facts: Sequence[Mapping[str, object]]
    suggested: str
    confidence: Decimal
    right: str
    why: str
    statements: Sequence[Mapping[str, object]] = ()
    stake_minor: int | None = None


def require_known_writer(by: Actor, system: AISystem) -> None:
    """Refuse whoever does not analyse the AI system.

    Raises: CannotWriteKnown.
    """
    if system.id not in accounts.granted_ids(by, "analyse_system"):
        raise CannotWriteKnown(permission="analyse_system")


def keep_known(*, system: AISystem, said: Known, by: Actor, now: datetime) -> KnownAnswer:
    """Keep an invented case; the caller has checked its facts by the contract.

    Raises: CannotWriteKnown, KnownInvalid.
    Writes: KnownAnswer, record `known_answer.written`.
    """
    transactions.require()
    require_known_writer(by, system)
    about, why = said.about.strip(), said.why.strip()
    if not 1 <= len(about) <= MOST_ABOUT:
        raise KnownInvalid(field="about")
    if not 1 <= len(why) <= MOST_WHY:
        raise KnownInvalid(field="why")
    row = KnownAnswer.objects.create(
        system=system,
        about=about,
        facts=list(said.facts),
        suggested=_code(system, said.suggested, "suggested"),
        confidence=said.confidence,
        statements=list(said.statements),
        stake_minor=said.stake_minor,
        right_code=_code(system, said.right, "right"),
        why=why,
        author=by,
        written_at=now,
    )
    audit.record(
        "known_answer.written", on=("known_answer", row.id), by=by, at=now, data={"system": system.id}
    )
    return row


def _code(system: AISystem, code: str, field: str) -> OutcomeCode:
    found = OutcomeCode.objects.filter(system=system, code=code).first()
    if found is None:
        raise KnownInvalid(say("Choose one of the outcomes that this AI system knows."), field=field)
    return found


def retire_known(*, known: KnownAnswer, by: Actor, now: datetime) -> KnownAnswer:
    """Use a known-answer case no more; what was answered on it stays.

    Raises: CannotWriteKnown.
    Writes: record `known_answer.retired`.
    """
    transactions.require()
    require_known_writer(by, known.system)
    if known.retired_at is None:
        KnownAnswer.objects.filter(id=known.id, retired_at=None).update(retired_at=now)
        known.retired_at = now
        data = {"system": known.system_id}
        audit.record("known_answer.retired", on=("known_answer", known.id), by=by, at=now, data=data)
    return known


def note_put(*, known: KnownAnswer, item: ReviewItem, for_item: UUID, by: Actor, now: datetime) -> Practice:
    """Note that a known-answer case lies in an inbox now, beside a real one that drew it."""
    transactions.require()
    row = Practice.objects.create(
        id=ids.new(),
        known=known,
        case_id=item.case_id,
        item=item,
        inbox_id=item.inbox_id,
        for_item=for_item,
        put_at=now,
    )
    audit.record("known_answer.put", on=("item", item.id), by=by, at=now, data={"known": known.id})
    return row


def note_answer(*, decision: Decision, by: Actor, now: datetime) -> None:
    """Keep what somebody decided beside what is right; a case that was not put here has no answer."""
    row = (
        Practice.objects.select_for_update(of=("self",))
        .select_related("known")
        .filter(item=decision.item_id, ended="")
        .first()
    )
    if row is None:
        return
    row.ended, row.ended_at, row.answered_by = PracticeEnd.DECIDED, now, by
    row.decision, row.outcome_code = decision, decision.outcome_code
    row.is_right = decision.outcome_code_id == row.known.right_code_id
    row.save()
    audit.record(
        "known_answer.answered", on=("item", row.item_id), by=by, at=now, data={"right": row.is_right}
    )


def end_practice(*, item: ReviewItem, how: PracticeEnd, by: Actor, now: datetime) -> None:
    """Take a known-answer case that nobody decided out of its inbox, with all that hangs on it."""
    transactions.require()
    ReviewItem.objects.filter(id=item.id).update(
        state=ItemState.WITHDRAWN,
        version=F("version") + 1,
        closed_at=now,
        snoozed_until=None,
        **moving.FREED,
        **moving.UNASSIGNED,
    )
    Claim.objects.filter(item=item, ended_at=None).update(ended_at=now, ended_why="practice")
    ItemReason.objects.filter(item=item, closed_at=None).update(closed_at=now)
    Escalation.objects.filter(item=item, closed_at=None).update(closed_at=now, result="SUPERSEDED")
    answered = by if how is PracticeEnd.SENT_UP else None
    Practice.objects.filter(item=item, ended="").update(ended=how, ended_at=now, answered_by=answered)
    audit.record("known_answer.ended", on=("item", item.id), by=by, at=now, data={"how": how.value})
