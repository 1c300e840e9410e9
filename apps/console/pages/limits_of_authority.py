"""The standing limits of authority of an AI system: who decides what up to which amount, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Role
from apps.console.edge import Reader
from apps.console.pages import people, words
from apps.console.pages.list_form import Pages
from apps.console.pages.lists import Option
from apps.console.pages.shell import Note, more_url
from apps.core import ids
from apps.core.speech import speak_kept
from apps.flow.selectors import granted_limits as flow

ONE_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one of the table's rows decides of an outcome. follows: its general limit, or that of a role."""

    outcome: str
    text: str
    follows: bool


@dataclass(frozen=True, slots=True)
class Line:
    whose: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One limit that was set; `what` says for which outcome up to which amount."""

    id: str
    whose: str
    what: str
    when: str
    said: str
    ended: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class LimitsPage:
    name: str
    system_url: str
    policy_url: str
    once_url: str
    url: str
    is_owner: bool
    version: int
    key: str
    zone: str
    outcomes: tuple[str, ...]
    lines: tuple[Line, ...]
    standing: tuple[Entry, ...]
    past: tuple[Entry, ...]
    pages: Pages
    whose: tuple[Option, ...]
    of: tuple[Option, ...]
    people: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    note: Note | None
    field: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed, and why it was not recorded."""

    typed: Mapping[str, str]
    note: Note | None = None
    field: str = ""
    is_confirmed: bool = False


def build(
    found: flow.LimitsPage,
    *,
    tried: Tried,
    after: str,
    people: tuple[tuple[str, str], ...],
    sees_system: bool,
    reader: Reader,
) -> LimitsPage:
    """Turn the limits of an AI system into template data; people: whom the owner may name."""
    slug, typed = found.system.slug, tried.typed
    url = reverse("console:limits", args=[slug])
    return LimitsPage(
        name=speak_kept(found.system.name),
        system_url=reverse("console:system", args=[slug]) if sees_system else "",
        policy_url=reverse("console:policy", args=[slug]),
        once_url=reverse("console:authority_once", args=[slug]),
        url=url,
        is_owner=found.is_owner,
        version=found.version,
        key=str(ids.new()),
        zone=words.place(reader.zone),
        outcomes=tuple(label for _code, label in found.outcomes),
        lines=tuple(_line(one, found) for one in found.reach),
        standing=tuple(_entry(one, found, reader) for one in found.standing),
        past=tuple(_entry(one, found, reader) for one in found.past),
        pages=Pages(more_url(url, found.next), url if after else ""),
        whose=(
            *(Option(one, people_named(one), checked=typed.get("whose") == one) for one in ROLES),
            Option(ONE_PERSON, _("One person, named below"), checked=typed.get("whose") == ONE_PERSON),
        ),
        of=(
            Option("", _("Any without a limit of its own"), checked=not typed.get("outcome")),
            *(Option(code, label, checked=typed.get("outcome") == code) for code, label in found.outcomes),
        ),
        people=people,
        typed=typed,
        note=tried.note,
        field=tried.field,
        is_confirmed=tried.is_confirmed,
    )


ROLES = (Role.OFFICER.value, Role.SUPERVISOR.value, Role.OWNER.value)


def people_named(role: str) -> str:
    """Name everybody of a role."""
    return _("Everybody who is %(role)s") % {"role": people.role_named(role)}


def _line(one: flow.Reaching, found: flow.LimitsPage) -> Line:
    whose = one.person or people.role_named(one.role)
    currency = found.system.currency
    return Line(
        whose,
        tuple(
            Cell(label, _most(one, code, currency), follows=code not in one.own)
            for code, label in found.outcomes
        ),
    )


def _most(one: flow.Reaching, code: str, currency: str) -> str:
    if code not in one.most:
        return _("as their role")
    return amount_words(one.most[code], currency)


def amount_words(most: int | None, currency: str) -> str:
    """Say how far somebody decides."""
    if most is None:
        return _("any amount")
    return _("nothing") if most < 0 else _("up to %(amount)s") % {"amount": words.amount(most, currency)}


def _entry(one: flow.LimitRow, found: flow.LimitsPage, reader: Reader) -> Entry:
    whose = one.person or people.role_named(one.role)
    what = {
        "outcome": one.outcome_label or _("Any other outcome"),
        "amount": amount_words(one.max_amount_minor, found.system.currency),
    }
    return Entry(
        id=str(one.id),
        whose=whose,
        what=_("%(outcome)s: %(amount)s") % what,
        when=_when(one, reader),
        said=_said(one),
        ended=_ended(one),
        is_planned=one.is_planned,
    )


def _when(one: flow.LimitRow, reader: Reader) -> str:
    start = words.stamp(one.from_at, zone=reader.zone)
    if one.ended_at is None:
        return _("from %(start)s") % {"start": start}
    if one.ended_at <= one.from_at:
        return _("planned for %(start)s, replaced before it began") % {"start": start}
    end = words.stamp(one.ended_at, zone=reader.zone)
    return _("from %(start)s until %(end)s") % {"start": start, "end": end}


def _said(one: flow.LimitRow) -> str:
    if not one.set_by:
        return _("Set up with the AI system")
    return _("%(name)s: “%(why)s”") % {"name": one.set_by, "why": one.why}


def _ended(one: flow.LimitRow) -> str:
    if one.ended_by:
        return _("Ended by %(name)s: “%(why)s”") % {"name": one.ended_by, "why": one.end_why}
    return ""
