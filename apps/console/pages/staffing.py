"""The people of an inbox, what they take together and who is away, as template data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import TimeAway
from apps.console.edge import Reader
from apps.console.pages import list_form, words
from apps.console.pages import skills as skill_pages
from apps.console.pages.grants import ON_INBOX
from apps.console.pages.list_form import Pages
from apps.console.pages.one_act import ActLine
from apps.console.pages.people import Choice
from apps.console.pages.shell import Note
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow.selectors.staffing import DayRow, Leaving, MemberRow, MembersPage, Taking

WEEK = range(7)
A_MOMENT = timedelta(microseconds=1)
TITLES = {
    "work_inbox": gettext_lazy("Shall %(name)s no longer work %(inbox)s?"),
    "supervise_inbox": gettext_lazy("Shall %(name)s no longer supervise %(inbox)s?"),
    "look_inbox": gettext_lazy("Shall %(name)s no longer look into %(inbox)s?"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person and one thing that they may do. per_day is None where it is not asked for."""

    name: str
    email: str
    user_id: str
    person_url: str
    what: str
    until: str
    given: str
    why: str
    away: str
    load: str
    per_day: str | None
    rota: str
    skills: tuple[str, ...]
    days: tuple[Choice, ...]
    version: int
    is_wrong: bool
    remove_url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day in words. is_over: more fall due than those at work take."""

    label: str
    due: str
    taken: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class StaffPage:
    url: str
    inbox_url: str
    list_url: str
    room_url: str
    name: str
    summary: str
    rows: tuple[Member, ...]
    pages: Pages
    may: tuple[Choice, ...]
    offered: tuple[tuple[str, str], ...]
    sum: str
    room: str
    differs: Note | None
    days: tuple[Day, ...]
    away: tuple[ActLine, ...]
    absentees: tuple[Choice, ...]
    workers: tuple[Choice, ...]
    skills: skill_pages.Skills
    single: tuple[skill_pages.SingleDay, ...]
    zone: str
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class LeavePage:
    """What is asked before a permission is taken back. is_kept: it cannot be taken back now."""

    title: str
    url: str
    back_url: str
    back_label: str
    says: tuple[str, ...]
    key: str
    why: str = ""
    is_kept: bool = False
    note: Note | None = None
    field: str = ""


def build(
    found: MembersPage,
    *,
    after: str,
    reader: Reader,
    typed: dict[str, str],
    skills: skill_pages.Skills,
    note: Note | None = None,
    at: str = "",
    inbox_shown: bool = True,
) -> StaffPage:
    """Turn who may do what in an inbox into template data. at: the field that is not right."""
    inbox, taking = found.staffed.inbox, found.taking
    url = reverse("console:inbox_people", args=[inbox.slug])
    is_admin = found.staffed.is_admin
    people = {one.person.id: one.person for one in found.rows}
    return StaffPage(
        url=url,
        inbox_url=reverse("console:inbox", args=[inbox.slug]) if inbox_shown else "",
        list_url=reverse("console:manage_inboxes") if is_admin else "",
        room_url=reverse("console:working_time") if is_admin else "",
        name=speak_kept(inbox.name),
        summary=_summary(taking),
        rows=tuple(_member(one, found, reader, typed, at) for one in found.rows),
        pages=list_form.pages(url, found.next, after, {}),
        may=tuple(
            Choice(one, str(ON_INBOX[one]), chosen=typed.get("may") == one) for one in found.staffed.may_give
        ),
        offered=tuple((one.email, one.name) for one in found.offered),
        sum=_sum(taking),
        room=_("any number") if taking.room is None else words.number(taking.room),
        differs=_differs(taking),
        days=tuple(_day(one, taking) for one in taking.days),
        away=tuple(_away(one, reader) for one in found.away),
        absentees=tuple(
            Choice(str(one.id), one.name, chosen=typed.get("person") == str(one.id))
            for one in people.values()
        ),
        workers=tuple(
            Choice(str(one.person.id), one.person.name, chosen=typed.get("person") == str(one.person.id))
            for one in found.rows
            if one.term.permission == "work_inbox"
        ),
        skills=skills,
        single=skill_pages.single_days(found.rows),
        zone=words.place(reader.zone),
        key=str(ids.new()),
        typed=typed,
        note=note,
        field=at,
    )


def _summary(taking: Taking) -> str:
    n = taking.n_workers
    return ngettext("%(n)s person works it", "%(n)s people work it", n) % {"n": words.number(n)}


def _sum(taking: Taking) -> str:
    if taking.n_unset == taking.n_workers:
        return _("not counted")
    said = words.number(taking.per_day)
    if not taking.n_unset:
        return said
    more = ngettext("%(n)s person has no number", "%(n)s people have no number", taking.n_unset)
    return f"{said} ({more % {'n': words.number(taking.n_unset)}})"


def _differs(taking: Taking) -> Note | None:
    """Say how far what may fall due on a day is from what people take on it."""
    over = taking.over
    if not over:
        return None
    said = {"taken": words.number(taking.per_day), "room": words.number(taking.room or 0)}
    if over > 0:
        text = _(
            "Up to %(room)s may fall due on a day, and people take %(taken)s. On a full day some are late."
        )
        return Note("warn", "triangle-alert", _("More may fall due than people take."), text % said)
    text = _(
        "Up to %(room)s may fall due on a day, and people take %(taken)s. What comes later waits longer."
    )
    return Note("warn", "info", _("Less may fall due than people take."), text % said)


def _day(one: DayRow, taking: Taking) -> Day:
    is_counted = taking.n_unset < taking.n_workers
    return Day(
        label=words.day_of_week(one.day),
        due=words.number(one.n_due),
        taken=words.number(one.n_taken) if is_counted else _("not counted"),
        is_over=is_counted and one.n_due > one.n_taken,
    )


def _member(row: MemberRow, found: MembersPage, reader: Reader, typed: dict[str, str], at: str) -> Member:
    term, person, inbox = row.term, row.person, found.staffed.inbox
    here = reader.now.astimezone(reader.zone)
    given = {"day": words.day(term.given_at.astimezone(reader.zone), now=here), "who": term.given_by.name}
    ends = words.clock_time(term.expires_at, now=reader.now, zone=reader.zone) if term.expires_at else ""
    works, is_typed = term.permission == "work_inbox", typed.get("person") == str(person.id)
    number = "" if row.per_day is None else str(row.per_day)
    is_wrong = works and at == "per_day" and is_typed
    may_take = term.permission in found.staffed.may_give and (
        found.staffed.is_admin or person.actor_id != reader.actor.id
    )
    return Member(
        name=person.name,
        email=person.email,
        user_id=str(person.id),
        person_url=reverse("console:person", args=[person.id]) if found.staffed.is_admin else "",
        what=str(ON_INBOX[term.permission]),
        until=_("Ends %(time)s") % {"time": ends} if ends else "",
        given=_("%(day)s, by %(who)s") % given,
        why=row.why,
        away=_("away %(when)s") % {"when": when(row.away, reader)} if row.away and works else "",
        load=_load(row),
        per_day=(typed.get("per_day", "") if is_wrong else number) if works else None,
        rota=_rota(row) if works else "",
        skills=tuple(row.skills),
        days=_days(row) if works else (),
        version=row.version,
        is_wrong=is_wrong,
        remove_url=reverse("console:inbox_remove", args=[inbox.slug, person.id, term.permission])
        if may_take
        else "",
    )


def _rota(row: MemberRow) -> str:
    """Say on which days of the week somebody is on."""
    if len(row.weekdays) == len(WEEK):
        return _("on every working day")
    if not row.weekdays:
        return _("on no day")
    return _("on %(days)s") % {"days": ", ".join(str(WEEKDAYS_ABBR[day]) for day in row.weekdays)}


def _days(row: MemberRow) -> tuple[Choice, ...]:
    return tuple(Choice(str(day), str(WEEKDAYS[day]), chosen=day in row.weekdays) for day in WEEK)


def _load(row: MemberRow) -> str:
    parts = []
    if row.n_held:
        parts.append(ngettext("holds %(n)s case", "holds %(n)s cases", row.n_held) % _n(row.n_held))
    if row.n_given:
        parts.append(ngettext("%(n)s given", "%(n)s given", row.n_given) % _n(row.n_given))
    return ", ".join(parts)


def _n(n: int) -> dict[str, str]:
    return {"n": words.number(n)}


def when(away: TimeAway, reader: Reader) -> str:
    """Say from which day until which an absence lasts, both included."""
    here = reader.now.astimezone(reader.zone)
    first = words.day(away.from_at.astimezone(reader.zone), now=here)
    last = words.day((away.until_at - A_MOMENT).astimezone(reader.zone), now=here)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _away(one: TimeAway, reader: Reader, *, named: bool = True) -> ActLine:
    here = reader.now.astimezone(reader.zone)
    said = {
        "day": words.day(one.stated_at.astimezone(reader.zone), now=here),
        "who": one.stated_by.name,
    }
    stated = _("stated %(day)s by %(who)s") % said
    if one.stand_in is not None:
        stated = _("%(stated)s; %(name)s stands in") % {"stated": stated, "name": one.stand_in.name}
    time, name = when(one, reader), one.person.name
    return ActLine(
        id=str(one.id),
        icon="calendar-clock",
        title=time,
        beside=name if named else "",
        details=(stated,),
        act="back",
        label=_("End it"),
        said=f"{name}, {time}",
    )


def away_rows(away: Iterable[TimeAway], reader: Reader) -> tuple[ActLine, ...]:
    """Write one's own absences in words."""
    return tuple(_away(one, reader, named=False) for one in away)


