"""How a team's work stands, as template data: one inbox of those that a supervisor looks after."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import charts, home_kept, staffing, words
from apps.console.pages import skills as skill_pages
from apps.console.pages.home_parts import Load, Section
from apps.console.pages.home_team import BANDS
from apps.console.pages.lists import Figure, Trend, WeekRow
from apps.console.pages.shell import Note, Tab
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.flow.selectors import teams
from apps.measures import rules as measures

NONE = "\N{EN DASH}"
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person's load. url: their own figures, which they and whoever supervises them may see."""

    name: str
    initials: str
    url: str
    held: str
    given: str
    due: str
    is_late: bool
    takes: str
    away: str
    is_off: bool
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HadRow:
    ref: str
    url: str
    who: str
    how: str
    due: str
    is_late: bool
    move_url: str


@dataclass(frozen=True, slots=True)
class DayRow:
    label: str
    expected: str
    between: str
    due: str
    taken: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a list that goes on on another page."""

    rows: tuple[Any, ...]
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class TeamPage:
    name: str
    summary: str
    tabs: tuple[Tab, ...]
    figures: tuple[Figure, ...]
    waiting: Section
    in_time: Trend | None
    days: tuple[DayRow, ...]
    forecast: str
    people: Part
    had: Part
    skills: tuple[skill_pages.SkillRow, ...]
    kept: Section
    inbox_url: str
    people_url: str
    url: str
    target: str
    key: str
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asks for: an inbox, and where each of the two lists goes on."""

    slug: str = ""
    who: str = ""
    had: str = ""


def build(
    found: teams.TeamPage,
    people: teams.PeoplePage,
    had: teams.HadPage,
    *,
    asked: Asked,
    reader: Reader,
    note: Note | None = None,
    typed: str | None = None,
    at: str = "",
) -> TeamPage:
    """Turn how one inbox stands into template data. typed: a target that was not taken."""
    inbox, base = found.inbox, reverse("console:team")
    target = "" if inbox.in_time_target is None else str(int(inbox.in_time_target * 100))
    n = found.n_workers
    return TeamPage(
        name=speak_kept(inbox.name),
        summary=ngettext("%(n)s person works it", "%(n)s people work it", n) % {"n": words.number(n)},
        tabs=tuple(
            Tab(speak_kept(one.name), f"{base}?inbox={one.slug}", current=one.id == inbox.id)
            for one in found.inboxes
        ),
        figures=_figures(found, reader),
        waiting=_waiting(found.health),
        in_time=_in_time(found),
        days=tuple(_day(one, found) for one in found.days),
        forecast=_forecast(found),
        people=Part(
            tuple(_person(one, reader) for one in people.rows),
            *_ways(base, inbox.slug, "who", people.next, asked.who),
        ),
        had=Part(
            tuple(_had(one, reader) for one in had.rows),
            *_ways(base, inbox.slug, "had", had.next, asked.had),
        ),
        skills=tuple(skill_pages.row(one) for one in found.skills),
        kept=home_kept.section([found.kept] if found.kept else []),
        inbox_url=reverse("console:inbox", args=[inbox.slug]),
        people_url=reverse("console:inbox_people", args=[inbox.slug]),
        url=f"{base}?inbox={inbox.slug}",
        target=target if typed is None else typed,
        key=str(ids.new()),
        note=note,
        field=at,
    )


def _ways(base: str, slug: str, name: str, following: str | None, after: str) -> tuple[str, str]:
    """Return the addresses of the next page of a list and of its first one."""
    first = f"{base}?{urlencode({'inbox': slug})}"
    go_on = f"{base}?{urlencode({'inbox': slug, name: following})}" if following else ""
    return go_on, first if after else ""


def _figures(found: teams.TeamPage, reader: Reader) -> tuple[Figure, ...]:
    health = found.health
    oldest = words.age(health.oldest_at, now=reader.now) if health.oldest_at else NONE
    return (
        Figure(_("Waiting"), words.number(health.n_waiting), detail=_asked_and_held(health), icon="inbox"),
        Figure(_("Oldest"), oldest, detail=_("since the case came in"), icon="hourglass"),
        Figure(
            _("Past the due time"),
            words.number(health.n_late),
            of=_("of %(n)s") % {"n": words.number(health.n_waiting)} if health.n_late else "",
            icon="clock-alert",
        ),
        _week_now(found),
    )


def _asked_and_held(health: teams.Health) -> str:
    parts = []
    if health.n_held:
        parts.append(_("%(n)s held now") % {"n": words.number(health.n_held)})
    if health.n_asked:
        parts.append(_("%(n)s wait for something") % {"n": words.number(health.n_asked)})
    return ", ".join(parts)


def _week_now(found: teams.TeamPage) -> Figure:
    title, aim = _("In time this week"), _aim(found)
    if not found.weeks:
        return Figure(title, NONE, detail=aim or _("counted each night"), faint=True)
    share = found.weeks[-1].share
    if share.value is None or share.n < measures.ENOUGH:
        few = _("too few to say (n=%(n)s)") % {"n": words.number(share.n)}
        return Figure(title, NONE, detail=_joined(few, aim), faint=True)
    return Figure(
        title,
        words.percent(share.value, digits=0),
        of=_("of %(n)s") % {"n": words.number(share.n)},
        detail=_joined(_interval(share), aim),
    )


def _joined(*parts: str) -> str:
    return ", ".join(one for one in parts if one)


def _aim(found: teams.TeamPage) -> str:
    target = found.inbox.in_time_target
    return _("target %(share)s") % {"share": words.percent(float(target), digits=0)} if target else ""


