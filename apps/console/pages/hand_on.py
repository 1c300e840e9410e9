"""A case is taken from who has it: to whom it goes, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.people import Choice
from apps.console.pages.shell import Action, Note
from apps.core import ids
from apps.flow.selectors import teams
from apps.flow.selectors.routing import Recipient
from apps.reviews.states import HandOnWhy

WHY = {
    HandOnWhy.ABSENT: gettext_lazy("Whoever has it is away"),
    HandOnWhy.LOAD: gettext_lazy("Whoever has it has too much"),
    HandOnWhy.SKILL: gettext_lazy("Somebody else knows this kind of case"),
    HandOnWhy.CONFLICT: gettext_lazy("Whoever has it should not decide it"),
    HandOnWhy.OTHER: gettext_lazy("Another reason: write it below"),
}


@dataclass(frozen=True, slots=True)
class HandOnPage:
    """The form that takes a case from who has it."""

    title: str
    says: str
    url: str
    back_url: str
    back_label: str
    version: int
    key: str
    to: tuple[Choice, ...]
    why: tuple[Choice, ...]
    note_text: str = ""
    note: Note | None = None
    field: str = ""


def hand_on(
    had: teams.Had,
    offered: Sequence[Recipient],
    *,
    back: Action,
    reader: Reader,
    typed: dict[str, str] | None = None,
    note: Note | None = None,
    at: str = "",
) -> HandOnPage:
    """Ask to whom a case goes that somebody has, and why. back: where the reader came from."""
    given = typed or {}
    said = {"case": had.case_ref, "name": had.who.name}
    until = words.clock_time(had.until, now=reader.now, zone=reader.zone)
    holds = _("%(name)s holds it until %(time)s. What they typed stays theirs, and they are told.")
    keeps = _("It is kept for %(name)s until %(time)s. They are told.")
    return HandOnPage(
        title=_("Take %(case)s from %(name)s?") % said,
        says=(holds if had.is_held else keeps) % {**said, "time": until},
        url=reverse("console:hand_on", args=[had.item.id]),
        back_url=back.url,
        back_label=back.label,
        version=had.item.version,
        key=str(ids.new()),
        to=(
            Choice("", _("Everybody: back to the inbox"), chosen=not given.get("to")),
            *(
                Choice(str(one.user.id), _named(one), chosen=given.get("to") == str(one.user.id))
                for one in offered
            ),
        ),
        why=tuple(
            Choice(one.value, str(label), chosen=given.get("why") == one.value) for one, label in WHY.items()
        ),
        note_text=given.get("note", ""),
        note=note,
        field=at,
    )


def _named(one: Recipient) -> str:
    """Name somebody, with what speaks for or against them today."""
    said = [one.skill] if one.skill else []
    said += [] if one.is_on else [_("not on today")]
    return f"{one.user.name} ({', '.join(said)})" if said else one.user.name
