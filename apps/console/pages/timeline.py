"""The record of a case as sentences, oldest first."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.console.edge import Reader
from apps.console.pages import marks, words
from apps.console.pages.cases import Day, Event, Evidence, TimelinePage
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.learning import selectors as learning
from apps.reviews.states import MarkUnit

ICONS = (
    ("recommendation", "sparkles"),
    ("expired", "timer-off"),
    ("reversal", "undo-2"),
    ("reversed", "undo-2"),
    ("asked", "circle-question-mark"),
    ("answered", "circle-question-mark"),
    ("ask_withdrawn", "circle-question-mark"),
    ("first_view", "eye-off"),
    ("taken_over", "hand"),
    ("handed_on", "user-check"),
    ("reported_broken", "triangle-alert"),
    ("snoozed", "clock-alert"),
    ("woken", "clock-alert"),
    ("follow_up", "history"),
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
    ("marked", "pencil-line"),
    ("evidence", "file-check"),
    ("explanation", "file-check"),
    ("appeal", "scale"),
)
VOICES = frozenset({"person", "ai"})
DIGEST = 12


def _icon(verb: str) -> str:
    return next((icon for part, icon in ICONS if part in verb), "info")


def _event(one: flow.TimelineRow, ref: str, *, reader: Reader) -> Event:
    local = one.at.astimezone(reader.zone)
    return Event(
        at=words.moment(one.at, now=reader.now, zone=reader.zone),
        time=f"{local:%H:%M:%S}",
        voice=one.voice if one.voice in VOICES else "system",
        icon=_icon(one.verb),
        title=one.sentence,
        detail=one.detail,
        document_url=_document_url(one, ref),
        entry=words.number(one.position) if one.position is not None else "",
    )


def _document_url(one: flow.TimelineRow, ref: str) -> str:
    """Return where the document of an entry is looked at: a mark on it where it was made."""
    if one.document_id is None:
        return ""
    if one.mark is None:
        return reverse("console:evidence", args=[ref, one.document_id])
    form = marks.TEXT if one.mark["unit"] == MarkUnit.LINE else ""
    there = marks.address(ref, one.document_id, page=one.mark["page"], form=form)
    return f"{there}#{marks.anchor(one.mark['mark'])}"


def build(
    line: flow.Timeline, *, evidence: Iterable[learning.EvidenceRow], review_url: str, reader: Reader
) -> TimelinePage:
    """Turn a case's record into template data, a heading per local day."""
    days = tuple(
        Day(
            date_format(on, pgettext("date format with year", "l j F Y")),
            tuple(_event(one, line.case.case_ref, reader=reader) for one in entries),
        )
        for on, entries in groupby(line.entries, key=lambda one: one.at.astimezone(reader.zone).date())
    )
    n = len(line.entries)
    said = ngettext(
        "%(n)s entry, oldest first, nothing left out", "%(n)s entries, oldest first, nothing left out", n
    )
    if line.is_walled:
        said = ngettext(
            "%(n)s entry, oldest first; what came of it after your view",
            "%(n)s entries, oldest first; what came of it after your view",
            n,
        )
    last = line.entries[-1].sentence if line.entries else _("Nothing yet")
    return TimelinePage(
        title=_("Record of this %(case)s") % {"case": speak_kept(line.system.case_word)},
        ref=line.case.case_ref,
        summary=said % {"n": words.number(n)},
        days=days,
        state_rows=(
            (_("Last entry"), last),
            (_("AI system"), speak_kept(line.system.name)),
            (_("Accountable"), line.system.owner.name),
        ),
        record_rows=_record(line, reader=reader),
        seen_rows=_seen(line.seen, reader=reader) if line.seen else (),
        review_url=review_url,
        waits=_("This case asks for your own view first. What its entries give away is shown after it.")
        if line.is_walled
        else "",
        patterns=tuple(
            Evidence(
                reverse("console:pattern", args=[one.finding_id]), words.sentence_case(one.words), one.for_it
            )
            for one in evidence
        ),
    )


def _record(line: flow.Timeline, *, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Say which numbers the entries have in the record, how many have none, and when they were written."""
    places = [one.position for one in line.entries if one.position is not None]
    left = len(line.entries) - len(places)
    waiting = ngettext("%(n)s entry", "%(n)s entries", left) % {"n": left}
    between = _("%(first)s to %(last)s")
    first_to_last = (
        between % {"first": words.number(min(places)), "last": words.number(max(places))} if places else ""
    )
    rows = (
        (_("Entries"), words.number(len(line.entries))),
        (_("Numbers in the record"), first_to_last),
        (_("Written into it"), _written(line.entries, reader)),
        (_("Waiting for their number"), waiting if left else _("none")),
    )
    return tuple(row for row in rows if row[1])


def _written(entries: Sequence[flow.TimelineRow], reader: Reader) -> str:
    """Say from when to when the database took the entries, whatever times they tell of."""
    times = sorted(one.recorded_at for one in entries)
    now = reader.now.astimezone(reader.zone)
    here = [at.astimezone(reader.zone) for at in (*times[:1], *times[-1:])]
    first, last = (*(f"{words.day(at, now=now)}, {at:%H:%M}" for at in here), "", "")[:2]
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _seen(seen: flow.Seen, *, reader: Reader) -> tuple[tuple[str, str, str], ...]:
    """Write what lay before the last person, each with the start of the digest kept in the decision."""
    at = words.moment(seen.facts_at, now=reader.now, zone=reader.zone).absolute
    version = {"n": seen.suggestion, "model": seen.model_version}
    return (
        ("list-checks", _("Facts as of %(time)s") % {"time": at}, seen.facts_digest[:DIGEST]),
        ("sparkles", _("Suggestion %(n)s of %(model)s") % version, seen.suggestion_digest[:DIGEST]),
        ("scale", _("Policy version %(n)s") % {"n": seen.policy}, ""),
    )