def leave(found: Leaving, *, key: str, why: str = "", note: Note | None = None, at: str = "") -> LeavePage:
    """Ask before a permission is taken back, with what becomes of the cases of whoever loses it."""
    inbox, row = found.staffed.inbox, found.row
    said = {"name": row.person.name, "inbox": speak_kept(inbox.name)}
    back = reverse("console:inbox_people", args=[inbox.slug])
    return LeavePage(
        title=str(TITLES[row.term.permission]) % said,
        url=reverse("console:inbox_remove", args=[inbox.slug, row.person.id, row.term.permission]),
        back_url=back,
        back_label=_("People of %(inbox)s") % said,
        says=_says(found, said),
        key=key,
        why=why,
        is_kept=found.is_last_worker,
        note=note,
        field=at,
    )


def _says(found: Leaving, said: dict[str, str]) -> tuple[str, ...]:
    if found.is_last_worker:
        return (
            _(
                "Cases come into this inbox by rule, and nobody but %(name)s works it. "
                "Let somebody else in first."
            )
            % said,
        )
    says = [_("It is gone with the next page that %(name)s opens. What they decided stays theirs.") % said]
    n = found.n_put_back
    if n:
        back = ngettext(
            "%(n)s case held goes back to the inbox at once. What they typed is kept as their draft.",
            "%(n)s cases held go back to the inbox at once. What they typed is kept as their draft.",
            n,
        )
        says.append(back % _n(n))
    elif found.row.n_held:
        kept = ngettext(
            "They may still decide here, so the %(n)s case they hold stays theirs.",
            "They may still decide here, so the %(n)s cases they hold stay theirs.",
            found.row.n_held,
        )
        says.append(kept % _n(found.row.n_held))
    if found.n_freed:
        freed = ngettext(
            "%(n)s case given to them is everybody's again.",
            "%(n)s cases given to them are everybody's again.",
            found.n_freed,
        )
        says.append(freed % _n(found.n_freed))
    return tuple(says)


def done(n_put_back: int, name: str) -> str:
    """Say what was taken back, and what went back with it."""
    said = _("Taken back. %(name)s loses it with the next page.") % {"name": name}
    if not n_put_back:
        return said
    back = ngettext("%(n)s case went back to the inbox.", "%(n)s cases went back to the inbox.", n_put_back)
    return f"{said} {back % _n(n_put_back)}"


def days_of(first: str, last: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Read the first and the last day of an absence; None where they are no days."""
    try:
        start, end = (
            datetime.strptime(one.strip(), "%Y-%m-%d").replace(tzinfo=zone) for one in (first, last)
        )
        return start, end + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
