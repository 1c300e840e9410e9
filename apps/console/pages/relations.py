"""Declared relations: one's own, and for who supervises or audits those of others."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.lists import Option
from apps.console.pages.one_act import ActLine
from apps.console.pages.shell import Note, more_url
from apps.core import ids
from apps.flow.selectors import declared as flow

KINDS = {
    "own": gettext_lazy("It is a claim of their own"),
    "family": gettext_lazy("Family"),
    "close": gettext_lazy("Somebody close"),
    "business": gettext_lazy("Business"),
}


@dataclass(frozen=True, slots=True)
class RelationsPage:
    title: str
    about: str
    url: str
    key: str
    rows: tuple[ActLine, ...]
    kinds: tuple[Option, ...]
    supervises: bool
    typed: Mapping[str, str]
    note: Note | None
    field: str
    next_url: str
    first_url: str
    has_form: bool = True


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed, and why it was not recorded."""

    typed: Mapping[str, str]
    note: Note | None = None
    field: str = ""


def build(
    found: flow.RelationsPage, *, tried: Tried, after: str, supervises: bool, reader: Reader
) -> RelationsPage:
    """Turn a page of relations into template data."""
    url = reverse("console:relations")
    return RelationsPage(
        title=_("Relations to claimants"),
        about=_("who decides nothing on whom"),
        url=url,
        key=str(ids.new()),
        rows=tuple(_row(one, reader) for one in found.rows),
        kinds=tuple(
            Option(value, str(label), checked=tried.typed.get("kind") == value)
            for value, label in KINDS.items()
        ),
        supervises=supervises,
        typed=tried.typed,
        note=tried.note,
        field=tried.field,
        next_url=more_url(url, found.next),
        first_url=url if after else "",
    )


def _row(one: flow.RelationRow, reader: Reader) -> ActLine:
    said = {"name": one.declared_by, "time": words.stamp(one.declared_at, zone=reader.zone)}
    may_say = one.is_mine and one.ended_at is None and one.over_said_at is None
    act, label = ("over", _("Say that it is over")) if may_say else ("", "")
    if one.may_end:
        act, label = "end", _("End it")
    title = f"{one.person}: {KINDS[one.kind]}"
    return ActLine(
        id=str(one.id),
        icon="history" if one.ended_at else "ban",
        title=title,
        ref=one.case_ref,
        details=(_("declared by %(name)s, %(time)s") % said, _fate(one, reader)),
        quote=one.why,
        act=act,
        label=label,
        said=f"{title}, {one.case_ref}",
    )


def _fate(one: flow.RelationRow, reader: Reader) -> str:
    if one.ended_at:
        said = {"name": one.ended_by, "time": words.stamp(one.ended_at, zone=reader.zone)}
        return _("ended by %(name)s, %(time)s") % said
    if one.over_said_at:
        said = {"name": one.person, "time": words.stamp(one.over_said_at, zone=reader.zone)}
        return _("%(name)s says that it is over, %(time)s; whoever supervises the case ends it") % said
    return _("keeps them from the cases of that person")
