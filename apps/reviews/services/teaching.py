"""Whoever resolves an escalation writes to those who had sent the case up what can be learned from it."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor, ActorKind
from apps.audit import services as audit
from apps.core import refusals, statements, transactions, vault
from apps.core.words import say
from apps.reviews.models import Decision, Escalation, LearningNote
from apps.reviews.services import because


class NobodyToTeach(refusals.Invalid):
    code = "nobody_to_teach"
    sentence = say("Nobody sent this case up to you, so nobody would read what can be learned from it.")


def senders(decision: Decision) -> list[UUID]:
    """Return the people who sent the case of a decision up, but whoever decided it; one statement."""
    if decision.item_id is None:
        return []
    return [sender for (sender,) in _SENT.ask(item_id=decision.item_id, but=decision.by_id)]


def _sent(*, item_id: UUID, but: UUID) -> QuerySet[Escalation, tuple[UUID]]:
    people = Escalation.objects.filter(item=item_id, raised_by__kind=ActorKind.PERSON)
    return people.exclude(raised_by=but).order_by("raised_by").values_list("raised_by").distinct()


_SENT = statements.Written(_sent)


def teach(*, decision: Decision, to: list[UUID], text: str, by: Actor, now: datetime) -> list[LearningNote]:
    """Keep what whoever resolved an escalation wrote to those who had sent the case up.

    Raises: NobodyToTeach, refusals.Invalid for too long a text.
    Writes: LearningNote, record `item.taught`.
    """
    transactions.require()
    if not text.strip():
        return []
    because.refuse_long(text, field="learning")
    if not to:
        raise NobodyToTeach(field="learning")
    subject_id = decision.case.subject_id
    notes = [
        LearningNote(
            decision=decision,
            to_id=one,
            by=by,
            at=now,
            sealed_text=vault.seal_for(text.strip(), subject_id=subject_id),
        )
        for one in to
    ]
    LearningNote.objects.bulk_create(notes)
    audit.record(
        "item.taught",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=decision.case_id,
        data={"to": to},
        rows=[{"note": one.id, "text": one.sealed_text} for one in notes],
    )
    return notes
