"""What reached somebody from below, on their start page: how much, since when, and the way there."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.shell import Action
from apps.flow.selectors import reached


def owner(cases: reached.Waits, held: reached.Waits, *, reader: Reader) -> Section:
    """Write what climbed to the accountable owner, who is the last level."""
    return Section(
        "reached",
        _("Climbed to you"),
        about=_("nobody below decided it, and nobody is above you"),
        lines=(*_cases(cases, reader), *_held(held, reader)),
        empty=_("Nothing climbed to you: those below you decide in time and within their authority."),
    )


def supervisor(held: reached.Waits, *, reader: Reader) -> Section:
    """Write how many decisions wait for somebody to say whether they hold."""
    return Section(
        "held",
        _("Held for you"),
        lines=tuple(_held(held, reader)),
        empty=_("No decision waits for you to say whether it holds."),
    )


def _cases(found: reached.Waits, reader: Reader) -> Iterable[Line]:
    if not found.n or found.since is None:
        return
    said = ngettext("%(n)s undecided case", "%(n)s undecided cases", found.n)
    yield Line(
        "arrow-up-right",
        said % {"n": words.number(found.n)},
        _oldest(found.since, reader),
        "warn-t",
        Action(reverse("console:escalations"), _("Decide")),
    )


def _held(found: reached.Waits, reader: Reader) -> Iterable[Line]:
    if not found.n or found.since is None:
        return
    said = ngettext("%(n)s held decision, not sent", "%(n)s held decisions, not sent", found.n)
    yield Line(
        "hand",
        said % {"n": words.number(found.n)},
        _oldest(found.since, reader),
        "warn-t",
        Action(reverse("console:held"), _("Resolve")),
    )


def _oldest(since: datetime, reader: Reader) -> str:
    return _("The oldest has waited %(age)s.") % {"age": words.age(since, now=reader.now)}
