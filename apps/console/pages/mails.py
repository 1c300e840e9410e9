"""A mail about what is due, or what a week came to: counts and links, no case, no name of a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.console.edge import Reader
from apps.console.pages import weeks, words
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow import services as verbs


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


def compose(due: verbs.Due, *, base_url: str, reader: Reader) -> Mail:
    """Write a mail in the language that is active; times are where its reader is."""
    if due.week_on is not None:
        return _weekly(due, due.week_on, base_url)
    day = date_format(reader.now.astimezone(reader.zone), pgettext("date format", "l j F"))
    subject = _("ReviewHub: something cannot wait") if due.is_urgent else _("ReviewHub: what is due")
    return _mail(f"{subject}, {day}", _lines(due, reader), base_url)


def _mail(subject: str, lines: Iterable[tuple[str, str]], base_url: str) -> Mail:
    told = "\n\n".join(f"{text}\n{base_url}{path}" for text, path in lines)
    ends = _("This mail holds counts and links only. Change or end it in your account:")
    account = f"{base_url}{reverse('console:account')}"
    return Mail(subject, f"{told}\n\n-- \n{ends}\n{account}\n")


def _weekly(due: verbs.Due, week_on: date, base_url: str) -> Mail:
    """Say what a week came to; the figures stay behind a sign-in, as a page and as a PDF."""
    subject = _("ReviewHub: the week of %(week)s") % {"week": weeks.named(week_on)}
    lines = []
    for system, report in due.reports:
        lines.append((f"{speak_kept(system.name)}: {weeks.in_short(report)}", weeks.page_of(system, week_on)))
        lines.append((_("The same as PDF:"), weeks.pdf_of(system, week_on)))
    return _mail(subject, lines, base_url)


def _lines(due: verbs.Due, reader: Reader) -> Iterator[tuple[str, str]]:
    for one in due.inboxes:
        if one.n_open:
            yield _inbox(one, reader), reverse("console:inbox", args=[one.slug])
    if due.n_follow_ups:
        said = ngettext(
            "%(n)s follow-up of yours is due.", "%(n)s follow-ups of yours are due.", due.n_follow_ups
        )
        yield said % {"n": words.number(due.n_follow_ups)}, reverse("console:follow_ups")
    if due.n_new:
        yield _new(due) % {"n": words.number(due.n_new)}, reverse("console:notices")


def _new(due: verbs.Due) -> str:
    if due.is_urgent:
        return ngettext(
            "%(n)s notice cannot wait until tomorrow.", "%(n)s notices cannot wait until tomorrow.", due.n_new
        )
    return ngettext("%(n)s new notice for you.", "%(n)s new notices for you.", due.n_new)


def _inbox(one: flow.Waiting, reader: Reader) -> str:
    said = [
        ngettext("%(inbox)s: %(n)s case waits.", "%(inbox)s: %(n)s cases wait.", one.n_open)
        % {"inbox": speak_kept(one.name), "n": words.up_to_thousand(one.n_open)}
    ]
    if one.n_late:
        late = ngettext("%(n)s is past the due time.", "%(n)s are past the due time.", one.n_late)
        said.append(late % {"n": words.number(one.n_late)})
    if one.n_soon:
        soon = ngettext("%(n)s is due before %(time)s.", "%(n)s are due before %(time)s.", one.n_soon)
        time = words.clock_time(one.soon_at, now=reader.now, zone=reader.zone)
        said.append(soon % {"n": words.number(one.n_soon), "time": time})
    return " ".join(said)