def _interval(share: measures.Share) -> str:
    said = {"low": words.percent(share.low, digits=0), "high": words.percent(share.high, digits=0)}
    return _("%(low)s to %(high)s") % said


def _waiting(health: teams.Health) -> Section:
    """Draw how long cases have waited; the longest waiting are warm, with the words beside the colour."""
    tones = ("", "", "warn", "bad")
    return Section(
        "waiting",
        _("How long cases have waited"),
        about=_("everything that waits here, held or not") if health.n_waiting else "",
        loads=tuple(
            Load("", str(label), words.number(n), "", n / health.n_waiting, tone if n else "")
            for label, n, tone in zip(BANDS, health.bands, tones, strict=True)
        )
        if health.n_waiting
        else (),
        empty=_("No case waits here."),
    )


def _in_time(found: teams.TeamPage) -> Trend | None:
    """Draw the share that left the inbox before it was due, week by week; none before the first night."""
    if not any(one.share.n for one in found.weeks):
        return None
    target = found.inbox.in_time_target
    level = None
    if target is not None:
        level = charts.Level(float(target), _aim(found))
    says = _says_in_time(found)
    points = [_point(one) for one in found.weeks]
    return Trend(
        title=_("Left in time, week by week"),
        about=_("decided or passed on before the due time, with 95% interval"),
        charts=charts.lines(
            points,
            says=_("%(said)s The table has every week.") % {"said": says},
            ticks=[(one, words.percent(one, digits=0)) for one in TICKS],
            level=level,
        ),
        says=says,
        rows=tuple(_week(one) for one in reversed(found.weeks)),
        key="in-time",
        counted=_("Left"),
    )


def _point(one: teams.WeekInTime) -> charts.Point:
    share = one.share
    is_known = share.value is not None
    return charts.Point(
        speech.day(one.week_on, with_year=False),
        share.value,
        share.low if is_known else None,
        share.high if is_known else None,
        faint=share.n < measures.ENOUGH,
    )


def _says_in_time(found: teams.TeamPage) -> str:
    last = next((one for one in reversed(found.weeks) if one.share.n >= measures.ENOUGH), None)
    if last is None or last.share.value is None:
        return _("No week has the %(n)s cases it takes to say.") % {"n": measures.ENOUGH}
    said = {
        "share": words.percent(last.share.value, digits=0),
        "day": speech.day(last.week_on, with_year=False),
        "interval": _interval(last.share),
        "n": words.number(last.share.n),
    }
    return _("%(share)s left in time in the week of %(day)s, %(interval)s, of %(n)s.") % said


def _week(one: teams.WeekInTime) -> WeekRow:
    day, share = speech.day(one.week_on, with_year=False), one.share
    if share.value is None:
        return WeekRow(day, "0", "", _("nothing left"), faint=True)
    if share.n < measures.ENOUGH:
        few = _("too few to say (n=%(n)s)") % {"n": words.number(share.n)}
        return WeekRow(day, words.number(share.n), "", few, faint=True)
    return WeekRow(day, words.number(share.n), words.percent(share.value, digits=0), _interval(share))


def _day(one: teams.DayAhead, found: teams.TeamPage) -> DayRow:
    is_counted = found.n_unset < found.n_workers
    guess = one.expected
    most = max(one.n_due, guess.value if guess else 0)
    return DayRow(
        label=words.day_of_week(one.day),
        expected=words.number(round(guess.value)) if guess else NONE,
        between=_("%(low)s to %(high)s") % {"low": guess.low, "high": guess.high} if guess else "",
        due=words.number(one.n_due),
        taken=words.number(one.n_taken) if is_counted else _("not counted"),
        is_over=is_counted and most > one.n_taken,
    )


def _forecast(found: teams.TeamPage) -> str:
    """Say what the forecast rests on, or why there is none."""
    guesses = [one.expected for one in found.days if one.expected]
    if not guesses:
        return _("No forecast yet: it takes %(n)s weeks of arrivals.") % {"n": measures.ENOUGH_WEEKS}
    n = max(one.n_weeks for one in guesses)
    return ngettext(
        "Expected is the mean of the same weekday in the last %(n)s week, with the fewest and the most.",
        "Expected is the mean of the same weekday in the last %(n)s weeks, with the fewest and the most.",
        n,
    ) % {"n": n}


def _person(one: teams.PersonLoad, reader: Reader) -> PersonRow:
    due = words.number(one.n_due)
    if one.n_late:
        due = _("%(due)s, %(late)s late") % {"due": due, "late": words.number(one.n_late)}
    return PersonRow(
        name=one.user.name,
        initials=words.initials(one.user.name),
        url=reverse("console:own_figures", args=[one.user.id]),
        held=words.number(one.n_held),
        given=words.number(one.n_given),
        due=due,
        is_late=bool(one.n_late),
        takes=NONE if one.per_day is None else words.number(one.per_day),
        away=_("away %(when)s") % {"when": staffing.when(one.away, reader)} if one.away else "",
        is_off=not one.is_on,
        skills=tuple(one.skills),
    )


def _had(one: teams.Had, reader: Reader) -> HadRow:
    until = words.clock_time(one.until, now=reader.now, zone=reader.zone)
    held, given = _("holds it until %(time)s"), _("was given it until %(time)s")
    due = words.clock_time(one.item.due_at, now=reader.now, zone=reader.zone)
    return HadRow(
        ref=one.case_ref,
        url=reverse("console:review", args=[one.item.id]),
        who=one.who.name,
        how=(held if one.is_held else given) % {"time": until},
        due=due,
        is_late=one.item.due_at <= reader.now,
        move_url=reverse("console:hand_on", args=[one.item.id]),
    )
