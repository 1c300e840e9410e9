"""The record of a case as sentences, oldest first."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.cases import Day, Event, Evidence, TimelinePage
from apps.flow import selectors as flow
from apps.learning import selectors as learning

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ICONS = (
    ("recommendation", "sparkles"),
    ("expired", "timer-off"),
    ("claimed", "hand"),
    ("let_go", "hand"),
    ("escalated", "arrow-up-right"),
    ("returned", "undo-2"),
    ("withdrawn", "undo-2"),
    ("approved", "pencil-line"),
    ("overridden", "pencil-line"),
    ("decided", "pencil-line"),
    ("released", "play"),
    ("sent", "send"),
    ("applied", "circle-check"),
    ("refused", "circle-x"),
    ("overdue", "clock-alert"),
    ("skipped", "ban"),
    ("outcome", "list-checks"),
)
VOICES = frozenset({"person", "ai"})


def _icon(verb: str) -> str:
    return next((icon for part, icon in ICONS if part in verb), "info")


def _event(one: flow.TimelineRow, *, reader: Reader) -> Event:
    local = one.at.astimezone(reader.zone)
    return Event(
        at=words.moment(one.at, now=reader.now, zone=reader.zone),
        time=f"{local:%H:%M:%S}",
        voice=one.voice if one.voice in VOICES else "system",
        icon=_icon(one.verb),
        title=one.sentence,
        detail=one.detail,
        entry=f"{one.position:,}" if one.position is not None else "not yet numbered",
    )


def build(
    line: flow.Timeline, *, evidence: Iterable[learning.EvidenceRow], review_url: str, reader: Reader
) -> TimelinePage:
    """Turn a case's record into template data, a heading per local day."""
    days = tuple(
        Day(
            f"{WEEKDAYS[on.weekday()]} {on.day} {words.MONTHS[on.month - 1]} {on.year}",
            tuple(_event(one, reader=reader) for one in entries),
        )
        for on, entries in groupby(line.entries, key=lambda one: one.at.astimezone(reader.zone).date())
    )
    n = len(line.entries)
    numbered = sum(one.position is not None for one in line.entries)
    last = line.entries[-1].sentence if line.entries else "Nothing yet"
    return TimelinePage(
        title=f"Record of this {line.system.case_word}",
        ref=line.case.case_ref,
        summary=f"{words.count(n, 'entry', 'entries')}, oldest first, nothing left out",
        days=days,
        state_rows=(
            ("Last", last),
            ("AI system", line.system.name),
            ("Accountable", line.system.owner.name),
            ("Numbered", f"{numbered} of {n}"),
        ),
        review_url=review_url,
        patterns=tuple(
            Evidence(
                reverse("console:pattern", args=[one.finding_id]), words.sentence_case(one.words), one.for_it
            )
            for one in evidence
        ),
    )
