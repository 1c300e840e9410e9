"""Notes that say alike things, with examples, for those who may read the notes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import Words, say
from apps.flow.selectors import notes
from apps.flow.selectors.notes import NoteRow
from apps.learning.models import NoteGrouping, NoteLabel
from apps.measures import selectors as measures
from apps.registry.models import AISystem

EXAMPLES = 2
MOST_GROUPS = 12
ROOM = 70  # letters of a suggested name; another language may need more than English


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What somebody said of a group; without a text, that it is none."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. label: what people call it; empty while nobody named it, then `suggested` may be taken.

    said: all that people said of it, the newest first. `is_dissolved`: that it is no group.
    """

    id: UUID
    n: int
    terms: tuple[str, ...]
    suggested: Words
    said: tuple[SaidRow, ...]
    examples: list[NoteRow]

    @property
    def label(self) -> str:
        return self.said[0].text if self.said else ""

    @property
    def is_dissolved(self) -> bool:
        return bool(self.said) and not self.said[0].text


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
    rows = list(newest.groups.order_by("place")[:MOST_GROUPS])
    said = _said({one.same_as_id or one.id for one in rows})
    shown = notes.examples(groups=[one.decisions for one in rows], to=to, now=now, limit=EXAMPLES)
    return NoteGroups(
        computed_at=newest.computed_at,
        n_notes=newest.n_notes,
        n_loose=newest.n_loose,
        failure=last.failure if last else "",
        rows=[
            GroupRow(
                id=one.id,
                n=one.n,
                terms=tuple(one.terms),
                suggested=suggested(one.terms),
                said=tuple(said.get(one.same_as_id or one.id, ())),
                examples=examples,
            )
            for one, examples in zip(rows, shown, strict=True)
        ],
    )


def suggested(terms: Sequence[str]) -> Words:
    """Say what notes may be about by the words that set them apart, as many as a name has room for."""
    if not terms:
        return say("%(text)s", text="")
    first, last = list(terms[:-1]), terms[-1]
    said = (
        say("Notes that mention %(first)s and %(last)s", first=first, last=last)
        if first
        else say("Notes that mention %(last)s", last=last)
    )
    return said if len(said) <= ROOM else suggested(terms[:-1])


def _said(group_ids: Collection[UUID]) -> dict[UUID, list[SaidRow]]:
    said: dict[UUID, list[SaidRow]] = {}
    if group_ids:
        labels = NoteLabel.objects.filter(group__in=group_ids).select_related("by").order_by("-number")
        for one in labels:
            said.setdefault(one.group_id, []).append(SaidRow(one.text, one.by.name, one.at))
    return said
