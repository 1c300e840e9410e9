"""What notes are about: groups that say alike things, each with a name that a person takes or gives."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.core import ids
from apps.core.speech import speak
from apps.flow.selectors import note_groups as selectors
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody typed for a group, and why it was not done."""

    group_id: UUID
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """One group; `typed`: what the field of its name holds, `was`: its name as it is shown.

    history: what was said of it before, the newest first.
    """

    name: str
    of: str
    terms: str
    examples: tuple[tuple[str, str, str], ...]
    was: str
    typed: str
    by: str
    history: tuple[tuple[str, str], ...]
    is_dissolved: bool
    error: str
    may_name: bool
    post_url: str
    key: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups, and apart from them what people said is none."""

    about: str
    says: str
    groups: tuple[Group, ...]
    dissolved: tuple[Group, ...]
    dissolved_says: str
    is_open: bool


def build(
    found: selectors.NoteGroups,
    *,
    system: AISystem,
    may_name: bool,
    refused: Refused | None,
    reader: Reader,
) -> Groups | None:
    """Turn the groups into template data; nothing before notes were put together once."""
    if found.computed_at is None:
        return None
    rows = [
        _group(one, found, system, reader, may_name=may_name, refused=_mine(refused, one))
        for one in found.rows
    ]
    dissolved = tuple(one for one in rows if one.is_dissolved)
    said = ngettext(
        "%(n)s more that people say is no group", "%(n)s more that people say are no groups", len(dissolved)
    )
    return Groups(
        about=_("as of %(moment)s") % {"moment": words.stamp(found.computed_at, zone=reader.zone)},
        says=_says(found),
        groups=tuple(one for one in rows if not one.is_dissolved),
        dissolved=dissolved,
        dissolved_says=said % {"n": words.number(len(dissolved))},
        is_open=any(one.error for one in dissolved),
    )


def _says(found: selectors.NoteGroups) -> str:
    said = {"n": words.number(found.n_notes), "loose": words.number(found.n_loose)}
    if found.failure:
        return _("The newest notes could not be put together; these are from before.")
    if not found.rows:
        return _("%(n)s notes of half a year: too few that say alike things.") % said
    return _("%(n)s notes of half a year; in no group: %(loose)s.") % said


def _group(
    one: selectors.GroupRow,
    found: selectors.NoteGroups,
    system: AISystem,
    reader: Reader,
    *,
    may_name: bool,
    refused: Refused | None,
) -> Group:
    share = words.percent(one.n / found.n_notes, digits=0) if found.n_notes else ""
    of = ngettext("%(n)s note, %(share)s", "%(n)s notes, %(share)s", one.n)
    return Group(
        name=one.label or (_("No group") if one.is_dissolved else _("No name yet")),
        of=of % {"n": words.number(one.n), "share": share},
        terms=", ".join(one.terms),
        examples=tuple(
            (row.text, row.case_ref, reverse("console:case", args=[row.case_ref]))
            for row in one.examples
            if row.text
        ),
        was=one.label,
        typed=refused.text if refused else one.label or speak(one.suggested),
        by=_by(one),
        history=tuple(_before(row, reader) for row in one.said[1:]),
        is_dissolved=one.is_dissolved,
        error=refused.sentence if refused else "",
        may_name=may_name,
        post_url=reverse("console:note_label", args=[one.id]) + f"?system={system.slug}",
        key=str(ids.new()),
    )


def _mine(refused: Refused | None, one: selectors.GroupRow) -> Refused | None:
    return refused if refused is not None and refused.group_id == one.id else None


def _before(row: selectors.SaidRow, reader: Reader) -> tuple[str, str]:
    return row.text or _("No group"), f"{row.by}, {words.stamp(row.at, zone=reader.zone)}"


def _by(one: selectors.GroupRow) -> str:
    if not one.said:
        return ""
    said = _("said by %(name)s") if one.is_dissolved else _("named by %(name)s")
    return said % {"name": one.said[0].by}
