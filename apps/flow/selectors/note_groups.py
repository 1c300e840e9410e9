"""Notes that say alike things, with examples, for those who may read the notes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors import notes
from apps.flow.selectors.notes import NoteRow
from apps.learning.models import NoteGroup, NoteGrouping
from apps.measures import selectors as measures
from apps.registry.models import AISystem

EXAMPLES = 2
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. label: what a person called it; empty while nobody did, then `suggested` may be taken."""

    id: UUID
    n: int
    terms: tuple[str, ...]
    suggested: str
    label: str
    by: str
    examples: list[NoteRow]


@dataclass(frozen=True, slots=True)
class NoteGroups:
    """The newest grouping of an AI system's notes; without one `computed_at` is None."""

    computed_at: datetime | None
    n_notes: int
    n_loose: int
    failure: str
    rows: list[GroupRow]


def note_groups(*, system: AISystem, to: Actor, now: datetime) -> NoteGroups:
    """Return the groups of the newest day on which notes were put together, the largest first.

    Raises: refusals.NotVisible.
    """
    if not measures.may_analyse(system=system, to=to):
        raise refusals.NotVisible
    last = NoteGrouping.objects.filter(system=system).order_by("-on").first()
    newest = last
    if last is not None and last.failure:
        newest = NoteGrouping.objects.filter(system=system, failure="").order_by("-on").first()
    if newest is None:
        return NoteGroups(None, 0, 0, last.failure if last else "", [])
    rows = list(newest.groups.select_related("label__by").order_by("place")[:MOST_GROUPS])
    shown = notes.examples(groups=[one.decisions for one in rows], to=to, now=now, limit=EXAMPLES)
    return NoteGroups(
        computed_at=newest.computed_at,
        n_notes=newest.n_notes,
        n_loose=newest.n_loose,
        failure=last.failure if last else "",
        rows=[_row(one, examples) for one, examples in zip(rows, shown, strict=True)],
    )


def _row(one: NoteGroup, examples: list[NoteRow]) -> GroupRow:
    label = getattr(one, "label", None)
    return GroupRow(
        id=one.id,
        n=one.n,
        terms=tuple(one.terms),
        suggested=one.suggested,
        label=label.text if label else "",
        by=label.by.name if label else "",
        examples=examples,
    )
