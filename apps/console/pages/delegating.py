"""Powers handed on and the lists of who may stand in, as template data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Power
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.people import Choice
from apps.console.pages.shell import Note, more_url
from apps.core import ids
from apps.flow.selectors.delegating import Held, Listed, Page, Row, Thing

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
class DelegationRow:
    """One delegation in words; `end_url` is empty for who may not take it back, and once it is over."""

    id: str
    number: int
    what: str
    on: str
    people: str
    when: str
    why: str
    state: str
    tone: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class ListedRow:
    id: str
    name: str
    on: str


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """powers: what the reader may hand on, as choices; people: who may stand in there."""

    url: str
    powers: tuple[Choice, ...]
    people: tuple[Choice, ...]
    rows: tuple[DelegationRow, ...]
    keeps: tuple[Choice, ...]
    listed: tuple[ListedRow, ...]
    zone: str
    key: str
    typed: dict[str, str]
    next_url: str = ""
    first_url: str = ""
    note: Note | None = None
    field: str = ""


def build(
    held: Sequence[Held],
    found: Page,
    keeps: Sequence[Thing],
    listed: Sequence[Listed],
    *,
    after: str,
    typed: dict[str, str],
    reader: Reader,
    note: Note | None = None,
    at: str = "",
) -> DelegationsPage:
    """Turn what a person may hand on, handed on and says of stand-ins into template data."""
    url = reverse("console:delegations")
    people = {one.email: one.name for each in held for one in each.people}
    return DelegationsPage(
        url=url,
        powers=tuple(_power(one, typed) for one in held),
        people=tuple(
            Choice(email, name, chosen=email == typed.get("to")) for email, name in sorted(people.items())
        ),
        rows=tuple(_row(one, reader) for one in found.rows),
        keeps=tuple(Choice(one.key, one.name, chosen=one.key == typed.get("on")) for one in keeps),
        listed=tuple(ListedRow(str(one.row.id), one.row.person.name, one.thing.name) for one in listed),
        zone=words.place(reader.zone),
        key=str(ids.new()),
        typed=typed,
        next_url=more_url(url, found.next),
        first_url=url if after else "",
        note=note,
        field=at,
    )


def _power(one: Held, typed: dict[str, str]) -> Choice:
    value = f"{one.power.value} {one.thing.key}"
    names = ", ".join(each.name for each in one.people)
    label = _("%(what)s: %(on)s") % {"what": POWERS[one.power], "on": one.thing.name}
    return Choice(value, label, means=names, chosen=value == typed.get("power"))


def _row(one: Row, reader: Reader) -> DelegationRow:
    row = one.row
    span = {
        "from": words.stamp(row.begins_at, zone=reader.zone),
        "until": words.stamp(row.ended_at or row.ends_at, zone=reader.zone),
    }
    return DelegationRow(
        id=str(row.id),
        number=row.number,
        what=str(POWERS[Power(row.power)]),
        on=one.thing.name,
        people=_("%(giver)s to %(to)s") % {"giver": row.giver.name, "to": row.to.name},
        when=_("%(from)s to %(until)s") % span,
        why=row.why,
        state=str(STATES[one.state]),
        tone=TONES.get(one.state, ""),
        may_end=one.is_open and one.may_end,
    )
