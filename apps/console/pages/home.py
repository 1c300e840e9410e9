"""The start page: what each role needs first, in words. A person with several roles gets each in turn."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.authority import authority
from apps.console.pages.decisions import FATES
from apps.console.pages.home_inboxes import inboxes as inbox_section
from apps.console.pages.home_knowing import because_of_you, good_to_know
from apps.console.pages.home_parts import HomePage, Line, Section, Start
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action
from apps.core import ids
from apps.core.speech import quoted
from apps.flow import selectors as flow
from apps.reviews.models import ReviewItem
from apps.reviews.states import FollowUpKind

MOST = 5  # lines of one kind, and cases that one line names


def build(sections: list[Section], *, start: Start | None, reader: Reader) -> HomePage:
    """Put the sections of a person's roles on one page."""
    local = reader.now.astimezone(reader.zone)
    return HomePage(
        title=date_format(local, pgettext("date format", "l j F")),
        time=f"{local:%H:%M}",
        start=start,
        main=tuple(one for one in sections if not one.aside),
        side=tuple(one for one in sections if one.aside),
    )


def nothing_granted() -> Section:
    """Say who can change that a person sees nothing yet."""
    return Section(
        "nothing",
        _("Nothing is granted to you yet"),
        empty=_(
            "An administrator of your organisation gives access to inboxes and AI systems; what you may see "
            "then shows up here."
        ),
    )


def start(inboxes: list[flow.Waiting], *, held: Sequence[ReviewItem] = (), reader: Reader) -> Start | None:
    """Offer the next case of the inbox with the most late cases, or the longest wait.

    Where none is open, a case that the reader holds is what there is to do.
    """
    if not inboxes:
        return None
    n_open = sum(one.n_open for one in inboxes)
    first = max(
        inboxes,
        key=lambda one: (one.n_late, one.n_soon, one.n_open > 0, -_stamp(one.oldest_at, reader.now)),
    )
    if not n_open and held:
        return _go_on(held[0], reader)
    if not n_open:
        text = _("No case waits for you. New ones show up here; nothing is hidden behind a filter.")
        return Start(_("You are up to date"), text, "", "")
    title = ngettext("%(n)s case waits for you", "%(n)s cases wait for you", n_open)
    return Start(
        title=title % {"n": words.number(n_open)},
        text=" ".join(_start_words(inboxes, reader)),
        url=reverse("console:next", args=[first.slug]),
        key=str(ids.new()),
    )


def _go_on(item: ReviewItem, reader: Reader) -> Start:
    until = _time(item.held_until, reader) if item.held_until else ""
    text = _("No other case waits. Nobody else can decide it until %(time)s.") % {"time": until}
    url = reverse("console:review", args=[item.id])
    return Start(_("You hold %(case)s") % {"case": item.case.case_ref}, text, url, "")


def _stamp(at: datetime | None, now: datetime) -> float:
    return (at or now).timestamp()


def _start_words(inboxes: list[flow.Waiting], reader: Reader) -> list[str]:
    n_late, n_soon = sum(one.n_late for one in inboxes), sum(one.n_soon for one in inboxes)
    oldest = min(one.oldest_at for one in inboxes if one.oldest_at is not None)
    said = []
    if n_late:
        late = ngettext("%(n)s is past the due time.", "%(n)s are past the due time.", n_late)
        said.append(late % {"n": words.number(n_late)})
    if n_soon:
        soon = ngettext("%(n)s is due before %(time)s.", "%(n)s are due before %(time)s.", n_soon)
        said.append(soon % {"n": words.number(n_soon), "time": _time(inboxes[0].soon_at, reader)})
    said.append(_("The oldest has waited %(age)s.") % {"age": words.age(oldest, now=reader.now)})
    said.append(_("Policy order: urgency, then due time."))
    return said


def officer(
    home: flow.OfficerHome, known: list[flow.Known], inboxes: list[flow.Waiting], *, reader: Reader
) -> list[Section]:
    """Write what an officer finds."""
    above = next((one.climbs_to for one in inboxes if one.climbs_to), "")
    return [
        _needs(home, inboxes, reader),
        _fates(home.fates),
        because_of_you(home.because_of),
        inbox_section("inboxes", _("Your inboxes"), inboxes, reader=reader),
        authority(home.limits, climbs_to=above, reader=reader),
        good_to_know(known, reader=reader),
    ]


