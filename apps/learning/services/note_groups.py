"""Notes that say alike things are put together, in another process; people say what they are about."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.learning import access
from apps.learning.models import NoteGroup, NoteGrouping, NoteLabel
from apps.registry import access as registry
from apps.registry.models import AISystem

PROGRAM = Path(__file__).parents[1] / "rules" / "note_groups.py"
SECONDS = 100
MOST_NOTES = 2000
FEWEST = 12  # notes under which nothing is put together; the process says the same
LONGEST_LABEL = 80
SAME = 0.5  # share of a labelled group's notes that makes the new one the same


class LabelInvalid(refusals.Invalid):
    code = "label_invalid"
    sentence = say("Say in at most %(most)s characters what these notes are about.", most=LONGEST_LABEL)


class CannotLabel(refusals.NotAllowed):
    code = "cannot_label_notes"
    sentence = say("Notes are named by the analysts of this AI system and by its owner.")


class LabelledAlready(refusals.IllegalMove):
    code = "labelled_already"
    sentence = say("Somebody said meanwhile what these notes are about.")


@dataclass(frozen=True, slots=True)
class Note:
    """One note, opened: of which decision, about whom, in which words."""

    decision_id: UUID
    subject_id: UUID
    text: str


def grouped_on(system: AISystem, on: date) -> bool:
    """Say whether an AI system's notes were put together on a local day."""
    return NoteGrouping.objects.filter(system=system, on=on).exists()


def find_groups(notes: Sequence[Note], names: Sequence[str]) -> list[dict[str, Any]]:
    """Ask the process that knows how; it holds nothing once it has answered. names: no group is called by.

    Raises: subprocess.SubprocessError, ValueError.
    """
    if len(notes) < FEWEST:
        return []
    ordered: dict[UUID, int] = {}
    people = [ordered.setdefault(one.subject_id, len(ordered)) for one in notes]
    asked = {"texts": [one.text for one in notes], "people": people, "names": list(names)}
    answer = subprocess.run(
        [sys.executable, "-I", str(PROGRAM)],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a library's complaint may quote a note
        timeout=SECONDS,
        check=True,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
    )
    found: list[dict[str, Any]] = json.loads(answer.stdout)["groups"]
    return found


def keep_groups(
    *,
    system: AISystem,
    on: date,
    notes: Sequence[Note],
    found: Sequence[Mapping[str, Any]],
    failure: str,
    now: datetime,
) -> NoteGrouping | None:
    """Keep what was found; None where another worker kept the day's before. Run twice, it changes nothing.

    Writes: NoteGrouping, NoteGroup.
    """
    with transactions.verb():
        inside = sum(len(one["members"]) for one in found)
        row = NoteGrouping(
            system=system,
            on=on,
            n_notes=len(notes),
            n_loose=len(notes) - inside,
            failure=failure,
            computed_at=now,
        )
        NoteGrouping.objects.bulk_create([row], ignore_conflicts=True)
        if not NoteGrouping.objects.filter(id=row.id).exists():
            return None
        labels = _labels(system)
        groups = []
        for place, one in enumerate(found):
            decisions = [notes[at].decision_id for at in one["members"]]
            terms = [str(term)[:60] for term in one["terms"]]
            groups.append(
                NoteGroup(
                    grouping=row, place=place, n=len(decisions), terms=terms, decisions=decisions,
                    suggested=(_same(decisions, labels) or ", ".join(terms))[:LONGEST_LABEL],
                )
            )  # fmt: skip
        NoteGroup.objects.bulk_create(groups)
        return row


def _labels(system: AISystem) -> list[tuple[str, frozenset[UUID]]]:
    rows = NoteLabel.objects.filter(group__grouping__system=system).order_by("-at", "-id")
    return [(text, frozenset(ids)) for text, ids in rows.values_list("text", "group__decisions")[:100]]


def _same(decisions: Sequence[UUID], labels: Sequence[tuple[str, frozenset[UUID]]]) -> str:
    """Return what a person called a group that is mostly in this one, the newest word first."""
    mine = frozenset(decisions)
    return next((text for text, ids in labels if len(ids & mine) >= SAME * len(ids)), "")


def label_group(*, group_id: UUID, text: str, by: Actor, now: datetime) -> NoteLabel:
    """Say what a group of notes is about: as suggested, or otherwise.

    Raises: refusals.NotVisible, CannotLabel, LabelInvalid, LabelledAlready.
    Writes: NoteLabel, record `notes.labelled`.
    """
    with transactions.verb():
        rows = NoteGroup.objects.select_related("grouping__system__owner")
        group = rows.filter(id=group_id, grouping__system__in=access.visible_systems(by)).first()
        if group is None:
            raise refusals.NotVisible
        if not registry.may_edit_contract(by, group.grouping.system):
            raise CannotLabel(permission="analyse_system")
        said = " ".join(text.split())
        if not 1 <= len(said) <= LONGEST_LABEL:
            raise LabelInvalid(field="label")
        row, is_new = NoteLabel.objects.get_or_create(
            group=group, defaults={"text": said, "by": by, "at": now}
        )
        if not is_new:
            raise LabelledAlready(label=row.text)
        audit.record("notes.labelled", on=("note_group", group.id), by=by, at=now, data={"label": said})
        return row
