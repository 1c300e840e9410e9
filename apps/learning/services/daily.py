"""Notes that speak strongly against a suggestion, day by day; people say that they looked at them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.learning import access
from apps.learning.models import NoteDay, NoteLook, SharpNote
from apps.learning.rules.tone import tone
from apps.learning.services.note_groups import Note
from apps.learning.states import LookKind
from apps.measures.models import BrokenSuggestion
from apps.registry.models import AISystem

MOST = 200  # things that are looked at with one word


class CannotLook(refusals.NotAllowed):
    code = "cannot_look_at_notes"
    sentence = say("Notes are looked at by the analysts of this AI system and by its owner.")


class NothingLookedAt(refusals.Invalid):
    code = "nothing_looked_at"
    sentence = say("Say which notes or reports you looked at, at most %(most)s at once.", most=MOST)


def keep_day(*, system: AISystem, on: date, notes: Sequence[Note], now: datetime) -> int:
    """Keep which notes of a local day are strongly negative; returns how many. Run twice, it adds none.

    Writes: NoteDay, SharpNote.
    """
    with transactions.verb():
        row = NoteDay(id=ids.new(), system=system, on=on, n_notes=len(notes), read_at=now)
        NoteDay.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["system", "on"],
            update_fields=["n_notes", "read_at"],
        )
        day = NoteDay.objects.get(system=system, on=on)
        sharp = [one.decision_id for one in notes if tone(one.text).is_strong]
        SharpNote.objects.bulk_create(
            [SharpNote(day=day, decision_id=one) for one in sharp], ignore_conflicts=True
        )
        return len(sharp)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one person looked at with one word; `n`: what nobody had looked at before."""

    n: int
    at: datetime


def look(
    *, system_id: UUID, notes: Sequence[UUID], reports: Sequence[UUID], by: Actor, now: datetime
) -> Looked:
    """Say that strongly negative notes (by their decisions) and reports of broken suggestions were looked at.

    What somebody looked at before stays theirs.
    Raises: refusals.NotVisible, CannotLook, NothingLookedAt.
    Writes: NoteLook, record `notes.looked_at`.
    """
    with transactions.verb():
        seen = access.visible_systems(by).select_related("owner")
        system = seen.filter(id=system_id).first()
        if system is None:
            raise refusals.NotVisible
        if not access.may_work(by, system):
            raise CannotLook(permission="analyse_system")
        asked = {LookKind.NOTE: set(notes), LookKind.BROKEN: set(reports)}
        if not 1 <= sum(map(len, asked.values())) <= MOST:
            raise NothingLookedAt(field="notes")
        sharp = SharpNote.objects.filter(day__system=system, decision__in=asked[LookKind.NOTE])
        _require(sharp, asked[LookKind.NOTE])
        told = BrokenSuggestion.objects.filter(system=system, id__in=asked[LookKind.BROKEN])
        _require(told, asked[LookKind.BROKEN])
        new = {kind: sorted(wanted - _known(kind, wanted)) for kind, wanted in asked.items()}
        rows = [
            NoteLook(system=system, kind=kind, about_id=one, by=by, at=now)
            for kind, wanted in new.items()
            for one in wanted
        ]
        if rows:
            NoteLook.objects.bulk_create(rows, ignore_conflicts=True)
            data = {"notes": new[LookKind.NOTE], "reports": new[LookKind.BROKEN]}
            audit.record("notes.looked_at", on=("system", system.id), by=by, at=now, data=data)
        return Looked(len(rows), now)


def _known(kind: LookKind, wanted: Collection[UUID]) -> set[UUID]:
    rows = NoteLook.objects.filter(kind=kind, about_id__in=wanted)
    return set(rows.values_list("about_id", flat=True))


def _require(rows: QuerySet[Any], wanted: Collection[UUID]) -> None:
    if rows.count() != len(wanted):
        raise refusals.NotVisible
