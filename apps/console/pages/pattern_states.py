"""Which patterns a list shows, in words and as chips; how a pattern stands: found again or not, with whom."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Empty, Tab
from apps.core import refusals, speech
from apps.learning import selectors as learning
from apps.learning.selectors import Shown

NAMES = {
    Shown.NOT_DISMISSED: gettext_lazy("Not dismissed"),
    Shown.NOT_FOUND_AGAIN: gettext_lazy("Not found again"),
    Shown.DISMISSED: gettext_lazy("Dismissed"),
    Shown.ALL: gettext_lazy("All"),
}
EMPTY = {
    Shown.NOT_FOUND_AGAIN: (
        gettext_lazy("Every pattern was found again"),
        gettext_lazy("The newest search of each question found all patterns that nobody dismissed."),
    ),
    Shown.DISMISSED: (
        gettext_lazy("No pattern was dismissed"),
        gettext_lazy("A dismissed pattern stands here, with who dismissed it and why on its own page."),
    ),
}


def of(raw: str) -> Shown:
    """Read from an address what is shown; empty is what nobody dismissed.

    Raises: NotVisible for what there is not.
    """
    try:
        return Shown(raw) if raw else Shown.NOT_DISMISSED
    except ValueError:
        raise refusals.NotVisible from None


def said(shown: Shown) -> str:
    """Name what is shown; nothing for what lists show at first."""
    return "" if shown is Shown.NOT_DISMISSED else str(NAMES[shown])


def asked(shown: Shown) -> dict[str, str]:
    """Return what an address says of it."""
    return {} if shown is Shown.NOT_DISMISSED else {"state": shown.value}


def tabs(base: str, *, current: Shown, scope: Mapping[str, str]) -> tuple[Tab, ...]:
    """Write links to each part of the list; scope: what else narrows it."""
    return tuple(_tab(base, one, {**scope, **asked(one)}, current=one is current) for one in Shown)


def _tab(base: str, one: Shown, said: Mapping[str, str], *, current: bool) -> Tab:
    return Tab(str(NAMES[one]), f"{base}?{urlencode(said)}" if said else base, current=current)


def empty(shown: Shown) -> Empty | None:
    """Say why a part of the list is empty."""
    if shown not in EMPTY:
        return None
    title, text = EMPTY[shown]
    return Empty(str(title), str(text), icon="list-filter")


def lapsed(one: learning.FindingRow, reader: Reader) -> str:
    """Say since when no search found it again, and what it rested on then; nothing where it was."""
    if one.is_current:
        return ""
    return _("not found again since %(day)s; then %(n)s of %(of)s decisions") % {
        "day": day(one, reader),
        "n": words.number(one.n + int((one.confirmation or {}).get("n") or 0)),
        "of": words.number(one.n_searched),
    }


def day(one: learning.FindingRow, reader: Reader) -> str:
    """Write the day of the search that its figures are of."""
    return speech.day(one.seen_at.astimezone(reader.zone).date())


def given(one: learning.FindingRow, reader: Reader) -> str:
    """Say who works on it and until when."""
    if not one.assigned_to:
        return ""
    if one.due_on is None:
        return one.assigned_to
    text = _("%(name)s, overdue since %(day)s") if is_overdue(one, reader) else _("%(name)s, due %(day)s")
    return text % {"name": one.assigned_to, "day": speech.day(one.due_on)}


def is_overdue(one: learning.FindingRow, reader: Reader) -> bool:
    """Say whether its day has passed where the reader is."""
    today: date = reader.now.astimezone(reader.zone).date()
    return one.due_on is not None and one.due_on < today
