"""Notes that say alike things are put together, in another process."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from apps.core import transactions
from apps.learning.models import NoteGroup, NoteGrouping, NoteLabel
from apps.registry.models import AISystem

PROGRAM = Path(__file__).parents[1] / "rules" / "note_groups.py"
SECONDS = 100
MOST_NOTES = 2000
FEWEST = 12  # notes under which nothing is put together; the process says the same
MOST_KNOWN = 200  # groups of earlier days that are looked at
SAME = 0.5  # share of a known group's notes that makes the new one the same


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
        known = _known(system)
        groups = []
        for place, one in enumerate(found):
            decisions = [notes[at].decision_id for at in one["members"]]
            terms = [str(term)[:60] for term in one["terms"]]
            same_as = _same(decisions, known)
            known = [each for each in known if each[0] != same_as]
            groups.append(
                NoteGroup(
                    grouping=row, place=place, n=len(decisions), terms=terms, decisions=decisions,
                    same_as_id=same_as,
                )
            )  # fmt: skip
        NoteGroup.objects.bulk_create(groups)
        return row


def _known(system: AISystem) -> list[tuple[UUID, frozenset[UUID]]]:
    """Return the groups of which people said something, as they were last: under which id, which notes."""
    said = Exists(NoteLabel.objects.filter(group=OuterRef("pk")))
    rows = NoteGroup.objects.filter(said | Q(same_as__isnull=False), grouping__system=system)
    newest = rows.order_by("-grouping__on", "place").values_list("id", "same_as", "decisions")
    known: dict[UUID, frozenset[UUID]] = {}
    for own, root, decisions in newest[:MOST_KNOWN]:
        known.setdefault(root or own, frozenset(decisions))
    return list(known.items())


def _same(decisions: Sequence[UUID], known: Sequence[tuple[UUID, frozenset[UUID]]]) -> UUID | None:
    """Return the group of which people said something and that is mostly in this one, the newest first."""
    mine = frozenset(decisions)
    return next((root for root, ids in known if len(ids & mine) >= SAME * len(ids)), None)
