"""Notes worth reading: what officers wrote when they overruled an AI system."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.measured import address
from apps.console.pages.shell import Empty, more_url
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note by its case; `erased` when the note went with the person's data."""

    url: str
    ref: str
    on: str
    text: str
    reason: str
    suggested: str
    decided: str
    first: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    title: str
    system: str
    insights_url: str
    rows: tuple[NoteLine, ...]
    empty: Empty
    next_url: str
    first_url: str


def build(found: flow.NotesPage, *, system: AISystem, after: str, reader: Reader) -> NotesPage:
    """Turn notes into template data."""
    base = reverse("console:insight_notes")
    return NotesPage(
        title=_("Notes worth reading"),
        system=speak_kept(system.name),
        insights_url=address("insights", system),
        rows=tuple(_line(row, reader) for row in found.rows),
        empty=Empty(
            _("No notes in the last 30 days"),
            _("When an officer overrules the AI and writes why, the note appears here."),
            icon="pencil-line",
        ),
        next_url=more_url(base, found.next, system=system.slug),
        first_url=address("insight_notes", system) if after else "",
    )


def _line(row: flow.NoteRow, reader: Reader) -> NoteLine:
    return NoteLine(
        url=reverse("console:case", args=[row.case_ref]),
        ref=row.case_ref,
        on=words.day(row.decided_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
        text=row.text,
        reason=row.reason,
        suggested=row.recommended,
        decided=row.decided,
        first=row.is_first,
        erased=not row.text,
    )
