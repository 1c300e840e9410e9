"""What somebody may reach, in words: grants on inboxes and AI systems."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import GrantTerm
from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.list_form import Pages
from apps.core.speech import speak_kept
from apps.registry.models import AISystem
from apps.reviews.models import Inbox

ON_INBOX = {
    "work_inbox": gettext_lazy("Work its cases"),
    "supervise_inbox": gettext_lazy("Decide what is escalated, take over"),
    "look_inbox": gettext_lazy("Look without deciding"),
}
ON_SYSTEM = {
    "look_system": gettext_lazy("See what it does"),
    "analyse_system": gettext_lazy("Find patterns and calibrate"),
    "audit_system": gettext_lazy("Read everything, export evidence"),
}
PERMISSIONS = ON_INBOX | ON_SYSTEM
PAGE = 25


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant in words; `until` is empty when it does not end.

    remove_url: where one asks why before it is taken back; asks_in_place: a dialog can hold the question.
    """

    where: str
    kind: str
    what: str
    permission: str
    object_id: str
    until: str
    ended: bool
    given: str
    remove_url: str
    asks_in_place: bool


@dataclass(frozen=True, slots=True)
class Grants:
    """A page of grants, newest first."""

    rows: tuple[GrantRow, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything of an organisation on which grants can stand."""

    inboxes: Sequence[Inbox]
    systems: Sequence[AISystem]

    def names(self) -> Mapping[UUID, tuple[str, str]]:
        """Return id -> (kind, name)."""
        found = {one.id: (_("Inbox"), speak_kept(one.name)) for one in self.inboxes}
        return found | {one.id: (_("AI system"), one.name) for one in self.systems}

    def thing(self, object_id: str) -> Inbox | AISystem | None:
        """Return the inbox or AI system with this id, if the organisation has it."""
        things: list[Inbox | AISystem] = [*self.inboxes, *self.systems]
        return next((one for one in things if str(one.id) == object_id), None)


def grant_rows(
    terms: Iterable[GrantTerm],
    names: Mapping[UUID, tuple[str, str]],
    slugs: Mapping[UUID, str],
    *,
    reader: Reader,
) -> tuple[GrantRow, ...]:
    """Write grants in words; one on a thing that is not of this organisation is left out.

    slugs: the short names of the inboxes among the things.
    """
    return tuple(
        _grant(term, names[term.object_id], slugs.get(term.object_id, ""), reader)
        for term in terms
        if term.object_id in names
    )


def _grant(term: GrantTerm, named: tuple[str, str], slug: str, reader: Reader) -> GrantRow:
    kind, name = named
    here = reader.now.astimezone(reader.zone)
    given = {"day": words.day(term.given_at.astimezone(reader.zone), now=here), "who": term.given_by.name}
    until, ended = "", False
    if term.expires_at:
        ended = term.expires_at <= reader.now
        at = {"time": words.clock_time(term.expires_at, now=reader.now, zone=reader.zone)}
        until = _("Ended %(time)s") % at if ended else _("Ends %(time)s") % at
    return GrantRow(
        where=speak_kept(name),
        kind=kind,
        what=str(PERMISSIONS.get(term.permission, term.permission)),
        permission=term.permission,
        object_id=str(term.object_id),
        until=until,
        ended=ended,
        given=_("%(day)s, by %(who)s") % given,
        remove_url=reverse("console:inbox_remove", args=[slug, term.user_id, term.permission])
        if slug and not ended
        else ""
        if slug
        else reverse("console:person_take_back", args=[term.user_id, term.object_id, term.permission]),
        asks_in_place=not slug,
    )