def _needs(home: flow.OfficerHome, inboxes: Sequence[flow.Waiting], reader: Reader) -> Section:
    own = (*_answered(home, reader), *_asked(inboxes), *_held(home, reader), *_returned(home, reader))
    due_ones = tuple(_follow_up(one, reader) for one in home.follow_ups)
    lines = (*own, *due_ones, *(troubled(one, reader) for one in home.troubled[:MOST]))
    n = len(own) + home.n_follow_ups + home.n_troubled
    n_shown = len(own) + len(due_ones) + sum(one.n for one in home.troubled[:MOST])
    about = ngettext("%(n)s thing that is not a new case", "%(n)s things that are not new cases", n)
    if n > n_shown:
        about = _("%(n)s things that are not new cases, the newest %(shown)s here")
    return Section(
        "needs",
        _("Needs you"),
        about=about % {"n": words.number(n), "shown": words.number(n_shown)} if lines else "",
        lines=lines,
        empty=_("Nothing came back to you: no case returned, none refused, no receipt or follow-up due."),
    )


def _answered(home: flow.OfficerHome, reader: Reader) -> list[Line]:
    return [
        Line(
            "circle-question-mark",
            _("%(name)s answered your question about %(case)s") % {"name": one.by_name, "case": one.case_ref},
            due(one.due_at, reader),
            action=Action(reverse("console:review", args=[one.item_id]), _("Read it")),
        )
        for one in home.answers
    ]


def _asked(inboxes: Sequence[flow.Waiting]) -> list[Line]:
    n = next((one.n_questions for one in inboxes if one.n_questions), 0) or 0
    title = ngettext("%(n)s question waits for your answer", "%(n)s questions wait for your answer", n)
    verb = Action(reverse("console:questions"), _("Answer"))
    said = _("Put to you or to your team.")
    return (
        [Line("circle-question-mark", title % {"n": words.up_to_thousand(n)}, said, action=verb)] if n else []
    )


def questions(inboxes: Sequence[flow.Waiting]) -> list[Section]:
    """Write the questions that wait for somebody who decides nothing themselves; empty without any."""
    lines = _asked(inboxes)
    return [Section("questions", _("You are asked"), lines=tuple(lines))] if lines else []


def _held(home: flow.OfficerHome, reader: Reader) -> list[Line]:
    nobody = _("Nobody else can decide it until %(time)s.")
    if len(home.held) > 1:
        return [_held_together(home.held, reader)]
    return [
        Line(
            "hand",
            _("You hold %(case)s") % {"case": item.case.case_ref},
            nobody % {"time": _time(item.held_until, reader)} if item.held_until else "",
            action=Action(reverse("console:review", args=[item.id]), _("Go on")),
        )
        for item in home.held
    ]


def _held_together(held: Sequence[ReviewItem], reader: Reader) -> Line:
    """Write several holds once, with the case whose hold ends first in front."""
    by_end = sorted((one for one in held if one.held_until), key=lambda one: one.held_until or reader.now)
    said = {"n": words.number(len(held)), "time": _time(by_end[0].held_until or reader.now, reader)}
    return Line(
        "hand",
        _("You hold %(n)s cases") % said,
        _("Nobody else can decide them meanwhile; the first hold ends at %(time)s.") % said,
        action=Action(reverse("console:review", args=[by_end[0].id]), _("Go on")),
        also=tuple(
            Action(reverse("console:review", args=[one.id]), one.case.case_ref) for one in by_end[:MOST]
        ),
    )


def _returned(home: flow.OfficerHome, reader: Reader) -> list[Line]:
    return [
        Line(
            "undo-2",
            _("%(name)s returned %(case)s to you") % {"name": one.by_name, "case": one.case_ref},
            f"{quoted(one.note)} {due(one.due_at, reader)}" if one.note else due(one.due_at, reader),
            action=Action(reverse("console:review", args=[one.item_id]), _("Look at it")),
        )
        for one in home.returned
    ]


def _follow_up(one: flow.FollowUpRow, reader: Reader) -> Line:
    """Write a follow-up of one's own that is due, with what was promised."""
    is_look = one.kind == FollowUpKind.SECOND_LOOK
    title = _("Second look at %(case)s is due") if is_look else _("You promised a step on %(case)s")
    said = due(one.due_at, reader)
    return Line(
        "calendar-clock",
        title % {"case": one.case_ref},
        f"{quoted(one.action)} {said}" if one.action else said,
        action=Action(reverse("console:follow_ups"), _("Say if kept")),
    )


