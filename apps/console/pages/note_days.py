"""What asks to be looked at day by day: strongly negative notes, and suggestions that were called broken."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import broken, words
from apps.console.pages.measured import address
from apps.console.pages.shell import Tab
from apps.core import ids, speech
from apps.flow.selectors import daily_notes as selectors
from apps.registry.models import AISystem

MOST_DAYS = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """A note or a report; `name` and `id` are what the form says that was looked at."""

    text: str
    erased: bool
    tags: tuple[str, ...]
    says: str
    url: str
    ref: str
    looked: str
    name: str
    id: str
    key: str


@dataclass(frozen=True, slots=True)
class NoteDay:
    """One local day. `waiting`: of what nobody has looked at, as (name, id) of the form for all of it."""

    title: str
    about: str
    days: tuple[Tab, ...]
    says: str
    things: tuple[Thing, ...]
    empty: str
    waiting: tuple[tuple[str, str], ...]
    may_look: bool
    post_url: str
    key: str


def build(found: selectors.DailyNotes, *, system: AISystem, may_look: bool, reader: Reader) -> NoteDay:
    """Turn a day into template data."""
    things = (*_notes(found, reader), *_reports(found, reader))
    return NoteDay(
        title=_("Strongly negative, or called broken"),
        about=_about(found, reader),
        days=tuple(_days(found, system)),
        says=_says(found),
        things=things,
        empty=_("Nothing strongly negative was written on this day, and nothing was called broken."),
        waiting=tuple((one.name, one.id) for one in things if not one.looked),
        may_look=may_look,
        post_url=reverse("console:note_look") + f"?system={system.slug}&day={found.on.isoformat()}",
        key=str(ids.new()),
    )


def _about(found: selectors.DailyNotes, reader: Reader) -> str:
    on = _("today") if found.on == found.today else speech.day(found.on)
    if found.read_at is None:
        return _("%(day)s: its notes were not read by the rule") % {"day": on}
    said = ngettext(
        "%(day)s: %(n)s note read by the rule, as of %(moment)s",
        "%(day)s: %(n)s notes read by the rule, as of %(moment)s",
        found.n_notes,
    )
    moment = words.stamp(found.read_at, zone=reader.zone)
    return said % {"day": on, "n": words.number(found.n_notes), "moment": moment}


def _says(found: selectors.DailyNotes) -> str:
    if not found.n_waiting:
        return _("Nobody's look is missing in the last 30 days.")
    said = ngettext(
        "In the last 30 days %(n)s waits to be looked at.",
        "In the last 30 days %(n)s wait to be looked at.",
        found.n_waiting,
    )
    return said % {"n": words.number(found.n_waiting)}


def _days(found: selectors.DailyNotes, system: AISystem) -> Iterable[Tab]:
    """Offer today, the day that is shown, and the newest days on which something waits."""
    waiting = {one.on: one.n_waiting for one in found.days if one.n_waiting}
    shown = {found.today, found.on, *sorted(waiting, reverse=True)[:MOST_DAYS]}
    for on in sorted(shown, reverse=True):
        label = _("Today") if on == found.today else speech.day(on, with_year=False)
        url = address("insight_notes", system, day=on.isoformat()) + "#day"
        n = waiting.get(on, 0)
        yield Tab(f"{label} · {words.number(n)}" if n else label, url, current=on == found.on)


def _notes(found: selectors.DailyNotes, reader: Reader) -> Iterable[Thing]:
    for one in found.notes:
        row = one.note
        said = {"suggested": row.recommended, "decided": row.decided}
        yield Thing(
            text=row.text,
            erased=not row.text,
            tags=tuple(speech.quoted(each) for each in one.because),
            says=_("%(decided)s instead of %(suggested)s.") % said + f" {row.reason}",
            url=reverse("console:case", args=[row.case_ref]),
            ref=row.case_ref,
            looked=_looked(one.look, reader),
            name="note",
            id=str(one.decision_id),
            key=str(ids.new()),
        )


def _reports(found: selectors.DailyNotes, reader: Reader) -> Iterable[Thing]:
    for one in found.reports:
        row = one.report
        kind = broken.KINDS.get(row.kind, row.kind)
        yield Thing(
            text=row.text,
            erased=False,
            tags=(_("Called broken"),),
            says=f"{kind}. {broken.version(row.model_version, row.prompt_version)}",
            url=reverse("console:case", args=[row.case_ref]),
            ref=row.case_ref,
            looked=_looked(one.look, reader),
            name="report",
            id=str(one.report_id),
            key=str(ids.new()),
        )


def _looked(look: selectors.Look | None, reader: Reader) -> str:
    if look is None:
        return ""
    moment = words.stamp(look.at, zone=reader.zone)
    return _("looked at by %(name)s, %(moment)s") % {"name": look.name, "moment": moment}
