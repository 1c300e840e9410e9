"""Notes worth reading and what changed, as an analyst finds them on the start page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_knowing import was_right
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.measured import address, few, is_few
from apps.console.pages.shell import Action
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.daily_notes import Waits
from apps.measures import rules
from apps.registry.models import AISystem


def notes(news: flow.AnalystNews, *, reader: Reader) -> Section:
    """Write the notes on overrides to read first; nobody is named."""
    waiting = tuple(waits(one, found) for one, found in news.waiting)
    lines = (*waiting, *(_note(note, reader) for note in news.notes.rows))
    system = news.notes.system
    return Section(
        "notes",
        _("Notes worth reading"),
        about=_("%(n)s in the last 30 days") % {"n": words.number(news.notes.n)} if lines else "",
        lines=lines,
        empty=_("No officer wrote why they overruled the AI in the last 30 days. Such notes stand here."),
        more=Action(address("insight_notes", system), _("All notes")) if system else None,
    )


def waits(system: AISystem, found: Waits) -> Line:
    """Say that strongly negative notes, or reports of something broken, wait to be looked at."""
    said = ngettext(
        "%(n)s strongly negative note or broken suggestion waits to be looked at",
        "%(n)s strongly negative notes and broken suggestions wait to be looked at",
        found.n,
    )
    return Line(
        "triangle-alert",
        said % {"n": words.number(found.n)},
        _("What officers wrote and reported about %(system)s in the last 30 days.")
        % {"system": speak_kept(system.name)},
        "warn-t",
        Action(address("insight_notes", system) + "#day", _("Look")),
    )


def _note(one: flow.NoteRow, reader: Reader) -> Line:
    said = {
        "suggested": one.recommended,
        "decided": one.decided,
        "reason": one.reason,
        "time": words.moment(one.decided_at, now=reader.now, zone=reader.zone).relative,
    }
    detail = _("%(decided)s instead of %(suggested)s. %(reason)s, %(time)s.") % said
    if one.n > 1:
        said["n"] = words.number(one.n)
        detail = (
            _("%(decided)s instead of %(suggested)s. %(reason)s. Written %(n)s times, last %(time)s.") % said
        )
    return Line(
        "pencil-line",
        f"“{one.text}”" if one.text else _("This note went with the person's data."),
        detail,
        action=Action(reverse("console:case", args=[one.case_ref]), _("Open the case")),
    )


def changed(rows: list[flow.Changed]) -> Section:
    """Write what changed in each AI system; too few cases are said to be too few."""
    named = len(rows) > 1
    return Section(
        "changed",
        _("What changed"),
        says=tuple(
            (icon, f"{speak_kept(one.system.name)}: {text}" if named else text)
            for one in rows
            for icon, text in _changed(one)
        ),
        empty=_("No AI system is granted to you to analyse."),
    )


def _changed(one: flow.Changed) -> Iterable[tuple[str, str]]:
    yield (
        "pencil-line",
        _("Overruled in the last 4 weeks: %(lately)s. In the 4 weeks before: %(before)s.")
        % {"lately": _share(one.lately), "before": _share(one.before)},
    )
    if one.version:
        yield "refresh-cw", f"{_version(one)} {was_right(one.version)}"
    yield (
        "scan-search",
        _(
            "Patterns in decisions kept apart: %(held)s held, %(failed)s did not, %(open)s have too few "
            "cases yet."
        )
        % {
            "held": words.number(one.n_held),
            "failed": words.number(one.n_not_held),
            "open": words.number(one.n_undecided),
        },
    )


def _share(share: rules.Share) -> str:
    if is_few(share):
        return few(share.n)
    return _("%(share)s of %(n)s") % {
        "share": words.percent(share.value or 0.0),
        "n": words.number(share.n),
    }


def _version(one: flow.Changed) -> str:
    if one.version is None:
        return ""
    parts = {"version": one.version.name, "day": words.date(one.version.first_at)}
    if one.old_version is None:
        return _("%(version)s has been in use here since %(day)s.") % parts
    parts["before"] = one.old_version.name
    return _("%(version)s replaced %(before)s on %(day)s.") % parts
