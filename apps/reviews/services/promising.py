"""Follow-ups: what a decision promised, and second looks that its outcome asks for, at their date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import bulk, ids, refusals, transactions, vault
from apps.core.words import say
from apps.reviews import access, rules
from apps.reviews.models import Decision, FollowUp
from apps.reviews.states import FollowUpKind, FollowUpState, NotKeptWhy


class FollowUpClosed(refusals.IllegalMove):
    code = "follow_up_closed"
    sentence = say("This follow-up was closed meanwhile.")


class FollowUpStale(refusals.Stale):
    pass


class WhyNotKept(refusals.Invalid):
    code = "why_not_kept"
    sentence = say("Say why it was not kept: choose one of the list.")


class FollowUpNote(refusals.Invalid):
    code = "follow_up_note"
    sentence = say("Write why it was not kept.")


class SecondLookEarly(refusals.IllegalMove):
    code = "second_look_early"
    sentence = say(
        "A second look is for its day: what time shows cannot be seen before. It comes back to you then."
    )


class KeptEarly(refusals.Invalid):
    code = "kept_early"
    sentence = say("Its day has not come. Write what you did already.")


class NotKeptEarly(refusals.Invalid):
    code = "not_kept_early"
    sentence = say("Its day has not come. Before it you can only say that it is not needed, or why else.")


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A follow-up to open. action: what was promised, sealed already; none for a second look."""

    decision: Decision
    kind: FollowUpKind
    inbox_id: UUID
    owner_id: UUID | None
    due_at: datetime
    action: bytes | None = None


def open_follow_ups(*, new: Sequence[NewFollowUp], by: Actor, now: datetime) -> list[FollowUp]:
    """Open follow-ups of decisions that came into force; one for each decision, kind and time.

    Writes: FollowUp, record `follow_up.opened`.
    """
    transactions.require()
    rows = [
        FollowUp(
            id=ids.new(),
            decision=one.decision,
            system_id=one.decision.recommendation.system_id,
            inbox_id=one.inbox_id,
            owner_id=one.owner_id,
            kind=one.kind.value,
            sealed_action=one.action,
            due_at=one.due_at,
            state=FollowUpState.OPEN.value,
        )
        for one in new
    ]
    bulk.insert(rows)
    for row in rows:
        audit.record(
            "follow_up.opened",
            on=("follow_up", row.id),
            by=by,
            at=now,
            case_id=row.decision.case_id,
            data={"kind": row.kind, "due_at": row.due_at, "decision": row.decision_id, "owner": row.owner_id},
        )
    return rows


def drop_follow_ups(*, decisions: Sequence[Decision], by: Actor, now: datetime) -> int:
    """Close what earlier decisions on these cases had promised: they hold no longer. Returns how many.

    Writes: FollowUp closed, record `follow_up.dropped`.
    """
    transactions.require()
    if not decisions:
        return 0
    instead = {one.case_id: one.id for one in decisions}
    earlier = FollowUp.objects.filter(decision__case__in=instead, state=FollowUpState.OPEN)
    rows = earlier.exclude(decision__in=instead.values()).select_for_update(of=("self",))
    dropped = list(rows.select_related("decision").order_by("id"))
    for one in dropped:
        FollowUp.objects.filter(id=one.id).update(
            state=FollowUpState.DROPPED, closed_at=now, version=F("version") + 1
        )
        audit.record(
            "follow_up.dropped",
            on=("follow_up", one.id),
            by=by,
            at=now,
            case_id=one.decision.case_id,
            data={"kind": one.kind, "due_at": one.due_at, "decision": instead[one.decision.case_id]},
        )
    return len(dropped)


def close_follow_up(
    *, follow_up_id: UUID, kept: bool, why: str, note: str, version: int, by: Actor, now: datetime
) -> FollowUp:
    """Say whether a follow-up was kept; its owner, a colleague when it has none, or a supervisor may.

    why: the code of what kept it from being kept. Before its day a second look is open; a promise can be
    kept early with a word on what was done, and be given up only as not needed or for a reason written down.
    Raises: refusals.NotVisible, FollowUpStale, FollowUpClosed, WhyNotKept, FollowUpNote, SecondLookEarly,
    KeptEarly, NotKeptEarly.
    Writes: FollowUp closed, record `follow_up.kept` or `follow_up.not_kept`.
    """
    transactions.require()
    rows = access.visible_follow_ups(by).select_related("decision__case").select_for_update(of=("self",))
    found = rows.filter(id=follow_up_id).first()
    if found is None:
        raise refusals.NotVisible
    if found.state != FollowUpState.OPEN:
        raise FollowUpClosed
    if found.version != version:
        raise FollowUpStale(version=found.version)
    cause = "" if kept else _cause(why, note)
    is_early = now < found.due_at
    if is_early:
        _require_word(found, kept=kept, why=cause, note=note)
    if len(note) > rules.MAX_NOTE:
        raise refusals.Invalid(
            say("A note has at most %(most)s characters.", most=rules.MAX_NOTE), field="note"
        )
    found.state = FollowUpState.KEPT if kept else FollowUpState.NOT_KEPT
    found.why, found.closed_at, found.closed_by, found.version = cause, now, by, version + 1
    if note.strip():
        subject_id = found.decision.case.subject_id
        key = vault.key_for(subject_id)
        found.sealed_note = vault.seal(note.strip(), subject_id=subject_id, key=key)
    found.save(update_fields=["state", "why", "closed_at", "closed_by", "version", "sealed_note"])
    audit.record(
        "follow_up.kept" if kept else "follow_up.not_kept",
        on=("follow_up", found.id),
        by=by,
        at=now,
        case_id=found.decision.case_id,
        data={"kind": found.kind, "why": cause or None, "early": is_early},
        rows=[{"follow_up": found.id, "note": found.sealed_note}],
    )
    return found


def _require_word(one: FollowUp, *, kept: bool, why: str, note: str) -> None:
    """Refuse what cannot be said before the day came (domain: a promise is done by its date)."""
    if kept and one.kind == FollowUpKind.SECOND_LOOK:
        raise SecondLookEarly
    if kept and not note.strip():
        raise KeptEarly(field="note")
    if not kept and why not in {NotKeptWhy.NOT_NEEDED, NotKeptWhy.OTHER}:
        raise NotKeptEarly(field="why")


def _cause(why: str, note: str) -> str:
    if why not in {one.value for one in NotKeptWhy}:
        raise WhyNotKept(field="why")
    if why == NotKeptWhy.OTHER and not note.strip():
        raise FollowUpNote(field="note")
    return why


def bring_back(*, now: datetime, limit: int = 200) -> list[FollowUp]:
    """Take the follow-ups whose time came and whose owner was not told yet; each once.

    Whether this runs twice, late or never: a follow-up is due by its time, and its list shows it then.
    """
    transactions.require()
    if transactions.history_runs():
        return []
    rows = FollowUp.objects.select_for_update(skip_locked=True, of=("self",)).select_related("decision")
    due = list(
        rows.filter(state=FollowUpState.OPEN, told_at=None, due_at__lte=now).order_by("due_at", "id")[:limit]
    )
    FollowUp.objects.filter(id__in=[one.id for one in due]).update(told_at=now)
    return due
