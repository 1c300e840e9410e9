"""The weeks of an AI system as a list, and how one of them is called and found."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import measured, words
from apps.console.pages.shell import Empty, Tab
from apps.console.pages.table_file import neutral
from apps.core.speech import day, speak_kept
from apps.flow.selectors.week_reports import Report, Reports
from apps.measures import rules
from apps.registry.models import AISystem

HEADS = (
    "ai_system", "week", "n", "overridden", "share", "low", "high", "stake_minor", "currency", "n_changes",
    "n_not_looked_at", "written_at",
)  # fmt: skip
SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week; without an address nothing was written of it."""

    title: str
    says: str
    url: str
    share: str
    interval: str
    faint: bool
    unseen: str


@dataclass(frozen=True, slots=True)
class WeeksPage:
    title: str
    system: str
    insights_url: str
    systems: tuple[Tab, ...]
    lines: tuple[WeekLine, ...]
    told: str
    csv_url: str
    empty: Empty | None


def named(week_on: date) -> str:
    """Name a week by its first and last day."""
    return _("%(first)s to %(last)s") % {
        "first": day(week_on, with_year=False),
        "last": day(week_on + SUNDAY),
    }


def page_of(system: AISystem, week_on: date) -> str:
    """Return the address of a week's report."""
    return measured.address("week", system, week_on.isoformat())


def pdf_of(system: AISystem, week_on: date) -> str:
    """Return the address of a week's report as PDF."""
    return measured.address("week_pdf", system, week_on.isoformat())


def in_short(report: Report) -> str:
    """Say a week in counts alone."""
    week = report.week
    one = week.corrected
    if not one.n:
        said = _("Nobody decided in this week.")
    else:
        said = ngettext(
            "People decided %(n)s case, %(k)s of them otherwise than the AI.",
            "People decided %(n)s cases, %(k)s of them otherwise than the AI.",
            one.n,
        ) % {"n": words.number(one.n), "k": words.number(one.k)}
    return f"{said} {changed(report)} {waits(report)}"


def changed(report: Report) -> str:
    """Say how much came into use."""
    n = len(report.week.changes)
    if not n:
        return _("Nothing new came into force.")
    return ngettext("%(n)s thing changed.", "%(n)s things changed.", n) % {"n": words.number(n)}


def waits(report: Report) -> str:
    """Say how much nobody had looked at."""
    n = report.week.n_unseen
    if not n:
        return _("Nothing waits for somebody to look.")
    said = ngettext("%(n)s thing waits for somebody to look.", "%(n)s things wait for somebody to look.", n)
    return said % {"n": words.number(n)}


def build(found: Reports, *, system: AISystem, systems: list[AISystem], reader: Reader) -> WeeksPage:
    """Turn the weeks into template data."""
    return WeeksPage(
        title=_("Weeks"),
        system=speak_kept(system.name),
        insights_url=measured.address("insights", system),
        systems=tuple(
            Tab(speak_kept(one.name), measured.address("weeks", one), current=one == system)
            for one in systems
        ),
        lines=tuple(_line(on, report, system) for on, report in found.rows),
        told=_told(system, reader),
        csv_url=measured.address("weeks_csv", system),
        empty=None if found.rows else _empty(),
    )


def _empty() -> Empty:
    return Empty(
        _("No week was written yet"),
        _("The first report is written on Monday at six, for the week that ended with the Sunday before."),
        icon="calendar-clock",
    )


def _line(on: date, report: Report | None, system: AISystem) -> WeekLine:
    if report is None:
        says = _("Not written: nothing ran in the week after. The insights have its figures.")
        return WeekLine(named(on), says, "", "", "", faint=True, unseen="")
    share = rules.share(report.week.corrected.n, report.week.corrected.k)
    value, between, faint = measured.said(share)
    return WeekLine(
        title=named(on),
        says=in_short(report),
        url=page_of(system, on),
        share=value,
        interval=between,
        faint=faint,
        unseen=words.number(report.week.n_unseen),
    )


def _told(system: AISystem, reader: Reader) -> str:
    """Say who is told of a new report, and how."""
    owner = system.owner
    if not owner.is_active:
        return _(
            "%(owner)s, who answers for this AI system, is no longer here: nobody is told of a report."
        ) % {"owner": owner.name}
    is_mailed = bool(settings.MAIL_FROM) and owner.mails != "off" and not owner.is_simulated
    is_you = owner.actor_id == reader.actor.id
    if is_you and is_mailed:
        return _("You are told of each new report, and mailed. You may end mails in your account.")
    if is_you:
        return _("You are told of each new report under Notices. No mail is sent to you: see your account.")
    if is_mailed:
        return _("%(owner)s is told of each new report, and mailed.") % {"owner": owner.name}
    return _("%(owner)s is told of each new report in the product, without a mail.") % {"owner": owner.name}


def as_csv(found: Reports, *, system: AISystem) -> str:
    """Write the weeks, one line each; shares in [0, 1], empty where there was no case."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for on, report in found.rows:
        if report is None:
            continue
        one, worth = report.week.corrected, report.week.worth
        share = rules.share(one.n, one.k)
        shares = ("" if each is None else f"{each:.6g}" for each in (share.value, share.low, share.high))
        cells = (
            system.slug, on.isoformat(), str(one.n), str(one.k), *shares, str(worth.stake_minor),
            worth.currency, str(len(report.week.changes)), str(report.week.n_unseen),
        )  # fmt: skip
        writer.writerow([*map(neutral, cells), report.written_at.isoformat()])
    return file.getvalue()
