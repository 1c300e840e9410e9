"""Notes worth reading: what officers wrote when they overruled an AI system."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import table_file, words
from apps.console.pages.measured import address, part_asked
from apps.console.pages.shell import Empty, Tab, more_url
from apps.console.pages.slices import Chips, Scope
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.registry.models import AISystem

RECENT = "recent"
WEEKS = {RECENT: None, "13": 13, "26": 26}  # None: 30 days
HEADS = ("ai_system", "case", "decided_on", "reason", "suggested", "decided", "strongly_negative")


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
    sharp: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    title: str
    system: str
    insights_url: str
    since: str
    systems: tuple[Tab, ...]
    ranges: tuple[Tab, ...]
    ways: tuple[Tab, ...]
    segments: tuple[Tab, ...]
    versions: tuple[Tab, ...]
    rows: tuple[NoteLine, ...]
    csv_url: str
    pdf_url: str
    empty: Empty
    next_url: str
    first_url: str


def build(
    found: flow.NotesPage,
    *,
    system: AISystem,
    systems: Iterable[AISystem],
    scope: Scope,
    after: str,
    reader: Reader,
) -> NotesPage:
    """Turn notes into template data."""
    base, chips = reverse("console:insight_notes"), Chips("insight_notes", system, scope)
    ranges = {
        name: _("Last 30 days") if weeks is None else _("Last %(n)s weeks") % {"n": weeks}
        for name, weeks in WEEKS.items()
    }
    return NotesPage(
        title=_("Notes worth reading"),
        system=speak_kept(system.name),
        insights_url=address("insights", system, **part_asked(scope.part)),
        since=", ".join((ranges[scope.weeks], *scope.named(found.segments))),
        systems=chips.systems(systems),
        ranges=chips.ranges(ranges),
        ways=chips.ways(),
        segments=chips.segments(found.segments),
        versions=chips.versions(found.versions),
        rows=tuple(_line(row, reader) for row in found.rows),
        csv_url=address("insight_notes_csv", system, **scope.asked()),
        pdf_url=address("insight_notes_pdf", system, **scope.asked()),
        empty=Empty(
            _("No notes here"),
            _("Once an officer overrules the AI, writes why, and that is in force, the note appears here."),
            icon="pencil-line",
        ),
        next_url=more_url(base, found.next, system=system.slug, **scope.asked()),
        first_url=address("insight_notes", system, **scope.asked()) if after else "",
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
        sharp=row.is_sharp,
        erased=not row.text,
    )


def as_csv(found: flow.NotesPage, *, system: AISystem) -> str:
    """Write which decisions have notes, one line each. What a note says is in no file: none is erased."""
    zone = ZoneInfo(system.organisation.time_zone)
    return table_file.as_csv(HEADS, (_cells(row, system, zone) for row in found.rows))


def _cells(row: flow.NoteRow, system: AISystem, zone: ZoneInfo) -> Iterable[object]:
    yield from (system.slug, row.case_ref, row.decided_at.astimezone(zone).date().isoformat(), row.reason)
    yield from (row.recommended, row.decided, row.is_sharp)
