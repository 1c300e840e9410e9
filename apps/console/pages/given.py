"""Authority given once for one case: the list for those who oversee it, and the form that gives it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import amounts, words
from apps.console.pages.cases import Effect
from apps.console.pages.lists import Option
from apps.console.pages.shell import Empty, Note, Tab, more_url
from apps.core import ids, speech
from apps.core.speech import speak_kept
from apps.flow.selectors import given as flow

STATES = {
    flow.OPEN: ("hourglass", gettext_lazy("Open")),
    flow.USED: ("circle-check", gettext_lazy("Used")),
    flow.OVER: ("timer-off", gettext_lazy("Over")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One authority given once. take_back: the address of taking it back; empty where that is over."""

    icon: str
    title: str
    case_ref: str
    case_url: str
    about: str
    when: str
    why: str
    take_back: str
    key: str


@dataclass(frozen=True, slots=True)
class GivenPage:
    name: str
    limits_url: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    empty: Empty
    next_url: str
    first_url: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed, and why it was not recorded."""

    typed: Mapping[str, str]
    note: Note | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class GivingPage:
    """A case and the authority given on it, with the form for who may give some."""

    ref: str
    case_url: str
    back_url: str
    back_label: str
    stake: str
    what: str
    rows: tuple[Row, ...]
    may_give: bool
    url: str
    key: str
    zone: str
    people: tuple[Option, ...]
    outcomes: tuple[Option, ...]
    typed: Mapping[str, str]
    amount: str
    note: Note | None
    field: str


def build(found: flow.GivenPage, *, state: str, after: str, reader: Reader) -> GivenPage:
    """Turn a page of what was given into template data."""
    slug = found.system.slug
    base = reverse("console:authority_once", args=[slug])
    return GivenPage(
        name=speak_kept(found.system.name),
        limits_url=reverse("console:limits", args=[slug]),
        tabs=tuple(
            Tab(str(label), base if one == flow.OPEN else f"{base}?state={one}", current=one == state)
            for one, (_icon, label) in STATES.items()
        ),
        rows=tuple(row(one, reader=reader) for one in found.rows),
        empty=Empty(
            _("No authority was given for a case"),
            _("Who has the authority themselves gives it from the page of the case, to one person, once."),
            "user-check",
        ),
        next_url=more_url(base, found.next, state=state),
        first_url=f"{base}?state={state}" if after else "",
    )


def row(one: flow.GivenRow, *, reader: Reader) -> Row:
    """Write one authority: who gave it to whom for what, until when, and what became of it."""
    icon, _label = STATES[one.state]
    said = {"to": one.to, "what": _what(one), "by": one.granted_by}
    told = _("%(by)s let %(to)s decide %(what)s")
    if one.to_approve:
        told = _("%(by)s let %(to)s say whether the held decision holds: %(what)s")
    return Row(
        icon=icon,
        title=one.to,
        case_ref=one.case_ref,
        case_url=reverse("console:case", args=[one.case_ref]),
        about=told % said,
        when=_when(one, reader),
        why=one.why,
        take_back=reverse("console:authority_take_back", args=[one.id]) if one.may_take_back else "",
        key=str(ids.new()),
    )


def _what(one: flow.GivenRow) -> str:
    amount = _("up to %(amount)s") % {"amount": speech.amount(one.amount_minor, one.currency)}
    return f"{one.outcome_label}, {amount}" if one.outcome_label else amount


def _when(one: flow.GivenRow, reader: Reader) -> str:
    if one.used_at:
        return _("used %(time)s") % {"time": words.stamp(one.used_at, zone=reader.zone)}
    if one.revoked_at:
        said = {"name": one.revoked_by, "time": words.stamp(one.revoked_at, zone=reader.zone)}
        return _("taken back by %(name)s, %(time)s") % said
    ends = {"time": words.stamp(one.expires_at, zone=reader.zone)}
    return (_("ended unused %(time)s") if one.state == flow.OVER else _("until %(time)s")) % ends


def yours(rows: list[flow.GivenRow], *, reader: Reader) -> tuple[Effect, ...]:
    """Say on a case what its reader was given for it."""
    return tuple(Effect("user-check", _yours(one, reader)) for one in rows)


def _yours(one: flow.GivenRow, reader: Reader) -> str:
    said = {
        "what": _what(one),
        "time": words.clock_time(one.expires_at, now=reader.now, zone=reader.zone),
        "name": one.granted_by,
    }
    if one.to_approve:
        return (
            _("You were given authority to say whether it holds, %(what)s, until %(time)s by %(name)s") % said
        )
    return _("You were given authority for this case, %(what)s, until %(time)s by %(name)s") % said


def give(found: flow.GivingPage, *, tried: Tried, reader: Reader) -> GivingPage:
    """Turn a case into the page on which authority for it is given."""
    item, typed = found.item, tried.typed
    currency = item.system.currency
    url = reverse("console:give_authority", args=[item.id])
    held = _("To say whether the held decision holds"), reverse("console:held_decision", args=[item.id])
    free = _("To decide this case"), reverse("console:review", args=[item.id])
    what, back = held if found.is_held else free
    return GivingPage(
        ref=item.case.case_ref,
        case_url=reverse("console:case", args=[item.case.case_ref]),
        back_url=back,
        back_label=_("Held decision") if found.is_held else speak_kept(item.inbox.name),
        stake=speech.amount(item.stake_minor, currency),
        what=what,
        rows=tuple(row(one, reader=reader) for one in found.rows),
        may_give=found.may_give,
        url=url,
        key=str(ids.new()),
        zone=words.place(reader.zone),
        people=tuple(Option(email, name, checked=typed.get("to") == email) for email, name in found.people),
        outcomes=(
            Option("", _("Any outcome"), checked=not typed.get("outcome")),
            *(Option(code, label, checked=typed.get("outcome") == code) for code, label in found.outcomes),
        ),
        typed=typed,
        amount=typed.get("amount", amounts.typed(item.stake_minor, currency=currency)),
        note=tried.note,
        field=tried.field,
    )
