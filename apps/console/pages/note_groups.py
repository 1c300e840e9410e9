"""What notes are about: groups that say alike things, each with a name that a person takes or gives."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.core import ids
from apps.flow.selectors import note_groups as selectors
from apps.registry.models import AISystem


@dataclass(frozen=True, slots=True)
class Group:
    """One group; without a label it has a form with the suggested one."""

    name: str
    of: str
    terms: str
    examples: tuple[tuple[str, str, str], ...]
    label: str
    suggested: str
    by: str
    post_url: str
    key: str


@dataclass(frozen=True, slots=True)
class Groups:
    about: str
    says: str
    groups: tuple[Group, ...]


def build(found: selectors.NoteGroups, *, system: AISystem, reader: Reader) -> Groups | None:
    """Turn the groups into template data; nothing before notes were put together once."""
    if found.computed_at is None:
        return None
    return Groups(
        about=_("as of %(moment)s") % {"moment": words.stamp(found.computed_at, zone=reader.zone)},
        says=_says(found),
        groups=tuple(_group(one, found, system) for one in found.rows),
    )


def _says(found: selectors.NoteGroups) -> str:
    said = {"n": words.number(found.n_notes), "loose": words.number(found.n_loose)}
    if found.failure:
        return _("The newest notes could not be put together; these are from before.")
    if not found.rows:
        return _("%(n)s notes of half a year: too few that say alike things.") % said
    return _("%(n)s notes of half a year; in no group: %(loose)s.") % said


def _group(one: selectors.GroupRow, found: selectors.NoteGroups, system: AISystem) -> Group:
    share = words.percent(one.n / found.n_notes, digits=0) if found.n_notes else ""
    of = ngettext("%(n)s note, %(share)s", "%(n)s notes, %(share)s", one.n)
    return Group(
        name=one.label or _("No name yet"),
        of=of % {"n": words.number(one.n), "share": share},
        terms=", ".join(one.terms),
        examples=tuple(
            (row.text, row.case_ref, reverse("console:case", args=[row.case_ref]))
            for row in one.examples
            if row.text
        ),
        label=one.label,
        suggested=one.suggested,
        by=_("named by %(name)s") % {"name": one.by} if one.by else "",
        post_url=reverse("console:note_label", args=[one.id]) + f"?system={system.slug}",
        key=str(ids.new()),
    )
