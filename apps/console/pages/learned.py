"""What was written to a person about cases that they had sent up."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.cases import Voice
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.flow.selectors.laddering import NotesPage


@dataclass(frozen=True, slots=True)
class Note:
    """One note and the case that it is about."""

    case: Action
    voice: Voice


@dataclass(frozen=True, slots=True)
class LearnedPage:
    tabs: tuple[Tab, ...]
    notes: tuple[Note, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


def build(found: NotesPage, *, after: str, reader: Reader) -> LearnedPage:
    """Turn notes into template data."""
    base = reverse("console:learned")
    return LearnedPage(
        tabs=(
            Tab(_("My decisions"), reverse("console:decisions")),
            Tab(_("Learning notes"), base, current=True),
        ),
        notes=tuple(
            Note(
                Action(reverse("console:case", args=[one.case_ref]), f"{one.title}, {one.case_ref}"),
                Voice(
                    name=one.by,
                    at=words.moment(one.at, now=reader.now, zone=reader.zone),
                    headline=_("Decided: %(outcome)s") % {"outcome": one.outcome},
                    quote=one.text,
                ),
            )
            for one in found.rows
        ),
        empty=Empty(
            _("No learning note yet"),
            _("Whoever decides a case that you sent up can write to you what can be learned from it."),
            icon="info",
            actions=(Action(reverse("console:decisions"), _("My decisions")),),
        ),
        next_url=more_url(base, found.next),
        first_url=base if after else "",
    )
