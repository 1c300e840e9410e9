"""What a supervisor's inboxes kept of what they promised, on the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.console.pages.home_parts import Load, Section
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Action
from apps.flow.selectors.kept import KeptRow


def section(rows: list[KeptRow]) -> Section:
    """Write one bar for each inbox: the share of promises kept on their day, of how many, how sure."""
    return Section(
        "kept",
        _("Promises kept"),
        about=_("of those whose day passed in the last 90 days, kept on that day") if rows else "",
        loads=tuple(_load(one) for one in rows),
        empty=_("No promise of your inboxes had its day in the last 90 days."),
        more=Action(f"{reverse('console:follow_ups')}?view=team", _("Follow-ups that are due")),
    )


def _load(one: KeptRow) -> Load:
    said = {
        "kept": words.number(one.n_kept),
        "n": words.number(one.share.n),
        "interval": interval(one.share.low, one.share.high),
        "late": words.number(one.n_late),
        "not": words.number(one.n_not_kept),
        "open": words.number(one.n_open),
    }
    detail = (
        _("%(kept)s of %(n)s (%(interval)s); %(late)s kept late, %(not)s not, %(open)s still open") % said
    )
    value = one.share.value or 0.0
    return Load("", one.inbox, _("%(share)s%%") % {"share": round(value * 100)}, detail, value)
