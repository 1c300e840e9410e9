"""What a supervisor finds on the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.authority import authority
from apps.console.pages.home import MOST, due, troubled
from apps.console.pages.home_inboxes import inboxes as inbox_section
from apps.console.pages.home_parts import Line, Load, Section
from apps.console.pages.shell import Action
from apps.flow import selectors as flow

BANDS = (
    gettext_lazy("Under 4 hours"),
    gettext_lazy("4 hours to 1 day"),
    gettext_lazy("1 to 2 days"),
    gettext_lazy("2 days and more"),
)


def supervisor(
    home: flow.SupervisorHome,
    held: Section,
    inboxes: list[flow.Waiting],
    *,
    reader: Reader,
    with_authority: bool,
) -> list[Section]:
    """Write what a supervisor finds; authority only where the officer's part has not said it."""
    sections = [
        _climbed(home, reader),
        held,
        _ageing(home.ageing, reader, inboxes),
        _troubled(
            "overdue",
            _("Receipts overdue"),
            home.overdue,
            home.n_overdue,
            reader,
            empty=_("No receipt for a decision of your team is overdue."),
        ),
        _troubled(
            "refused",
            _("Refused by the business system"),
            home.refused,
            home.n_refused,
            reader,
            empty=_("The business system refused none of your team's decisions that still stand."),
        ),
        inbox_section("team", _("Team inboxes"), inboxes, reader=reader),
    ]
    return [*sections, authority(home.limits, climbs_to="", reader=reader)] if with_authority else sections


def _climbed(home: flow.SupervisorHome, reader: Reader) -> Section:
    about = ""
    if home.n_climbed and home.oldest_at:
        parts = {
            "n": words.number(home.n_climbed),
            "age": words.age(home.oldest_at, now=reader.now),
            "late": words.number(home.n_late),
        }
        about = (
            _("%(n)s undecided, oldest %(age)s, %(late)s past the due time") % parts
            if home.n_late
            else _("%(n)s undecided, oldest %(age)s") % parts
        )
    return Section(
        "climbed",
        _("Escalated to you"),
        about=about,
        lines=tuple(_one_climbed(one, reader) for one in home.climbed),
        empty=_(
            "No case is escalated to you. Officers send up what they may not decide, or what they doubt."
        ),
        more=Action(reverse("console:escalations"), _("All escalations")),
    )


def _one_climbed(one: flow.Climbed, reader: Reader) -> Line:
    waits = _("%(why)s. Waits %(age)s.") % {
        "why": words.sentence_case(one.why),
        "age": words.age(one.raised_at, now=reader.now),
    }
    return Line(
        "arrow-up-right",
        _("%(case)s, from %(name)s") % {"case": one.case_ref, "name": one.raised_by},
        f"{waits} {due(one.due_at, reader)}",
        "bad-t" if one.due_at <= reader.now else "",
        Action(reverse("console:escalation", args=[one.item_id]), _("Decide")),
    )


def _ageing(ageing: flow.Ageing, reader: Reader, inboxes: list[flow.Waiting]) -> Section:
    """Write how long the team's open cases have waited; the bands add up to all of them."""
    soon = words.clock_time(inboxes[0].soon_at, now=reader.now, zone=reader.zone) if inboxes else ""
    said = [ngettext("%(n)s open", "%(n)s open", ageing.n_open) % {"n": words.number(ageing.n_open)}]
    if ageing.n_late:
        said.append(_("%(n)s past the due time") % {"n": words.number(ageing.n_late)})
    if ageing.n_soon:
        said.append(_("%(n)s due before %(time)s") % {"n": words.number(ageing.n_soon), "time": soon})
    if ageing.n_held:
        said.append(_("%(n)s more held by somebody now") % {"n": words.number(ageing.n_held)})
    return Section(
        "ageing",
        _("How long cases have waited"),
        about=", ".join(said) if ageing.n_open or ageing.n_held else "",
        loads=tuple(
            Load("", str(label), words.number(n), "", n / ageing.n_open)
            for label, n in zip(BANDS, ageing.bands, strict=True)
        )
        if ageing.n_open
        else (),
        empty=_("No case waits in your team's inboxes."),
    )


def _troubled(
    key: str, title: str, rows: list[flow.Troubled], n: int, reader: Reader, *, empty: str
) -> Section:
    about = ""
    if n:
        n_shown = sum(one.n for one in rows[:MOST])
        shown = {"n": words.number(n), "shown": words.number(n_shown)}
        about = (
            _("%(n)s of your team's decisions, the newest %(shown)s here") % shown
            if n > n_shown
            else _("%(n)s of your team's decisions") % shown
        )
    return Section(
        key,
        title,
        about=about,
        lines=tuple(troubled(one, reader, is_own=False) for one in rows[:MOST]),
        empty=empty,
    )
