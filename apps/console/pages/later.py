"""Doing a case later: until when it is laid aside, or back to its inbox, and why."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import Organisation
from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import words
from apps.console.pages.cases import Effect, LaterForm
from apps.console.pages.lists import Option
from apps.core import refusals
from apps.core.words import say
from apps.flow import services as flow
from apps.reviews.models import ReviewItem

BACK = "back"
DAYS = {"tomorrow": 1, "in_3_days": 3, "next_week": 7}
WHEN = {
    "tomorrow": gettext_lazy("Lay it aside until tomorrow"),
    "in_3_days": gettext_lazy("Lay it aside for three days"),
    "next_week": gettext_lazy("Lay it aside for a week"),
    "on": gettext_lazy("Lay it aside until a day that I choose"),
    BACK: gettext_lazy("Give it back to its inbox"),
}
WHY = {
    "document": gettext_lazy("A document is on its way"),
    "call": gettext_lazy("A call is awaited"),
    "quiet": gettext_lazy("It needs a quiet hour"),
    "mix": gettext_lazy("Other cases come first"),
    "other": gettext_lazy("Another reason, which I write below"),
}


class LaterMissing(refusals.Invalid):
    code = "later_missing"
    sentence = say("Choose until when, or give it back.")


class DayMissing(refusals.Invalid):
    code = "day_missing"
    sentence = say("Choose a day.")


def form(typed: Typed) -> LaterForm:
    """Build what the act asks for; nothing is chosen unless the person chose it."""
    return LaterForm(
        when=tuple(Option(value, str(label), checked=typed.later == value) for value, label in WHEN.items()),
        why=tuple(
            Option(value, str(label), checked=typed.later_why == value) for value, label in WHY.items()
        ),
        until=typed.until,
    )


def leaving(typed: Typed) -> tuple[Option, ...]:
    """Offer why a case is left or skipped; saying nothing is a reason too, for leaving it."""
    offered = {"": _("No reason given")} | {value: str(label) for value, label in WHY.items()}
    return tuple(Option(value, label, checked=typed.leave_why == value) for value, label in offered.items())


def none_left(*, n_skipped: int) -> str:
    """Say that no case is offered any more, and whether that is because one skipped what is left."""
    if not n_skipped:
        return _("No open case is left here at the moment.")
    said = ngettext(
        "Only a case is left that you skipped just now. Open it from the list if you want it.",
        "Only the %(n)s cases are left that you skipped just now. Open one from the list if you want it.",
        n_skipped,
    )
    return said % {"n": n_skipped}


def until(typed: Typed, *, organisation: Organisation, now: datetime) -> datetime:
    """Return when work begins on the day chosen, where the organisation is.

    Raises: LaterMissing, DayMissing.
    """
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    if typed.later in DAYS:
        return flow.day_begins(today + timedelta(days=DAYS[typed.later]), organisation)
    if typed.later != "on":
        raise LaterMissing(field="later")
    try:
        return flow.day_begins(date.fromisoformat(typed.until), organisation)
    except ValueError:
        raise DayMissing(field="until") from None


def follows() -> tuple[Effect, ...]:
    """Say what follows from doing it later."""
    return (
        Effect("clock-alert", _("Nothing is decided or sent."), _("Laid aside, it comes back by itself.")),
        Effect("hourglass", _("Its due time stays."), _("Past it, a note must say why that is right.")),
    )


def aside(item: ReviewItem, *, reader: Reader) -> str:
    """Say until when a case is laid aside; empty when it is not."""
    if item.snoozed_until is None:
        return ""
    at = words.clock_time(item.snoozed_until, now=reader.now, zone=reader.zone)
    return _("This case is laid aside until %(time)s.") % {"time": at}
