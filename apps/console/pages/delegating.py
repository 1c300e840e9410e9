"""Powers handed on and the lists of who may stand in, as template data."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Power
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.one_act import ActLine
from apps.console.pages.people import Choice
from apps.console.pages.shell import Note, more_url
from apps.core import ids
from apps.flow.selectors.delegating import Held, Listed, ListedPage, Page, Row, Thing

POWERS = {
    Power.SUPERVISE: gettext_lazy("Supervise"),
    Power.DECIDE: gettext_lazy("Work and decide"),
    Power.APPROVE: gettext_lazy("Resolve held decisions"),
}
STATES = {
    "runs": gettext_lazy("runs"),
    "to_come": gettext_lazy("to come"),
    "rests": gettext_lazy("rests"),
    "over": gettext_lazy("over"),
    "taken_back": gettext_lazy("taken back"),
}
TONES = {"runs": "ok", "to_come": "", "rests": "warn"}


@dataclass(frozen=True, slots=True)
class Part:
    """A list that goes on on another page."""

    rows: tuple[ActLine, ...]
    next_url: str
    first_url: str


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """powers: what the reader may hand on, as choices; people: who may stand in there."""

    title: str
    about: str
    url: str
    powers: tuple[Choice, ...]
    people: tuple[Choice, ...]
    given: Part
    keeps: tuple[Choice, ...]
    listed: Part
    zone: str
    key: str
    typed: dict[str, str]
    note: Note | None = None
    field: str = ""
    has_form: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """Where each of the two lists goes on."""

    after: str = ""
    listed: str = ""


def build(
    held: Sequence[Held],
    found: Page,
    keeps: Sequence[Thing],
    listed: ListedPage,
    *,
    asked: Asked,
    typed: dict[str, str],
    reader: Reader,
    note: Note | None = None,
    at: str = "",
) -> DelegationsPage:
    """Turn what a person may hand on, handed on and says of stand-ins into template data."""
    url = reverse("console:delegations")
    return DelegationsPage(
        title=_("Delegations"),
        about=_("What is done under one is named in the record, for whom and by whom"),
        url=url,
        powers=tuple(_power(one, typed) for one in held),
        people=_people(held, typed),
        given=Part(
            tuple(_row(one, reader) for one in found.rows),
            more_url(url, found.next),
            url if asked.after else "",
        ),
        keeps=tuple(Choice(one.key, one.name, chosen=one.key == typed.get("on")) for one in keeps),
        listed=Part(
            tuple(_listed(one) for one in listed.rows),
            f"{url}?{urlencode({'listed': listed.next})}" if listed.next else "",
            url if asked.listed else "",
        ),
        zone=words.place(reader.zone),
        key=str(ids.new()),
        typed=typed,
        note=note,
        field=at,
    )


def _power(one: Held, typed: dict[str, str]) -> Choice:
    value = f"{one.power.value} {one.thing.key}"
    label = _("%(what)s: %(on)s") % {"what": POWERS[one.power], "on": one.thing.name}
    return Choice(value, label, chosen=value == typed.get("power"))


def _people(held: Sequence[Held], typed: dict[str, str]) -> tuple[Choice, ...]:
    """Offer whoever may stand in anywhere, with where."""
    names: dict[str, str] = {}
    places: dict[str, dict[str, None]] = {}
    for each in held:
        for one in each.people:
            names[one.email] = one.name
            places.setdefault(one.email, {})[each.thing.name] = None
    return tuple(
        Choice(email, f"{name} ({'; '.join(places[email])})", chosen=email == typed.get("to"))
        for email, name in sorted(names.items(), key=lambda found: (found[1], found[0]))
    )


def _row(one: Row, reader: Reader) -> ActLine:
    row = one.row
    people = _("%(giver)s to %(to)s") % {"giver": row.giver.name, "to": row.to.name}
    span = words.span(row.begins_at, row.ended_at or row.ends_at, zone=reader.zone)
    return ActLine(
        id=str(row.id),
        icon="user-check",
        title=f"{row.number}. {POWERS[Power(row.power)]}: {one.thing.name}",
        beside=people,
        state=str(STATES[one.state]),
        tone=TONES.get(one.state, ""),
        details=(span,),
        quote=row.why,
        act="take_back" if one.is_open and one.may_end else "",
        label=_("Take back"),
        said=f"{row.number}, {people}",
    )


def _listed(one: Listed) -> ActLine:
    name, on = one.row.person.name, one.thing.name
    return ActLine(
        id=str(one.row.id),
        icon="users",
        title=name,
        details=(on,),
        act="unlist",
        label=_("Take off"),
        said=f"{name}, {on}",
    )