def _time(at: datetime, reader: Reader) -> str:
    return words.clock_time(at, now=reader.now, zone=reader.zone)


def due(at: datetime, reader: Reader) -> str:
    """Say when a case is or was due."""
    said = _("Due since %(time)s.") if at <= reader.now else _("Due %(time)s.")
    return said % {"time": _time(at, reader)}


def troubled(one: flow.Troubled, reader: Reader, *, is_own: bool = True) -> Line:
    """Write decisions that the business system refused for one reason, or did not confirm in time."""
    if one.n > 1:
        return _several(one, reader, is_own=is_own)
    (ref,) = one.case_refs
    whose = {"case": ref, "name": one.by_name}
    url = reverse("console:case", args=[ref])
    if one.is_refused:
        title = (
            _("The business system refused your decision on %(case)s")
            if is_own
            else _("The business system refused %(name)s's decision on %(case)s")
        )
        return Line("circle-x", title % whose, _answer(one), "bad-t", Action(url, _("See why")))
    title = (
        _("No receipt for your decision on %(case)s")
        if is_own
        else _("No receipt for %(name)s's decision on %(case)s")
    )
    says = _("Overdue since %(time)s. The owner was told.") % {"time": _since(one, reader)}
    return Line("clock-alert", title % whose, says, "warn-t", Action(url, _("Follow")))


def _answer(one: flow.Troubled) -> str:
    return _("Its answer: %(words)s. Nothing was changed there.") % {"words": one.says.rstrip(".")}


def _since(one: flow.Troubled, reader: Reader) -> str:
    return _time(one.since, reader) if one.since else _("its due time")


def _several(one: flow.Troubled, reader: Reader, *, is_own: bool) -> Line:
    """Write several decisions with one fate once, with how many there are and the newest of their cases."""
    n = {"n": words.number(one.n)}
    shown = [Action(reverse("console:case", args=[ref]), ref) for ref in one.case_refs[:MOST]]
    view = "refused" if one.is_refused else "overdue"
    every = Action(f"{reverse('console:decisions')}?view={view}", _("See all")) if is_own else None
    if one.is_refused:
        title = (
            _("The business system refused %(n)s of your decisions")
            if is_own
            else _("The business system refused %(n)s of your team's decisions")
        )
        return Line("circle-x", title % n, _answer(one), "bad-t", every, tuple(shown))
    title = (
        _("No receipt for %(n)s of your decisions")
        if is_own
        else _("No receipt for %(n)s of your team's decisions")
    )
    says = _("The first is overdue since %(time)s. The owner was told.") % {"time": _since(one, reader)}
    return Line("clock-alert", title % n, says, "warn-t", every, tuple(shown))


def _fates(fates: flow.Fates) -> Section:
    named = (
        ("applied", fates.applied, _("Applied"), _("confirmed there")),
        ("sent", fates.sent, _("Sent"), _("no receipt yet")),
        ("undo_open", fates.not_sent, _("Not sent yet"), _("still with us")),
        ("held", fates.held, _("Held, not sent"), _("waits for a second person")),
        ("refused", fates.refused, _("Refused"), _("with a reason")),
        ("overdue", fates.overdue, _("Overdue"), _("owner told")),
        ("withdrawn", fates.undone, _("Undone"), _("by you, in time")),
        ("reversed", fates.reversed, _("Reversed"), _("decided again")),
        ("skipped", fates.skipped, _("Nothing to send"), _("each says why")),
    )
    recorded = words.number(fates.recorded)
    return Section(
        "fates",
        _("What became of your decisions"),
        about=_("%(n)s in the last 30 days, none lost") % {"n": recorded}
        if fates.recorded
        else _("last 30 days"),
        figures=tuple(
            Figure(label, words.number(n), "", detail, FATES[key][0], faint=not n)
            for key, n, label, detail in named
        )
        if fates.recorded
        else (),
        is_even=True,
        empty=_("You decided nothing in the last 30 days. What you record shows up here, with its fate."),
        more=Action(reverse("console:decisions"), _("All decisions")),
    )
